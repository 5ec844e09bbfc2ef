// Reads the direct messages of an X (Twitter) archive: chats and groups, with the media that lies beside them.

import {isChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {streamJson} from '../../engine/io/json-stream.ts';
import type {Conversation, EventBatch, Handle, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {HeldEntries} from '../_shared/held-entries.ts';
import {idAt, isLoose} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {eventEntry} from './entries.ts';
import type {EventContext} from './entries.ts';
import {coverOf, mediaByMessage, messageFiles, readAccount} from './files.ts';
import type {Account, MessageFile} from './files.ts';

/** A chat with one person is named by both ids. */
const pairOf = (conversation: string): readonly string[] =>
  /^\d+-\d+$/.test(conversation) ? conversation.split('-') : [];

type Where = {readonly path: string; readonly byte: number};

class Reading {
  readonly #ctx: ReadContext;
  readonly #media: ReturnType<typeof mediaByMessage>;
  readonly #used = new Set<string>();
  readonly #stream: ChatStream;
  readonly #account: Account | undefined;
  readonly #known = new Set<PersonId>();
  // The conversation under way.
  #held = new HeldEntries();
  #ids = new IdMaker();
  #title: {readonly at: number; readonly title: string} | undefined;
  #members = new Set<PersonId>();

  constructor(
    media: ReturnType<typeof mediaByMessage>,
    account: Account | undefined,
    options: ReadOptions,
    ctx: ReadContext,
  ) {
    this.#ctx = ctx;
    this.#media = media;
    this.#account = account;
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  #person(id: string): PersonId {
    if (this.#known.has(id)) return id;
    this.#known.add(id);
    const account = this.#account?.id === id ? this.#account : undefined;
    const handles: Handle[] = [{kind: 'platform', value: id}];
    if (account?.userName !== undefined) handles.push({kind: 'username', value: account.userName});
    const isOwner = this.#account === undefined ? undefined : account !== undefined;
    return this.#stream.person({id, ...given({name: account?.name, isOwner}), handles});
  }

  #context(place: Where): EventContext {
    return {
      person: (id) => this.#person(id),
      entryId: (key) => this.#ids.make(key),
      stored: (message, name) => {
        const files = this.#media.get(message)?.filter(({path}) => !this.#used.has(path)) ?? [];
        // Films are stored under another name than their address ends with.
        const file = files.find((candidate) => candidate.name === name) ?? files[0];
        if (file) this.#used.add(file.path);
        return file;
      },
      missing: (record) => this.#ctx.report({kind: 'media-missing', place: {...place, record}}),
      unknown: (detail) => this.#ctx.report({kind: 'unknown-kind', place, detail}),
    };
  }

  event(value: unknown, place: Where): void {
    const entry = isLoose(value) ? eventEntry(value, this.#context(place)) : undefined;
    if (!entry) {
      this.#ctx.report({kind: 'record-skipped', place, detail: 'An event without a time.'});
      return;
    }
    if (entry.kind === 'notice') {
      const {event, at} = entry;
      if ('members' in event) for (const member of event.members ?? []) this.#members.add(member);
      if (event.kind === 'renamed' && at.epochMs >= (this.#title?.at ?? 0))
        this.#title = {at: at.epochMs, title: event.title};
    }
    this.#held.add(entry, place);
  }

  #conversation(id: string, isGroup: boolean): Conversation {
    const pair = pairOf(id);
    const isSelf = pair.length === 2 && pair[0] === pair[1];
    const members = new Set([...pair, ...this.#members]);
    return {
      id,
      kind: isGroup ? 'group' : isSelf ? 'self' : 'direct',
      ...given({title: this.#title?.title}),
      platform: 'x',
      members: [...members].map((member) => this.#person(member)),
    };
  }

  *flush(id: string, isGroup: boolean): Iterable<EventBatch> {
    this.#stream.conversation(this.#conversation(id, isGroup));
    for (const {entry, place} of this.#held.release()) {
      this.#stream.entry(id, entry, place);
      const full = this.#stream.full();
      if (full) yield full;
    }
  }

  get isFull(): boolean {
    return this.#held.isFull;
  }

  next(): void {
    this.#held = new HeldEntries();
    this.#ids = new IdMaker();
    this.#title = undefined;
    this.#members = new Set();
  }

  end(): EventBatch | undefined {
    return this.#stream.end();
  }
}

const conversationOf = (element: Loose | undefined): string =>
  (element && idAt(element, 'conversationId')) ?? 'conversation';

const items = ['[].dmConversation.messages[]'];

async function* readFile(
  {path, isGroup}: MessageFile,
  {source}: ExportInput,
  reading: Reading,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const events = streamJson(source.open(path), {
    items,
    skipPrefix: true,
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({kind, byte, record, message}) =>
      ctx.report({kind, place: {path, byte, record}, detail: message}),
  });
  for await (const event of events) {
    throwIfCancelled(ctx.signal);
    if (event.type === 'items') {
      for (const [index, value] of event.values.entries())
        reading.event(value, {path, byte: event.bytes[index] ?? 0});
      if (reading.isFull) yield* reading.flush(conversationOf(event.around.at(-1)), isGroup);
    } else if (event.type === 'object' && event.path.length === 2) {
      yield* reading.flush(conversationOf(event.members), isGroup);
      reading.next();
    } else if (event.type === 'truncated') {
      const detail = 'The file was cut off.';
      ctx.report({kind: 'input-truncated', place: {path, byte: event.byte}, detail});
    }
  }
}

/** The file that cannot be read is reported when it is read. */
const unreadable = (error: unknown): undefined => {
  if (isChatError(error) && error.code === 'input-malformed') return undefined;
  throw error;
};

/** Without an account file: the one id that is in every chat with one person. Reads the names of the chats only. */
const inferAccount = async (
  files: readonly MessageFile[],
  {source}: ExportInput,
  ctx: ReadContext,
): Promise<Account | undefined> => {
  const counts = new Map<string, number>();
  let chats = 0;
  for (const {path} of files.filter(({isGroup}) => !isGroup)) {
    const options = {items, skipItems: true, skipPrefix: true};
    for await (const event of streamJson(source.open(path), options)) {
      throwIfCancelled(ctx.signal);
      if (event.type !== 'object' || event.path.length !== 2) continue;
      const pair = new Set(pairOf(conversationOf(event.members)));
      if (pair.size < 2) continue;
      chats++;
      for (const id of pair) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  const [only, ...others] = [...counts].filter(([, count]) => count === chats);
  if (chats < 2 || !only || others.length > 0) return undefined;
  const [id] = only;
  ctx.infer({what: 'owner', value: id, because: `the only id in all ${chats} chats`});
  return {id, name: undefined, userName: undefined};
};

/** Memory: ids of people and conversations, the table of media files, one conversation (at most 200,000 messages at a time). */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const {source, path: anchor} = input;
  const entries = await source.list();
  const paths = entries.map(({path}) => path);
  const files = messageFiles(anchor, paths);
  const folder = coverOf(anchor);
  const named = folder === undefined ? undefined : await readAccount(source, folder, ctx);
  const account = named ?? (await inferAccount(files, input, ctx).catch(unreadable));
  const reading = new Reading(mediaByMessage(entries), account, options, ctx);
  for (const file of files) {
    try {
      yield* readFile(file, input, reading, ctx);
    } catch (error) {
      const isOnly = files.length === 1;
      if (isOnly || !isChatError(error) || error.code !== 'input-malformed') throw error;
      ctx.report({kind: 'file-unreadable', place: {path: file.path}, detail: error.message});
    }
  }
  const rest = reading.end();
  if (rest) yield rest;
}
