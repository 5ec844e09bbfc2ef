// The structural scan of a JSON document: finds values by their brackets and quotes, in bytes, without parsing them.
// It hands out ranges; what they mean is for json-stream.ts.

import {ByteWindow} from './bytes.ts';

/** What stopped the scan of a value. */
export const needMore = 0;
export const complete = 1;
/** Brackets do not match, or a new item begins inside a string. */
export const broken = 2;
export type SkimResult = typeof needMore | typeof complete | typeof broken;

export const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const endsScalar = (code: number): boolean =>
  code === 0x2c || code === 0x5d || code === 0x7d || isSpace(code);

/** A cursor over the window that passes over one JSON value at a time and can stop anywhere in it. */
export class ValueSkimmer {
  readonly window = new ByteWindow();
  /** Next byte to look at, in the window; may stand one behind its end after a backslash. */
  at = 0;
  /** Where the value under way began. */
  from = 0;
  isTooDeep = false;
  /** Called at a raw line feed inside a string, which strict JSON forbids: true ends the value as broken. */
  onRawLineFeed: (at: number) => boolean = () => false;
  readonly #openers: Uint8Array;
  #depth = 0;
  #inString = false;
  #isScalar = false;

  constructor(maxDepth: number) {
    this.#openers = new Uint8Array(maxDepth);
  }

  append(chunk: Uint8Array): void {
    const shift = this.window.append(chunk);
    this.at -= shift;
    this.from -= shift;
  }

  /** Starts a value at the cursor. */
  begin(): void {
    const first = this.window.bytes[this.at];
    this.from = this.at;
    this.isTooDeep = false;
    this.#depth = 0;
    this.#inString = first === 0x22;
    this.#isScalar = !this.#inString && first !== 0x5b && first !== 0x7b;
    if (this.#inString) this.at++;
  }

  get isInString(): boolean {
    return this.#inString;
  }

  /** Goes on to the end of the value; the cursor then stands behind it. */
  skim(): SkimResult {
    if (this.#isScalar) return this.#skimScalar();
    for (;;) {
      if (this.#inString) {
        const result = this.#skimString();
        if (result !== complete) return result;
        if (this.#depth === 0) return complete;
      }
      const result = this.#skimStructure();
      if (result !== complete || this.#depth === 0) return result;
    }
  }

  #skimScalar(): SkimResult {
    const {bytes, end} = this.window;
    while (this.at < end) {
      if (endsScalar(bytes[this.at] ?? 0)) return complete;
      this.at++;
    }
    return needMore;
  }

  #skimString(): SkimResult {
    const {bytes, end} = this.window;
    let at = this.at;
    while (at < end) {
      const code = bytes[at++] ?? 0;
      if (code > 0x5c) continue;
      if (code === 0x22) {
        this.#inString = false;
        this.at = at;
        return complete;
      }
      if (code === 0x5c) at++;
      else if (code === 0x0a && this.onRawLineFeed(at)) {
        this.at = at;
        return broken;
      }
    }
    this.at = at;
    return needMore;
  }

  /** Until a string begins or the value ends. */
  #skimStructure(): SkimResult {
    const {bytes, end} = this.window;
    const openers = this.#openers;
    let at = this.at;
    let depth = this.#depth;
    while (at < end) {
      const code = bytes[at++] ?? 0;
      if (code === 0x22) {
        this.#inString = true;
        this.#depth = depth;
        this.at = at;
        return complete;
      }
      if (code < 0x5b) continue;
      const folded = code | 0x20;
      if (folded === 0x7b) {
        if (depth < openers.length) openers[depth] = code;
        else this.isTooDeep = true;
        depth++;
      } else if (folded === 0x7d) {
        depth--;
        if (depth < openers.length && openers[depth] !== code - 2) {
          this.at = at - 1;
          return broken;
        }
        if (depth === 0) {
          this.#depth = 0;
          this.at = at;
          return complete;
        }
      }
    }
    this.#depth = depth;
    this.at = at;
    return needMore;
  }
}

/** Longest beginning of an item that is remembered. */
const maxOpening = 256;

/** `{⏎   "id"`: how items of one collection begin, spaces included; undefined when the value is no object with a key. */
export const openingOf = (bytes: Buffer, from: number, end: number): Buffer | undefined => {
  if (bytes[from] !== 0x7b) return undefined;
  const limit = Math.min(end, from + maxOpening);
  let at = from + 1;
  while (at < limit && isSpace(bytes[at] ?? 0)) at++;
  if (bytes[at] !== 0x22) return undefined;
  const close = bytes.subarray(at + 1, limit).indexOf(0x22);
  return close < 0 ? undefined : Buffer.from(bytes.subarray(from, at + close + 2));
};

/** The next place behind a comma where an item begins as the others did, or -1. */
export const findOpening = (
  bytes: Buffer,
  opening: Buffer,
  {from, end}: {readonly from: number; readonly end: number},
): number => {
  const area = bytes.subarray(0, end);
  for (let at = area.indexOf(opening, from); at >= 0; at = area.indexOf(opening, at + 1)) {
    let before = at - 1;
    while (before > from && isSpace(area[before] ?? 0)) before--;
    if (area[before] === 0x2c) return at;
  }
  return -1;
};
