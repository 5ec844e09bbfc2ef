// Telegram Desktop's HTML export: messages.html and its further pages, of a chat or of an account.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {formatId} from './shapes.ts';

export const telegramHtmlFormat = defineFormat({
  id: formatId,
  title: {zh: 'Telegram 导出 (messages.html)', en: 'Telegram export (messages.html)'},
  platform: 'telegram',
  reader: {recognize, read},
});
