// Several sources seen as one tree, and one folder of a source seen as a tree of its own.

import {EntryTable} from './entry-table.ts';
import type {SourceOptions} from './entry-table.ts';
import {byPath, notListed} from './memory-source.ts';
import type {ReadRange, Source} from './source.ts';

type Place = {readonly source: Source; readonly path: string};

/**
 * Takeout and its like come in several zips that are one tree. A path that stands in two sources is kept in both: the later one is
 * shown as `name (2).ext`. Closing it closes all. Problems with names are told at the first `list`.
 */
export const unionSource = (
  sources: readonly Source[],
  label?: string,
  options: SourceOptions = {},
): Source => {
  let made: Promise<EntryTable<Place>> | undefined;
  const make = async (): Promise<EntryTable<Place>> => {
    const table = new EntryTable<Place>(options);
    for (const source of sources) {
      for (const {path, ...facts} of await source.list()) table.add(path, facts, {source, path});
    }
    return table;
  };
  const table = (): Promise<EntryTable<Place>> => (made ??= make());
  return {
    label: label ?? sources.map((source) => source.label).join(' + '),
    list: async () => (await table()).list(),
    async *open(path: string, range?: ReadRange) {
      const place = (await table()).place(path);
      yield* place.source.open(place.path, range);
    },
    close: async () => {
      await Promise.all(sources.map((source) => source.close()));
    },
  };
};

/** What lies below `prefix` (which ends with `/`), with the prefix taken off. Closing it does not close the source. */
export const subSource = (source: Source, prefix: string, label?: string): Source => ({
  label: label ?? (prefix.replace(/\/$/, '').split('/').at(-1) || source.label),
  list: async () =>
    (await source.list())
      .filter(({path}) => path.startsWith(prefix))
      .map((entry) => ({...entry, path: entry.path.slice(prefix.length)}))
      .toSorted(byPath),
  async *open(path, range) {
    if (path.startsWith('/')) throw notListed(path);
    yield* source.open(prefix + path, range);
  },
  close: () => Promise.resolve(),
});
