// WhatsApp's own chat export: a text file, alone, in a folder or in a zip with its media.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {writer} from './write.ts';

export const whatsappTxtFormat = defineFormat({
  id: 'whatsapp-txt',
  title: {zh: 'WhatsApp 聊天导出（txt、zip）', en: 'WhatsApp chat export (txt, zip)'},
  platform: 'whatsapp',
  reader: {recognize, read},
  writer,
});
