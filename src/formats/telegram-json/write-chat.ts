// What stands before the messages: a chat's own fields, the people, the head of an account.

import type {
  Conversation,
  ConversationKind,
  Handle,
  Person,
  PersonId,
} from '../../engine/model/archive.ts';
import {chatTypes, formatId} from './shapes.ts';
import {chatNumber, fromId, isForeignPerson, otherSide, userId} from './write-ids.ts';
import {Digits, layOut, restore} from './write-json.ts';
import type {Fields} from './write-json.ts';

type Persons = ReadonlyMap<PersonId, Person>;

const typeOfKind: Readonly<Record<ConversationKind, string>> = {
  direct: 'personal_chat',
  group: 'private_group',
  channel: 'private_channel',
  self: 'saved_messages',
  unknown: 'private_group',
};

/** The type that the reader kept, unless the conversation has become something else since. */
const typeOf = (conversation: Conversation): string => {
  const kept = conversation.extras?.[formatId]?.['type'];
  if (typeof kept === 'string' && chatTypes.get(kept)?.kind === conversation.kind) return kept;
  if (conversation.kind === 'unknown' && conversation.members.length <= 2) return 'personal_chat';
  return typeOfKind[conversation.kind];
};

const ownerOf = (persons: Persons): Person | undefined => {
  for (const person of persons.values()) if (person.isOwner === true) return person;
  return undefined;
};

const isPeer = (id: string): boolean => /^(?:user|chat|channel)\d+$/.test(id);

/** A chat of two has the number of the other side, one's own notes have one's own: importers join chats and senders by it. */
const numberOf = (conversation: Conversation, type: string, persons: Persons): number | Digits => {
  if (isPeer(conversation.id) || chatTypes.get(type)?.peer !== 'user')
    return chatNumber(conversation.id);
  const person =
    type === 'saved_messages' ? ownerOf(persons)?.id : otherSide(conversation, persons);
  return (person === undefined ? undefined : userId(person)) ?? chatNumber(conversation.id);
};

const digits = (number: number | Digits): string =>
  number instanceof Digits ? number.text : String(number);

const nameOf = (
  conversation: Conversation,
  type: string,
  persons: Persons,
): string | null | undefined => {
  const {title} = conversation;
  if (title !== undefined) return title === chatTypes.get(type)?.title ? undefined : title;
  if (type === 'saved_messages') return undefined;
  const person = conversation.kind === 'direct' ? otherSide(conversation, persons) : undefined;
  return (person === undefined ? undefined : persons.get(person)?.name) ?? null;
};

export const chatFields = (conversation: Conversation, persons: Persons): Fields => {
  const {platform} = conversation;
  const type = typeOf(conversation);
  const id = numberOf(conversation, type, persons);
  const {type: _type, id: _id, ...kept} = restore(conversation.extras?.[formatId] ?? {});
  const readAs = `${chatTypes.get(type)?.peer ?? 'chat'}${digits(id)}`;
  return {
    name: nameOf(conversation, type, persons),
    type,
    id,
    ...(readAs === conversation.id ? {} : {original_id: conversation.id}),
    ...(platform === undefined || platform === 'telegram' ? {} : {platform}),
    ...kept,
  };
};

/** `{ "name": …, "messages": [` at the outermost level. */
export const opening = (fields: Fields): string => {
  const text = layOut({...fields, messages: []}, 0);
  return text.slice(0, text.lastIndexOf(']'));
};

const isOwnHandle = (handle: Handle, id: PersonId): boolean =>
  handle.kind === 'platform' && handle.value === id && isPeer(id);

const personFields = (person: Person): Fields | undefined => {
  const handles = (person.handles ?? []).filter((handle) => !isOwnHandle(handle, person.id));
  const isForeign = isForeignPerson(person.id);
  const fields: Fields = {
    id: fromId(person.id),
    original_id: isForeign ? person.id : undefined,
    name: isForeign ? person.name : undefined,
    is_owner: person.isOwner === true ? true : undefined,
    is_bot: person.isBot,
    handles: handles.length > 0 ? handles : undefined,
    aliases: person.aliases && person.aliases.length > 0 ? person.aliases : undefined,
  };
  return Object.values(fields).filter((value) => value !== undefined).length > 1
    ? fields
    : undefined;
};

/** What no record of a message says of the people. Not Telegram's own: other programs pass it over (NOTES.md). */
export const peopleOf = (persons: Persons): readonly Fields[] =>
  [...persons.values()].map(personFields).filter((fields) => fields !== undefined);

const handleOf = (person: Person, kind: Handle['kind']): string | undefined =>
  person.handles?.find((handle) => handle.kind === kind)?.value;

const personal = (owner: Person): Fields => {
  const username = handleOf(owner, 'username');
  return {
    user_id: userId(owner.id),
    first_name: owner.name ?? '',
    last_name: '',
    phone_number: handleOf(owner, 'phone') ?? '',
    username: username === undefined ? undefined : `@${username}`,
    ...restore(owner.extras?.[formatId] ?? {}),
  };
};

/** Lists about the owner that stand at the top of an account, not in the personal information. */
const ownLists = ['profile_pictures', 'stories', 'frequent_contacts'];

export const accountHead = (
  persons: Persons,
  people: readonly Fields[],
  generator: string,
): string => {
  const owner = ownerOf(persons);
  const info: Fields = owner ? personal(owner) : {};
  const lists: Fields = {};
  for (const key of ownLists) {
    lists[key] = info[key];
    delete info[key];
  }
  const head = layOut(
    {
      about: `Written by ${generator}.`,
      personal_information: owner ? info : undefined,
      ...lists,
      people: people.length > 0 ? people : undefined,
      chats: {about: '', list: []},
    },
    0,
  );
  return `${head.slice(0, head.lastIndexOf(']'))}\n   `;
};
