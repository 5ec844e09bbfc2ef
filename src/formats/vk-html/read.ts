// Reads the messages of a VK archive: pages of HTML in Windows-1251, newest first, fifty messages each. Media are links only.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {scanHtml} from '../../engine/io/html-stream.ts';
import type {Source} from '../../engine/io/source.ts';
import type {
  ConversationKind,
  EventBatch,
  Handle,
  Moment,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {floatingMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {inTimeOrder} from '../_shared/in-time-order.ts';
import {LocalizedDates} from '../_shared/localized-date.ts';
import {headerMoment, ownerId, senderOf, vkEntry} from './entries.ts';
import type {Sender} from './entries.ts';
import {chatsBelow, coverOf, indexOf} from './layout.ts';
import type {Chat} from './layout.ts';
import {IndexReader, PageReader} from './page.ts';
import type {RawMessage} from './page.ts';

/** Group chats have numbers above this, communities are negative. */
const groupBase = 2_000_000_000;

const kindOf = (peer: string): ConversationKind => {
  const number = Number(peer);
  if (!Number.isInteger(number)) return 'unknown';
  return number > groupBase ? 'group' : 'direct';
};

/** All messages of one page. Memory: one page, about fifty messages. */
async function* pageMessages(
  source: Source,
  path: string,
  ctx: ReadContext,
): AsyncIterable<RawMessage> {
  const reader = new PageReader();
  for await (const batch of scanHtml(source.open(path), {
    onProgress: (bytes) => ctx.advanced(bytes),
  })) {
    throwIfCancelled(ctx.signal);
    yield* reader.read(batch);
  }
  const cut = reader.finish();
  if (!cut) return;
  ctx.report({
    kind: 'input-truncated',
    place: {path, record: cut.id},
    detail: 'The page ends inside of a message.',
  });
  yield cut;
}

class Reading {
  readonly #input: ExportInput;
  readonly #zone: string;
  readonly #ctx: ReadContext;
  readonly #stream: ChatStream;
  readonly #known = new Set<string>();
  readonly #dates = new LocalizedDates();
  #last: Moment | undefined;

  constructor(input: ExportInput, options: ReadOptions, ctx: ReadContext) {
    this.#input = input;
    this.#zone = options.zone;
    this.#ctx = ctx;
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  #person({id, name, url}: Sender): PersonId {
    const known = `${id}\n${name ?? ''}`;
    if (this.#known.has(known)) return id;
    this.#known.add(known);
    const handles: Handle[] = [];
    if (/^-?\d+$/.test(id)) handles.push({kind: 'platform', value: id});
    if (url !== undefined) handles.push({kind: 'url', value: url});
    return this.#stream.person({
      id,
      ...given({name}),
      isOwner: id === ownerId,
      ...(handles.length > 0 && {handles}),
    });
  }

  #announce({peer}: Chat, title: string | undefined): void {
    const owner = this.#person({id: ownerId, name: undefined, url: undefined});
    const kind = kindOf(peer);
    const other = kind === 'direct' ? [this.#person({id: peer, name: title, url: undefined})] : [];
    this.#stream.conversation({
      id: peer,
      kind,
      ...given({title}),
      platform: 'vk',
      members: [owner, ...other],
    });
  }

  #moment(message: RawMessage, path: string): Moment {
    const at = headerMoment(message.header, this.#zone, this.#dates);
    if (at) {
      this.#last = at;
      return at;
    }
    const place = {path, record: message.id};
    const detail =
      'The date is in no language that is known here; the time of the message before stands in.';
    const sample = message.header.trim();
    this.#ctx.report({kind: 'time-not-understood', place, detail, sample});
    return {
      ...(this.#last ?? floatingMoment({year: 1970, month: 1, day: 1}, 'day', this.#zone)),
      precision: 'day',
    };
  }

  #message(message: RawMessage, chat: Chat, path: string): void {
    const at = this.#moment(message, path);
    const sender = senderOf(message);
    const from = sender && this.#person(sender);
    this.#stream.entry(chat.peer, vkEntry(message, {at, from}), {path, record: message.id});
  }

  /** Pages are numbered from the newest message on, so the highest number is read first. */
  async *chat(chat: Chat, title: string | undefined): AsyncIterable<EventBatch> {
    this.#announce(chat, title);
    for (const path of chat.pages) {
      const messages: {readonly message: RawMessage; readonly at: {readonly epochMs: number}}[] =
        [];
      for await (const message of pageMessages(this.#input.source, path, this.#ctx)) {
        const at = headerMoment(message.header, this.#zone, this.#dates);
        const previous = messages.at(-1)?.at.epochMs ?? 0;
        messages.push({message, at: {epochMs: at?.epochMs ?? previous}});
      }
      for (const {message} of inTimeOrder(messages)) this.#message(message, chat, path);
      const full = this.#stream.full();
      if (full) yield full;
    }
  }

  *end(): Iterable<EventBatch> {
    const rest = this.#stream.end();
    if (rest) yield rest;
    if (!this.#last) return;
    const because = 'the pages print local times without a zone';
    this.#ctx.infer({what: 'zone', value: this.#zone, because});
  }
}

const readIndex = async (
  source: Source,
  path: string | undefined,
  ctx: ReadContext,
): Promise<ReadonlyMap<string, string>> => {
  const reader = new IndexReader();
  if (path !== undefined)
    for await (const batch of scanHtml(source.open(path))) {
      throwIfCancelled(ctx.signal);
      reader.read(batch);
    }
  return reader.chats;
};

/** Memory: people, chats, one page. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const {source, path: anchor} = input;
  const paths = (await source.list()).map(({path}) => path);
  const cover = coverOf(anchor, paths);
  const titles = await readIndex(source, indexOf(cover, paths), ctx);
  const chats = chatsBelow(anchor, cover, paths);
  const reading = new Reading(input, options, ctx);
  for (const chat of chats) {
    throwIfCancelled(ctx.signal);
    yield* reading.chat(chat, titles.get(chat.peer)?.trim() || undefined);
  }
  const missing = [...titles.keys()].filter((peer) => !chats.some((chat) => chat.peer === peer));
  for (const conversation of missing) {
    const detail = 'The list of chats names it, its pages are not there.';
    ctx.report({kind: 'export-incomplete', place: {path: anchor, conversation}, detail});
  }
  yield* reading.end();
}
