// Telegram Desktop's JSON export: result.json of a chat or of an account.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {formatId} from './shapes.ts';
import {writer} from './write.ts';

export const telegramJsonFormat = defineFormat({
  id: formatId,
  title: {zh: 'Telegram 导出 (result.json)', en: 'Telegram export (result.json)'},
  platform: 'telegram',
  reader: {recognize, read},
  writer,
});
