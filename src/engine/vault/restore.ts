// Gives the original files of a snapshot back, bit for bit, and says exactly which ones it could not. Other formats: the message lane.
import {createHash} from 'node:crypto';
import {ChatError, isChatError, throwIfCancelled} from '../errors.ts';
import type {Sink, SinkFile} from '../io/sink.ts';
import {readListing, type FileEntry} from './listing.ts';
import {pace} from './pace.ts';
import {recordDamage} from './quarantine.ts';
import type {Snapshot} from './snapshot.ts';
import {leavesOf, type Leaf} from './stream.ts';
import type {Vault} from './vault.ts';

export type RestorePlan = {
  readonly snapshot: Snapshot;
  readonly files: readonly FileEntry[];
  readonly bytes: number;
  /** Files that surely cannot be restored whole: some of their chunks are in no pack. */
  readonly lacking: readonly {readonly path: string; readonly bytes: number}[];
};

export type RestoreSelection = {readonly wants?: (path: string) => boolean};

/** Reads listings and recipes, no content. Throws `vault-damaged` when the listing itself cannot be read. */
export const planRestore = async (
  vault: Vault,
  snapshot: Snapshot,
  {wants = () => true}: RestoreSelection = {},
): Promise<RestorePlan> => {
  const files: FileEntry[] = [];
  const lacking: {path: string; bytes: number}[] = [];
  for await (const file of readListing(vault.reader, snapshot.files.listing)) {
    if (!wants(file.path)) continue;
    files.push(file);
    const bytes = await lackingBytes(vault, file);
    if (bytes > 0) lacking.push({path: file.path, bytes});
  }
  return {snapshot, files, bytes: files.reduce((sum, {size}) => sum + size, 0), lacking};
};

const lackingBytes = async (vault: Vault, {content}: FileEntry): Promise<number> => {
  if (content === undefined) return 0;
  let bytes = 0;
  for await (const leaf of leavesOf(vault.reader, content)) {
    if (leaf.lostLevel > 0 || !vault.reader.has(leaf.id)) bytes += leaf.length;
  }
  return bytes;
};

export type RestoreFailure = {
  readonly path: string;
  /**
   * damaged: chunks are lost; inconsistent: the chunks are intact but together are not the file; refused: the target did not take it
   * (`cause` says why, for example `target-exists`).
   */
  readonly reason: 'damaged' | 'inconsistent' | 'refused';
  readonly lostBytes: number;
  readonly cause?: ChatError;
  /** Where what could be saved was written, with zeros for what is lost. */
  readonly salvagedAs?: string;
};

export type RestoreReport = {
  readonly filesRestored: number;
  readonly bytesRestored: number;
  readonly failures: readonly RestoreFailure[];
  /** Restored as they were stored, but they had changed while they were backed up. */
  readonly torn: readonly string[];
};

export type RestoreProgress = {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly currentPath: string;
};

export type RestoreOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RestoreProgress) => void;
  /** Write damaged files too, as `<path>.damaged`, with zeros in place of what is lost. */
  readonly isSalvaging?: boolean;
};

class FileDamage extends Error {
  override readonly name = 'FileDamage';
  readonly reason: 'damaged' | 'inconsistent';

  constructor(reason: 'damaged' | 'inconsistent') {
    super(reason);
    this.reason = reason;
  }
}

const isDamage = (error: unknown): boolean => isChatError(error) && error.code === 'vault-damaged';

/** A file is given out only whole and verified; zeros for lost parts only where the caller asked for salvage. */
class Restore {
  readonly #vault: Vault;
  readonly #sink: Sink;
  readonly #signal: AbortSignal;
  readonly #onBytes: (count: number) => void;

  constructor(
    vault: Vault,
    sink: Sink,
    run: {signal: AbortSignal; onBytes: (count: number) => void},
  ) {
    this.#vault = vault;
    this.#sink = sink;
    this.#signal = run.signal;
    this.#onBytes = run.onBytes;
  }

