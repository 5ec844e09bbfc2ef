// Day headings and clocks of LINE's exports. Not for `Saved on`, which is kept as it stands.

import {isRealTime} from '../../engine/model/time.ts';
import {halfDayOf, hourOfDay} from '../_shared/half-day.ts';
import {weekdayOf, weekdaysOf} from '../_shared/weekday-words.ts';

export type Day = {readonly year: number; readonly month: number; readonly day: number};

export type DayOrder = 'dmy' | 'mdy';

export type Heading = {
  /** Readings that are real days and fit the day of the week; the year-first form has one. */
  readonly readings: {readonly [order in DayOrder]?: Day};
  readonly hasWeekday: boolean;
};

const yearFirst =
  /^(\D{0,20}?)(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})(?!\d)日?\.?(\D{0,24})$/;
const yearLast = /^(\D{0,20}?)(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?!\d)(\D{0,24})$/;

/** Thailand counts 543 years more. */
const yearOf = (text: string): number => {
  const year = Number(text);
  return year > 2400 ? year - 543 : year;
};

/** `2024/1/23(火)`, `2024.01.02 Tuesday`, `Tue, 01/02/2024`. A word that is no day of the week makes it a text. */
export const parseHeading = (line: string): Heading | undefined => {
  if (line.length > 60 || !/\d{4}/.test(line) || line.includes('\t')) return undefined;
  const first = yearFirst.exec(line);
  const match = first ?? yearLast.exec(line);
  if (!match) return undefined;
  const word = `${match[1] ?? ''}${match[5] ?? ''}`.replace(/[\s,()（）]+/g, '');
  const weekdays = word === '' ? undefined : weekdaysOf(word);
  if (word !== '' && !weekdays) return undefined;
  const [a, b] = [Number(match[first ? 3 : 2]), Number(match[first ? 4 : 3])];
  const year = yearOf(match[first ? 2 : 4] ?? '');
  const fits = (day: Day): Day | undefined =>
    isRealTime(day) && (!weekdays || weekdays.has(weekdayOf(day.year, day.month, day.day)))
      ? day
      : undefined;
  const mdy = fits({year, month: a, day: b});
  const dmy = first ? mdy : fits({year, month: b, day: a});
  if (!mdy && !dmy) return undefined;
  return {readings: {...(mdy && {mdy}), ...(dmy && {dmy})}, hasWeekday: weekdays !== undefined};
};

export const dayNumber = ({year, month, day}: Day): number => (year * 12 + month) * 31 + day;

/** Hours count on after midnight: 24:53 stands under the day before. */
export type Clock = {readonly hour: number; readonly minute: number};

const clockHead = /^(\p{L}[\p{L}.\s]{0,9})?\s?(\d{1,2})[:.](\d{2})\s?(\p{L}[\p{L}.]{0,5})?$/u;

/** `9:20`, `午後3:04`, `03:05pm`, `12:00 AM`. */
export const parseClock = (text: string): Clock | undefined => {
  if (text.length > 24) return undefined;
  const match = clockHead.exec(text);
  if (!match) return undefined;
  const word = match[1] ?? match[4];
  const half = word === undefined ? undefined : halfDayOf(word);
  if (word !== undefined && half === undefined) return undefined;
  const [hour, minute] = [hourOfDay(Number(match[2]), half), Number(match[3])];
  return hour < 48 && minute < 60 ? {hour, minute} : undefined;
};

/** The day and the hour that are meant, 24:53 being 0:53 of the next day. */
export const localTime = (day: Day, {hour, minute}: Clock) => {
  if (hour < 24) return {...day, hour, minute, second: 0};
  const next = new Date(Date.UTC(day.year, day.month - 1, day.day + 1));
  return {
    year: next.getUTCFullYear(),
    month: next.getUTCMonth() + 1,
    day: next.getUTCDate(),
    hour: hour - 24,
    minute,
    second: 0,
  };
};
