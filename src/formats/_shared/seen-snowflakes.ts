// Which 64-bit ids came before, eight bytes each while they grow. For ids that are no numbers it keeps the texts.

const blockLength = 32_768;

export class SeenSnowflakes {
  readonly #blocks: BigUint64Array[] = [];
  #count = 0;
  #last = -1n;
  #set: Set<bigint> | undefined;
  readonly #texts = new Set<string>();

  /** false: it was there before. */
  add(id: string): boolean {
    if (!/^\d{1,19}$/.test(id)) return this.#addTo(this.#texts, id);
    const number = BigInt(id);
    if (!this.#set && number > this.#last) {
      this.#last = number;
      this.#append(number);
      return true;
    }
    return this.#addTo((this.#set ??= this.#toSet()), number);
  }

  #addTo<T>(set: Set<T>, value: T): boolean {
    const before = set.size;
    return set.add(value).size > before;
  }

  #append(id: bigint): void {
    const place = this.#count % blockLength;
    if (place === 0) this.#blocks.push(new BigUint64Array(blockLength));
    const block = this.#blocks.at(-1);
    if (block) block[place] = id;
    this.#count++;
  }

  #toSet(): Set<bigint> {
    const set = new Set<bigint>();
    let left = this.#count;
    for (const block of this.#blocks) {
      for (const id of block.subarray(0, left)) set.add(id);
      left -= block.length;
    }
    this.#blocks.length = 0;
    return set;
  }
}
