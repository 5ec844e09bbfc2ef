// MemoTrace / WeChatMsg 留痕: CSV, TXT and pages of all three generations, and the JSON beside the pages. Not its databases.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const wechatMemotraceFormat = defineFormat({
  id: 'wechat-memotrace',
  title: {zh: '微信 留痕 MemoTrace (csv, txt, html)', en: 'WeChat MemoTrace (csv, txt, html)'},
  platform: 'wechat',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
