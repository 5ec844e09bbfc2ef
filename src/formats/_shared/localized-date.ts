// Dates that programs print as sentences in the language of an account (`Friday, May 29, 2026 at 3:00:29 AM UTC`, `2026年5月29日星期五 UTC
// 03:00:29`). Words come from Intl, for every language that it knows. Not for dates that are digits only: their order is a guess.

import {isRealTime} from '../../engine/model/time.ts';
import type {LocalTime} from '../../engine/model/time.ts';
import {halfDayOf, hourOfDay} from './half-day.ts';
import type {HalfDay} from './half-day.ts';
import {foldMarks} from './invisible-marks.ts';

export type LocalizedTime = {
  readonly time: LocalTime;
  /** Minutes east of UTC where the text says so. */
  readonly offsetMinutes?: number;
  readonly hasSeconds: boolean;
  /** Language tag whose words fitted. */
  readonly language: string;
};

/** Common languages first; where two share a month name (`listopad`), the day of the week decides. */
const languages: readonly string[] = (
  'en zh-CN zh-TW ja ko es fr de pt-BR it ru pl nl tr vi ms id th ar hi bn ur fa uk cs sv da nb fi el he hu ro sk bg hr sr sr-Latn ' +
  'sl lt lv et fil ca eu gl ta te kn ml mr gu pa ne si my km lo ka hy az kk uz ky mn sw af sq mk bs is ga cy am zu be'
).split(' ');

type Words = {
  readonly language: string;
  /** Longest first, so that `maj` does not hide `majus`. */
  readonly months: readonly (readonly [name: string, month: number])[];
  /** Sunday is 0. */
  readonly weekdays: readonly (readonly [name: string, day: number])[];
  /** The word for the half of the day, for each of 24 hours; empty where the clock has 24. */
  readonly halves: readonly string[];
};

const longestFirst = <T>(names: Map<string, T>): [string, T][] =>
  [...names].toSorted(([a], [b]) => b.length - a.length);

const fold = (text: string): string => foldMarks(text).toLowerCase();

const partOf = (format: Intl.DateTimeFormat, date: number, type: string): string =>
  fold(format.formatToParts(date).find((part) => part.type === type)?.value ?? '').trim();

const day = 86_400_000;
/** A Sunday. */
const sunday = Date.UTC(2023, 0, 1);

const readWords = (language: string): Words => {
  const tag = `${language}-u-ca-gregory-nu-latn`;
  const make = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(tag, {timeZone: 'UTC', ...options});
  const months = new Map<string, number>();
  const weekdays = new Map<string, number>();
  const dated = [
    make({dateStyle: 'full'}),
    make({dateStyle: 'long'}),
    make({dateStyle: 'medium'}),
    make({month: 'long'}),
    make({month: 'short'}),
  ];
  for (let month = 1; month <= 12; month++)
    for (const format of dated) {
      const name = partOf(format, Date.UTC(2023, month - 1, 15), 'month').replace(/\.$/, '');
      if (name !== '' && !/\d/.test(name)) months.set(name, month);
    }
  const named = [dated[0], make({weekday: 'long'}), make({weekday: 'short'})];
  for (let index = 0; index < 7; index++)
    for (const format of named)
      if (format) weekdays.set(partOf(format, sunday + index * day, 'weekday'), index);
  const clock = make({hour: 'numeric', minute: 'numeric', hour12: true});
  const halves = Array.from({length: 24}, (_, hour) =>
    partOf(clock, sunday + hour * 3_600_000, 'dayPeriod'),
  );
  return {language, months: longestFirst(months), weekdays: longestFirst(weekdays), halves};
};

const wordsByLanguage = new Map<string, Words>();

const wordsOf = (language: string): Words => {
  const words = wordsByLanguage.get(language) ?? readWords(language);
  wordsByLanguage.set(language, words);
  return words;
};

