// Telegram's numbers for the ids of other platforms, so that every person, chat and message has one that stays the same.

import type {
  Conversation,
  ConversationId,
  EntryId,
  Person,
  PersonId,
} from '../../engine/model/archive.ts';
import {contentHash} from '../../engine/model/ids.ts';
import {Digits, integer} from './write-json.ts';

const peer = /^(user|chat|channel)(\d{1,18})$/;

/** Up to fifteen digits of the content hash: as good as unique in one chat, and exact in every JSON reader. */
const hashNumber = (text: string): number => {
  const hash = contentHash(text);
  return (
    (parseInt(hash.slice(0, 7), 36) * 2 ** 20 + (parseInt(hash.slice(7), 36) % 2 ** 20)) % 1e15
  );
};

/** Persons are rarer: forty bits, as long as Telegram's own. */
const userNumber = (id: PersonId): number => (hashNumber(id) % 2 ** 40) + 1;

/** `from_id`. */
export const fromId = (id: PersonId): string => (peer.test(id) ? id : `user${userNumber(id)}`);

/** `user_id` of a mention; undefined for groups and channels, which Telegram does not mention so. */
export const userId = (id: PersonId): number | Digits | undefined => {
  const match = peer.exec(fromId(id));
  return match?.[1] === 'user' ? integer(match[2] ?? '') : undefined;
};

export const isForeignPerson = (id: PersonId): boolean => !peer.test(id);

/** `id` of a message. */
export const messageId = (id: EntryId): number | Digits => integer(id) ?? hashNumber(id);

export const isForeignMessage = (id: EntryId): boolean => integer(id) === undefined;

/** `chat.id` of any conversation: the number in its own id, else one made from it. */
export const chatNumber = (id: ConversationId): number | Digits => {
  const number = peer.exec(id)?.[2] ?? id;
  return integer(number) ?? hashNumber(id);
};

/** The other side of a chat of two. */
export const otherSide = (
  conversation: Conversation,
  persons: ReadonlyMap<PersonId, Person>,
): PersonId | undefined => {
  const others = conversation.members.filter((id) => persons.get(id)?.isOwner !== true);
  return others.length === 1 ? others[0] : undefined;
};
