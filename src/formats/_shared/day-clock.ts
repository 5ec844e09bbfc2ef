// Local times without a zone, turned into moments quickly: one look at the zone per day instead of per message. Not for UTC times.

import type {Moment, Precision, Zone} from '../../engine/model/archive.ts';
import {floatingMoment, wallClock} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';

const dayMs = 86_400_000;
/** Clocks go back by an hour, on one island by half of one. */
const repeatsMs = [3_600_000, 1_800_000];

/** Keep one per conversation: it remembers the last moment, to know the second 02:30 of an autumn night from the first. */
export class DayClock {
  readonly #zone: string;
  readonly #floating: Zone;
  #day = -1;
  #start = 0;
  #isWhole = true;
  #last = 0;

  constructor(zone: string) {
    this.#zone = zone;
    this.#floating = {kind: 'floating', assumedZone: zone};
  }

  /** The fields must name a real time (`isRealTime`). */
  moment(time: LocalTime, precision: Precision): Moment {
    const day = (time.year * 12 + time.month) * 31 + time.day;
    if (day !== this.#day) this.#enter(day, time);
    const {hour = 0, minute = 0, second = 0} = time;
    const epochMs = this.#isWhole
      ? this.#start + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000
      : this.#onOddDay(time, precision);
    this.#last = epochMs;
    return {epochMs, precision, zone: this.#floating};
  }

  #enter(day: number, {year, month, day: date}: LocalTime): void {
    const next = new Date(Date.UTC(year, month - 1, date + 1));
    const after = {
      year: next.getUTCFullYear(),
      month: next.getUTCMonth() + 1,
      day: next.getUTCDate(),
    };
    this.#day = day;
    this.#start = floatingMoment({year, month, day: date}, 'day', this.#zone).epochMs;
    this.#isWhole = floatingMoment(after, 'day', this.#zone).epochMs - this.#start === dayMs;
  }

  /** A day on which the clocks change. Of two readings the first, unless the order of the file says that it has passed. */
  #onOddDay(time: LocalTime, precision: Precision): number {
    const first = floatingMoment(time, precision, this.#zone);
    if (first.epochMs >= this.#last) return first.epochMs;
    for (const repeat of repeatsMs) {
      const second = {...first, epochMs: first.epochMs + repeat};
      const clock = wallClock(second);
      if (clock.hour === (time.hour ?? 0) && clock.minute === (time.minute ?? 0)) {
        return second.epochMs >= this.#last ? second.epochMs : first.epochMs;
      }
    }
    return first.epochMs;
  }
}
