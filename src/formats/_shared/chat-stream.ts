// Gathers what a reader found into well-ordered events: people before references, members that grow, ids that are unique. No parsing.

import type {ReadContext} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import type {
  ArchiveEvent,
  Conversation,
  ConversationId,
  Entry,
  EntryId,
  EventBatch,
  Handle,
  Person,
  PersonId,
} from '../../engine/model/archive.ts';
import {conversationEvent, entryEvent, given, personEvent} from '../../engine/model/build.ts';
import {contentHash} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {entryText} from '../../engine/model/text.ts';

const batchSize = 1000;
const recentIds = 65_536;

const sameHandle = (a: Handle, b: Handle): boolean => a.kind === b.kind && a.value === b.value;

const mergeHandles = (
  known: readonly Handle[] = [],
  more: readonly Handle[] = [],
): readonly Handle[] => [
  ...known,
  ...more.filter((handle) => !known.some((other) => sameHandle(handle, other))),
];

/** The first name stays the name; any other becomes an alias. At most 50 aliases are kept. */
const mergePeople = (known: Person, more: Person): Person => {
  const name = known.name ?? more.name;
  const aliases = new Set([
    ...(known.aliases ?? []),
    ...(more.name === undefined ? [] : [more.name]),
    ...(more.aliases ?? []),
  ]);
  if (name !== undefined) aliases.delete(name);
  const handles = mergeHandles(known.handles, more.handles);
  const extras = known.extras ?? more.extras;
  return {
    id: known.id,
    ...given({
      name,
      isOwner: known.isOwner || more.isOwner || (known.isOwner ?? more.isOwner),
      handles: handles.length === 0 ? undefined : handles,
      aliases: aliases.size === 0 ? undefined : [...aliases].slice(0, 50),
      isBot: known.isBot ?? more.isBot,
      avatar: known.avatar ?? more.avatar,
      extras,
    }),
  };
};

/** The usual case, for each message anew: it must be cheap. */
const addsNothing = (known: Person, more: Person): boolean => {
  if (more.isOwner && !known.isOwner) return false;
  if (more.isOwner === false && known.isOwner === undefined) return false;
  const isKnownName = (name: string): boolean =>
    name === known.name || (known.aliases !== undefined && known.aliases.includes(name));
  if (more.name !== undefined && !isKnownName(more.name)) return false;
  if (more.aliases && !more.aliases.every(isKnownName)) return false;
  if (more.isBot !== undefined && known.isBot === undefined) return false;
  if (more.avatar && !known.avatar) return false;
  if (more.extras && !known.extras) return false;
  const {handles = []} = known;
  return (more.handles ?? []).every((handle) => handles.some((other) => sameHandle(handle, other)));
};

type KnownPerson = {person: Person; isStale: boolean};

type KnownConversation = {
  conversation: Conversation;
  readonly members: Set<PersonId>;
  isStale: boolean;
  recent: Map<EntryId, string>;
  older: Map<EntryId, string>;
};

/** Equal for two copies of one record, different for two records that share an id. */
const fingerprint = (entry: Entry): string =>
  `${entry.at.epochMs} ${entry.kind} ${entry.from ?? ''} ${contentHash(entryText(entry))}`;

export type ChatStreamOptions = {
  /** `ReadOptions.owner`: whoever bears this name, handle or id is the owner. */
  readonly owner?: string | undefined;
};

/**
 * People and conversations are announced when they are first given and once more at the end if they grew. Entries add their
 * senders to the members. A record that comes twice with the same platform id is reported and left out; another record under
 * the same id is reported and kept under `id~2`. Memory: people, members, and the last 65,536 ids of each conversation.
 */
export class ChatStream {
  readonly #ctx: ReadContext;
  readonly #owner: string | undefined;
  readonly #people = new Map<PersonId, KnownPerson>();
  readonly #conversations = new Map<ConversationId, KnownConversation>();
  #events: ArchiveEvent[] = [];

  constructor(ctx: ReadContext, options: ChatStreamOptions = {}) {
    this.#ctx = ctx;
    this.#owner = options.owner;
  }

  /** Announces a person, or adds to what is known of it. */
  person(person: Person): PersonId {
    const known = this.#people.get(person.id);
    if (!known) {
      const first = this.#withOwner(person);
      this.#people.set(person.id, {person: first, isStale: false});
      this.#events.push(personEvent(first));
      return person.id;
    }
    if (addsNothing(known.person, person)) return person.id;
    known.person = this.#withOwner(mergePeople(known.person, person));
    known.isStale = true;
    return person.id;
  }

