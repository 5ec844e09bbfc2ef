// Two keys beyond Telegram's own that the Signal importer reads (NOTES.md): who reacted when, to the millisecond, and delivery.

import type {DeliveryStatus, Moment, PersonId, Reaction} from '../../engine/model/archive.ts';
import {utcMoment} from '../../engine/model/time.ts';
import type {Rest} from './media.ts';
import {peerId} from './people.ts';
import type {Raw} from './shapes.ts';

type Reactor = NonNullable<Reaction['by']>[number];

const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const momentOf = (value: unknown): Moment | undefined => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) return undefined;
  return value < 100_000_000_000 ? utcMoment(value * 1000, 's') : utcMoment(value);
};

const sharpen = (reactor: Reactor, exact: ReadonlyMap<string, Moment>, emoji: string): Reactor => {
  const at = exact.get(`${reactor.person}\n${emoji}`);
  if (!at || !reactor.at) return reactor;
  const isFiner = at.precision === 'ms' && Math.abs(at.epochMs - reactor.at.epochMs) < 1000;
  return isFiner ? {...reactor, at} : reactor;
};

/**
 * `custom_reactions: [{author, emoji, timestamp}]`. Where the record has Telegram's own reactions too, only their times are taken,
 * and only for those that have one: an importer wants a time for each, so that a writer had to make some up.
 */
export const customReactions = (
  rest: Rest,
  own: readonly Reaction[],
  see: (peer: string) => PersonId,
): readonly Reaction[] | undefined => {
  const list = rest['custom_reactions'];
  if (!Array.isArray(list)) return undefined;
  delete rest['custom_reactions'];
  const exact = new Map<string, Moment>();
  const byEmoji = new Map<string, Map<PersonId, Reactor>>();
  for (const item of list.filter(isRaw)) {
    const {author, emoji, timestamp} = item;
    const peer = peerId(author);
    if (peer === undefined || typeof emoji !== 'string' || emoji === '') continue;
    const person = see(peer);
    const at = momentOf(timestamp);
    if (at) exact.set(`${person}\n${emoji}`, at);
    const group = byEmoji.get(emoji) ?? new Map<PersonId, Reactor>();
    byEmoji.set(emoji, group);
    group.set(person, at ? {person, at} : {person});
  }
  if (own.length > 0) {
    return own.map((reaction) =>
      reaction.by
        ? {...reaction, by: reaction.by.map((one) => sharpen(one, exact, reaction.emoji))}
        : reaction,
    );
  }
  return byEmoji.size === 0
    ? undefined
    : [...byEmoji].map(([emoji, group]) => ({emoji, count: group.size, by: [...group.values()]}));
};

const ranks: readonly DeliveryStatus[] = ['failed', 'sending', 'delivered', 'read'];

/** `custom_delivery_reports: [{recipient, timestamp, status}]`: the best of them. The list itself stays in the extras. */
export const customStatus = (value: unknown): DeliveryStatus | undefined => {
  if (!Array.isArray(value)) return undefined;
  let best = -1;
  for (const item of value.filter(isRaw)) {
    best = Math.max(best, ranks.indexOf(item['status'] as DeliveryStatus));
  }
  return ranks[best];
};
