// A tar or tar.gz as a source, through tar-stream. A plain tar is read at once where a file lies; a packed one is unpacked up to there.

import {basename} from 'node:path';
import {Readable} from 'node:stream';
import {extract} from 'tar-stream';
import type {Header} from 'tar-stream';
import {ChatError, isChatError} from '../errors.ts';
import {collect} from './bytes.ts';
import type {Chunks} from './bytes.ts';
import {EntryTable} from './entry-table.ts';
import type {SourceOptions} from './entry-table.ts';
import {readFileBytes} from './file-bytes.ts';
import {checkTotal, withDefaults} from './limits.ts';
import type {ReadRange, Source} from './source.ts';
import {damaged, gunzip, rangeOf} from './stream-bytes.ts';

type Place = {readonly start: number; readonly size: number};

/** A packed tar up to this size is unpacked into memory once, so that its files can be read in any order. */
const maxKept = 128 * 1024 * 1024;

/** `allowUnknownFormat`: tars from before POSIX have no magic word. */
const tarOptions = {allowUnknownFormat: true, highWaterMark: 262_144};

const offsetOf = (header: Header): number =>
  'byteOffset' in header && typeof header.byteOffset === 'number' ? header.byteOffset : -1;

class TarList {
  readonly table: EntryTable<Place>;
  readonly #options: SourceOptions;
  #total = 0;

  constructor(options: SourceOptions) {
    this.#options = options;
    this.table = new EntryTable(options);
  }

  async read(chunks: Chunks): Promise<void> {
    const unpack = extract(tarOptions);
    const input = Readable.from(chunks, {objectMode: false});
    input.once('error', (error) => unpack.destroy(error));
    input.pipe(unpack);
    try {
      for await (const entry of unpack) {
        this.#add(entry.header);
        entry.resume();
      }
    } finally {
      input.destroy();
      unpack.destroy();
    }
  }

  #add(header: Header): void {
    const {name, size, mtime, type} = header;
    if (type === 'directory') return;
    if (type !== 'file' && type !== 'contiguous-file') {
      const detail = `A ${type} inside the archive.`;
      this.#options.onProblem?.({kind: 'file-skipped', place: {path: name}, detail});
      return;
    }
    this.#total += size;
    checkTotal(this.#total, withDefaults(this.#options.limits));
    const modifiedMs = mtime.getTime();
    const time = Number.isFinite(modifiedMs) ? {modifiedMs} : {};
    this.table.add(name, {size, ...time}, {start: offsetOf(header), size});
  }
}

const makeTable = async (
  chunks: Chunks,
  label: string,
  options: SourceOptions,
): Promise<EntryTable<Place>> => {
  const list = new TarList(options);
  try {
    await list.read(chunks);
  } catch (error) {
    if (isChatError(error) && error.code !== 'input-malformed') throw error;
    if (list.table.list().length === 0) throw damaged(`The tar cannot be read: ${label}`, error);
    // What stands before the damage is there all the same.
    const detail = 'The archive is cut off or damaged; files may be missing.';
    options.onProblem?.({kind: 'input-truncated', place: {path: label}, detail});
  }
  return list.table;
};

const within = ({start, size}: Place, range: ReadRange = {}): ReadRange => {
  const skip = Math.min(range.start ?? 0, size);
  return {start: start + skip, length: Math.min(range.length ?? size, size - skip)};
};

/** Every byte that the list promises must come. */
async function* exactly(chunks: Chunks, length: number, path: string): AsyncGenerator<Uint8Array> {
  let left = length;
  for await (const chunk of chunks) {
    left -= chunk.length;
    yield chunk;
  }
  if (left > 0) throw new ChatError('input-malformed', `The archive is cut off inside "${path}".`);
}

const tarSource = async (
  label: string,
  options: SourceOptions,
  bytes: (range?: ReadRange) => Chunks,
): Promise<Source> => {
  const table = await makeTable(bytes(), label, options);
  return {
    label,
    list: () => Promise.resolve(table.list()),
    async *open(path, range) {
      const part = within(table.place(path), range);
      yield* exactly(bytes(part), part.length ?? 0, path);
    },
    close: () => Promise.resolve(),
  };
};

/** Throws `input-malformed`, `input-limit`. */
export const openTar = (
  location: string,
  options: SourceOptions = {},
  label = basename(location),
): Promise<Source> => tarSource(label, options, (range) => readFileBytes(location, label, range));

/** Throws `input-malformed`, `input-limit`. */
export const openTarGz = async (
  location: string,
  options: SourceOptions = {},
  label = basename(location),
): Promise<Source> => {
  const limits = options.limits ? {limits: options.limits} : {};
  const unpack = (): Chunks => gunzip(readFileBytes(location, label), limits);
  const kept = await collect(unpack(), maxKept).catch((error: unknown) => {
    // Cut off: the list is made from what can be unpacked.
    if (isChatError(error) && error.code === 'input-malformed') return undefined;
    throw error;
  });
  return tarSource(label, options, (range) => rangeOf(kept ? [kept] : unpack(), range));
};
