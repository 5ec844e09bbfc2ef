// Search over a stream of events: hits as they are found, each with its neighbours. Holds the names and a few entries, nothing more.

import type {Conversation, Entry, EventBatch, Person} from '../model/archive.ts';
import {makeSubject, matches} from './match.ts';
import type {Query} from './query.ts';

export type Hit = {
  readonly entry: Entry;
  readonly sender: Person | undefined;
  readonly conversation: Conversation | undefined;
  /** Neighbours in the same conversation, nearest last and first. */
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
};

export type SearchOptions = {
  /** Neighbours on each side; 0 = none. */
  readonly context: number;
};

type Pending = {readonly hit: Hit & {after: Entry[]}; missing: number};

type Trail = {readonly recent: Entry[]; readonly pending: Pending[]};

/** Persons and conversations that were met, for showing hits; live while the search runs. */
export type Names = {
  readonly persons: Map<string, Person>;
  readonly conversations: Map<string, Conversation>;
};

const takeAfter = (trail: Trail, entry: Entry): Hit[] => {
  const done: Hit[] = [];
  for (const pending of trail.pending) {
    pending.hit.after.push(entry);
    pending.missing--;
  }
  while (trail.pending[0]?.missing === 0) {
    const first = trail.pending.shift();
    if (first) done.push(first.hit);
  }
  return done;
};

/** Hits in the order of the stream, in one array per batch that has any. A hit comes when its `after` is full or the stream ends. */
export async function* searchEvents(
  batches: AsyncIterable<EventBatch>,
  query: Query,
  options: SearchOptions,
  names: Names = {persons: new Map(), conversations: new Map()},
): AsyncIterable<readonly Hit[]> {
  const trails = new Map<string, Trail>();
  const {context} = options;
  const trailOf = (conversation: string): Trail => {
    const known = trails.get(conversation);
    if (known) return known;
    const fresh: Trail = {recent: [], pending: []};
    trails.set(conversation, fresh);
    return fresh;
  };
  for await (const batch of batches) {
    const found: Hit[] = [];
    for (const event of batch) {
      if (event.type === 'person') names.persons.set(event.person.id, event.person);
      else if (event.type === 'conversation')
        names.conversations.set(event.conversation.id, event.conversation);
      else {
        const {entry} = event;
        const trail = trailOf(event.conversation);
        found.push(...takeAfter(trail, entry));
        const sender = entry.from === undefined ? undefined : names.persons.get(entry.from);
        const conversation = names.conversations.get(event.conversation);
        if (matches(query, makeSubject(entry, sender, conversation))) {
          const hit = {
            entry,
            sender,
            conversation,
            before: [...trail.recent],
            after: [] as Entry[],
          };
          if (context === 0) found.push(hit);
          else trail.pending.push({hit, missing: context});
        }
        trail.recent.push(entry);
        if (trail.recent.length > context) trail.recent.shift();
      }
    }
    if (found.length > 0) yield found;
  }
  const rest = [...trails.values()].flatMap(({pending}) => pending.map(({hit}) => hit));
  if (rest.length > 0) yield rest;
}
