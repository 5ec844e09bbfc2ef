// Apple Messages databases (chat.db, sms.db): recognised by their tables. The address book and iCloud are somewhere else.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {read} from './read.ts';

const magic = 'SQLite format 3\0';

/** The definitions of the tables stand in the first pages, as text. */
const hasTables = (head: Uint8Array): boolean => {
  const text = new TextDecoder('latin1').decode(head);
  return (
    text.startsWith(magic) && text.includes('chat_message_join') && text.includes('attributedBody')
  );
};

const ownFiles =
  /^(?:(?:chat|sms)\.db(?:-wal|-shm)?$|(?:Attachments|StickerCache|NickNameCache)\/)/i;

/** A folder that holds nothing but Messages' own files is covered as a whole. */
const coverOf = (sample: Sample): {readonly covers?: string} => {
  const folder = sample.path.slice(0, sample.path.lastIndexOf('/') + 1);
  const below = sample.paths.filter((path) => path.startsWith(folder));
  return below.length > 1 && below.every((path) => ownFiles.test(path.slice(folder.length)))
    ? {covers: folder}
    : {};
};

const recognize = (sample: Sample): Recognition =>
  hasTables(sample.head)
    ? {
        match: 'certain',
        because: 'a SQLite database with the tables of Apple Messages',
        ...coverOf(sample),
      }
    : no;

export const imessageDbFormat = defineFormat({
  id: 'imessage-db',
  title: {
    zh: 'iMessage 信息数据库（chat.db、sms.db）',
    en: 'Apple Messages database (chat.db, sms.db)',
  },
  platform: 'imessage',
  reader: {recognize, read},
});
