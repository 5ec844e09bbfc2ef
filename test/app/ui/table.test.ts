import {array, assert, integer, property, string, tuple} from 'fast-check';
import {describe, expect, test} from 'vitest';
import {textWidth, withoutStyles} from '../../../src/app/terminal/width.ts';
import {paintSpans, row, spansWidth} from '../../../src/app/ui/spans.ts';
import type {Column} from '../../../src/app/ui/table.ts';
import {headerSpans, layOutTable, tableSpans} from '../../../src/app/ui/table.ts';

const columns: readonly Column[] = [
  {title: 'Chat', min: 6},
  {title: 'Messages', align: 'right', droppable: 1},
  {title: 'Last', droppable: 2},
];
const rows = [
  ['家人群', '12,345', '2024-01-03'],
  ['Ana García 👍🏽', '7', '2023-12-31'],
];

const lines = (width: number): string[] => {
  const layout = layOutTable(columns, rows, width);
  return [
    headerSpans(layout, (text) => text),
    ...rows.map((cells) => tableSpans(layout, cells)),
  ].map(paintSpans);
};

describe('a table', () => {
  test('keeps its columns straight, wide characters or not', () => {
    expect(lines(60)).toEqual([
      'Chat           Messages  Last',
      '家人群           12,345  2024-01-03',
      'Ana García 👍🏽         7  2023-12-31',
    ]);
  });

  test('gives up the least important column first, then width', () => {
    expect(lines(30)[1]).toBe('家人群      12,345  2024-01-03');
    expect(lines(30)[2]).toBe('Ana Gar…         7  2023-12-31');
    for (const width of [60, 34, 30, 24, 18, 12, 8]) {
      for (const line of lines(width))
        expect(textWidth(line), `at ${width}`).toBeLessThanOrEqual(width);
    }
    expect(lines(20).join('\n')).not.toContain('2024');
    expect(lines(20).join('\n')).toContain('12,345');
    expect(lines(9).join('\n')).not.toContain('12,345');
  });

  test('fits into any width that holds its narrowest columns', () => {
    assert(
      property(
        array(tuple(string({unit: 'grapheme'}), string(), string()), {maxLength: 8}),
        integer({min: 20, max: 100}),
        (cells, width) => {
          const clean = cells.map((each) =>
            each.map((cell) => cell.replaceAll(/[^\p{L}\p{N} ]/gu, '')),
          );
          const layout = layOutTable(columns, clean, width);
          for (const each of clean)
            expect(spansWidth(tableSpans(layout, each))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('a row', () => {
  const red = (text: string): string => `\u001B[31m${text}\u001B[39m`;

  test('is cut over all its pieces, and painted afterwards', () => {
    expect(row([{text: 'one '}, {text: '聊天记录', paint: red}, {text: ' end'}], 9)).toBe(
      'one \u001B[31m聊天…\u001B[39m',
    );
    expect(row([{text: 'one'}], 9)).toBe('one');
    expect(
      withoutStyles(
        row(
          [
            {text: 'ab', paint: red},
            {text: 'cd', paint: red},
          ],
          3,
        ),
      ),
    ).toBe('ab…');
    expect(row([{text: 'ab'}], 0)).toBe('');
  });
});
