// Persons and conversations as the objects of users.json, channels.json, groups.json, dms.json and mpims.json.

import type {Conversation, Handle, Json, JsonObject, Person} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {slug} from './write-ids.ts';
import type {SlackIds, SlackPlace, SlackUser} from './write-ids.ts';
import {escapeSlack} from './write-text.ts';

export type ListName = 'channels.json' | 'groups.json' | 'dms.json' | 'mpims.json';
export type Lists = {readonly [Name in ListName]: Json[]};

const extrasOf = (owner: Person | Conversation): JsonObject => owner.extras?.['slack-zip'] ?? {};

/** The first of a kind has its own field; the others become custom profile fields, labelled with their kind. */
const fieldsOf = (
  handles: readonly Handle[],
  shown: readonly Handle[],
  aliases: readonly string[],
): JsonObject => {
  const rest = [
    ...handles.filter((handle) => !shown.includes(handle)),
    ...aliases.map((value) => ({kind: 'alias', value})),
  ];
  return Object.fromEntries(
    rest.map(({kind, value}, index) => [`Xf${index + 1}`, {label: kind, value, alt: ''}]),
  );
};

export const userRecord = (
  {id, name, person}: SlackUser,
  avatar: string | undefined,
): JsonObject => {
  const {profile, ...extras} = extrasOf(person);
  const handles = person.handles ?? [];
  const first = (kind: Handle['kind']): Handle | undefined =>
    handles.find((handle) => handle.kind === kind);
  const own = handles.find(({kind, value}) => kind === 'platform' && value === id);
  const username = handles.find(({kind, value}) => kind === 'username' && value === name);
  const [email, phone] = [first('email'), first('phone')];
  const shown = [own, username, email, phone].filter((handle) => handle !== undefined);
  const [alias, ...moreAliases] = (person.aliases ?? []).filter((other) => other !== name);
  const fields = fieldsOf(handles, shown, moreAliases);
  return {
    id,
    ...extras,
    name,
    deleted: extras['deleted'] ?? false,
    real_name: alias ?? person.name ?? '',
    profile: {
      ...(profile as JsonObject | undefined),
      real_name: alias ?? person.name ?? '',
      display_name: person.name ?? '',
      ...given({email: email?.value, phone: phone?.value, image_72: avatar, image_512: avatar}),
      ...(Object.keys(fields).length > 0 ? {fields} : {}),
    },
    is_bot: person.isBot === true,
    is_app_user: false,
  };
};

const textObject = (value: string, creator: string): JsonObject => ({value, creator, last_set: 0});

type Shape = {readonly list: ListName; readonly letter: 'C' | 'G' | 'D'};

/** A DM has two people (or one, with oneself); Slack's group DMs have at most nine; everything else is a channel. */
const shapeOf = ({kind, members, extras}: Conversation): Shape => {
  const known = extras?.['slack-zip']?.['list'];
  if (known === 'groups') return {list: 'groups.json', letter: 'G'};
  const isPair = members.length === 1 || members.length === 2;
  if ((kind === 'direct' || kind === 'self') && isPair) return {list: 'dms.json', letter: 'D'};
  if (kind === 'channel' || known === 'channels') return {list: 'channels.json', letter: 'C'};
  if (kind === 'unknown') return {list: 'channels.json', letter: 'C'};
  return members.length <= 9 && members.length > 0
    ? {list: 'mpims.json', letter: 'G'}
    : {list: 'groups.json', letter: 'G'};
};

/** What our reader would call it without help. */
const readAs = (list: ListName, members: readonly string[]): Conversation['kind'] => {
  if (list === 'dms.json') return members.length === 1 ? 'self' : 'direct';
  return list === 'mpims.json' ? 'group' : 'channel';
};

const mpimName = (members: readonly string[], ids: SlackIds): string =>
  `mpdm-${members.map((id) => ids.userName(id)).join('--')}-1`.slice(0, 120);

export type WrittenConversation = {
  readonly record: JsonObject;
  readonly list: ListName;
  readonly place: SlackPlace;
};

export const conversationRecord = (
  conversation: Conversation,
  ids: SlackIds,
): WrittenConversation => {
  const {members, title, kind, topic} = conversation;
  const {list: _list, name: knownName, ...extras} = extrasOf(conversation);
  const {list, letter} = shapeOf(conversation);
  const isNamed = list === 'channels.json' || list === 'groups.json';
  const isSlack = conversation.extras?.['slack-zip'] !== undefined;
  const ownName = isSlack && isNamed ? title : undefined;
  const mpim = typeof knownName === 'string' ? knownName : mpimName(members, ids);
  const place = ids.place(conversation, letter, isNamed ? (ownName ?? slug(title ?? '')) : mpim);
  const people = members.map((id) => ids.user(id));
  const creator = people[0] ?? 'USLACKBOT';
  const said = {
    ...given({title: isSlack || title === (isNamed ? place.name : undefined) ? undefined : title}),
    ...(kind === readAs(list, members) ? {} : {kind}),
  };
  const own = Object.keys(said).length > 0 ? {chatark: said} : {};
  if (list === 'dms.json') {
    const pair = people.length === 1 ? [creator, creator] : people;
    return {record: {id: place.id, created: 0, members: pair, ...extras, ...own}, list, place};
  }
  return {
    record: {
      id: place.id,
      name: place.name,
      created: 0,
      creator,
      is_archived: false,
      is_general: false,
      purpose: textObject('', ''),
      ...extras,
      members: people,
      topic: textObject(escapeSlack(topic ?? ''), creator),
      ...own,
    },
    list,
    place,
  };
};
