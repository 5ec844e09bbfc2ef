// Text files line by line, in batches, of any size. A line ends at LF (with or without CR before it) and nowhere else.

import {ByteWindow, peek} from './bytes.ts';
import type {Chunks} from './bytes.ts';
import {decodeBytes, detectEncoding, headBytes} from './decode.ts';
import type {Encoding, EncodingName} from './decode.ts';

export type Line = {
  /** Without its end. Invisible characters are kept. A part of a larger string: a table that lives long should keep `ownString(text)`. */
  readonly text: string;
  /** 1-based. */
  readonly number: number;
  /** Offset of its first byte in the file. */
  readonly byte: number;
  /** Longer than the limit: `text` is the beginning, the rest was passed over. */
  readonly isCut: boolean;
  /** False only for a last line without a line end. */
  readonly isEnded: boolean;
};

export type LineOptions = {
  /** Without it the first 64 KiB decide. */
  readonly encoding?: Encoding | EncodingName;
  /** Default 16 MiB. */
  readonly maxLineBytes?: number;
  /** Bytes consumed since the last call. */
  onProgress?(bytes: number): void;
};

/** A copy that does not keep the block alive from which the text was cut. */
export const ownString = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');

const blockBytes = 32_768;
const defaultMaxLine = 16 * 1024 * 1024;

/** Finds line ends in bytes; two bytes wide for UTF-16. LF is never part of another character in the encodings that we know. */
type LineEnds = {
  readonly width: 1 | 2;
  /** First position after the next line end at or after `from`, or -1. */
  after(bytes: Buffer, from: number, end: number): number;
  /** Position after the last line end before `end`, or -1. */
  lastAfter(bytes: Buffer, from: number, end: number): number;
};

const narrow: LineEnds = {
  width: 1,
  after: (bytes, from, end) => {
    const at = bytes.subarray(from, end).indexOf(10);
    return at < 0 ? -1 : from + at + 1;
  },
  lastAfter: (bytes, from, end) => {
    const at = bytes.subarray(from, end).lastIndexOf(10);
    return at < 0 ? -1 : from + at + 1;
  },
};

/** `from` always stands at the beginning of a unit. */
const wide = (low: 0 | 1): LineEnds => {
  const isEnd = (bytes: Buffer, at: number): boolean =>
    bytes[at + low] === 10 && bytes[at + 1 - low] === 0;
  return {
    width: 2,
    after: (bytes, from, end) => {
      for (let at = from; at + 1 < end; at += 2) if (isEnd(bytes, at)) return at + 2;
      return -1;
    },
    lastAfter: (bytes, from, end) => {
      for (let at = end - 2 - ((end - from) & 1); at >= from; at -= 2)
        if (isEnd(bytes, at)) return at + 2;
      return -1;
    },
  };
};

class LineSplitter {
  readonly #window = new ByteWindow();
  readonly #name: EncodingName;
  readonly #ends: LineEnds;
  readonly #maxLine: number;
  #number = 1;
  /** How far the unfinished line was searched. */
  #searched = 0;
  #isSkipping = false;

  constructor(name: EncodingName, maxLine: number, firstByte: number) {
    this.#window.base = firstByte;
    this.#name = name;
    this.#ends = name === 'utf-16le' ? wide(0) : name === 'utf-16be' ? wide(1) : narrow;
    this.#maxLine = Math.max(2, maxLine & ~1);
  }

