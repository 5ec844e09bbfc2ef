// One sealed block: a few chunks of one kind, deflated, padded, encrypted. Knows nothing of packs or files.
import {ChatError} from '../errors.ts';
import {ByteReader, ByteWriter, damaged, equalBytes} from './bytes.ts';
import type {Codec} from './codec.ts';
import type {Randomness} from './environment.ts';
import type {VaultKeys} from './keys.ts';
import {kindNumber, kindOf, maxPlain, maxSealed, type BlockKind, type ObjectKind} from './kinds.ts';
import {nonceLength, tagLength} from './seal.ts';

export const headLength = 12;
/** What stands before the sealed part. */
export const blockPrefix = headLength + nonceLength;

const magic = Uint8Array.of(0x43, 0x41, 0x62, 0x6b);
const blockVersion = 1;
const insideHead = 12;

/** What sealing and opening need; one per open vault. */
export type BlockTools = {
  readonly keys: VaultKeys;
  readonly codec: Codec;
  readonly random: Randomness;
  /** For looking into blocks without keeping anything. */
  readonly scratch: Uint8Array;
};

/** The next Padmé size: at most 12 % larger, and only O(log log L) bits of the length can be seen. */
export const padme = (length: number): number => {
  if (length < 2) return length;
  const e = Math.floor(Math.log2(length));
  const s = Math.floor(Math.log2(e)) + 1;
  const unit = 2 ** Math.max(e - s, 0);
  return Math.ceil(length / unit) * unit;
};

export type BlockHead = {
  readonly kind: BlockKind;
  readonly isDeflated: boolean;
  readonly sealedLength: number;
  /** Of the whole block. */
  readonly length: number;
};

/** Reads the clear 12 bytes; refuses what is outside the limits before anybody allocates for it. */
export const readHead = (bytes: Uint8Array): BlockHead => {
  const reader = new ByteReader(bytes);
  if (!equalBytes(reader.take(4), magic)) damaged('no block here');
  if (reader.u8() !== blockVersion) damaged('a block of an unknown version');
  const kind = kindOf(reader.u8());
  const codec = reader.u8();
  if (codec > 1 || reader.u8() !== 0) damaged('a block of an unknown codec');
  const sealedLength = reader.u32();
  if (sealedLength < insideHead + 1 + tagLength || sealedLength > maxSealed(kind)) {
    damaged('a block of an impossible length');
  }
  return {kind, isDeflated: codec === 1, sealedLength, length: blockPrefix + sealedLength};
};

const writeHead = (kind: BlockKind, isDeflated: boolean, sealedLength: number): Uint8Array =>
  new ByteWriter(headLength)
    .bytes(magic)
    .u8(blockVersion)
    .u8(kindNumber(kind))
    .u8(isDeflated ? 1 : 0)
    .u8(0)
    .u32(sealedLength)
    .view();

const aadOf = (head: Uint8Array, vaultId: Uint8Array): Uint8Array =>
  Buffer.concat([head.subarray(0, headLength), vaultId]);

export type PlainBlock = {
  readonly kind: BlockKind;
  readonly plain: Uint8Array;
  /** Chunk lengths, in order; together `plain.length`. */
  readonly lengths: readonly number[];
};

const packLengths = ({lengths}: PlainBlock): Uint8Array => {
  const out = new ByteWriter(lengths.length * 3);
  if (lengths.length > 1) for (const length of lengths) out.varint(length);
  return out.view();
};

/** A block whose length is known and whose bytes are not made yet, so that they can be made where they belong. */
export type PreparedBlock = {
  /** Of the whole block. */
  readonly length: number;
  /** Seals into `out`, which has that length. */
  writeTo(out: Uint8Array): void;
};

/** `body` is what the codec made of `block.plain`; the same bytes mean codec 0. */
export const prepareBlock = (
  tools: BlockTools,
  block: PlainBlock,
  body = block.plain,
): PreparedBlock => {
  const {keys, codec, random} = tools;
  const lengths = packLengths(block);
  const used = lengths.length + body.length;
  const padding = new Uint8Array(padme(used) - used);
  const inside = new ByteWriter(insideHead)
    .u32(body.length)
    .u32(block.plain.length)
    .u32(block.lengths.length);
  const sealedLength = insideHead + used + padding.length + tagLength;
  return {
    length: blockPrefix + sealedLength,
    writeTo(out) {
      const head = writeHead(block.kind, body !== block.plain, sealedLength);
      const nonce = random(nonceLength);
      out.set(head, 0);
      out.set(nonce, headLength);
      const input = {key: keys.block(block.kind), nonce, aad: aadOf(head, keys.vaultId)};
      codec.sealInto(input, [inside.view(), lengths, body, padding], out.subarray(blockPrefix));
    },
  };
};

