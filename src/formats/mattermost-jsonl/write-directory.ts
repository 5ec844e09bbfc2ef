// Names, users, teams and channels of a bulk file, within Mattermost's limits, and who is a member of what. Not the posts.

import type {Conversation, JsonObject, Person, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {contentHash} from '../../engine/model/ids.ts';

export const systemUser = 'chatark-system';

export type Place =
  | {readonly kind: 'channel'; readonly team: string; readonly channel: string}
  | {readonly kind: 'direct'; readonly members: readonly string[]};

const reserved = new Set([
  'all',
  'channel',
  'here',
  'matterbot',
  'system',
  'boards',
  'calls',
  'playbooks',
]);

/** Lower-case letters, digits and the signs in `signs`; empty when nothing is left. */
const plainName = (text: string, signs: string, length: number): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\s+/g, signs.charAt(0))
    .replace(new RegExp(`[^a-z0-9${signs.replace('-', '\\-')}]`, 'g'), '')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, length);

const cut = (text: string, length: number): string => [...text].slice(0, length).join('');

const unique = (wanted: string, used: Set<string>): string => {
  let name = wanted;
  for (let count = 2; used.has(name); count++) name = `${wanted}-${count}`;
  used.add(name);
  return name;
};

type User = {
  readonly username: string;
  readonly person: Person;
  readonly channels: Map<string, Set<string>>;
};

const extrasOf = (owner: Person | Conversation): JsonObject =>
  owner.extras?.['mattermost-jsonl'] ?? {};

const textIn = (extras: JsonObject, key: string): string | undefined => {
  const value = extras[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export class Directory {
  readonly channels: JsonObject[] = [];
  readonly directChannels: JsonObject[] = [];
  readonly #users = new Map<PersonId, User>();
  readonly #userNames = new Set<string>(reserved);
  readonly #channelNames = new Map<string, Set<string>>();
  #needsSystem = false;

  addPerson(person: Person): void {
    const handle = (person.handles ?? []).find(({kind}) => kind === 'username')?.value;
    const wanted = [handle, person.name].map((name) => plainName(name ?? '', '._-', 50));
    const [made = `user-${contentHash(person.id).slice(0, 8)}`] = wanted.filter(
      (name) => name.length > 1,
    );
    // Mattermost wants a letter first.
    const username = unique(/^[a-z]/.test(made) ? made : `u-${made}`, this.#userNames);
    this.#users.set(person.id, {username, person, channels: new Map()});
  }

  username(id: PersonId | undefined): string {
    const user = id === undefined ? undefined : this.#users.get(id);
    if (user) return user.username;
    this.#needsSystem = true;
    return systemUser;
  }

  person(id: PersonId): Person | undefined {
    return this.#users.get(id)?.person;
  }

  /** Two to eight people without a title of their own are a direct channel; everything else is a channel of the team. */
  addConversation(conversation: Conversation): Place {
    const {members, kind} = conversation;
    const usernames = [...new Set(members.map((id) => this.username(id)))].toSorted();
    const fits = usernames.length >= 2 && usernames.length <= 8;
    const wasDirect = conversation.id.startsWith('@') && conversation.platform === 'mattermost';
    if (fits && (wasDirect || (kind === 'direct' && usernames.length === 2))) {
      const extras = extrasOf(conversation);
      this.directChannels.push({
        ...extras,
        members: usernames,
        header: cut(conversation.topic ?? '', 1024),
      });
      return {kind: 'direct', members: usernames};
    }
    return this.#channel(conversation);
  }

  /** Somebody who writes is a member, whatever the list of members says. */
  join(place: Place, id: PersonId): void {
    if (place.kind === 'direct') return;
    const user = this.#users.get(id);
    if (!user) return;
    const channels = user.channels.get(place.team) ?? new Set();
    channels.add(place.channel);
    user.channels.set(place.team, channels);
  }

  teams(label: string): JsonObject[] {
    const names = new Set(this.#channelNames.keys());
    for (const user of this.#users.values())
      for (const team of user.channels.keys()) names.add(team);
    return [...names].map((name) => ({
      name,
      display_name: name === 'chatark' ? cut(label, 64) : name,
      type: 'I',
      description: '',
    }));
  }

  users(): JsonObject[] {
    const users = [...this.#users.values()].map((user) => this.#userRecord(user));
    if (!this.#needsSystem) return users;
    const person: Person = {id: systemUser, name: 'System'};
    return [...users, this.#userRecord({username: systemUser, person, channels: new Map()})];
  }

  #channel(conversation: Conversation): Place {
    const {title, topic, kind, members} = conversation;
    const extras = extrasOf(conversation);
    const team = textIn(extras, 'team') ?? 'chatark';
    const used = this.#channelNames.get(team) ?? new Set();
    this.#channelNames.set(team, used);
    const own = conversation.platform === 'mattermost' ? conversation.id.split('/')[1] : undefined;
    const made = plainName(own ?? title ?? '', '-_', 60);
    const channel = unique(
      made.length > 1 ? made : `chat-${contentHash(conversation.id).slice(0, 8)}`,
      used,
    );
    const place: Place = {kind: 'channel', team, channel};
    for (const id of members) this.join(place, id);
    this.channels.push({
      ...extras,
      team,
      name: channel,
      display_name: cut(title ?? channel, 64),
      type: textIn(extras, 'type') ?? (kind === 'channel' || kind === 'unknown' ? 'O' : 'P'),
      header: cut(topic ?? '', 1024),
      purpose: cut(textIn(extras, 'purpose') ?? '', 250),
    });
    return place;
  }

  #userRecord({username, person, channels}: User): JsonObject {
    const email = (person.handles ?? []).find(({kind}) => kind === 'email')?.value;
    const extras = extrasOf(person);
    const teams = [...channels].map(([name, names]) => ({
      name,
      roles: 'team_user',
      channels: [...names].map((channel) => ({name: channel, roles: 'channel_user'})),
    }));
    return {
      roles: 'system_user',
      ...extras,
      username,
      // Every user must have one; this domain can never receive mail.
      email: email ?? `${username}@chatark.invalid`,
      nickname: cut(person.name ?? '', 64),
      first_name: '',
      last_name: '',
      ...given({position: textIn(extras, 'position') ?? (person.isBot ? 'bot' : undefined)}),
      teams,
    };
  }
}
