// The JSON that WeFlow, EchoTrace and CipherTalk share: a session, messages with `localType` and `isSend`, pictures by wxid.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  Asset,
  BundleItem,
  Entry,
  Json,
  JsonObject,
  Moment,
  PersonId,
  Reference,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {epochMoment} from './epoch-moment.ts';
import {ChatStream} from './chat-stream.ts';
import {assetAtPath, folderOf, referenceKind} from './content-reference.ts';
import type {AssetWords} from './content-reference.ts';
import {embeddedAsset, isDataUrl} from './data-url.ts';
import {idAt, isLoose, leftover, numberAt, recordsAt, stringAt, valueAt} from './loose.ts';
import type {Loose} from './loose.ts';
import type {MediaLookup} from './media-lookup.ts';
import {isVagueWord, kindOfLocalType, kindOfWord} from './wechat-codes.table.ts';
import type {WechatKind} from './wechat-codes.table.ts';
import {factsOfContent} from './wechat-content.ts';
import {entryFromFacts, partsOf, restOfFacts, roleOfKind} from './wechat-facts.ts';
import type {WechatFacts} from './wechat-facts.ts';
import {decodeWechatXml} from './wechat-xml.ts';

export const avatarKey = (id: string): string => `#avatar/${id}`;

export type FamilySender = {
  readonly wxid?: string | undefined;
  readonly name?: string | undefined;
  readonly aliases?: readonly (string | undefined)[];
  /** A path, a link, or a picture inside the document. */
  readonly avatar?: string | undefined;
};

export type FamilySetup = {
  readonly format: string;
  readonly lookup: MediaLookup;
  readonly options: ReadOptions;
  readonly ctx: ReadContext;
  readonly session: Loose;
  /** By wxid: see `FamilySender.avatar`; base64 without its head is allowed. */
  readonly avatars: ReadonlyMap<string, string | Asset>;
  /** Who sent a message. */
  sender(record: Loose): FamilySender;
  /** Keys of messages that only this format has and that its `sender` takes. */
  readonly ownKeys: readonly string[];
  readonly conversationExtras: JsonObject;
};

const knownKeys = [
  'localId',
  'createTime',
  'formattedTime',
  'type',
  'localType',
  'content',
  'rawContent',
  'isSend',
  'senderUsername',
  'senderDisplayName',
  'senderAvatarKey',
  'platformMessageId',
  'replyToMessageId',
  'quotedSender',
  'quotedContent',
  'emojiMd5',
  'emojiCdnUrl',
  'emojiCaption',
  'locationLat',
  'locationLng',
  'locationPoiname',
  'locationLabel',
  'appMsgType',
  'appMsgKind',
  'linkTitle',
  'linkUrl',
  'linkDescription',
  'mediaPath',
  'chatRecords',
  'chatLabType',
  'groupNickname',
  'senderAvatar',
];

/** The number decides; the word helps where the number is not understood. */
const kindOf = (record: Loose): WechatKind => {
  const raw = valueAt(record, 'localType');
  const byNumber =
    typeof raw === 'number' || typeof raw === 'string' ? kindOfLocalType(raw) : 'unknown';
  if (byNumber !== 'unknown' && byNumber !== 'app') return byNumber;
  return kindOfWord(stringAt(record, 'type') ?? '') ?? byNumber;
};

const contentText = (record: Loose): string => {
  const content = valueAt(record, 'content');
  return typeof content === 'string' ? content : '';
};

