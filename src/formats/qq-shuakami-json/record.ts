// One QCE message of any generation as an entry. Keeps the recent sequence numbers, for replies and for gaps.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {
  Asset,
  Entry,
  EntryId,
  Extras,
  Json,
  Moment,
  PersonId,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {parseIso, utcMoment} from '../../engine/model/time.ts';
import {epochMoment} from '../_shared/epoch-moment.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import {readSystemLine} from '../_shared/chinese-notice.ts';
import {assetAtPath} from '../_shared/content-reference.ts';
import type {AssetWords} from '../_shared/content-reference.ts';
import {localMoment} from '../_shared/local-time.ts';
import {
  idAt,
  isTrue,
  leftover,
  numberAt,
  positiveAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {wholeSize} from '../_shared/whole-size.ts';
import {decodeElements, elementsOf} from './elements.ts';
import type {Decoded, Element, ElementWords} from './elements.ts';
import type {QqPeople} from './people.ts';

const format = 'qq-shuakami-json';

const known = new Set([
  'id',
  'messageId',
  'seq',
  'timestamp',
  'time',
  'sender',
  'content',
  'recalled',
  'system',
  'isSystemMessage',
  'isRecalled',
  'type',
  'messageType',
  'messageSeq',
  'html',
]);
const knownContent = new Set([
  'text',
  'html',
  'raw',
  'elements',
  'resources',
  'mentions',
  'emojis',
  'reply',
  'special',
]);
const knownSender = new Set([
  'uid',
  'uin',
  'name',
  'nickname',
  'groupCard',
  'remark',
  'avatarBase64',
]);

/** Sequence numbers of the last messages, in two generations so that memory stays bounded. */
class RecentSequence {
  #recent = new Map<string, EntryId>();
  #older = new Map<string, EntryId>();

  set(seq: string, id: EntryId): void {
    this.#recent.set(seq, id);
    if (this.#recent.size < 65_536) return;
    this.#older = this.#recent;
    this.#recent = new Map();
  }

  get(seq: string): EntryId | undefined {
    return this.#recent.get(seq) ?? this.#older.get(seq);
  }
}

/** Early versions have no elements: the same facts stand in lists of their own. */
const earlyElements = (content: Loose): readonly Element[] => {
  const text = stringAt(content, 'text');
  const reply = recordAt(content, 'reply');
  return [
    ...(text === undefined ? [] : [{type: 'text', data: {text}}]),
    ...(reply ? [{type: 'reply', data: reply}] : []),
    ...recordsAt(content, 'emojis').map((data) => ({type: 'face', data})),
    ...recordsAt(content, 'mentions').map((data) => ({type: 'at', data})),
    ...recordsAt(content, 'resources').map((data) => ({
      type: stringAt(data, 'type') ?? 'file',
      data,
    })),
    ...recordsAt(content, 'special').map((data) => ({
      type: stringAt(data, 'type') ?? 'special',
      data,
    })),
  ];
};

export type RecordSetup = {
  readonly ctx: ReadContext;
  readonly stream: ChatStream;
  readonly people: QqPeople;
  readonly conversation: string;
  readonly zone: string;
  readonly media: Omit<AssetWords, 'missing'>;
};

export class RecordReader {
  readonly #setup: RecordSetup;
  readonly #ids = new IdMaker();
  readonly #sequence = new RecentSequence();
  #lastSeq: number | undefined;
  #lastAt: Moment = utcMoment(0, 's');
  #place: Place = {};
  #resources: readonly Loose[] = [];
  readonly #words: ElementWords;
  count = 0;

  constructor(setup: RecordSetup) {
    this.#setup = setup;
    this.#words = {
      person: (record) => setup.people.person(record),
      asset: (data) => this.#asset(data),
      target: (reply) => this.#target(reply),
      unknown: (type) =>
        setup.ctx.report({
          kind: 'unknown-kind',
          place: this.#place,
          detail: `Element ${type.slice(0, 60)}.`,
        }),
    };
  }

  take(record: Loose, place: Place): void {
    this.#place = place;
    this.count++;
    const content = recordAt(record, 'content') ?? {};
    this.#resources = recordsAt(content, 'resources');
    const at = this.#moment(record);
    const sender = recordAt(record, 'sender') ?? {};
    const from = this.#setup.people.person(sender);
    const id = this.#idOf(record, at, from);
    this.#follow(record, id);
    const elements = elementsOf(content);
    const text = stringAt(content, 'text') ?? '';
    const decoded = decodeElements(
      elements.length > 0 ? elements : earlyElements(content),
      text,
      this.#words,
    );
    const entry = this.#entry(record, decoded, {id, at, from});
    const extras = this.#extras(record, {content, sender, decoded});
    this.#setup.stream.entry(this.#setup.conversation, extras ? {...entry, extras} : entry, place);
  }

  #moment(record: Loose): Moment {
    const stamp = numberAt(record, 'timestamp');
    const iso = stringAt(record, 'timestamp') ?? stringAt(record, 'time');
    let at = epochMoment(stamp);
    if (!at && iso !== undefined) {
      const {zone} = this.#setup;
      const parsed = parseIso(iso, zone) ?? localMoment(iso, zone);
      at =
        parsed?.precision === 'ms' && parsed.epochMs % 1000 === 0
          ? {...parsed, precision: 's'}
          : parsed;
    }
    if (at) this.#lastAt = at;
    else this.#setup.ctx.report({kind: 'time-not-understood', place: this.#place});
    return this.#lastAt;
  }

  #idOf(record: Loose, at: Moment, from: PersonId | undefined): EntryId {
    const own = idAt(record, 'id') ?? idAt(record, 'messageId');
    if (own !== undefined && own !== '0') return own;
    const text = stringAt(recordAt(record, 'content') ?? {}, 'text');
    return this.#ids.make(
      [idAt(record, 'seq') ?? '', at.epochMs, from ?? '', text ?? ''].join('\u0000'),
    );
  }

  /** Sequence numbers of one chat rise by one; a jump is what the exporter did not get. */
  #follow(record: Loose, id: EntryId): void {
    const seq = idAt(record, 'seq') ?? idAt(record, 'messageSeq');
    if (seq === undefined || seq === '0') return;
    this.#sequence.set(seq, id);
    const number = Number(seq);
    if (!Number.isSafeInteger(number)) return;
    const last = this.#lastSeq;
    if (last !== undefined && number > last + 1) {
      const missing = number - last - 1;
      this.#setup.ctx.report({
        kind: 'sequence-gap',
        place: {...this.#place, record: seq},
        detail: `Between the sequence numbers ${last} and ${number} ${missing === 1 ? 'one message is' : `${missing} messages are`} not in the export.`,
      });
    }
    this.#lastSeq = last === undefined ? number : Math.max(last, number);
  }

  #target(reply: Loose): EntryId | undefined {
    const id = idAt(reply, 'referencedMessageId');
    if (id !== undefined && id !== '0') return id;
    // 6.x writes the target's sequence number into `messageId`, early versions the id itself.
    const other = idAt(reply, 'messageId');
    if (other === undefined || other === '0') return undefined;
    const found = this.#sequence.get(other);
    if (found !== undefined) return found;
    if (other.length >= 15) return other;
    this.#setup.ctx.report({kind: 'reply-target-missing', place: this.#place});
    return undefined;
  }

  #resourceOf(data: Loose): Loose | undefined {
    const name = stringAt(data, 'filename');
    return this.#resources.find(
      (resource) =>
        resource !== data && name !== undefined && stringAt(resource, 'filename') === name,
    );
  }

  #asset(data: Loose): Asset {
    const resource = this.#resourceOf(data);
    const name = stringAt(data, 'filename') ?? (resource && stringAt(resource, 'filename'));
    const path = stringAt(data, 'localPath') ?? (resource && stringAt(resource, 'localPath'));
    const urls = [stringAt(data, 'url'), resource && stringAt(resource, 'url')].filter(
      (url) => url !== undefined,
    );
    const web = urls.find((url) => /^https?:\/\//i.test(url));
    const size = positiveAt(data, 'size');
    const local = path ?? urls.find((url) => /^(?:\.?\/?)resources\//.test(url));
    if (local !== undefined) {
      const missing = (file: string): void =>
        this.#setup.ctx.report({kind: 'media-missing', place: this.#place, sample: file});
      const asset = assetAtPath(local, {...this.#setup.media, missing});
      if (asset.presence === 'included' || web === undefined)
        return {
          ...asset,
          ...given({name: name ?? asset.name, bytes: asset.bytes ?? wholeSize(size)}),
        };
    }
    if (web !== undefined)
      return {id: web, ...given({name, bytes: wholeSize(size)}), presence: 'remote', url: web};
    return {
      id: stringAt(data, 'md5') ?? name ?? '',
      ...given({name, bytes: wholeSize(size)}),
      presence: 'absent',
    };
  }

  #entry(
    record: Loose,
    decoded: Decoded,
    stem: {id: EntryId; at: Moment; from: PersonId | undefined},
  ): Entry {
    const {id, at, from} = stem;
    const text = stringAt(recordAt(record, 'content') ?? {}, 'text') ?? '';
    const isSystem = isTrue(record, 'system') || isTrue(record, 'isSystemMessage');
    const isEmpty = decoded.parts.length === 0;
    if (decoded.system || isSystem || (from === undefined && isEmpty)) {
      const words = decoded.system?.text ?? text;
      const said = readSystemLine(words);
      const sender = from === undefined ? {} : {from};
      if (decoded.system?.subType === 'revoke' || said.kind === 'recalled')
        return {kind: 'removed', id, at, ...sender, removedBy: 'unknown', text: words};
      const event =
        said.event.kind === 'other' &&
        decoded.system?.subType !== undefined &&
        said.event.name === undefined
          ? {kind: 'other' as const, name: decoded.system.subType}
          : said.event;
      return {kind: 'notice', id, at, ...sender, event, text: words};
    }
    const body = isEmpty ? [textPart(decoded.reply ? '' : text)] : decoded.parts;
    const signed = {id, at, from: from ?? this.#setup.stream.nobody()};
    if (isTrue(record, 'recalled') || isTrue(record, 'isRecalled'))
      return {kind: 'removed', ...signed, removedBy: 'unknown', body};
    if (decoded.call && isEmpty) return {kind: 'call', ...signed, ...decoded.call};
    return {kind: 'message', ...signed, body, ...given({replyTo: decoded.reply})};
  }

  #extras(
    record: Loose,
    {content, sender, decoded}: {content: Loose; sender: Loose; decoded: Decoded},
  ): Extras | undefined {
    const own = {
      ...leftover(record, known),
      ...given({
        seq: idAt(record, 'seq') ?? idAt(record, 'messageSeq'),
        type: (valueAt(record, 'type') ?? valueAt(record, 'messageType')) as Json | undefined,
        content: leftover(content, knownContent),
        sender: leftover(sender, knownSender),
        elements: decoded.rest,
      }),
    };
    return Object.keys(own).length === 0 ? undefined : {[format]: own};
  }
}
