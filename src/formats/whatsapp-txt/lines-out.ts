// One entry as lines of an Android export in English. Text that would be read as something else is shielded with a space of no width.

import type {
  Call,
  Entry,
  Inline,
  Message,
  Moment,
  Notice,
  Part,
  PersonId,
  Removed,
} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText, partText} from '../../engine/model/text.ts';
import {wallClock} from '../../engine/model/time.ts';
import {Attachments} from './attachments.ts';
import {shielded} from './body.ts';
import type {BodyContext} from './body.ts';
import type {MediaBeside} from './media-out.ts';
import type {AuthorNames} from './names-out.ts';
import {pollLines} from './polls.ts';
import {StampScanner} from './stamp.ts';

const shield = '\u200b';
const mark = '\u200e';

/** How a reader of what is written here will see it. */
const readerContext: BodyContext = {
  attachments: new Attachments([], ''),
  isIos: false,
  areMarksReliable: false,
  personOf: () => undefined,
};

const scanner = new StampScanner();

const two = (value: number): string => String(value).padStart(2, '0');

/** `23/03/2022, 13:31 - ` */
export const stampText = (at: Moment, zone: string): string => {
  const {year, month, day, hour, minute} = wallClock(at, zone);
  return `${two(day)}/${two(month)}/${String(year).padStart(4, '0')}, ${two(hour)}:${two(minute)} - `;
};

/** Lines below the first must not begin like a message, and the last must not be empty. */
const shieldLines = (text: string): string => {
  const [first = '', ...rest] = text.replace(/\r+(?=\n|$)/g, '').split('\n');
  return [
    first,
    ...rest.map((line, index) => {
      const bare = line.replace(/^\u200b+/, '');
      const isLastEmpty = line === '' && index === rest.length - 1;
      const isShieldOnly = bare === '' && line !== '';
      return isLastEmpty || isShieldOnly || scanner.scan(bare) ? `${shield}${line}` : line;
    }),
  ].join('\n');
};

/** A link shows its address behind its text. */
const linkedText = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'styled') return linkedText(inline.inlines);
      if (inline.kind !== 'url' || !inline.inlines) return inlinesText([inline]);
      const text = inlinesText(inline.inlines);
      return text === inline.url ? text : `${text} (${inline.url})`;
    })
    .join('');

const decimal = (value: number): string => {
  const text = String(value);
  return text.includes('e') ? value.toFixed(14).replace(/\.?0+$/, '') : text;
};

type Lines = {readonly names: AuthorNames; readonly media: MediaBeside; readonly zone: string};

const mediaText = async (
  part: Extract<Part, {kind: 'media'}>,
  at: Moment,
  {media}: Lines,
): Promise<string> => {
  const {asset, role, caption = []} = part;
  const name = await media.nameOf(asset, role, at);
  const below = [linkedText(caption), asset.presence === 'remote' ? (asset.url ?? '') : ''].filter(
    (text) => text !== '',
  );
  const isNull = part.isViewOnce === true && role === 'image' && name === undefined;
  if (isNull && below.length === 0) return 'null';
  return [name === undefined ? '<Media omitted>' : `${name} (file attached)`, ...below].join('\n');
};

const placeText = (part: Extract<Part, {kind: 'location'}>): string => {
  const {latitude, longitude, name, address, url, isLive} = part;
  const line = (text: string): string => text.replace(/\s+/g, ' ').trim();
  if (latitude === undefined || longitude === undefined) {
    if (isLive === true) return 'live location shared';
    const isPlace = url?.startsWith('https://foursquare.com/v/') === true;
    return isPlace ? [line(name ?? ''), line(address ?? ''), url].join('\n') : partText(part);
  }
  const label = line(name ?? '').slice(0, 180);
  const where = address === undefined ? '' : ` (${line(address).slice(0, 180)})`;
  const words = label === '' ? 'location' : `${label}${where}`;
  return `${words}: https://maps.google.com/?q=${decimal(latitude)},${decimal(longitude)}`;
};

const contactText = async (
  part: Extract<Part, {kind: 'contact'}>,
  {media}: Lines,
): Promise<string> => {
  const {name, isWritten} = await media.contact(part);
  const facts = isWritten ? [] : [...(part.phones ?? []), ...(part.emails ?? [])];
  return [`${name} (file attached)`, ...facts].join('\n');
};

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

/** What is no text becomes words that a reader takes for what it is. */
const otherText = async (
  part: Exclude<Part, {kind: 'text'}>,
  at: Moment,
  lines: Lines,
): Promise<string> => {
  switch (part.kind) {
    case 'media':
      return mediaText(part, at, lines);
    case 'location':
      return placeText(part);
    case 'contact':
      return contactText(part, lines);
    case 'poll': {
      const options = part.options.map((option) => ({...option, text: oneLine(option.text)}));
      return pollLines({...part, question: part.question.trim(), options});
    }
    case 'link':
      return shielded(
        [part.title, part.description, part.url].filter(Boolean).join('\n'),
        readerContext,
      );
    case 'transfer':
    case 'bundle':
    case 'raw':
      return shielded(partText(part), readerContext);
    default:
      return assertNever(part);
  }
};

