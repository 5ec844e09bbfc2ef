import {describe, expect, test} from 'vitest';
import {DateEvidence, decideDateOrder} from '../../../src/formats/whatsapp-txt/date-order.ts';
import type {DateOrder} from '../../../src/formats/whatsapp-txt/date-order.ts';
import {StampScanner} from '../../../src/formats/whatsapp-txt/stamp.ts';

const evidenceOf = (...dates: string[]): DateEvidence => {
  const scanner = new StampScanner();
  const evidence = new DateEvidence();
  for (const date of dates) {
    expect(scanner.scan(`${date} - N: x`)).toBe(true);
    evidence.add(scanner);
  }
  return evidence;
};

const decide = (dates: string[], options: {chosen?: DateOrder; modifiedMs?: number} = {}) =>
  decideDateOrder(evidenceOf(...dates), options);

describe('the order of day and month', () => {
  test('a year in front settles it, whatever is chosen', () => {
    expect(decide(['2024/12/01, 10:00'], {chosen: 'dmy'})).toMatchObject({
      order: 'ymd',
      isGuess: false,
    });
  });

  test('a number above 12 is no month', () => {
    expect(decide(['01/02/2024, 10:00', '13/02/2024, 10:00']).order).toBe('dmy');
    expect(decide(['01/02/2024, 10:00', '02/13/2024, 10:00']).order).toBe('mdy');
  });

  test('one wrong line does not outvote the rest', () => {
    const {order, because} = decide([
      '13/02/2024, 10:00',
      '14/02/2024, 10:00',
      '02/15/2024, 10:00',
    ]);
    expect(order).toBe('dmy');
    expect(because).toContain('against 1');
  });

  test('what the person says comes before all evidence but a year in front', () => {
    expect(decide(['13/02/2024, 10:00'], {chosen: 'mdy'}).order).toBe('mdy');
    expect(decide(['13/02/2024, 10:00'], {chosen: 'ymd'}).order).toBe('dmy');
  });

  test('the order in which time does not go back wins', () => {
    expect(
      decide(['1/2/24, 10:00', '2/2/24, 10:00', '1/3/24, 10:00', '2/3/24, 10:00', '1/4/24, 10:00'])
        .order,
    ).toBe('dmy');
    expect(
      decide(['2/1/24, 10:00', '2/2/24, 10:00', '3/1/24, 10:00', '3/2/24, 10:00', '4/1/24, 10:00'])
        .order,
    ).toBe('mdy');
  });

  test('nothing is written after the file was', () => {
    const modifiedMs = Date.UTC(2024, 1, 10);
    expect(decide(['2/3/2024, 10:00'], {modifiedMs}).order).toBe('mdy');
    expect(decide(['3/2/2024, 10:00'], {modifiedMs}).order).toBe('dmy');
  });

  test('days in the names of media decide', () => {
    const scanner = new StampScanner();
    const evidence = new DateEvidence();
    scanner.scan('3/4/2024, 10:00 - N: x');
    evidence.add(scanner);
    evidence.vote(scanner, {year: 2024, month: 3, day: 4}, 10);
    expect(decideDateOrder(evidence, {})).toMatchObject({order: 'mdy', isGuess: false});
  });

  test('a short year in front is seen by the steps that time takes', () => {
    const dates = ['24/5/3', '24/5/9', '24/6/2', '24/7/1', '24/8/5', '25/1/2'];
    expect(decide(dates.map((date) => `${date}, 10:00`)).order).toBe('ymd');
  });

  test('without any evidence it is a guess: day first, but not for dates as American phones print them', () => {
    expect(decide(['03/04/2024, 10:00'])).toMatchObject({order: 'dmy', isGuess: true});
    expect(decide(['3/4/24, 10:00 PM'])).toMatchObject({order: 'mdy', isGuess: true});
    expect(decide(['3.4.24, 10:00'])).toMatchObject({order: 'dmy', isGuess: true});
  });

  test('equal numbers can be read in one way only', () => {
    expect(decide(['4/4/2024, 10:00']).isGuess).toBe(false);
  });
});
