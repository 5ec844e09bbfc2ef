// Where every chunk is, in memory: typed arrays and open addressing, about 40 bytes per chunk. Not a file: see index-file.ts.
import {idLength} from './limits.ts';
import {kindNumber, objectKindOf, type ObjectKind} from './kinds.ts';
import {readFooter, type PackedBlock} from './pack.ts';

const pageBits = 12;
const pageRows = 1 << pageBits;

/** A growing table of u32 records. Grows page by page, so it never copies and never holds two of itself. */
class Records {
  readonly #width: number;
  readonly #pages: Uint32Array[] = [];
  count = 0;

  constructor(width: number) {
    this.#width = width;
  }

  add(): number {
    if (this.count === this.#pages.length << pageBits) {
      this.#pages.push(new Uint32Array(pageRows * this.#width));
    }
    return this.count++;
  }

  get(row: number, column: number): number {
    return this.#pages[row >>> pageBits]?.[(row & (pageRows - 1)) * this.#width + column] ?? 0;
  }

  set(row: number, column: number, value: number): void {
    const page = this.#pages[row >>> pageBits];
    if (page !== undefined) page[(row & (pageRows - 1)) * this.#width + column] = value;
  }
}

/**
 * good: may be read and deduplicated against. pending: written by this session, not durable yet. doomed: has a tombstone.
 * suspect: found damaged or of a wrong size. gone: missing. Only good and pending count for deduplication.
 */
export type PackState = 'good' | 'pending' | 'doomed' | 'suspect' | 'gone';

const readOrder: readonly PackState[] = ['good', 'doomed', 'suspect', 'gone', 'pending'];

export type IndexedPack = {readonly name: string; readonly size: number; readonly state: PackState};

export type ChunkPlace = {
  readonly row: number;
  readonly block: number;
  /** In the inflated block. */
  readonly start: number;
  readonly length: number;
};

export type BlockPlace = {
  readonly pack: number;
  readonly offset: number;
  readonly length: number;
  readonly kind: ObjectKind;
};

/** More copies than this of one chunk are not kept track of: it bounds the probing. */
const maxCopies = 256;

const word = (id: Uint8Array, i: number): number => {
  const at = i * 4;
  const low = (id[at] ?? 0) | ((id[at + 1] ?? 0) << 8) | ((id[at + 2] ?? 0) << 16);
  return (low | ((id[at + 3] ?? 0) << 24)) >>> 0;
};

export class ChunkIndex {
  readonly #packs: {name: string; size: number; state: PackState}[] = [];
  readonly #packsByName = new Map<string, number>();
  /** pack, offset, length, kind */
  readonly #blocks = new Records(4);
  /** id × 4, block, start, length */
  readonly #rows = new Records(7);
  #slots = new Uint32Array(1 << 10);

  get chunkCount(): number {
    return this.#rows.count;
  }

  get blockCount(): number {
    return this.#blocks.count;
  }

  // ---- packs

  get packs(): readonly IndexedPack[] {
    return this.#packs;
  }

  packNumber(name: string): number | undefined {
    return this.#packsByName.get(name);
  }

  pack(number: number): IndexedPack {
    const pack = this.#packs[number];
    if (pack === undefined) throw new Error('No such pack in the index.');
    return pack;
  }

  addPack(name: string, size: number, state: PackState): number {
    const number = this.#packs.push({name, size, state}) - 1;
    if (name !== '') this.#packsByName.set(name, number);
    return number;
  }

  setState(number: number, state: PackState): void {
    const pack = this.#packs[number];
    if (pack !== undefined) pack.state = state;
  }

  /** A pending pack became a file. */
  namePack(number: number, name: string, size: number): void {
    this.#packs[number] = {name, size, state: 'good'};
    this.#packsByName.set(name, number);
  }

  // ---- blocks

  addBlock(place: BlockPlace): number {
    const block = this.#blocks.add();
    this.placeBlock(block, place);
    return block;
  }

