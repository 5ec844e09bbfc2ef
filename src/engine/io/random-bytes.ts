// Bytes that can be read anywhere, as yauzl wants to read them: many small reads, nearly always one behind the other.

import {Readable} from 'node:stream';
import {promisify} from 'node:util';
import {RandomAccessReader, fromRandomAccessReader} from 'yauzl';
import type {Options, ZipFile} from 'yauzl';
import {collect} from './bytes.ts';
import type {ReadRange} from './source.ts';

export type RandomBytes = {
  readonly size: number;
  /** May run several times at once. */
  read(range: ReadRange): AsyncIterable<Uint8Array>;
  /** Safe to call more than once. */
  close(): Promise<void>;
};

const firstAhead = 4096;
const maxAhead = 262_144;

/** Reads ahead, further each time that reading goes on where it stopped: a list of 70,000 files takes 20 reads, not 140,000. */
export class ReadAhead {
  readonly #bytes: RandomBytes;
  #block: Uint8Array = new Uint8Array();
  #blockStart = 0;
  #ahead = firstAhead;

  constructor(bytes: RandomBytes) {
    this.#bytes = bytes;
  }

  /** Exactly so many bytes; undefined where the end comes before. */
  async get(position: number, length: number): Promise<Uint8Array | undefined> {
    const end = this.#blockStart + this.#block.length;
    const isThere = position >= this.#blockStart && position + length <= end;
    if (!isThere) {
      const goesOn = position >= this.#blockStart && position <= end;
      this.#ahead = goesOn ? Math.min(this.#ahead * 4, maxAhead) : firstAhead;
      const wanted = Math.min(Math.max(length, this.#ahead), this.#bytes.size - position);
      if (wanted < length) return undefined;
      const block = await collect(this.#bytes.read({start: position, length: wanted}), wanted);
      if (!block || block.length < length) return undefined;
      this.#block = block;
      this.#blockStart = position;
    }
    const from = position - this.#blockStart;
    return this.#block.subarray(from, from + length);
  }
}

class BlockReader extends RandomAccessReader {
  readonly #bytes: RandomBytes;
  readonly #ahead: ReadAhead;

  constructor(bytes: RandomBytes) {
    super();
    this.#bytes = bytes;
    this.#ahead = new ReadAhead(bytes);
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#ahead.get(position, length).then(
      (bytes) => {
        if (bytes) buffer.set(bytes, offset);
        callback(bytes ? null : new Error('unexpected EOF'));
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#bytes.read({start, length: end - start}), {objectMode: false});
  }
}

const open: (reader: RandomAccessReader, size: number, options: Options) => Promise<ZipFile> =
  promisify(fromRandomAccessReader);

/** The list of a zip. `autoClose: false`: the bytes are closed by their owner. */
export const openRandom = (bytes: RandomBytes): Promise<ZipFile> =>
  open(new BlockReader(bytes), bytes.size, {
    lazyEntries: true,
    autoClose: false,
    decodeStrings: false,
  });
