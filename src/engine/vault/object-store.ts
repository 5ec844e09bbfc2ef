// The writing side of one session: takes chunks, drops those the vault has, fills blocks and packs, and keeps the index.
import {ChatError, isChatError} from '../errors.ts';
import {BitSet} from './bit-set.ts';
import {
  deflateBlock,
  prepareBlock,
  proveSealed,
  type PlainBlock,
  type PreparedBlock,
} from './block.ts';
import type {ObjectKind} from './kinds.ts';
import type {ChunkPlace} from './chunk-index.ts';
import {writeIndex, type IndexEntry} from './index-file.ts';
import {
  blockTarget,
  indexChunks,
  indexEveryMs,
  maxChunk,
  packChunks,
  packTarget,
  spaceReserve,
} from './limits.ts';
import type {ChunkId} from './object-reader.ts';
import {pace} from './pace.ts';
import {PackBuilder, packPath, type PackedChunk} from './pack.ts';
import type {VaultState} from './state.ts';

/**
 * Chunks in, ids out.
 *
 * - `put` stores a chunk of 1 byte to 1 MiB unless a trusted copy is there; the bytes are copied or used before it resolves. Awaiting it is
 *   the back-pressure. The chunk is durable only after `flush`.
 * - `has` tells whether a trusted copy is there, and if so this session counts on it until its snapshot is written.
 * - `get` gives any chunk of the vault, also one put in this session.
 * - After a failure every further call throws the same error.
 */
export interface ObjectStore {
  put(kind: ObjectKind, chunk: Uint8Array): Promise<ChunkId>;
  get(id: ChunkId): Promise<Uint8Array>;
  has(id: ChunkId): boolean;
  /** Makes all that was put durable and readable by others. */
  flush(): Promise<void>;
  readonly stats: StoreStats;
}

export type StoreStats = {
  readonly chunksNew: number;
  readonly chunksKnown: number;
  /** Before deflating. */
  readonly bytesNew: number;
  readonly bytesKnown: number;
  /** Written to the storage. */
  readonly bytesStored: number;
};

type OpenBlock = {
  readonly kind: ObjectKind;
  readonly block: number;
  readonly buffer: Uint8Array;
  readonly chunks: PackedChunk[];
  length: number;
};

/** Blocks being deflated at a time: enough for two cores, little enough for memory. */
const maxJobs = 4;

type Placed = {
  readonly block: number;
  readonly offset: number;
  readonly length: number;
  readonly kind: ObjectKind;
};

type FilledPack = {readonly builder: PackBuilder; readonly placed: readonly Placed[]};

export class StoreSession implements ObjectStore {
  readonly #state: VaultState;
  readonly #pendingPack: number;
  readonly #open = new Map<ObjectKind, OpenBlock>();
  readonly #jobs = new Set<Promise<void>>();
  #builder = new PackBuilder();
  #spare: PackBuilder | undefined;
  #placed: Placed[] = [];
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failure: {readonly error: unknown} | undefined;
  readonly #relied = new BitSet();
  readonly #newPacks: {readonly name: string; readonly size: number}[] = [];
  #indexedAtMs: number;
  #chunksSinceIndex = 0;
  #counts = {chunksNew: 0, chunksKnown: 0, bytesNew: 0, bytesKnown: 0, bytesStored: 0};

  constructor(state: VaultState) {
    this.#state = state;
    this.#pendingPack = state.index.addPack('', 0, 'pending');
    this.#indexedAtMs = state.env.now();
  }

  get stats(): StoreStats {
    return this.#counts;
  }

  has(id: ChunkId): boolean {
    const row = this.#state.index.findTrusted(id);
    if (row === undefined) return false;
    this.#relied.add(row);
    return true;
  }

