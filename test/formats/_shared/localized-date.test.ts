import {describe, expect, test} from 'vitest';
import {LocalizedDates} from '../../../src/formats/_shared/localized-date.ts';

const parse = (text: string) => new LocalizedDates().parse(text);
const fields = (text: string) => {
  const {time} = parse(text) ?? {};
  return time && [time.year, time.month, time.day, time.hour, time.minute, time.second];
};

describe('dates as sentences', () => {
  test.each([
    ['Friday, May 29, 2026 at 3:00:29 AM UTC', [2026, 5, 29, 3, 0, 29]],
    ['Friday, May 29, 2026 at 3:00:29\u202fPM UTC', [2026, 5, 29, 15, 0, 29]],
    ['Tuesday, 7 February 2023 at 17:13:43 UTC', [2023, 2, 7, 17, 13, 43]],
    ['2026年5月29日星期五 UTC 03:00:29', [2026, 5, 29, 3, 0, 29]],
    ['2026年5月29日 星期五 下午3:00:29 [UTC]', [2026, 5, 29, 15, 0, 29]],
    ['2026年5月29日金曜日 3:00:29 UTC', [2026, 5, 29, 3, 0, 29]],
    ['2026년 5월 29일 금요일 오후 3시 00분 29초 UTC', [2026, 5, 29, 15, 0, 29]],
    ['vendredi 29 mai 2026 à 03:00:29 UTC', [2026, 5, 29, 3, 0, 29]],
    ['Freitag, 29. Mai 2026 um 03:00:29 UTC', [2026, 5, 29, 3, 0, 29]],
    ['viernes, 29 de mayo de 2026, 3:00:29 a. m. UTC', [2026, 5, 29, 3, 0, 29]],
    ['пятница, 29 мая 2026 г. в 03:00:29 UTC', [2026, 5, 29, 3, 0, 29]],
    ['fredag den 29. maj 2026 kl. 03.00.29 UTC', [2026, 5, 29, 3, 0, 29]],
    ['วันศุกร์ที่ 29 พฤษภาคม พ.ศ. 2569 เวลา 03:00:29 UTC', [2026, 5, 29, 3, 0, 29]],
    ['الجمعة، ٢٩ مايو ٢٠٢٦ في ٣:٠٠:٢٩ ص UTC', [2026, 5, 29, 3, 0, 29]],
    ['Sep 13, 2020, 12:26 PM', [2020, 9, 13, 12, 26, 0]],
    ['Jan 2, 2006 at 12:04 AM', [2006, 1, 2, 0, 4, 0]],
    ['2 Jan 2006, 15:04', [2006, 1, 2, 15, 4, 0]],
    ['13 sept. 2020, 12:26', [2020, 9, 13, 12, 26, 0]],
  ])('%s', (text, expected) => {
    expect(fields(text)).toEqual(expected);
  });

  test('a month name that means different months is settled by the day of the week', () => {
    // Polish: 29 November 2026 is a Sunday. Croatian: 29 October 2026 is a Thursday.
    expect(fields('niedziela, 29 listopada 2026 03:00:29 UTC')?.[1]).toBe(11);
    expect(fields('četvrtak, 29. listopada 2026. u 03:00:29 UTC')?.[1]).toBe(10);
  });

  test('every language of Intl is read back, at every month and both halves of the day', () => {
    const languages =
      'en zh-CN zh-TW ja ko es fr de pt-BR it ru pl nl tr vi id uk cs sv da nb fi el he hu ro sk bg hr lt lv et ms ca th hi bn ar'.split(
        ' ',
      );
    const failed: string[] = [];
    for (const language of languages)
      for (let month = 1; month <= 12; month++)
        for (const hour of [0, 9, 12, 21]) {
          const date = Date.UTC(2026, month - 1, 29 - (month === 2 ? 3 : 0), hour, 5, 29);
          const text = new Intl.DateTimeFormat(language, {
            dateStyle: 'full',
            timeStyle: 'long',
            timeZone: 'UTC',
          }).format(date);
          const {time} = parse(text) ?? {};
          const read =
            time &&
            Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
          if (read !== date) failed.push(`${language}: ${text}`);
        }
    expect(failed).toEqual([]);
  });

  test('an offset is told, its absence too', () => {
    expect(parse('Friday, May 29, 2026 at 3:00:29 AM UTC')?.offsetMinutes).toBe(0);
    expect(parse('Friday, May 29, 2026 at 3:00:29 AM GMT+5:30')?.offsetMinutes).toBe(330);
    expect(parse('Friday, May 29, 2026 at 3:00:29 AM GMT-8')?.offsetMinutes).toBe(-480);
    expect(parse('May 29, 2026 at 3:00 AM')?.offsetMinutes).toBeUndefined();
  });

  test('what is no such date is none', () => {
    for (const text of [
      '',
      'soon',
      '12345',
      '29/05/2026 03:00:29',
      'Friday, May 32, 2026 at 3:00:29 AM UTC',
      'x'.repeat(500),
    ])
      expect(parse(text)).toBeUndefined();
  });
});
