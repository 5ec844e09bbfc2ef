import {describe, expect, test} from 'vitest';
import {LocalizedDates} from '../../../src/formats/_shared/localized-date.ts';
import {headerMoment, profileId, senderOf} from '../../../src/formats/vk-html/entries.ts';

const at = (header: string) => headerMoment(header, '+03:00', new LocalizedDates());
const raw = (header: string, name = '', link = '') => ({
  id: '1',
  header,
  name,
  link,
  text: '',
  attachments: [],
  isService: false,
});

describe('headings of VK messages', () => {
  test.each([
    [', 5 мар 2023 в 14:05:09', '2023-03-05T11:05:09.000Z', 's'],
    ['Вы, 31 янв 2022 в 0:00:00 (ред.)', '2022-01-30T21:00:00.000Z', 's'],
    [', 1 мая 2022 в 9:04', '2022-05-01T06:04:00.000Z', 'min'],
    ['You, 5 Mar 2023 at 12:05:09 am', '2023-03-04T21:05:09.000Z', 's'],
    [', 7 лип 2023 о 10:00:00', '2023-07-07T07:00:00.000Z', 's'],
    [', 7 juil. 2023 à 10:00', '2023-07-07T07:00:00.000Z', 'min'],
  ])('%s', (header, iso, precision) => {
    const moment = at(header);
    expect(moment && new Date(moment.epochMs).toISOString()).toBe(iso);
    expect(moment?.precision).toBe(precision);
    expect(moment?.zone).toEqual({kind: 'floating', assumedZone: '+03:00'});
  });

  test('what is no date is none', () => {
    for (const header of ['', 'Вы', ', 31 фев 2023 в 10:00:00', ', 5 чтт 2023 в 10:00:00'])
      expect(at(header)).toBeUndefined();
  });

  test('people, communities and short names', () => {
    expect(profileId('https://vk.com/id200')).toBe('200');
    expect(profileId('https://vk.com/club5')).toBe('-5');
    expect(profileId('https://vk.ru/public7?from=x')).toBe('-7');
    expect(profileId('https://vk.com/durov')).toBe('durov');
    expect(profileId('')).toBeUndefined();
  });

  test('"Вы" is the owner; a heading with only a date names nobody', () => {
    expect(senderOf(raw('Вы, 5 мар 2023 в 14:05:09'))?.id).toBe('me');
    expect(senderOf(raw(', 5 мар 2023 в 14:05:09', 'Анна', 'https://vk.com/id200'))).toMatchObject({
      id: '200',
      name: 'Анна',
    });
    expect(senderOf(raw('5 мар 2023 в 14:05:09'))).toBeUndefined();
  });
});
