// Recipients and chats as conversations. Knows nothing of messages.

import type {ArchiveEvent, Conversation, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {idAt, recordAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {sha256} from '../_shared/sha256.ts';
import {ownerId} from './people.ts';
import type {People} from './people.ts';
import {formatId, rest} from './shapes.ts';
import {bytesOf, uuidAt} from './wire.ts';

type Recipient = {
  readonly id: string;
  readonly kind: Conversation['kind'];
  readonly title?: string;
  readonly topic?: string;
  /** The other one of a private chat. */
  readonly person?: PersonId;
  readonly services?: readonly string[];
  readonly extras?: Conversation['extras'];
};

export type Chat = {
  readonly conversation: Conversation;
  readonly members: Set<PersonId>;
  readonly ids: IdMaker;
  readonly other?: PersonId;
  isAnnounced: boolean;
};

/** The master key opens the group, its hash does not; it stays the same in every export. */
const groupId = (group: Loose, id: string): string => {
  const key = bytesOf(stringAt(group, 'masterKey'));
  return key ? `group-${sha256(key).slice(0, 32)}` : `recipient-${id}`;
};

/** `{title: {title}}`, `{descriptionText}`: Signal wraps its strings. */
const wrapped = (snapshot: Loose, key: string, inner: string): string | undefined => {
  const record = recordAt(snapshot, key);
  return record ? stringAt(record, inner) : stringAt(snapshot, key);
};

const groupRecipient = (id: string, group: Loose): Recipient => {
  const snapshot = recordAt(group, 'snapshot') ?? {};
  return {
    id: groupId(group, id),
    kind: 'group',
    ...given({
      title: wrapped(snapshot, 'title', 'title'),
      topic: wrapped(snapshot, 'description', 'descriptionText'),
    }),
    services: recordsAt(snapshot, 'members').flatMap((one) => uuidAt(one, 'userId') ?? []),
    ...rest(group, ['masterKey']),
  };
};

/** Memory: one record for each recipient and chat. */
export class Chats {
  readonly #people: People;
  readonly #push: (event: ArchiveEvent) => void;
  readonly #recipients = new Map<string, Recipient>();
  readonly #chats = new Map<string, Chat>();

  constructor(people: People, push: (event: ArchiveEvent) => void) {
    this.#people = people;
    this.#push = push;
  }

  recipient(frame: Loose): boolean {
    const id = idAt(frame, 'id') ?? '';
    const recipient = this.#recipientOf(id, frame);
    if (recipient) this.#recipients.set(id, recipient);
    return recipient !== undefined;
  }

  #recipientOf(id: string, frame: Loose): Recipient | undefined {
    const contact = recordAt(frame, 'contact');
    if (contact) {
      const person = this.#people.contact(id, contact);
      return {id: person, kind: 'direct', person, ...given({title: this.#people.nameOf(person)})};
    }
    const group = recordAt(frame, 'group');
    if (group) return groupRecipient(id, group);
    if (recordAt(frame, 'self')) {
      this.#people.self(id);
      return {id: ownerId, kind: 'self'};
    }
    if (recordAt(frame, 'releaseNotes')) {
      this.#people.named(id, 'Signal');
      return {id: 'release-notes', kind: 'channel', title: 'Signal'};
    }
    const link = recordAt(frame, 'callLink');
    if (link) {
      const title = stringAt(link, 'name');
      return {id: `call-link-${id}`, kind: 'group', ...given({title}), ...rest(link, ['name'])};
    }
    const list = recordAt(frame, 'distributionList');
    if (!list) return undefined;
    const title = stringAt(recordAt(list, 'distributionList') ?? {}, 'name');
    return {id: `list-${id}`, kind: 'channel', ...given({title}), ...rest(list, [])};
  }

  chat(frame: Loose): void {
    const id = idAt(frame, 'id') ?? '';
    const chat = this.#open(
      idAt(frame, 'recipientId') ?? '',
      rest(frame, ['id', 'recipientId']).extras,
    );
    this.#chats.set(id, chat);
    this.announce(chat);
  }

  /** The chat of an item; a chat that was never introduced gets its number for a name. */
  of(chatId: string): Chat {
    const known = this.#chats.get(chatId);
    if (known) return known;
    const conversation: Conversation = {
      id: `chat-${chatId}`,
      kind: 'unknown',
      platform: 'signal',
      members: [],
    };
    const chat = {
      conversation,
      members: new Set<PersonId>(),
      ids: new IdMaker(),
      isAnnounced: false,
    };
    this.#chats.set(chatId, chat);
    return chat;
  }

  /** Calls through a link belong to no chat. */
  ofLink(recipientId: string): Chat {
    const key = `link ${recipientId}`;
    const chat = this.#chats.get(key) ?? this.#open(recipientId, undefined);
    this.#chats.set(key, chat);
    return chat;
  }

  #open(recipientId: string, extras: Conversation['extras']): Chat {
    const recipient = this.#recipients.get(recipientId) ?? {
      id: `recipient-${recipientId}`,
      kind: 'unknown' as const,
    };
    const members = (recipient.services ?? []).flatMap(
      (uuid) => this.#people.seeService(uuid) ?? [],
    );
    if (recipient.person !== undefined) members.push(this.#people.see(recipientId));
    const all = {...recipient.extras?.[formatId], ...extras?.[formatId]};
    return {
      conversation: {
        id: recipient.id,
        kind: recipient.kind,
        ...given({title: recipient.title}),
        platform: 'signal',
        members: [],
        ...given({topic: recipient.topic}),
        ...(Object.keys(all).length > 0 ? {extras: {[formatId]: all}} : {}),
      },
      members: new Set(members),
      ids: new IdMaker(),
      ...given({other: recipient.person}),
      isAnnounced: false,
    };
  }

  announce(chat: Chat): void {
    chat.isAnnounced = true;
    const members = [...chat.members];
    this.#push({type: 'conversation', conversation: {...chat.conversation, members}});
  }

  /** All that is known of every chat. */
  close(): void {
    for (const chat of new Set(this.#chats.values())) this.announce(chat);
  }
}
