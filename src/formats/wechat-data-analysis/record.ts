// One chat of a WeChatDataAnalysis archive: `renderType` says how a message is shown, server ids and quotes are kept.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Asset, Json, Moment, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import {readCallLine} from '../_shared/chinese-call.ts';
import {assetAtPath} from '../_shared/content-reference.ts';
import {idAt, isTrue, leftover, numberAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {kindOfLocalType} from '../_shared/wechat-codes.table.ts';
import type {WechatKind} from '../_shared/wechat-codes.table.ts';
import {factsOfContent} from '../_shared/wechat-content.ts';
import {entryFromFacts, restOfFacts, roleOfKind} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';
import {decodeWechatXml} from '../_shared/wechat-xml.ts';

const format = 'wechat-data-analysis';

const known = new Set([
  'id',
  'localId',
  'serverId',
  'createTime',
  'createTimeText',
  'type',
  'renderType',
  'isSent',
  'senderUsername',
  'conversationUsername',
  'isGroup',
  'content',
  'title',
  'url',
  'quoteServerId',
  'quoteTitle',
  'quoteContent',
  'amount',
  'fileMd5',
  'locationLat',
  'locationLng',
  'locationLabel',
  'locationPoiname',
  'senderDisplayName',
]);

const renderKinds: Readonly<Record<string, WechatKind>> = {
  text: 'text',
  image: 'image',
  voice: 'voice',
  video: 'video',
  emoji: 'sticker',
  quote: 'quote',
  system: 'system',
  voip: 'call',
  file: 'file',
  link: 'link',
  location: 'location',
  transfer: 'transfer',
  redPacket: 'red-packet',
  chatHistory: 'forward',
  miniProgram: 'mini-program',
  contactCard: 'contact',
  card: 'contact',
  music: 'music',
};

export type ChatSetup = {
  readonly stream: ChatStream;
  readonly ctx: ReadContext;
  readonly lookup: MediaLookup;
  readonly bases: readonly string[];
  /** The exporting account. */
  readonly account: string | undefined;
  readonly path: string;
};

export class ChatReading {
  readonly stream: ChatStream;
  readonly #setup: ChatSetup;
  readonly #ids = new IdMaker();
  readonly #id: string;
  #place: Place;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(facts: Loose, setup: ChatSetup) {
    this.stream = setup.stream;
    this.#setup = setup;
    this.#place = {path: setup.path};
    const id = stringAt(facts, 'username') ?? stringAt(facts, 'displayName') ?? setup.path;
    const avatar = stringAt(facts, 'avatarPath');
    const isGroup = isTrue(facts, 'isGroup') || id.endsWith('@chatroom');
    this.#id = this.stream.conversation({
      id,
      kind: isGroup ? 'group' : id.startsWith('gh_') ? 'channel' : 'direct',
      ...given({title: stringAt(facts, 'displayName')}),
      platform: 'wechat',
      members: [],
      ...given({avatar: avatar === undefined ? undefined : this.#asset(avatar)}),
    });
    if (!isGroup && stringAt(facts, 'username') !== undefined && setup.account !== id)
      this.stream.person({
        id,
        ...given({name: stringAt(facts, 'displayName')}),
        isOwner: false,
        handles: [{kind: 'platform', value: id}],
      });
  }

  #asset(path: string): Asset {
    const missing = (file: string): void =>
      this.#setup.ctx.report({
        kind: 'media-missing',
        place: this.#place,
        sample: file.slice(0, 200),
      });
    return assetAtPath(path, {lookup: this.#setup.lookup, bases: this.#setup.bases, missing});
  }

  #person(record: Loose): PersonId | undefined {
    const isMine = isTrue(record, 'isSent') || numberAt(record, 'isSent') === 1;
    const id = stringAt(record, 'senderUsername') ?? (isMine ? this.#setup.account : undefined);
    if (id === undefined) return undefined;
    return this.stream.person({
      id,
      ...given({name: stringAt(record, 'senderDisplayName')}),
      isOwner: isMine,
      ...(this.stream.knows(id) ? {} : {handles: [{kind: 'platform', value: id}]}),
    });
  }

  #moment(record: Loose): Moment {
    const seconds = numberAt(record, 'createTime');
    if (seconds !== undefined && seconds > 0 && seconds < 8e12)
      this.#lastAt = utcMoment(Math.trunc(seconds < 1e11 ? seconds * 1000 : seconds), 's');
    else this.#setup.ctx.report({kind: 'time-not-understood', place: this.#place});
    return this.#lastAt;
  }

  #kind(record: Loose): WechatKind {
    const shown = stringAt(record, 'renderType') ?? '';
    const byNumber = kindOfLocalType(idAt(record, 'type') ?? '');
    if (byNumber !== 'unknown' && byNumber !== 'app') return byNumber;
    return (Object.hasOwn(renderKinds, shown) ? renderKinds[shown] : undefined) ?? byNumber;
  }

  #facts(record: Loose): WechatFacts {
    const kind = this.#kind(record);
    const content = stringAt(record, 'content') ?? '';
    const shown = decodeWechatXml(content) ?? factsOfContent(kind, content);
    const entry = idAt(record, 'quoteServerId');
    const quote = given({
      name: stringAt(record, 'quoteTitle'),
      text: stringAt(record, 'quoteContent'),
    });
    const hasQuote = Object.keys(quote).length > 0;
    const target = entry === undefined || entry === '0' ? undefined : entry;
    if (kind === 'unknown')
      this.#setup.ctx.report({
        kind: 'unknown-kind',
        place: this.#place,
        detail: `type ${idAt(record, 'type') ?? '?'}, renderType ${(stringAt(record, 'renderType') ?? '?').slice(0, 40)}.`,
      });
    return {
      ...shown,
      word: stringAt(record, 'renderType') ?? idAt(record, 'type') ?? 'unknown',
      ...given({
        title: stringAt(record, 'title') ?? shown.title,
        url: stringAt(record, 'url') ?? shown.url,
        reply:
          target !== undefined || hasQuote
            ? given({entry: target, quote: hasQuote ? quote : undefined})
            : shown.reply,
        transfer:
          kind === 'transfer' || kind === 'red-packet'
            ? {...shown.transfer, ...given({amount: stringAt(record, 'amount')})}
            : shown.transfer,
        location: kind === 'location' ? this.#location(record, shown) : shown.location,
        call: kind === 'call' ? readCallLine(content) : shown.call,
        media: roleOfKind(kind) ? this.#media(record, kind, shown) : shown.media,
      }),
    };
  }

  #location(record: Loose, shown: WechatFacts) {
    return {
      ...shown.location,
      ...given({
        latitude: numberAt(record, 'locationLat'),
        longitude: numberAt(record, 'locationLng'),
        name: stringAt(record, 'locationPoiname') ?? shown.location?.name,
        address: stringAt(record, 'locationLabel'),
      }),
    };
  }

  #media(record: Loose, kind: WechatKind, shown: WechatFacts) {
    return {
      ...shown.media,
      ...given({
        md5: stringAt(record, 'fileMd5') ?? shown.media?.md5,
        name:
          kind === 'file' ? (stringAt(record, 'title') ?? shown.media?.name) : shown.media?.name,
      }),
    };
  }

  /** Offline media are listed under several names; any string that is a file of the archive will do. */
  #mediaFile(record: Loose, facts: WechatFacts): Asset | undefined {
    if (roleOfKind(facts.kind) === undefined) return undefined;
    const path = stringAt(record, 'mediaPath') ?? stringAt(record, 'localPath') ?? facts.media?.url;
    if (path !== undefined && !/^https?:/i.test(path)) return this.#asset(path);
    const md5 = facts.media?.md5;
    const found =
      md5 === undefined
        ? undefined
        : ['jpg', 'png', 'gif', 'mp4', 'mp3', 'wav', 'dat']
            .map((ending) => this.#setup.lookup.byName(`${md5}.${ending}`))
            .find((entry) => entry !== undefined);
    return found && this.#asset(found.path);
  }

  take(record: Loose, place: Place): void {
    this.#place = place;
    const at = this.#moment(record);
    const facts = this.#facts(record);
    const isLine = facts.kind === 'system' || facts.kind === 'revoke';
    const from = isLine ? undefined : (this.#person(record) ?? this.stream.nobody());
    const own = idAt(record, 'serverId');
    const key = [
      at.epochMs,
      from ?? '',
      idAt(record, 'type') ?? '',
      stringAt(record, 'content') ?? '',
    ].join('\u0000');
    const id = own === undefined || own === '0' ? this.#ids.make(key) : own;
    const asset = this.#mediaFile(record, facts);
    const entry = entryFromFacts(facts, {id, at, from}, {format, asset});
    const extras = {
      ...leftover(record, known),
      ...restOfFacts(facts, asset),
      ...given({
        localId: valueAt(record, 'localId') as Json | undefined,
        type: facts.kind === 'text' ? undefined : (valueAt(record, 'type') as Json | undefined),
      }),
    };
    const hasExtras = Object.keys(extras).length > 0;
    this.stream.entry(this.#id, hasExtras ? {...entry, extras: {[format]: extras}} : entry, place);
  }
}
