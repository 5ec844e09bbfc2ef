// A number that some export calls a time: seconds or milliseconds since 1970, told apart by size. Nothing else.

import type {Moment} from '../../engine/model/archive.ts';
import {utcMoment} from '../../engine/model/time.ts';

/** Seconds end here in the year 5138; milliseconds begin here in 1973. */
const firstMilliseconds = 1e11;
const lastMilliseconds = 8.64e15;

/** Whole seconds have the precision `s`, however they were written. Undefined for zero, negatives and what is no time. */
export const epochMoment = (value: number | undefined): Moment | undefined => {
  if (value === undefined || !(value > 0)) return undefined;
  const ms = Math.trunc(value < firstMilliseconds ? value * 1000 : value);
  if (ms > lastMilliseconds || ms <= 0) return undefined;
  return utcMoment(ms, ms % 1000 === 0 ? 's' : 'ms');
};
