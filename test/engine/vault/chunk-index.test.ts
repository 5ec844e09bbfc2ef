import {describe, expect, test} from 'vitest';
import {ChunkIndex} from '../../../src/engine/vault/chunk-index.ts';
import {randomBytesOf} from '../../helpers/vault-kit.ts';

const id = (n: number): Uint8Array => randomBytesOf(16, n);

/** `packs` packs of one block each, `chunks` chunks of 100 bytes in each block. */
const filled = (packs: number, chunks: number): ChunkIndex => {
  const index = new ChunkIndex();
  for (let p = 0; p < packs; p++) {
    const pack = index.addPack(`${p}`.padStart(64, '0'), 10_000, 'good');
    const block = index.addBlock({pack, offset: 8, length: 5000, kind: 'text'});
    for (let c = 0; c < chunks; c++) {
      index.addChunk(id(p * chunks + c), {block, start: c * 100, length: 100});
    }
  }
  return index;
};

describe('the index in memory', () => {
  test('finds every chunk where it was put, and none that was not', () => {
    const index = filled(20, 500);
    for (let n = 0; n < 10_000; n += 7) {
      const row = index.findTrusted(id(n));
      if (row === undefined) throw new Error(`chunk ${n} is lost`);
      const place = index.place(row);
      expect(place).toMatchObject({start: (n % 500) * 100, length: 100});
      expect(index.block(place.block)).toEqual({
        pack: Math.floor(n / 500),
        offset: 8,
        length: 5000,
        kind: 'text',
      });
      expect(Buffer.compare(index.idOf(row), id(n))).toBe(0);
    }
    expect(index.findTrusted(id(10_001))).toBeUndefined();
    expect(index.findCopies(id(10_001))).toEqual([]);
  });

  test('8: does not deduplicate against packs that are damaged, doomed or gone, but may read them', () => {
    const index = filled(1, 3);
    for (const state of ['suspect', 'doomed', 'gone'] as const) {
      index.setState(0, state);
      expect(index.findTrusted(id(1))).toBeUndefined();
      expect(index.findCopies(id(1))).toHaveLength(1);
    }
    index.setState(0, 'good');
    expect(index.findTrusted(id(1))).toBe(1);
  });

  test('gives the most trustworthy copy first', () => {
    const index = new ChunkIndex();
    const states = ['gone', 'suspect', 'doomed', 'good'] as const;
    for (const [i, state] of states.entries()) {
      const pack = index.addPack(`${i}`.repeat(64), 100, state);
      const block = index.addBlock({pack, offset: 8, length: 90, kind: 'media'});
      index.addChunk(id(1), {block, start: 0, length: 10});
    }
    const order = index.findCopies(id(1)).map(({row}) => index.stateOf(row));
    expect(order).toEqual(['good', 'doomed', 'suspect', 'gone']);
  });

  test('bounds the copies of one chunk that it keeps, so that hostile indexes cannot slow it down', () => {
    const index = new ChunkIndex();
    const pack = index.addPack('a'.repeat(64), 100, 'good');
    const block = index.addBlock({pack, offset: 8, length: 90, kind: 'media'});
    const rows = Array.from({length: 2000}, () =>
      index.addChunk(id(1), {block, start: 0, length: 10}),
    );
    expect(rows.filter((row) => row >= 0)).toHaveLength(256);
  });

  test('19: takes at most 64 bytes per chunk', () => {
    const chunks = 400_000;
    const bytes = Buffer.alloc(16);
    const before = process.memoryUsage();
    const index = new ChunkIndex();
    const pack = index.addPack('a'.repeat(64), 2 ** 31, 'good');
    let block = 0;
    for (let n = 0; n < chunks; n++) {
      if (n % 25 === 0) block = index.addBlock({pack, offset: n, length: 90, kind: 'text'});
      bytes.writeUInt32LE(Math.imul(n, 0x9e3779b1) >>> 0, 0);
      bytes.writeUInt32LE(n, 4);
      index.addChunk(bytes, {block, start: 0, length: 10});
    }
    globalThis.gc?.();
    const after = process.memoryUsage();
    const grown =
      after.arrayBuffers -
      before.arrayBuffers +
      Math.max(0, globalThis.gc ? after.heapUsed - before.heapUsed : 0);
    expect(index.chunkCount).toBe(chunks);
    // Slots that were outgrown may not be collected yet: at most as much again as the slots now in use
    expect(grown / chunks).toBeLessThan(64);
  });
});
