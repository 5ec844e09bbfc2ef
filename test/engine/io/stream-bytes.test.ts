import * as fc from 'fast-check';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {decodeBase64} from '../../../src/engine/io/base64.ts';
import {ByteWindow, collect, peek} from '../../../src/engine/io/bytes.ts';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';
import {gunzip, gunzipHead, rangeOf} from '../../../src/engine/io/stream-bytes.ts';

const join = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
};

describe('gunzip', () => {
  test('unpacks several members as one stream, whatever the chunks', async () => {
    const packed = Buffer.concat([gzipSync('hello '), gzipSync('world')]);
    for (const size of [1, 5, 1000]) {
      expect((await join(gunzip(chunksOf(packed, size)))).toString()).toBe('hello world');
    }
  });

  test('tells damage and a cut from a bomb', async () => {
    const packed = gzipSync('x'.repeat(10_000));
    await expect(join(gunzip([packed.subarray(0, 20)]))).rejects.toMatchObject({
      code: 'input-malformed',
    });
    await expect(join(gunzip([Buffer.from('no gzip')]))).rejects.toMatchObject({
      code: 'input-malformed',
    });
    const bomb = gzipSync(Buffer.alloc(2_000_000));
    const limits = {ratio: 100, ratioFrom: 100_000};
    await expect(join(gunzip([bomb], {limits}))).rejects.toMatchObject({code: 'input-limit'});
  });

  test('releases the input when the reader stops early', async () => {
    let isReleased = false;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        const packed = gzipSync(Buffer.alloc(5_000_000, 'abcdefg'), {level: 0});
        yield* chunksOf(packed, 10_000);
      } finally {
        isReleased = true;
      }
    };
    for await (const chunk of gunzip(source())) if (chunk.length > 0) break;
    await new Promise((done) => setImmediate(done));
    expect(isReleased).toBe(true);
  });

  test('gunzipHead gives what a cut head holds, and nothing for anything else', () => {
    const packed = gzipSync(Buffer.from('{"a":1}'.repeat(50_000)), {level: 0});
    expect(Buffer.from(gunzipHead(packed.subarray(0, 70_000))).toString()).toMatch(/^\{"a":1\}/);
    expect(gunzipHead(packed).length).toBeLessThanOrEqual(65_536);
    expect(gunzipHead(Buffer.from('plain'))).toEqual(new Uint8Array());
  });
});

describe('rangeOf, peek, collect', () => {
  test('give what slicing gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        fc.record({start: fc.nat(12), length: fc.nat(12)}),
        fc.integer({min: 1, max: 4}),
        async (bytes, range, size) => {
          const part = bytes.subarray(range.start, range.start + range.length);
          expect(await join(rangeOf(chunksOf(bytes, size), range))).toEqual(Buffer.from(part));
          const {head, chunks} = await peek(chunksOf(bytes, size), range.length);
          expect(Buffer.from(head)).toEqual(Buffer.from(bytes.subarray(0, range.length)));
          expect(await join(chunks)).toEqual(Buffer.from(bytes));
          const whole = await collect(chunksOf(bytes, size), range.length);
          expect(whole && Buffer.from(whole)).toEqual(
            bytes.length > range.length ? undefined : Buffer.from(bytes),
          );
        },
      ),
    );
  });
});

test('ByteWindow shows the part that was not released, at its true place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uint8Array({minLength: 1, maxLength: 9}), fc.nat(20)), {maxLength: 30}),
      (steps) => {
        const window = new ByteWindow();
        let all = Buffer.alloc(0);
        let released = 0;
        for (const [chunk, release] of steps) {
          const before = chunk.slice();
          window.append(chunk);
          all = Buffer.concat([all, before]);
          expect(window.base + window.start).toBe(released);
          expect(window.bytes.subarray(window.start, window.end)).toEqual(all.subarray(released));
          // The chunk belongs to somebody else.
          expect(chunk).toEqual(before);
          const count = Math.min(release, window.end - window.start);
          window.start += count;
          released += count;
        }
      },
    ),
  );
});

describe('decodeBase64', () => {
  test('decodes whatever the chunks, line ends and references in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.integer({min: 1, max: 9}), async (bytes, size) => {
        const plain = Buffer.from(bytes).toString('base64');
        const broken = plain.replace(/(.{5})/g, '$1\r\n').replace(/(.{11})/gs, '$1&#10;');
        for (const text of [plain, broken]) {
          expect(await join(decodeBase64(chunksOf(Buffer.from(text), size)))).toEqual(
            Buffer.from(bytes),
          );
        }
      }),
    );
  });

  test('decodes without padding, with the other alphabet, and stops at the padding', async () => {
    expect((await join(decodeBase64([Buffer.from('aGk')]))).toString()).toBe('hi');
    expect(await join(decodeBase64([Buffer.from('_-8=')]))).toEqual(Buffer.from([0xff, 0xef]));
    expect((await join(decodeBase64([Buffer.from('aGk=trailing')]))).toString()).toBe('hi');
  });
});
