import {describe, expect, test} from 'vitest';
import {epochMoment} from '../../../src/formats/_shared/epoch-moment.ts';
import {localMoment} from '../../../src/formats/_shared/local-time.ts';

const iso = (text: string, zone = 'Asia/Shanghai'): string | undefined => {
  const at = localMoment(text, zone);
  return at && `${new Date(at.epochMs).toISOString()} ${at.precision}`;
};

describe('printed local times', () => {
  test.each([
    ['2024-01-02 11:04:05', '2024-01-02T03:04:05.000Z s'],
    ['2024-1-2 8:03', '2024-01-02T00:03:00.000Z min'],
    ['2012/4/11 9:00:00', '2012-04-11T01:00:00.000Z s'],
    ['2020-02-21 12:00:00 AM', '2020-02-20T16:00:00.000Z s'],
    ['2020-02-21 12:00:00 PM', '2020-02-21T04:00:00.000Z s'],
    ['2020-02-21 9:16:13\u00a0PM', '2020-02-21T13:16:13.000Z s'],
    ['2024年1月2日 下午3:04', '2024-01-02T07:04:00.000Z min'],
    ['2024年1月2日 上午12:30', '2024-01-01T16:30:00.000Z min'],
    ['2024-01-02 11:04:05.250', '2024-01-02T03:04:05.250Z ms'],
  ])('%s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test('what names no real time is none', () => {
    for (const text of ['2024-02-30 10:00', '2024-01-02 25:00', '2024-01-02', 'soon', ''])
      expect(localMoment(text, 'UTC')).toBeUndefined();
  });
});

describe('epoch numbers', () => {
  test('seconds and milliseconds are told apart, and rubbish is none', () => {
    expect(epochMoment(1_700_000_000)).toMatchObject({epochMs: 1_700_000_000_000, precision: 's'});
    expect(epochMoment(1_700_000_000_500)).toMatchObject({
      epochMs: 1_700_000_000_500,
      precision: 'ms',
    });
    for (const value of [undefined, 0, -5, Number.NaN, Infinity, 1e30])
      expect(epochMoment(value)).toBeUndefined();
  });
});
