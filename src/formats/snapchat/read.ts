// Reads chats and the log of snaps of a Snapchat download. Both name conversations alike, so they become one timeline each.

import {isChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {
  Asset,
  ConversationId,
  Entry,
  EventBatch,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {HeldEntries} from '../_shared/held-entries.ts';
import type {HeldEntry} from '../_shared/held-entries.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {snapEntry} from './entries.ts';
import {accountName, folderOf, friendNames, historyFiles, mediaById} from './files.ts';

/** Groups are keyed by a UUID, chats with one person by the user name. */
const isGroupKey = (key: string): boolean =>
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(key);

/** The two lists of exports before 2022, in which each record names the other person. */
const oldLists: ReadonlyMap<string, 'From' | 'To'> = new Map([
  ['Received Saved Chat History', 'From'],
  ['Received Unsaved Chat History', 'From'],
  ['Sent Saved Chat History', 'To'],
  ['Sent Unsaved Chat History', 'To'],
]);

const ownerWithoutName: PersonId = 'me';

/** One conversation over both files. */
type Chat = {
  readonly held: HeldEntries;
  readonly ids: IdMaker;
  title: string | undefined;
  readonly members: Set<PersonId>;
};

type Known = {
  readonly names: ReadonlyMap<string, string>;
  readonly media: ReadonlyMap<string, SourceEntry>;
  readonly account: string | undefined;
};

class Reading {
  readonly #ctx: ReadContext;
  readonly #known: Known;
  readonly #stream: ChatStream;
  readonly #chats = new Map<ConversationId, Chat>();
  readonly #announced = new Set<string>();
  #owner: PersonId | undefined;

  constructor(known: Known, options: ReadOptions, ctx: ReadContext) {
    this.#ctx = ctx;
    this.#known = known;
    this.#owner = known.account;
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  #person(user: string, isOwner: boolean | undefined): PersonId {
    const known = `${user}\n${String(isOwner)}`;
    if (this.#announced.has(known)) return user;
    this.#announced.add(known);
    const handles =
      user === ownerWithoutName ? undefined : [{kind: 'username' as const, value: user}];
    return this.#stream.person({
      id: user,
      ...given({name: this.#known.names.get(user), isOwner, handles}),
    });
  }

  #asset(id: string, where: {readonly path: string; readonly byte: number}): Asset {
    const entry = this.#known.media.get(id);
    const name = entry?.path.split('/').at(-1);
    if (entry)
      return {
        id: entry.path,
        ...given({name, mime: name === undefined ? undefined : mimeFromName(name)}),
        bytes: entry.size,
        presence: 'included',
      };
    this.#ctx.report({kind: 'media-missing', place: {...where, record: id}});
    return {id, presence: 'absent'};
  }

  #chat(id: ConversationId): Chat {
    const chat = this.#chats.get(id) ?? {
      held: new HeldEntries(),
      ids: new IdMaker(),
      title: undefined,
      members: new Set<PersonId>(),
    };
    this.#chats.set(id, chat);
    return chat;
  }

  /** Which conversation, and who wrote: the old lists say it in each record, the new ones by their key. */
  #sides(key: string, record: Loose): {readonly id: ConversationId; readonly from: PersonId} {
    const side = oldLists.get(key);
    const other = side && stringAt(record, side);
    if (side === 'To') {
      const owner = this.#owner ?? ownerWithoutName;
      return {id: other ?? key, from: this.#person(owner, true)};
    }
    const from = stringAt(record, 'From') ?? key;
    const isOwner = valueAt(record, 'IsSender') === true || from === this.#owner;
    if (isOwner) this.#owner = from;
    return {id: other ?? key, from: this.#person(from, isOwner)};
  }

  record(
    key: string,
    value: unknown,
    where: {readonly path: string; readonly byte: number; readonly isSnap: boolean},
  ): void {
    const place = {path: where.path, byte: where.byte};
    const record = isLoose(value) ? value : undefined;
    const {id, from} = this.#sides(key, record ?? {});
    const chat = this.#chat(id);
    const entry: Entry | undefined =
      record &&
      snapEntry(record, {
        from,
        isSnap: where.isSnap,
        entryId: (words) => chat.ids.make(words),
        asset: (media) => this.#asset(media, place),
        unknown: (detail) => this.#ctx.report({kind: 'unknown-kind', place, detail}),
      });
    if (!entry) {
      this.#ctx.report({kind: 'record-skipped', place, detail: 'A record without a time.'});
      return;
    }
    chat.title ??= record && stringAt(record, 'Conversation Title');
    chat.members.add(from);
    chat.held.add(entry, place);
  }

  *#give(id: ConversationId, chat: Chat): Iterable<EventBatch> {
    const isGroup = isGroupKey(id);
    // A chat with one person is called by the user name.
    const user: string = id;
    const isSelf = user === this.#owner;
    const other = isGroup ? [] : [this.#person(user, isSelf)];
    const owner = this.#owner === undefined ? [] : [this.#person(this.#owner, true)];
    const members = new Set([...owner, ...other, ...chat.members]);
    this.#stream.conversation({
      id,
      kind: isGroup ? 'group' : isSelf ? 'self' : 'direct',
      ...given({title: chat.title ?? (isGroup ? undefined : (this.#known.names.get(id) ?? id))}),
      platform: 'snapchat',
      members: [...members],
    });
    const held: readonly HeldEntry[] = chat.held.release();
    for (const {entry, place} of held) {
      this.#stream.entry(id, entry, place);
      const full = this.#stream.full();
      if (full) yield full;
    }
  }

  *end(): Iterable<EventBatch> {
    for (const [id, chat] of this.#chats) {
      yield* this.#give(id, chat);
      this.#chats.delete(id);
    }
    const rest = this.#stream.end();
    if (rest) yield rest;
  }
}

/** Memory: all chats at once (Snapchat keeps little of them): they are joined from two files that are written newest first. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const {source, path: anchor} = input;
  const entries = await source.list();
  const folder = folderOf(anchor);
  const known: Known = {
    names: await friendNames(source, folder, ctx),
    media: mediaById(entries),
    account: await accountName(source, folder, ctx),
  };
  const reading = new Reading(known, options, ctx);
  const files = historyFiles(
    anchor,
    entries.map(({path}) => path),
  );
  for (const path of files) {
    const isSnap = path.endsWith('snap_history.json');
    try {
      for await (const event of jsonEvents({source, path, items: ['*[]']}, ctx)) {
        if (event.type !== 'items') continue;
        const key = String(event.path[0] ?? '');
        for (const [index, value] of event.values.entries())
          reading.record(key, value, {path, byte: event.bytes[index] ?? 0, isSnap});
      }
    } catch (error) {
      if (files.length === 1 || !isChatError(error) || error.code !== 'input-malformed')
        throw error;
      ctx.report({kind: 'file-unreadable', place: {path}, detail: error.message});
    }
  }
  yield* reading.end();
}
