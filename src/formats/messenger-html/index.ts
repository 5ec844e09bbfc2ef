// Messenger and Instagram: "Download your information" as HTML. The JSON download says more; this is for those who have no other.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {coverOf} from '../_shared/meta-layout.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  if (!/\.html?$/i.test(sample.path)) return no;
  const hasName = /class="[^"]{0,200}\b_a6-h\b[^"]{0,200}\b_a6-i\b/.test(sample.text);
  const hasTime = /class="[^"]{0,200}\b(?:_a72d|_a6-o)\b/.test(sample.text);
  const hasBody = /class="[^"]{0,200}\b_a6-p\b/.test(sample.text);
  const isThread = /(?:^|\/)message_\d+\.html$/.test(sample.path);
  if (!hasName || !hasTime || !hasBody || !isThread) return no;
  const covers = coverOf(sample.path, sample.paths);
  const because = 'message_N.html with the class names of Meta downloads';
  return {match: 'certain', because, ...(covers === undefined ? {} : {covers})};
};

export const messengerHtmlFormat = defineFormat({
  id: 'messenger-html',
  title: {
    zh: 'Messenger / Instagram 下载的信息（HTML）',
    en: 'Messenger / Instagram download (HTML)',
  },
  platform: 'messenger',
  reader: {recognize, read},
});
