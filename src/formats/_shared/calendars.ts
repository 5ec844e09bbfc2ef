// Dates that phones print in other calendars, as Gregorian ones. Not a calendar library: days in, days out.

/** `reiwa`, `heisei`, `showa`: years of a Japanese era. `islamic`: the Umm al-Qura calendar. */
export type CalendarName =
  'gregory' | 'buddhist' | 'persian' | 'islamic' | 'roc' | 'reiwa' | 'heisei' | 'showa';

export type CalendarDay = {readonly year: number; readonly month: number; readonly day: number};

/** Calendars that differ from ours in the number of the year only. */
const yearOffsets: Readonly<Partial<Record<CalendarName, number>>> = {
  gregory: 0,
  buddhist: -543,
  roc: 1911,
  reiwa: 2018,
  heisei: 1988,
  showa: 1925,
};

const dayMs = 86_400_000;

/** Day numbers (since 1970) of the first days of months, found by asking Intl what a guessed day is called. */
class ForeignMonths {
  readonly #format: Intl.DateTimeFormat;
  readonly #daysOfYear: number;
  /** A day number and its year, from which guesses start. */
  readonly #anchorYear: number;
  readonly #starts = new Map<number, number | undefined>();

  constructor(calendar: string, daysOfYear: number) {
    this.#format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      timeZone: 'UTC',
    });
    this.#daysOfYear = daysOfYear;
    this.#anchorYear = this.#named(0).year;
  }

  start(year: number, month: number): number | undefined {
    const key = year * 16 + month;
    if (!this.#starts.has(key)) this.#starts.set(key, this.#search(year, month));
    return this.#starts.get(key);
  }

  #named(dayNumber: number): CalendarDay {
    const fields = new Map(
      this.#format.formatToParts(dayNumber * dayMs).map(({type, value}) => [type, value]),
    );
    const numberOf = (type: Intl.DateTimeFormatPartTypes): number =>
      Number.parseInt(fields.get(type) ?? '', 10);
    return {year: numberOf('year'), month: numberOf('month'), day: numberOf('day')};
  }

  #search(year: number, month: number): number | undefined {
    let guess = Math.round(
      (year - this.#anchorYear) * this.#daysOfYear + ((month - 1) * this.#daysOfYear) / 12,
    );
    for (let step = 0; step < 12; step++) {
      const found = this.#named(guess);
      const off =
        (year - found.year) * this.#daysOfYear +
        ((month - found.month) * this.#daysOfYear) / 12 +
        (1 - found.day);
      if (found.year === year && found.month === month && found.day === 1) return guess;
      guess += Math.round(off) || (off < 0 ? -1 : 1);
    }
    return undefined;
  }
}

const foreign = new Map<string, ForeignMonths>();

const monthsOf = (calendar: 'persian' | 'islamic'): ForeignMonths => {
  let months = foreign.get(calendar);
  if (!months) {
    months =
      calendar === 'persian'
        ? new ForeignMonths('persian', 365.2422)
        : new ForeignMonths('islamic-umalqura', 354.367);
    foreign.set(calendar, months);
  }
  return months;
};

/** The same day in the Gregorian calendar; undefined where there is no such day. */
export const gregorianDay = (
  calendar: CalendarName,
  {year, month, day}: CalendarDay,
): CalendarDay | undefined => {
  if (calendar !== 'persian' && calendar !== 'islamic') {
    return {year: year + (yearOffsets[calendar] ?? 0), month, day};
  }
  if (year < 1 || year > 2000 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const start = monthsOf(calendar).start(year, month);
  if (start === undefined) return undefined;
  const date = new Date((start + day - 1) * dayMs);
  return {year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate()};
};

/** What a printed year says about its calendar, for an app that exists since 2009. Undefined: not a year we can place. */
export const calendarOfYear = (year: number, digits: number): CalendarName | undefined => {
  if (digits <= 2) return year >= 50 ? 'buddhist' : 'gregory';
  if (digits === 3) return year >= 98 && year <= 160 ? 'roc' : undefined;
  if (year >= 1380 && year <= 1425) return 'persian';
  if (year >= 1426 && year <= 1480) return 'islamic';
  if (year >= 1970 && year <= 2199) return 'gregory';
  return year >= 2500 && year <= 2700 ? 'buddhist' : undefined;
};

/** `67` of the Buddhist calendar is 2567, `24` of ours 2024; longer years are whole. */
export const fullYear = (calendar: CalendarName, year: number, digits: number): number => {
  if (digits > 2) return year;
  if (calendar === 'buddhist') return 2500 + year;
  return calendar === 'gregory' ? 2000 + year : year;
};
