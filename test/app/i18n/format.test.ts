import {describe, expect, test} from 'vitest';
import {formatFor} from '../../../src/app/i18n/format.ts';

const en = formatFor('en');
const zh = formatFor('zh');

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [1024 * 1024 - 1, '1 MiB'],
  [123 * 1024 * 1024, '123 MiB'],
  [5.25 * 1024 ** 3, '5.3 GiB'],
  [-5, '0 B'],
])('%d bytes are %s', (bytes, text) => {
  expect(en.bytes(bytes)).toBe(text);
});

test.each([
  [0, '0 s', '0 秒'],
  [59_400, '59 s', '59 秒'],
  [60_000, '1 min', '1 分'],
  [83_000, '1 min 23 s', '1 分 23 秒'],
  [3_600_000, '1 h', '1 小时'],
  [3_660_000, '1 h 1 min', '1 小时 1 分'],
  [90_000_000, '1 d 1 h', '1 天 1 小时'],
])('%d ms are %s, in Chinese %s', (ms, english, chinese) => {
  expect(en.duration(ms)).toBe(english);
  expect(zh.duration(ms)).toBe(chinese);
});

test.each([
  [0, '0%'],
  [0.001, '<1%'],
  [0.456, '45%'],
  [0.9999, '99%'],
  [1, '100%'],
  [2, '100%'],
])('the fraction %d is %s', (fraction, text) => {
  expect(en.percent(fraction)).toBe(text);
});

describe('moments', () => {
  const moment = Date.UTC(2024, 0, 3, 23, 5);

  test('are printed in the order of ISO 8601, in the zone asked for', () => {
    expect(en.dateTime(moment)).toBe('2024-01-03 23:05');
    expect(zh.dateTime(moment, 'Asia/Shanghai')).toBe('2024-01-04 07:05');
    expect(en.date(Date.UTC(2024, 0, 3))).toBe('2024-01-03');
    expect(en.time(Date.UTC(2024, 0, 3))).toBe('00:00');
  });

  test('that no calendar has are a question mark', () => {
    expect(en.date(Number.NaN)).toBe('?');
    expect(en.time(1e20)).toBe('?');
  });

  test('are told from now on', () => {
    expect(en.relative(0, 3 * 86_400_000)).toBe('3 days ago');
    expect(zh.relative(0, 3 * 86_400_000)).toBe('3天前');
    expect(en.relative(3_600_000, 0)).toBe('in 1 hour');
    expect(en.relative(0, 400 * 86_400_000)).toBe('last year');
  });
});

test('counts and lists read as in the language', () => {
  expect(en.count(1_234_567)).toBe('1,234,567');
  expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
  expect(zh.list(['甲', '乙', '丙'])).toBe('甲、乙和丙');
  expect(en.speed(1536)).toBe('1.5 KiB/s');
});
