// Slack exports: the official zip or folder, and the forms of slackdump. The format's entry in the list.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {writer} from './write.ts';

export const slackZipFormat = defineFormat({
  id: 'slack-zip',
  title: {
    zh: 'Slack 导出（zip、文件夹、slackdump）',
    en: 'Slack export (zip, folder, slackdump)',
  },
  platform: 'slack',
  reader: {recognize, read},
  writer,
});
