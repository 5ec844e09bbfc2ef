import {describe, expect, test} from 'vitest';
import {Clock} from '../../../src/formats/telegram-html/clock.ts';
import {resolvePath} from '../../../src/formats/telegram-html/chat.ts';
import {pagesOf} from '../../../src/formats/telegram-html/pages.ts';

const at = (title: string, zone: string) => new Clock(zone, () => undefined).at(title);
const iso = (title: string, zone: string) =>
  new Date(at(title, zone)?.epochMs ?? NaN).toISOString();

describe('times in titles', () => {
  test('in summer the zone decides, not the printed offset of the winter', () => {
    expect(iso('01.06.2024 12:00:00 UTC+01:00', 'Europe/Berlin')).toBe('2024-06-01T10:00:00.000Z');
    expect(iso('01.12.2024 12:00:00 UTC+01:00', 'Europe/Berlin')).toBe('2024-12-01T11:00:00.000Z');
    expect(at('01.06.2024 12:00:00 UTC+01:00', 'Europe/Berlin')?.zone).toMatchObject({
      kind: 'floating',
    });
  });

  test('another zone than the chosen one leaves the printed offset', () => {
    expect(iso('01.06.2024 12:00:00 UTC+08:00', 'Europe/Berlin')).toBe('2024-06-01T04:00:00.000Z');
    expect(at('01.06.2024 12:00:00 UTC+08:00', 'Europe/Berlin')?.zone).toEqual({
      kind: 'offset',
      minutes: 480,
    });
  });

  test('without an offset the zone decides', () => {
    expect(iso('01.06.2024 12:00:00', 'Asia/Tokyo')).toBe('2024-06-01T03:00:00.000Z');
  });

  test('half-hour zones and impossible days', () => {
    expect(iso('01.06.2024 12:00:00 UTC+05:30', 'UTC')).toBe('2024-06-01T06:30:00.000Z');
    expect(at('31.02.2024 12:00:00', 'UTC')).toBeUndefined();
    expect(at('yesterday', 'UTC')).toBeUndefined();
  });
});

test('pages of a chat come in the order of their numbers', () => {
  const paths = [
    'a/messages.html',
    'a/messages10.html',
    'a/messages2.html',
    'b/messages.html',
    'a/x.html',
  ];
  expect(pagesOf('a/messages.html', paths)).toEqual([
    ['a/messages.html', 'a/messages2.html', 'a/messages10.html'],
  ]);
  expect(pagesOf('export_results.html', paths)).toHaveLength(2);
});

test('paths of media never leave the source', () => {
  expect(resolvePath('chats/chat_001/', '../../files/a.pdf')).toBe('files/a.pdf');
  expect(resolvePath('', '../../etc/passwd')).toBeUndefined();
});
