// Mattermost's bulk import/export file (JSON Lines, with `data/` beside it). The format's entry in the list.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {writer} from './write.ts';

export const mattermostJsonlFormat = defineFormat({
  id: 'mattermost-jsonl',
  title: {zh: 'Mattermost 批量导入/导出（jsonl、zip）', en: 'Mattermost bulk file (jsonl, zip)'},
  platform: 'mattermost',
  reader: {recognize, read},
  writer,
});