/** Zeros of the scripts whose digits Intl prints. */
const zeros = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
  0x1040, 0x17e0, 0xff10,
];

const asciiDigits = (text: string): string =>
  text.replace(/[^\0-\x7f]/g, (char) => {
    const code = char.charCodeAt(0);
    const zero = zeros.find((start) => code >= start && code <= start + 9);
    return zero === undefined ? char : String(code - zero);
  });

const hourSign = '(?:[:.](?=\\d{2})|\\s?(?:h|u|ч|時|时|點|点|시|นาฬิกา)\\s?)';
const minuteSign = '(?:[:.](?=\\d{2})|\\s?(?:min|m|分|분|นาที)\\s?)';
const clockPattern = new RegExp(
  `(\\d{1,2})${hourSign}(\\d{1,2})(?!\\d)(?:${minuteSign}(\\d{1,2})(?!\\d))?(?:\\s?(?:s|秒|초|วินาที)(?!\\p{L}))?`,
  'gu',
);
const offsetPattern = /\[?(?:utc|gmt)\s?(?:([+\u2212-])\s?(\d{1,2})(?::?(\d{2}))?)?\]?/;

type Clock = {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly hasSeconds: boolean;
  readonly before: string;
  readonly after: string;
};

/** The clock stands behind the date: the last match. */
const findClock = (text: string): Clock | undefined => {
  // `29.05.2026 3:00:29` has two: a date is followed by a year.
  const match = [...text.matchAll(clockPattern)].findLast(
    ({0: all, index}) => !/^[.:]\d{4}/.test(text.slice(index + all.length)),
  );
  if (!match) return undefined;
  const [all, hour, minute, second] = match;
  return {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    hasSeconds: second !== undefined,
    before: text.slice(0, match.index),
    after: text.slice(match.index + all.length),
  };
};

/** Scripts that write words without spaces, and Hebrew, whose prepositions are part of the word. */
const joined =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hebrew}]/u;
const letter = /[\p{L}\p{M}]/u;

const isWordAt = (text: string, word: string, index: number): boolean => {
  if (joined.test(word)) return true;
  const [before = '', after = ''] = [text[index - 1], text[index + word.length]];
  return !letter.test(before) && !letter.test(after);
};

const hasWord = (text: string, word: string): boolean => {
  for (let index = text.indexOf(word); index >= 0; index = text.indexOf(word, index + 1))
    if (isWordAt(text, word, index)) return true;
  return false;
};

const findWord = <T>(text: string, words: readonly (readonly [string, T])[]): T | undefined =>
  words.find(([word]) => word !== '' && hasWord(text, word))?.[1];

/** `a. m.` → `am`. */
const withoutDots = (text: string): string => text.replace(/(\p{L})\.\s?(\p{L})\./gu, '$1$2');

/** Does the word stand at the end or the beginning, and not as a part of a longer one? */
const touchesClock = ({before, after}: Clock, word: string): boolean => {
  if (word === '') return false;
  const [left, right] = [withoutDots(before).trimEnd(), withoutDots(after).trimStart()];
  return (
    (left.endsWith(word) && isWordAt(left, word, left.length - word.length)) ||
    (right.startsWith(word) && isWordAt(right, word, 0))
  );
};

/** The meaning of what touches the clock, in any language. */
const wordBeside = ({before, after}: Clock): HalfDay | undefined => {
  const left = /\p{L}{1,12}\s?$/u.exec(withoutDots(before))?.[0].trim() ?? '';
  const right = /^\s?\p{L}{1,12}/u.exec(withoutDots(after))?.[0].trim() ?? '';
  const parts = joined.test(left) ? [left.slice(-3), left.slice(-2)] : [];
  const candidates = [left, ...parts, right];
  return candidates.map(halfDayOf).find((half) => half !== undefined);
};

