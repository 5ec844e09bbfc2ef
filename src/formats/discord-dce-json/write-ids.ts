// Discord's numbers for the ids of other platforms: messages that sort by time, users and channels that stay the same.

import type {Entry, EntryId} from '../../engine/model/archive.ts';
import {contentHash} from '../../engine/model/ids.ts';
import {discordEpoch} from './shapes.ts';

const snowflake = /^\d{15,20}$/;

/** A number of up to 19 digits, always the same for the same text. */
const hashed = (text: string): string => {
  const hash = contentHash(text);
  const [high, low] = [parseInt(hash.slice(0, 7), 36), parseInt(hash.slice(7), 36)];
  return String((BigInt(high) << 28n) | BigInt(low % 2 ** 28) | (1n << 59n));
};

export const isForeign = (id: string): boolean => !snowflake.test(id);

/** Of a user or a channel. */
export const numberFor = (id: string): string => (snowflake.test(id) ? id : hashed(id));

/** So many messages back an answer still finds its target's number. */
const window = 262_144;

/** One channel's messages. Memory: the ids of the last quarter of a million messages, where they are not Discord's own. */
export class MessageNumbers {
  #last = 0n;
  #recent = new Map<EntryId, string>();
  #older = new Map<EntryId, string>();

  /** Entries come in the order of time, and so do the numbers. */
  give({id, at}: Entry): string {
    if (snowflake.test(id)) {
      this.#last = BigInt(id) > this.#last ? BigInt(id) : this.#last;
      return id;
    }
    const made = BigInt(Math.max(0, at.epochMs - discordEpoch)) << 22n;
    this.#last = made > this.#last ? made : this.#last + 1n;
    const number = String(this.#last);
    this.#recent.set(id, number);
    if (this.#recent.size >= window) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    return number;
  }

  /** Undefined: too far back, or not in this channel. */
  find(id: EntryId): string | undefined {
    return snowflake.test(id) ? id : (this.#recent.get(id) ?? this.#older.get(id));
  }
}
