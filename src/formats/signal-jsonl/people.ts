// Everybody a frame can refer to: by the number of a recipient or by a service id. Announces each before the first reference.

import type {ArchiveEvent, Handle, Person, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {idAt, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {rest} from './shapes.ts';
import {uuidAt} from './wire.ts';

export const ownerId: PersonId = 'self';

type Known = {readonly person: Person; isAnnounced: boolean};

const joined = (...words: readonly (string | undefined)[]): string | undefined =>
  words.filter((word) => word !== undefined).join(' ') || undefined;

const phoneOf = (contact: Loose): string | undefined => {
  const digits = idAt(contact, 'e164')?.replace(/^\+/, '');
  return digits === undefined || digits === '0' ? undefined : `+${digits}`;
};

/** Best name first. */
const namesOf = (contact: Loose): readonly string[] => {
  const nickname = recordAt(contact, 'nickname');
  const names = [
    nickname && joined(stringAt(nickname, 'given'), stringAt(nickname, 'family')),
    stringAt(contact, 'systemNickname'),
    joined(stringAt(contact, 'systemGivenName'), stringAt(contact, 'systemFamilyName')),
    joined(stringAt(contact, 'profileGivenName'), stringAt(contact, 'profileFamilyName')),
  ];
  return [...new Set(names.filter((name) => name !== undefined))];
};

const contactKeys = [
  'aci',
  'pni',
  'e164',
  'username',
  'nickname',
  'systemNickname',
  'systemGivenName',
  'systemFamilyName',
  'profileGivenName',
  'profileFamilyName',
];

const contactPerson = (id: string, contact: Loose): Person => {
  const [aci, pni] = [uuidAt(contact, 'aci'), uuidAt(contact, 'pni')];
  const [phone, username] = [phoneOf(contact), stringAt(contact, 'username')];
  const handles: Handle[] = [];
  if (aci !== undefined) handles.push({kind: 'platform', value: aci});
  if (pni !== undefined) handles.push({kind: 'other', value: `PNI:${pni}`});
  if (phone !== undefined) handles.push({kind: 'phone', value: phone});
  if (username !== undefined) handles.push({kind: 'username', value: username});
  const [name = username ?? phone, ...aliases] = namesOf(contact);
  return {
    id: aci ?? (pni === undefined ? (phone ?? `recipient-${id}`) : `PNI:${pni}`),
    ...given({name}),
    isOwner: false,
    ...(handles.length > 0 ? {handles} : {}),
    ...(aliases.length > 0 ? {aliases} : {}),
    ...rest(contact, contactKeys),
  };
};

/** Memory: one person for each recipient. */
export class People {
  readonly #push: (event: ArchiveEvent) => void;
  readonly #byNumber = new Map<string, PersonId>();
  readonly #known = new Map<PersonId, Known>();

  constructor(push: (event: ArchiveEvent) => void) {
    this.#push = push;
    this.#keep({id: ownerId, isOwner: true});
  }

  account(account: Loose): void {
    const username = stringAt(account, 'username');
    this.#keep({
      id: ownerId,
      ...given({
        name: joined(stringAt(account, 'givenName'), stringAt(account, 'familyName')) ?? username,
      }),
      isOwner: true,
      ...(username === undefined ? {} : {handles: [{kind: 'username', value: username}]}),
      ...rest(account, ['givenName', 'familyName', 'username']),
    });
  }

  contact(id: string, contact: Loose): PersonId {
    const person = contactPerson(id, contact);
    this.#byNumber.set(id, person.id);
    this.#keep(person);
    return person.id;
  }

  self(id: string): void {
    this.#byNumber.set(id, ownerId);
  }

  /** Recipients that are no person (release notes, lists) can still be authors. */
  named(id: string, name: string): PersonId {
    const person = `recipient-${id}`;
    this.#byNumber.set(id, person);
    this.#keep({id: person, name, isOwner: false});
    return person;
  }

  /** By the number of a recipient. */
  see(number: string | undefined): PersonId {
    const id = this.#byNumber.get(number ?? '') ?? `recipient-${number ?? 'unknown'}`;
    return this.#announce(id);
  }

  /** By a service id; the owner's own is not in the export. */
  seeService(uuid: string | undefined): PersonId | undefined {
    if (uuid === undefined) return undefined;
    return this.#announce(
      !this.#known.has(uuid) && this.#known.has(`PNI:${uuid}`) ? `PNI:${uuid}` : uuid,
    );
  }

  owner(): PersonId {
    return this.#announce(ownerId);
  }

  nameOf(id: PersonId): string | undefined {
    return this.#known.get(id)?.person.name;
  }

  #keep(person: Person): void {
    const wasAnnounced = this.#known.get(person.id)?.isAnnounced === true;
    this.#known.set(person.id, {person, isAnnounced: false});
    if (wasAnnounced) this.#announce(person.id);
  }

  #announce(id: PersonId): PersonId {
    const known = this.#known.get(id) ?? {person: {id}, isAnnounced: false};
    this.#known.set(id, known);
    if (!known.isAnnounced) this.#push({type: 'person', person: known.person});
    known.isAnnounced = true;
    return id;
  }
}
