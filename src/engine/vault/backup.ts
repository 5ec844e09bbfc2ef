// Backs a source up into a vault: what is new is stored, then one snapshot is committed. Never touches the source.
import {ChatError, isChatError, throwIfCancelled} from '../errors.ts';
import type {Source, SourceEntry} from '../io/source.ts';
import {ContentCutter} from './chunker.ts';
import {SourceFailure, storeContent, type StoredContent} from './intake.ts';
import {packTarget, spaceReserve} from './limits.ts';
import {readListing, writeListing, type FileEntry} from './listing.ts';
import type {ObjectStore, StoreSession} from './object-store.ts';
import {recordDamage} from './quarantine.ts';
import type {MessagesSection, Snapshot, SnapshotProblem} from './snapshot.ts';
import {chunksUnder} from './stream.ts';
import type {Vault} from './vault.ts';

export type BackupProgress = {
  readonly phase: 'reading' | 'checking' | 'messages' | 'committing';
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly bytesStored: number;
  readonly currentPath: string;
};

/** Stores the message lane of this snapshot, after all files were read. Undefined: no messages were understood. */
export type MessageLane = (context: {
  readonly store: ObjectStore;
  readonly previous: MessagesSection | undefined;
  readonly files: readonly FileEntry[];
  readonly signal: AbortSignal;
}) => Promise<MessagesSection | undefined>;

export type BackupOptions = {
  readonly label?: string;
  readonly tags?: readonly string[];
  /** Snapshots of one group are versions of the same thing; the source's label unless given. */
  readonly group?: string;
  readonly tool?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BackupProgress) => void;
  readonly messages?: MessageLane;
  /** false: read every file again, whatever its size and time say. */
  readonly trustTimes?: boolean;
};

export type BackupResult = {
  readonly snapshot: Snapshot;
  readonly files: readonly FileEntry[];
};

const byPath = (a: {readonly path: string}, b: {readonly path: string}): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

const listSorted = async (source: Source): Promise<readonly SourceEntry[]> =>
  [...(await source.list())].toSorted(byPath);

type FileState = Pick<SourceEntry, 'size' | 'modifiedMs'>;

const isSameState = (a: FileState, b: FileState): boolean =>
  a.size === b.size && a.modifiedMs === b.modifiedMs;

/** A file written within this time of its backup may have changed again without a new time. */
const clockGrainMs = 2000;
/** Times before 1990 are what archives write when they do not know. */
const earliestBelievable = 631_152_000_000;

class Backup {
  readonly #vault: Vault;
  readonly #source: Source;
  readonly #options: BackupOptions;
  readonly #session: StoreSession;
  readonly #signal: AbortSignal;
  readonly #startedMs: number;
  readonly #entries = new Map<string, FileEntry>();
  readonly #problems: SnapshotProblem[] = [];
  /** Files whose bytes did not have the listed size. */
  readonly #suspects = new Set<string>();
  #filesUnchanged = 0;
  #progress: BackupProgress;

