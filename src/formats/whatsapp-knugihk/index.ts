// KnugiHK/WhatsApp-Chat-Exporter's JSON: WhatsApp's own database, read by a tool on a computer. Reader only.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {read} from './read.ts';

const firstKey =
  /^\s*\{\s*"(?:[^"\\]{1,100}@(?:s\.whatsapp\.net|g\.us|lid|broadcast|newsletter)|000000000000000)"\s*:\s*\{/;

const recognize = ({text}: Sample): Recognition => {
  if (!firstKey.test(text) || !/"messages"\s*:\s*\{/.test(text)) return no;
  const isSure = /"key_id"\s*:/.test(text) && /"from_me"\s*:/.test(text);
  const because = 'chats by WhatsApp id, with messages by row';
  return {match: isSure || /"their_avatar"\s*:/.test(text) ? 'certain' : 'possible', because};
};

export const whatsappKnugihkFormat = defineFormat({
  id: 'whatsapp-knugihk',
  title: {
    zh: 'WhatsApp-Chat-Exporter（KnugiHK，json）',
    en: 'WhatsApp-Chat-Exporter (KnugiHK, json)',
  },
  platform: 'whatsapp',
  reader: {defaultZone: 'UTC', recognize, read},
});
