// Handles of a chat.db as persons: one person for all handles that Apple links (phone, e-mail, SMS and iMessage). Not the address book.

import type {SqliteFile} from '../../engine/io/sqlite-source.ts';
import type {Handle, HandleKind, Person, PersonId} from '../../engine/model/archive.ts';
import {numberAt, rowsOf, textAt} from './rows.ts';

/** chat.db has no row for its owner. */
export const ownerId: PersonId = 'me';
const unknownId: PersonId = 'unknown';

const kindOf = (value: string): HandleKind => {
  if (value.includes('@')) return 'email';
  if (/^\+?[\d\s()-]+$/.test(value)) return 'phone';
  return 'platform';
};

type Known = {readonly id: PersonId; readonly values: Set<string>};

/** Accounts look like `E:me@example.com` or `P:+15550100`. */
const bareHandle = (value: string): string => value.replace(/^[EP]:/, '');

export class People {
  readonly #byRow = new Map<number, Known>();
  readonly #byValue = new Map<string, Known>();
  readonly #byPerson = new Map<PersonId, Known>();
  readonly #announced = new Set<PersonId>();

  constructor(database: SqliteFile) {
    this.#addOwner(database);
    const byCentricId = new Map<string, Known>();
    for (const row of rowsOf(database, 'handle', 'select * from handle order by ROWID')) {
      const value = textAt(row, 'id');
      if (value === undefined) continue;
      const centric = textAt(row, 'person_centric_id');
      const known =
        this.#byValue.get(value) ??
        (centric === undefined ? undefined : byCentricId.get(centric)) ??
        this.#make(value);
      if (centric !== undefined) byCentricId.set(centric, known);
      this.#link(known, value);
      this.#byRow.set(numberAt(row, 'ROWID'), known);
    }
  }

  #make(id: PersonId): Known {
    const known = {id, values: new Set<string>()};
    this.#byPerson.set(id, known);
    return known;
  }

  #link(known: Known, value: string): void {
    known.values.add(value);
    this.#byValue.set(value, known);
  }

  #addOwner(database: SqliteFile): void {
    const owner = this.#make(ownerId);
    const columns = database.columns('message');
    for (const column of ['destination_caller_id', 'account'].filter((name) => columns.has(name))) {
      const sql = `select distinct ${column} as value from message where is_from_me = 1 and ${column} is not null order by 1 limit 32`;
      for (const row of database.rows(sql)) {
        const value = bareHandle(textAt(row, 'value') ?? '');
        if (value !== '' && kindOf(value) !== 'platform') this.#link(owner, value);
      }
    }
  }

  ofRow(row: number): PersonId | undefined {
    return this.#byRow.get(row)?.id;
  }

  /** The person of a phone number or address as it stands in a chat or a mention, known or not. */
  ofValue(value: string): PersonId {
    const known = this.#byValue.get(value) ?? this.#make(value);
    this.#link(known, value);
    return known.id;
  }

  unknown(): PersonId {
    return (this.#byPerson.get(unknownId) ?? this.#make(unknownId)).id;
  }

  /** Is this the first time that the person is needed? Then the announcement. */
  announce(id: PersonId): Person | undefined {
    const known = this.#byPerson.get(id);
    if (!known || this.#announced.has(id)) return undefined;
    this.#announced.add(id);
    const handles = [...known.values].map((value): Handle => ({kind: kindOf(value), value}));
    return {
      id,
      isOwner: id === ownerId,
      ...(handles.length > 0 && {handles}),
    };
  }

  /** Those who stand in the address table and never appeared. */
  *rest(): IterableIterator<PersonId> {
    for (const id of this.#byPerson.keys()) if (!this.#announced.has(id)) yield id;
  }
}