/** Less than 3 % gain is not worth the inflating. */
export const deflateBlock = async (
  tools: BlockTools,
  block: PlainBlock,
): Promise<PreparedBlock> => {
  const packed = await tools.codec.deflate(block.plain);
  const isWorth = packed.length < block.plain.length * 0.97;
  return prepareBlock(tools, block, isWorth ? packed : block.plain);
};

export const sealBlock = async (tools: BlockTools, block: PlainBlock): Promise<Uint8Array> => {
  const prepared = await deflateBlock(tools, block);
  const out = new Uint8Array(prepared.length);
  prepared.writeTo(out);
  return out;
};

const readLengths = (reader: ByteReader, count: number, plainLength: number): number[] => {
  if (count === 1) return [plainLength];
  const lengths: number[] = [];
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const length = reader.varint();
    if (length === 0) damaged('an empty chunk');
    lengths.push(length);
    sum += length;
    if (sum > plainLength) damaged('chunks longer than their block');
  }
  return sum === plainLength ? lengths : damaged('chunks shorter than their block');
};

/**
 * `bytes` is exactly one block of the kind that the caller expects. Throws DamagedError for anything else. With `scratch`, the plaintext may
 * stand there and is valid only until the next use.
 */
export const openBlock = (
  {keys, codec}: Pick<BlockTools, 'keys' | 'codec'>,
  bytes: Uint8Array,
  {expected, scratch}: {readonly expected: BlockKind; readonly scratch?: Uint8Array},
): PlainBlock => {
  const head = readHead(bytes);
  if (head.kind !== expected) damaged('a block of another kind');
  if (head.length !== bytes.length) damaged('a block of another length');
  const nonce = bytes.subarray(headLength, blockPrefix);
  const input = {key: keys.block(head.kind), nonce, aad: aadOf(bytes, keys.vaultId)};
  const inside = codec.unseal(input, bytes.subarray(blockPrefix), scratch);
  const reader = new ByteReader(inside);
  const bodyLength = reader.u32();
  const plainLength = reader.u32();
  const count = reader.u32();
  if (plainLength > maxPlain(head.kind)) damaged('a block that is too large');
  if (count === 0 || count > plainLength) damaged('a block with an impossible number of chunks');
  const lengths = readLengths(reader, count, plainLength);
  const body = reader.take(bodyLength);
  if (head.isDeflated) return {kind: head.kind, plain: codec.inflate(body, plainLength), lengths};
  return bodyLength === plainLength
    ? {kind: head.kind, plain: body, lengths}
    : damaged('a raw block of another length');
};

export function* splitChunks({plain, lengths}: PlainBlock): Generator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield plain.subarray(at, at + length);
    at += length;
  }
}

export type PromisedBlock = {
  readonly kind: ObjectKind;
  readonly chunks: readonly {readonly id: Uint8Array; readonly length: number}[];
};

/** Opens a block and compares every chunk with its id; throws DamagedError on any difference. */
export const proveBlock = (tools: BlockTools, bytes: Uint8Array, promised: PromisedBlock): void => {
  // Nothing of the plaintext leaves this function, so one buffer serves all
  const block = openBlock(tools, bytes, {expected: promised.kind, scratch: tools.scratch});
  if (block.lengths.length !== promised.chunks.length) damaged('another number of chunks');
  let i = 0;
  for (const chunk of splitChunks(block)) {
    const expected = promised.chunks[i++];
    if (expected === undefined || chunk.length !== expected.length) damaged('another chunk length');
    else if (!equalBytes(tools.keys.chunkId(promised.kind, chunk), expected.id)) {
      damaged('another chunk than its id says');
    }
  }
};

/**
 * The check before a block leaves memory: it catches faulty memory and codecs while the original is still there. With `original`, the chunk
 * whose id was made in the same step, equal bytes say the same as an equal id and cost less.
 */
export const proveSealed = (
  tools: BlockTools,
  bytes: Uint8Array,
  {promised, original}: {readonly promised: PromisedBlock; readonly original?: Uint8Array},
): void => {
  try {
    if (original === undefined) proveBlock(tools, bytes, promised);
    else if (
      !equalBytes(
        openBlock(tools, bytes, {expected: promised.kind, scratch: tools.scratch}).plain,
        original,
      )
    ) {
      damaged('another content');
    }
  } catch (error) {
    throw new ChatError('vault-damaged', 'A block did not open right after it was sealed.', {
      hint: 'This computer’s memory or processor may be faulty: test it before you rely on this backup.',
      cause: error,
    });
  }
};
