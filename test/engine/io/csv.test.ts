import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {csvCell, csvRow, detectDelimiter, readCsv} from '../../../src/engine/io/csv.ts';
import type {CsvFault, CsvOptions, CsvRow} from '../../../src/engine/io/csv.ts';
import {chunksOf} from '../../../src/engine/io/memory-source.ts';

const read = async (
  text: string,
  options: CsvOptions = {},
  chunkSize?: number,
): Promise<{rows: CsvRow[]; faults: CsvFault[]}> => {
  const rows: CsvRow[] = [];
  const faults: CsvFault[] = [];
  const stream = readCsv(chunksOf(new TextEncoder().encode(text), chunkSize), {
    ...options,
    onError: (fault) => faults.push(fault),
  });
  for await (const batch of stream) rows.push(...batch);
  return {rows, faults};
};

const cellsOf = ({rows}: {rows: CsvRow[]}): (readonly string[])[] => rows.map(({cells}) => cells);

describe('readCsv', () => {
  test('reads quotes, line ends inside cells, both line ends, ragged rows, and empty lines', async () => {
    const text = '\ufeffa,b\r\n"x, y","say ""hi""",z\n\n"one\r\ntwo",\r\nlast';
    const heard = await read(text);
    expect(heard.rows).toEqual([
      {cells: ['a', 'b'], line: 1},
      {cells: ['x, y', 'say "hi"', 'z'], line: 2},
      {cells: ['one\r\ntwo', ''], line: 4},
      {cells: ['last'], line: 6},
    ]);
    expect(heard.faults).toEqual([]);
  });

  test('takes a quote inside a bare cell for a letter and text behind a closing quote for text', async () => {
    expect(cellsOf(await read('a "b" c,="x",d"\n"a"b,c\n'))).toEqual([
      ['a "b" c', '="x"', 'd"'],
      ['ab', 'c'],
    ]);
  });

  test.each([
    [';', 'id;text\n1;"a,b,c"\n2;x,y\n'],
    ['\t', 'id\ttext, more\n1\ta\n'],
    [',', 'id,text\n1,a;b;c\n'],
    [',', 'lonely\n'],
  ])('sees that %j divides the cells', async (delimiter, text) => {
    expect(detectDelimiter(text)).toBe(delimiter);
    expect((await read(text)).rows[0]?.cells).toHaveLength(text.startsWith('lonely') ? 1 : 2);
  });

  test('recovers from a quote that is never closed, at the end and over the limit', async () => {
    const end = await read('a,b\n"open,c\nd,e\n', {delimiter: ','});
    expect(cellsOf(end)).toEqual([
      ['a', 'b'],
      ['"open', 'c'],
      ['d', 'e'],
    ]);
    expect(end.faults).toMatchObject([{line: 2}]);
    for (const chunkSize of [10, 100_000]) {
      const long = await read(`"open,c\n${'d,e\n'.repeat(500)}`, {maxCell: 100}, chunkSize);
      expect(long.rows).toHaveLength(501);
      expect(long.rows[500]).toEqual({cells: ['d', 'e'], line: 501});
      expect(long.faults).toMatchObject([{line: 1}]);
    }
  });

  test('gives back what csvRow wrote, whatever the chunks', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', '你', '😀', '\t', ';'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, {minLength: 2, maxLength: 4}), {minLength: 1}),
        fc.integer({min: 1, max: 9}),
        async (rows, chunkSize) => {
          const text = rows.map((cells) => csvRow(cells)).join('');
          const guarded = rows.map((cells) =>
            cells.map((value) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)),
          );
          const heard = await read(text, {delimiter: ','}, chunkSize);
          expect(cellsOf(heard)).toEqual(guarded);
          expect(heard.faults).toEqual([]);
          expect(heard.rows).toEqual((await read(text, {delimiter: ','})).rows);
        },
      ),
    );
  });

  test('never throws or hangs on rubbish, and chunks still do not matter', async () => {
    const rubbish = fc.string({unit: fc.constantFrom('"', ',', '\n', '\r', 'x')});
    await fc.assert(
      fc.asyncProperty(rubbish, fc.integer({min: 1, max: 5}), async (text, chunkSize) => {
        const options = {delimiter: ',', maxCell: 20};
        expect(await read(text, options, chunkSize)).toEqual(await read(text, options));
      }),
      {numRuns: 500},
    );
  });
});

describe('csvCell', () => {
  test('disarms formulas and quotes what needs it', () => {
    expect(csvCell('=1+1')).toBe("'=1+1");
    expect(csvCell('@SUM(A1)')).toBe("'@SUM(A1)");
    expect(csvCell('-5')).toBe("'-5");
    expect(csvCell(-5)).toBe('-5');
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('a,b', ';')).toBe('a,b');
    expect(csvCell('say "hi"')).toBe('"say ""hi"""');
    expect(csvCell(undefined)).toBe('');
  });
});
