// The date and time before each message, in every layout that phones print, found without regular expressions where the layout is
// a usual one. Says what stands there; which number is the day is decided elsewhere (date-order.ts).

import {eraWords, joinWords} from '../_shared/clock-words.table.ts';
import type {CalendarName} from '../_shared/calendars.ts';
import {foldClockWord, halfDayOf} from '../_shared/half-day.ts';
import type {HalfDay} from '../_shared/half-day.ts';
import {isDirectionMark, isMark, isSpace} from '../_shared/invisible-marks.ts';

/** `[stamp] …` (iPhone), `stamp - …` (Android), `stamp: …` (iPhone before 2018). */
export type Frame = 'bracket' | 'dash' | 'colon';

const frameNumbers: Readonly<Record<Frame, number>> = {bracket: 0, dash: 1, colon: 2};

/** Longest stamp, with marks, that is looked at. */
const longestStamp = 96;
const longestWord = 24;

/** LF, CR or the end of the text. */
const isLineEnd = (code: number): boolean => code === 10 || code === 13 || Number.isNaN(code);

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const joiners: ReadonlySet<string> = new Set(joinWords.map(foldClockWord));
const eras: ReadonlyMap<string, CalendarName> = new Map(
  Object.entries(eraWords).map(([word, name]) => [foldClockWord(word), name]),
);

/** Decimal digits of all scripts that come in runs of ten, as ASCII; undefined for other characters. */
const foldDigit = (char: string): string | undefined => {
  if (!/^\p{Nd}$/u.test(char)) return undefined;
  const code = char.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 10 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
};

type Folded = {readonly text: string; readonly places: readonly number[]};

/** ASCII digits, plain spaces, no marks; `places` leads back to the line. */
const folded = (line: string, from: number, lineEnd: number): Folded => {
  let text = '';
  const places: number[] = [];
  const end = Math.min(lineEnd, from + longestStamp);
  for (let at = from; at < end; at++) {
    const code = line.charCodeAt(at);
    if (isMark(code)) continue;
    const char = line.charAt(at);
    if (isSpace(code)) text += ' ';
    else text += code < 128 ? char : (foldDigit(char) ?? char);
    places.push(at);
  }
  places.push(end);
  return {text, places};
};

const dateSeparator = String.raw`(\. ?|\/| ?- ?|年 ?|년 ?|月 ?|월 ?)`;
const clock = String.raw`(\d{1,2})(:|\.| h |h|時|时|點|点|시 ?)(\d{2})(?:(?:[:.]| min |分|분 ?)(\d{2}))?(?: ?[s秒초]|分|분)?`;
const gap = String.raw`[^\d\[\]]{0,24}`;
const tail = String.raw`([^\d:\[\]]{0,24}?)`;
const ends = String.raw`(\]| [-–—] |: )`;
const dateFirst = new RegExp(
  String.raw`^(\[)?([^\d\[\]:]{0,8})(\d{1,4})${dateSeparator}(\d{1,2})${dateSeparator}(\p{L}{0,2})(\d{1,4})(${gap}?)${clock}${tail}${ends}`,
  'u',
);
const timeFirst = new RegExp(
  String.raw`^(\[)?([^\d\[\]:]{0,24})${clock}(${gap}?)(\d{1,4})${dateSeparator}(\d{1,2})${dateSeparator}(\p{L}{0,2})(\d{1,4})${tail}${ends}`,
  'u',
);

/**
 * Reads one line after the other into its own fields, which hold good until the next `scan`. A stamp has three numbers for the date,
 * in the order in which they stand.
 */
export class StampScanner {
  frame: Frame = 'dash';
  /** The line itself begins with a direction mark: an iPhone's way to say that it carries media. */
  isMarked = false;
  one = 0;
  two = 0;
  three = 0;
  oneDigits = 0;
  twoDigits = 0;
  threeDigits = 0;
  separator = 0;
  isTimeFirst = false;
  hour = 0;
  minute = 0;
  /** -1: not printed. */
  second = -1;
  half: HalfDay | undefined;
  /** The word that was understood as `half`. */
  halfWord = '';
  calendar: CalendarName | undefined;
  /** Where the author or the system text begins. */
  rest = 0;

  /** Any words may stand around date and time: for layouts that nobody described yet. */
  readonly isLenient: boolean;
  readonly #words = new Map<string, HalfDay | false>();
  #text = '';
  #at = 0;

  constructor(options: {readonly isLenient?: boolean} = {}) {
    this.isLenient = options.isLenient === true;
  }