export class FamilyReading {
  readonly stream: ChatStream;
  readonly #setup: FamilySetup;
  readonly #media: AssetWords;
  readonly #ids = new IdMaker();
  readonly #known: ReadonlySet<string>;
  readonly #id: string;
  #place: Place;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(input: ExportInput, setup: FamilySetup) {
    const {ctx, options, lookup} = setup;
    this.#setup = setup;
    this.#known = new Set([...knownKeys, ...setup.ownKeys]);
    this.#place = {path: input.path};
    this.stream = new ChatStream(ctx, {owner: options.owner});
    const folder = folderOf(input.path);
    const missing = (path: string): void =>
      ctx.report({kind: 'media-missing', place: this.#place, sample: path.slice(0, 200)});
    const bases = [folder, folderOf(folder)];
    this.#media = {lookup, bases: folder === '' ? [''] : bases, missing};
    this.#id = this.#announce();
  }

  #announce(): string {
    const {session, format, conversationExtras} = this.#setup;
    const id = idAt(session, 'wxid') ?? stringAt(session, 'displayName') ?? 'chat';
    const type = stringAt(session, 'type') ?? '';
    const isGroup =
      id.endsWith('@chatroom') || type === '群聊' || valueAt(session, 'isGroup') === true;
    const taken = new Set([
      'wxid',
      'displayName',
      'type',
      'avatar',
      'messageCount',
      'lastTimestamp',
      'firstTimestamp',
      'isGroup',
    ]);
    const own = {...conversationExtras, ...given({session: leftover(session, taken)})};
    const avatar = stringAt(session, 'avatar');
    return this.stream.conversation({
      id,
      kind: id.startsWith('gh_')
        ? 'channel'
        : id === 'filehelper'
          ? 'self'
          : isGroup
            ? 'group'
            : 'direct',
      ...given({
        title:
          stringAt(session, 'displayName') ??
          stringAt(session, 'remark') ??
          stringAt(session, 'nickname'),
      }),
      platform: 'wechat',
      members: [],
      ...given({avatar: avatar === undefined ? undefined : this.#picture(avatar, '#session')}),
      ...(Object.keys(own).length === 0 ? {} : {extras: {[format]: own}}),
    });
  }

  #picture(value: string, key: string): Asset | undefined {
    if (/^https?:/i.test(value)) return {id: value, presence: 'remote', url: value};
    if (isDataUrl(value)) return embeddedAsset(avatarKey(key), value);
    return referenceKind(value) === 'path'
      ? assetAtPath(value, this.#media)
      : embeddedAsset(avatarKey(key), value);
  }

  /** Also for members who never wrote. */
  person(sender: FamilySender, isOwner?: boolean): PersonId | undefined {
    const id = sender.wxid ?? sender.name;
    if (id === undefined) return undefined;
    const known = this.stream.personOf(id);
    const listed = this.#setup.avatars.get(id);
    const picture = known?.avatar ? undefined : (listed ?? sender.avatar);
    const aliases = (sender.aliases ?? []).filter(
      (alias): alias is string => alias !== undefined && alias !== '' && alias !== sender.name,
    );
    return this.stream.person({
      id,
      ...given({
        name: sender.name,
        isOwner,
        handles:
          known || sender.wxid === undefined ? undefined : [{kind: 'platform' as const, value: id}],
        aliases: aliases.length === 0 ? undefined : [...new Set(aliases)],
        avatar: typeof picture === 'string' ? this.#picture(picture, id) : picture,
      }),
    });
  }

  member(sender: FamilySender): void {
    const id = this.person(sender);
    if (id !== undefined) this.#members.add(id);
  }

  readonly #members = new Set<PersonId>();

  /** Tells the members who were listed. */
  announceMembers(): void {
    if (this.#members.size === 0) return;
    this.stream.joinAll(this.#id, this.#members);
  }

  #moment(record: Loose): Moment {
    const seconds = numberAt(record, 'createTime');
    if (seconds !== undefined && seconds >= 0 && seconds < 8e12) {
      const isMs = seconds >= 1e11;
      this.#lastAt = utcMoment(Math.trunc(isMs ? seconds : seconds * 1000), isMs ? 'ms' : 's');
    } else this.#setup.ctx.report({kind: 'time-not-understood', place: this.#place});
    return this.#lastAt;
  }

  #facts(record: Loose): WechatFacts {
    const kind = kindOf(record);
    const content = contentText(record);
    const xml =
      decodeWechatXml(stringAt(record, 'rawContent') ?? content) ?? decodeWechatXml(content);
    const shown = factsOfContent(kind, content);
    const word = stringAt(record, 'type') ?? '';
    if (kind === 'unknown' && !isVagueWord(word)) this.#unknown(record, word);
    if (!xml) return {...shown, word: word || String(valueAt(record, 'localType') ?? '')};
    const path = roleOfKind(xml.kind) && shown.kind === xml.kind ? shown.media?.url : undefined;
    return path === undefined ? xml : {...xml, media: {...xml.media, url: path}};
  }

  #unknown(record: Loose, word: string): void {
    const detail = `localType ${String(valueAt(record, 'localType')).slice(0, 30)}, ${word.slice(0, 40)}.`;
    this.#setup.ctx.report({kind: 'unknown-kind', place: this.#place, detail});
  }

  /** What the fields beside the text add. */
  #enriched(record: Loose, facts: WechatFacts): WechatFacts {
    const latitude = numberAt(record, 'locationLat');
    const hasPlace = facts.kind === 'location' && latitude !== undefined;
    const place = {
      ...facts.location,
      ...given({
        latitude,
        longitude: numberAt(record, 'locationLng'),
        name: stringAt(record, 'locationPoiname') ?? facts.location?.name,
        address: stringAt(record, 'locationLabel') ?? facts.location?.address,
      }),
    };
    const isCard =
      facts.title !== undefined ||
      facts.url !== undefined ||
      stringAt(record, 'linkUrl') !== undefined;
    return {
      ...facts,
      ...(hasPlace ? {location: place} : {}),
      ...(facts.kind === 'sticker' ? {media: this.#sticker(record, facts)} : {}),
      ...(isCard
        ? given({
            title: stringAt(record, 'linkTitle') ?? facts.title,
            url: stringAt(record, 'linkUrl') ?? facts.url,
            description: stringAt(record, 'linkDescription') ?? facts.description,
          })
        : {}),
      ...given({reply: this.#reply(record, facts.reply), items: this.#items(record, facts.items)}),
    };
  }

  #sticker(record: Loose, facts: WechatFacts) {
    return {
      ...facts.media,
      ...given({
        md5: stringAt(record, 'emojiMd5') ?? facts.media?.md5,
        url: facts.media?.url ?? stringAt(record, 'emojiCdnUrl'),
        emoji: stringAt(record, 'emojiCaption') ?? facts.media?.emoji,
      }),
    };
  }

  #reply(record: Loose, reply: Reference | undefined): Reference | undefined {
    const entry = idAt(record, 'replyToMessageId');
    const name = stringAt(record, 'quotedSender') ?? reply?.quote?.name;
    const text = stringAt(record, 'quotedContent') ?? reply?.quote?.text;
    const quote = {...reply?.quote, ...given({name, text})};
    const target = entry === undefined || entry === '0' ? reply?.entry : entry;
    if (target === undefined && Object.keys(quote).length === 0) return undefined;
    return given({entry: target, quote: Object.keys(quote).length === 0 ? undefined : quote});
  }

  #items(
    record: Loose,
    items: readonly BundleItem[] | undefined,
    depth = 0,
  ): readonly BundleItem[] | undefined {
    const nested = depth < 12 ? recordsAt(record, 'chatRecords') : [];
    if (nested.length === 0) return items;
    return nested.map((inner) => {
      const kind = recordKind(inner);
      const facts = factsOfContent(kind, contentText(inner));
      const more = this.#items(inner, undefined, depth + 1);
      return {
        ...given({
          name: stringAt(inner, 'accountName') ?? stringAt(inner, 'sender'),
          at: epochMoment(numberAt(inner, 'timestamp')),
        }),
        body: partsOf(more ? {...facts, kind: 'forward', items: more} : facts, {
          format: this.#setup.format,
        }),
      };
    });
  }

  #asset(record: Loose, facts: WechatFacts): Asset | undefined {
    if (roleOfKind(facts.kind) === undefined) return undefined;
    const path = stringAt(record, 'mediaPath') ?? facts.media?.url;
    if (path === undefined || /^https?:/i.test(path)) return undefined;
    return assetAtPath(path, this.#media);
  }

  take(record: Loose, place: Place): void {
    this.#place = place;
    const at = this.#moment(record);
    const facts = this.#enriched(record, this.#facts(record));
    const sender = this.#setup.sender(record);
    const isSystem =
      facts.kind === 'system' || facts.kind === 'revoke' || sender.wxid?.endsWith('@chatroom');
    const from = isSystem
      ? undefined
      : (this.person(sender, isOwnFlag(record)) ?? this.stream.nobody());
    const id = this.#idOf(record, at, from);
    const asset = this.#asset(record, facts);
    const raw = facts.kind === 'unknown' ? (record as Json) : undefined;
    const entry = entryFromFacts(facts, {id, at, from}, {format: this.#setup.format, asset, raw});
    this.stream.entry(this.#id, this.#withExtras(record, entry, restOfFacts(facts, asset)), place);
  }

  #idOf(record: Loose, at: Moment, from: PersonId | undefined): string {
    const own = idAt(record, 'platformMessageId');
    if (own !== undefined && own !== '0') return own;
    const parts = [at.epochMs, from ?? '', valueAt(record, 'localType'), contentText(record)];
    return this.#ids.make(parts.map(String).join('\u0000'));
  }

  #withExtras(record: Loose, entry: Entry, rest: JsonObject): Entry {
    const own = {
      ...leftover(record, this.#known),
      ...rest,
      ...given({
        localType:
          entry.kind === 'message' && valueAt(record, 'localType') === 1
            ? undefined
            : (valueAt(record, 'localType') as Json | undefined),
        localId: valueAt(record, 'localId') as Json | undefined,
      }),
    };
    return Object.keys(own).length === 0 ? entry : {...entry, extras: {[this.#setup.format]: own}};
  }
}

const isOwnFlag = (record: Loose): boolean | undefined => {
  const flag = valueAt(record, 'isSend');
  return flag === 1 || flag === true ? true : flag === 0 || flag === false ? false : undefined;
};

/** ChatLab's codes stand in nested records. */
const recordKinds: Readonly<Record<number, WechatKind>> = {
  0: 'text',
  1: 'image',
  2: 'voice',
  3: 'video',
  4: 'file',
  5: 'sticker',
  7: 'link',
  8: 'location',
  20: 'red-packet',
  21: 'transfer',
  23: 'call',
  24: 'mini-program',
  25: 'text',
  26: 'forward',
  27: 'contact',
};

const recordKind = (record: Loose): WechatKind =>
  recordKinds[numberAt(record, 'type') ?? 0] ?? 'text';

/** Pictures of `avatars{}`: paths and links as they are, embedded ones as assets, so that their bytes are not held. */
export const avatarEntry = (id: string, value: unknown): string | Asset | undefined => {
  const text =
    typeof value === 'string' ? value : isLoose(value) ? stringAt(value, 'base64') : undefined;
  if (text === undefined) return undefined;
  const isPlace = /^https?:/i.test(text) || (!isDataUrl(text) && referenceKind(text) === 'path');
  return isPlace ? text : embeddedAsset(avatarKey(id), text);
};
