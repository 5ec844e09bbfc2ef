// QQChatExporter (shuakami, for NapCat): single JSON and chunked JSONL of all its generations. Its TXT is `qq-shuakami-txt`.

import {defineFormat} from '../../engine/convert/format.ts';
import {openAsset} from './avatars.ts';
import {read} from './read.ts';
import {recognize} from './recognize.ts';

export const qqShuakamiJsonFormat = defineFormat({
  id: 'qq-shuakami-json',
  title: {zh: 'QQChatExporter (QCE) JSON', en: 'QQChatExporter (QCE) JSON'},
  platform: 'qq',
  reader: {defaultZone: 'Asia/Shanghai', recognize, read, openAsset},
});
