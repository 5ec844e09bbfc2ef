// A zip that lies in another source (a backup, another archive), read by ranges. Nothing is copied to disk.

import type {Source, SourceEntry} from './source.ts';
import {openZipFrom} from './zip-source.ts';

/** Throws what `openZip` throws. Closing it does not close the outer source. */
export const openZipIn = (source: Source, entry: SourceEntry): Promise<Source> =>
  openZipFrom(
    {
      size: entry.size,
      read: (range) => source.open(entry.path, range),
      close: () => Promise.resolve(),
    },
    entry.path.split('/').at(-1) ?? entry.path,
  );
