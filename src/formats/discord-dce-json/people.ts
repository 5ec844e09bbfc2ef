// Authors, mentioned users and those who react, as persons. Announces each before the first reference and again when more is known.

import type {
  ArchiveEvent,
  Asset,
  Handle,
  Json,
  Person,
  PersonId,
} from '../../engine/model/archive.ts';
import {idAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {formatId, isDefaultAvatar} from './shapes.ts';

type Known = {
  person: Person;
  /** What the record said, to see in a moment whether a later one says anything else. */
  nickname: unknown;
  avatar: unknown;
  hasRoles: boolean;
};

export type PeopleContext = {
  push(event: ArchiveEvent): void;
  asset(url: string): Asset;
  /** The owner as the person named it, by name or id. */
  readonly wanted: string | undefined;
};

const usernameOf = (user: Loose): string | undefined => {
  const name = stringAt(user, 'name');
  const discriminator = stringAt(user, 'discriminator');
  return name === undefined || discriminator === undefined || /^0*$/.test(discriminator)
    ? name
    : `${name}#${discriminator}`;
};

/** What the person's fields do not say: needed to write the record again. */
const extrasOf = (user: Loose): {[key: string]: Json} | undefined => {
  const extras: {[key: string]: Json} = {};
  const keep = ['name', 'discriminator', 'color', 'roles'] as const;
  for (const key of keep) {
    const value = valueAt(user, key);
    const isEmpty =
      value === undefined ||
      value === null ||
      value === '' ||
      (Array.isArray(value) && value.length === 0);
    if (!isEmpty) extras[key] = value as Json;
  }
  const avatar = stringAt(user, 'avatarUrl');
  if (avatar !== undefined && isDefaultAvatar(avatar)) extras['avatarUrl'] = avatar;
  return Object.keys(extras).length > 0 ? extras : undefined;
};

/** Memory: one record for each user. */
export class People {
  readonly #ctx: PeopleContext;
  readonly #known = new Map<PersonId, Known>();
  readonly #originals = new Map<string, PersonId>();
  #owner: PersonId | undefined;

  constructor(ctx: PeopleContext) {
    this.#ctx = ctx;
  }

  get owner(): PersonId | undefined {
    return this.#owner;
  }

  nameOf(id: PersonId): string | undefined {
    return this.#known.get(id)?.person.name;
  }

  /** Is this how the person is called, by one name or another? */
  isNamed(id: PersonId, name: string): boolean {
    const person = this.#known.get(id)?.person;
    const words = [
      person?.name,
      ...(person?.aliases ?? []),
      ...(person?.handles ?? []).map(({value}) => value),
    ];
    return words.some((word) => word === name || word?.replace(/#\d{4}$/, '') === name);
  }

  /** A user record anywhere in the file; undefined when it has neither id nor name. */
  see(user: Loose): PersonId | undefined {
    const own = stringAt(user, 'originalId');
    const id = own ?? idAt(user, 'id') ?? stringAt(user, 'name');
    if (id === undefined) return undefined;
    if (own !== undefined) this.#originals.set(idAt(user, 'id') ?? own, own);
    const known = this.#known.get(id);
    if (!known) this.#add(id, user);
    else if (this.#hasNews(known, user)) this.#update(known, user);
    return id;
  }

  /** An id without a record (a raw mention). */
  byId(id: string): PersonId | undefined {
    const person = this.#originals.get(id) ?? id;
    return this.#known.has(person) ? person : undefined;
  }

  own(id: PersonId): boolean {
    if (this.#owner !== undefined || this.#ctx.wanted !== undefined) return false;
    this.#owner = id;
    for (const known of this.#known.values()) this.#announce(known);
    return true;
  }

  #hasNews(known: Known, user: Loose): boolean {
    return (
      known.nickname !== user['nickname'] ||
      known.avatar !== user['avatarUrl'] ||
      (!known.hasRoles && user['roles'] !== undefined)
    );
  }

  #add(id: PersonId, user: Loose): void {
    const known: Known = {...this.#facts(user), person: this.#person(id, user)};
    this.#known.set(id, known);
    this.#announce(known);
  }

  /** Servers' nicknames and pictures differ from channel to channel: the first stays, others become aliases. */
  #update(known: Known, user: Loose): void {
    const before = known.person;
    const news = this.#person(before.id, user);
    const facts = this.#facts(user);
    const aliases = new Set(before.aliases ?? []);
    if (news.name !== undefined && news.name !== before.name) aliases.add(news.name);
    const person: Person = {
      ...news,
      ...before,
      ...(aliases.size > 0 ? {aliases: [...aliases]} : {}),
      ...((before.avatar ?? news.avatar) ? {avatar: before.avatar ?? news.avatar} : {}),
      ...(facts.hasRoles && !known.hasRoles && news.extras ? {extras: news.extras} : {}),
    } as Person;
    Object.assign(known, facts, {hasRoles: known.hasRoles || facts.hasRoles});
    if (JSON.stringify(person) === JSON.stringify(before)) return;
    known.person = person;
    this.#announce(known);
  }

  #facts(user: Loose): Pick<Known, 'nickname' | 'avatar' | 'hasRoles'> {
    return {
      nickname: user['nickname'],
      avatar: user['avatarUrl'],
      hasRoles: user['roles'] !== undefined,
    };
  }

  #person(id: PersonId, user: Loose): Person {
    const name = stringAt(user, 'nickname') ?? stringAt(user, 'name');
    const username = usernameOf(user);
    const handles: Handle[] = [];
    if (/^\d{5,20}$/.test(id)) handles.push({kind: 'platform', value: id});
    if (username !== undefined) handles.push({kind: 'username', value: username});
    const avatar = stringAt(user, 'avatarUrl');
    const extras = extrasOf(user);
    return {
      id,
      ...(name === undefined ? {} : {name}),
      ...(handles.length > 0 ? {handles} : {}),
      ...(user['isBot'] === true ? {isBot: true} : {}),
      ...(avatar === undefined || isDefaultAvatar(avatar) ? {} : {avatar: this.#ctx.asset(avatar)}),
      ...(extras ? {extras: {[formatId]: extras}} : {}),
    };
  }

  #isWanted({id, name, handles}: Person): boolean {
    const wanted = this.#ctx.wanted?.toLowerCase();
    if (wanted === undefined) return false;
    const words = [id, name ?? '', ...(handles ?? []).map((handle) => handle.value)];
    return words.some((word) => word.toLowerCase() === wanted);
  }

  #announce(known: Known): void {
    if (this.#owner === undefined && this.#isWanted(known.person)) {
      this.#owner = known.person.id;
      for (const other of this.#known.values()) if (other !== known) this.#announce(other);
    }
    const {id, name, handles, aliases, isBot, avatar, extras} = known.person;
    const person: Person = {
      id,
      ...(name === undefined ? {} : {name}),
      ...(this.#owner === undefined ? {} : {isOwner: this.#owner === id}),
      ...(handles ? {handles} : {}),
      ...(aliases ? {aliases} : {}),
      ...(isBot ? {isBot} : {}),
      ...(avatar ? {avatar} : {}),
      ...(extras ? {extras} : {}),
    };
    this.#ctx.push({type: 'person', person});
  }
}
