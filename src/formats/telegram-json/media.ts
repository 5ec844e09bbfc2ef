// Photos, files, contacts, places, polls and the other things a Telegram message can carry, as parts. Takes what it understood out of
// the record; what stays becomes extras.

import type {Asset, Inline, Json, MediaRole, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {printedAmount} from '../_shared/telegram-money.ts';
import {mediaRoles, viewOnceSeconds} from './shapes.ts';
import type {Raw} from './shapes.ts';
import {readText} from './text.ts';
import type {TextContext} from './text.ts';

/** What is left of a record; handlers delete what they took. */
export type Rest = {[key: string]: unknown};

export type AssetFacts = {readonly name?: string; readonly bytes?: number; readonly mime?: string};

export type MediaContext = TextContext & {
  /** Looks the path up in the source; a path that is not there is reported. */
  asset(path: string, facts: AssetFacts): Asset;
  /** Id of the message, for assets that have no path. */
  readonly record: string;
};

const take = (rest: Rest, key: string): unknown => {
  const value = rest[key];
  delete rest[key];
  return value;
};

const takeString = (rest: Rest, key: string): string | undefined => {
  const value = rest[key];
  if (typeof value !== 'string' || value === '') return undefined;
  delete rest[key];
  return value;
};

const takeNumber = (rest: Rest, key: string): number | undefined => {
  const value = rest[key];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return undefined;
  delete rest[key];
  return value;
};

const takeBytes = (rest: Rest, key: string): number | undefined =>
  Number.isSafeInteger(rest[key]) ? takeNumber(rest, key) : undefined;

const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `(File not included. Change data exporting settings to download.)` instead of a path. */
export const isReason = (value: string): boolean => value.startsWith('(') && value.endsWith(')');

type Open<T> = {-readonly [Key in keyof T]: T[Key]};

const assetOf = (
  rest: Rest,
  key: string,
  facts: AssetFacts,
  ctx: MediaContext,
): Asset | undefined => {
  const value = rest[key];
  if (typeof value !== 'string' || value === '') return undefined;
  // A reason stays in the record: it says why there is no file.
  if (isReason(value)) return {id: `${key}-${ctx.record}`, ...facts, presence: 'absent'};
  delete rest[key];
  return ctx.asset(value, facts);
};

const factsOf = (
  name: string | undefined,
  mime: string | undefined,
  bytes: number | undefined,
): AssetFacts => {
  const facts: Open<AssetFacts> = {};
  if (name !== undefined) facts.name = name;
  if (mime !== undefined) facts.mime = mime;
  if (bytes !== undefined) facts.bytes = bytes;
  return facts;
};

type Media = Extract<Part, {kind: 'media'}>;

const mediaPart = (
  role: MediaRole,
  asset: Asset,
  rest: Rest,
  caption: readonly Inline[],
): Open<Media> => {
  const part: Open<Media> = {kind: 'media', role, asset};
  if (caption.length > 0) part.caption = caption;
  const seconds = takeNumber(rest, 'duration_seconds');
  if (seconds !== undefined) part.durationSeconds = seconds;
  const width = takeNumber(rest, 'width');
  if (width !== undefined) part.width = width;
  const height = takeNumber(rest, 'height');
  if (height !== undefined) part.height = height;
  if (rest['media_spoiler'] === true) part.isSpoiler = take(rest, 'media_spoiler') === true;
  if (rest['self_destruct_period_seconds'] === viewOnceSeconds) {
    part.isViewOnce = take(rest, 'self_destruct_period_seconds') !== undefined;
  }
  return part;
};

const addThumbnail = (part: Open<Media>, rest: Rest, ctx: MediaContext): void => {
  if (rest['thumbnail'] === undefined) return;
  const bytes = takeBytes(rest, 'thumbnail_file_size');
  const thumbnail = assetOf(rest, 'thumbnail', factsOf(undefined, undefined, bytes), ctx);
  if (thumbnail) part.thumbnail = thumbnail;
};

const photo = (rest: Rest, ctx: MediaContext, caption: readonly Inline[]): Part | undefined => {
  if (rest['photo'] === undefined) return undefined;
  const name = takeString(rest, 'file_name');
  const mime = takeString(rest, 'mime_type');
  const asset = assetOf(
    rest,
    'photo',
    factsOf(name, mime, takeBytes(rest, 'photo_file_size')),
    ctx,
  );
  if (!asset) return undefined;
  const part = mediaPart('image', asset, rest, caption);
  addThumbnail(part, rest, ctx);
  return part;
};

/** Files that a person named; Telegram makes up names for voice messages and the like. */
const namedRoles: ReadonlySet<MediaRole> = new Set<MediaRole>([
  'file',
  'audio',
  'video',
  'animation',
]);

const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const fileName = (rest: Rest, role: MediaRole): string | undefined => {
  const name = takeString(rest, 'file_name');
  const path = rest['file'];
  if (name !== undefined || !namedRoles.has(role) || typeof path !== 'string' || isReason(path))
    return name;
  return baseName(path);
};

const file = (rest: Rest, ctx: MediaContext, caption: readonly Inline[]): Part | undefined => {
  if (rest['file'] === undefined) return undefined;
  const type = rest['media_type'];
  const known = typeof type === 'string' ? mediaRoles.get(type) : undefined;
  const role = known ?? 'file';
  if (known) delete rest['media_type'];
  const name = fileName(rest, role);
  const facts = factsOf(name, takeString(rest, 'mime_type'), takeBytes(rest, 'file_size'));
  const asset = assetOf(rest, 'file', facts, ctx);
  if (!asset) return undefined;
  const part = mediaPart(role, asset, rest, caption);
  const emoji = takeString(rest, 'sticker_emoji');
  if (emoji !== undefined) part.emoji = emoji;
  addThumbnail(part, rest, ctx);
  return part;
};

const contact = (rest: Rest, ctx: MediaContext): Part | undefined => {
  const card = rest['contact_information'];
  if (!isRaw(card)) return undefined;
  const word = (key: string): string => (typeof card[key] === 'string' ? card[key] : '');
  const phone = word('phone_number');
  // A name in two parts cannot be put together again from one.
  if (word('last_name') === '' && Object.keys(card).length <= 3) delete rest['contact_information'];
  const bytes = takeBytes(rest, 'contact_vcard_file_size');
  return {
    kind: 'contact',
    name: `${word('first_name')} ${word('last_name')}`.trim() || phone,
    ...(phone === '' ? {} : {phones: [phone]}),
    ...given({vcard: assetOf(rest, 'contact_vcard', factsOf(undefined, undefined, bytes), ctx)}),
  };
};

const location = (rest: Rest): Part | undefined => {
  const point = rest['location_information'];
  const name = takeString(rest, 'place_name');
  const address = takeString(rest, 'address');
  if (point === undefined && name === undefined) return undefined;
  delete rest['location_information'];
  const coordinate = (key: string): number | undefined => {
    const value = isRaw(point) ? Number(point[key] ?? Number.NaN) : Number.NaN;
    return Number.isFinite(value) ? value : undefined;
  };
  return {
    kind: 'location',
    ...given({
      latitude: coordinate('latitude'),
      longitude: coordinate('longitude'),
      name,
      address,
      isLive: rest['live_location_period_seconds'] === undefined ? undefined : true,
    }),
  };
};

const plainText = (value: unknown, ctx: TextContext): string =>
  inlinesText(readText(value, undefined, ctx).inlines);

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;

const pollKeys = new Set(['question', 'closed', 'total_voters', 'answers']);
const answerKeys = new Set(['text', 'voters', 'chosen']);

const isPlainPoll = (poll: Raw, answers: readonly Raw[]): boolean =>
  typeof poll['question'] === 'string' &&
  Object.keys(poll).every((key) => pollKeys.has(key)) &&
  answers.every(
    (answer) =>
      typeof answer['text'] === 'string' && Object.keys(answer).every((key) => answerKeys.has(key)),
  );

const poll = (rest: Rest, ctx: MediaContext): Part | undefined => {
  const value = rest['poll'];
  if (!isRaw(value)) return undefined;
  const answers = (Array.isArray(value['answers']) ? value['answers'] : []).filter(isRaw);
  if (isPlainPoll(value, answers)) delete rest['poll'];
  return {
    kind: 'poll',
    question: plainText(value['question'], ctx),
    options: answers.map((answer) => ({
      text: plainText(answer['text'], ctx),
      ...given({votes: count(answer['voters'])}),
      ...(answer['chosen'] === true ? {isChosen: true} : {}),
    })),
    ...given({
      isClosed: typeof value['closed'] === 'boolean' ? value['closed'] : undefined,
      totalVoters: count(value['total_voters']),
    }),
  };
};

const game = (rest: Rest): Part | undefined => {
  const title = takeString(rest, 'game_title');
  if (title === undefined) return undefined;
  return {
    kind: 'link',
    url: takeString(rest, 'game_link') ?? '',
    title,
    ...given({description: takeString(rest, 'game_description')}),
    card: 'game',
  };
};

const parsed = (value: unknown): Raw | undefined => {
  if (isRaw(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const inner: unknown = JSON.parse(value);
    return isRaw(inner) ? inner : undefined;
  } catch {
    return undefined; // Not the JSON that Telegram puts there: it stays in the extras as it is.
  }
};

/** `invoice_information` is JSON inside a JSON string. The original stays in the extras. */
const invoice = (rest: Rest): Part | undefined => {
  const value = parsed(rest['invoice_information']);
  if (!value) return undefined;
  const word = (key: string): string | undefined =>
    typeof value[key] === 'string' && value[key] !== '' ? value[key] : undefined;
  const currency = word('currency');
  const amount = count(value['amount']);
  return {
    kind: 'transfer',
    role: 'payment',
    ...given({
      amount: amount === undefined ? undefined : printedAmount(amount, currency ?? ''),
      currency,
      note: [word('title'), word('description')].filter(Boolean).join(': ') || undefined,
    }),
  };
};

const todoText = (value: Raw, ctx: TextContext): string => {
  const items = (Array.isArray(value['answers']) ? value['answers'] : []).filter(isRaw);
  const lines = items.map((item) => `- ${plainText(item['text'], ctx)}`);
  return [plainText(value['title'], ctx), ...lines].join('\n');
};

const sentence = (words: readonly unknown[]): string =>
  words.filter((word) => typeof word === 'string' || typeof word === 'number').join(' ');

/** Things without a place in the model: kept whole, with words for a person to read. */
const rawWords: ReadonlyMap<string, (value: unknown, ctx: TextContext) => string> = new Map<
  string,
  (value: unknown, ctx: TextContext) => string
>([
  ['todo_list', (value, ctx) => (isRaw(value) ? todoText(value, ctx) : '')],
  [
    'giveaway_information',
    (value) =>
      isRaw(value) ? sentence(['Giveaway:', value['quantity'], value['additional_prize']]) : '',
  ],
  [
    'giveaway_results',
    (value) => (isRaw(value) ? sentence(['Giveaway winners:', value['winners_count']]) : ''),
  ],
  ['paid_stars_amount', (value) => sentence(['Paid media for', count(value), 'Telegram Stars'])],
]);

const rawParts = (rest: Rest, ctx: MediaContext): Part[] => {
  const parts: Part[] = [];
  for (const [name, words] of rawWords) {
    const value = rest[name];
    if (value === undefined) continue;
    delete rest[name];
    parts.push({
      kind: 'raw',
      format: 'telegram-json',
      name,
      text: words(value, ctx),
      value: value as Json,
    });
  }
  return parts;
};

/** Body of a message: its media (a text beside a file is the caption), then what else it holds, then the text. */
export const readBody = (
  rest: Rest,
  text: readonly Inline[],
  ctx: MediaContext,
): readonly Part[] => {
  const media = photo(rest, ctx, text) ?? file(rest, ctx, text);
  const parts = [
    media,
    contact(rest, ctx),
    location(rest),
    poll(rest, ctx),
    game(rest),
    invoice(rest),
  ]
    .filter((part) => part !== undefined)
    .concat(rawParts(rest, ctx));
  if (parts.length === 0 || (!media && text.length > 0)) parts.push({kind: 'text', inlines: text});
  return parts;
};
