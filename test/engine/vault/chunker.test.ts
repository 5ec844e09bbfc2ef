import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  ContentCutter,
  cutPoint,
  isCloseToRandom,
  isMedia,
  maxTextChunk,
  minChunk,
  normalChunk,
  PieceCutter,
  type Cutter,
} from '../../../src/engine/vault/chunker.ts';
import {VaultKeys} from '../../../src/engine/vault/keys.ts';
import {chatText, randomBytesOf} from '../../helpers/vault-kit.ts';

const {gear} = new VaultKeys(randomBytesOf(32, 'k'), randomBytesOf(16, 'v'));

/** docs/vault-format.md §6.2 word for word, slowly, in numbers without a sign. */
const referenceCuts = (bytes: Uint8Array): number[] => {
  const lengths: number[] = [];
  for (let from = 0; from < bytes.length;) {
    let hash = 0n;
    let length = Math.min(2048, bytes.length - from);
    while (from + length < bytes.length && length < 65_536) {
      hash = ((hash << 1n) + BigInt(gear[bytes[from + length] ?? 0] ?? 0)) % 2n ** 32n;
      length++;
      const upper = length <= 8192 ? 15n : 11n;
      if (hash >> (32n - upper) === 0n) break;
    }
    lengths.push(length);
    from += length;
  }
  return lengths;
};

const cutAll = (cutter: Cutter, bytes: Uint8Array, feed: number): Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += feed) {
    for (const chunk of cutter.push(bytes.subarray(at, at + feed))) chunks.push(chunk.slice());
  }
  for (const chunk of cutter.finish()) chunks.push(chunk.slice());
  return chunks;
};

const lengthsOf = (chunks: readonly Uint8Array[]): number[] => chunks.map(({length}) => length);

describe('cutting text', () => {
  const samples = {
    chat: Buffer.from(chatText(3000)),
    random: randomBytesOf(400_000),
    zeros: new Uint8Array(300_000),
    short: Buffer.from('short'),
    'exactly the least': randomBytesOf(2048),
    'one more than the least': randomBytesOf(2049),
    nothing: new Uint8Array(0),
  };

  test.each(Object.entries(samples))('14: cuts %s as the description says', (_name, bytes) => {
    expect(lengthsOf(cutAll(new ContentCutter(gear), bytes, 1 << 20))).toEqual(
      referenceCuts(bytes),
    );
  });

  test('14: cuts the same wherever the input is split, and loses nothing', () => {
    const bytes = Buffer.concat([samples.chat, samples.random]);
    const whole = cutAll(new ContentCutter(gear), bytes, bytes.length);
    expect(Buffer.compare(Buffer.concat(whole), bytes)).toBe(0);
    fc.assert(
      fc.property(fc.integer({min: 900, max: 200_000}), (feed) => {
        expect(lengthsOf(cutAll(new ContentCutter(gear), bytes, feed))).toEqual(lengthsOf(whole));
      }),
      {numRuns: 20},
    );
  });

  test('keeps within its sizes and near the mean', () => {
    const lengths = lengthsOf(cutAll(new ContentCutter(gear), randomBytesOf(4_000_000), 1 << 20));
    expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThan(minChunk);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(maxTextChunk);
    const mean = 4_000_000 / lengths.length;
    expect(mean).toBeGreaterThan(normalChunk * 0.75);
    expect(mean).toBeLessThan(normalChunk * 1.5);
  });

  test('finds the same chunks again after bytes were inserted', () => {
    const bytes = Buffer.from(chatText(20_000));
    const changed = Buffer.concat([
      bytes.subarray(0, 50_001),
      Buffer.from('inserted'),
      bytes.subarray(50_001),
    ]);
    const known = new Set(
      cutAll(new ContentCutter(gear), bytes, 1 << 20).map((chunk) =>
        Buffer.from(chunk).toString('hex'),
      ),
    );
    const fresh = cutAll(new ContentCutter(gear), changed, 1 << 20).filter(
      (chunk) => !known.has(Buffer.from(chunk).toString('hex')),
    );
    expect(fresh.length).toBeLessThan(4);
  });

  test('depends on the key', () => {
    const other = new VaultKeys(randomBytesOf(32, 'other'), randomBytesOf(16, 'v')).gear;
    expect(lengthsOf(cutAll(new ContentCutter(other), samples.chat, 1 << 20))).not.toEqual(
      lengthsOf(cutAll(new ContentCutter(gear), samples.chat, 1 << 20)),
    );
  });

  test('ends at the end of the bytes when there is no other place', () => {
    expect(cutPoint(samples.zeros, gear, {from: 10, to: 100})).toBe(100);
  });
});

describe('cutting media', () => {
  test('gives pieces of one MiB whatever the input is split into', () => {
    const bytes = randomBytesOf(2_500_000);
    for (const feed of [1000, 65_536, 1 << 20, 3_000_000]) {
      const chunks = cutAll(new PieceCutter(), bytes, feed);
      expect(lengthsOf(chunks)).toEqual([1_048_576, 1_048_576, 402_848]);
      expect(Buffer.compare(Buffer.concat(chunks), bytes)).toBe(0);
    }
  });
});

describe('telling media from text', () => {
  test('random bytes are media; text, base64 and zeros are not', () => {
    for (let seed = 0; seed < 40; seed++)
      expect(isCloseToRandom(randomBytesOf(4096, seed))).toBe(true);
    const base64 = Buffer.from(Buffer.from(randomBytesOf(6000)).toString('base64')).subarray(
      0,
      4096,
    );
    for (const bytes of [
      Buffer.from(chatText(60)).subarray(0, 4096),
      base64,
      new Uint8Array(4096),
    ]) {
      expect(isCloseToRandom(bytes)).toBe(false);
    }
  });

  test('short files are never media, and the sample stands in the middle', () => {
    expect(isMedia(randomBytesOf(8191))).toBe(false);
    expect(isMedia(randomBytesOf(8192))).toBe(true);
    const headed = Buffer.concat([
      Buffer.alloc(3000, 'a'),
      randomBytesOf(9000),
      Buffer.alloc(3000, 'z'),
    ]);
    expect(isMedia(headed)).toBe(true);
  });
});
