// The part of verification that follows references: what the snapshots need, whether it is intact, and which files suffer.
import {createHash} from 'node:crypto';
import {isChatError, throwIfCancelled} from '../errors.ts';
import {BitSet} from './bit-set.ts';
import {toHex} from './bytes.ts';
import {readListing, type FileEntry} from './listing.ts';
import {pace} from './pace.ts';
import {chunksOfFile, streamsOf} from './reach.ts';
import type {Reference} from './recipe.ts';
import type {Snapshot} from './snapshot.ts';
import {chunksUnder, leavesOf} from './stream.ts';
import type {Vault} from './vault.ts';

/** Blocks known not to open, by pack number. */
export type BadBlocks = ReadonlyMap<number, ReadonlySet<number>>;

export type Suffering = {
  readonly snapshot: string;
  /** Undefined: the snapshot's own lists (which files it has, its messages). */
  readonly path?: string;
  readonly lostBytes: number;
};

export type Needs = {
  /** Rows of all chunks that some snapshot needs. */
  readonly needed: BitSet;
  /** Chunks that no pack has. */
  readonly absent: number;
  /** Snapshots whose listing or recipes could not be read to the end. */
  readonly broken: readonly Snapshot[];
};

const isDamage = (error: unknown): boolean => isChatError(error) && error.code === 'vault-damaged';

export class ReachWalk {
  readonly #vault: Vault;
  readonly #signal: AbortSignal;

  constructor(vault: Vault, signal: AbortSignal) {
    this.#vault = vault;
    this.#signal = signal;
  }

  async needs(snapshots: readonly Snapshot[]): Promise<Needs> {
    const needed = new BitSet();
    const broken: Snapshot[] = [];
    let absent = 0;
    const {index} = this.#vault.state;
    const enter = (id: Uint8Array): boolean => {
      throwIfCancelled(this.#signal);
      const row = index.rowOf(id);
      if (row !== undefined) return needed.add(row);
      absent++;
      return false;
    };
    for (const snapshot of snapshots) {
      const before = absent;
      const isWhole = await this.#walk(snapshot, enter);
      if (!isWhole || absent > before) broken.push(snapshot);
    }
    return {needed, absent, broken};
  }

  async #walk(snapshot: Snapshot, enter: (id: Uint8Array) => boolean): Promise<boolean> {
    let isWhole = true;
    try {
      for (const reference of streamsOf(snapshot)) {
        for await (const {isLost} of chunksUnder(this.#vault.reader, reference, enter))
          isWhole &&= !isLost;
      }
      for await (const file of readListing(this.#vault.reader, snapshot.files.listing)) {
        for await (const {isLost} of chunksOfFile(this.#vault, file, enter)) isWhole &&= !isLost;
        await pace();
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      return false;
    }
    return isWhole;
  }

  /** Some copy of the chunk stands in a block that opens, as far as is known. */
  isIntact(id: Uint8Array, bad: BadBlocks): boolean {
    const {index} = this.#vault.state;
    return index.findCopies(id).some((copy) => {
      const {pack, offset} = index.block(copy.block);
      const {state} = index.pack(pack);
      return state !== 'gone' && state !== 'pending' && bad.get(pack)?.has(offset) !== true;
    });
  }

  /** Exactly which files of which snapshots suffer. */
  async suffering(snapshots: readonly Snapshot[], bad: BadBlocks): Promise<readonly Suffering[]> {
    const found: Suffering[] = [];
    const lostByRoot = new Map<string, number>();
    for (const snapshot of snapshots) {
      const own = await this.#lostInStreams(snapshot, bad);
      if (own > 0) found.push({snapshot: snapshot.id, lostBytes: own});
      try {
        for await (const file of readListing(this.#vault.reader, snapshot.files.listing)) {
          const lostBytes = await this.#lostInFile(file, bad, lostByRoot);
          if (lostBytes > 0) found.push({snapshot: snapshot.id, path: file.path, lostBytes});
        }
      } catch (error) {
        if (!isDamage(error)) throw error;
        if (own === 0)
          found.push({snapshot: snapshot.id, lostBytes: snapshot.files.listing?.length ?? 0});
      }
    }
    return found;
  }

  async #lostInStreams(snapshot: Snapshot, bad: BadBlocks): Promise<number> {
    let lost = 0;
    for (const reference of streamsOf(snapshot)) lost += await this.#lostIn(reference, bad);
    return lost;
  }

  async #lostInFile(
    {content}: FileEntry,
    bad: BadBlocks,
    known: Map<string, number>,
  ): Promise<number> {
    if (content === undefined) return 0;
    const root = toHex(content.id);
    const lost = known.get(root) ?? (await this.#lostIn(content, bad));
    known.set(root, lost);
    return lost;
  }

  async #lostIn(reference: Reference, bad: BadBlocks): Promise<number> {
    let lost = 0;
    for await (const leaf of leavesOf(this.#vault.reader, reference)) {
      throwIfCancelled(this.#signal);
      if (leaf.lostLevel > 0 || !this.isIntact(leaf.id, bad)) lost += leaf.length;
    }
    return lost;
  }

  /** Restores every different file to nowhere. Gives those whose chunks are intact but together are not the file. */
  async drill(
    snapshots: readonly Snapshot[],
    onFile: (path: string) => void,
  ): Promise<readonly Suffering[]> {
    const found: Suffering[] = [];
    const done = new Set<string>();
    for (const snapshot of snapshots) {
      try {
        for await (const file of readListing(this.#vault.reader, snapshot.files.listing)) {
          const key = `${file.sha256} ${file.content === undefined ? '' : toHex(file.content.id)}`;
          if (done.has(key)) continue;
          onFile(file.path);
          if (await this.#isRestorable(file)) done.add(key);
          else found.push({snapshot: snapshot.id, path: file.path, lostBytes: 0});
        }
        await this.#drillMessages(snapshot);
      } catch (error) {
        // Damage to chunks is told by the reach walk; a listing that does not parse is told here
        if (!isDamage(error)) throw error;
        found.push({snapshot: snapshot.id, lostBytes: 0});
      }
    }
    return found;
  }

  async #isRestorable(file: FileEntry): Promise<boolean> {
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const leaf of file.content === undefined
        ? []
        : leavesOf(this.#vault.reader, file.content)) {
        throwIfCancelled(this.#signal);
        if (leaf.lostLevel > 0) return false;
        const chunk = await this.#vault.reader.get(leaf.id);
        hash.update(chunk);
        size += chunk.length;
        await pace();
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      return false;
    }
    return size === file.size && hash.digest('hex') === file.sha256;
  }

  async #drillMessages({messages}: Snapshot): Promise<void> {
    for (const reference of [messages?.catalog, messages?.objects]) {
      if (reference === undefined) continue;
      for await (const leaf of leavesOf(this.#vault.reader, reference))
        await this.#vault.reader.get(leaf.id);
    }
  }
}
