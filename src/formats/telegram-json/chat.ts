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
import {leftover} from '../_shared/loose.ts';

const blockLength = 65_536;

/** Ids in the order of the file, four bytes each; a set only for exports whose ids do not grow. */
class SeenIds {
  readonly #blocks: Int32Array[] = [];
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;
  #set: Set<number> | undefined;

  /** false: it was there before. */
  add(id: number): boolean {
    if (!this.#set && id > this.#last && id === (id | 0)) {
      this.#last = id;
      this.#append(id);
      return true;
    }
    const set = (this.#set ??= this.#toSet());
    if (set.has(id)) return false;
    set.add(id);
    return true;
  }

  #append(id: number): void {
    const place = this.#count % blockLength;
    const block =
      place === 0 ? new Int32Array(blockLength) : (this.#blocks.at(-1) ?? new Int32Array(0));
    if (place === 0) this.#blocks.push(block);
    block[place] = id;
    this.#count++;
  }

  #toSet(): Set<number> {
    const set = new Set<number>();
    let left = this.#count;
    for (const block of this.#blocks) {
      for (const id of block.subarray(0, left)) set.add(id);
      left -= block.length;
    }
    this.#blocks.length = 0;
    return set;
  }
}

/**
 * Which topic of a forum a message is in. The export does not say it: a message of a topic answers the topic's service line or
 * something else in the topic. Memory: an entry for each message in a topic; nothing in chats without topics.
 */
class Topics {
  readonly #topicOf = new Map<number, number>();

  start(id: number): void {
    this.#topicOf.set(id, id);
  }

  /** The service line that heads the topic of a message which answers `target`. */
  enter(id: number, target: number): number | undefined {
    const topic = this.#topicOf.get(target);
    if (topic !== undefined) this.#topicOf.set(id, topic);
    return topic;
  }

  get isEmpty(): boolean {
    return this.#topicOf.size === 0;
  }
}

/** What of the chat's record the conversation holds in its own fields. */
const handledKeys: ReadonlySet<string> = new Set(['name', 'messages']);

const conversationId = (header: Raw, peer: string, path: string): string => {
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
    return this.kind === 'direct' || this.kind === 'self' ? this.id : undefined;
  }

  get title(): string | undefined {
    const name = this.#header['name'];
    if (typeof name === 'string' && name !== '') return name;
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
    const extras = leftover(this.#header, handledKeys);
    const conversation: Conversation = {
      id: this.id,
      kind: this.kind,
      ...(title === undefined ? {} : {title}),
      platform,
      members: [...this.#members],
      ...(this.#avatar ? {avatar: this.#avatar} : {}),
      ...(extras ? {extras: {[formatId]: extras}} : {}),
    };
    return {type: 'conversation', conversation};
  }

  /** Undefined: a record with this id came before. `key`: what tells a record without an id from others. */
  idOf(id: unknown, key: () => string): EntryId | undefined {
    const number = typeof id === 'string' && /^-?\d{1,15}$/.test(id) ? Number(id) : id;
    if (typeof number === 'number' && Number.isSafeInteger(number)) {
      return this.#seen.add(number) ? String(number) : undefined;
    }
    return this.#ids.make(key());
  }
}
