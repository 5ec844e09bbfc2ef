// What one WeChat message says, whichever exporter wrote it down: the common ground between XML bodies, CSV cells and JSON fields.

import type {
  BundleItem,
  Call,
  Entry,
  EntryId,
  Json,
  JsonObject,
  MediaRole,
  Message,
  Moment,
  Part,
  PersonId,
  Reference,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import type {Asset} from '../../engine/model/archive.ts';
import type {CallFacts} from './chinese-call.ts';
import {readCallLine} from './chinese-call.ts';
import {readSystemLine} from './chinese-notice.ts';
import {cardNames, placeholderOf} from './wechat-codes.table.ts';
import type {WechatKind} from './wechat-codes.table.ts';

export type MediaFacts = {
  readonly md5?: string;
  readonly bytes?: number;
  readonly name?: string;
  readonly mime?: string;
  readonly url?: string;
  readonly durationSeconds?: number;
  readonly width?: number;
  readonly height?: number;
  readonly transcript?: string;
  readonly caption?: string;
  readonly emoji?: string;
};

export type WechatFacts = {
  readonly kind: WechatKind;
  /** What a person would read: the words of a text, a quote's answer, a system line. */
  readonly text?: string;
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly site?: string;
  readonly media?: MediaFacts;
  readonly location?: {
    readonly latitude?: number;
    readonly longitude?: number;
    readonly name?: string;
    readonly address?: string;
  };
  readonly contact?: {readonly name: string; readonly id?: string};
  readonly transfer?: {
    readonly amount?: string;
    readonly note?: string;
    readonly state?: string;
  };
  readonly reply?: Reference;
  readonly items?: readonly BundleItem[];
  readonly call?: CallFacts;
  /** The server id of the message that a revocation took back. */
  readonly recalled?: EntryId;
  /** What the exporter calls the kind, where the kind is unknown. */
  readonly word?: string;
};

const mediaRoles: Readonly<Partial<Record<WechatKind, MediaRole>>> = {
  image: 'image',
  voice: 'voice',
  video: 'video',
  sticker: 'sticker',
  file: 'file',
};

export const roleOfKind = (kind: WechatKind): MediaRole | undefined => mediaRoles[kind];

const assetOf = (facts: WechatFacts): Asset => {
  const {media = {}} = facts;
  const id = media.url ?? media.md5 ?? media.name ?? facts.text ?? placeholderOf[facts.kind];
  const isRemote = media.url !== undefined && /^https?:\/\//i.test(media.url);
  return {
    id,
    ...given({name: media.name, mime: media.mime, bytes: media.bytes}),
    presence: isRemote ? 'remote' : 'absent',
    ...(isRemote ? {url: id} : {}),
  };
};

const mediaPart = (facts: WechatFacts, role: MediaRole, asset: Asset | undefined): Part => {
  const {media = {}} = facts;
  const {caption, durationSeconds, width, height, transcript, emoji} = media;
  return {
    kind: 'media',
    role,
    asset: asset ?? assetOf(facts),
    ...given({
      caption: caption === undefined ? undefined : [{kind: 'plain' as const, text: caption}],
      durationSeconds,
      width,
      height,
      transcript,
      emoji,
    }),
  };
};

const linkPart = (facts: WechatFacts): Part => ({
  kind: 'link',
  url: facts.url ?? '',
  ...given({
    title: facts.title ?? facts.text,
    description: facts.description,
    site: facts.site,
    card: cardNames[facts.kind],
  }),
});

const locationPart = (facts: WechatFacts): Part => {
  const {latitude, longitude, name, address} = facts.location ?? {};
  const isLive = facts.kind === 'live-location';
  return {
    kind: 'location',
    ...given({
      latitude,
      longitude,
      name: name ?? (facts.location ? undefined : facts.text),
      address,
      isLive: isLive ? true : undefined,
    }),
  };
};

/** Some exporters lose the words of app messages; what is left is that there was one. */
const wordsOrRaw = (facts: WechatFacts, words: PartWords): Part => {
  const text = facts.text ?? facts.title;
  if (text !== undefined) return textPart(text);
  return {kind: 'raw', format: words.format, name: facts.kind, text: placeholderOf[facts.kind]};
};

export type PartWords = {
  /** Format id, for raw parts. */
  readonly format: string;
  /** The file that holds the medium, where the export names one. */
  readonly asset?: Asset | undefined;
  /** Raw record for kinds that the model has no words for. */
  readonly raw?: Json | undefined;
};

/** The body of a message; never empty. */
export const partsOf = (facts: WechatFacts, words: PartWords): readonly Part[] => {
  const {kind} = facts;
  const role = mediaRoles[kind];
  if (role !== undefined) return [mediaPart(facts, role, words.asset)];
  switch (kind) {
    case 'text':
      return [textPart(facts.text ?? facts.title ?? '')];
    case 'quote':
      return [wordsOrRaw(facts, words)];
    case 'location':
    case 'live-location':
      return [locationPart(facts)];
    case 'contact':
    case 'friend-request':
      return [{kind: 'contact', name: facts.contact?.name ?? facts.text ?? ''}];
    case 'forward':
      return [
        {
          kind: 'bundle',
          ...given({title: facts.title ?? facts.text}),
          items: facts.items ?? [],
        },
      ];
    case 'transfer':
    case 'red-packet':
      return [
        {
          kind: 'transfer',
          role: kind,
          ...given({...facts.transfer, note: facts.transfer?.note ?? facts.title ?? facts.text}),
        },
      ];
    case 'unknown':
      return [
        {
          kind: 'raw',
          format: words.format,
          name: facts.word ?? 'unknown',
          text: facts.text ?? facts.title ?? placeholderOf.unknown,
          ...given({value: words.raw}),
        },
      ];
    default:
      return [linkPart(facts)];
  }
};

/** What the entry has no field for: for the caller's extras. */
export const restOfFacts = (facts: WechatFacts, asset?: Asset): JsonObject => {
  const {md5, url} = facts.media ?? {};
  return {
    ...given({
      contactId: facts.contact?.id,
      md5: md5 === asset?.id || (asset === undefined && url === undefined) ? undefined : md5,
      recalled: facts.recalled,
    }),
  };
};

export type Stem = {
  readonly id: EntryId;
  readonly at: Moment;
  /** Undefined for system lines without a person. */
  readonly from: PersonId | undefined;
};

const lineEntry = (facts: WechatFacts, {id, at, from}: Stem): Entry => {
  const text = facts.text ?? facts.title ?? placeholderOf[facts.kind];
  const said = readSystemLine(text);
  const sender = from === undefined ? {} : {from};
  if (facts.kind === 'revoke' || said.kind === 'recalled') {
    return {kind: 'removed', id, at, ...sender, removedBy: 'unknown', text};
  }
  const event = facts.kind === 'pat' ? ({kind: 'poked'} as const) : said.event;
  return {kind: 'notice', id, at, ...sender, event, text};
};

const isLine = (kind: WechatKind): boolean =>
  kind === 'system' || kind === 'revoke' || kind === 'pat';

/** Extras are the caller's. A stem without a sender makes a notice of anything. */
export const entryFromFacts = (facts: WechatFacts, stem: Stem, words: PartWords): Entry => {
  const {id, at, from} = stem;
  if (isLine(facts.kind) || from === undefined) return lineEntry(facts, stem);
  if (facts.kind === 'call') {
    const call: Call = {
      kind: 'call',
      id,
      at,
      from,
      ...(facts.call ?? readCallLine(facts.text ?? '')),
      ...given({text: facts.text}),
    };
    return call;
  }
  const message: Message = {
    kind: 'message',
    id,
    at,
    from,
    body: partsOf(facts, words),
    ...given({replyTo: facts.reply}),
  };
  return message;
};
