// LINE's own text export, of telephones and of computers. LINE exports no media and no ids.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {writer} from './write.ts';

export const lineTxtFormat = defineFormat({
  id: 'line-txt',
  title: {zh: 'LINE 聊天记录（txt）', en: 'LINE chat history (txt)'},
  platform: 'line',
  reader: {recognize, read},
  writer,
});
