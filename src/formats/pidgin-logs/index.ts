// Logs of Pidgin and Finch (libpurple), as text and as HTML. The format's entry in the list.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const pidginLogsFormat = defineFormat({
  id: 'pidgin-logs',
  title: {zh: 'Pidgin / Finch 日志（txt、html）', en: 'Pidgin / Finch logs (txt, html)'},
  platform: 'pidgin',
  reader: {recognize, read},
});
