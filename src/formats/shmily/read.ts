// Reads Shmily-Msg records: who, to whom, when in milliseconds, plain text, and rich HTML with the media.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Asset,
  Entry,
  EventBatch,
  Json,
  MediaRole,
  Moment,
  Part,
  PersonId,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {readCallLine} from '../_shared/chinese-call.ts';
import {readSystemLine} from '../_shared/chinese-notice.ts';
import {assetAtPath, folderOf} from '../_shared/content-reference.ts';
import {idAt, leftover, numberAt, recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {oldestFirst, placedRecords} from '../_shared/placed-records.ts';
import {kindOfWord} from '../_shared/wechat-codes.table.ts';
import {roleOfKind} from '../_shared/wechat-facts.ts';

const format = 'shmily';

const known = new Set([
  'source',
  'device',
  'type',
  'direction',
  'sender',
  'senderName',
  'receiver',
  'receiverName',
  'day',
  'time',
  'ms',
  'content',
  'html',
  'id',
  'index',
  '$Dev',
  'msAccuracy',
]);

const platforms: Readonly<Record<string, string>> = {
  QQ: 'qq',
  MobileQQ: 'qq',
  Wechat: 'wechat',
  SMS: 'sms',
  CallLog: 'phone',
  Email: 'email',
};

/** Paths and links that the rich text shows: pictures, sounds, films. At most 50. */
const mediaIn = (html: string): readonly string[] =>
  [
    ...html.matchAll(
      /<(?:img|audio|video|source)\b[^>]{0,2000}?\ssrc\s*=\s*["']?([^"'\s>]{1,1000})/gi,
    ),
  ]
    .slice(0, 50)
    .map((match) => match[1] ?? '');

const roleOfMedia = (path: string, word: string): MediaRole => {
  const byWord = roleOfKind(kindOfWord(word) ?? 'unknown');
  if (byWord) return byWord;
  const mime = mimeFromName(path) ?? '';
  return mime.startsWith('video/')
    ? 'video'
    : mime.startsWith('audio/')
      ? 'voice'
      : mime.startsWith('image/')
        ? 'image'
        : 'file';
};

class ShmilyReading {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #lookup: MediaLookup;
  readonly #folder: string;
  readonly #ids = new Map<string, IdMaker>();
  readonly #sourceOf = new Map<string, string>();
  #lastAt: Moment = utcMoment(0, 'ms');
  #hasSaidVague = false;

  constructor(
    input: ExportInput,
    lookup: MediaLookup,
    setup: {readonly options: ReadOptions; readonly ctx: ReadContext},
  ) {
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    this.#ctx = setup.ctx;
    this.#lookup = lookup;
    this.#folder = folderOf(input.path);
  }

  #moment(record: Loose, place: Place): Moment {
    const ms = numberAt(record, 'ms');
    if (ms === undefined || Math.abs(ms) > 8e15) {
      this.#ctx.report({kind: 'time-not-understood', place});
      return this.#lastAt;
    }
    const isVague = valueAt(record, 'msAccuracy') === false;
    if (isVague && !this.#hasSaidVague) {
      const detail = 'This source marks its times as inexact; they are taken to the minute.';
      this.#ctx.report({kind: 'time-suspicious', place, detail});
      this.#hasSaidVague = true;
    }
    const whole = Math.trunc(ms);
    this.#lastAt = utcMoment(whole, isVague ? 'min' : whole % 1000 === 0 ? 's' : 'ms');
    return this.#lastAt;
  }

  #person(record: Loose, key: 'sender' | 'receiver', isOwner: boolean): PersonId {
    const name = stringAt(record, `${key}Name`);
    const value = idAt(record, key);
    const id = value ?? name ?? (isOwner ? 'me' : '?');
    const isMail = value?.includes('@') && stringAt(record, 'source') === 'Email';
    const isPhone = ['SMS', 'CallLog'].includes(stringAt(record, 'source') ?? '');
    const kind = isMail ? ('email' as const) : isPhone ? ('phone' as const) : ('platform' as const);
    return this.stream.person({
      id,
      ...given({name}),
      isOwner,
      ...(value === undefined || this.stream.knows(id) ? {} : {handles: [{kind, value}]}),
    });
  }

  #conversation(record: Loose, peer: PersonId, me: PersonId): string {
    const source = stringAt(record, 'source') ?? '';
    const home = this.#sourceOf.get(peer);
    if (home === undefined) this.#sourceOf.set(peer, source);
    const id = home === undefined || home === source ? peer : `${peer} (${source})`;
    if (this.stream.hasConversation(id)) return id;
    const device = stringAt(record, 'device');
    const platform = Object.hasOwn(platforms, source) ? platforms[source] : source.toLowerCase();
    return this.stream.conversation({
      id,
      kind: peer === me ? 'self' : 'direct',
      ...given({title: this.stream.personOf(peer)?.name, platform}),
      members: [...new Set([peer, me])],
      extras: {[format]: {source, ...given({device})}},
    });
  }

  #asset(path: string, record: Loose, place: Place): Asset {
    if (/^https?:\/\//i.test(path)) return {id: path, presence: 'remote', url: path};
    const inner = recordAt(record, `$${stringAt(record, 'source') ?? ''}`);
    const root = (inner && stringAt(inner, 'rootPath')) ?? '';
    const here = this.#folder === '' ? '' : `${this.#folder}/`;
    const missing = (file: string): void =>
      this.#ctx.report({kind: 'media-missing', place, sample: file.slice(0, 200)});
    const bases = [`${here}data/${root}`, `${here}${root}`, `${here}data`, this.#folder];
    return assetAtPath(path, {lookup: this.#lookup, bases, missing});
  }

  #body(record: Loose, place: Place): readonly Part[] {
    const text =
      typeof valueAt(record, 'content') === 'string' ? String(valueAt(record, 'content')) : '';
    const word = stringAt(record, 'type') ?? '';
    const paths = mediaIn(stringAt(record, 'html') ?? '');
    const media = paths.map((path): Part => ({
      kind: 'media',
      role: roleOfMedia(path, word),
      asset: this.#asset(path, record, place),
    }));
    const role = roleOfKind(kindOfWord(word) ?? 'unknown');
    if (media.length > 0) {
      const isMark = /^\s*(?:\[[^\]\n]{1,20}\]\s*)*$/.test(text);
      return isMark ? media : [textPart(text), ...media];
    }
    if (role === undefined) return [textPart(text)];
    return [{kind: 'media', role, asset: {id: text || `[${word}]`, presence: 'absent'}}];
  }

  take(record: Loose, place: Place): void {
    const at = this.#moment(record, place);
    const isMine = valueAt(record, 'direction') === 'go';
    const from = this.#person(record, 'sender', isMine);
    const to = this.#person(record, 'receiver', !isMine);
    const conversation = this.#conversation(record, isMine ? to : from, isMine ? from : to);
    let maker = this.#ids.get(conversation);
    if (!maker) this.#ids.set(conversation, (maker = new IdMaker()));
    const html = stringAt(record, 'html') ?? '';
    const id = maker.make(
      [
        at.epochMs,
        String(valueAt(record, 'direction')),
        html || stringAt(record, 'content') || '',
      ].join('\u0000'),
    );
    const own = {
      ...leftover(record, known),
      ...given({
        type: valueAt(record, 'type') as Json | undefined,
        html: html === '' || html === stringAt(record, 'content') ? undefined : html,
        msAccuracy: valueAt(record, 'msAccuracy') === false ? false : undefined,
      }),
    };
    this.stream.entry(
      conversation,
      {...this.#entry(record, {id, at, from}, place), extras: {[format]: own}},
      place,
    );
  }

  #entry(record: Loose, stem: {id: string; at: Moment; from: PersonId}, place: Place): Entry {
    const word = stringAt(record, 'type') ?? '';
    const text = stringAt(record, 'content') ?? '';
    const kind = kindOfWord(word);
    if (stringAt(record, 'source') === 'CallLog' || kind === 'call')
      return {
        kind: 'call',
        ...stem,
        ...readCallLine(`${word} ${text}`),
        ...(text === '' ? {} : {text}),
      };
    if (kind !== 'system' && kind !== 'revoke' && !/系统|撤回/.test(word))
      return {kind: 'message', ...stem, body: this.#body(record, place)};
    const said = readSystemLine(text);
    const {id, at} = stem;
    return said.kind === 'recalled' || kind === 'revoke' || word.includes('撤回')
      ? {kind: 'removed', ...stem, removedBy: 'unknown', text}
      : {kind: 'notice', id, at, event: said.event, text};
  }
}

/** Memory: the people. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const reading = new ShmilyReading(input, new MediaLookup(await input.source.list()), {
    options,
    ctx,
  });
  const records = placedRecords({...input, items: ['[]']}, ctx);
  for await (const batch of oldestFirst(records, (record) => numberAt(record, 'ms'), ctx)) {
    for (const {value, place} of batch) reading.take(value, place);
    const events = reading.stream.full();
    if (events) yield events;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
