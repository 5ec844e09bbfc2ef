// WeCom 企业微信: decrypted records of its message audit (one JSON per line) and the answers of wecom-cli. No decryption.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const wecomFormat = defineFormat({
  id: 'wecom',
  title: {zh: '企业微信 会话存档 / wecom-cli', en: 'WeCom message audit / wecom-cli'},
  platform: 'wecom',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read},
});
