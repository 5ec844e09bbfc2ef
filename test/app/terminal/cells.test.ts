import {describe, expect, test} from 'vitest';
import {blankRow, isErasable, linkOf, parseRow, sgrOf} from '../../../src/app/terminal/cells.ts';

const styleOf = (line: string): string => parseRow(line, 10).styles[0] ?? '';

describe('a line of a frame', () => {
  test('becomes one cell per column, wide characters two', () => {
    const row = parseRow('a字b', 6);
    expect(row.clusters).toEqual(['a', '字', '', 'b', ' ', ' ']);
    expect(row.end).toBe(4);
  });

  test('is cut at the edge, half a wide character becomes a blank', () => {
    expect(parseRow('ab字', 3).clusters).toEqual(['a', 'b', ' ']);
    expect(parseRow('abcdef', 3).clusters).toEqual(['a', 'b', 'c']);
  });

  test('that is empty is a blank row', () => {
    expect(parseRow('', 4)).toEqual(blankRow(4));
  });

  test('ends where the last visible thing is, and a coloured blank is visible', () => {
    expect(parseRow('ab   ', 10).end).toBe(2);
    expect(parseRow('ab\u001B[44m  \u001B[0m  ', 10).end).toBe(4);
  });
});

describe('colours and attributes', () => {
  test.each([
    ['\u001B[1mx', '1'],
    ['\u001B[31;1mx', '1;31'],
    ['\u001B[1m\u001B[2m\u001B[22mx', ''],
    ['\u001B[38;5;208m\u001B[48;2;1;2;3mx', '38;5;208;48;2;1;2;3'],
    ['\u001B[91m\u001B[39mx', ''],
    ['\u001B[44m\u001B[49m\u001B[7mx', '7'],
    ['\u001B[4m\u001B[mx', ''],
    ['\u001B[999;1mx', '1'],
  ])('%j is the style %j', (line, style) => {
    expect(styleOf(line)).toBe(style);
  });

  test('end with the line', () => {
    expect(parseRow('\u001B[31mx', 5).styles).toEqual(['31', '', '', '', '']);
  });

  test('leave blanks that can be erased, unless the blank itself has looks', () => {
    for (const style of ['', '44', '38;5;231;48;5;24', '1;97;44', '100'])
      expect(isErasable(style, true)).toBe(true);
    for (const style of ['7', '4;44', '9;44', '7;44', '53;44', '44\nhttps://x']) {
      expect(isErasable(style, true)).toBe(false);
    }
    expect(isErasable('44', false)).toBe(false);
    expect(isErasable('', false)).toBe(true);
  });
});

describe('links', () => {
  test('belong to the style of their text', () => {
    const row = parseRow(
      '\u001B]8;;https://example.org/\u0007\u001B[4mab\u001B[24m\u001B]8;;\u0007c',
      5,
    );
    expect(linkOf(row.styles[0] ?? '')).toBe('https://example.org/');
    expect(sgrOf(row.styles[0] ?? '')).toBe('4');
    expect(row.styles[2]).toBe('');
    expect(row.clusters.slice(0, 3)).toEqual(['a', 'b', 'c']);
  });

  test('to addresses that are none are dropped', () => {
    expect(styleOf('\u001B]8;;not an address\u0007x')).toBe('');
    expect(styleOf(`\u001B]8;;https://example.org/${'a'.repeat(3000)}\u0007x`)).not.toContain(
      'aaaa',
    );
  });
});
