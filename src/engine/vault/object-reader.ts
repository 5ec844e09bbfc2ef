// Gets chunks back by id: from the copy that is most to be trusted, opened, inflated, and its id compared before it is given out.
import {ChatError, isChatError} from '../errors.ts';
import {openBlock, type BlockTools} from './block.ts';
import {DamagedError, damaged, equalBytes, toHex} from './bytes.ts';
import type {BlockPlace, ChunkIndex, ChunkPlace} from './chunk-index.ts';
import {packPath} from './pack.ts';
import type {Storage} from './storage.ts';

export type ChunkId = Uint8Array;

/** One block that did not give what it promised. */
export type FoundDamage = {
  readonly pack: string;
  readonly offset: number;
  readonly isMissing: boolean;
};

const blockCacheBytes = 24 * 1024 * 1024;
const windowBytes = 1024 * 1024;
const windowCount = 4;

type Window = {readonly pack: number; readonly start: number; readonly bytes: Uint8Array};

export class ObjectReader {
  readonly #storage: Storage;
  readonly #tools: BlockTools;
  readonly #index: ChunkIndex;
  readonly #blocks = new Map<number, Uint8Array>();
  #cached = 0;
  #windows: Window[] = [];
  readonly #damage = new Map<string, FoundDamage>();

  constructor(storage: Storage, tools: BlockTools, index: ChunkIndex) {
    this.#storage = storage;
    this.#tools = tools;
    this.#index = index;
  }

  /** What turned out damaged while reading since the last call. */
  takeDamage(): readonly FoundDamage[] {
    const found = [...this.#damage.values()];
    this.#damage.clear();
    return found;
  }

  /** Some copy is there, trusted or not. */
  has(id: ChunkId): boolean {
    return this.#index.findCopies(id).some(({row}) => this.#index.stateOf(row) !== 'pending');
  }

  /**
   * The chunk, a view that must not be changed. Throws `vault-damaged` when no copy is intact; a storage that cannot be reached
   * throws its own error and is not damage.
   */
  async get(id: ChunkId): Promise<Uint8Array> {
    for (const place of this.#index.findCopies(id)) {
      try {
        return await this.#read(id, place);
      } catch (error) {
        if (!(error instanceof DamagedError) && !(isChatError(error) && error.code === 'not-found'))
          throw error;
        this.#note(place, !(error instanceof DamagedError));
      }
    }
    throw new ChatError('vault-damaged', 'A piece of the vault is missing or damaged.', {
      hint: 'Run verify to see what suffers; a copy of the vault or a new backup of the same files can heal it.',
      details: {chunk: toHex(id)},
    });
  }

  #note(place: ChunkPlace, isMissing: boolean): void {
    const {pack, offset} = this.#index.block(place.block);
    const {name} = this.#index.pack(pack);
    // Given up with a session that was not finished: no file, no damage
    if (name === '') return;
    this.#damage.set(`${name} ${offset}`, {pack: name, offset, isMissing});
  }

  async #read(id: ChunkId, place: ChunkPlace): Promise<Uint8Array> {
    const where = this.#index.block(place.block);
    if (this.#index.pack(where.pack).name === '') return damaged('not stored yet');
    const plain = this.#blocks.get(place.block) ?? (await this.#open(place.block, where));
    const chunk = plain.subarray(place.start, place.start + place.length);
    if (chunk.length !== place.length) damaged('a chunk past the end of its block');
    if (!equalBytes(this.#tools.keys.chunkId(where.kind, chunk), id)) damaged('another chunk');
    return chunk;
  }

  async #open(block: number, where: BlockPlace): Promise<Uint8Array> {
    const {plain} = openBlock(this.#tools, await this.#fetch(where), {expected: where.kind});
    if (!this.#blocks.has(block)) this.#cached += plain.length;
    this.#blocks.set(block, plain);
    for (const [oldest, bytes] of this.#blocks) {
      if (this.#cached <= blockCacheBytes) break;
      this.#blocks.delete(oldest);
      this.#cached -= bytes.length;
    }
    return plain;
  }

  /** Blocks that belong together stand one after the other, so a read takes some more along. */
  async #fetch({pack, offset, length}: BlockPlace): Promise<Uint8Array> {
    const end = offset + length;
    const known = this.#windows.find(
      (window) =>
        window.pack === pack && window.start <= offset && window.start + window.bytes.length >= end,
    );
    if (known !== undefined) return known.bytes.subarray(offset - known.start, end - known.start);
    const {name} = this.#index.pack(pack);
    const bytes = await this.#storage.get(packPath(name), {
      start: offset,
      length: Math.max(length, windowBytes),
    });
    if (bytes.length < length) damaged('a pack that ends too early');
    this.#windows = [{pack, start: offset, bytes}, ...this.#windows.slice(0, windowCount - 1)];
    return bytes.subarray(0, length);
  }

  /** Forgets what was read, so that the next read sees the storage as it is. */
  forget(): void {
    this.#blocks.clear();
    this.#cached = 0;
    this.#windows = [];
  }
}
