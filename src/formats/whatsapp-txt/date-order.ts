// Which of the three numbers of a date is the day, decided once for the whole file from everything in it, with the reason.
// Never from the language: the order follows the phone's region.

import {calendarOfYear, fullYear, gregorianDay} from '../_shared/calendars.ts';
import type {CalendarDay, CalendarName} from '../_shared/calendars.ts';
import type {StampScanner} from './stamp.ts';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

const orders: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'];

/** The fields of a stamp in one order: year as printed. */
export const arranged = (stamp: StampScanner, order: DateOrder): CalendarDay => {
  const {one, two, three} = stamp;
  if (order === 'dmy') return {year: three, month: two, day: one};
  return order === 'mdy'
    ? {year: three, month: one, day: two}
    : {year: one, month: two, day: three};
};

export type Votes = Record<DateOrder, number>;
const noVotes = (): Votes => ({dmy: 0, mdy: 0, ymd: 0});

/** How the layout looks, for the last resort. */
type Look = {readonly separator: number; readonly halfWord: string; readonly isUnpadded: boolean};

/** What the dates of one layout say, gathered while reading. A few numbers, whatever the size of the file. */
export class DateEvidence {
  count = 0;
  isYearFirst = false;
  yearDigits = 2;
  /** Dates that an order cannot be true for. */
  readonly impossible = noVotes();
  /** Steps back in time in the order of the file. */
  readonly inversions = noVotes();
  /** File names that hold a date: how much they speak for an order. */
  readonly votes = noVotes();
  /** Latest moment, as sortable number of minutes. */
  readonly latest = noVotes();
  /** Both numbers below 13 and not equal: such a date can be read in two ways. */
  ambiguous = 0;
  calendar: CalendarName | undefined;
  /** The words of years with three or four digits, or two. */
  oldestYear = Number.POSITIVE_INFINITY;
  newestYear = 0;
  readonly #previous = noVotes();
  #look: Look | undefined;
  #isUnpadded = false;

  get look(): Look {
    return {
      separator: this.#look?.separator ?? 47,
      halfWord: this.#look?.halfWord ?? '',
      isUnpadded: this.#isUnpadded,
    };
  }

  add(stamp: StampScanner): void {
    if (this.count++ === 0) {
      this.isYearFirst = stamp.oneDigits > 2;
      this.yearDigits = this.isYearFirst ? stamp.oneDigits : stamp.threeDigits;
      this.#look = {separator: stamp.separator, halfWord: stamp.halfWord, isUnpadded: false};
    }
    this.calendar ??= stamp.calendar;
    if (stamp.oneDigits === 1 || stamp.twoDigits === 1) this.#isUnpadded = true;
    const {one, two, three} = stamp;
    const year = this.isYearFirst ? one : three;
    if (year < this.oldestYear) this.oldestYear = year;
    if (year > this.newestYear) this.newestYear = year;
    if (this.isYearFirst) return;
    if (one < 13 && two < 13 && one !== two) this.ambiguous++;
    if (two > 12 || one > 31) this.impossible.dmy++;
    if (one > 12 || two > 31) this.impossible.mdy++;
    if (two > 12 || three > 31 || stamp.threeDigits > 2) this.impossible.ymd++;
    if (this.#isSettled()) return;
    const minutes = stamp.hour * 60 + stamp.minute;
    this.#step('dmy', ((three * 12 + two) * 31 + one) * 1440 + minutes);
    this.#step('mdy', ((three * 12 + one) * 31 + two) * 1440 + minutes);
    this.#step('ymd', ((one * 12 + two) * 31 + three) * 1440 + minutes);
  }

  /** Only one order is left: what follows cannot tell more. */
  #isSettled(): boolean {
    const {dmy, mdy, ymd} = this.impossible;
    return ymd > 0 && dmy > 0 !== mdy > 0;
  }

  #step(order: DateOrder, key: number): void {
    if (key < this.#previous[order]) this.inversions[order]++;
    this.#previous[order] = key;
    if (key > this.latest[order]) this.latest[order] = key;
  }

  /** A media file of this message is named after this day; `weight` says how reliably. */
  vote(stamp: StampScanner, {year, month, day}: CalendarDay, weight: number): void {
    for (const order of orders) {
      const fields = arranged(stamp, order);
      if (fields.month !== month || fields.day !== day) continue;
      const digits = order === 'ymd' ? stamp.oneDigits : stamp.threeDigits;
      if (digits <= 2 && fields.year < 50 && fields.year !== year % 100) continue;
      this.votes[order] += weight;
    }
  }

  merge(other: DateEvidence): void {
    if (this.count === 0) {
      this.isYearFirst = other.isYearFirst;
      this.yearDigits = other.yearDigits;
      this.#look = other.#look;
    }
    this.count += other.count;
    this.ambiguous += other.ambiguous;
    this.calendar ??= other.calendar;
    this.#isUnpadded ||= other.#isUnpadded;
    this.oldestYear = Math.min(this.oldestYear, other.oldestYear);
    this.newestYear = Math.max(this.newestYear, other.newestYear);
    for (const order of orders) {
      this.impossible[order] += other.impossible[order];
      this.inversions[order] += other.inversions[order];
      this.votes[order] += other.votes[order];
      this.latest[order] = Math.max(this.latest[order], other.latest[order]);
    }
  }
}

export type Decision = {
  readonly order: DateOrder;
  readonly because: string;
  /** Nothing in the file tells: it should be said aloud. */
  readonly isGuess: boolean;
};

const sure = (order: DateOrder, because: string): Decision => ({order, because, isGuess: false});

