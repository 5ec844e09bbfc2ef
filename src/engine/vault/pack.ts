// A pack: blocks one after the other and a sealed footer that tells what is in them. Building one and reading its footer.
import {createHash} from 'node:crypto';
import {
  blockPrefix,
  headLength,
  openBlock,
  readHead,
  sealBlock,
  splitChunks,
  type BlockTools,
  type PreparedBlock,
  type PromisedBlock,
} from './block.ts';
import {ByteReader, ByteWriter, DamagedError, damaged, equalBytes} from './bytes.ts';
import {isObjectKind, kindNumber, objectKindOf, type ObjectKind} from './kinds.ts';
import {idLength, maxPack, maxPlainOfChunks, packTarget} from './limits.ts';
import type {Storage} from './storage.ts';

const headMagic = Uint8Array.of(0x43, 0x41, 0x70, 0x61, 0x63, 0x6b, 1, 0);
const tailMagic = Uint8Array.of(0x43, 0x41, 0x65, 0x6e);
export const packHead = headMagic.length;
const tailLength = 8;

/** A full pack, its last block and its footer. */
const fullBuffer = packTarget + 2 * 1024 * 1024;

export type PackedChunk = {readonly id: Uint8Array; readonly length: number};

export type PackedBlock = {
  readonly offset: number;
  readonly length: number;
  readonly kind: ObjectKind;
  readonly chunks: readonly PackedChunk[];
};

export const packPath = (name: string): string => `packs/${name.slice(0, 2)}/${name}`;

export const writeFooter = (blocks: readonly PackedBlock[]): Uint8Array => {
  const out = new ByteWriter(64 * 1024).varint(blocks.length);
  for (const block of blocks) {
    out.varint(block.offset).varint(block.length).u8(kindNumber(block.kind));
    out.varint(block.chunks.length);
    for (const chunk of block.chunks) out.bytes(chunk.id).varint(chunk.length);
  }
  return out.view();
};

/** Gives the blocks one by one: a footer may tell of 100,000 chunks, and most callers keep none of these objects. */
export function* readFooter(bytes: Uint8Array, packSize: number): Generator<PackedBlock> {
  const reader = new ByteReader(bytes);
  const count = reader.varint();
  let free = packHead;
  for (let i = 0; i < count; i++) {
    const offset = reader.varint();
    const length = reader.varint();
    const kind = objectKindOf(reader.u8());
    if (offset < free || length <= blockPrefix || offset + length > packSize) {
      damaged('a block outside its pack');
    }
    free = offset + length;
    yield {offset, length, kind, chunks: readChunks(reader)};
  }
  reader.end();
}

const readChunks = (reader: ByteReader): PackedChunk[] => {
  const count = reader.varint();
  if (count === 0 || count > reader.left / (idLength + 1))
    damaged('an impossible number of chunks');
  const chunks: PackedChunk[] = [];
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const id = reader.take(idLength);
    const length = reader.varint();
    sum += length;
    if (length === 0 || sum > maxPlainOfChunks) damaged('an impossible chunk length');
    chunks.push({id, length});
  }
  return chunks;
};

