// Feishu / Lark: answers of the official lark-cli, of the open platform's message list, and archives that collect either.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const feishuFormat = defineFormat({
  id: 'feishu',
  title: {zh: '飞书 lark-cli / 开放平台 (json)', en: 'Feishu / Lark lark-cli, OpenAPI (json)'},
  platform: 'feishu',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
