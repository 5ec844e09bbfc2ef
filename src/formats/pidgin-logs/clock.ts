// Printed times of libpurple logs as moments: the clock of the day that the log began, or a date and time of delayed messages.

import type {Moment} from '../../engine/model/archive.ts';
import {floatingMoment, isRealTime, offsetMoment} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';
import type {Start} from './header.ts';

type Clock = {readonly hour: number; readonly minute: number; readonly second?: number};

const clockPattern = /(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s*([AaPp])?\.?[Mm]?\.?$/;

/** `19:01:26`, `07:01:26 PM`. */
const parseClock = (text: string): Clock | undefined => {
  const match = clockPattern.exec(text.trim());
  if (!match) return undefined;
  const half = match[4]?.toLowerCase();
  const printed = Number(match[1]);
  const hour = half === undefined ? printed : (printed % 12) + (half === 'p' ? 12 : 0);
  return {
    hour,
    minute: Number(match[2]),
    ...(match[3] === undefined ? {} : {second: Number(match[3])}),
  };
};

const fullYear = (year: number): number => (year >= 100 ? year : year + (year < 80 ? 2000 : 1900));

/** The readings that numbers allow: `11/23/26` is one, `03/04/26` are two. */
const readings = (text: string): readonly LocalTime[] => {
  const match = /(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})/.exec(text);
  if (!match) return [];
  const [a, b, c] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const all: readonly LocalTime[] =
    (match[1]?.length ?? 0) > 2
      ? [{year: a, month: b, day: c}]
      : [
          {year: fullYear(c), month: a, day: b},
          {year: fullYear(c), month: b, day: a},
          {year: fullYear(a), month: b, day: c},
        ];
  return all.filter(isRealTime);
};

const days = ({year, month, day}: LocalTime): number => Date.UTC(year, month - 1, day) / 86_400_000;

/** More than half a day back: midnight passed. */
const rollMinutes = 12 * 60;

export class LogClock {
  readonly #zone: string;
  readonly #start: Start;
  readonly #order: 'dmy' | 'mdy' | 'ymd' | undefined;
  #day: LocalTime;
  #last: number | undefined;

  constructor(
    start: Start,
    options: {readonly zone: string; readonly dateOrder?: 'dmy' | 'mdy' | 'ymd'},
  ) {
    this.#start = start;
    this.#day = start.day;
    this.#zone = options.zone;
    this.#order = options.dateOrder;
  }

  at(printed: string): Moment | undefined {
    const clock = parseClock(printed);
    if (!clock) return undefined;
    const own = this.#nearest(printed.replace(clockPattern, ''));
    const day = own ?? this.#today(clock);
    const time: LocalTime = {...day, ...clock};
    if (!isRealTime(time)) return undefined;
    const precision = clock.second === undefined ? 'min' : 's';
    const {offset} = this.#start;
    return offset === undefined
      ? floatingMoment(time, precision, this.#zone)
      : offsetMoment(time, precision, offset);
  }

  #today({hour, minute}: Clock): LocalTime {
    const now = hour * 60 + minute;
    if (this.#last !== undefined && this.#last - now > rollMinutes) {
      const {year, month, day} = this.#day;
      const next = new Date(Date.UTC(year, month - 1, day + 1));
      this.#day = {
        year: next.getUTCFullYear(),
        month: next.getUTCMonth() + 1,
        day: next.getUTCDate(),
      };
    }
    this.#last = now;
    return this.#day;
  }

  /** Delayed messages are a little older than the log: of two readings the nearer one, unless the person said the order. */
  #nearest(text: string): LocalTime | undefined {
    const found = readings(text);
    const [first, second] = found;
    if (!first || !second) return first;
    if (this.#order === 'mdy') return first;
    if (this.#order === 'dmy') return second;
    const start = days(this.#start.day);
    return found.toSorted((a, b) => Math.abs(days(a) - start) - Math.abs(days(b) - start))[0];
  }
}