  constructor(vault: Vault, source: Source, options: BackupOptions) {
    this.#vault = vault;
    this.#source = source;
    this.#options = options;
    this.#session = vault.openSession();
    this.#signal = options.signal ?? new AbortController().signal;
    this.#startedMs = vault.state.env.now();
    this.#progress = {
      phase: 'reading',
      filesDone: 0,
      filesTotal: 0,
      bytesDone: 0,
      bytesTotal: 0,
      bytesStored: 0,
      currentPath: '',
    };
  }

  #tell(change: Partial<BackupProgress>): void {
    this.#progress = {...this.#progress, ...change, bytesStored: this.#session.stats.bytesStored};
    this.#options.onProgress?.(this.#progress);
  }

  async run(): Promise<BackupResult> {
    try {
      await this.#vault.state.refresh('full');
      return await this.#runAll();
    } catch (error) {
      // What is stored so far is kept for the next attempt
      if (isChatError(error) && error.code === 'cancelled') await this.#session.flush();
      throw error;
    } finally {
      await this.#vault.closeSession(this.#session);
      await recordDamage(this.#vault);
    }
  }

  async #runAll(): Promise<BackupResult> {
    const listed = await listSorted(this.#source);
    const bytesTotal = listed.reduce((sum, {size}) => sum + size, 0);
    this.#tell({filesTotal: listed.length, bytesTotal});
    const parent = await this.#parent();
    const changed = await findChanged(this.#vault, listed, parent);
    await checkSpace(this.#vault, changed.bytes);
    await this.#storeAll(listed, parent);
    await this.#settleChanges(listed);
    const files = [...this.#entries.values()].toSorted(byPath);
    if (files.length === 0 && this.#problems.length > 0) {
      const [first] = this.#problems;
      throw new ChatError('input-malformed', 'None of the files could be read.', {
        hint: `The first trouble: ${first?.detail ?? 'unknown'}`,
      });
    }
    await this.#session.evacuate();
    const messages = await this.#storeMessages(files, parent);
    return {snapshot: await this.#commit(files, messages), files};
  }

  async #parent(): Promise<Snapshot | undefined> {
    const group = this.#group();
    return (await this.#vault.snapshots()).findLast((snapshot) => snapshot.group === group);
  }

  #group(): string {
    return this.#options.group ?? this.#source.label;
  }

  // ---- files

  async #storeAll(listed: readonly SourceEntry[], parent: Snapshot | undefined): Promise<void> {
    const before = new ListingCursor(this.#vault, parent);
    for (const file of listed) {
      throwIfCancelled(this.#signal);
      this.#tell({currentPath: file.path});
      const old = await before.find(file.path);
      if (old !== undefined && (await this.#isUnchanged(file, old, parent))) {
        this.#entries.set(file.path, old);
        this.#filesUnchanged++;
        this.#tell({bytesDone: this.#progress.bytesDone + file.size});
      } else {
        await this.#storeFile(file);
      }
      this.#tell({filesDone: this.#progress.filesDone + 1});
    }
  }

  /** Same size and time, and every chunk of it is there and trusted: otherwise it is read, which also heals damage. */
  async #isUnchanged(
    file: SourceEntry,
    old: FileEntry,
    parent: Snapshot | undefined,
  ): Promise<boolean> {
    const {modifiedMs} = file;
    if (this.#options.trustTimes === false || old.isTorn === true || parent === undefined)
      return false;
    if (modifiedMs === undefined || modifiedMs !== old.modifiedMs || file.size !== old.size)
      return false;
    if (modifiedMs < earliestBelievable || parent.startedMs - modifiedMs < clockGrainMs)
      return false;
    if (old.content === undefined) return true;
    for await (const {id, isLost} of chunksUnder(this.#session, old.content, () => true)) {
      if (isLost || !this.#session.has(id)) return false;
    }
    return true;
  }

  async #storeFile(file: SourceEntry): Promise<void> {
    const stored = await this.#tryContent(file.path);
    if (stored === undefined) {
      this.#entries.delete(file.path);
      return;
    }
    if (stored.size === file.size) this.#suspects.delete(file.path);
    else this.#suspects.add(file.path);
    const {modifiedMs} = file;
    const {size, sha256, content} = stored;
    this.#entries.set(file.path, {
      path: file.path,
      size,
      ...(modifiedMs === undefined ? {} : {modifiedMs}),
      sha256,
      ...(content === undefined ? {} : {content}),
    });
  }

  async #tryContent(path: string): Promise<StoredContent | undefined> {
    try {
      return await storeContent(this.#session, this.#source.open(path), {
        gear: this.#vault.state.tools.keys.gear,
        onBytes: (count) => {
          throwIfCancelled(this.#signal);
          this.#tell({bytesDone: this.#progress.bytesDone + count});
        },
      });
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      const {cause} = error;
      if (isChatError(cause) && cause.code === 'cancelled') throw cause;
      const isGone = isChatError(cause) && cause.code === 'not-found';
      const detail = cause instanceof Error ? cause.message : 'unknown';
      this.#problems.push({path, code: isGone ? 'vanished' : 'unreadable', detail});
      return undefined;
    }
  }

  /** Files that changed while they were read are read once more; those that changed again are marked as torn. */
  async #settleChanges(first: readonly SourceEntry[]): Promise<void> {
    this.#tell({phase: 'checking', currentPath: ''});
    const second = await this.#listAgain();
    if (second === undefined) return;
    const again = first.filter(
      ({path}) => this.#entries.has(path) && this.#isChanged(path, {first, second}),
    );
    if (again.length === 0) return;
    for (const {path} of again) {
      throwIfCancelled(this.#signal);
      const now = second.get(path);
      if (now !== undefined) await this.#storeFile(now);
    }
    const third = await this.#listAgain();
    for (const {path} of again) {
      const entry = this.#entries.get(path);
      const now = second.get(path);
      const later = third?.get(path);
      const isSteady = now !== undefined && later !== undefined && isSameState(now, later);
      if (entry === undefined || (isSteady && !this.#suspects.has(path))) continue;
      this.#entries.set(path, {...entry, isTorn: true});
      this.#problems.push({path, code: 'changed', detail: 'It changed while it was read.'});
    }
  }

  #isChanged(
    path: string,
    {first, second}: {first: readonly SourceEntry[]; second: ReadonlyMap<string, SourceEntry>},
  ): boolean {
    if (this.#suspects.has(path)) return true;
    const now = second.get(path);
    this.#firstByPath ??= new Map(first.map((file) => [file.path, file]));
    const then = this.#firstByPath.get(path);
    // Gone by now but read whole: what was read is complete
    return now !== undefined && then !== undefined && !isSameState(then, now);
  }

  #firstByPath: ReadonlyMap<string, SourceEntry> | undefined;

  async #listAgain(): Promise<ReadonlyMap<string, SourceEntry> | undefined> {
    try {
      return new Map((await this.#source.list()).map((file) => [file.path, file]));
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'unknown';
      this.#problems.push({
        path: '',
        code: 'unreadable',
        detail: `Listing it again failed: ${detail}`,
      });
      return undefined;
    }
  }

  // ---- messages, commit

  async #storeMessages(
    files: readonly FileEntry[],
    parent: Snapshot | undefined,
  ): Promise<MessagesSection | undefined> {
    const lane = this.#options.messages;
    if (lane === undefined) return undefined;
    throwIfCancelled(this.#signal);
    this.#tell({phase: 'messages', currentPath: ''});
    return lane({store: this.#session, previous: parent?.messages, files, signal: this.#signal});
  }

  async #commit(
    files: readonly FileEntry[],
    messages: MessagesSection | undefined,
  ): Promise<Snapshot> {
    throwIfCancelled(this.#signal);
    this.#tell({phase: 'committing', currentPath: ''});
    const cutter = new ContentCutter(this.#vault.state.tools.keys.gear);
    const listing = await writeListing(this.#session, cutter, files);
    await this.#session.flush();
    const {label = '', tags = [], tool = 'chatark'} = this.#options;
    const {bytesNew, bytesStored} = this.#session.stats;
    const snapshot = await this.#vault.commit(this.#session, {
      startedMs: this.#startedMs,
      createdMs: this.#vault.state.env.now(),
      tool,
      label,
      tags,
      group: this.#group(),
      source: this.#source.label,
      files: {
        ...(listing === undefined ? {} : {listing}),
        count: files.length,
        bytes: files.reduce((sum, {size}) => sum + size, 0),
      },
      ...(messages === undefined ? {} : {messages}),
      isPartial: this.#problems.length > 0,
      problemCount: this.#problems.length,
      problems: this.#problems.slice(0, 1000),
      stats: {
        filesNew: files.length - this.#filesUnchanged,
        filesUnchanged: this.#filesUnchanged,
        bytesNew,
        bytesStored,
      },
    });
    this.#tell({});
    return snapshot;
  }
}

/** Walks the parent's listing alongside the files, both in path order, so that it never stands in memory. */
class ListingCursor {
  readonly #entries: AsyncGenerator<FileEntry>;
  #current: FileEntry | undefined;
  #isOver = false;

  constructor(vault: Vault, parent: Snapshot | undefined) {
    this.#entries = readListing(vault.reader, parent?.files.listing);
  }

  async find(path: string): Promise<FileEntry | undefined> {
    while (!this.#isOver && (this.#current === undefined || this.#current.path < path)) {
      try {
        const next = await this.#entries.next();
        this.#isOver = next.done === true;
        this.#current = next.done === true ? undefined : next.value;
      } catch (error) {
        // A damaged listing only costs reading the files again
        if (!isChatError(error) || error.code !== 'vault-damaged') throw error;
        this.#isOver = true;
        this.#current = undefined;
      }
    }
    return this.#current?.path === path ? this.#current : undefined;
  }
}

/** Files that are new or have another size or time than in the parent. */
const findChanged = async (
  vault: Vault,
  listed: readonly SourceEntry[],
  parent: Snapshot | undefined,
): Promise<{readonly files: number; readonly bytes: number}> => {
  const before = new ListingCursor(vault, parent);
  let files = 0;
  let bytes = 0;
  for (const file of listed) {
    const old = await before.find(file.path);
    if (old !== undefined && old.modifiedMs !== undefined && isSameState(file, old)) continue;
    files++;
    bytes += file.size;
  }
  return {files, bytes};
};

/** How much is needed cannot be known before deflating and deduplicating: one pack must fit, or the whole if it is smaller. */
const checkSpace = async (vault: Vault, bytes: number): Promise<void> => {
  const free = await vault.storage.freeSpace();
  if (free === undefined || free >= Math.min(bytes, packTarget) + spaceReserve) return;
  throw new ChatError('no-space', 'There is not enough room for a backup.', {
    hint: 'Free some space where the vault is, or choose another place.',
    details: {freeBytes: free},
  });
};

/**
 * Commits one snapshot. A file that cannot be read does not stop the others: the snapshot is then partial and lists it. Throws
 * `cancelled`, `no-space`, `no-permission`, `storage-unreachable`; then no snapshot was made, and what was stored serves the next attempt.
 */
export const backup = async (
  vault: Vault,
  source: Source,
  options: BackupOptions = {},
): Promise<BackupResult> => new Backup(vault, source, options).run();

export type BackupPlan = {
  readonly files: number;
  readonly bytes: number;
  /** New, or with another size or time than in the parent: what will be read. Much of it may be known already. */
  readonly filesChanged: number;
  readonly bytesChanged: number;
  /** Undefined where the storage cannot tell. */
  readonly freeBytes: number | undefined;
  /** The previous snapshot of the same group, which this one will build on. */
  readonly parent: Snapshot | undefined;
};

/** What a backup would read, without reading it. */
export const planBackup = async (
  vault: Vault,
  source: Source,
  {group = source.label}: Pick<BackupOptions, 'group'> = {},
): Promise<BackupPlan> => {
  const listed = await listSorted(source);
  const parent = (await vault.snapshots()).findLast((snapshot) => snapshot.group === group);
  const changed = await findChanged(vault, listed, parent);
  return {
    files: listed.length,
    bytes: listed.reduce((sum, {size}) => sum + size, 0),
    filesChanged: changed.files,
    bytesChanged: changed.bytes,
    freeBytes: await vault.storage.freeSpace(),
    parent,
  };
};
