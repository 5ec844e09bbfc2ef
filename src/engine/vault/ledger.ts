// The index the other way round: which blocks a pack has and which chunks are in them. Built only when damage must be understood.
import type {ChunkIndex} from './chunk-index.ts';
import type {PackedBlock} from './pack.ts';

export class BlockLedger {
  readonly #index: ChunkIndex;
  /** Rows ordered by block; those of block b are at #starts[b] … #starts[b + 1]. */
  readonly #rows: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #blocksByPack = new Map<number, number[]>();

  constructor(index: ChunkIndex) {
    this.#index = index;
    this.#starts = new Uint32Array(index.blockCount + 2);
    for (let row = 0; row < index.chunkCount; row++) {
      const at = index.place(row).block + 2;
      this.#starts[at] = (this.#starts[at] ?? 0) + 1;
    }
    for (let i = 2; i < this.#starts.length; i++) {
      this.#starts[i] = (this.#starts[i] ?? 0) + (this.#starts[i - 1] ?? 0);
    }
    this.#rows = new Uint32Array(index.chunkCount);
    for (let row = 0; row < index.chunkCount; row++) {
      const at = index.place(row).block + 1;
      const next = this.#starts[at] ?? 0;
      this.#rows[next] = row;
      this.#starts[at] = next + 1;
    }
    for (let block = 0; block < index.blockCount; block++) {
      const {pack} = index.block(block);
      const blocks = this.#blocksByPack.get(pack);
      if (blocks === undefined) this.#blocksByPack.set(pack, [block]);
      else blocks.push(block);
    }
  }

  /** In the order of their rows, which is the order of the chunks in the block. */
  #rowsOf(block: number): Uint32Array {
    return this.#rows.subarray(this.#starts[block] ?? 0, this.#starts[block + 1] ?? 0);
  }

  rowsOfPack(pack: number): readonly number[] {
    return (this.#blocksByPack.get(pack) ?? []).flatMap((block) => [...this.#rowsOf(block)]);
  }

  blocksOf(pack: number): readonly PackedBlock[] {
    const blocks = this.#blocksByPack.get(pack) ?? [];
    return blocks.map((block) => {
      const {offset, length, kind} = this.#index.block(block);
      const rows = [...this.#rowsOf(block)];
      const chunks = rows.map((row) => ({
        id: this.#index.idOf(row),
        length: this.#index.place(row).length,
      }));
      return {offset, length, kind, chunks};
    });
  }
}
