import {describe, expect, test} from 'vitest';
import {
  addressesOf,
  contactName,
  momentOf,
  normalAddress,
} from '../../../src/formats/_shared/android-values.ts';

describe('columns of Android tables', () => {
  test('times in seconds and in milliseconds are told apart by their size', () => {
    expect(momentOf({date: '1735725600123'}, 'date')).toMatchObject({
      epochMs: 1_735_725_600_123,
      precision: 'ms',
    });
    expect(momentOf({date: '1735725600'}, 'date')).toMatchObject({
      epochMs: 1_735_725_600_000,
      precision: 's',
    });
    for (const date of ['0', '', 'null', 'never', '99999999999999999999'])
      expect(momentOf({date}, 'date')).toBeUndefined();
  });

  test('one phone number in several spellings is one address', () => {
    for (const spelling of ['+1 (415) 555-0111', '+1-415-555-0111', '+1.415.555.0111'])
      expect(normalAddress(spelling)).toBe('+14155550111');
    expect(normalAddress('AMZN-Info')).toBe('AMZN-Info');
  });

  test('a group is its numbers, each once', () => {
    expect(addressesOf('+1 415 1~+14151~ ~+14152')).toEqual(['+14151', '+14152']);
  });

  test('"null" and "(Unknown)" are no names', () => {
    expect(contactName({contact_name: 'null'})).toBeUndefined();
    expect(contactName({contact_name: '(Unknown)'})).toBeUndefined();
    expect(contactName({contact_name: 'Ana'})).toBe('Ana');
  });
});
