// Times of a Telegram export: the exact `date_unixtime`, the exporting computer's local `date`, and what the two say about its zone.

import type {Moment} from '../../engine/model/archive.ts';
import {parseIso, utc} from '../../engine/model/time.ts';
import type {Raw} from './shapes.ts';

/** From here on `date_unixtime` cannot be seconds: it is milliseconds (written for the Signal importer, NOTES.md). */
const millisecondsFrom = 100_000_000_000;

/** Our own key beside the seconds. */
const finer = (value: unknown, seconds: number): Moment | undefined =>
  typeof value === 'number' && Math.floor(value / 1000) === seconds
    ? {epochMs: Math.round(value), precision: 'ms', zone: utc}
    : undefined;

const maxOffsetMinutes = 15 * 60;

const unixOf = (value: unknown): number | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 && value !== '' ? number : undefined;
};

const zoneName = (minutes: number): string => {
  const size = Math.abs(minutes);
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
};

/** One `date`, `edited` … pair of keys. */
export type Stamp = 'date' | 'edited';

export class Clock {
  readonly #zone: string;
  readonly #onOffset: (zone: string) => void;
  #hasOffset = false;

  /** `onOffset`: called once, with the offset in which the export prints local times. */
  constructor(zone: string, onOffset: (zone: string) => void) {
    this.#zone = zone;
    this.#onOffset = onOffset;
  }

  /** Undefined: no time, or none that can be understood. */
  at(raw: Raw, key: Stamp): Moment | undefined {
    const unix = unixOf(raw[key === 'date' ? 'date_unixtime' : 'edited_unixtime']);
    if (unix === undefined) return this.#local(raw[key]);
    if (!this.#hasOffset) this.#learn(raw);
    if (key === 'date' && raw['date_unixtime_ms'] !== undefined) {
      const fine = finer(raw['date_unixtime_ms'], unix);
      if (fine) return fine;
    }
    return unix < millisecondsFrom
      ? {epochMs: Math.round(unix * 1000), precision: 's', zone: utc}
      : {epochMs: Math.round(unix), precision: 'ms', zone: utc};
  }

  /** A local time inside a record (a reaction's): the record's own two times give the offset that it was printed in. */
  inside(raw: Raw, local: unknown): Moment | undefined {
    if (typeof local !== 'string') return undefined;
    const minutes = this.#offsetOf(raw);
    const at = parseIso(local, minutes === undefined ? this.#zone : zoneName(minutes));
    return at && Number.isSafeInteger(at.epochMs) ? at : undefined;
  }

  #local(value: unknown): Moment | undefined {
    if (typeof value === 'number') {
      return value > 0 && Number.isSafeInteger(Math.round(value * 1000))
        ? {epochMs: Math.round(value * 1000), precision: 's', zone: utc}
        : undefined;
    }
    return typeof value === 'string' ? parseIso(value, this.#zone) : undefined;
  }

  #offsetOf(raw: Raw): number | undefined {
    const unix = unixOf(raw['date_unixtime']);
    const printed = raw['date'];
    if (unix === undefined || typeof printed !== 'string') return undefined;
    const local = parseIso(printed, 'UTC');
    if (local?.zone.kind !== 'floating') return undefined;
    const seconds = unix < millisecondsFrom ? unix : Math.floor(unix / 1000);
    const minutes = (local.epochMs / 1000 - seconds) / 60;
    return Number.isInteger(minutes / 15) && Math.abs(minutes) <= maxOffsetMinutes
      ? minutes
      : undefined;
  }

  #learn(raw: Raw): void {
    const minutes = this.#offsetOf(raw);
    if (minutes === undefined) return;
    this.#hasOffset = true;
    this.#onOffset(zoneName(minutes));
  }
}

/** Exports before 2019 print the epoch where a message was never edited. */
export const isRealEdit = (raw: Raw, at: Moment): boolean =>
  raw['edited_unixtime'] !== undefined || at.epochMs >= 86_400_000;
