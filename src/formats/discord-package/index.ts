// Discord's data package (the copy of one's data that Discord sends on request); read only.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';
import {formatId} from './shapes.ts';

export const discordPackageFormat = defineFormat({
  id: formatId,
  title: {zh: 'Discord（个人数据包）', en: 'Discord (data package)'},
  platform: 'discord',
  reader: {recognize, read},
});
