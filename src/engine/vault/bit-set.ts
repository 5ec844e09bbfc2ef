// A set of small whole numbers in one bit each. Grows as needed.

export class BitSet {
  #words = new Uint32Array(64);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  has(value: number): boolean {
    return (((this.#words[value >>> 5] ?? 0) >>> (value & 31)) & 1) === 1;
  }

  /** Whether it was new. */
  add(value: number): boolean {
    if (this.has(value)) return false;
    const at = value >>> 5;
    if (at >= this.#words.length) {
      const grown = new Uint32Array(Math.max(at + 1, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[at] = ((this.#words[at] ?? 0) | (1 << (value & 31))) >>> 0;
    this.#count++;
    return true;
  }
}
