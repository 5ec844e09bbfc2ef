// The people of one transcript: names as they stand in it become persons, announced once.

import type {ArchiveEvent, Person, PersonId} from '../../engine/model/archive.ts';
import {personEvent} from '../../engine/model/build.ts';
import {foldMarks} from '../_shared/invisible-marks.ts';

export const formatId = 'whatsapp-txt';

/** The name without marks: the person's id, for the export has no other. */
export const foldName = (name: string): string => foldMarks(name).replaceAll('\u2011', '-').trim();

const phone = /^\+?[\d ().-]{6,}$/;

/** The exporting person where no line says the name. */
const namelessOwner = 'me';

export class People {
  readonly owner: PersonId | undefined;
  readonly #ids = new Map<string, PersonId>();
  readonly #persons = new Map<PersonId, Person>();
  #news: ArchiveEvent[] = [];

  constructor(owner: string | undefined) {
    this.owner = owner;
  }

  get members(): readonly PersonId[] {
    return [...this.#persons.keys()];
  }

  has(name: string): boolean {
    return this.#persons.has(foldName(name));
  }

  /** The person of that name, new or not. */
  of(name: string): PersonId {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = foldName(name);
      if (this.#ids.size < 100_000) this.#ids.set(name, id);
      this.#announce(id);
    }
    return id;
  }

  /** Events of persons that were named since the last call. */
  takeNews(): readonly ArchiveEvent[] {
    const news = this.#news;
    if (news.length > 0) this.#news = [];
    return news;
  }

  #announce(id: PersonId): void {
    if (this.#persons.has(id)) return;
    const isStranger = id.startsWith('~');
    const person: Person = {
      id,
      name: isStranger ? id.slice(1).trim() : id,
      ...(this.owner === undefined ? {} : {isOwner: id === this.owner}),
      ...(phone.test(id) ? {handles: [{kind: 'phone', value: id}]} : {}),
      ...(isStranger ? {extras: {[formatId]: {shown: id}}} : {}),
    };
    this.#persons.set(id, person);
    this.#news.push(personEvent(person));
  }
}

export {namelessOwner};
