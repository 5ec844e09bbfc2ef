import {assert, integer, property} from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {sanitizeLine} from '../../../src/app/terminal/sanitize.ts';
import {
  clusterEndAfter,
  clusterStartBefore,
  clusterWidth,
  graphemes,
  isDisputed,
  isSimpleText,
  textWidth,
} from '../../../src/app/terminal/width.ts';
import {text} from './arbitrary-text.ts';

describe('the width of text', () => {
  test('counts wide characters twice and joined ones once', () => {
    expect(textWidth('abc')).toBe(3);
    expect(textWidth('聊天方舟')).toBe(8);
    expect(textWidth('ﾊﾝｶｸ')).toBe(4);
    expect(textWidth('e\u0301')).toBe(1);
    expect(textWidth('👨‍👩‍👧‍👦')).toBe(2);
    expect(textWidth('❤️')).toBe(2);
    expect(textWidth('👍🏽')).toBe(2);
    expect(textWidth('สวัสดี')).toBe(4);
  });

  test('does not count colours and links', () => {
    expect(textWidth('\u001B[1;38;5;208mabc\u001B[0m')).toBe(3);
    expect(textWidth('\u001B]8;;https://example.org\u0007link\u001B]8;;\u0007')).toBe(4);
  });

  test('agrees with Ink, which counts with string-width, on everything that may be shown', () => {
    assert(
      property(text, (raw) => {
        const line = sanitizeLine(raw);
        const inInk = [...new Intl.Segmenter().segment(line)].reduce(
          (sum, {segment}) => sum + Math.max(1, stringWidth(segment)),
          0,
        );
        expect(textWidth(line)).toBe(inInk);
      }),
    );
  });

  test('of every character on the quick path is the one that string-width says, alone and beside others', () => {
    for (let code = 0; code < 0x1_0000; code += 1) {
      const character = String.fromCharCode(code);
      if (!isSimpleText(character)) continue;
      for (const line of [character, `a${character}の`]) {
        if (textWidth(line) !== stringWidth(line) || graphemes(line).length !== line.length) {
          expect.fail(`U+${code.toString(16)} in "${line}"`);
        }
      }
    }
  });

  test('stays the same when a cluster is asked for again after thousands of others', () => {
    for (let index = 0; index < 10_000; index += 1)
      clusterWidth(String.fromCodePoint(0x1_f300 + index));
    expect(clusterWidth('👨‍👩‍👧‍👦')).toBe(2);
  });
});

describe('disputed clusters', () => {
  test.each(['😀', '👍🏽', '❤️', '👨‍👩‍👧', '🇩🇪', 'क्षि', 'ที่', '1️⃣', '\u00AD', '\uE000'])(
    '%s is one',
    (cluster) => {
      expect(isDisputed(cluster)).toBe(true);
    },
  );

  test.each(['a', 'é', '字', 'の', '한', '│', '█', '…', '❯', '✓', 'ب', 'я'])(
    '%s is none',
    (cluster) => {
      expect(isDisputed(cluster)).toBe(false);
    },
  );
});

describe('grapheme clusters', () => {
  test('put together again are the text', () => {
    assert(property(text, (line) => graphemes(line).join('') === line));
  });

  test('are the same in a long text as in a short one', () => {
    assert(
      property(text, integer({min: 0, max: 70}), (line, before) => {
        const long = 'x'.repeat(before) + line;
        expect(graphemes(long)).toEqual(
          Array.from(new Intl.Segmenter().segment(long), ({segment}) => segment),
        );
      }),
      {numRuns: 500},
    );
    const families = '👨‍👩‍👧👍🏽🇩🇪क्षि'.repeat(50);
    expect(graphemes(families)).toHaveLength(4 * 50);
  });

  test('are found in time that grows with the length', () => {
    const start = performance.now();
    expect(graphemes('😀a'.repeat(100_000))).toHaveLength(200_000);
    expect(graphemes(`a${'\u0301'.repeat(300_000)}b`)).toHaveLength(2);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('are what Backspace and Delete take away', () => {
    const line = 'a👨‍👩‍👧b';
    expect(clusterStartBefore(line, 9)).toBe(1);
    expect(clusterEndAfter(line, 1)).toBe(9);
    expect(clusterStartBefore(line, 0)).toBe(0);
    expect(clusterEndAfter(line, line.length)).toBe(line.length);
  });
});
