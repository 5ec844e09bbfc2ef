// Holds the entries of one conversation until they can be given in the order of time: many exports are written newest first. Bounded.

import type {Entry} from '../../engine/model/archive.ts';
import type {Place} from '../../engine/model/problem.ts';
import {inTimeOrder} from './in-time-order.ts';

export type HeldEntry = {readonly entry: Entry; readonly place: Place};

/** About 200 MB of entries; longer conversations come in several pieces, each in order. */
const maxHeld = 200_000;

export class HeldEntries {
  #held: HeldEntry[] = [];

  add(entry: Entry, place: Place): void {
    this.#held.push({entry, place});
  }

  get isFull(): boolean {
    return this.#held.length >= maxHeld;
  }

  /** Oldest first; nothing is held afterwards. */
  release(): readonly HeldEntry[] {
    const timed = this.#held.map((held) => ({...held, at: held.entry.at}));
    this.#held = [];
    return inTimeOrder(timed);
  }
}
