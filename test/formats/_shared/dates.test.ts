import {describe, expect, test} from 'vitest';
import {calendarOfYear, gregorianDay} from '../../../src/formats/_shared/calendars.ts';
import {DayClock} from '../../../src/formats/_shared/day-clock.ts';
import {halfDayOf, hourOfDay} from '../../../src/formats/_shared/half-day.ts';
import {floatingMoment} from '../../../src/engine/model/time.ts';

describe('other calendars', () => {
  test.each([
    ['persian', 1403, 2, 14, '2024-5-3'],
    ['persian', 1403, 12, 30, '2025-3-20'],
    ['persian', 1404, 1, 1, '2025-3-21'],
    ['islamic', 1443, 8, 15, '2022-3-18'],
    ['islamic', 1445, 9, 1, '2024-3-11'],
    ['buddhist', 2567, 2, 29, '2024-2-29'],
    ['roc', 113, 5, 3, '2024-5-3'],
    ['reiwa', 4, 3, 18, '2022-3-18'],
    ['heisei', 31, 4, 30, '2019-4-30'],
    ['gregory', 2024, 5, 3, '2024-5-3'],
  ] as const)('%s %i-%i-%i', (calendar, year, month, day, expected) => {
    const found = gregorianDay(calendar, {year, month, day});
    expect(`${found?.year}-${found?.month}-${found?.day}`).toBe(expected);
  });

  test('days follow each other over thirty years', () => {
    let last = 0;
    for (let year = 1388; year < 1418; year++) {
      for (let month = 1; month <= 12; month++) {
        const day = gregorianDay('persian', {year, month, day: 1});
        const now = day ? Date.UTC(day.year, day.month - 1, day.day) / 86_400_000 : Number.NaN;
        if (last > 0) expect([29, 30, 31]).toContain(now - last);
        last = now;
      }
    }
  });

  test('what is no day is none', () => {
    expect(gregorianDay('persian', {year: 1403, month: 13, day: 1})).toBeUndefined();
    expect(gregorianDay('islamic', {year: 99_999, month: 1, day: 1})).toBeUndefined();
  });

  test('the size of a year tells its calendar', () => {
    expect([2024, 2567, 1403, 1445, 1066].map((year) => calendarOfYear(year, 4))).toEqual([
      'gregory',
      'buddhist',
      'persian',
      'islamic',
      undefined,
    ]);
    expect([24, 67].map((year) => calendarOfYear(year, 2))).toEqual(['gregory', 'buddhist']);
  });
});

describe('clocks of twelve hours', () => {
  test.each([
    ['AM', 12, 0],
    ['a.\u00a0m.', 3, 3],
    ['PM', 12, 12],
    ['p. m.', 11, 23],
    ['下午', 3, 15],
    ['午後', 0, 12],
    ['오전', 12, 0],
    ['晚上', 12, 0],
    ['晚上', 8, 20],
    ['凌晨', 3, 3],
    ['中午', 11, 11],
    ['中午', 1, 13],
    ['nachts', 1, 1],
    ['abends', 9, 21],
    ['μ.μ.', 3, 15],
    ['ÖS', 3, 15],
    ['م', 3, 15],
    ['PM', 23, 23],
  ])('%s %i', (word, hour, expected) => {
    expect(hourOfDay(hour, halfDayOf(word))).toBe(expected);
  });

  test('other words mean nothing', () => {
    expect(halfDayOf('meeting')).toBeUndefined();
    expect(halfDayOf('')).toBeUndefined();
  });
});

describe('the clock of a day', () => {
  test('agrees with the slow way on every hour of a year with two changes', () => {
    const clock = new DayClock('America/New_York');
    for (let day = 0; day < 366; day++) {
      const date = new Date(Date.UTC(2024, 0, 1 + day));
      for (const hour of [0, 1, 3, 12, 23]) {
        const time = {
          year: 2024,
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour,
          minute: 15,
          second: 0,
        };
        expect(clock.moment(time, 'min')).toEqual(floatingMoment(time, 'min', 'America/New_York'));
      }
    }
  });
});
