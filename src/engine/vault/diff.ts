// What differs between two snapshots, file by file. Messages are compared elsewhere.
import {readListing, type FileEntry} from './listing.ts';
import type {Snapshot} from './snapshot.ts';
import type {Vault} from './vault.ts';

export type FileChange =
  | {readonly kind: 'added'; readonly path: string; readonly after: FileEntry}
  | {readonly kind: 'removed'; readonly path: string; readonly before: FileEntry}
  | {
      readonly kind: 'changed';
      readonly path: string;
      readonly before: FileEntry;
      readonly after: FileEntry;
    };

const next = async (entries: AsyncGenerator<FileEntry>): Promise<FileEntry | undefined> => {
  const step = await entries.next();
  return step.done === true ? undefined : step.value;
};

/** In path order; a file with the same content is no change, whatever its time. Holds two entries at a time. */
export async function* diffSnapshots(
  vault: Vault,
  from: Snapshot,
  to: Snapshot,
): AsyncGenerator<FileChange> {
  const befores = readListing(vault.reader, from.files.listing);
  const afters = readListing(vault.reader, to.files.listing);
  let before = await next(befores);
  let after = await next(afters);
  while (before !== undefined || after !== undefined) {
    if (after === undefined || (before !== undefined && before.path < after.path)) {
      if (before !== undefined) yield {kind: 'removed', path: before.path, before};
      before = await next(befores);
    } else if (before === undefined || after.path < before.path) {
      yield {kind: 'added', path: after.path, after};
      after = await next(afters);
    } else {
      if (before.sha256 !== after.sha256) yield {kind: 'changed', path: after.path, before, after};
      before = await next(befores);
      after = await next(afters);
    }
  }
}

export type DiffCounts = {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly bytesAdded: number;
  readonly bytesRemoved: number;
};

export const countChanges = async (changes: AsyncIterable<FileChange>): Promise<DiffCounts> => {
  const counts = {added: 0, removed: 0, changed: 0, bytesAdded: 0, bytesRemoved: 0};
  for await (const change of changes) {
    counts[change.kind]++;
    if (change.kind !== 'removed') counts.bytesAdded += change.after.size;
    if (change.kind !== 'added') counts.bytesRemoved += change.before.size;
  }
  return counts;
};
