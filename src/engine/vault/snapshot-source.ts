// The original files of a snapshot as a Source: readers and converters work on a backup as on a folder. Reading only what is asked for.

import {ChatError} from '../errors.ts';
import type {ReadRange, Source} from '../io/source.ts';
import {readListing} from './listing.ts';
import type {FileEntry} from './listing.ts';
import type {Snapshot} from './snapshot.ts';
import {leavesOf} from './stream.ts';
import type {Vault} from './vault.ts';

async function* contentOf(
  vault: Vault,
  entry: FileEntry,
  {start = 0, length = Infinity}: ReadRange,
): AsyncIterable<Uint8Array> {
  if (!entry.content) return;
  const end = Math.min(entry.size, start + length);
  let offset = 0;
  for await (const leaf of leavesOf(vault.reader, entry.content)) {
    const from = offset;
    offset += leaf.length;
    if (offset <= start) continue;
    if (from >= end) return;
    if (leaf.lostLevel > 0)
      throw new ChatError('vault-damaged', `A part of ${entry.path} is missing in the vault.`);
    const chunk = await vault.reader.get(leaf.id);
    const piece = chunk.subarray(Math.max(0, start - from), Math.min(chunk.length, end - from));
    if (piece.length > 0) yield piece;
  }
}

/** Holds the listing. Closing it does not close the vault. */
export const snapshotSource = async (vault: Vault, snapshot: Snapshot): Promise<Source> => {
  const files = new Map<string, FileEntry>();
  for await (const entry of readListing(vault.reader, snapshot.files.listing))
    files.set(entry.path, entry);
  return {
    label: snapshot.label || snapshot.source,
    list: () =>
      Promise.resolve(
        [...files.values()].map(({path, size, modifiedMs}) => ({
          path,
          size,
          ...(modifiedMs === undefined ? {} : {modifiedMs}),
        })),
      ),
    async *open(path, range = {}) {
      const entry = files.get(path);
      if (!entry) throw new ChatError('not-found', `No file "${path}" in this snapshot.`);
      yield* contentOf(vault, entry, range);
    },
    close: () => Promise.resolve(),
  };
};
