// Microsoft Teams: migration export, Graph messages, web chat exporter. The personal archive (messages.json) is Skype's format: skype-json.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const teamsFormat = defineFormat({
  id: 'teams',
  title: {
    zh: 'Microsoft Teams（Graph、迁移导出、网页导出器）',
    en: 'Microsoft Teams (Graph, migration export, web exporter)',
  },
  platform: 'teams',
  reader: {recognize, read},
});
