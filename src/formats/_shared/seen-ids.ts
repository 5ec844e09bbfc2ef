// Which numeric message ids came before, in four bytes each. Not for ids of 64 bits.

const blockLength = 65_536;

/** Ids in the order of the file, four bytes each; a set only for exports whose ids do not grow. */
export class SeenIds {
  readonly #blocks: Int32Array[] = [];
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;
  #set: Set<number> | undefined;

  /** false: it was there before. */
  add(id: number): boolean {
    if (!this.#set && id > this.#last && id === (id | 0)) {
      this.#last = id;
      this.#append(id);
      return true;
    }
    const set = (this.#set ??= this.#toSet());
    if (set.has(id)) return false;
    set.add(id);
    return true;
  }

  #append(id: number): void {
    const place = this.#count % blockLength;
    const block =
      place === 0 ? new Int32Array(blockLength) : (this.#blocks.at(-1) ?? new Int32Array(0));
    if (place === 0) this.#blocks.push(block);
    block[place] = id;
    this.#count++;
  }

  #toSet(): Set<number> {
    const set = new Set<number>();
    let left = this.#count;
    for (const block of this.#blocks) {
      for (const id of block.subarray(0, left)) set.add(id);
      left -= block.length;
    }
    this.#blocks.length = 0;
    return set;
  }
}
