// Items that the scan has found, parsed many at a time: one JSON.parse for a few dozen messages is faster than one for each.

import type {ByteWindow} from './bytes.ts';
import {parseJson} from './json-repair.ts';
import type {ParseOptions} from './json-repair.ts';

/** Bytes that are parsed in one go. */
const parseBytes = 32_768;
const itemsPerEvent = 512;
const bytesPerEvent = 512 * 1024;

/** Trouble with one value. `item`: its number in the collection. */
export type ParseTrouble = {
  readonly kind: 'record-damaged' | 'text-repaired';
  readonly byte: number;
  readonly item?: number | undefined;
  readonly sample?: string;
};

export type Batch = {
  readonly values: readonly unknown[];
  readonly bytes: readonly number[];
  readonly keys: readonly string[];
};

/** Parses ranges of a window. Offsets are those of the file, so that they survive the moves of the window. */
export class ItemBatch {
  /** False after something else than commas and spaces stood between two items: they cannot be parsed together. */
  isContiguous = true;
  readonly #window: ByteWindow;
  readonly #options: ParseOptions;
  readonly #report: (trouble: ParseTrouble) => void;
  // Scanned and not yet parsed.
  #starts: number[] = [];
  #ends: number[] = [];
  #items: number[] = [];
  #pendingKeys: string[] = [];
  // Parsed and not yet taken.
  #values: unknown[] = [];
  #bytes: number[] = [];
  #keys: string[] = [];
  #size = 0;

  constructor(window: ByteWindow, options: ParseOptions, report: (trouble: ParseTrouble) => void) {
    this.#window = window;
    this.#options = options;
    this.#report = report;
  }

  /** Position in the window of the first byte that is still needed here. */
  from(otherwise: number): number {
    const first = this.#starts[0];
    return first === undefined ? otherwise : Math.min(otherwise, first - this.#window.base);
  }

  /** Must the batch be parsed before an item that ends at `to` is added? */
  mustParseBefore(to: number): boolean {
    return this.#starts.length > 0 && (!this.isContiguous || to - this.from(to) > parseBytes);
  }

  add(place: {readonly from: number; readonly to: number}, item: number, key?: string): void {
    this.isContiguous = true;
    this.#starts.push(this.#window.base + place.from);
    this.#ends.push(this.#window.base + place.to);
    this.#items.push(item);
    if (key !== undefined) this.#pendingKeys.push(key);
  }

  parse(): void {
    const first = this.#starts[0];
    const last = this.#ends.at(-1);
    if (first === undefined || last === undefined) return;
    const whole = this.#pendingKeys.length > 0 ? undefined : this.#parseList(first, last);
    if (whole?.length === this.#starts.length) {
      for (const value of whole) this.#values.push(value);
      for (const start of this.#starts) this.#bytes.push(start);
    } else this.#parseSingly();
    this.#size += last - first;
    this.#starts = [];
    this.#ends = [];
    this.#items = [];
    this.#pendingKeys = [];
  }

  get isFull(): boolean {
    return this.#values.length >= itemsPerEvent || this.#size >= bytesPerEvent;
  }

  /** What was parsed; undefined when there is nothing. */
  take(): Batch | undefined {
    if (this.#values.length === 0) return undefined;
    const batch = {values: this.#values, bytes: this.#bytes, keys: this.#keys};
    this.#values = [];
    this.#bytes = [];
    this.#keys = [];
    this.#size = 0;
    return batch;
  }

  /** One value of the window. `undefined` after a report: JSON has no undefined. */
  parseValue(from: number, to: number, item?: number): unknown {
    const text = this.#window.bytes.toString('utf8', from, to);
    const byte = this.#window.base + from;
    try {
      const {value, isMended} = parseJson(text, this.#options);
      if (isMended) this.#report({kind: 'text-repaired', byte, item});
      return value;
    } catch {
      this.#report({kind: 'record-damaged', byte, item, sample: text.slice(0, 200)});
      return undefined;
    }
  }

  #parseList(first: number, last: number): unknown[] | undefined {
    const {base, bytes} = this.#window;
    try {
      const text = bytes.toString('utf8', first - base, last - base);
      const {value} = parseJson(`[${text}]`, {...this.#options, fixEscapes: false});
      return Array.isArray(value) ? value : undefined;
    } catch {
      // One of them is bad: singly it will be found.
      return undefined;
    }
  }

  #parseSingly(): void {
    const {base} = this.#window;
    for (const [index, start] of this.#starts.entries()) {
      const end = this.#ends[index] ?? start;
      const value = this.parseValue(start - base, end - base, this.#items[index]);
      if (value === undefined) continue;
      this.#values.push(value);
      this.#bytes.push(start);
      const key = this.#pendingKeys[index];
      if (key !== undefined) this.#keys.push(key);
    }
  }
}