  /** Layouts that differ in nothing else than this number are one dialect. */
  get signature(): number {
    const isYearFirst = this.oneDigits > 2;
    const isLongYear = isYearFirst || this.threeDigits > 2;
    const time = (this.second >= 0 ? 1 : 0) + (this.isTimeFirst ? 2 : 0);
    const date = (isYearFirst ? 1 : 0) + (isLongYear ? 2 : 0);
    return frameNumbers[this.frame] + 4 * time + 16 * date + 256 * (this.separator & 0xff);
  }

  /** The line of `text` from `from` to `end`, which is the end of the text or stands before a CR or LF. */
  scan(text: string, from = 0, end = text.length): boolean {
    let at = from;
    let code = text.charCodeAt(at);
    this.isMarked = false;
    while (isMark(code)) {
      if (isDirectionMark(code)) this.isMarked = true;
      code = text.charCodeAt(++at);
    }
    const isBracket = code === 91;
    if (isBracket) {
      code = text.charCodeAt(++at);
      while (isMark(code)) code = text.charCodeAt(++at);
    }
    this.#text = text;
    this.#at = at;
    const isUsual = isDigit(code) && this.#scanUsual(isBracket);
    if (!isUsual && !(this.#mayBegin(code, isBracket) && this.#scanAny(text, from, end)))
      return false;
    return this.hour <= 24 && this.minute <= 59 && this.one > 0 && this.two > 0 && this.three > 0;
  }

  /** A digit of any script, an era (`R6/5/3`, `民國113/5/3`) or, in brackets, anything. */
  #mayBegin(code: number, isBracket: boolean): boolean {
    if (isBracket || isDigit(code)) return true;
    if (code < 128) return code >= 65 && code <= 90 && isDigit(this.#text.charCodeAt(this.#at + 1));
    return /^(?:\p{Nd}|[民令平昭上下午오])/u.test(this.#text.slice(this.#at, this.#at + 2));
  }

  // ---- usual layouts: `d/m/y, h:m[:s][ PM]`, with `/`, `.` or `-`

  #scanUsual(isBracket: boolean): boolean {
    this.frame = 'bracket';
    this.isTimeFirst = false;
    this.half = undefined;
    this.halfWord = '';
    this.calendar = undefined;
    return this.#usualDate() && this.#usualTime() && this.#usualEnd(isBracket);
  }

  /** The number at the cursor, which moves behind it; -1 when there is none or it is too long. */
  #number(maxDigits: number): number {
    const start = this.#at;
    let value = 0;
    let code = this.#text.charCodeAt(start);
    while (isDigit(code)) {
      value = value * 10 + code - 48;
      code = this.#text.charCodeAt(++this.#at);
    }
    const digits = this.#at - start;
    return digits === 0 || digits > maxDigits ? -1 : value;
  }

  #usualDate(): boolean {
    const start = this.#at;
    this.one = this.#number(4);
    this.oneDigits = this.#at - start;
    const separator = this.#text.charCodeAt(this.#at);
    if (this.one < 0 || (separator !== 47 && separator !== 46 && separator !== 45)) return false;
    this.separator = separator;
    const second = ++this.#at;
    this.two = this.#number(2);
    this.twoDigits = this.#at - second;
    if (this.two < 0 || this.#text.charCodeAt(this.#at) !== separator) return false;
    const third = ++this.#at;
    this.three = this.#number(4);
    this.threeDigits = this.#at - third;
    if (this.three < 0) return false;
    if (this.#text.charCodeAt(this.#at) === 44) this.#at++;
    return isSpace(this.#text.charCodeAt(this.#at++));
  }

  #usualTime(): boolean {
    this.hour = this.#number(2);
    const separator = this.#text.charCodeAt(this.#at);
    if (this.hour < 0 || (separator !== 58 && separator !== 46)) return false;
    const minutes = ++this.#at;
    this.minute = this.#number(2);
    if (this.#at - minutes !== 2) return false;
    this.second = -1;
    const next = this.#text.charCodeAt(this.#at);
    if (next !== separator || !isDigit(this.#text.charCodeAt(this.#at + 1))) return true;
    const seconds = ++this.#at;
    this.second = this.#number(2);
    return this.#at - seconds === 2;
  }

  #usualEnd(isBracket: boolean): boolean {
    const text = this.#text;
    const from = this.#at;
    for (let at = from; at - from <= longestWord; at++) {
      const code = text.charCodeAt(at);
      if (code === 93) return isBracket && this.#end('bracket', {from, to: at, rest: at + 1});
      if (isBracket) {
        if (isLineEnd(code)) return false;
        continue;
      }
      if (code === 58) {
        return isSpace(text.charCodeAt(at + 1)) && this.#end('colon', {from, to: at, rest: at + 2});
      }
      const isDash = code === 45 || code === 0x2013 || code === 0x2014;
      if (isDash && isSpace(text.charCodeAt(at - 1)) && isSpace(text.charCodeAt(at + 1))) {
        return this.#end('dash', {from, to: at - 1, rest: at + 2});
      }
      if (isDigit(code) || isLineEnd(code)) return false;
    }
    return false;
  }

  #end(frame: Frame, {from, to, rest}: {from: number; to: number; rest: number}): boolean {
    this.frame = frame;
    this.rest = frame === 'bracket' && isSpace(this.#text.charCodeAt(rest)) ? rest + 1 : rest;
    return to <= from || this.#takeWord(this.#text.slice(from, to));
  }

  /** A word behind the time. */
  #takeWord(word: string): boolean {
    let half = this.#words.get(word);
    if (half === undefined) {
      half = this.#understandWord(word) ?? false;
      if (this.#words.size < 256) this.#words.set(word, half);
    }
    if (half === false) return this.isLenient || joiners.has(foldClockWord(word));
    this.half = half;
    this.halfWord = word;
    return true;
  }

  #understandWord(word: string): HalfDay | undefined {
    const folded = foldClockWord(word);
    return folded === '' ? undefined : halfDayOf(folded);
  }

  // ---- all others

  #scanAny(line: string, from: number, lineEnd: number): boolean {
    const {text, places} = folded(line, from, lineEnd);
    const match = dateFirst.exec(text);
    if (match) return this.#takeDateFirst(match, places);
    const other = timeFirst.exec(text);
    return other !== null && this.#takeTimeFirst(other, places);
  }

  #takeDateFirst(match: RegExpExecArray, places: readonly number[]): boolean {
    const [
      whole,
      bracket,
      before = '',
      one = '',
      separator = '',
      two = '',
      ,
      letter = '',
      three = '',
    ] = match;
    const [gap = '', hour = '', , minute = '', second, after = '', end = ''] = match.slice(9);
    this.isTimeFirst = false;
    this.#takeNumbers([one, two, three], separator);
    this.#takeClock(hour, minute, second);
    return (
      this.#takeFrame(bracket !== undefined, end, places[whole.length] ?? whole.length) &&
      this.#takeWords([before, letter, gap], true) &&
      this.#takeWords([after], false)
    );
  }

  #takeTimeFirst(match: RegExpExecArray, places: readonly number[]): boolean {
    const [whole, bracket, before = '', hour = '', , minute = '', second, gap = ''] = match;
    const [one = '', separator = '', two = '', , letter = '', three = '', after = '', end = ''] =
      match.slice(8);
    this.isTimeFirst = true;
    this.#takeNumbers([one, two, three], separator);
    this.#takeClock(hour, minute, second);
    return (
      this.#takeFrame(bracket !== undefined, end, places[whole.length] ?? whole.length) &&
      this.#takeWords([before, gap], false) &&
      this.#takeWords([letter, after], true)
    );
  }

