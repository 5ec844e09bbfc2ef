// Signal's own export of the chat history (2026): read only, since nothing imports it.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {formatId} from './shapes.ts';

export const signalJsonlFormat = defineFormat({
  id: formatId,
  title: {zh: 'Signal 聊天记录导出（JSONL）', en: 'Signal chat history export (JSONL)'},
  platform: 'signal',
  reader: {recognize, read},
});
