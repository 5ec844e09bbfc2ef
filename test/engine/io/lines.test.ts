import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ownString, readLines} from '../../../src/engine/io/lines.ts';
import type {Line, LineOptions} from '../../../src/engine/io/lines.ts';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';

const read = async (
  text: string | Uint8Array,
  options: LineOptions = {},
  chunkSize?: number,
): Promise<Line[]> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const lines: Line[] = [];
  for await (const batch of readLines(chunksOf(bytes, chunkSize), options)) {
    expect(batch.length).toBeGreaterThan(0);
    lines.push(...batch);
  }
  return lines;
};

const texts = (lines: readonly Line[]): string[] => lines.map(({text}) => text);

describe('readLines', () => {
  test('ends a line at LF, with or without CR, and nowhere else', async () => {
    const text = 'a\r\nb\u2028c\u2029d\ve\ff\rg\n\n\u200eh\r';
    expect(texts(await read(text))).toEqual(['a', 'b\u2028c\u2029d\ve\ff\rg', '', '\u200eh']);
  });

  test('numbers lines from one and says where they begin, behind a byte order mark too', async () => {
    for (const chunkSize of [1, 2, 100]) {
      expect(await read('\ufeffé\n你好\nx', {}, chunkSize)).toEqual([
        {text: 'é', number: 1, byte: 3, isCut: false, isEnded: true},
        {text: '你好', number: 2, byte: 6, isCut: false, isEnded: true},
        {text: 'x', number: 3, byte: 13, isCut: false, isEnded: false},
      ]);
    }
  });

  test('gives nothing for an empty file and one empty line for a lone line end', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('\ufeff')).toEqual([]);
    expect(texts(await read('\n'))).toEqual(['']);
  });

  test('reads UTF-16 both ways round, marked or not', async () => {
    const little = Buffer.from('\ufeffÀ\r\nਊ ok\nend', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big, little.subarray(2), big.subarray(2)]) {
      for (const chunkSize of [1, 3, 1000]) {
        expect(texts(await read(bytes, {}, chunkSize))).toEqual(['À', 'ਊ ok', 'end']);
      }
    }
  });

  test('reads legacy encodings when told which', async () => {
    const bytes = Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a, 0x41]);
    expect(texts(await read(bytes, {encoding: 'gb18030'}, 1))).toEqual(['你好', 'A']);
  });

  test('cuts a line over the limit, flags it, and goes on behind it', async () => {
    const text = `short\n${'ä'.repeat(100)}\nnext\r\n${'z'.repeat(300)}`;
    for (const chunkSize of [1, 7, 1000]) {
      const lines = await read(text, {maxLineBytes: 31}, chunkSize);
      expect(lines.map(({text: line, isCut, number}) => [line, isCut, number])).toEqual([
        ['short', false, 1],
        ['ä'.repeat(15), true, 2],
        ['next', false, 3],
        ['z'.repeat(30), true, 4],
      ]);
    }
  });

  test('reports progress in bytes', async () => {
    let bytes = 0;
    await read('\ufeffab\ncd', {onProgress: (count) => (bytes += count)}, 2);
    expect(bytes).toBe(8);
  });

  test('where chunks end never matters', async () => {
    const line = fc.string({
      unit: fc.constantFrom('a', 'é', '你', '😀', '\r', '\u2028', ' ', '\0'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({min: 1, max: 9}),
        async (lines, end, chunkSize) => {
          const text = lines.map((each) => each + end).join('');
          // The first 64 KiB decide about the encoding; here it is given.
          const options = {encoding: 'utf-8'} as const;
          const whole = await read(text, options);
          expect(await read(text, options, chunkSize)).toEqual(whole);
          const bytes = new TextEncoder().encode(text);
          for (const {byte, text: found} of whole) {
            const there = new TextDecoder().decode(bytes.subarray(byte));
            expect(there.startsWith(found)).toBe(true);
          }
          expect(texts(whole)).toEqual(
            text
              .split('\n')
              .slice(0, -1)
              .map((each) => each.replace(/\r$/, '')),
          );
        },
      ),
    );
  });

  test('keeps the numbers and places right over many blocks', async () => {
    const all = Array.from(
      {length: 20_000},
      (_, index) => `line ${index} ${'é'.repeat(index % 40)}`,
    );
    const lines = await read(all.join('\n'), {}, 50_000);
    expect(texts(lines)).toEqual(all);
    let byte = 0;
    for (const [index, line] of lines.entries()) {
      expect(line.number).toBe(index + 1);
      expect(line.byte).toBe(byte);
      byte += Buffer.byteLength(line.text) + 1;
    }
  });
});

test('ownString gives the same text', () => {
  for (const text of ['', 'short', 'a longer text with 你好 and 😀', '\ud83d lone']) {
    expect(ownString(text)).toBe(text);
  }
});
