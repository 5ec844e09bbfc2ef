// VK: messages of the archive from vk.com/data_protection, as HTML pages. Recognised by the classes of its pages.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {coverOf} from './layout.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  if (!/\.html?$/i.test(sample.path)) return no;
  const isPage = /class="message"[^>]{0,200}data-id="|data-id="[^>]{0,200}class="message"/.test(
    sample.text,
  );
  const isIndex = /class="message-peer--id"/.test(sample.text);
  const hasHeader = sample.text.includes('message__header');
  if (!(isPage && hasHeader) && !isIndex) return no;
  const covers = coverOf(sample.path, sample.paths);
  const because = isIndex
    ? 'the list of chats of a VK archive'
    : 'message, message__header and data-id';
  return {match: 'certain', because, ...(covers === undefined ? {} : {covers})};
};

export const vkHtmlFormat = defineFormat({
  id: 'vk-html',
  title: {zh: 'VK 存档消息（HTML）', en: 'VK archive, messages (HTML)'},
  platform: 'vk',
  reader: {recognize, read, defaultZone: 'Europe/Moscow'},
});
