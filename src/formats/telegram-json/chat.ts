// One chat of a Telegram export while it is read: its identity, members, ids seen, forum topics. Not its messages.

import type {
  ArchiveEvent,
  Asset,
  Conversation,
  EntryId,
  Moment,
  PersonId,
} from '../../engine/model/archive.ts';
import {IdMaker, contentHash} from '../../engine/model/ids.ts';
import {chatTypes, formatId} from './shapes.ts';
import type {Raw} from './shapes.ts';
import {SeenIds} from '../_shared/seen-ids.ts';
import {leftover} from '../_shared/loose.ts';

/**
 * Which topic of a forum a message is in. The export does not say it: a message of a topic answers the topic's service line or
 * something else in the topic. Memory: an entry for each message in a topic; nothing in chats without topics.
 */
class Topics {
  readonly #topicOf = new Map<number, EntryId>();

  start(number: number, id: EntryId): void {
    this.#topicOf.set(number, id);
  }

  /** The service line that heads the topic of a message which answers `target`. */
  enter(number: number, target: number): EntryId | undefined {
    const topic = this.#topicOf.get(target);
    if (topic !== undefined) this.#topicOf.set(number, topic);
    return topic;
  }

  get isEmpty(): boolean {
    return this.#topicOf.size === 0;
  }
}

/** What of the chat's record the conversation holds in its own fields. */
const handledKeys: ReadonlySet<string> = new Set([
  'name',
  'messages',
  'original_id',
  'people',
  'platform',
]);

const conversationId = (header: Raw, peer: string, path: string): string => {
  const original = header['original_id'];
  if (typeof original === 'string' && original !== '') return original;
  const id = header['id'];
  if (typeof id === 'number' && Number.isSafeInteger(id)) return `${peer}${id}`;
  if (typeof id === 'string' && id !== '') return /^\d+$/.test(id) ? `${peer}${id}` : id;
  const name = header['name'];
  return `~${contentHash(typeof name === 'string' && name !== '' ? name : path)}`;
};

export class Chat {
  readonly id: string;
  readonly kind: Conversation['kind'];
  readonly type: string;
  readonly #header: Raw;
  readonly #members = new Set<PersonId>();
  readonly #seen = new SeenIds();
  readonly #ids = new IdMaker();
  /** Ids of 64 bits: not Telegram's, but of those who write its shape. */
  readonly #longIds = new Set<string>();
  readonly topics = new Topics();
  #announcedMembers = -1;
  #hasChanged = false;
  #avatar: Asset | undefined;
  count = 0;
  /** Time of the latest dated record: stands in for records without one. */
  last: Moment | undefined;

  constructor(
    header: Raw,
    options: {readonly isLeft: boolean; readonly idSuffix: string; readonly path: string},
  ) {
    const type = header['type'];
    this.type = typeof type === 'string' ? type : '';
    const known = chatTypes.get(this.type);
    this.kind = known?.kind ?? 'unknown';
    this.id = conversationId(header, known?.peer ?? 'chat', options.path) + options.idSuffix;
    this.#header = options.isLeft ? {...header, left: true} : header;
  }

  /** The other side of a direct chat, or oneself in one's saved messages. */
  get peer(): PersonId | undefined {
    const isOfTwo = this.kind === 'direct' || this.kind === 'self';
    return isOfTwo && /^user\d+$/.test(this.id) ? this.id : undefined;
  }

  get name(): string | undefined {
    const name = this.#header['name'];
    return typeof name === 'string' && name !== '' ? name : undefined;
  }

  get title(): string | undefined {
    if (this.name !== undefined) return this.name;
    return chatTypes.get(this.type)?.title;
  }

  get isDone(): boolean {
    return !this.#hasChanged && this.#members.size === this.#announcedMembers;
  }

  member(id: PersonId): void {
    this.#members.add(id);
  }

  photo(avatar: Asset | undefined): void {
    this.#avatar = avatar;
    this.#hasChanged = true;
  }

  /** Is this the only person in the chat? */
  isOnly(person: PersonId | undefined): boolean {
    return person !== undefined && this.#members.size === 1 && this.#members.has(person);
  }

  announce(platform: string): ArchiveEvent {
    this.#announcedMembers = this.#members.size;
    this.#hasChanged = false;
    const {title} = this;
    const ownPlatform = this.#header['platform'];
    // With an original id the number beside it was made up for other programs.
    const isOurs = typeof this.#header['original_id'] === 'string';
    const extras = leftover(this.#header, isOurs ? new Set([...handledKeys, 'id']) : handledKeys);
    const conversation: Conversation = {
      id: this.id,
      kind: this.kind,
      ...(title === undefined ? {} : {title}),
      platform: typeof ownPlatform === 'string' ? ownPlatform : platform,
      members: [...this.#members],
      ...(this.#avatar ? {avatar: this.#avatar} : {}),
      ...(extras ? {extras: {[formatId]: extras}} : {}),
    };
    return {type: 'conversation', conversation};
  }

  /** Undefined: a record with this id came before. `key`: what tells a record without an id from others. */
  idOf(raw: Raw, key: () => string): EntryId | undefined {
    const {id, original_id: original} = raw;
    if (typeof id === 'string' && /^-?\d{16,20}$/.test(id)) {
      if (this.#longIds.has(id)) return undefined;
      this.#longIds.add(id);
      return id;
    }
    const number = typeof id === 'string' && /^-?\d{1,15}$/.test(id) ? Number(id) : id;
    if (typeof number === 'number' && Number.isSafeInteger(number)) {
      if (!this.#seen.add(number)) return undefined;
      return typeof original === 'string' && original !== '' ? original : String(number);
    }
    return this.#ids.make(key());
  }
}
