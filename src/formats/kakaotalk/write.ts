// Writes KakaoTalk's text as Android makes it in English: a full date before each message. Its reader is `kakaotalk`, which knows more layouts.

import {defineFormat} from '../../engine/convert/format.ts';
import type {Writer} from '../../engine/convert/format.ts';
import type {Entry} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {bodyText, entryText} from '../../engine/model/text.ts';
import {wallClock} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';
import {oneLine, writeTranscripts} from '../_shared/transcript-files.ts';
import type {LineNames} from '../_shared/transcript-files.ts';
import {parseDay, parseHead} from './grammar.ts';
import {deleted, manyPhotos, mediaWords, namedFile, sentFile} from './words.table.ts';

const holds: ReadonlySet<Feature> = new Set([
  'person.name',
  'conversation.title',
  'message',
  'notice',
  'removed',
  'text',
]);

const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

const two = (value: number): string => String(value).padStart(2, '0');

const stamp = ({year, month, day, hour, minute}: Required<LocalTime>): string => {
  const date = `${months[month - 1] ?? ''} ${day}, ${String(year).padStart(4, '0')}`;
  return `${date}, ${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`;
};

/** Keeps programs from taking typed words for more than words. */
const shield = '\u200b';

const isSeenAsOther = (text: string): boolean =>
  mediaWords.has(text.toLowerCase()) ||
  deleted.has(text.trim()) ||
  manyPhotos.test(text) ||
  namedFile.test(text) ||
  sentFile.test(text);

const typed = (text: string): string => {
  const [first = '', ...more] = text.replace(/\r\n?/g, '\n').split('\n');
  const rest = more.map((line) =>
    parseDay(line) || parseHead(line, {year: 2000, month: 1, day: 1}) ? shield + line : line,
  );
  return (isSeenAsOther(text) ? shield : '') + [first, ...rest].join('\n');
};

const system = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').replaceAll(' :', ':').trim();
  return deleted.has(line) ? line + shield : line;
};

const lineOf = (entry: Entry, names: LineNames): string => {
  switch (entry.kind) {
    case 'message':
      return `${names.of(entry.from)} : ${typed(bodyText(entry.body))}`;
    case 'call':
      return `${names.of(entry.from)} : ${typed(oneLine(entryText(entry)))}`;
    case 'notice':
      return system(entry.text);
    case 'removed': {
      const author = entry.from === undefined ? '' : `${names.of(entry.from)} : `;
      return `${author}The message has been deleted.`;
    }
    default:
      return entry satisfies never;
  }
};

const writer: Writer = {
  extension: 'txt',
  layout: 'file-per-conversation',
  needs: 'grouped',
  holds,
  copiesMedia: false,
  async write(batches, sink, options, ctx) {
    const {zone} = options;
    const saved = stamp(
      wallClock({epochMs: ctx.now(), precision: 'min', zone: {kind: 'utc'}}, zone),
    );
    const dayOf = (entry: Entry): string => {
      const {year, month, day} = wallClock(entry.at, zone);
      return `${year} ${month} ${day}`;
    };
    const format = {
      safeName: (name: string) => name.replaceAll(' :', '\u2236').replace(/^:/, '\u2236'),
      fileTitle: (title: string) => `KakaoTalkChats - ${title}`,
      head: (_conversation: unknown, title: string) =>
        `KakaoTalk Chats with ${title}\nDate Saved : ${saved}\n\n`,
      lines: (entry: Entry, names: LineNames, previous: Entry | undefined) => {
        const at = stamp(wallClock(entry.at, zone));
        const heading = previous && dayOf(previous) === dayOf(entry) ? '' : `\n${at}\n`;
        return `${heading}${at}, ${lineOf(entry, names)}\n`;
      },
    };
    await writeTranscripts(batches, sink, {format, options, ctx});
  },
};

export const kakaotalkTxtFormat = defineFormat({
  id: 'kakaotalk-txt',
  title: {zh: 'KakaoTalk 聊天记录（txt）', en: 'KakaoTalk chat (txt)'},
  platform: 'kakaotalk',
  writer,
});
