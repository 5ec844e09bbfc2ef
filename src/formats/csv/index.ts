// One table of all entries for spreadsheets and data tools. Writer only; cells that a spreadsheet would run as formulas are guarded.

import {defineFormat} from '../../engine/convert/format.ts';
import {writer} from './write.ts';

export const csvFormat = defineFormat({
  id: 'csv',
  title: {zh: 'CSV 表格（所有聊天一张表）', en: 'CSV table (all chats in one)'},
  platform: 'generic',
  writer,
});
