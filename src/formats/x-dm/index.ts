// X (Twitter): direct messages of an account archive. Recognised by the first line of its JavaScript files.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {coverOf} from './files.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  if (!/^\s*window\.YTD\.direct_messages?(?:_group)?\.part\d+\s*=/.test(sample.text.slice(0, 200)))
    return no;
  const covers = coverOf(sample.path);
  const because = 'the first line is window.YTD.direct_messages';
  return {match: 'certain', because, ...(covers === undefined ? {} : {covers})};
};

export const xDmFormat = defineFormat({
  id: 'x-dm',
  title: {zh: 'X（Twitter）存档私信', en: 'X (Twitter) archive, direct messages'},
  platform: 'x',
  reader: {recognize, read},
});
