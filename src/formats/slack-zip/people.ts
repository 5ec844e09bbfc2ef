// The persons of a Slack workspace: users and bots from the index, and those that only messages name. Not conversation members' lists.

import type {Asset, Handle, JsonObject, Person, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import {isLoose, isTrue, leftover, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

const slackbot = 'USLACKBOT';
const handleKinds = ['platform', 'phone', 'email', 'username', 'url', 'other'] as const;

/** What a message says of its author beside the id. */
export type PersonHint = {
  readonly name?: string;
  readonly isBot?: boolean;
  readonly avatarUrl?: string;
  /** What else the message says of the person. */
  readonly raw?: JsonObject;
};

const takenFromUser = new Set(['id', 'is_bot', 'name', 'real_name', 'profile']);
const takenFromProfile = new Set([
  'display_name',
  'display_name_normalized',
  'real_name',
  'real_name_normalized',
  'email',
  'phone',
  'bot_id',
  'image_24',
  'image_32',
  'image_48',
  'image_72',
  'image_192',
  'image_512',
  'image_1024',
  'image_original',
  'avatar_hash',
]);

const imageKeys = [
  'image_original',
  'image_1024',
  'image_512',
  'image_192',
  'image_72',
  'image_48',
];

export type FindAvatar = (user: string, url: string) => Asset;

export const remoteAvatar: FindAvatar = (_user, url) => ({id: url, presence: 'remote', url});

/** Custom profile fields that are labelled with one of our words: our writer keeps handles and aliases there. */
const labelled = (profile: Loose): readonly (readonly [label: string, value: string])[] =>
  Object.values(recordAt(profile, 'fields') ?? {})
    .filter(isLoose)
    .flatMap((field) => {
      const label = stringAt(field, 'label');
      const value = stringAt(field, 'value');
      return label === undefined || value === undefined ? [] : [[label, value]];
    });

const fieldHandles = (profile: Loose): Handle[] =>
  labelled(profile).flatMap(([label, value]) => {
    const kind = handleKinds.find((word) => word === label);
    return kind === undefined ? [] : [{kind, value}];
  });

const fieldAliases = (profile: Loose): string[] =>
  labelled(profile).flatMap(([label, value]) => (label === 'alias' ? [value] : []));

const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[];

/** A user object of users.json. Display name first: it is what the app shows. */
export const personOfUser = (user: Loose, id: PersonId, findAvatar: FindAvatar): Person => {
  const profile = recordAt(user, 'profile') ?? {};
  const [name, ...aliases] = distinct([
    stringAt(profile, 'display_name'),
    stringAt(profile, 'real_name'),
    stringAt(user, 'real_name'),
    stringAt(user, 'name'),
    ...fieldAliases(profile),
  ]);
  const handles: Handle[] = [{kind: 'platform', value: id}];
  const add = (kind: Handle['kind'], value: string | undefined): void => {
    if (value !== undefined) handles.push({kind, value});
  };
  add('username', stringAt(user, 'name'));
  add('email', stringAt(profile, 'email'));
  add('phone', stringAt(profile, 'phone'));
  handles.push(...fieldHandles(profile));
  const image = imageKeys.map((key) => stringAt(profile, key)).find((url) => url !== undefined);
  const profileRest = leftover(profile, takenFromProfile);
  const rest = leftover(user, takenFromUser);
  const raw = rest || profileRest ? {...rest, ...given({profile: profileRest})} : undefined;
  return {
    id,
    ...given({name}),
    handles,
    ...(aliases.length > 0 ? {aliases} : {}),
    ...(isTrue(user, 'is_bot') || id === slackbot ? {isBot: true} : {}),
    ...(image === undefined ? {} : {avatar: findAvatar(id, image)}),
    ...(raw ? {extras: {'slack-zip': raw}} : {}),
  };
};

/** Persons by Slack id, announced through the stream; a bot and its user are one person. */
export class People {
  readonly #stream: ChatStream;
  readonly #findAvatar: FindAvatar;
  readonly #userOfBot = new Map<string, PersonId>();
  /** Set before the persons are added. */
  owner: PersonId | undefined;

  constructor(stream: ChatStream, findAvatar: FindAvatar = remoteAvatar) {
    this.#stream = stream;
    this.#findAvatar = findAvatar;
  }

  addUser(user: Loose): void {
    const id = stringAt(user, 'id');
    if (id === undefined) return;
    const bot = stringAt(recordAt(user, 'profile') ?? {}, 'bot_id');
    if (bot !== undefined) this.#userOfBot.set(bot, id);
    const person = personOfUser(user, id, this.#findAvatar);
    this.#stream.person(id === this.owner ? {...person, isOwner: true} : person);
  }

  nameOf(id: string): string | undefined {
    return this.#stream.personOf(this.#userOfBot.get(id) ?? id)?.name;
  }

  /** The person with this id; one that the index does not list is made, one without a name gets the hint's. */
  refer(id: string, hint: PersonHint = {}): PersonId {
    const known = this.#stream.personOf(this.#userOfBot.get(id) ?? id);
    if (known) {
      const learnsName = hint.name !== undefined && (known.name === undefined || known.isBot);
      if (learnsName) this.#stream.person({id: known.id, ...given({name: hint.name})});
      return known.id;
    }
    const isBot = hint.isBot === true || id === slackbot;
    return this.#stream.person({
      id,
      ...(id === this.owner ? {isOwner: true} : {}),
      ...given({name: hint.name ?? (id === slackbot ? 'Slackbot' : undefined)}),
      handles: [{kind: 'platform', value: id}],
      ...(isBot ? {isBot} : {}),
      ...(hint.avatarUrl === undefined ? {} : {avatar: this.#findAvatar(id, hint.avatarUrl)}),
      ...(hint.raw ? {extras: {'slack-zip': hint.raw}} : {}),
    });
  }

  /** An author who has a name and no id (old webhooks). */
  referByName(name: string, hint: PersonHint): PersonId {
    return this.#stream.person({id: name, name, ...(hint.isBot ? {isBot: true} : {})});
  }
}