  push(chunk: Uint8Array, lines: Line[]): void {
    const window = this.#window;
    this.#searched -= window.append(chunk);
    if (this.#isSkipping) this.#skip();
    if (this.#isSkipping) return;
    const from = Math.max(window.start, this.#searched);
    const last = this.#ends.lastAfter(window.bytes, from, window.end);
    if (last >= 0) {
      this.#split(last, lines);
      window.start = last;
    }
    // An odd byte of UTF-16 stays unsearched.
    this.#searched = window.end - ((window.end - window.start) % this.#ends.width);
    if (this.#searched - window.start > this.#maxLine) this.#cut(lines);
  }

  finish(lines: Line[]): void {
    const window = this.#window;
    if (this.#isSkipping || window.start === window.end) return;
    this.#add(lines, {from: window.start, to: window.end}, {isCut: false, isEnded: false});
    window.start = window.end;
  }

  /** The block up to `last` holds whole lines only. Decoded at once, in pieces that keep the strings small. */
  #split(last: number, lines: Line[]): void {
    const {bytes} = this.#window;
    let from = this.#window.start;
    while (from < last) {
      let to = last;
      if (to - from > 2 * blockBytes) {
        const cut = this.#ends.lastAfter(bytes, from, from + blockBytes);
        to = cut > 0 ? cut : this.#ends.after(bytes, from, last);
      }
      // Of that size it is a single line.
      if (to - from > Math.max(this.#maxLine, 2 * blockBytes)) {
        this.#add(lines, {from, to}, {isCut: true, isEnded: true});
      } else this.#splitBlock(from, to, lines);
      from = to;
    }
  }

  #splitBlock(from: number, to: number, lines: Line[]): void {
    const {bytes, base} = this.#window;
    const block = decodeBytes(bytes.subarray(from, to), this.#name);
    const isOneToOne = block.length === to - from;
    let byte = from;
    let start = 0;
    while (start < block.length) {
      const end = block.indexOf('\n', start);
      const next = isOneToOne ? from + end + 1 : this.#ends.after(bytes, byte, to);
      if (next - byte - this.#ends.width > this.#maxLine) {
        this.#add(lines, {from: byte, to: next}, {isCut: true, isEnded: true});
      } else {
        const textEnd = end > start && block.charCodeAt(end - 1) === 13 ? end - 1 : end;
        const text = block.slice(start, textEnd);
        lines.push({text, number: this.#number++, byte: base + byte, isCut: false, isEnded: true});
      }
      start = end + 1;
      byte = next;
    }
  }

  #cut(lines: Line[]): void {
    const window = this.#window;
    const place = {from: window.start, to: window.end};
    this.#add(lines, place, {isCut: true, isEnded: true});
    this.#isSkipping = true;
    window.start = this.#searched;
  }

  #skip(): void {
    const window = this.#window;
    const next = this.#ends.after(window.bytes, window.start, window.end);
    this.#isSkipping = next < 0;
    window.start = next < 0 ? window.end - ((window.end - window.start) % this.#ends.width) : next;
    this.#searched = window.start;
  }

  #add(
    lines: Line[],
    {from, to}: {from: number; to: number},
    flags: {isCut: boolean; isEnded: boolean},
  ): void {
    const {bytes, base} = this.#window;
    const end = flags.isCut ? Math.min(to, from + this.#maxLine) : to;
    const decoded = decodeBytes(bytes.subarray(from, end), this.#name);
    // The cut may fall inside a character.
    const text = flags.isCut ? decoded.replace(/\ufffd$/, '') : decoded.replace(/\r$/, '');
    lines.push({text, number: this.#number++, byte: base + from, ...flags});
  }
}

/**
 * The lines of a file, in order, in batches of one chunk each; no batch is empty. A last line without an end counts,
 * the nothing after a last line end does not.
 */
export async function* readLines(
  chunks: Chunks,
  options: LineOptions = {},
): AsyncGenerator<readonly Line[]> {
  const {head, chunks: all} = await peek(chunks, headBytes);
  const detected = typeof options.encoding === 'object' ? options.encoding : detectEncoding(head);
  const name = typeof options.encoding === 'string' ? options.encoding : detected.name;
  let mark = detected.name === name ? detected.bom : 0;
  const splitter = new LineSplitter(name, options.maxLineBytes ?? defaultMaxLine, mark);
  let lines: Line[] = [];
  for await (const chunk of all) {
    const from = Math.min(mark, chunk.length);
    mark -= from;
    if (from < chunk.length) splitter.push(chunk.subarray(from), lines);
    options.onProgress?.(chunk.length);
    if (lines.length > 0) {
      yield lines;
      lines = [];
    }
  }
  splitter.finish(lines);
  if (lines.length > 0) yield lines;
}
