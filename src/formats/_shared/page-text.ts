// What readable text outputs (Markdown, plain text) say of calls, media and the like, in words. Returns plain text, never markup.

import type {Asset, Entry, Message, Moment, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import type {Page} from './chat-pages.ts';

const joined = (texts: readonly (string | undefined)[], separator = ', '): string =>
  texts.filter((text) => text !== undefined && text !== '').join(separator);

/** `[Photo: sunset.jpg, 0:12]` */
const bracket = (label: string, ...facts: readonly (string | undefined)[]): string => {
  const text = joined(facts);
  return text === '' ? `[${label}]` : `[${label}: ${text}]`;
};

export const durationWords = (seconds: number | undefined): string | undefined => {
  if (seconds === undefined) return undefined;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(whole % 60).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
};

export const momentWords = (at: Moment, {options}: Page): string => {
  const day = formatDay(at, options.zone);
  return at.precision === 'day' ? day : `${day} ${formatClock(at, options.zone)}`;
};

/** How an asset is named where it cannot be shown: its copy, its address, its name. */
const assetWords = (
  asset: Asset,
  path: string | undefined,
  {words}: Page,
): readonly (string | undefined)[] => {
  if (path !== undefined) return [path];
  if (asset.url !== undefined) return [asset.name, asset.url];
  return [asset.name ?? asset.id, asset.presence === 'absent' ? words.missing : undefined];
};

type MediaPart = Extract<Part, {kind: 'media'}>;

/** The bracket without caption. `path`: where the copy lies. */
export const mediaWords = (part: MediaPart, path: string | undefined, page: Page): string =>
  bracket(
    page.words.media[part.role],
    part.emoji,
    ...assetWords(part.asset, path, page),
    durationWords(part.durationSeconds),
    part.isViewOnce ? page.words.viewOnce : undefined,
    part.transcript === undefined ? undefined : `${page.words.transcript}: ${part.transcript}`,
  );

const pollWords = (part: Extract<Part, {kind: 'poll'}>, {words, names}: Page): string => {
  const options = part.options.map((option) => {
    const voters = (option.voters ?? []).map((id) => names.of(id));
    const facts = joined([
      option.votes === undefined ? undefined : `${option.votes} ${words.votes}`,
      ...voters,
    ]);
    return `\n- ${option.isChosen ? '✓ ' : ''}${option.text}${facts === '' ? '' : ` (${facts})`}`;
  });
  const total = part.totalVoters === undefined ? undefined : `${part.totalVoters} ${words.voters}`;
  const head = bracket(words.poll, part.isClosed ? words.closed : undefined, total);
  return `${head} ${part.question}${options.join('')}`;
};

/** Everything but text and media, as a person would read it. */
export const otherWords = (
  part: Exclude<Part, {kind: 'text' | 'media' | 'bundle'}>,
  page: Page,
): string => {
  const {words} = page;
  switch (part.kind) {
    case 'location': {
      const {latitude, longitude} = part;
      const place =
        latitude === undefined || longitude === undefined ? undefined : `${latitude},${longitude}`;
      const label = part.isLive ? words.liveLocation : words.location;
      return bracket(label, part.name, part.address, place, part.url);
    }
    case 'contact':
      return bracket(words.contact, part.name, ...(part.phones ?? []), ...(part.emails ?? []));
    case 'poll':
      return pollWords(part, page);
    case 'link':
      return joined([part.title, part.description, part.site, part.url], '\n');
    case 'transfer':
      return bracket(
        words.transfer[part.role],
        joined([part.amount, part.currency], ' '),
        part.note,
        part.state,
      );
    case 'raw':
      return part.text;
    default:
      return assertNever(part);
  }
};

/** `Voice call, missed, 1:05` */
export const callWords = (call: Extract<Entry, {kind: 'call'}>, {words, names}: Page): string => {
  const people = (call.participants ?? []).map((id) => names.of(id));
  const facts = [
    words.outcome[call.outcome],
    durationWords(call.durationSeconds),
    ...people,
    call.text,
  ];
  return joined([words.call[call.medium], ...facts]);
};

/** `Removed by an administrator 2024-01-02 10:00: the text` without the content that is left of it. */
export const removedWords = (entry: Extract<Entry, {kind: 'removed'}>, page: Page): string => {
  const {words} = page;
  const head = joined(
    [
      words.removed,
      entry.removedBy === undefined ? undefined : words.removedBy[entry.removedBy],
      entry.removedAt ? momentWords(entry.removedAt, page) : undefined,
    ],
    ' ',
  );
  return joined([head, entry.text], ': ');
};

/** `Forwarded from Ana, 2024-01-02 10:00`; undefined where it is no forward. */
export const forwardWords = ({forwardedFrom: origin}: Message, page: Page): string | undefined => {
  if (!origin) return undefined;
  const {words, names} = page;
  const name = origin.name ?? (origin.person === undefined ? undefined : names.of(origin.person));
  const from = joined([name, origin.conversation]);
  const label = from === '' ? words.forwarded : `${words.forwardedFrom} ${from}`;
  return joined([label, origin.at ? momentWords(origin.at, page) : undefined]);
};

/** `Reply to Ben: see you`; undefined where it is no reply. */
export const replyWords = ({replyTo, thread}: Message, page: Page): string | undefined => {
  const reference = replyTo ?? (thread === undefined ? undefined : {entry: thread});
  if (!reference) return undefined;
  const {words} = page;
  const {who, text} = page.quoteOf(reference);
  const label = joined([replyTo ? words.replyTo : words.thread, who], ' ');
  return `${label}: ${text === '' ? words.earlier : text}`;
};

/** What stands behind a message: `edited 10:31`, `pinned`, `👍 2 (Ana, Ben)`. */
export const tailWords = (message: Message, page: Page): readonly string[] => {
  const {words, names} = page;
  const edits = (message.edits ?? []).map(({at}) =>
    joined([words.edited, at ? momentWords(at, page) : undefined], ' '),
  );
  const reactions = (message.reactions ?? []).map(({emoji, count, by}) => {
    const who = (by ?? []).map(({person}) => names.of(person)).join(', ');
    return `${emoji} ${count}${who === '' ? '' : ` (${who})`}`;
  });
  return [
    ...edits,
    ...(message.isPinned ? [words.pinned] : []),
    ...(message.status === undefined ? [] : [words.status[message.status]]),
    ...reactions,
  ];
};

export const captionText = (part: MediaPart): string =>
  part.caption ? inlinesText(part.caption) : '';
