// Byte plumbing that the parsers share: chunk streams, a growing window over them, comparisons. Knows no format.

/** What the parsers take: `Source.open` gives one, a test may pass an array. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The same memory as a Buffer, not a copy. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** All of a (small) stream in one piece; `undefined` when it holds more than `limit` bytes. */
export const collect = async (chunks: Chunks, limit: number): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) return undefined;
    parts.push(chunk);
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : Buffer.concat(parts, size);
};

/** Reads at least `length` bytes (or to the end) ahead and gives them back with a stream that still begins at the beginning. */
export const peek = async (
  chunks: Chunks,
  length: number,
): Promise<{readonly head: Uint8Array; readonly chunks: AsyncIterable<Uint8Array>}> => {
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const parts: Uint8Array[] = [];
  let size = 0;
  let isDone = false;
  while (size < length && !isDone) {
    const next = await iterator.next();
    if (next.done) isDone = true;
    else {
      parts.push(next.value);
      size += next.value.length;
    }
  }
  const again = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* parts;
      for (let next = isDone ? undefined : await iterator.next(); next && !next.done;) {
        yield next.value;
        next = await iterator.next();
      }
    } finally {
      await iterator.return?.();
    }
  };
  return {head: Buffer.concat(parts, size).subarray(0, length), chunks: again()};
};

/**
 * The part of a stream that a parser still needs: `bytes[start … end)`, of which `bytes[0]` stands at `base` in the stream.
 * The memory is reused: hand out copies (strings), never views.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  base = 0;
  #isOwn = false;

  /** Adds a chunk. Returns by how much every position that the caller keeps must be lowered. */
  append(chunk: Uint8Array): number {
    const rest = this.end - this.start;
    if (this.#isOwn && this.end + chunk.length <= this.bytes.length) {
      this.bytes.set(chunk, this.end);
      this.end += chunk.length;
      return 0;
    }
    const shift = this.start;
    if (rest === 0 && !this.#isOwn) this.bytes = asBuffer(chunk);
    else if (this.#isOwn && 2 * (rest + chunk.length) <= this.bytes.length) {
      this.bytes.copyWithin(0, this.start, this.end);
      this.bytes.set(chunk, rest);
    } else {
      const grown = Buffer.allocUnsafeSlow(2 * (rest + chunk.length));
      this.bytes.copy(grown, 0, this.start, this.end);
      grown.set(chunk, rest);
      this.bytes = grown;
      this.#isOwn = true;
    }
    this.base += shift;
    this.start = 0;
    this.end = rest + chunk.length;
    return shift;
  }
}

/** Does `part` stand at `at`, all of it before `end`? */
export const matchesAt = (
  bytes: Uint8Array,
  part: Uint8Array,
  {at, end}: {readonly at: number; readonly end: number},
): boolean => {
  if (at < 0 || at + part.length > end) return false;
  for (let index = 0; index < part.length; index++) {
    if (bytes[at + index] !== part[index]) return false;
  }
  return true;
};