export type FinishedPack = {
  /** SHA-256, the file's name. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly footer: Uint8Array;
};

/** Collects blocks in one growing buffer. `finish` gives a view on it: use it before the builder is reused. */
export class PackBuilder {
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  #blocks: PackedBlock[] = [];
  #chunkCount = 0;

  get size(): number {
    return this.#length;
  }

  get chunkCount(): number {
    return this.#chunkCount;
  }

  get blocks(): readonly PackedBlock[] {
    return this.#blocks;
  }

  /** Room for so many bytes more; what is written there belongs to the pack. */
  #reserve(length: number): Uint8Array {
    const need = this.#length + length;
    if (need > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(need, Math.min(this.#bytes.length * 2, fullBuffer)));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#length = need;
    return this.#bytes.subarray(need - length, need);
  }

  /** Seals the block in its place, and gives a view on it and its offset. */
  add(
    block: PreparedBlock,
    {kind, chunks}: PromisedBlock,
  ): {readonly offset: number; readonly bytes: Uint8Array} {
    if (this.#length === 0) this.#reserve(packHead).set(headMagic);
    const offset = this.#length;
    const bytes = this.#reserve(block.length);
    block.writeTo(bytes);
    this.#blocks.push({offset, length: block.length, kind, chunks});
    this.#chunkCount += chunks.length;
    return {offset, bytes};
  }

  async finish(tools: BlockTools): Promise<FinishedPack> {
    const footer = writeFooter(this.#blocks);
    const sealed = await sealBlock(tools, {
      kind: 'footer',
      plain: footer,
      lengths: [footer.length],
    });
    this.#reserve(sealed.length).set(sealed);
    const trailer = new ByteWriter(tailLength).u32(sealed.length).bytes(tailMagic).view();
    this.#reserve(tailLength).set(trailer);
    const bytes = this.#bytes.subarray(0, this.#length);
    return {name: createHash('sha256').update(bytes).digest('hex'), bytes, footer};
  }

  reset(): void {
    this.#length = 0;
    this.#blocks = [];
    this.#chunkCount = 0;
  }
}

/** Reads a footer through ranges. Throws DamagedError when the pack has none that opens. */
export const fetchFooter = async (
  storage: Storage,
  tools: BlockTools,
  {name, size}: {readonly name: string; readonly size: number},
): Promise<Uint8Array> => {
  if (size > maxPack || size < packHead + tailLength) damaged('a pack of an impossible size');
  const path = packPath(name);
  const tail = new ByteReader(
    await storage.get(path, {start: size - tailLength, length: tailLength}),
  );
  const length = tail.u32();
  if (!equalBytes(tail.take(4), tailMagic)) damaged('a pack without an end');
  const start = size - tailLength - length;
  if (length <= blockPrefix || start < packHead) damaged('a footer outside its pack');
  const head = readHead(await storage.get(path, {start, length: headLength}));
  if (head.length !== length) damaged('a footer of another length');
  return openBlock(tools, await storage.get(path, {start, length}), {expected: 'footer'}).plain;
};

/** The footer of a whole pack in memory. Throws DamagedError. */
export const footerOf = (tools: BlockTools, bytes: Uint8Array): Uint8Array => {
  const length = new ByteReader(bytes.subarray(-tailLength)).u32();
  const start = bytes.length - tailLength - length;
  if (start < packHead) damaged('a footer outside its pack');
  return openBlock(tools, bytes.subarray(start, bytes.length - tailLength), {expected: 'footer'})
    .plain;
};

/** Checks what no seal covers in a whole pack: header and trailer. */
export const checkFrame = (bytes: Uint8Array): void => {
  if (!equalBytes(bytes.subarray(0, packHead), headMagic)) damaged('a pack without a beginning');
  if (!equalBytes(bytes.subarray(-4), tailMagic)) damaged('a pack without an end');
};

/**
 * What a pack holds when its footer is lost: reads block after block and computes the ids anew.
 * Stops at the first byte that is no block; skips blocks that do not open.
 */
export const scanPack = (tools: BlockTools, bytes: Uint8Array): PackedBlock[] => {
  const found: PackedBlock[] = [];
  let offset = packHead;
  while (offset + headLength <= bytes.length) {
    try {
      const head = readHead(bytes.subarray(offset, offset + headLength));
      if (!isObjectKind(head.kind)) break;
      const block = bytes.subarray(offset, offset + head.length);
      const chunks = chunksOf(tools, block, head.kind);
      if (chunks.length > 0) found.push({offset, length: head.length, kind: head.kind, chunks});
      offset += head.length;
    } catch (error) {
      if (error instanceof DamagedError) break;
      throw error;
    }
  }
  return found;
};

const chunksOf = (tools: BlockTools, bytes: Uint8Array, kind: ObjectKind): PackedChunk[] => {
  try {
    const block = openBlock(tools, bytes, {expected: kind});
    return [...splitChunks(block)].map((chunk) => ({
      id: tools.keys.chunkId(kind, chunk),
      length: chunk.length,
    }));
  } catch (error) {
    if (error instanceof DamagedError) return [];
    throw error;
  }
};

export const packNameOf = (path: string): string | undefined => {
  const match = /^packs\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(path);
  return match?.[2] !== undefined && match[2].startsWith(match[1] ?? '-') ? match[2] : undefined;
};
