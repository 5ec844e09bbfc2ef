// Users and bots of a Mattermost server. Their user name is their id in every line, so it is their id here.

import type {Handle, Person, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import {leftover, numberAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';

const taken = new Set([
  'username',
  'email',
  'nickname',
  'first_name',
  'last_name',
  'display_name',
  'profile_image',
  'teams',
]);

/** `team/channel`, as posts name a channel. */
export const channelKey = (team: string, channel: string): string => `${team}/${channel}`;

export class People {
  readonly #stream: ChatStream;
  readonly #media: MediaLookup;
  readonly #bases: readonly string[];
  /** Members of channels by `team/channel`, as the users' lines tell. */
  readonly members = new Map<string, PersonId[]>();

  constructor(stream: ChatStream, media: MediaLookup, bases: readonly string[]) {
    this.#stream = stream;
    this.#media = media;
    this.#bases = bases;
  }

  add(user: Loose, isBot: boolean): void {
    const id = stringAt(user, 'username');
    if (id === undefined) return;
    this.#stream.person(this.#person(user, id, isBot));
    for (const team of recordsAt(user, 'teams')) {
      for (const channel of recordsAt(team, 'channels')) {
        const key = channelKey(stringAt(team, 'name') ?? '', stringAt(channel, 'name') ?? '');
        const members = this.members.get(key);
        if (members) members.push(id);
        else this.members.set(key, [id]);
      }
    }
  }

  #person(user: Loose, id: PersonId, isBot: boolean): Person {
    const full = [stringAt(user, 'first_name'), stringAt(user, 'last_name')]
      .filter((name) => name !== undefined)
      .join(' ');
    const names = [stringAt(user, 'nickname'), full, stringAt(user, 'display_name'), id].filter(
      (name): name is string => name !== undefined && name !== '',
    );
    const [name = id, ...aliases] = [...new Set(names)];
    const handles: Handle[] = [{kind: 'username', value: id}];
    const email = stringAt(user, 'email');
    if (email !== undefined && !email.endsWith('.invalid'))
      handles.push({kind: 'email', value: email});
    const image = stringAt(user, 'profile_image');
    const file = image === undefined ? undefined : this.#media.find(image, this.#bases);
    const rest = leftover(user, taken);
    const isDeleted = (numberAt(user, 'delete_at') ?? 0) > 0;
    return {
      id,
      name,
      handles,
      ...(aliases.length > 0 ? {aliases} : {}),
      ...(isBot ? {isBot} : {}),
      ...(file ? {avatar: {id: file.path, bytes: file.size, presence: 'included'}} : {}),
      ...(rest && (isDeleted || Object.keys(rest).some((key) => key !== 'delete_at'))
        ? {extras: {'mattermost-jsonl': rest}}
        : {}),
    };
  }

  /** Somebody who has no line of his own. */
  refer(id: PersonId, more: Partial<Person> = {}): PersonId {
    if (!this.#stream.knows(id))
      this.#stream.person({id, handles: [{kind: 'username', value: id}], ...more});
    else if (more.isBot) this.#stream.person({id, ...given({isBot: more.isBot})});
    return id;
  }

  nameOf(id: PersonId): string {
    return this.#stream.personOf(id)?.name ?? id;
  }

  knows(id: PersonId): boolean {
    return this.#stream.knows(id);
  }
}
