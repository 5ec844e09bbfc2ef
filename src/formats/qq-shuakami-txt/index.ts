// QQChatExporter's plain text: a heading, then name, time, content and notes for each message. No ids; its JSON is `qq-shuakami-json`.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const start = sample.text.slice(0, 4000).trimStart();
  const isTitled = start.startsWith('[QQChatExporter');
  const hasHead = /^聊天名称[:：]/m.test(start) && /^消息总数[:：]/m.test(start);
  return (isTitled && hasHead) || (hasHead && start.includes('QQ聊天记录导出文件'))
    ? {match: 'certain', because: 'the heading of QQChatExporter’s text'}
    : no;
};

export const qqShuakamiTxtFormat = defineFormat({
  id: 'qq-shuakami-txt',
  title: {zh: 'QQChatExporter (QCE) TXT', en: 'QQChatExporter (QCE) TXT'},
  platform: 'qq',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