  async put(kind: ObjectKind, chunk: Uint8Array): Promise<ChunkId> {
    this.#check();
    if (chunk.length === 0 || chunk.length > maxChunk)
      throw new Error('A chunk has 1 byte to 1 MiB.');
    const id = this.#state.tools.keys.chunkId(kind, chunk);
    if (this.has(id)) {
      this.#counts.chunksKnown++;
      this.#counts.bytesKnown += chunk.length;
      return id;
    }
    this.#counts.chunksNew++;
    this.#counts.bytesNew += chunk.length;
    if (kind === 'media') this.#addMedia(id, chunk);
    else this.#addToBlock(kind, id, chunk);
    while (this.#jobs.size >= maxJobs) await Promise.race(this.#jobs);
    if (this.#waiting > 1) await this.#writing;
    await pace();
    this.#check();
    return id;
  }

  async get(id: ChunkId): Promise<Uint8Array> {
    this.#check();
    const row = this.#state.index.findTrusted(id);
    if (row !== undefined && this.#state.index.stateOf(row) === 'pending') await this.#settle();
    return this.#state.reader.get(id);
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #fail(error: unknown): void {
    this.#failure ??= {error};
  }

  // ---- blocks

  #newBlock(kind: ObjectKind): number {
    return this.#state.index.addBlock({pack: this.#pendingPack, offset: 0, length: 0, kind});
  }

  #remember(id: ChunkId, place: Omit<ChunkPlace, 'row'>): void {
    const row = this.#state.index.addChunk(id, place);
    if (row < 0) throw new ChatError('vault-damaged', 'A chunk is stored too many times.');
    this.#relied.add(row);
  }

  #addMedia(id: ChunkId, chunk: Uint8Array): void {
    const block = this.#newBlock('media');
    this.#remember(id, {block, start: 0, length: chunk.length});
    const plain: PlainBlock = {kind: 'media', plain: chunk, lengths: [chunk.length]};
    const chunks = [{id, length: chunk.length}];
    // Not deflated, so nothing to wait for; the chunk is used up before put resolves
    this.#append(prepareBlock(this.#state.tools, plain), {kind: 'media', block, chunks}, chunk);
  }

  #addToBlock(kind: ObjectKind, id: ChunkId, chunk: Uint8Array): void {
    let open = this.#open.get(kind);
    if (open !== undefined && open.length + chunk.length > blockTarget) {
      this.#startJob(open);
      open = undefined;
    }
    if (open === undefined) {
      const buffer = new Uint8Array(Math.max(blockTarget, chunk.length));
      open = {kind, block: this.#newBlock(kind), buffer, chunks: [], length: 0};
      this.#open.set(kind, open);
    }
    open.buffer.set(chunk, open.length);
    this.#remember(id, {block: open.block, start: open.length, length: chunk.length});
    open.chunks.push({id, length: chunk.length});
    open.length += chunk.length;
  }