/** The messages of the app that one message of ours becomes: a text behind a file is its caption. */
const messageTexts = async (message: Message, lines: Lines): Promise<readonly string[]> => {
  const texts: string[] = [];
  let canTakeCaption = false;
  for (const part of message.body) {
    if (part.kind === 'text') {
      const text = linkedText(part.inlines);
      if (canTakeCaption && text !== '') texts.push(`${texts.pop() ?? ''}\n${text}`);
      else texts.push(shielded(text, readerContext));
      canTakeCaption = false;
    } else {
      texts.push(await otherText(part, message.at, lines));
      canTakeCaption =
        part.kind === 'media' && (part.caption ?? []).length === 0 && texts.at(-1) !== 'null';
    }
  }
  if (message.edits && message.edits.length > 0) {
    const last = texts.pop() ?? '';
    texts.push(`${last}${last === '' || last.includes('\n') ? '' : ' '}<This message was edited>`);
  }
  return texts;
};

const callText = ({medium, outcome, durationSeconds}: Call): string => {
  const isVideo = medium === 'video';
  if (outcome === 'missed') return isVideo ? 'Missed video call' : 'Missed voice call';
  const name = `${mark}${isVideo ? 'Video call' : 'Voice call'}`;
  if (durationSeconds !== undefined) return `${name}, ${lengthText(durationSeconds)}`;
  return outcome === 'answered' || outcome === 'unknown' ? name : `${name}, No answer`;
};

const lengthText = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'hr'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 'sec'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length === 0 ? '0 sec' : shown.join(' ');
};

const removedText = (entry: Removed, names: AuthorNames): string => {
  if (entry.removedBy === 'admin') return 'This message was deleted by admin.';
  const isOwn = entry.from !== undefined && names.isOwner(entry.from);
  return isOwn ? 'You deleted this message' : 'This message was deleted';
};

/** What happened, in the app's English, where the export has no words for it. */
const noticeWords = ({event, from}: Notice, names: AuthorNames): string => {
  const actor = from === undefined ? '' : `${names.of(from)} `;
  const people = (ids: readonly PersonId[] = []): string =>
    ids.map((id) => names.of(id)).join(', ');
  switch (event.kind) {
    case 'created':
      return event.title === undefined
        ? `${actor}created this group`
        : `${actor}created group "${event.title}"`;
    case 'renamed':
      return `${actor}changed the group name to "${event.title}"`;
    case 'members-added':
      return from === undefined
        ? `${people(event.members)} was added`
        : `${actor}added ${people(event.members)}`;
    case 'members-removed':
      return from === undefined
        ? `${people(event.members)} was removed`
        : `${actor}removed ${people(event.members)}`;
    case 'joined':
      return `${actor}joined using this group's invite link`;
    case 'left':
      return `${actor}left`;
    case 'photo-changed':
      return `${actor}changed this group's icon`;
    case 'topic-changed':
      return `${actor}changed the group description`;
    case 'encryption':
      return 'Messages and calls are end-to-end encrypted.';
    default:
      return `${actor}${'name' in event && event.name !== undefined ? event.name : event.kind}`.trim();
  }
};

/** A line without an author must not hold the colon that makes one. */
const systemText = (notice: Notice, names: AuthorNames): string => {
  const text = notice.text === '' ? noticeWords(notice, names) : notice.text;
  const [first = '', ...rest] = text.split('\n');
  const isRisky = first.includes(': ') || first.endsWith(':') || names.isNameBeforeColon(first);
  return [isRisky ? first.replaceAll(':', `:${shield}`) : first, ...rest].join('\n');
};

/** All lines of an entry, each with its end. */
export const entryLines = async (entry: Entry, lines: Lines): Promise<string> => {
  const {names, zone} = lines;
  const stamp = stampText(entry.at, zone);
  const author = entry.from === undefined ? '' : `${names.of(entry.from)}: `;
  switch (entry.kind) {
    case 'message': {
      const texts = await messageTexts(entry, lines);
      return texts.map((text) => `${stamp}${author}${shieldLines(text)}\n`).join('');
    }
    case 'call':
      return `${stamp}${author}${callText(entry)}\n`;
    case 'notice':
      return `${stamp}${shieldLines(systemText(entry, names))}\n`;
    case 'removed':
      return `${stamp}${author}${removedText(entry, names)}\n`;
    default:
      return assertNever(entry);
  }
};
