// Who is who in a Telegram export: ids, names, the owner. Announces a person before the first reference and again when more is known.

import type {ArchiveEvent, Asset, Handle, Person, PersonId} from '../../engine/model/archive.ts';
import {formatId} from './shapes.ts';
import type {Raw} from './shapes.ts';

type Known = {
  readonly id: PersonId;
  name?: string;
  isBot?: boolean;
  avatar?: Asset;
  readonly aliases: Set<string>;
  readonly handles: Handle[];
  extras: Raw;
};

const platformId = /^(?:user|chat|channel)\d+$/;
const chatShift = 2 ** 32;

/**
 * `from_id` as the newer exports write it. Exports before 2021 have a number: users as they are, basic groups above 2^32,
 * channels above 2^33.
 */
export const peerId = (value: unknown): string | undefined => {
  if (typeof value === 'string' && value !== '') {
    return value <= ':' && /^\d+$/.test(value) ? `user${value}` : value;
  }
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return undefined;
  if (value < chatShift) return `user${value}`;
  return value < 2 * chatShift ? `chat${value - chatShift}` : `channel${value - 2 * chatShift}`;
};

/** A person of whom the export has only the name. */
const idOfName = (name: string): PersonId => (platformId.test(name) ? `~${name}` : name);

const sameHandle = (a: Handle, b: Handle): boolean => a.kind === b.kind && a.value === b.value;

/** Memory: one record for each person. */
export class People {
  readonly #push: (event: ArchiveEvent) => void;
  readonly #wanted: string | undefined;
  readonly #known = new Map<PersonId, Known>();
  /** undefined: several persons have this name. */
  readonly #byName = new Map<string, PersonId | undefined>();
  /** Ids that ChatArk's own writer had to make up, and whose they are. */
  readonly #originals = new Map<PersonId, PersonId>();
  #owner: PersonId | undefined;

  /** `wanted`: the owner as the person named it, by name or handle. */
  constructor(push: (event: ArchiveEvent) => void, wanted: string | undefined) {
    this.#push = push;
    this.#wanted = wanted?.toLowerCase().replace(/^@/, '');
  }

  get owner(): PersonId | undefined {
    return this.#owner;
  }

  nameOf(id: PersonId): string | undefined {
    return this.#known.get(id)?.name;
  }

  /** Called for every sender: cheap when nothing is new. */
  see(peer: PersonId, name: unknown): PersonId {
    const id = this.#originals.size === 0 ? peer : (this.#originals.get(peer) ?? peer);
    const known = this.#known.get(id);
    if (!known) this.#add(id, name);
    else if (known.name !== name && typeof name === 'string' && name !== '')
      this.#rename(known, name);
    return id;
  }

  /** The one person who is known by this name. */
  named(name: string): PersonId | undefined {
    return this.#byName.get(name);
  }

  /** A name without an id: the person who is known by it, or a new one. */
  byName(name: string): PersonId {
    return this.#byName.get(name) ?? this.see(idOfName(name), name);
  }

  alias(peer: PersonId, original: PersonId): void {
    this.#originals.set(peer, original);
  }

  describe(
    id: PersonId,
    facts: {
      readonly name?: string;
      /** Taken only while nobody else is the owner. */
      readonly isOwner?: boolean;
      readonly avatar?: Asset;
      readonly handles?: readonly Handle[];
      readonly aliases?: readonly string[];
      readonly isBot?: boolean;
      readonly extras?: Raw;
    },
  ): void {
    const known = this.#known.get(id) ?? this.#record(id);
    if (facts.name !== undefined && known.name === undefined) this.#name(known, facts.name);
    else if (facts.name !== undefined && facts.name !== known.name) known.aliases.add(facts.name);
    for (const handle of facts.handles ?? [])
      if (!known.handles.some((other) => sameHandle(other, handle))) known.handles.push(handle);
    for (const alias of facts.aliases ?? []) known.aliases.add(alias);
    if (facts.isBot !== undefined) known.isBot = facts.isBot;
    if (facts.avatar) known.avatar = facts.avatar;
    if (facts.extras) known.extras = {...known.extras, ...facts.extras};
    if (facts.isOwner !== true || !this.own(id)) this.#announce(known);
  }

  /** Says who the owner is; false when somebody else (or the same person) was it already. */
  own(id: PersonId): boolean {
    if (this.#owner !== undefined || this.#wanted !== undefined) return false;
    if (!this.#known.has(id)) this.#record(id);
    this.#setOwner(id);
    return true;
  }

  #setOwner(id: PersonId): void {
    this.#owner = id;
    for (const known of this.#known.values()) this.#announce(known);
  }

  #record(id: PersonId): Known {
    const handles: Handle[] = platformId.test(id) ? [{kind: 'platform', value: id}] : [];
    const known: Known = {id, aliases: new Set(), handles, extras: {}};
    this.#known.set(id, known);
    return known;
  }

  #add(id: PersonId, name: unknown): void {
    const known = this.#record(id);
    if (typeof name === 'string' && name !== '') this.#name(known, name);
    this.#announce(known);
  }

  #name(known: Known, name: string): void {
    known.name = name;
    const holder = this.#byName.get(name);
    this.#byName.set(name, this.#byName.has(name) && holder !== known.id ? undefined : known.id);
  }

  #rename(known: Known, name: string): void {
    if (known.aliases.has(name)) return;
    if (known.name === undefined) this.#name(known, name);
    else known.aliases.add(name);
    this.#announce(known);
  }

  #isWanted(known: Known): boolean {
    if (this.#wanted === undefined) return false;
    const words = [known.id, known.name ?? '', ...known.handles.map((handle) => handle.value)];
    return words.some((word) => word.toLowerCase() === this.#wanted);
  }

  #announce(known: Known): void {
    if (this.#owner === undefined && this.#isWanted(known)) {
      this.#setOwner(known.id);
      return;
    }
    const person: Person = {
      id: known.id,
      ...(known.name === undefined ? {} : {name: known.name}),
      ...(this.#owner === undefined ? {} : {isOwner: this.#owner === known.id}),
      ...(known.handles.length > 0 ? {handles: [...known.handles]} : {}),
      ...(known.aliases.size > 0 ? {aliases: [...known.aliases]} : {}),
      ...(known.isBot === undefined ? {} : {isBot: known.isBot}),
      ...(known.avatar ? {avatar: known.avatar} : {}),
      ...(Object.keys(known.extras).length > 0
        ? {extras: {[formatId]: known.extras as Record<string, never>}}
        : {}),
    };
    this.#push({type: 'person', person});
  }
}
