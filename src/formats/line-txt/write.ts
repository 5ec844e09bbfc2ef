// Writes LINE's export as telephones make it in English: day headings, and the columns time, name and text between tabs.

import type {Writer} from '../../engine/convert/format.ts';
import type {Call, Entry, MediaRole, Message, Part} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {partText} from '../../engine/model/text.ts';
import {wallClock} from '../../engine/model/time.ts';
import {oneLine, writeTranscripts} from '../_shared/transcript-files.ts';
import type {LineNames} from '../_shared/transcript-files.ts';
import {weekdayOf} from '../_shared/weekday-words.ts';
import {meaningOf, unsentIn} from './body.ts';
import {parseHeading} from './days.ts';
import {parseHead, shield} from './transcript.ts';

/** Media, stickers and places leave a word in brackets: not counted. */
const holds: ReadonlySet<Feature> = new Set([
  'person.name',
  'conversation.title',
  'message',
  'call',
  'call.duration',
  'notice',
  'removed',
  'text',
]);

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (value: number): string => String(value).padStart(2, '0');

const words: Readonly<Record<MediaRole, string>> = {
  image: '[Photo]',
  animation: '[Photo]',
  video: '[Video]',
  'video-note': '[Video]',
  audio: '[Voice message]',
  voice: '[Voice message]',
  sticker: '[Sticker]',
  file: '[File]',
};

const mediaWords = (part: Extract<Part, {kind: 'media'}>): string => {
  const named = part.role === 'file' && part.asset.name !== undefined;
  return named ? `[File] ${oneLine(part.asset.name ?? '')}` : words[part.role];
};

/** What a reader would take for more than words is shielded. */
const typed = (text: string): string => {
  const meaning = meaningOf(text);
  const isWords = meaning.kind === 'body' && meaning.body.every((part) => part.kind === 'text');
  return isWords ? text : shield + text;
};

const bodyOf = ({body}: Message): string => {
  const [only] = body;
  if (body.length === 1 && only?.kind === 'media' && !only.caption) return mediaWords(only);
  if (body.length === 1 && only && only.kind !== 'text') return partText(only);
  const pieces = body.map((part) =>
    part.kind === 'media'
      ? [
          mediaWords(part),
          ...(part.caption ? [partText({kind: 'text', inlines: part.caption})] : []),
        ].join('\n')
      : partText(part),
  );
  return typed(pieces.join('\n').replace(/\r\n?/g, '\n'));
};

const isSeenAsOther = (line: string): boolean =>
  parseHead(line, 'tab') !== undefined || parseHeading(line) !== undefined;

/** Several lines stand between quotation marks, and those inside are doubled. */
const quoted = (text: string): string => {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const [first = '', ...more] = lines;
  if (more.length === 0) return first;
  const rest = more.map((line) => (isSeenAsOther(line) ? shield + line : line));
  return `"${[first, ...rest].join('\n').replaceAll('"', '""')}"`;
};

const lengthOf = (seconds: number): string => {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
};

const callWords: Readonly<Record<Call['outcome'], string>> = {
  answered: 'Call time',
  missed: 'Missed call',
  declined: 'Declined call',
  busy: 'Busy',
  cancelled: 'Canceled call',
  unknown: 'Call',
};

const callText = ({outcome, durationSeconds, medium}: Call): string => {
  const length = durationSeconds === undefined ? '' : ` ${lengthOf(durationSeconds)}`;
  return `☎ ${callWords[outcome]}${medium === 'video' ? ' (video)' : ''}${length}`;
};

const columns = (entry: Entry, names: LineNames): string => {
  switch (entry.kind) {
    case 'message':
      return `${names.of(entry.from)}\t${quoted(bodyOf(entry))}`;
    case 'call':
      return `${names.of(entry.from)}\t${callText(entry)}`;
    case 'notice': {
      const text = entry.text.replace(/\s+/gu, ' ').trim();
      return `\t${text}${unsentIn(text) ? shield : ''}`;
    }
    case 'removed':
      return `\t${entry.from === undefined ? 'Unsent a message' : `${names.of(entry.from)} unsent a message`}`;
    default:
      return entry satisfies never;
  }
};

const dayOf = (entry: Entry, zone: string): string => {
  const {year, month, day} = wallClock(entry.at, zone);
  const word = weekdays[weekdayOf(year, month, day)] ?? '';
  return `${String(year).padStart(4, '0')}/${two(month)}/${two(day)}(${word})`;
};

export const writer: Writer = {
  extension: 'txt',
  layout: 'file-per-conversation',
  needs: 'grouped',
  holds,
  copiesMedia: false,
  async write(batches, sink, options, ctx) {
    const {zone} = options;
    const now = wallClock({epochMs: ctx.now(), precision: 'min', zone: {kind: 'utc'}}, zone);
    const saved = `${now.year}/${two(now.month)}/${two(now.day)} ${two(now.hour)}:${two(now.minute)}`;
    const format = {
      safeName: (name: string) => name,
      fileTitle: (title: string) => `[LINE] Chat history - ${title}`,
      head: ({kind}: {readonly kind: string}, title: string) =>
        `[LINE] Chat history ${kind === 'direct' ? 'with' : 'in'} ${title}\nSaved on: ${saved}\n`,
      lines: (entry: Entry, names: LineNames, previous: Entry | undefined) => {
        const day = dayOf(entry, zone);
        const heading = previous && dayOf(previous, zone) === day ? '' : `\n${day}\n`;
        const {hour, minute} = wallClock(entry.at, zone);
        return `${heading}${two(hour)}:${two(minute)}\t${columns(entry, names)}\n`;
      },
    };
    await writeTranscripts(batches, sink, {format, options, ctx});
  },
};
