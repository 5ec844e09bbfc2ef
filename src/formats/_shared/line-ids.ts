// Ids for messages that a text export leaves unnumbered, cheap enough for millions of lines: `~`, the printed second, a hash of who and
// what, and a count where those repeat. Stable across re-exports. Not for secrets, and not for exports that have ids.

import type {EntryId} from '../../engine/model/archive.ts';

const slots = 1 << 14;
const halfFull = slots / 2;
/** Seconds of the pseudo calendar (months of 31 days) before 2000. */
const firstStamp = 2000 * 12 * 31 * 86_400;

/** Open addressing, cleared as a whole. */
class SeenTable {
  readonly #keys = new Uint32Array(2 * slots);
  readonly #counts = new Uint32Array(slots);
  used = 0;

  clear(): void {
    this.#keys.fill(0);
    this.#counts.fill(0);
    this.used = 0;
  }

  /** The count of a key; 0: never seen. */
  get(stamp: number, hash: number): number {
    return this.used === 0 ? 0 : (this.#counts[this.#slot(stamp, hash)] ?? 0);
  }

  /** Counts a key once more; `before`: where it is new here, the count that it had elsewhere. */
  add(stamp: number, hash: number, before: (stamp: number, hash: number) => number): number {
    const slot = this.#slot(stamp, hash);
    let count = this.#counts[slot] ?? 0;
    if (count === 0) {
      this.used++;
      this.#keys[2 * slot] = stamp;
      this.#keys[2 * slot + 1] = hash;
      count = before(stamp, hash);
    }
    this.#counts[slot] = ++count;
    return count;
  }

  #slot(stamp: number, hash: number): number {
    let slot = (Math.imul(stamp, 0x9e3779b1) ^ hash) & (slots - 1);
    while (
      this.#counts[slot] !== 0 &&
      (this.#keys[2 * slot] !== stamp || this.#keys[2 * slot + 1] !== hash)
    )
      slot = (slot + 1) & (slots - 1);
    return slot;
  }
}

const hashOf = (text: string, seed: number): number => {
  let hash = seed;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
};

/** An author, for `make`: the name as printed; empty for none. */
export const authorKey = (name: string): number => hashOf(name, 0x811c9dc5);

const finished = (hash: number): number => {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** Character codes of base 36. */
const digits = new Uint8Array(
  [...'0123456789abcdefghijklmnopqrstuvwxyz'].map((char) => char.charCodeAt(0)),
);
const digit = (value: number): number => digits[value] ?? 48;

/** 14 characters. Written out, because the engine's own conversion of large numbers is ten times slower. */
const idText = (stamp: number, hash: number): string => {
  const s1 = (stamp / 36) >>> 0;
  const s2 = (s1 / 36) >>> 0;
  const s3 = (s2 / 36) >>> 0;
  const s4 = (s3 / 36) >>> 0;
  const s5 = (s4 / 36) >>> 0;
  const h1 = (hash / 36) >>> 0;
  const h2 = (h1 / 36) >>> 0;
  const h3 = (h2 / 36) >>> 0;
  const h4 = (h3 / 36) >>> 0;
  const h5 = (h4 / 36) >>> 0;
  const h6 = (h5 / 36) >>> 0;
  return String.fromCharCode(
    126,
    digit(s5 % 36),
    digit(s4 - s5 * 36),
    digit(s3 - s4 * 36),
    digit(s2 - s3 * 36),
    digit(s1 - s2 * 36),
    digit(stamp - s1 * 36),
    digit(h6),
    digit(h5 - h6 * 36),
    digit(h4 - h5 * 36),
    digit(h3 - h4 * 36),
    digit(h2 - h3 * 36),
    digit(h1 - h2 * 36),
    digit(hash - h1 * 36),
  );
};

/** The wall clock as one number, the same in every language and zone. */
export const stampOf = (time: {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}): number =>
  ((time.year * 12 + time.month) * 31 + time.day) * 86_400 +
  (time.hour * 60 + time.minute) * 60 +
  time.second;

/**
 * One per conversation. Equal messages of one second are numbered in the order of the file; that is remembered for the last 8,000
 * messages at least. Memory: 400 KiB.
 */
export class LineIds {
  #recent = new SeenTable();
  #older = new SeenTable();

  /** `stamp`: of `stampOf`. `author`: of `authorKey`. */
  make(stamp: number, author: number, text: string): EntryId {
    const when = (stamp - firstStamp) >>> 0;
    const hash = finished(hashOf(text, author));
    const id = idText(when, hash);
    const count = this.#recent.add(when, hash, this.#countBefore);
    if (this.#recent.used >= halfFull) this.#turn();
    return count === 1 ? id : `${id}.${count}`;
  }

  readonly #countBefore = (stamp: number, hash: number): number => this.#older.get(stamp, hash);

  #turn(): void {
    const cleared = this.#older;
    cleared.clear();
    this.#older = this.#recent;
    this.#recent = cleared;
  }
}
