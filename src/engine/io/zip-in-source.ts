// A zip that lies in another source (a backup, another archive), read by ranges. Nothing is copied to disk.

import {Readable} from 'node:stream';
import {promisify} from 'node:util';
import {RandomAccessReader, fromRandomAccessReader} from 'yauzl';
import type {Options, ZipFile} from 'yauzl';
import type {Source, SourceEntry} from './source.ts';
import {yauzlOptions, zipError, zipSource} from './zip-source.ts';

class RangeReader extends RandomAccessReader {
  readonly #source: Source;
  readonly #path: string;

  constructor(source: Source, path: string) {
    super();
    this.#source = source;
    this.#path = path;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#source.open(this.#path, {start, length: end - start}), {objectMode: false});
  }
}

const openPromise: (reader: RandomAccessReader, size: number, options: Options) => Promise<ZipFile> = promisify(fromRandomAccessReader);

/** Throws what `openZip` throws. Closing it does not close the outer source. */
export const openZipIn = async (source: Source, entry: SourceEntry): Promise<Source> => {
  const label = entry.path.split('/').at(-1) ?? entry.path;
  try {
    return await zipSource(await openPromise(new RangeReader(source, entry.path), entry.size, yauzlOptions), label, {});
  } catch (error) {
    throw zipError(error, label);
  }
};
