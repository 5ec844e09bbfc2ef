// QQ message manager's MHT export: one page of table rows and the pictures as MIME parts behind it, of any size. Its text is `qq-txt`.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {openAsset} from './parts.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const start = sample.text.slice(0, 1000);
  return /^Subject:\s?Tencent IM Message/m.test(start) || /<Save by Tencent MsgMgr>/.test(start)
    ? {match: 'certain', because: 'the mail header that QQ’s message manager writes'}
    : no;
};

export const qqMhtFormat = defineFormat({
  id: 'qq-mht',
  title: {zh: 'QQ 消息管理器 (mht)', en: 'QQ message manager (mht)'},
  platform: 'qq',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read, openAsset},
});
