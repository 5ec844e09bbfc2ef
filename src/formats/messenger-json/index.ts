// Facebook Messenger: "Download your information" as JSON, and the separate download of end-to-end-encrypted chats. Not the HTML variant.

import {defineFormat} from '../../engine/convert/format.ts';
import {readMeta} from '../_shared/meta-read.ts';
import {recognizeMeta} from '../_shared/meta-recognize.ts';

const id = 'messenger-json';
const platform = 'messenger';

export const messengerJsonFormat = defineFormat({
  id,
  title: {zh: 'Messenger 下载的信息（JSON）', en: 'Facebook Messenger download (JSON)'},
  platform,
  reader: {
    recognize: (sample) => recognizeMeta(sample, platform),
    read: (input, options, ctx) => readMeta({id, platform}, input, options, ctx),
  },
});
