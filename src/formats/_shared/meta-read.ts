// Reads all threads of a Messenger or Instagram download, thread by thread, oldest message first. What a record means is in meta-messages.

import {isChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Asset,
  Conversation,
  ConversationKind,
  Entry,
  EventBatch,
  JsonObject,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from './chat-stream.ts';
import {inTimeOrder} from './in-time-order.ts';
import {jsonEvents} from './json-records.ts';
import {isLoose, leftover, recordAt, stringAt, valueAt} from './loose.ts';
import type {Loose} from './loose.ts';
import {MediaLookup} from './media-lookup.ts';
import {layoutOf} from './meta-layout.ts';
import {fromEncrypted, metaEntry} from './meta-messages.ts';
import {ownerOf, participantsOf, profileOf, surveyThreads} from './meta-survey.ts';
import type {Thread, ThreadPart} from './meta-survey.ts';
import {mendValue} from './mojibake.ts';

export type MetaFormat = {readonly id: string; readonly platform: string};

type Part = {readonly header: Loose; readonly entries: readonly Entry[]};

const headerTaken: ReadonlySet<string> = new Set([
  'participants',
  'title',
  'threadName',
  'thread_type',
  'image',
  'is_still_participant',
  'messages',
]);

class Reading {
  readonly #input: ExportInput;
  readonly #ctx: ReadContext;
  readonly #format: MetaFormat;
  readonly #media: MediaLookup;
  readonly #bases: readonly string[];
  readonly #stream: ChatStream;
  readonly #owner: string | undefined;
  readonly #userName: string | undefined;
  #mended = 0;

  constructor(
    input: ExportInput,
    ctx: ReadContext,
    about: {
      readonly format: MetaFormat;
      readonly media: MediaLookup;
      readonly root: string;
      readonly owner: string | undefined;
      readonly userName: string | undefined;
    },
  ) {
    this.#input = input;
    this.#ctx = ctx;
    this.#format = about.format;
    this.#media = about.media;
    this.#stream = new ChatStream(ctx);
    this.#owner = about.owner;
    this.#userName = about.userName;
    // Paths in the files begin at the top of the download, whatever that was called when it was made.
    const top = about.root.replace(/(?:[^/]+\/)?messages\/$/, '');
    this.#bases = [top, about.root, about.root.replace(/messages\/$/, '')];
  }

  #person(name: string): PersonId {
    const isOwner = this.#owner === undefined ? undefined : name === this.#owner;
    const handle = isOwner && this.#userName !== undefined && this.#userName !== name;
    return this.#stream.person({
      id: name,
      name,
      ...given({isOwner}),
      ...(handle && {handles: [{kind: 'username' as const, value: this.#userName ?? ''}]}),
    });
  }

  #asset(uri: string, path: string): Asset {
    const name = uri.split('/').at(-1) ?? uri;
    if (/^https?:/i.test(uri)) return {id: uri, presence: 'remote', url: uri};
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const entry = this.#media.find(uri, [...this.#bases, folder]);
    const about = {name, ...given({mime: mimeFromName(name)})};
    if (entry) return {id: entry.path, ...about, bytes: entry.size, presence: 'included'};
    this.#ctx.report({kind: 'media-missing', place: {path, record: uri}});
    return {id: uri, ...about, presence: 'absent'};
  }

  /** Memory: the records of one file, at most 10,000 as Meta writes them. */
  async #part(part: ThreadPart, ids: IdMaker): Promise<Part> {
    const {path} = part;
    const records: {readonly value: unknown; readonly byte: number}[] = [];
    let header: Loose = {};
    const mended = (): void => void this.#mended++;
    const events = jsonEvents({source: this.#input.source, path, items: ['messages[]']}, this.#ctx);
    for await (const event of events) {
      if (event.type === 'items') {
        for (const [index, value] of event.values.entries())
          records.push({value: mendValue(value, mended), byte: event.bytes[index] ?? 0});
      } else if (event.type === 'object') header = mendValue(event.members, mended) as Loose;
    }
    const asset = (uri: string): Asset => this.#asset(uri, path);
    // Ids count equal messages, so they are given in the order of time.
    const stamped = records.map(({value, byte}) => ({value, byte, at: {epochMs: stampOf(value)}}));
    const entries: Entry[] = [];
    for (const {value, byte} of inTimeOrder(stamped)) {
      const record = isLoose(value) ? (part.isEncrypted ? fromEncrypted(value) : value) : undefined;
      const entry =
        record &&
        metaEntry(record, {
          format: this.#format.id,
          asset,
          person: (name) => this.#person(name),
          entryId: (key) => ids.make(key),
        });
      if (entry) entries.push(entry);
      else {
        const detail = 'A message without sender or time.';
        this.#ctx.report({kind: 'record-skipped', place: {path, byte}, detail});
      }
    }
    return {header, entries};
  }

  async #partOrProblem(part: ThreadPart, ids: IdMaker, isOnly: boolean): Promise<Part | undefined> {
    try {
      return await this.#part(part, ids);
    } catch (error) {
      if (isOnly || !isChatError(error) || error.code === 'cancelled') throw error;
      const detail = error.message;
      this.#ctx.report({kind: 'file-unreadable', place: {path: part.path}, detail});
      return undefined;
    }
  }

  #conversation(thread: Thread, id: string, header: Loose): Conversation {
    const names = new Set([...thread.participants, ...participantsOf(header)]);
    const title = stringAt(header, 'title') ?? stringAt(header, 'threadName');
    const image = stringAt(recordAt(header, 'image') ?? {}, 'uri');
    const [first] = thread.parts;
    const section = first && first.section !== 'inbox' ? first.section : '';
    const rest = {...leftover(header, headerTaken), ...(section !== '' && {section})} as JsonObject;
    const isGone = valueAt(header, 'is_still_participant') === false;
    const extras = {...rest, ...(isGone && {is_still_participant: false})};
    return {
      id,
      kind: kindOf(header, names, title),
      ...given({title}),
      platform: this.#format.platform,
      members: [...names].map((name) => this.#person(name)),
      ...given({avatar: image === undefined ? undefined : this.#asset(image, first?.path ?? '')}),
      ...(Object.keys(extras).length > 0 && {extras: {[this.#format.id]: extras}}),
    };
  }

  #reportGaps(thread: Thread): void {
    const numbers = new Set(
      thread.parts.filter((part) => !part.isEncrypted).map(({number}) => number),
    );
    const last = Math.max(0, ...numbers);
    const missing: number[] = [];
    for (let number = 1; number < last && missing.length < 20; number++)
      if (!numbers.has(number)) missing.push(number);
    if (missing.length === 0) return;
    this.#ctx.report({
      kind: 'sequence-gap',
      place: {path: thread.parts[0]?.path ?? '', conversation: thread.name},
      detail: `Files that are not there: ${missing.map((number) => `message_${number}`).join(', ')}.`,
    });
  }

  async *thread(thread: Thread, isOnly: boolean): AsyncIterable<EventBatch> {
    const ids = new IdMaker();
    let id: string | undefined;
    let header: Loose = {};
    this.#reportGaps(thread);
    for (const part of thread.parts) {
      throwIfCancelled(this.#ctx.signal);
      const read = await this.#partOrProblem(part, ids, isOnly && thread.parts.length === 1);
      if (!read) continue;
      header = {...read.header, ...header};
      id ??= thread.name === '' ? idOf(header) : thread.name;
      this.#stream.conversation(this.#conversation(thread, id, header));
      for (const entry of read.entries) {
        this.#stream.entry(id, entry, {path: part.path});
        const full = this.#stream.full();
        if (full) yield full;
      }
    }
  }

  *end(): Iterable<EventBatch> {
    const rest = this.#stream.end();
    if (rest) yield rest;
    if (this.#mended === 0) return;
    const because = `${this.#mended} strings were UTF-8 written as Latin-1 characters`;
    this.#ctx.infer({what: 'encoding', value: 'UTF-8 in Latin-1, mended', because});
  }
}

const stampOf = (value: unknown): number => {
  if (!isLoose(value)) return 0;
  const stamp = valueAt(value, 'timestamp_ms') ?? valueAt(value, 'timestamp');
  return typeof stamp === 'number' && Number.isFinite(stamp) ? stamp : 0;
};

/** A thread file that lies by itself names its thread inside. */
const idOf = (header: Loose): string =>
  stringAt(header, 'thread_path')?.split('/').at(-1) ??
  stringAt(header, 'title') ??
  stringAt(header, 'threadName') ??
  'thread';

const kindOf = (
  header: Loose,
  names: ReadonlySet<string>,
  title: string | undefined,
): ConversationKind => {
  const type = stringAt(header, 'thread_type');
  if (type === 'RegularGroup' || recordAt(header, 'joinable_mode')) return 'group';
  if (type === 'Regular') return 'direct';
  if (names.size > 2) return 'group';
  // A chat with one person is titled with that person's name.
  if (names.size === 2) return title === undefined || names.has(title) ? 'direct' : 'group';
  return 'unknown';
};

export async function* readMeta(
  format: MetaFormat,
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const files = await input.source.list();
  const paths = files.map(({path}) => path);
  const layout = layoutOf(input.path, paths, 'json');
  const threads = await surveyThreads(input.source, layout, ctx);
  const profile = await profileOf(input.source, paths, ctx);
  const owner = ownerOf(threads, profile, options, ctx);
  const media = new MediaLookup(files);
  const {root} = layout;
  const userName = profile?.userName;
  const reading = new Reading(input, ctx, {format, media, root, owner, userName});
  for (const thread of threads) yield* reading.thread(thread, threads.length === 1);
  yield* reading.end();
}