  #takeNumbers([one, two, three]: readonly [string, string, string], separator: string): void {
    [this.one, this.two, this.three] = [Number(one), Number(two), Number(three)];
    [this.oneDigits, this.twoDigits, this.threeDigits] = [one.length, two.length, three.length];
    this.separator = separator.trim().charCodeAt(0) || 32;
    this.half = undefined;
    this.halfWord = '';
    this.calendar = undefined;
  }

  #takeClock(hour: string, minute: string, second: string | undefined): void {
    this.hour = Number(hour);
    this.minute = Number(minute);
    this.second = second === undefined ? -1 : Number(second);
  }

  #takeFrame(isBracket: boolean, end: string, rest: number): boolean {
    if (isBracket !== (end === ']')) return false;
    // Any words before any colon: that is every other sentence.
    if (end === ': ' && this.isLenient) return false;
    this.frame = isBracket ? 'bracket' : end === ': ' ? 'colon' : 'dash';
    this.rest = isBracket && isSpace(this.#text.charCodeAt(rest)) ? rest + 1 : rest;
    return true;
  }

  #takeWords(runs: readonly string[], areByDate: boolean): boolean {
    return runs.every(
      (run) =>
        this.#takeMeaning(run, areByDate) ||
        run.split(/[\s,،，.]+/).every((word) => this.#takeMeaning(word, areByDate)) ||
        this.isLenient,
    );
  }

  /** A joiner, a half of the day or an era; `ap` is a morning in Finland and an era in Iran. */
  #takeMeaning(word: string, isByDate: boolean): boolean {
    const folded = foldClockWord(word);
    if (joiners.has(folded)) return true;
    const half = halfDayOf(folded);
    const era = eras.get(folded);
    if (era !== undefined && (isByDate || half === undefined)) this.calendar = era;
    else if (half !== undefined) {
      this.half = half;
      this.halfWord = word.trim();
    }
    return half !== undefined || era !== undefined;
  }
}
