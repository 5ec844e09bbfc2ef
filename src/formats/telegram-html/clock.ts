// Times of Telegram's HTML export: `01.06.2024 12:00:00 UTC+01:00`, where the offset is not always true.

import type {Moment} from '../../engine/model/archive.ts';
import {floatingMoment, isRealTime, offsetMinutes, offsetMoment} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';

const pattern =
  /^(\d{1,2})\.(\d{1,2})\.(\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?:\s*(?:UTC|GMT)([+-]\d{2}):?(\d{2})?)?$/;

const minutesOf = (hours: string | undefined, minutes: string | undefined): number | undefined => {
  if (hours === undefined) return undefined;
  const size = Math.abs(Number(hours)) * 60 + Number(minutes ?? 0);
  return hours.startsWith('-') ? -size : size;
};

/** The offset of a zone in the half of the year without summer time. */
const standardMinutes = (zone: string, year: number): number =>
  Math.min(offsetMinutes(zone, Date.UTC(year, 0, 1)), offsetMinutes(zone, Date.UTC(year, 6, 1)));

export type OffsetUse = 'zone' | 'printed';

/**
 * Telegram prints the clock of the day but the offset of the standard time, so that in summer the two do not fit together. Where the
 * chosen zone has that standard time, the zone decides; else the printed offset is all there is.
 */
export class Clock {
  readonly #zone: string;
  readonly #onOffset: (printed: number | undefined, use: OffsetUse) => void;
  #hasSpoken = false;

  constructor(zone: string, onOffset: (printed: number | undefined, use: OffsetUse) => void) {
    this.#zone = zone;
    this.#onOffset = onOffset;
  }

  at(title: string | undefined): Moment | undefined {
    const match = pattern.exec(title?.trim() ?? '');
    if (!match) return undefined;
    const [, day, month, year, hour, minute, second, offsetHours, offsetRest] = match;
    const time: LocalTime = {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    };
    if (!isRealTime(time)) return undefined;
    const printed = minutesOf(offsetHours, offsetRest);
    const use =
      printed === undefined || printed === standardMinutes(this.#zone, time.year)
        ? 'zone'
        : 'printed';
    if (!this.#hasSpoken) this.#onOffset(printed, use);
    this.#hasSpoken = true;
    return use === 'zone' || printed === undefined
      ? floatingMoment(time, 's', this.#zone)
      : offsetMoment(time, 's', printed);
  }

  /** `1 June 2024`, the line between two days: its first moment. */
  day(text: string): Moment | undefined {
    const match = /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})$/.exec(text);
    const month = months.indexOf(match?.[2] ?? '') + 1;
    if (!match || month === 0) return undefined;
    const time = {year: Number(match[3]), month, day: Number(match[1])};
    return isRealTime(time) ? floatingMoment(time, 'day', this.#zone) : undefined;
  }
}

const months: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
