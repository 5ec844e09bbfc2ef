import {assert, integer, property} from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  fit,
  padEnd,
  padStart,
  takeColumns,
  takeLastColumns,
  truncateEnd,
  truncateMiddle,
} from '../../../src/app/terminal/fit.ts';
import {sanitizeLine} from '../../../src/app/terminal/sanitize.ts';
import {graphemes, textWidth} from '../../../src/app/terminal/width.ts';
import {text} from './arbitrary-text.ts';

const line = text.map(sanitizeLine);
const columns = integer({min: 1, max: 40});

describe('cut text', () => {
  test('ends in an ellipsis and never in half a character', () => {
    expect(truncateEnd('聊天记录', 8)).toBe('聊天记录');
    expect(truncateEnd('聊天记录', 7)).toBe('聊天记…');
    expect(truncateEnd('聊天记录', 6)).toBe('聊天…');
    expect(truncateEnd('family 👨‍👩‍👧', 8)).toBe('family …');
    expect(truncateEnd('abc', 0)).toBe('');
  });

  test('keeps both ends of a file name when cut in the middle', () => {
    expect(truncateMiddle('WhatsApp Chat with Ana.zip', 15)).toBe('WhatsAp…Ana.zip');
    expect(truncateMiddle('相册/二〇二三年/照片.jpg', 13)).toBe('相册/…片.jpg');
    expect(truncateMiddle('short.txt', 20)).toBe('short.txt');
  });

  test('never is wider than asked for, and keeps whole clusters', () => {
    assert(
      property(line, columns, (whole, width) => {
        const clusters = new Set([...graphemes(whole), '…']);
        for (const cut of [
          truncateEnd(whole, width),
          truncateMiddle(whole, width),
          takeColumns(whole, width),
        ]) {
          expect(textWidth(cut)).toBeLessThanOrEqual(width);
          expect(graphemes(cut).every((cluster) => clusters.has(cluster))).toBe(true);
        }
      }),
    );
  });

  test('is as long as it can be', () => {
    assert(
      property(line, columns, (whole, width) => {
        const start = takeColumns(whole, width);
        const next = graphemes(whole.slice(start.length))[0];
        expect(next === undefined || textWidth(start) + textWidth(next) > width).toBe(true);
        expect(whole.startsWith(start)).toBe(true);
        expect(whole.endsWith(takeLastColumns(whole, width))).toBe(true);
      }),
    );
  });
});

describe('padded text', () => {
  test('is exactly as wide as asked for', () => {
    expect(padEnd('字', 4)).toBe('字  ');
    expect(padStart('12', 4)).toBe('  12');
    expect(fit('聊天记录', 5)).toBe('聊天…');
    expect(fit('聊天记录', 6, 'right')).toBe(' 聊天…');
    assert(property(line, columns, (whole, width) => textWidth(fit(whole, width)) === width));
  });
});
