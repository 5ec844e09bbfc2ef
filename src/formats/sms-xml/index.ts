// SMS Backup & Restore (Android): messages and calls as XML, read and written. Recognised by the root element.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {openPart} from './parts.ts';
import {read} from './read.ts';
import {writer} from './write.ts';

/** The first element, behind the prolog, the stylesheet and comments; and its attributes. */
const rootOf = (text: string): string =>
  text
    .slice(0, 8192)
    .replace(/<!--[\s\S]*?-->/g, '')
    .match(/<(?![?!])[^>]{0,2000}>?/)?.[0] ?? '';

const recognize = (sample: Sample): Recognition => {
  if (!/^\s*</.test(sample.text.slice(0, 200))) return no;
  const root = rootOf(sample.text);
  if (/^<smses[\s>/]/.test(root)) return {match: 'certain', because: 'the root element is <smses>'};
  const hasCalls = /<call\s[^>]{0,2000}\bnumber=/.test(sample.text) || /\bbackup_set=/.test(root);
  if (/^<calls[\s>/]/.test(root) && hasCalls)
    return {match: 'certain', because: 'the root element is <calls>, with <call number=…>'};
  return no;
};

export const smsXmlFormat = defineFormat({
  id: 'sms-xml',
  title: {zh: 'SMS Backup & Restore 短信备份（XML）', en: 'SMS Backup & Restore (XML)'},
  platform: 'sms',
  reader: {
    recognize,
    read,
    openAsset: ({source}, asset) => openPart(source, asset),
  },
  writer,
});
