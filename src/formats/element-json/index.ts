// Matrix rooms as Element exports them (JSON, zip with media), and lists of Matrix events. The format's entry in the list.

import {defineFormat} from '../../engine/convert/format.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const elementJsonFormat = defineFormat({
  id: 'element-json',
  title: {zh: 'Matrix / Element 导出（JSON、zip）', en: 'Matrix / Element export (JSON, zip)'},
  platform: 'matrix',
  reader: {recognize, read},
});