  #startJob(open: OpenBlock): void {
    this.#open.delete(open.kind);
    const plain: PlainBlock = {
      kind: open.kind,
      plain: open.buffer.subarray(0, open.length),
      lengths: open.chunks.map((chunk) => chunk.length),
    };
    const job = deflateBlock(this.#state.tools, plain)
      .then((prepared) => this.#append(prepared, open))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#jobs.delete(job));
    this.#jobs.add(job);
  }

  #append(
    prepared: PreparedBlock,
    promised: Pick<OpenBlock, 'kind' | 'block' | 'chunks'>,
    original?: Uint8Array,
  ): void {
    const {kind, block} = promised;
    const {offset, bytes} = this.#builder.add(prepared, promised);
    proveSealed(
      this.#state.tools,
      bytes,
      original === undefined ? {promised} : {promised, original},
    );
    this.#placed.push({block, offset, length: prepared.length, kind});
    if (this.#builder.size >= packTarget || this.#builder.chunkCount >= packChunks)
      this.#sendPack();
  }

  // ---- packs

  #sendPack(): void {
    if (this.#builder.size === 0) return;
    const filled: FilledPack = {builder: this.#builder, placed: this.#placed};
    this.#builder = this.#spare ?? new PackBuilder();
    this.#spare = undefined;
    this.#placed = [];
    this.#waiting++;
    this.#writing = this.#writing
      .then(() => (this.#failure === undefined ? this.#writePack(filled) : undefined))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#waiting--);
  }

  async #writePack({builder, placed}: FilledPack): Promise<void> {
    const {storage, tools, index} = this.#state;
    const {name, bytes, footer} = await builder.finish(tools);
    const free = await storage.freeSpace();
    if (free !== undefined && free < bytes.length + spaceReserve) {
      throw new ChatError('no-space', 'The storage of the vault is full.', {
        hint: 'What was stored so far is kept: free some space and run the backup again.',
      });
    }
    await storage.put(packPath(name), bytes);
    const pack = index.addPack(name, bytes.length, 'good');
    for (const {block, offset, length, kind} of placed)
      index.placeBlock(block, {pack, offset, length, kind});
    this.#newPacks.push({name, size: bytes.length});
    this.#state.unindexed.push({name, size: bytes.length, footer: Uint8Array.from(footer)});
    this.#counts.bytesStored += bytes.length;
    this.#chunksSinceIndex += builder.chunkCount;
    builder.reset();
    this.#spare = builder;
    const isDue = this.#state.env.now() - this.#indexedAtMs >= indexEveryMs;
    if (isDue || this.#chunksSinceIndex >= indexChunks) await this.#writeIndex();
  }

  async #settle(): Promise<void> {
    for (const open of this.#open.values()) this.#startJob(open);
    while (this.#jobs.size > 0) await Promise.all(this.#jobs);
    this.#sendPack();
    await this.#writing;
    this.#check();
  }

  // ---- index

  async #writeIndex(): Promise<void> {
    const {storage, tools, unindexed} = this.#state;
    const entries: readonly IndexEntry[] = unindexed.splice(0);
    try {
      for (const name of await writeIndex(storage, tools, entries)) this.#state.markLoaded(name);
    } catch (error) {
      unindexed.unshift(...entries);
      throw error;
    }
    this.#indexedAtMs = this.#state.env.now();
    this.#chunksSinceIndex = 0;
    await this.#state.refresh('index');
  }

  async flush(): Promise<void> {
    await this.#settle();
    if (this.#state.unindexed.length > 0) await this.#writeIndex();
    for (const {name, size} of this.#newPacks.splice(0)) {
      const file = await this.#state.storage.stat(packPath(name));
      if (file?.size === size) continue;
      throw new ChatError('storage-unreachable', 'A pack that was just written is not there.', {
        hint: 'The disk or its connection is faulty; the backup was not completed.',
      });
    }
  }

  /**
   * Stores anew what can still be read of packs that are damaged, so that nothing depends on them any more. Chunks that are lost stay lost
   * until a source or another copy of the vault gives them again.
   */
  async evacuate(): Promise<void> {
    const {index, reader} = this.#state;
    for (let row = 0, rows = index.chunkCount; row < rows; row++) {
      if (index.stateOf(row) !== 'suspect') continue;
      const id = index.idOf(row);
      if (index.findTrusted(id) !== undefined) continue;
      try {
        await this.put(index.block(index.place(row).block).kind, await reader.get(id));
      } catch (error) {
        if (!isChatError(error) || error.code !== 'vault-damaged') throw error;
      }
    }
  }

  /**
   * Before the commit: a pack that this session counted on may have got a tombstone or be gone. Its chunks are stored again
   * while they can still be read. Resolves when everything the session counts on is trusted and durable.
   */
  async secure(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await this.flush();
      await this.#state.refresh('full');
      const lost = this.#state.index.packs.some(({state}) => state === 'doomed' || state === 'gone')
        ? this.#unsafeRows()
        : [];
      if (lost.length === 0) return;
      for (const row of lost) {
        const id = this.#state.index.idOf(row);
        const kind = this.#state.index.block(this.#state.index.place(row).block).kind;
        await this.put(kind, await this.#state.reader.get(id));
      }
    }
    throw new ChatError('vault-locked', 'Somebody else is deleting from this vault.', {
      hint: 'Run the backup again when the clean-up is done.',
    });
  }

  #unsafeRows(): number[] {
    const {index} = this.#state;
    const rows: number[] = [];
    for (let row = 0; row < index.chunkCount; row++) {
      if (this.#relied.has(row) && index.findTrusted(index.idOf(row)) === undefined) rows.push(row);
    }
    return rows;
  }

  /** Ends the session. What is not flushed is given up; what is durable stays and will be found by the next session. */
  async close(): Promise<void> {
    this.#fail(new Error('This session is over.'));
    await Promise.all(this.#jobs);
    await this.#writing;
    this.#state.index.setState(this.#pendingPack, 'gone');
  }
}