const other = (order: DateOrder): DateOrder => (order === 'dmy' ? 'mdy' : 'dmy');
const dayWord = (order: DateOrder): string => (order === 'dmy' ? 'first' : 'second');
const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** A number above 12 is no month. */
const byRange = ({impossible}: DateEvidence): Decision | undefined => {
  if (impossible.dmy === impossible.mdy) return undefined;
  const order = impossible.dmy < impossible.mdy ? 'dmy' : 'mdy';
  const proof = impossible[other(order)];
  const against = impossible[order];
  const exception = against === 0 ? '' : `, against ${against} the other way round`;
  return sure(
    order,
    `the ${dayWord(order)} number is above 12 in ${plural(proof, 'date', 'dates')}${exception}`,
  );
};

const byMediaNames = ({votes}: DateEvidence): Decision | undefined => {
  const order = votes.dmy >= votes.mdy ? 'dmy' : 'mdy';
  return votes[order] > 2 * votes[other(order)]
    ? sure(order, 'media files are named after the same days')
    : undefined;
};

const byInversions = ({inversions}: DateEvidence): Decision | undefined => {
  const order = inversions.dmy <= inversions.mdy ? 'dmy' : 'mdy';
  const [few, many] = [inversions[order], inversions[other(order)]];
  return many > 2 * few
    ? sure(
        order,
        `time goes back ${plural(few, 'time', 'times')} in this order, ${plural(many, 'time', 'times')} in the other`,
      )
    : undefined;
};

const byFuture = ({latest, yearDigits}: DateEvidence, modifiedMs: number): Decision | undefined => {
  const date = new Date(modifiedMs + 2 * 86_400_000);
  const year = yearDigits > 2 ? date.getUTCFullYear() : date.getUTCFullYear() % 100;
  const limit = ((year * 12 + date.getUTCMonth() + 1) * 31 + date.getUTCDate()) * 1440;
  for (const order of ['dmy', 'mdy'] as const) {
    if (latest[order] <= limit && latest[other(order)] > limit) {
      return sure(order, 'the other order gives dates after the file was written');
    }
  }
  return undefined;
};

/** `24. 5. 3.`: a year of two digits in front, as Korean and Basque phones print it. */
const byShortYear = (evidence: DateEvidence): Decision | undefined => {
  const {impossible, inversions, votes, look} = evidence;
  if (impossible.ymd > 0) return undefined;
  const best = inversions.dmy <= inversions.mdy ? 'dmy' : 'mdy';
  const isOnly = impossible.dmy > 0 && impossible.mdy > 0;
  const isCalmer = inversions[best] >= 2 && inversions[best] > 4 * inversions.ymd;
  const isKorean = /오/.test(look.halfWord) && look.separator === 46;
  const isNamed = votes.ymd > 2 * Math.max(votes.dmy, votes.mdy);
  if (isOnly || isCalmer) return sure('ymd', 'only with the year in front do the dates go forward');
  if (isNamed) return sure('ymd', 'media files are named after the same days');
  return isKorean ? sure('ymd', 'Korean phones print the year in front') : undefined;
};

/** What is left is habit: where phones print dates like this, which number comes first? */
const byHabit = ({ambiguous, look, yearDigits}: DateEvidence): Decision => {
  if (ambiguous === 0) return sure('dmy', 'day and month are the same number in every date');
  const isAmerican =
    look.separator === 47 &&
    look.isUnpadded &&
    yearDigits === 2 &&
    /^\W?[AP]M$/.test(look.halfWord.trim());
  return isAmerican
    ? {
        order: 'mdy',
        because: 'dates look like those of a phone set to the United States',
        isGuess: true,
      }
    : {order: 'dmy', because: 'most regions put the day first', isGuess: true};
};

/** In this order: what the person says, a year in front, numbers above 12, media names, order of the file, its age, habit. */
export const decideDateOrder = (
  evidence: DateEvidence,
  options: {readonly chosen?: DateOrder | undefined; readonly modifiedMs?: number | undefined},
): Decision => {
  if (evidence.isYearFirst) return sure('ymd', 'the year stands in front');
  const isPossible = options.chosen !== 'ymd' || evidence.yearDigits <= 2;
  if (options.chosen !== undefined && isPossible) return sure(options.chosen, 'chosen by hand');
  const {modifiedMs} = options;
  return (
    byShortYear(evidence) ??
    byRange(evidence) ??
    byMediaNames(evidence) ??
    byInversions(evidence) ??
    (modifiedMs === undefined ? undefined : byFuture(evidence, modifiedMs)) ??
    byHabit(evidence)
  );
};

/** The calendar of a file: named beside the years, or seen in their size. */
export const decideCalendar = (
  evidence: DateEvidence,
): {readonly calendar: CalendarName; readonly because: string} => {
  if (evidence.calendar !== undefined)
    return {calendar: evidence.calendar, because: 'named beside the year'};
  const calendar = calendarOfYear(evidence.newestYear, evidence.yearDigits) ?? 'gregory';
  return {calendar, because: `years up to ${evidence.newestYear}`};
};

/** The Gregorian day of a stamp; undefined where there is none. */
export const dayOf = (
  stamp: StampScanner,
  order: DateOrder,
  calendar: CalendarName,
): CalendarDay | undefined => {
  const fields = arranged(stamp, order);
  const digits = order === 'ymd' ? stamp.oneDigits : stamp.threeDigits;
  const system = stamp.calendar ?? calendar;
  if (system === 'gregory') {
    return digits > 2 ? fields : {...fields, year: 2000 + fields.year};
  }
  return gregorianDay(system, {...fields, year: fullYear(system, fields.year, digits)});
};