  placeBlock(block: number, place: BlockPlace): void {
    this.#blocks.set(block, 0, place.pack);
    this.#blocks.set(block, 1, place.offset);
    this.#blocks.set(block, 2, place.length);
    this.#blocks.set(block, 3, kindNumber(place.kind));
  }

  block(block: number): BlockPlace {
    return {
      pack: this.#blocks.get(block, 0),
      offset: this.#blocks.get(block, 1),
      length: this.#blocks.get(block, 2),
      kind: objectKindOf(this.#blocks.get(block, 3)),
    };
  }

  addPacked(pack: number, packed: PackedBlock): void {
    const {offset, length, kind} = packed;
    const block = this.addBlock({pack, offset, length, kind});
    let start = 0;
    for (const chunk of packed.chunks) {
      this.addChunk(chunk.id, {block, start, length: chunk.length});
      start += chunk.length;
    }
  }

  /** Throws DamagedError for a footer that cannot be. */
  addFooter(pack: number, footer: Uint8Array): void {
    for (const packed of readFooter(footer, this.pack(pack).size)) this.addPacked(pack, packed);
  }

  // ---- chunks

  addChunk(id: Uint8Array, place: Omit<ChunkPlace, 'row'>): number {
    if ((this.#rows.count + 1) * 10 > this.#slots.length * 7) this.#rehash();
    const slot = this.#freeSlot(id);
    if (slot < 0) return -1;
    const row = this.#rows.add();
    for (let i = 0; i < 4; i++) this.#rows.set(row, i, word(id, i));
    this.#rows.set(row, 4, place.block);
    this.#rows.set(row, 5, place.start);
    this.#rows.set(row, 6, place.length);
    this.#slots[slot] = row + 1;
    return row;
  }

  #freeSlot(id: Uint8Array): number {
    const mask = this.#slots.length - 1;
    const first = word(id, 0);
    let copies = 0;
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0) return slot;
      if (this.#isRow(row, id, first) && ++copies >= maxCopies) return -1;
    }
  }

  #isRow(row: number, id: Uint8Array, first: number): boolean {
    const rows = this.#rows;
    return (
      rows.get(row, 0) === first &&
      rows.get(row, 1) === word(id, 1) &&
      rows.get(row, 2) === word(id, 2) &&
      rows.get(row, 3) === word(id, 3)
    );
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let row = 0; row < this.#rows.count; row++) {
      let slot = this.#rows.get(row, 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
  }

  place(row: number): ChunkPlace {
    const rows = this.#rows;
    return {row, block: rows.get(row, 4), start: rows.get(row, 5), length: rows.get(row, 6)};
  }

  idOf(row: number): Uint8Array {
    const id = Buffer.alloc(idLength);
    for (let i = 0; i < 4; i++) id.writeUInt32LE(this.#rows.get(row, i), i * 4);
    return id;
  }

  stateOf(row: number): PackState {
    return this.pack(this.#blocks.get(this.#rows.get(row, 4), 0)).state;
  }

  packOf(row: number): number {
    return this.#blocks.get(this.#rows.get(row, 4), 0);
  }

  #rowsOf(id: Uint8Array): number[] {
    const mask = this.#slots.length - 1;
    const first = word(id, 0);
    const found: number[] = [];
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0) return found;
      if (this.#isRow(row, id, first)) found.push(row);
    }
  }

  /** A copy to deduplicate against, or undefined: then the chunk must be stored. */
  findTrusted(id: Uint8Array): number | undefined {
    return this.#rowsOf(id).find((row) => {
      const state = this.stateOf(row);
      return state === 'good' || state === 'pending';
    });
  }

  /** All copies, the most trustworthy first. */
  findCopies(id: Uint8Array): readonly ChunkPlace[] {
    const rows = this.#rowsOf(id);
    if (rows.length > 1) {
      rows.sort((a, b) => readOrder.indexOf(this.stateOf(a)) - readOrder.indexOf(this.stateOf(b)));
    }
    return rows.map((row) => this.place(row));
  }

  /** The row that stands for this chunk in bit sets and tallies: the same for every call until the index grows. */
  rowOf(id: Uint8Array): number | undefined {
    return this.#rowsOf(id)[0];
  }
}
