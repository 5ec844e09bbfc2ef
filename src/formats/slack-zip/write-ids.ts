// Slack ids and names for people, places and files of other platforms: made from the original ids, so that a second run gives the same.

import type {Conversation, Person, PersonId} from '../../engine/model/archive.ts';
import {contentHash} from '../../engine/model/ids.ts';

const tail = (key: string): string => contentHash(key).toUpperCase().slice(0, 10);

/** A letter and ten characters, never given twice. */
const unique = (letter: string, key: string, used: Set<string>): string => {
  let id = letter + tail(key);
  for (let count = 2; used.has(id); count++) id = letter + tail(`${key} ${count}`);
  used.add(id);
  return id;
};

/** `Trip: Rome 2024` → `trip-rome-2024`: what Slack allows in the name of a channel, letters of all scripts included. */
export const slug = (name: string, allowed = '_-'): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, '-')
    .replace(/[^\p{L}\p{N}\p{M}._-]/gu, '')
    .replace(/[._]/g, (char) => (allowed.includes(char) ? char : ''))
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);

const uniqueName = (wanted: string, used: Set<string>): string => {
  let name = wanted;
  for (let count = 2; used.has(name); count++) name = `${wanted}-${count}`;
  used.add(name);
  return name;
};

export type SlackUser = {readonly id: string; readonly name: string; readonly person: Person};
export type SlackPlace = {readonly id: string; readonly name: string};

export class SlackIds {
  readonly #ids = new Set<string>(['USLACKBOT']);
  readonly #userNames = new Set<string>();
  readonly #placeNames = new Set<string>();
  readonly #users = new Map<PersonId, SlackUser>();
  readonly #files = new Set<string>();

  addPerson(person: Person): void {
    const isOwn = /^[UW][A-Z0-9]+$/.test(person.id) || this.isBotId(person);
    const id = isOwn ? person.id : unique('U', person.id, this.#ids);
    this.#ids.add(id);
    const username = (person.handles ?? []).find(({kind}) => kind === 'username')?.value;
    const wanted = slug(username ?? person.name ?? '', '._-');
    const name = uniqueName(wanted === '' ? id.toLowerCase() : wanted, this.#userNames);
    this.#users.set(person.id, {id, name, person});
  }

  /** Slack's own bots have no user: their messages name a `bot_id`. */
  isBotId(person: Person): boolean {
    return person.isBot === true && /^B[A-Z0-9]{2,}$/.test(person.id);
  }

  get users(): readonly SlackUser[] {
    return [...this.#users.values()];
  }

  user(id: PersonId): string {
    return this.#users.get(id)?.id ?? id;
  }

  userName(id: PersonId): string {
    return this.#users.get(id)?.name ?? id.toLowerCase();
  }

  personOf(id: PersonId): Person | undefined {
    return this.#users.get(id)?.person;
  }

  place(conversation: Conversation, letter: 'C' | 'G' | 'D', wanted: string): SlackPlace {
    const isOwn = new RegExp(`^${letter === 'D' ? 'D' : '[CG]'}[A-Z0-9]+$`).test(conversation.id);
    const id = isOwn ? conversation.id : unique(letter, conversation.id, this.#ids);
    this.#ids.add(id);
    const name =
      letter === 'D' ? id : uniqueName(wanted === '' ? id.toLowerCase() : wanted, this.#placeNames);
    return {id, name};
  }

  file(key: string): string {
    return unique('F', key, this.#files);
  }
}
