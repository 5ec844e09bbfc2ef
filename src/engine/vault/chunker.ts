// Cuts a stream of bytes into chunks: by content for text, into fixed pieces for what is close to random. Stores nothing.
import {mediaPiece} from './limits.ts';

export const minChunk = 2 * 1024;
export const normalChunk = 8 * 1024;
export const maxTextChunk = 64 * 1024;

// The upper bits of a gear hash depend on the most bytes (32 of them)
const strictMask = 0xfffe0000 | 0;
const looseMask = 0xffe00000 | 0;

/** Where the chunk that starts at `from` ends; `to` when the bytes run out first. */
export const cutPoint = (
  bytes: Uint8Array,
  gear: Uint32Array,
  {from, to}: {readonly from: number; readonly to: number},
): number => {
  const limit = Math.min(to, from + maxTextChunk);
  const normal = Math.min(limit, from + normalChunk);
  let hash = 0;
  let at = from + minChunk;
  for (; at < normal; at++) {
    hash = ((hash << 1) + (gear[bytes[at] as number] as number)) | 0;
    if ((hash & strictMask) === 0) return at + 1;
  }
  for (; at < limit; at++) {
    hash = ((hash << 1) + (gear[bytes[at] as number] as number)) | 0;
    if ((hash & looseMask) === 0) return at + 1;
  }
  return limit;
};

/** Chunks are views that are valid until the next call. */
export interface Cutter {
  push(bytes: Uint8Array): Generator<Uint8Array>;
  finish(): Generator<Uint8Array>;
}

abstract class WindowCutter implements Cutter {
  readonly #window: Uint8Array;
  #start = 0;
  #end = 0;
  /** So many bytes must be there before a cut is certain. */
  readonly #enough: number;

  constructor(window: number, enough: number) {
    this.#window = new Uint8Array(window);
    this.#enough = enough;
  }

  protected abstract cut(window: Uint8Array, from: number, to: number): number;

  *push(bytes: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + this.#window.length - this.#end);
      this.#window.set(part, this.#end);
      this.#end += part.length;
      at += part.length;
      yield* this.#drain(this.#enough);
    }
  }

  *finish(): Generator<Uint8Array> {
    yield* this.#drain(1);
  }

  *#drain(enough: number): Generator<Uint8Array> {
    while (this.#end - this.#start >= enough) {
      const end = this.cut(this.#window, this.#start, this.#end);
      yield this.#window.subarray(this.#start, end);
      this.#start = end;
    }
    this.#window.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
  }
}

export class ContentCutter extends WindowCutter {
  readonly #gear: Uint32Array;

  constructor(gear: Uint32Array) {
    super(8 * maxTextChunk, maxTextChunk);
    this.#gear = gear;
  }

  protected override cut(window: Uint8Array, from: number, to: number): number {
    return cutPoint(window, this.#gear, {from, to});
  }
}

export class PieceCutter extends WindowCutter {
  constructor() {
    super(mediaPiece, mediaPiece);
  }

  protected override cut(_window: Uint8Array, from: number, to: number): number {
    return Math.min(to, from + mediaPiece);
  }
}

export const sampleLength = 4096;
const minMedia = 8 * 1024;
/** 4,096 random bytes give 69,600 ± 400, photographs and films up to about 80,000, base64 266,000, text more. */
const maxRandomSquares = 90_000;

/** Whether 4 KiB are so close to random that neither deflating nor looking for equal parts is worth it. Whole numbers only. */
export const isCloseToRandom = (sample: Uint8Array): boolean => {
  const counts = new Uint32Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  let squares = 0;
  for (const count of counts) squares += count * count;
  return squares <= maxRandomSquares;
};

/** `head` is the file's first MiB, or all of a shorter file. */
export const isMedia = (head: Uint8Array): boolean => {
  if (head.length < minMedia) return false;
  const start = Math.floor((Math.min(head.length, mediaPiece) - sampleLength) / 2);
  return isCloseToRandom(head.subarray(start, start + sampleLength));
};
