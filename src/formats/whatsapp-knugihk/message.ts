// One record of WhatsApp-Chat-Exporter's JSON as an entry: text that is HTML here and there, media paths, quotes, reactions by name.

import type {
  Asset,
  Entry,
  MediaRole,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {leftover, numberAt, stringAt, isTrue, recordAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {mediaRole} from '../_shared/media-role.ts';
import {mixedText, parseMixed} from '../_shared/mixed-markup.ts';

export const formatId = 'whatsapp-knugihk';

/** What the conversation knows, for each of its records. */
export type Setting = {
  readonly jid: string;
  readonly isGroup: boolean;
  readonly owner: PersonId;
  readonly media: MediaLookup;
  /** Folders that paths may be relative to. */
  readonly bases: readonly string[];
  /** The person of a name that stands in a record. */
  named(name: string): PersonId;
  missing(asset: Asset): void;
};

const taken: ReadonlySet<string> = new Set([
  'from_me',
  'timestamp',
  'time',
  'media',
  'key_id',
  'meta',
  'data',
  'sender',
  'safe',
  'mime',
  'reply',
  'quoted_data',
  'caption',
  'sticker',
  'reactions',
]);

/** Line ends are ` <br>`; `safe` texts are HTML throughout. */
export const textOf = (data: string, isHtml: boolean): string => {
  const broken = data.replace(/ ?<br ?\/?>/gi, '\n');
  return isHtml && /[<&]/.test(broken) ? mixedText(parseMixed(broken)) : broken;
};

/** Seconds with a fraction, or milliseconds in some versions. */
const momentOf = (record: Loose) => {
  const value = numberAt(record, 'timestamp');
  if (value === undefined || value <= 0) return undefined;
  const ms = value > 9_999_999_999 ? value : value * 1000;
  const whole = Math.round(ms);
  return utcMoment(whole, whole % 1000 === 0 ? 's' : 'ms');
};

const roleOf = (record: Loose, mime: string | undefined, path: string): MediaRole => {
  if (isTrue(record, 'sticker')) return 'sticker';
  const role = mediaRole(mime);
  const isVoice = /(?:^|\/)PTT-|\.opus$/i.test(path) || /opus/i.test(mime ?? '');
  return role === 'audio' && isVoice ? 'voice' : role;
};

const mediaPart = (record: Loose, data: string, setting: Setting): Part => {
  const isMissing =
    data === '' || /^The (?:media|file|vCard) .{0,40}(?:missing|not exist|not found)/i.test(data);
  const found = isMissing ? undefined : setting.media.find(data, setting.bases);
  const name = isMissing ? undefined : data.slice(data.lastIndexOf('/') + 1);
  const mime = stringAt(record, 'mime') ?? (name === undefined ? undefined : mimeFromName(name));
  const asset: Asset = {
    id: found?.path ?? (isMissing ? 'missing' : data),
    ...given({name, mime, bytes: found?.size}),
    presence: found ? 'included' : 'absent',
  };
  if (!found) setting.missing(asset);
  const caption = stringAt(record, 'caption');
  const words =
    caption === undefined ? {} : {caption: [plain(textOf(caption, isTrue(record, 'safe')))]};
  return {kind: 'media', role: roleOf(record, mime, data), asset, ...words};
};

const bodyOf = (record: Loose, data: string, setting: Setting): Part[] => {
  if (isTrue(record, 'media') || isTrue(record, 'sticker'))
    return [mediaPart(record, data, setting)];
  const place =
    /https:\/\/(?:www\.)?(?:maps\.google\.com|google\.com\/maps)[^\s"'<>]*[?&]q=(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)/.exec(
      data,
    );
  if (place && /^location shared/i.test(data)) {
    return [
      {kind: 'location', latitude: Number(place[1]), longitude: Number(place[2]), url: place[0]},
    ];
  }
  return [textPart(textOf(data, isTrue(record, 'safe')))];
};

const reactionsOf = (record: Loose, setting: Setting): readonly Reaction[] => {
  const byEmoji = new Map<string, PersonId[]>();
  for (const [name, emoji] of Object.entries(recordAt(record, 'reactions') ?? {})) {
    if (typeof emoji !== 'string' || emoji === '') continue;
    byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), setting.named(name)]);
  }
  return [...byEmoji].map(([emoji, people]) => ({
    emoji,
    count: people.length,
    by: people.map((person) => ({person})),
  }));
};

const replyOf = (record: Loose) => {
  const entry = stringAt(record, 'reply');
  const text = stringAt(record, 'quoted_data');
  if (entry === undefined && text === undefined) return undefined;
  return {...given({entry}), ...(text === undefined ? {} : {quote: {text: textOf(text, false)}})};
};

const senderOf = (record: Loose, setting: Setting): PersonId => {
  if (isTrue(record, 'from_me')) return setting.owner;
  const sender = stringAt(record, 'sender');
  return setting.isGroup && sender !== undefined ? setting.named(sender) : setting.jid;
};

const statusOf = (record: Loose) => {
  if (!isTrue(record, 'from_me')) return undefined;
  if (stringAt(record, 'read_timestamp') !== undefined) return 'read' as const;
  return stringAt(record, 'received_timestamp') === undefined ? undefined : ('delivered' as const);
};

/** Undefined: the record has no time. */
export const entryOf = (record: Loose, rowId: string, setting: Setting): Entry | undefined => {
  const at = momentOf(record);
  if (!at) return undefined;
  const id = stringAt(record, 'key_id') ?? `row-${rowId}`;
  const data = stringAt(record, 'data') ?? '';
  const rest = leftover(record, taken);
  const extras = rest === undefined ? {} : {extras: {[formatId]: rest}};
  if (isTrue(record, 'meta')) {
    const text = textOf(data, true);
    if (/^(?:message deleted|this message was deleted|you deleted this message)/i.test(text)) {
      return {kind: 'removed', id, at, from: senderOf(record, setting), text, ...extras};
    }
    const isEncryption = /end-to-end encrypt|security code/i.test(text);
    return {
      kind: 'notice',
      id,
      at,
      event: isEncryption ? {kind: 'encryption'} : {kind: 'other'},
      text,
      ...extras,
    };
  }
  const reactions = reactionsOf(record, setting);
  return {
    kind: 'message',
    id,
    at,
    from: senderOf(record, setting),
    body: bodyOf(record, data, setting),
    ...given({
      replyTo: replyOf(record),
      reactions: reactions.length > 0 ? reactions : undefined,
      status: statusOf(record),
    }),
    ...extras,
  };
};
