// The file listing of a snapshot: one line per file, sorted by path. Says which bytes each file had, not where they are stored.
import {ChatError} from '../errors.ts';
import {DamagedError, damaged} from './bytes.ts';
import type {Cutter} from './chunker.ts';
import {maxListingLine} from './limits.ts';
import {parseReference, writeReference, type Reference} from './recipe.ts';
import {parseJsonObject} from './records.ts';
import {readStream, StreamWriter, type ChunkSink, type ChunkSource} from './stream.ts';

export type FileEntry = {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs?: number;
  readonly sha256: string;
  /** Absent for an empty file. */
  readonly content?: Reference;
  /** The file changed while it was read, so this is no consistent copy. */
  readonly isTorn?: boolean;
};

export const writeEntry = (entry: FileEntry): string =>
  JSON.stringify({
    path: entry.path,
    size: entry.size,
    modifiedMs: entry.modifiedMs,
    sha256: entry.sha256,
    root: entry.content && writeReference(entry.content),
    torn: entry.isTorn === true ? true : undefined,
  });

/** Throws DamagedError. */
export const parseEntry = (line: Uint8Array): FileEntry => {
  const {path, size, modifiedMs, sha256, root, torn} = parseJsonObject(line);
  if (typeof path !== 'string' || path === '') return damaged('a file without a path');
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    return damaged('a file without a hash');
  if (!Number.isSafeInteger(size) || (size as number) < 0) return damaged('a file without a size');
  if (modifiedMs !== undefined && typeof modifiedMs !== 'number') return damaged('not a time');
  return {
    path,
    size: size as number,
    ...(modifiedMs === undefined ? {} : {modifiedMs}),
    sha256,
    ...(size === 0 ? {} : {content: parseReference(root, size)}),
    ...(torn === true ? {isTorn: true} : {}),
  };
};

/** `cutter` cuts by content, so that one changed file changes one chunk of the listing. */
export const writeListing = async (
  sink: ChunkSink,
  cutter: Cutter,
  entries: Iterable<FileEntry>,
): Promise<Reference | undefined> => {
  const writer = new StreamWriter(sink, 'listing', cutter);
  let batch = '';
  for (const entry of entries) {
    batch += `${writeEntry(entry)}\n`;
    if (batch.length < 64 * 1024) continue;
    await writer.write(Buffer.from(batch, 'utf8'));
    batch = '';
  }
  await writer.write(Buffer.from(batch, 'utf8'));
  return writer.finish();
};

export async function* linesOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const part of parts) {
    let from = 0;
    for (let end = part.indexOf(10); end >= 0; end = part.indexOf(10, from)) {
      const tail = part.subarray(from, end);
      yield rest.length === 0 ? tail : Buffer.concat([rest, tail]);
      rest = new Uint8Array(0);
      from = end + 1;
    }
    if (from < part.length) rest = Buffer.concat([rest, part.subarray(from)]);
    if (rest.length > maxListingLine) damaged('a line that is too long');
  }
  if (rest.length > 0) damaged('a listing that ends in the middle of a line');
}

/** Throws `vault-damaged` where the listing cannot be read or is not in order. */
export async function* readListing(
  source: ChunkSource,
  listing: Reference | undefined,
): AsyncGenerator<FileEntry> {
  if (listing === undefined) return;
  let last = '';
  try {
    for await (const line of linesOf(readStream(source, listing))) {
      const entry = parseEntry(line);
      if (entry.path <= last) damaged('files out of order');
      last = entry.path;
      yield entry;
    }
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    throw new ChatError('vault-damaged', `A file listing is damaged: ${error.message}.`, {
      cause: error,
    });
  }
}
