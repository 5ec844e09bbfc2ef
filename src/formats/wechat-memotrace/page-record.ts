// One message of a MemoTrace page: the script array of generation 1 and the JSON of generation 2 share these fields.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  Asset,
  EventBatch,
  Json,
  Moment,
  PersonId,
  Reference,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {epochMoment} from '../_shared/epoch-moment.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {readCallLine} from '../_shared/chinese-call.ts';
import {assetAtPath, baseName, folderOf} from '../_shared/content-reference.ts';
import type {AssetWords} from '../_shared/content-reference.ts';
import {
  idAt,
  leftover,
  numberAt,
  positiveAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {kindOfCodes, kindOfLocalType} from '../_shared/wechat-codes.table.ts';
import type {WechatKind} from '../_shared/wechat-codes.table.ts';
import {entryFromFacts, partsOf, roleOfKind} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';
import {wholeSize} from '../_shared/whole-size.ts';
import {factsOf} from './content.ts';
import {placeOf} from './people.ts';
import type {ChatPlace} from './people.ts';

const format = 'wechat-memotrace';

const known = new Set([
  'type',
  'sub_type',
  'is_send',
  'timestamp',
  'server_id',
  'display_name',
  'displayname',
  'avatar_src',
  'avatar_path',
  'is_chatroom',
  'text',
  'quote_server_id',
  'quote_text',
  'quote_type',
  'refer_text',
  'path',
  'thumb_path',
  'file_name',
  'file_size',
  'voice_to_text',
  'duration',
  'url',
  'href',
  'title',
  'description',
  'messages',
  'xml_dict',
  'link',
  'des',
  'app_name',
  'link_url',
]);

const printedKinds: ReadonlySet<WechatKind> = new Set([
  'transfer',
  'red-packet',
  'location',
  'contact',
]);

/** `./avatar/wxid_x.png` names the person. */
const wxidFrom = (record: Loose): string | undefined => {
  const path = stringAt(record, 'avatar_src') ?? stringAt(record, 'avatar_path');
  if (path === undefined || /^https?:|^data:/i.test(path)) return undefined;
  const stem = baseName(path).replace(/\.[A-Za-z0-9]{2,4}$/, '');
  return /^[A-Za-z0-9_@.-]{3,64}$/.test(stem) &&
    !/^(?:default|avatar|blank|none|unknown)$/i.test(stem)
    ? stem
    : undefined;
};

/** Strings are 4.x composites; numbers are the page's own codes of generation 1, where 0 is a system line. */
const kindOf = (record: Loose): WechatKind => {
  const raw = valueAt(record, 'type');
  const subtype = numberAt(record, 'sub_type') ?? 0;
  if (typeof raw === 'string')
    return subtype === 0 ? kindOfLocalType(raw) : kindOfCodes(Number(raw), subtype);
  if (typeof raw !== 'number') return 'unknown';
  if (raw === 0) return 'system';
  return raw > 0xffff_ffff ? kindOfLocalType(raw) : kindOfCodes(raw, subtype);
};

const stripped = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  return text.replace(/<br\s*\/?>/gi, '\n').replace(/&nbsp;/g, ' ');
};

const replyOf = (record: Loose): Reference | undefined => {
  const entry = idAt(record, 'quote_server_id');
  const text = stripped(stringAt(record, 'quote_text') ?? stringAt(record, 'refer_text'));
  const match = /^([^:：\n]{1,64})[:：]\s?(.*)$/su.exec(text ?? '');
  const quote =
    text === undefined ? undefined : match ? {name: match[1] ?? '', text: match[2] ?? ''} : {text};
  const target = entry === undefined || entry === '0' ? undefined : entry;
  if (target === undefined && quote === undefined) return undefined;
  return given({entry: target, quote});
};

const durationOf = (record: Loose): number | undefined => positiveAt(record, 'duration');

const mediaFactsOf = (record: Loose, kind: WechatKind): WechatFacts => ({
  kind,
  media: given({
    name: stringAt(record, 'file_name'),
    bytes: wholeSize(positiveAt(record, 'file_size')),
    durationSeconds: durationOf(record),
    transcript: kind === 'voice' ? stringAt(record, 'voice_to_text') : undefined,
  }),
});

export class PageReading {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #media: AssetWords;
  readonly #chat: ChatPlace;
  readonly #ids = new IdMaker();
  #at: Place;
  #lastAt: Moment = utcMoment(0, 's');
  #isGroup = false;
  readonly #others = new Set<string>();

  private constructor(
    input: ExportInput,
    lookup: MediaLookup,
    rest: {readonly options: ReadOptions; readonly ctx: ReadContext},
  ) {
    this.#ctx = rest.ctx;
    this.stream = new ChatStream(rest.ctx, {owner: rest.options.owner});
    this.#chat = placeOf(input.path);
    this.#at = {path: input.path};
    const missing = (path: string): void =>
      rest.ctx.report({kind: 'media-missing', place: this.#at, sample: path});
    this.#media = {lookup, bases: [folderOf(input.path)], missing};
    this.#announce();
  }

  static async open(
    input: ExportInput,
    options: ReadOptions,
    ctx: ReadContext,
  ): Promise<PageReading> {
    return new PageReading(input, new MediaLookup(await input.source.list()), {options, ctx});
  }

  get #id(): string {
    return this.#chat.id ?? this.#chat.title;
  }

  #announce(): void {
    const isGroup = this.#isGroup || this.#others.size > 1 || this.#chat.id?.endsWith('@chatroom');
    this.stream.conversation({
      id: this.#id,
      kind: isGroup ? 'group' : 'direct',
      title: this.#chat.title,
      platform: 'wechat',
      members: [],
    });
  }

  end(): EventBatch | undefined {
    this.#announce();
    return this.stream.end();
  }

