// Tapbacks (reactions) of a chat.db: rows of their own that point at a message. Joined here per message; not shown as messages.

import type {SqliteFile, SqliteRow} from '../../engine/io/sqlite-source.ts';
import type {Asset, Moment, PersonId, Reaction} from '../../engine/model/archive.ts';
import {appleMoment, numberAt, textAt} from './rows.ts';

const emojiByType: ReadonlyMap<number, string> = new Map([
  [2000, '❤️'],
  [2001, '👍'],
  [2002, '👎'],
  [2003, '😂'],
  [2004, '‼️'],
  [2005, '❓'],
]);
const customEmoji = 2006;
const stickerTapback = 2007;
const removalOffset = 1000;

export const isTapback = (row: SqliteRow): boolean => {
  const type = numberAt(row, 'associated_message_type');
  return type >= 2000 && type < 4000;
};

/** `p:0/GUID` (part of a message), `bp:GUID` (balloon) or a bare GUID. */
export const targetOf = (reference: string): {readonly guid: string; readonly part: string} => {
  const match = /^p:(\d{1,6})\/(.*)$/s.exec(reference);
  if (match) return {guid: match[2] ?? '', part: match[1] ?? '0'};
  return {guid: reference.replace(/^bp:/, ''), part: '0'};
};

type Tapback = {
  readonly emoji: string;
  readonly person: PersonId;
  readonly at: Moment | undefined;
  readonly asset: Asset | undefined;
};

export type TapbackContext = {
  person(row: SqliteRow): PersonId;
  /** By the row id of the tapback. */
  readonly stickers: ReadonlyMap<number, Asset>;
};

const emojiOf = (row: SqliteRow, type: number): string => {
  if (type === stickerTapback) return ':sticker:';
  if (type === customEmoji) return textAt(row, 'associated_message_emoji') ?? ':emoji:';
  return emojiByType.get(type) ?? `:tapback-${type}:`;
};

const orphans = `
  select t.ROWID as row_id from message t
  where t.associated_message_type between 2000 and 3999 and not exists (
    select 1 from message m where m.guid = case
      when t.associated_message_guid like 'p:%/%'
        then substr(t.associated_message_guid, instr(t.associated_message_guid, '/') + 1)
      when t.associated_message_guid like 'bp:%' then substr(t.associated_message_guid, 4)
      else t.associated_message_guid end)`;

/** Rows of the tapbacks that carry a picture of their own. */
export const stickerRows = (database: SqliteFile): readonly number[] => {
  if (!database.columns('message').has('associated_message_type')) return [];
  const sql = `select ROWID as row_id from message where associated_message_type = ${stickerTapback}`;
  return [...database.rows(sql)].map((row) => numberAt(row, 'row_id'));
};

/** Memory: one small record for each tapback that was not taken back. */
export class Tapbacks {
  readonly #byTarget = new Map<string, Map<string, Tapback>>();
  readonly #orphans = new Set<number>();

  /** `select` gives the columns that this version of the database has. */
  constructor(database: SqliteFile, context: TapbackContext) {
    const columns = database.columns('message');
    if (!columns.has('associated_message_guid') || !columns.has('associated_message_type')) return;
    const wanted = [
      'guid',
      'text',
      'handle_id',
      'is_from_me',
      'date',
      'associated_message_guid',
      'associated_message_type',
      'associated_message_emoji',
    ].filter((name) => columns.has(name));
    const sql = `select ROWID as row_id, ${wanted.join(', ')} from message where associated_message_type between 2000 and 3999 order by date, ROWID`;
    for (const row of database.rows(sql)) this.#take(row, context);
    for (const row of database.rows(orphans)) this.#orphans.add(numberAt(row, 'row_id'));
  }

  #take(row: SqliteRow, context: TapbackContext): void {
    const {guid, part} = targetOf(textAt(row, 'associated_message_guid') ?? '');
    const type = numberAt(row, 'associated_message_type');
    const person = context.person(row);
    const tapbacks = this.#byTarget.get(guid) ?? new Map<string, Tapback>();
    this.#byTarget.set(guid, tapbacks);
    const isSticker = type % removalOffset === stickerTapback % removalOffset;
    const whose = `${part}/${person}/`;
    if (type >= 2000 + removalOffset) {
      const gone = emojiOf(row, type - removalOffset);
      for (const [slot, tapback] of tapbacks)
        if (slot.startsWith(whose) && tapback.emoji === gone) tapbacks.delete(slot);
      return;
    }
    // Each person has one tapback on each part of a message, and any number of stickers.
    const slot = isSticker ? whose + (textAt(row, 'guid') ?? '') : whose;
    const asset = isSticker ? context.stickers.get(numberAt(row, 'row_id')) : undefined;
    tapbacks.delete(slot);
    tapbacks.set(slot, {emoji: emojiOf(row, type), person, at: appleMoment(row['date']), asset});
  }

  /** The reactions to a message; forgets them. */
  take(guid: string): readonly Reaction[] {
    const tapbacks = this.#byTarget.get(guid);
    if (!tapbacks) return [];
    this.#byTarget.delete(guid);
    const byEmoji = new Map<string, Reaction & {by: {person: PersonId}[]}>();
    for (const {emoji, person, at, asset} of tapbacks.values()) {
      const by = {person, ...(at && {at})};
      const key = asset ? `${emoji}${asset.id}` : emoji;
      const known = byEmoji.get(key);
      if (known) known.by.push(by);
      else byEmoji.set(key, {emoji, count: 1, by: [by], ...(asset && {asset})});
    }
    return [...byEmoji.values()].map((reaction) => ({...reaction, count: reaction.by.length}));
  }

  /** Does this tapback point at a message that is not in the database? */
  isOrphan(row: SqliteRow): boolean {
    return this.#orphans.has(numberAt(row, 'row_id'));
  }
}
