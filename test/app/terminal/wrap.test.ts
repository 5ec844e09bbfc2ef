import {assert, integer, property} from 'fast-check';
import {describe, expect, test} from 'vitest';
import {sanitizeLine} from '../../../src/app/terminal/sanitize.ts';
import {textWidth} from '../../../src/app/terminal/width.ts';
import {wrapText} from '../../../src/app/terminal/wrap.ts';
import {text} from './arbitrary-text.ts';

describe('wrapped text', () => {
  test('breaks between words', () => {
    expect(wrapText('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
    expect(wrapText('well-known facts', 6)).toEqual(['well-', 'known', 'facts']);
  });

  test('breaks anywhere in Chinese', () => {
    expect(wrapText('聊天记录备份', 5)).toEqual(['聊天', '记录', '备份']);
    expect(wrapText('备份到NAS了', 8)).toEqual(['备份到', 'NAS了']);
  });

  test('starts no line with closing punctuation and ends none with opening punctuation', () => {
    expect(wrapText('今天好，明天见。', 6)).toEqual(['今天', '好，明', '天见。']);
    expect(wrapText('他说「好」吗', 6)).toEqual(['他说', '「好」', '吗']);
  });

  test('breaks a word that is longer than the line', () => {
    expect(wrapText('see https://example.org/abc', 10)).toEqual([
      'see',
      'https://ex',
      'ample.org/',
      'abc',
    ]);
  });

  test('indents the lines after the first', () => {
    expect(wrapText('· one two three', 9, {hangingIndent: 2})).toEqual(['· one two', '  three']);
  });

  test('keeps line breaks and blank lines', () => {
    expect(wrapText('a\n\nb', 10)).toEqual(['a', '', 'b']);
    expect(wrapText('', 10)).toEqual(['']);
  });

  test('says with an ellipsis that lines are missing', () => {
    expect(wrapText('one two three four', 9, {maxLines: 1})).toEqual(['one two…']);
    expect(wrapText('one\ntwo', 9, {maxLines: 1})).toEqual(['one…']);
    expect(wrapText('聊天记录备份', 4, {maxLines: 2})).toEqual(['聊天', '记…']);
    expect(wrapText('one two', 9, {maxLines: 1})).toEqual(['one two']);
  });

  test('keeps a family together', () => {
    expect(wrapText('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5)).toEqual(['👨‍👩‍👧👨‍👩‍👧', '👨‍👩‍👧']);
  });

  test('fits, and loses nothing but blanks', () => {
    const withoutBlanks = (line: string): string => line.replaceAll(/\s/gu, '');
    assert(
      property(text.map(sanitizeLine), integer({min: 4, max: 30}), (line, width) => {
        const lines = wrapText(line, width);
        for (const each of lines) expect(textWidth(each)).toBeLessThanOrEqual(width);
        expect(withoutBlanks(lines.join(''))).toBe(withoutBlanks(line));
      }),
    );
  });

  test('with an indent and a limit still fits', () => {
    assert(
      property(
        text.map(sanitizeLine),
        integer({min: 4, max: 30}),
        integer({min: 1, max: 3}),
        (line, width, maxLines) => {
          const lines = wrapText(line, width, {hangingIndent: 2, maxLines});
          expect(lines.length).toBeLessThanOrEqual(maxLines);
          for (const each of lines) expect(textWidth(each)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('takes time in proportion to its length', () => {
    const long = 'word '.repeat(40_000) + '字'.repeat(40_000) + 'x'.repeat(40_000);
    const start = performance.now();
    expect(wrapText(long, 40).length).toBe(8000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
