// signal-export: a folder per chat with `chat.md` and `data.json`; read only.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {formatId} from './shapes.ts';

export const signalExportFormat = defineFormat({
  id: formatId,
  title: {zh: 'Signal（signal-export）', en: 'Signal (signal-export)'},
  platform: 'signal',
  reader: {recognize, read},
});
