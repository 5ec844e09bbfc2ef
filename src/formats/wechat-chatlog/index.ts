// chatlog (sjzar): the answers of its HTTP interface saved as JSON, CSV or text. No server ids in any of them.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const wechatChatlogFormat = defineFormat({
  id: 'wechat-chatlog',
  title: {zh: '微信 chatlog (json, csv, txt)', en: 'WeChat chatlog (json, csv, txt)'},
  platform: 'wechat',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