  /** Stands in for the sender whom an export does not name. */
  nobody(): PersonId {
    return this.person({id: '?'});
  }

  knows(id: PersonId): boolean {
    return this.#people.has(id);
  }

  personOf(id: PersonId): Person | undefined {
    return this.#people.get(id)?.person;
  }

  /** Announces a conversation; later calls replace its facts and keep its members. */
  conversation(conversation: Conversation): ConversationId {
    const known = this.#conversations.get(conversation.id);
    if (known) {
      for (const member of conversation.members) this.#join(known, member);
      const {members: _old, ...facts} = known.conversation;
      const {members: _new, ...newFacts} = conversation;
      if (JSON.stringify(facts) !== JSON.stringify(newFacts)) known.isStale = true;
      known.conversation = conversation;
      return conversation.id;
    }
    const members = new Set(conversation.members);
    this.#conversations.set(conversation.id, {
      conversation,
      members,
      isStale: false,
      recent: new Map(),
      older: new Map(),
    });
    this.#events.push(conversationEvent(conversation));
    return conversation.id;
  }

  hasConversation(id: ConversationId): boolean {
    return this.#conversations.has(id);
  }

  /** Members who need not write. */
  joinAll(id: ConversationId, members: Iterable<PersonId>): void {
    const known = this.#conversations.get(id);
    if (known) for (const member of members) this.#join(known, member);
  }

  /** The conversation and the people that the entry names must have been given. */
  entry(id: ConversationId, entry: Entry, place: Place = {}): void {
    const known = this.#conversations.get(id);
    if (!known) throw new Error(`Conversation "${id}" was not announced.`);
    const unique = this.#unique(known, entry, place);
    if (!unique) return;
    if (unique.from !== undefined && unique.kind !== 'notice') this.#join(known, unique.from);
    this.#events.push(entryEvent(id, unique));
  }

  /** A batch when one is full. Throws `cancelled`. */
  full(): EventBatch | undefined {
    throwIfCancelled(this.#ctx.signal);
    return this.#events.length >= batchSize ? this.#take() : undefined;
  }

  /** What is left, the people and conversations that grew included. Undefined when there is nothing. */
  end(): EventBatch | undefined {
    throwIfCancelled(this.#ctx.signal);
    for (const known of this.#people.values()) {
      if (known.isStale) this.#events.push(personEvent(known.person));
      known.isStale = false;
    }
    for (const known of this.#conversations.values()) {
      if (!known.isStale) continue;
      known.isStale = false;
      this.#events.push(conversationEvent({...known.conversation, members: [...known.members]}));
    }
    return this.#events.length > 0 ? this.#take() : undefined;
  }

  #take(): EventBatch {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #join(known: KnownConversation, member: PersonId): void {
    if (known.members.has(member)) return;
    known.members.add(member);
    known.isStale = true;
  }

  #withOwner(person: Person): Person {
    const owner = this.#owner;
    if (owner === undefined || person.isOwner) return person;
    const isOwner =
      person.id === owner ||
      person.name === owner ||
      (person.aliases ?? []).includes(owner) ||
      (person.handles ?? []).some(({value}) => value === owner);
    if (!isOwner) return person;
    return {...person, isOwner: true};
  }

  #unique(known: KnownConversation, entry: Entry, place: Place): Entry | undefined {
    if (entry.id.startsWith('~')) return entry;
    const print = fingerprint(entry);
    let {id} = entry;
    for (let copy = 2; ; copy++) {
      const seen = known.recent.get(id) ?? known.older.get(id);
      if (seen === undefined) break;
      if (seen === print) {
        this.#reportTwice(entry, place, 'The same record came twice; the second is left out.');
        return undefined;
      }
      id = `${entry.id}~${copy}`;
    }
    known.recent.set(id, print);
    if (known.recent.size >= recentIds) {
      known.older = known.recent;
      known.recent = new Map();
    }
    if (id === entry.id) return entry;
    this.#reportTwice(entry, place, `Another record had this id; this one is kept as "${id}".`);
    return {...entry, id};
  }

  #reportTwice(entry: Entry, place: Place, detail: string): void {
    this.#ctx.report({kind: 'duplicate-record', place: {...place, record: entry.id}, detail});
  }
}
