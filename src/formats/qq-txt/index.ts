// QQ message manager text export (old PC QQ and TIM): one chat, or all of them in one file. The MHT of the same program is `qq-mht`.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {read} from './read.ts';

const title = /^消息记录\s?[（(]此消息记录为文本格式/;
const section = /^={16,}\r?\n消息对象[:：]/m;

const recognize = (sample: Sample): Recognition => {
  const start = sample.text.slice(0, 4000).trimStart();
  if (title.test(start)) return {match: 'certain', because: 'the first line of QQ’s text export'};
  return section.test(start)
    ? {match: 'certain', because: 'a ruler and then 消息对象:, as QQ’s text export has it'}
    : no;
};

export const qqTxtFormat = defineFormat({
  id: 'qq-txt',
  title: {zh: 'QQ 消息管理器 (txt)', en: 'QQ message manager (txt)'},
  platform: 'qq',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