/** 12 is midnight or noon. The word for the half of the day touches the clock; without one it is a 24-hour clock. */
const hourOf = (clock: Clock, {halves}: Words): number => {
  const {hour} = clock;
  if (hour > 12) return hour;
  const twelve = hour % 12;
  // Chinese and Hindi have several words for each half: the one for this very hour decides.
  const isEarly = touchesClock(clock, withoutDots(halves[twelve] ?? ''));
  const isLate = touchesClock(clock, withoutDots(halves[twelve + 12] ?? ''));
  if (isEarly !== isLate) return isLate ? twelve + 12 : twelve;
  return hourOfDay(hour, wordBeside(clock));
};

const numbersIn = (text: string): readonly number[] =>
  (text.match(/\d+/g) ?? []).filter((digits) => digits.length <= 4).map(Number);

/** `5月`, `5월`, `tháng 5`: months that are numbers with a sign. */
const numericMonth = (
  rest: string,
): {readonly month: number; readonly rest: string} | undefined => {
  const match = /(\d{1,2})\s?[月월]|tháng\s?(\d{1,2})/.exec(rest);
  if (!match) return undefined;
  return {month: Number(match[1] ?? match[2]), rest: rest.replace(match[0], ' ')};
};

/** `none`: the text has no day of the week in this language. */
const weekdayFit = (text: string, time: LocalTime, words: Words): 'right' | 'wrong' | 'none' => {
  const date = new Date(Date.UTC(time.year, time.month - 1, time.day)).getUTCDay();
  const said = words.weekdays.filter(([name]) => name !== '' && hasWord(text, name));
  if (said.length === 0) return 'none';
  // A short name may be another word as well: one that fits is enough.
  return said.some(([, index]) => index === date) ? 'right' : 'wrong';
};

/** With or without the day of the week: with it the language is sure. */
type Reading = {readonly language: string; readonly isDated: boolean};

const readings: readonly Reading[] = [true, false].flatMap((isDated) =>
  languages.map((language) => ({language, isDated})),
);

const parseWith = (text: string, {language, isDated}: Reading): LocalizedTime | undefined => {
  const words = wordsOf(language);
  const zone = offsetPattern.exec(text);
  const clock = findClock(zone ? text.replace(zone[0], ' ') : text);
  if (!clock) return undefined;
  const date = `${clock.before} ${clock.after}`;
  const numeric = numericMonth(date);
  const month = numeric?.month ?? findWord(date, words.months);
  const numbers = numbersIn(numeric?.rest ?? date);
  const printed = numbers.find((number) => number >= 1000);
  const dayOfMonth = numbers.find((number) => number < 100);
  if (month === undefined || printed === undefined || dayOfMonth === undefined) return undefined;
  // The Thai era is 543 years ahead.
  const year = printed > 2400 ? printed - 543 : printed;
  const {minute, second, hasSeconds} = clock;
  const time = {year, month, day: dayOfMonth, hour: hourOf(clock, words), minute, second};
  if (!isRealTime(time) || weekdayFit(date, time, words) !== (isDated ? 'right' : 'none'))
    return undefined;
  const minutes = Number(zone?.[2] ?? 0) * 60 + Number(zone?.[3] ?? 0);
  const offset = zone?.[1] === undefined || zone[1] === '+' ? minutes : -minutes;
  return {time, hasSeconds, language, ...(zone && {offsetMinutes: offset})};
};

const maxLength = 200;

/** Remembers the language that fitted last: one file is written in one. */
export class LocalizedDates {
  #last: Reading | undefined;

  get language(): string | undefined {
    return this.#last?.language;
  }

  parse(printed: string): LocalizedTime | undefined {
    if (printed.length > maxLength) return undefined;
    const text = asciiDigits(fold(printed));
    if (!/\d/.test(text)) return undefined;
    const again = this.#last && parseWith(text, this.#last);
    if (again) return again;
    for (const reading of readings) {
      const found = parseWith(text, reading);
      if (!found) continue;
      this.#last = reading;
      return found;
    }
    return undefined;
  }
}
