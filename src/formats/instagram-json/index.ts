// Instagram direct messages: "Download your information" as JSON. The files are Messenger's; the folders around tell them apart.

import {defineFormat} from '../../engine/convert/format.ts';
import {readMeta} from '../_shared/meta-read.ts';
import {recognizeMeta} from '../_shared/meta-recognize.ts';

const id = 'instagram-json';
const platform = 'instagram';

export const instagramJsonFormat = defineFormat({
  id,
  title: {zh: 'Instagram 下载的信息（JSON）', en: 'Instagram download (JSON)'},
  platform,
  reader: {
    recognize: (sample) => recognizeMeta(sample, platform),
    read: (input, options, ctx) => readMeta({id, platform}, input, options, ctx),
  },
});
