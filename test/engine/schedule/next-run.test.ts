import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  cronFields,
  frequencyText,
  nextRun,
  parseFrequency,
  systemdCalendar,
} from '../../../src/engine/schedule/next-run.ts';
import type {Frequency} from '../../../src/engine/schedule/next-run.ts';

const clock = {hour: fc.integer({min: 0, max: 23}), minute: fc.integer({min: 0, max: 59})};
const frequency: fc.Arbitrary<Frequency> = fc.oneof(
  fc.record({every: fc.constant('hour' as const), minute: clock.minute}),
  fc.record({every: fc.constant('day' as const), ...clock}),
  fc.record({every: fc.constant('week' as const), weekday: fc.integer({min: 1, max: 7}), ...clock}),
  fc.record({every: fc.constant('month' as const), day: fc.integer({min: 1, max: 31}), ...clock}),
);

const frequencyOf = (text: string): Frequency => {
  const found = parseFrequency(text);
  if (!found) throw new Error(`No frequency: ${text}`);
  return found;
};

describe('the next run', () => {
  test.each([
    // [frequency, after, zone, next]
    ['hourly', '2024-05-01T10:00:00Z', 'UTC', '2024-05-01T11:00:00Z'],
    ['hourly', '2024-05-01T09:59:59.999Z', 'UTC', '2024-05-01T10:00:00Z'],
    ['hourly:30', '2024-05-01T10:15:20.5Z', 'UTC', '2024-05-01T10:30:00Z'],
    ['hourly:30', '2024-05-01T10:15:00Z', 'Asia/Kathmandu', '2024-05-01T10:45:00Z'],
    ['daily@03:00', '2024-05-01T03:00:00Z', 'UTC', '2024-05-02T03:00:00Z'],
    ['daily@03:00', '2024-05-01T02:59:59.999Z', 'UTC', '2024-05-01T03:00:00Z'],
    ['daily@03:00', '2024-12-31T20:00:00Z', 'Asia/Shanghai', '2025-01-01T19:00:00Z'],
    ['daily@02:30', '2024-03-30T12:00:00Z', 'Europe/Berlin', '2024-03-31T01:30:00Z'],
    ['daily@02:30', '2024-03-31T01:30:00Z', 'Europe/Berlin', '2024-04-01T00:30:00Z'],
    ['daily@02:30', '2024-10-26T12:00:00Z', 'Europe/Berlin', '2024-10-27T00:30:00Z'],
    ['daily@02:30', '2024-10-27T00:30:00Z', 'Europe/Berlin', '2024-10-28T01:30:00Z'],
    ['weekly@7 03:00', '2024-05-01T00:00:00Z', 'UTC', '2024-05-05T03:00:00Z'],
    ['weekly@1 00:00', '2024-05-06T00:00:00Z', 'UTC', '2024-05-13T00:00:00Z'],
    ['weekly@3 23:59', '2024-02-28T23:58:00Z', 'UTC', '2024-02-28T23:59:00Z'],
    ['monthly@1 03:00', '2024-05-01T03:00:00Z', 'UTC', '2024-06-01T03:00:00Z'],
    ['monthly@31 03:00', '2024-01-31T03:00:00Z', 'UTC', '2024-02-29T03:00:00Z'],
    ['monthly@31 03:00', '2023-02-01T00:00:00Z', 'UTC', '2023-02-28T03:00:00Z'],
    ['monthly@30 03:00', '2024-02-29T03:00:00Z', 'UTC', '2024-03-30T03:00:00Z'],
    ['monthly@29 12:00', '2024-12-29T12:00:00Z', 'UTC', '2025-01-29T12:00:00Z'],
  ])('%s after %s in %s is %s', (text, after, zone, next) => {
    expect(new Date(nextRun(frequencyOf(text), Date.parse(after), zone)).toISOString()).toBe(
      new Date(next).toISOString(),
    );
  });

  test('is always later, and never skipped: asked just before it, it is the same', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    fc.assert(
      fc.property(
        frequency,
        fc.integer({min: Date.UTC(2020, 0), max: Date.UTC(2030, 0)}),
        zones,
        (every, after, zone) => {
          const next = nextRun(every, after, zone);
          expect(next).toBeGreaterThan(after);
          expect(next - after).toBeLessThanOrEqual(
            {hour: 1, day: 25, week: 7 * 24 + 1, month: 31 * 24 + 1}[every.every] * 3_600_000,
          );
          if (every.every !== 'hour') expect(nextRun(every, next - 1, zone)).toBe(next);
        },
      ),
    );
  });
});

describe('frequencies as text', () => {
  test('are read back as they were', () => {
    fc.assert(
      fc.property(
        frequency,
        (every) => void expect(parseFrequency(frequencyText(every))).toEqual(every),
      ),
    );
  });

  test.each([
    ['hourly', {every: 'hour', minute: 0}],
    ['daily', {every: 'day', hour: 3, minute: 0}],
    ['daily@7:05', {every: 'day', hour: 7, minute: 5}],
    ['weekly', {every: 'week', weekday: 1, hour: 3, minute: 0}],
    ['monthly@31 00:00', {every: 'month', day: 31, hour: 0, minute: 0}],
  ])('%s', (text, expected) => {
    expect(parseFrequency(text)).toEqual(expected);
  });

  test.each([
    '',
    'yearly',
    'hourly:60',
    'daily@24:00',
    'daily@3',
    'daily@1 03:00',
    'weekly@0 03:00',
    'weekly@8 03:00',
    'monthly@32 03:00',
    'monthly@0 03:00',
    'Daily',
    'daily@03:60',
    ' daily',
  ])('%j is none', (text) => {
    expect(parseFrequency(text)).toBeUndefined();
  });
});

describe('for the schedulers of the system', () => {
  test.each([
    ['hourly:5', '*-*-* *:05:00', '5 * * * *'],
    ['daily@03:00', '*-*-* 03:00:00', '0 3 * * *'],
    ['weekly@1 23:59', 'Mon *-*-* 23:59:00', '59 23 * * 1'],
    ['weekly@7 03:00', 'Sun *-*-* 03:00:00', '0 3 * * 0'],
    ['monthly@1 04:30', '*-*-01 04:30:00', '30 4 1 * *'],
    ['monthly@28 04:30', '*-*-28 04:30:00', '30 4 28 * *'],
    // No scheduler knows "or the last day": it looks every day, and the job says whether it is due.
    ['monthly@31 04:30', '*-*-* 04:30:00', '30 4 * * *'],
  ])('%s is %s and %s', (text, systemd, cron) => {
    expect([systemdCalendar(frequencyOf(text)), cronFields(frequencyOf(text))]).toEqual([
      systemd,
      cron,
    ]);
  });
});
