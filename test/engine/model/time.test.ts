import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Moment} from '../../../src/engine/model/archive.ts';
import {
  floatingMoment,
  formatClock,
  formatDay,
  isRealTime,
  isZone,
  offsetMinutes,
  offsetMoment,
  parseIso,
  parsePeriod,
  utcMoment,
  wallClock,
} from '../../../src/engine/model/time.ts';

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

const local = (text: string, zone: string): string => {
  const at = parseIso(text, zone);
  if (!at) throw new Error(`Not a time: ${text}`);
  return iso(at.epochMs);
};

describe('a local time in a zone', () => {
  test.each([
    ['an ordinary day', '2024-05-01T12:00', 'Europe/Berlin', '2024-05-01T10:00:00.000Z'],
    ['before the jump in spring', '2024-03-31T01:59', 'Europe/Berlin', '2024-03-31T00:59:00.000Z'],
    [
      'in the hour that does not exist: after the jump',
      '2024-03-31T02:30',
      'Europe/Berlin',
      '2024-03-31T01:30:00.000Z',
    ],
    ['after the jump', '2024-03-31T03:00', 'Europe/Berlin', '2024-03-31T01:00:00.000Z'],
    [
      'in the hour that comes twice: the first',
      '2024-10-27T02:30',
      'Europe/Berlin',
      '2024-10-27T00:30:00.000Z',
    ],
    [
      'after the hour that comes twice',
      '2024-10-27T03:00',
      'Europe/Berlin',
      '2024-10-27T02:00:00.000Z',
    ],
    [
      'west of Greenwich, not existing',
      '2024-03-10T02:30',
      'America/New_York',
      '2024-03-10T07:30:00.000Z',
    ],
    [
      'west of Greenwich, twice',
      '2024-11-03T01:30',
      'America/New_York',
      '2024-11-03T05:30:00.000Z',
    ],
    [
      'a jump of half an hour',
      '2024-10-06T02:15',
      'Australia/Lord_Howe',
      '2024-10-05T15:45:00.000Z',
    ],
    ['a zone of three quarters', '2024-01-01T00:00', 'Asia/Kathmandu', '2023-12-31T18:15:00.000Z'],
    ['no summer time', '2024-07-01T00:00', 'Asia/Shanghai', '2024-06-30T16:00:00.000Z'],
    [
      'the summer times that Shanghai once had',
      '1988-07-01T00:00',
      'Asia/Shanghai',
      '1988-06-30T15:00:00.000Z',
    ],
    ['the day that Samoa left out', '2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['an offset for a zone', '2024-05-01T12:00', '+05:30', '2024-05-01T06:30:00.000Z'],
    ['an offset behind UTC', '2024-05-01T12:00', 'UTC-3', '2024-05-01T15:00:00.000Z'],
  ])('%s', (_name, text, zone, expected) => {
    expect(local(text, zone)).toBe(expected);
  });

  test('says that it floats and in which zone it was read', () => {
    expect(
      floatingMoment({year: 2024, month: 5, day: 1, hour: 9}, 'min', 'Asia/Tokyo').zone,
    ).toEqual({
      kind: 'floating',
      assumedZone: 'Asia/Tokyo',
    });
  });

  test('reads back as the same wall clock, wherever that clock exists', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'UTC',
      '-09:30',
    );
    fc.assert(
      fc.property(
        fc.integer({min: Date.UTC(1975, 0), max: Date.UTC(2037, 0)}),
        zones,
        (value, zone) => {
          const epochMs = Math.floor(value / 60_000) * 60_000;
          const clock = wallClock(utcMoment(epochMs), zone);
          const again = floatingMoment(clock, 'min', zone);
          expect(wallClock(again)).toEqual(clock);
          // Only in the hour that comes twice another instant has the same clock.
          expect(Math.abs(again.epochMs - epochMs)).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});

describe('ISO times', () => {
  test.each<[string, Moment]>([
    [
      '2024-05-01',
      {
        epochMs: Date.UTC(2024, 4, 1),
        precision: 'day',
        zone: {kind: 'floating', assumedZone: 'UTC'},
      },
    ],
    [
      '2024-05-01 10:20',
      {
        epochMs: Date.UTC(2024, 4, 1, 10, 20),
        precision: 'min',
        zone: {kind: 'floating', assumedZone: 'UTC'},
      },
    ],
    [
      '2024-05-01T10:20:30Z',
      {epochMs: Date.UTC(2024, 4, 1, 10, 20, 30), precision: 's', zone: {kind: 'utc'}},
    ],
    [
      '2024-05-01T10:20:30.5+08:00',
      {
        epochMs: Date.UTC(2024, 4, 1, 2, 20, 30, 500),
        precision: 'ms',
        zone: {kind: 'offset', minutes: 480},
      },
    ],
    [
      '2024-05-01 10:20:30,123456789 UTC',
      {epochMs: Date.UTC(2024, 4, 1, 10, 20, 30, 123), precision: 'ms', zone: {kind: 'utc'}},
    ],
    [
      '2024-05-01T10:20:30-0330',
      {
        epochMs: Date.UTC(2024, 4, 1, 13, 50, 30),
        precision: 's',
        zone: {kind: 'offset', minutes: -210},
      },
    ],
    [
      '  2016-12-31T23:59:60Z ',
      {epochMs: Date.UTC(2016, 11, 31, 23, 59, 59), precision: 's', zone: {kind: 'utc'}},
    ],
    ['0001-01-01T00:00:00Z', {epochMs: -62_135_596_800_000, precision: 's', zone: {kind: 'utc'}}],
  ])('%j', (text, expected) => {
    expect(parseIso(text)).toEqual(expected);
  });

  test.each([
    '',
    'yesterday',
    '2024-13-01',
    '2024-02-30',
    '2023-02-29',
    '2024-05-01T24:00',
    '2024-05-01T10:60',
    '2024-05-01T10:20:61',
    '24-05-01',
    '2024-05-01T10:20:30 CEST',
  ])('%j is none', (text) => {
    expect(parseIso(text)).toBeUndefined();
  });

  test('any instant is read back from its own text', () => {
    fc.assert(
      fc.property(
        fc.date({
          noInvalidDate: true,
          min: new Date('0000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T00:00:00Z'),
        }),
        (date) => {
          expect(parseIso(date.toISOString())?.epochMs).toBe(date.getTime());
        },
      ),
    );
  });
});

test('days and clocks that do not exist are not real', () => {
  const day = {year: 2024, month: 2, day: 29};
  expect(isRealTime(day)).toBe(true);
  for (const wrong of [
    {...day, year: 2023},
    {...day, month: 0},
    {...day, month: 13},
    {...day, day: 0},
    {...day, day: 30},
    {...day, hour: 24},
    {...day, minute: 60},
    {...day, second: 61},
  ])
    expect(isRealTime(wrong), JSON.stringify(wrong)).toBe(false);
});

test('zones are IANA names and offsets, and nothing else', () => {
  for (const zone of ['UTC', 'Europe/Berlin', '+08:00', '-0330', 'UTC+8', 'GMT-3', 'Z'])
    expect(isZone(zone), zone).toBe(true);
  for (const zone of ['', 'Mars/Olympus', '../etc', '+', 'Berlin!'])
    expect(isZone(zone), zone).toBe(false);
});

test('offsets follow summer time within one zone', () => {
  expect(offsetMinutes('Europe/Berlin', Date.UTC(2024, 0, 1))).toBe(60);
  expect(offsetMinutes('Europe/Berlin', Date.UTC(2024, 6, 1))).toBe(120);
  expect(offsetMinutes('+05:45', 0)).toBe(345);
});

test('a printed offset of zero is UTC', () => {
  expect(offsetMoment({year: 2024, month: 1, day: 1}, 's', 0).zone).toEqual({kind: 'utc'});
});

test('clocks are printed as fine as the moment is, in its own zone or another', () => {
  const at: Moment = {
    epochMs: Date.UTC(2024, 4, 1, 22, 5, 9),
    precision: 's',
    zone: {kind: 'offset', minutes: 480},
  };
  expect([formatDay(at), formatClock(at)]).toEqual(['2024-05-02', '06:05:09']);
  expect([formatDay(at, 'UTC'), formatClock({...at, precision: 'min'}, 'UTC')]).toEqual([
    '2024-05-01',
    '22:05',
  ]);
});

describe('periods', () => {
  const span = (text: string, zone = 'UTC'): string[] | undefined => {
    const found = parsePeriod(text, zone);
    return found && [iso(found.start), iso(found.end)];
  };

  test.each([
    ['2024', ['2024-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']],
    ['2024-12', ['2024-12-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']],
    ['2024/2', ['2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z']],
    ['2024-02-29', ['2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z']],
    ['2024.12.31', ['2024-12-31T00:00:00.000Z', '2025-01-01T00:00:00.000Z']],
    ['2024-05-01T10:00', ['2024-05-01T10:00:00.000Z', '2024-05-01T10:00:00.001Z']],
  ])('%s', (text, expected) => {
    expect(span(text)).toEqual(expected);
  });

  test('a day of summer time has 23 hours in spring and 25 in autumn', () => {
    expect(span('2024-03-31', 'Europe/Berlin')).toEqual([
      '2024-03-30T23:00:00.000Z',
      '2024-03-31T22:00:00.000Z',
    ]);
    expect(span('2024-10-27', 'Europe/Berlin')).toEqual([
      '2024-10-26T22:00:00.000Z',
      '2024-10-27T23:00:00.000Z',
    ]);
  });

  test.each(['', '24', '2024-13', '2024-02-30', 'May', '2024-05-01-02'])('%j is none', (text) => {
    expect(span(text)).toBeUndefined();
  });
});