  #person(record: Loose): PersonId {
    const wxid = wxidFrom(record);
    const name = stringAt(record, 'display_name') ?? stringAt(record, 'displayname');
    const isMine = Boolean(numberAt(record, 'is_send')) || valueAt(record, 'is_send') === true;
    const id = wxid ?? name ?? (isMine ? '我' : this.#id);
    if (!isMine) this.#others.add(id);
    if (valueAt(record, 'is_chatroom') === 1 || valueAt(record, 'is_chatroom') === true)
      this.#isGroup = true;
    if (this.stream.knows(id)) return this.stream.person({id, ...given({name}), isOwner: isMine});
    return this.stream.person({
      id,
      ...given({name}),
      isOwner: isMine,
      ...given({
        handles: wxid === undefined ? undefined : [{kind: 'platform' as const, value: wxid}],
        avatar: this.#picture(stringAt(record, 'avatar_src') ?? stringAt(record, 'avatar_path')),
      }),
    });
  }

  #picture(path: string | undefined): Asset | undefined {
    if (path === undefined || path.startsWith('data:')) return undefined;
    if (/^https?:/i.test(path)) return {id: path, presence: 'remote', url: path};
    return assetAtPath(path, this.#media);
  }

  #facts(record: Loose): WechatFacts {
    const kind = kindOf(record);
    const text = stripped(stringAt(record, 'text'));
    if (roleOfKind(kind) !== undefined) return mediaFactsOf(record, kind);
    const title = stringAt(record, 'title');
    const link = {
      description: stringAt(record, 'description') ?? stringAt(record, 'des'),
      url:
        stringAt(record, 'url') ??
        stringAt(record, 'href') ??
        stringAt(record, 'link') ??
        stringAt(record, 'link_url'),
      site: stringAt(record, 'app_name'),
    };
    if (kind === 'text') return {kind, text: text ?? ''};
    if (kind === 'quote') return {kind, ...given({text, title, reply: replyOf(record)})};
    if (kind === 'call') {
      const call = readCallLine(text ?? '');
      const seconds = durationOf(record);
      return {
        kind,
        call: seconds === undefined ? call : {...call, durationSeconds: seconds},
        ...given({text}),
      };
    }
    if (kind === 'forward') {
      const items = recordsAt(record, 'messages').map((inner) => this.#item(inner));
      return {kind, ...given({title: title ?? text}), items};
    }
    if (text !== undefined && printedKinds.has(kind)) return factsOf(kind, text);
    if (kind === 'unknown')
      this.#ctx.report({
        kind: 'unknown-kind',
        place: this.#at,
        detail: `Type ${String(valueAt(record, 'type')).slice(0, 40)}.`,
      });
    return {
      kind,
      word: `type ${String(valueAt(record, 'type')).slice(0, 40)}`,
      ...given({title, text, ...link}),
    };
  }

  #item(record: Loose) {
    const name = stringAt(record, 'display_name') ?? stringAt(record, 'displayname');
    const facts = this.#facts(record);
    return {
      ...given({
        name,
        at: epochMoment(numberAt(record, 'timestamp')),
      }),
      body: partsOf(facts, {format, asset: this.#asset(record, facts)}),
    };
  }

  #asset(record: Loose, facts: WechatFacts): Asset | undefined {
    const path = stringAt(record, 'path') ?? stringAt(record, 'thumb_path');
    if (roleOfKind(facts.kind) === undefined) return undefined;
    const file = path ?? (facts.kind === 'text' ? undefined : mediaText(record));
    if (file === undefined) return undefined;
    if (/^https?:/i.test(file)) return {id: file, presence: 'remote', url: file};
    const asset = assetAtPath(file, this.#media);
    const name = stringAt(record, 'file_name');
    const size = asset.bytes ?? facts.media?.bytes;
    return {...asset, ...given({name: name ?? asset.name, bytes: size})};
  }

  #moment(record: Loose): Moment {
    const seconds = numberAt(record, 'timestamp');
    if (seconds !== undefined && seconds >= 0 && seconds < 1e11)
      this.#lastAt = utcMoment(Math.trunc(seconds) * 1000, 's');
    else this.#ctx.report({kind: 'time-not-understood', place: this.#at});
    return this.#lastAt;
  }

  take(record: Loose, place: Place): void {
    this.#at = place;
    const at = this.#moment(record);
    const facts = this.#facts(record);
    const from =
      facts.kind === 'system' || facts.kind === 'revoke' ? undefined : this.#person(record);
    const own = idAt(record, 'server_id');
    const key = [
      at.epochMs,
      from,
      valueAt(record, 'type'),
      valueAt(record, 'text'),
      valueAt(record, 'path'),
    ];
    const id =
      own === undefined || own === '0'
        ? this.#ids.make(key.map((part) => String(part ?? '')).join('\u0000'))
        : own;
    const entry = entryFromFacts(
      facts,
      {id, at, from},
      {format, asset: this.#asset(record, facts), raw: record as Json},
    );
    const more = leftover(record, known);
    const own49 =
      facts.kind === 'app' ? leftover({xml: valueAt(record, 'xml_dict')}, new Set()) : undefined;
    const extras = more || own49 ? {...more, ...own49} : undefined;
    this.stream.entry(this.#id, extras ? {...entry, extras: {[format]: extras}} : entry, place);
  }
}

/** Generation 1 puts the path of a picture or voice into `text`. */
const mediaText = (record: Loose): string | undefined => {
  const text = stringAt(record, 'text');
  return text !== undefined &&
    /^(?:\.{0,2}[/\\]|[\w-]+[/\\])[^\n<>]{1,300}\.[A-Za-z0-9]{2,5}$/.test(text)
    ? text
    : undefined;
};
