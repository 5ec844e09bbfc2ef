import {describe, expect, test} from 'vitest';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';
import {forEachLine, readLineBlocks} from '../../../src/formats/_shared/line-blocks.ts';
import {authorKey, LineIds, stampOf} from '../../../src/formats/_shared/line-ids.ts';

const linesOf = async (text: string | Uint8Array, chunkSize: number): Promise<string[]> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const lines: string[] = [];
  const chunks = async function* () {
    yield* chunksOf(bytes, chunkSize);
  };
  for await (const block of readLineBlocks(chunks()))
    forEachLine(block.text, (from, end) => lines.push(block.text.slice(from, end)));
  return lines;
};

describe('blocks of lines', () => {
  test.each([1, 2, 3, 7, 65_536])('give the same lines in chunks of %i bytes', async (size) => {
    expect(await linesOf('\ufeffa\r\nβ\n\n\u2028x\ny', size)).toEqual([
      'a',
      'β',
      '',
      '\u2028x',
      'y',
    ]);
    expect(await linesOf('a\n', size)).toEqual(['a']);
    expect(await linesOf('', size)).toEqual([]);
  });

  test('give UTF-16 as well', async () => {
    expect(await linesOf(new Uint8Array(Buffer.from('\ufeffeins\nzwei\n', 'utf16le')), 3)).toEqual([
      'eins',
      'zwei',
    ]);
  });

  test('cut a line that never ends', async () => {
    const long = 'x'.repeat(40_000_000);
    const lines = await linesOf(`a\n${long}\nb\n`, 1_000_000);
    expect(lines[0]).toBe('a');
    expect(lines.at(-1)).toBe('b');
    expect(lines[1]?.length).toBeLessThan(20_000_000);
  });
});

describe('ids of lines', () => {
  const stamp = stampOf({year: 2024, month: 1, day: 15, hour: 10, minute: 0, second: 0});

  test('are short, and the same for the same line', () => {
    const [one, two] = [new LineIds(), new LineIds()].map((ids) =>
      ids.make(stamp, authorKey('Ana'), 'hi'),
    );
    expect(one).toBe(two);
    expect(one).toMatch(/^~[0-9a-z]{13}$/);
  });

  test('differ by time, author and text, and number what is equal', () => {
    const ids = new LineIds();
    const made = [
      ids.make(stamp, authorKey('Ana'), 'hi'),
      ids.make(stamp + 1, authorKey('Ana'), 'hi'),
      ids.make(stamp, authorKey('Ben'), 'hi'),
      ids.make(stamp, authorKey('Ana'), 'ho'),
      ids.make(stamp, authorKey('Ana'), 'hi'),
      ids.make(stamp, authorKey('Ana'), 'hi'),
    ];
    expect(new Set(made).size).toBe(6);
    expect(made[4]).toBe(`${made[0]}.2`);
    expect(made[5]).toBe(`${made[0]}.3`);
  });

  test('stay unique over a hundred thousand lines of one second', () => {
    const ids = new LineIds();
    const made = new Set<string>();
    for (let index = 0; index < 100_000; index++) made.add(ids.make(stamp, 0, `text ${index}`));
    expect(made.size).toBe(100_000);
  });
});
