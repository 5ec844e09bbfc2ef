// Reads WeCom audit records (many chats, milliseconds, ids) and wecom-cli answers (one chat, Beijing time, no ids).

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {ChatError} from '../../engine/errors.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {
  Asset,
  EventBatch,
  Json,
  MediaRole,
  Moment,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {epochMoment} from '../_shared/epoch-moment.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {assetAtPath, baseName, folderOf} from '../_shared/content-reference.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {
  idAt,
  leftover,
  numberAt,
  positiveAt,
  recordAt,
  stringAt,
  stringsAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {oldestFirst, placedRecords} from '../_shared/placed-records.ts';
import {wholeSize} from '../_shared/whole-size.ts';
import {partsOf} from './body.ts';
import type {BodyWords} from './body.ts';
import {variantOf} from './recognize.ts';

const format = 'wecom';
const switchLog = 'switch';

/** Types whose body stands under another key than their name. */
const bodyKeys: Readonly<Record<string, string>> = {
  docmsg: 'doc',
  news: 'info',
  markdown: 'info',
  external_redpacket: 'redpacket',
};

const bodyOf = (record: Loose, type: string): Loose =>
  recordAt(record, type) ??
  (Object.hasOwn(bodyKeys, type) ? recordAt(record, bodyKeys[type] ?? '') : undefined) ??
  {};

class WecomReading {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #zone: string;
  readonly #lookup: MediaLookup;
  readonly #folder: string;
  readonly #title: string;
  readonly #ids = new IdMaker();
  readonly #words: BodyWords;
  #place: Place;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(
    input: ExportInput,
    lookup: MediaLookup,
    setup: {readonly options: ReadOptions; readonly ctx: ReadContext},
  ) {
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    this.#ctx = setup.ctx;
    this.#zone = setup.options.zone;
    this.#lookup = lookup;
    this.#folder = folderOf(input.path);
    this.#title = baseName(input.path).replace(/\.\w+$/, '');
    this.#place = {path: input.path};
    this.#words = {
      asset: (body, role) => this.#asset(body, role),
      unknown: (type) =>
        this.#ctx.report({
          kind: 'unknown-kind',
          place: this.#place,
          detail: `msgtype ${type.slice(0, 60)}.`,
        }),
    };
  }

  /** Files lie beside under their name or checksum when somebody fetched them; the record holds only a ticket. */
  #asset(body: Loose, _role: MediaRole): Asset {
    const md5 = stringAt(body, 'md5sum');
    const name = stringAt(body, 'filename') ?? stringAt(body, 'name');
    const ticket = idAt(body, 'sdkfileid') ?? idAt(body, 'media_id');
    const found =
      (name === undefined ? undefined : this.#lookup.find(name, [this.#folder])) ??
      (name === undefined ? undefined : this.#lookup.byName(name)) ??
      (md5 === undefined ? undefined : this.#lookup.byName(md5));
    const bytes =
      positiveAt(body, 'filesize') ??
      positiveAt(body, 'voice_size') ??
      positiveAt(body, 'imagesize');
    if (found) {
      const words = {lookup: this.#lookup, bases: [''], missing: () => undefined};
      return {...assetAtPath(found.path, words), ...given({name})};
    }
    return {
      id: ticket ?? md5 ?? name ?? '',
      ...given({name, bytes: wholeSize(bytes)}),
      presence: 'absent',
    };
  }

  #person(id: string): PersonId {
    return this.stream.person({
      id,
      ...(this.stream.knows(id) ? {} : {handles: [{kind: 'platform', value: id}]}),
      ...(/^wb[A-Za-z0-9_-]{6,}/.test(id) ? {isBot: true} : {}),
    });
  }

  #conversation(record: Loose, from: PersonId): string {
    const room = idAt(record, 'roomid');
    const others = stringsAt(record, 'tolist').filter((id) => id !== from);
    const pair = [from, others[0] ?? from].sort();
    const id = room ?? (others.length > 1 ? [from, ...others].sort().join('|') : pair.join('|'));
    const members = [from, ...others].map((member) => this.#person(member));
    if (!this.stream.hasConversation(id)) {
      const kind =
        room !== undefined || others.length > 1 ? 'group' : others.length === 0 ? 'self' : 'direct';
      this.stream.conversation({id, kind, platform: 'wecom', members: [...new Set(members)]});
    } else this.stream.joinAll(id, members);
    return id;
  }

  #moment(at: Moment | undefined): Moment {
    if (at) this.#lastAt = at;
    else this.#ctx.report({kind: 'time-not-understood', place: this.#place});
    return this.#lastAt;
  }

  #stamp(record: Loose, key: string): Moment | undefined {
    return epochMoment(numberAt(record, key));
  }

  /** One record of the audit. */
  audit(record: Loose, place: Place): void {
    this.#place = place;
    const id = idAt(record, 'msgid') ?? this.#ids.make(JSON.stringify(record));
    const action = stringAt(record, 'action');
    if (action === 'switch') return this.#switch(record, id);
    const at = this.#moment(this.#stamp(record, 'msgtime'));
    const from = this.#person(idAt(record, 'from') ?? '?');
    const conversation = this.#conversation(record, from);
    const type = stringAt(record, 'msgtype') ?? 'unknown';
    const body = bodyOf(record, type);
    const taken = new Set([
      'msgid',
      'action',
      'from',
      'tolist',
      'roomid',
      'msgtime',
      'msgtype',
      type,
      bodyKeys[type] ?? type,
    ]);
    const own = {...leftover(record, taken), ...this.#bodyExtras(type, body)};
    const extras = Object.keys(own).length === 0 ? {} : {extras: {[format]: own}};
    if (action === 'recall' || type === 'revoke') {
      const event = {kind: 'other', name: 'recall'} as const;
      this.stream.entry(
        conversation,
        {kind: 'notice', id, at, from, event, text: '撤回了一条消息', ...extras},
        place,
      );
      return;
    }
    const parts = partsOf(type, body, this.#words);
    this.stream.entry(conversation, {kind: 'message', id, at, from, body: parts, ...extras}, place);
  }

  /** Tickets and checksums that an asset has no field for; the target of a recall. */
  #bodyExtras(type: string, body: Loose) {
    const keys = ['sdkfileid', 'media_id', 'md5sum', 'pre_msgid', 'corpname', 'fileext'];
    const kept = Object.fromEntries(
      keys.flatMap((key) => (Object.hasOwn(body, key) ? [[key, body[key] as Json]] : [])),
    );
    return {...kept, ...(type === 'text' || type === 'image' ? {} : {msgtype: type})};
  }

  #switch(record: Loose, id: string): void {
    const at = this.#moment(this.#stamp(record, 'time') ?? this.#stamp(record, 'msgtime'));
    const from = this.#person(idAt(record, 'user') ?? '?');
    if (!this.stream.hasConversation(switchLog))
      this.stream.conversation({
        id: switchLog,
        kind: 'unknown',
        title: '切换企业日志',
        platform: 'wecom',
        members: [],
      });
    const event = {kind: 'other', name: 'switch'} as const;
    this.stream.entry(switchLog, {kind: 'notice', id, at, from, event, text: ''}, this.#place);
  }

  /** One message of wecom-cli. */
  cli(record: Loose, place: Place): void {
    this.#place = place;
    const printed = stringAt(record, 'send_time') ?? '';
    const at = this.#moment(localMoment(printed, this.#zone));
    const from = this.#person(idAt(record, 'userid') ?? '?');
    const conversation = this.#title;
    if (!this.stream.hasConversation(conversation))
      this.stream.conversation({
        id: conversation,
        kind: 'unknown',
        title: conversation,
        platform: 'wecom',
        members: [],
      });
    const type = stringAt(record, 'msgtype') ?? 'unknown';
    const body = bodyOf(record, type);
    // Tickets are made anew for each answer: they cannot be part of an id.
    const stable = JSON.stringify({...body, media_id: undefined});
    const id = this.#ids.make([from, printed, type, stable].join('\u0000'));
    const own = {
      ...leftover(record, new Set(['userid', 'send_time', 'msgtype', type])),
      ...this.#bodyExtras(type, body),
    };
    const extras = Object.keys(own).length === 0 ? {} : {extras: {[format]: own}};
    this.stream.entry(
      conversation,
      {kind: 'message', id, at, from, body: partsOf(type, body, this.#words), ...extras},
      place,
    );
  }
}

/** wecom-cli says when there is more, and reaches back seven days at most. */
const checkAnswer = (root: Loose, path: string, ctx: ReadContext): void => {
  const cursor = stringAt(root, 'next_cursor');
  if (cursor !== undefined)
    ctx.report({
      kind: 'export-incomplete',
      place: {path},
      detail: 'The answer names a next page that is not in the file.',
    });
  const code = numberAt(root, 'errcode');
  if (code !== undefined && code !== 0)
    ctx.report({
      kind: 'export-incomplete',
      place: {path},
      detail: `The answer says error ${code}.`,
    });
};

const timeOf = (record: Loose): number | undefined =>
  numberAt(record, 'msgtime') ??
  numberAt(record, 'time') ??
  localMoment(stringAt(record, 'send_time') ?? '', 'UTC')?.epochMs;

/** Memory: the people. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const head = await readHead(input.source, input.path);
  const variant = variantOf(makeSample({path: input.path, size: head.length}, head, [input.path]));
  if (!variant)
    throw new ChatError('input-malformed', 'Neither audit records nor an answer of wecom-cli.');
  ctx.infer({what: 'dialect', value: variant, because: 'the keys of the first record'});
  if (variant === 'cli') {
    inferZone(ctx, options.zone);
    ctx.infer({what: 'completeness', value: 'seven days', because: 'wecom-cli gives no more'});
  }
  const reading = new WecomReading(input, new MediaLookup(await input.source.list()), {
    options,
    ctx,
  });
  const items = {'audit-lines': undefined, 'audit-array': ['[]'], cli: ['messages[]']}[variant];
  const around = (root: Loose): void => checkAnswer(root, input.path, ctx);
  const records = placedRecords({...input, items, around}, ctx);
  for await (const batch of oldestFirst(records, timeOf, ctx)) {
    for (const {value, place} of batch) {
      if (variant === 'cli') reading.cli(value, place);
      else reading.audit(value, place);
    }
    const events = reading.stream.full();
    if (events) yield events;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
