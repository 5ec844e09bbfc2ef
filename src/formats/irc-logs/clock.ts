// Gives every line its day: from the line, from the log's own date lines, from the file's name, in this order of trust.

import type {Moment} from '../../engine/model/archive.ts';
import {floatingMoment, isRealTime, utcMoment} from '../../engine/model/time.ts';
import type {PrintedTime} from './lines.ts';

export type Day = {readonly year: number; readonly month: number; readonly day: number};

export const dayBefore = ({year, month, day}: Day): Day => shifted({year, month, day}, -1);

const shifted = ({year, month, day}: Day, days: number): Day => {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return {year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate()};
};

/** Half a day: clocks that fall back by less are daylight saving, or a slow one. */
const rollMinutes = 12 * 60;

export class LogClock {
  readonly #zone: string;
  #day: Day | undefined;
  #lastMinute: number | undefined;

  constructor(zone: string, day: Day | undefined) {
    this.#zone = zone;
    this.#day = day;
  }

  get knowsDay(): boolean {
    return this.#day !== undefined;
  }

  setDay(day: Day): void {
    this.#day = day;
    this.#lastMinute = undefined;
  }

  /** Undefined where no day is known or the time is none. `isRolled`: midnight passed without a line that says so. */
  at(time: PrintedTime): {readonly moment: Moment; readonly isRolled: boolean} | undefined {
    const day = this.#dayOf(time);
    if (!day) return undefined;
    const fields = {
      ...day.day,
      hour: time.hour,
      minute: time.minute,
      second: time.second ?? 0,
      ms: time.ms ?? 0,
    };
    if (!isRealTime(fields)) return undefined;
    const precision = time.ms === undefined ? (time.second === undefined ? 'min' : 's') : 'ms';
    const {year, month, hour, minute, second, ms} = fields;
    const moment = time.isUtc
      ? utcMoment(Date.UTC(year, month - 1, fields.day, hour, minute, second, ms), precision)
      : floatingMoment(fields, precision, this.#zone);
    return {moment, isRolled: day.isRolled};
  }

  #dayOf(time: PrintedTime): {readonly day: Day; readonly isRolled: boolean} | undefined {
    const {year, month, day} = time;
    if (year !== undefined && month !== undefined && day !== undefined)
      return {day: {year, month, day}, isRolled: false};
    const known = this.#day;
    if (!known) return undefined;
    if (month !== undefined && day !== undefined) {
      // The header names the year; December goes on in January.
      const inYear = month < known.month - 6 ? known.year + 1 : known.year;
      this.#day = {year: inYear, month, day};
      return {day: this.#day, isRolled: false};
    }
    const minute = time.hour * 60 + time.minute;
    const isRolled = this.#lastMinute !== undefined && this.#lastMinute - minute > rollMinutes;
    this.#lastMinute = minute;
    if (isRolled) this.#day = shifted(known, 1);
    return {day: this.#day ?? known, isRolled};
  }
}
