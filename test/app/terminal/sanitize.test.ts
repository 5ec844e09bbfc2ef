import {assert, property} from 'fast-check';
import {describe, expect, test} from 'vitest';
import {sanitizeLine, sanitizeText} from '../../../src/app/terminal/sanitize.ts';
import {graphemes, textWidth} from '../../../src/app/terminal/width.ts';
import {text} from './arbitrary-text.ts';

const harmful =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/;

describe('text of strangers', () => {
  test.each([
    ['an escape sequence', 'a\u001B[2Jb', 'a␛[2Jb'],
    ['a clipboard write', '\u001B]52;c;ZXZpbA==\u0007', '␛]52;c;ZXZpbA==␇'],
    ['a device control string', '\u001BP1$r\u001B\\', '␛P1$r␛\\'],
    ['an eight-bit CSI', '\u009B31m', '\uFFFD31m'],
    ['a carriage return that would overwrite', 'safe\revil', 'safe␍evil'],
    ['backspaces', 'ab\b\bcd', 'ab␈␈cd'],
    ['a bell and a NUL', '\u0007\u0000', '␇␀'],
    ['a file name turned around', 'gpj\u202Eexe.txt', 'gpjexe.txt'],
    ['an isolate that is never closed', 'a\u2067b', 'ab'],
    ['zero-width spaces', 'a\u200B\u200B\u200B\u2060\uFEFFb', 'ab'],
    ['soft hyphens', 'co\u00ADop', 'coop'],
    ['a mark without a base', '\u0301x', '◌\u0301x'],
    ['lone surrogates', 'a\uD83Db\uDE00', 'a\uFFFDb\uFFFD'],
    ['no-break spaces', 'a\u00A0b\u202Fc', 'a b c'],
    ['Hangul fillers', 'a\u115F\u3164b', 'ab'],
    ['a joiner that joins nothing', 'a\u200D b', 'a b'],
  ])('%s is made harmless', (_what, hostile, safe) => {
    expect(sanitizeLine(hostile)).toBe(safe);
  });

  test.each([
    'hello',
    '聊天记录，备份。',
    'naïve café',
    '👨‍👩‍👧‍👦 ❤️ 👍🏽 🇩🇪 1️⃣',
    'สวัสดี',
    'مرحبا بالعالم',
    'نمی‌خواهم',
    'क्षत्रिय',
    '한국어',
  ])('%s stays as it is', (line) => {
    expect(sanitizeLine(line)).toBe(line);
  });

  test('tabs reach the next stop, counted in columns', () => {
    expect(sanitizeLine('a\tb')).toBe('a   b');
    expect(sanitizeLine('字\tb\t')).toBe('字  b   ');
  });

  test('newlines of every kind become one blank in a line, and newlines in a text', () => {
    expect(sanitizeLine('a\r\nb\nc\u2028d\u0085e')).toBe('a b c d e');
    expect(sanitizeText('a\r\nb\nc\u2028d\u0085e')).toBe('a\nb\nc\nd\ne');
  });

  test('Thai and Lao am is taken apart, so that all terminals count the same columns', () => {
    expect(sanitizeLine('ทำงาน')).toBe('ท\u0E4D\u0E32งาน');
    expect(textWidth(sanitizeLine('ทำ'))).toBe(2);
  });

  test('a cluster of a thousand marks keeps a few', () => {
    const flood = sanitizeLine(`Z${'\u0335'.repeat(1000)}!`);
    expect(flood.length).toBeLessThan(12);
    expect(flood).toMatch(/^Z\u0335+!$/);
  });

  test('a cluster of a thousand joined emoji is cut', () => {
    expect(sanitizeLine('👩\u200D'.repeat(1000)).length).toBeLessThan(100);
  });
});

describe('whatever comes in', () => {
  test('no control, direction or invisible character comes out', () => {
    assert(
      property(text, (raw) => !harmful.test(sanitizeLine(raw)) && !harmful.test(sanitizeText(raw))),
    );
  });

  test('every cluster that comes out shows something', () => {
    assert(
      property(text, (raw) =>
        graphemes(sanitizeLine(raw)).every((cluster) =>
          /[^\p{Default_Ignorable_Code_Point}\p{Mark}]/u.test(cluster),
        ),
      ),
    );
  });

  test('doing it twice changes nothing more', () => {
    assert(
      property(text, (raw) => {
        expect(sanitizeLine(sanitizeLine(raw))).toBe(sanitizeLine(raw));
        expect(sanitizeText(sanitizeText(raw))).toBe(sanitizeText(raw));
      }),
    );
  });

  test('it takes time in proportion to the length', () => {
    const start = performance.now();
    sanitizeLine('\t\u001B\u0301\u200B'.repeat(50_000));
    sanitizeLine(`a${'\u0301'.repeat(200_000)}`);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
