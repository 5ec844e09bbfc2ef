// DingTalk 钉钉: answers of the official dws, the message lists of exporters built on it, and the JSON and CSV of one that reads the app's data.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const dingtalkFormat = defineFormat({
  id: 'dingtalk',
  title: {zh: '钉钉 dws / 导出工具 (json, csv)', en: 'DingTalk dws and exporters (json, csv)'},
  platform: 'dingtalk',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
