// What a snapshot needs: every chunk that can be reached from it, files and messages alike. Reads listings and recipes, no content.
import {readListing, type FileEntry} from './listing.ts';
import type {ChunkId} from './object-reader.ts';
import type {Reference} from './recipe.ts';
import type {Snapshot} from './snapshot.ts';
import {chunksUnder} from './stream.ts';
import type {Vault} from './vault.ts';

export type Reached = {readonly id: ChunkId; readonly isLost: boolean};

/** The streams that a snapshot names itself; the files' contents are named by the listing. */
export const streamsOf = ({files, messages}: Snapshot): readonly Reference[] =>
  [files.listing, messages?.catalog, messages?.objects].filter(
    (reference) => reference !== undefined,
  );

/**
 * Every chunk, recipe nodes before what is below them. `enter` is asked for each chunk before it is read; false skips it and what is below.
 * Throws `vault-damaged` where a listing cannot be read: what it names is not known then.
 */
export async function* chunksOfSnapshot(
  vault: Vault,
  snapshot: Snapshot,
  enter: (id: ChunkId) => boolean,
): AsyncGenerator<Reached> {
  for (const reference of streamsOf(snapshot)) yield* chunksUnder(vault.reader, reference, enter);
  for await (const file of readListing(vault.reader, snapshot.files.listing)) {
    yield* chunksOfFile(vault, file, enter);
  }
}

export async function* chunksOfFile(
  vault: Vault,
  {content}: FileEntry,
  enter: (id: ChunkId) => boolean,
): AsyncGenerator<Reached> {
  if (content !== undefined) yield* chunksUnder(vault.reader, content, enter);
}
