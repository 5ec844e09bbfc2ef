// Moments from printed local times and back, with the zone said aloud. Not a calendar library: Gregorian fields in, epoch out.

import type {Moment, Precision, Zone} from './archive.ts';

/** Fields as printed; month 1-12. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly ms?: number;
};

export const utc: Zone = {kind: 'utc'};

const minuteMs = 60_000;
const bucketMs = 15 * minuteMs;

const parseFixedOffset = (zone: string): number | undefined => {
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(zone);
  if (!match) return /^(?:UTC|GMT|Z)$/i.test(zone) ? 0 : undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
};

/** Offsets of one zone, cached per quarter of an hour: all zones' changes happen on such a border since 1972. */
class ZoneClock {
  readonly #fixed: number | undefined;
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #cache = new Map<number, number>();

  constructor(zone: string) {
    this.#fixed = parseFixedOffset(zone);
    if (this.#fixed === undefined) {
      this.#format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    }
  }

  /** Minutes east of UTC at an instant. */
  offsetAt(epochMs: number): number {
    if (this.#fixed !== undefined) return this.#fixed;
    const bucket = Math.floor(epochMs / bucketMs);
    let offset = this.#cache.get(bucket);
    if (offset === undefined) {
      offset = this.#measure(bucket * bucketMs);
      if (this.#cache.size > 100_000) this.#cache.clear();
      this.#cache.set(bucket, offset);
    }
    return offset;
  }

  #measure(epochMs: number): number {
    const parts: Record<string, number> = {};
    for (const part of this.#format?.formatToParts(epochMs) ?? [])
      parts[part.type] = Number(part.value);
    const local = Date.UTC(
      parts['year'] ?? 1970,
      (parts['month'] ?? 1) - 1,
      parts['day'] ?? 1,
      parts['hour'] ?? 0,
      parts['minute'] ?? 0,
      parts['second'] ?? 0,
    );
    return Math.round((local - epochMs) / minuteMs);
  }

  /** The instant of a wall clock reading; of two (autumn) the first, of none (spring) the one after the jump. */
  instantOf(localMs: number): number {
    if (this.#fixed !== undefined) return localMs - this.#fixed * minuteMs;
    const early = this.offsetAt(localMs - 24 * 60 * minuteMs);
    const late = this.offsetAt(localMs + 24 * 60 * minuteMs);
    const first = localMs - Math.max(early, late) * minuteMs;
    if (this.offsetAt(first) * minuteMs === localMs - first) return first;
    const second = localMs - Math.min(early, late) * minuteMs;
    if (this.offsetAt(second) * minuteMs === localMs - second) return second;
    return localMs - early * minuteMs;
  }
}

const clocks = new Map<string, ZoneClock>();

const clockOf = (zone: string): ZoneClock => {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new ZoneClock(zone);
    clocks.set(zone, clock);
  }
  return clock;
};

/** Is this an IANA zone name, `UTC`, or ±hh:mm? */
export const isZone = (zone: string): boolean => {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false; // Intl throws RangeError for a name it does not know: that is the answer.
  }
};

export const offsetMinutes = (zone: string, epochMs: number): number =>
  clockOf(zone).offsetAt(epochMs);

/** Do the fields name a real day and time? (31 April and 25:00 do not; second 60 does, it is clamped to 59.) */
export const isRealTime = (time: LocalTime): boolean => {
  const {year, month, day, hour = 0, minute = 0, second = 0} = time;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

const utcMs = (time: LocalTime): number => {
  const {year, month, day, hour = 0, minute = 0, second = 0, ms = 0} = time;
  const value = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), ms);
  // Date.UTC reads years 0-99 as 1900-1999.
  return year >= 0 && year < 100 ? new Date(value).setUTCFullYear(year) : value;
};

/** Local time without a zone in the export: `assumedZone` makes it an instant, and the moment says so. */
export const floatingMoment = (
  time: LocalTime,
  precision: Precision,
  assumedZone: string,
): Moment => ({
  epochMs: clockOf(assumedZone).instantOf(utcMs(time)),
  precision,
  zone: {kind: 'floating', assumedZone},
});

export const utcMoment = (epochMs: number, precision: Precision = 'ms'): Moment => ({
  epochMs,
  precision,
  zone: utc,
});

/** Local time whose offset the export printed. */
export const offsetMoment = (time: LocalTime, precision: Precision, minutes: number): Moment => ({
  epochMs: utcMs(time) - minutes * minuteMs,
  precision,
  zone: minutes === 0 ? utc : {kind: 'offset', minutes},
});

const isoPattern =
  /^([+-]?\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/**
 * RFC 3339 / ISO 8601 date-times, also with a space for the T. Without an offset `assumedZone` decides.
 * Undefined when the text is not one, or names no real time.
 */
export const parseIso = (text: string, assumedZone = 'UTC'): Moment | undefined => {
  const match = isoPattern.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const time: LocalTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0')),
  };
  if (!isRealTime(time)) return undefined;
  let precision: Precision = 'day';
  if (hour !== undefined) precision = 'min';
  if (second !== undefined) precision = 's';
  if (fraction !== undefined) precision = 'ms';
  if (zone === undefined) return floatingMoment(time, precision, assumedZone);
  const minutes = /^(Z|UTC)$/i.test(zone) ? 0 : (parseFixedOffset(zone) ?? 0);
  return offsetMoment(time, precision, minutes);
};

/** Wall clock fields of a moment in its own zone (an offset or assumed zone), or in `zone` when given. */
export const wallClock = (at: Moment, zone?: string): Required<LocalTime> => {
  let minutes = 0;
  if (zone !== undefined) minutes = offsetMinutes(zone, at.epochMs);
  else if (at.zone.kind === 'offset') minutes = at.zone.minutes;
  else if (at.zone.kind === 'floating') minutes = offsetMinutes(at.zone.assumedZone, at.epochMs);
  const date = new Date(at.epochMs + minutes * minuteMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
  };
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `YYYY-MM-DD` of the wall clock. */
export const formatDay = (at: Moment, zone?: string): string => {
  const {year, month, day} = wallClock(at, zone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
};

/** `HH:MM` or `HH:MM:SS`, as fine as the moment is. */
export const formatClock = (at: Moment, zone?: string): string => {
  const {hour, minute, second} = wallClock(at, zone);
  const short = `${two(hour)}:${two(minute)}`;
  return at.precision === 's' || at.precision === 'ms' ? `${short}:${two(second)}` : short;
};

/**
 * `D` of `--since D` / `--until D`: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a full ISO time, in a zone.
 * Gives the first instant of the period and the first one after it; undefined when it is no date.
 */
export const parsePeriod = (
  text: string,
  zone: string,
): {readonly start: number; readonly end: number} | undefined => {
  const short = /^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?$/.exec(text.trim());
  if (!short) {
    const at = parseIso(text, zone);
    return at && {start: at.epochMs, end: at.epochMs + 1};
  }
  const [year, month, day] = [
    Number(short[1]),
    short[2] && Number(short[2]),
    short[3] && Number(short[3]),
  ];
  const first = {year, month: month || 1, day: day || 1};
  if (!isRealTime(first)) return undefined;
  const next = new Date(
    Date.UTC(
      year + (month ? 0 : 1),
      (month || 1) - 1 + (month && !day ? 1 : 0),
      (day || 1) + (day ? 1 : 0),
    ),
  );
  const after = {
    year: next.getUTCFullYear(),
    month: next.getUTCMonth() + 1,
    day: next.getUTCDate(),
  };
  return {
    start: floatingMoment(first, 'day', zone).epochMs,
    end: floatingMoment(after, 'day', zone).epochMs,
  };
};