  async #chunk(leaf: Leaf): Promise<Uint8Array> {
    if (leaf.lostLevel > 0) throw new FileDamage('damaged');
    const chunk = await this.#vault.reader.get(leaf.id);
    if (chunk.length !== leaf.length) throw new FileDamage('inconsistent');
    return chunk;
  }

  async #leaves({content}: FileEntry, take: (leaf: Leaf) => Promise<void>): Promise<void> {
    if (content === undefined) return;
    for await (const leaf of leavesOf(this.#vault.reader, content)) {
      throwIfCancelled(this.#signal);
      await take(leaf);
      await pace();
    }
  }

  async #into(
    path: string,
    entry: FileEntry,
    fill: (file: SinkFile) => Promise<void>,
  ): Promise<void> {
    const {modifiedMs} = entry;
    const file = await this.#sink.create(path, modifiedMs === undefined ? {} : {modifiedMs});
    try {
      await fill(file);
      await file.close();
    } catch (error) {
      await file.abort();
      throw error;
    }
  }

  /** Throws FileDamage, `vault-damaged`, or what the sink throws. */
  async file(entry: FileEntry): Promise<void> {
    await this.#into(entry.path, entry, async (file) => {
      const hash = createHash('sha256');
      await this.#leaves(entry, async (leaf) => {
        const chunk = await this.#chunk(leaf);
        hash.update(chunk);
        await file.write(chunk);
        this.#onBytes(chunk.length);
      });
      if (hash.digest('hex') !== entry.sha256) throw new FileDamage('inconsistent');
    });
  }

  async lostBytes(entry: FileEntry): Promise<number> {
    let lost = 0;
    await this.#leaves(entry, async (leaf) => {
      if ((await this.#chunkOrLost(leaf)) === undefined) lost += leaf.length;
    });
    return lost;
  }

  async salvage(entry: FileEntry): Promise<string> {
    const path = `${entry.path}.damaged`;
    await this.#into(path, entry, async (file) => {
      await this.#leaves(entry, async (leaf) => {
        const chunk = await this.#chunkOrLost(leaf);
        if (chunk !== undefined) await file.write(chunk);
        else await writeZeros(file, leaf.length);
      });
    });
    return path;
  }

  async #chunkOrLost(leaf: Leaf): Promise<Uint8Array | undefined> {
    try {
      return await this.#chunk(leaf);
    } catch (error) {
      if (error instanceof FileDamage || isDamage(error)) return undefined;
      throw error;
    }
  }
}

const writeZeros = async (file: SinkFile, length: number): Promise<void> => {
  const zeros = new Uint8Array(Math.min(length, 64 * 1024));
  for (let left = length; left > 0; left -= zeros.length) {
    await file.write(left < zeros.length ? zeros.subarray(0, left) : zeros);
  }
};

/** What stops the whole restore rather than one file. */
const isFatal = (error: unknown): boolean =>
  !isChatError(error) ||
  !['target-exists', 'usage', 'not-found', 'no-permission'].includes(error.code);

/**
 * Restores the plan's files. Goes on past damage and past files that the target refuses, and reports each. Throws `cancelled`, `no-space` and
 * what the storage throws when it cannot be reached; the files restored until then are whole.
 */
export const applyRestore = async (
  vault: Vault,
  plan: RestorePlan,
  sink: Sink,
  options: RestoreOptions = {},
): Promise<RestoreReport> => {
  const failures: RestoreFailure[] = [];
  const torn: string[] = [];
  let filesRestored = 0;
  let bytesRestored = 0;
  let bytesDone = 0;
  const tell = (filesDone: number, currentPath: string): void =>
    options.onProgress?.({
      filesDone,
      filesTotal: plan.files.length,
      bytesDone,
      bytesTotal: plan.bytes,
      currentPath,
    });
  const signal = options.signal ?? new AbortController().signal;
  let path = '';
  let done = 0;
  const onBytes = (count: number): void => {
    bytesDone += count;
    tell(done, path);
  };
  const restore = new Restore(vault, sink, {signal, onBytes});
  try {
    for (const entry of plan.files) {
      throwIfCancelled(signal);
      path = entry.path;
      tell(done, path);
      const failure = await restoreOne(restore, entry, options.isSalvaging === true);
      if (failure === undefined) {
        filesRestored++;
        bytesRestored += entry.size;
        if (entry.isTorn === true) torn.push(path);
      } else failures.push(failure);
      done++;
    }
  } finally {
    await recordDamage(vault);
  }
  tell(done, '');
  return {filesRestored, bytesRestored, failures, torn};
};

const restoreOne = async (
  restore: Restore,
  entry: FileEntry,
  isSalvaging: boolean,
): Promise<RestoreFailure | undefined> => {
  const {path} = entry;
  try {
    await restore.file(entry);
    return undefined;
  } catch (error) {
    const isInconsistent = error instanceof FileDamage && error.reason === 'inconsistent';
    if (error instanceof FileDamage || isDamage(error)) {
      const lostBytes = await restore.lostBytes(entry);
      const reason = isInconsistent && lostBytes === 0 ? 'inconsistent' : 'damaged';
      if (!isSalvaging) return {path, reason, lostBytes};
      return {path, reason, lostBytes, salvagedAs: await restore.salvage(entry)};
    }
    if (isFatal(error) || !isChatError(error)) throw error;
    return {path, reason: 'refused', lostBytes: 0, cause: error};
  }
};
