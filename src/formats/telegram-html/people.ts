// The people of an HTML export: it knows them by name only. Announces each before the first reference, the owner when found.

import type {ArchiveEvent, Asset, Handle, Person, PersonId} from '../../engine/model/archive.ts';
import {deletedNames} from '../_shared/telegram-service.table.ts';

type Known = {
  readonly id: PersonId;
  handles: readonly Handle[];
  avatar?: Asset;
  isOwner?: boolean;
  extras?: Person['extras'];
};

const nobody = 'unknown';

/** Memory: one record for each name. */
export class People {
  readonly #push: (event: ArchiveEvent) => void;
  readonly #wanted: string | undefined;
  readonly #known = new Map<PersonId, Known>();
  readonly #chatIds = new Map<string, number>();
  #owner: PersonId | undefined;

  constructor(push: (event: ArchiveEvent) => void, wanted: string | undefined) {
    this.#push = push;
    this.#wanted = wanted?.toLowerCase();
  }

  get owner(): PersonId | undefined {
    return this.#owner;
  }

  /** Two chats may have one title. */
  chatId(id: string): string {
    const count = (this.#chatIds.get(id) ?? 0) + 1;
    this.#chatIds.set(id, count);
    return count === 1 ? id : `${id}.${count}`;
  }

  see(name: string | undefined): PersonId {
    const id = name ?? nobody;
    if (!this.#known.has(id)) {
      const known: Known = {id, handles: []};
      this.#known.set(id, known);
      if (this.#owner === undefined && this.#wanted === id.toLowerCase()) this.#owner = id;
      this.#announce(known);
    }
    return id;
  }

  describe(name: string, handles: readonly Handle[], extras?: Person['extras']): void {
    const known: Known = this.#known.get(name) ?? {id: name, handles: []};
    this.#known.set(name, known);
    known.handles = [...known.handles, ...handles];
    if (extras) known.extras = extras;
    this.#announce(known);
  }

  /** false when somebody else was it already, or the person was told who it is. */
  own(name: string): boolean {
    if (this.#owner !== undefined || this.#wanted !== undefined) return false;
    this.#owner = name;
    if (!this.#known.has(name)) this.#known.set(name, {id: name, handles: []});
    for (const known of this.#known.values()) this.#announce(known);
    return true;
  }

  #announce({id, handles, extras}: Known): void {
    const hasName = id !== nobody && !deletedNames.has(id);
    this.#push({
      type: 'person',
      person: {
        id,
        ...(hasName ? {name: id} : {}),
        ...(this.#owner === undefined ? {} : {isOwner: this.#owner === id}),
        ...(handles.length > 0 ? {handles} : {}),
        ...(extras ? {extras} : {}),
      },
    });
  }
}
