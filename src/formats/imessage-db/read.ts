// Reads chat.db (macOS) and sms.db (iOS): chat by chat, in the order of time. Not an address book: names of contacts are not in there.

import {isChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {openSqlite} from '../../engine/io/sqlite-source.ts';
import type {SqliteFile, SqliteRow} from '../../engine/io/sqlite-source.ts';
import type {
  ArchiveEvent,
  Asset,
  Conversation,
  Entry,
  EventBatch,
  Moment,
  PersonId,
} from '../../engine/model/archive.ts';
import {conversationEvent, entryEvent, given, personEvent} from '../../engine/model/build.ts';
import {personsOf} from '../_shared/entry-persons.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {Attachments} from './attachments.ts';
import type {Attachment} from './body.ts';
import {chatsOf} from './chats.ts';
import type {Chat} from './chats.ts';
import {entryOf} from './entries.ts';
import {ownerId, People} from './people.ts';
import {appleMoment, marks, numberAt, rowsOf} from './rows.ts';
import {isTapback, stickerRows, Tapbacks} from './tapbacks.ts';

const batchRows = 500;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Messages that belong to no chat (any more). */
const outsideOfChats: Chat = {
  id: '~no-chat',
  kind: 'unknown',
  rows: [],
  members: [ownerId],
  title: undefined,
  photoGuid: undefined,
  extras: {},
};

type Where = {readonly path: string; readonly ctx: ReadContext; readonly media: MediaLookup};

class Reading {
  readonly #database: SqliteFile;
  readonly #ctx: ReadContext;
  readonly #path: string;
  readonly #people: People;
  readonly #attachments: Attachments;
  readonly #deleted: ReadonlyMap<number, Moment>;
  #tapbacks: Tapbacks | undefined;

  constructor(database: SqliteFile, {path, ctx, media}: Where) {
    this.#database = database;
    this.#ctx = ctx;
    this.#path = path;
    this.#people = new People(database);
    this.#attachments = new Attachments(database, {
      media,
      folder: folderOf(path),
      report: ({kind, place, detail}) => this.#report(kind, place.record ?? '', detail ?? ''),
    });
    this.#deleted = this.#recentlyDeleted();
  }

  async #loadTapbacks(): Promise<Tapbacks> {
    const stickers = new Map<number, Asset>();
    const rows = stickerRows(this.#database);
    for (let start = 0; start < rows.length; start += batchRows) {
      const found = await this.#attachments.of(rows.slice(start, start + batchRows));
      for (const [row, [attachment]] of found) if (attachment) stickers.set(row, attachment.asset);
    }
    const person = (row: SqliteRow): PersonId => this.#sender(row, undefined);
    return new Tapbacks(this.#database, {person, stickers});
  }

  #report(
    kind: Parameters<ReadContext['report']>[0]['kind'],
    record: string,
    detail: string,
  ): void {
    this.#ctx.report({kind, place: {path: this.#path, record}, detail});
  }

  /** macOS 13 keeps deleted messages for 30 days: out of their chat, in this table. */
  #recentlyDeleted(): ReadonlyMap<number, Moment> {
    const sql = 'select message_id, delete_date from chat_recoverable_message_join';
    const deleted = new Map<number, Moment>();
    for (const row of rowsOf(this.#database, 'chat_recoverable_message_join', sql)) {
      const at = appleMoment(row['delete_date']);
      if (at) deleted.set(numberAt(row, 'message_id'), at);
    }
    return deleted;
  }

  #sender(row: SqliteRow, chat: Chat | undefined): PersonId {
    if (numberAt(row, 'is_from_me') === 1) return ownerId;
    const person = this.#people.ofRow(numberAt(row, 'handle_id'));
    if (person !== undefined) return person;
    // Some old rows of a chat with one person have no handle.
    const other = chat?.kind === 'direct' ? chat.members[1] : undefined;
    return other ?? this.#people.unknown();
  }

  *#announce(persons: Iterable<PersonId>): IterableIterator<ArchiveEvent> {
    for (const id of persons) {
      const person = this.#people.announce(id);
      if (person) yield personEvent(person);
    }
  }

  /** Row ids in the order of time. Memory: one number for each message of the chat. */
  #messageIds(chat: Chat): readonly number[] {
    const joins = ['chat_message_join', 'chat_recoverable_message_join'].filter(
      (table) => this.#database.columns(table).size > 0,
    );
    const ids = new Set<number>();
    if (chat.rows.length === 0) {
      const outside = joins.map((table) => `and ROWID not in (select message_id from ${table})`);
      const sql = `select ROWID as row_id from message where true ${outside.join(' ')} order by date, ROWID`;
      for (const row of this.#database.rows(sql)) ids.add(numberAt(row, 'row_id'));
      return [...ids];
    }
    const inside = joins.map(
      (table) => `select message_id from ${table} where chat_id in (${marks(chat.rows)})`,
    );
    const sql = `select ROWID as row_id from message where ROWID in (${inside.join(' union ')}) order by date, ROWID`;
    const values = joins.flatMap(() => chat.rows);
    for (const row of this.#database.rows(sql, values)) ids.add(numberAt(row, 'row_id'));
    return [...ids];
  }

  async #conversation(chat: Chat, members: readonly PersonId[]): Promise<Conversation> {
    const avatar =
      chat.photoGuid === undefined ? undefined : await this.#attachments.byGuid(chat.photoGuid);
    return {
      id: chat.id,
      kind: chat.kind,
      ...given({title: chat.title}),
      platform: 'imessage',
      members,
      ...given({avatar}),
      ...(chat.rows.length > 0 && {extras: chat.extras}),
    };
  }

  /** Tapbacks are shown at their message; only one without a message is shown by itself. */
  #isShown(row: SqliteRow | undefined): boolean {
    return row !== undefined && (!isTapback(row) || this.#tapbacks?.isOrphan(row) === true);
  }

  #entry(row: SqliteRow, chat: Chat, attachments: readonly Attachment[]): Entry | undefined {
    const entry = entryOf({
      row,
      attachments,
      reactions: this.#tapbacks?.take(String(row['guid'])) ?? [],
      deletedAt: this.#deleted.get(numberAt(row, 'row_id')),
      people: {
        sender: (message) => this.#sender(message, chat),
        ofRow: (handle) => this.#people.ofRow(handle),
        ofValue: (value) => this.#people.ofValue(value),
      },
      report: ({kind, place, detail}) => this.#report(kind, place.record ?? '', detail ?? ''),
    });
    if (!entry) this.#report('record-skipped', `row ${numberAt(row, 'row_id')}`, 'It has no id.');
    return entry;
  }

  async *#entries(
    chat: Chat,
    ids: readonly number[],
    members: Set<PersonId>,
  ): AsyncIterable<EventBatch> {
    for (let start = 0; start < ids.length; start += batchRows) {
      throwIfCancelled(this.#ctx.signal);
      const wanted = ids.slice(start, start + batchRows);
      const rows = new Map<number, SqliteRow>();
      const sql = `select ROWID as row_id, message.* from message where ROWID in (${marks(wanted)})`;
      for (const row of this.#database.rows(sql, wanted)) rows.set(numberAt(row, 'row_id'), row);
      const shown = wanted.filter((id) => this.#isShown(rows.get(id)));
      const attachments = await this.#attachments.of(shown);
      const events: ArchiveEvent[] = [];
      for (const id of shown) {
        const row = rows.get(id);
        const entry = row && this.#entry(row, chat, attachments.get(id) ?? []);
        if (!entry) continue;
        if (entry.from !== undefined) members.add(entry.from);
        events.push(...this.#announce(personsOf(entry)), entryEvent(chat.id, entry));
      }
      if (events.length > 0) yield events;
    }
  }

  async *chat(chat: Chat): AsyncIterable<EventBatch> {
    const ids = this.#messageIds(chat);
    if (chat.rows.length === 0 && ids.length === 0) return;
    const members = new Set(chat.members);
    yield [
      ...this.#announce(members),
      conversationEvent(await this.#conversation(chat, chat.members)),
    ];
    yield* this.#entries(chat, ids, members);
    if (members.size > chat.members.length)
      yield [conversationEvent(await this.#conversation(chat, [...members]))];
  }

  /** A damaged page ends the chat that it belongs to, not the others. */
  async *#chatOrProblem(chat: Chat): AsyncIterable<EventBatch> {
    try {
      yield* this.chat(chat);
    } catch (error) {
      if (!isChatError(error) || error.code !== 'input-malformed') throw error;
      const place = {path: this.#path, conversation: chat.id};
      this.#ctx.report({kind: 'record-damaged', place, detail: error.message});
    }
  }

  async *all(): AsyncIterable<EventBatch> {
    this.#tapbacks = await this.#loadTapbacks();
    for (const chat of [...chatsOf(this.#database, this.#people), outsideOfChats]) {
      throwIfCancelled(this.#ctx.signal);
      yield* this.#chatOrProblem(chat);
    }
    const rest = [...this.#announce(this.#people.rest())];
    if (rest.length > 0) yield rest;
  }
}

/** The newest column that a database has names the system that last opened it. */
const versions: readonly (readonly [column: string, version: string])[] = [
  ['associated_message_emoji', 'macOS 15 / iOS 18 or newer'],
  ['date_edited', 'macOS 13 / iOS 16 or newer'],
  ['thread_originator_guid', 'macOS 11 / iOS 14 or newer'],
  ['associated_message_guid', 'macOS 10.12 / iOS 10 or newer'],
];

const inferVersion = (database: SqliteFile, ctx: ReadContext): void => {
  const columns = database.columns('message');
  const found = versions.find(([column]) => columns.has(column));
  if (found) ctx.infer({what: 'version', value: found[1], because: `column message.${found[0]}`});
};

/** Memory: handles, chats, tapbacks, the row ids of one chat and 500 messages; the database itself is read from a private copy. */
export async function* read(
  input: ExportInput,
  _options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const database = await openSqlite(input.source, input.path, ctx.signal);
  try {
    inferVersion(database, ctx);
    const media = new MediaLookup(await input.source.list());
    yield* new Reading(database, {path: input.path, ctx, media}).all();
  } finally {
    await database.close();
  }
}
