// Lines into records: where a message begins, when it was, who it is from, which lines belong to it. Knows nothing of contents.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Moment} from '../../engine/model/archive.ts';
import type {ProblemKind} from '../../engine/model/problem.ts';
import {isRealTime} from '../../engine/model/time.ts';
import type {CalendarDay, CalendarName} from '../_shared/calendars.ts';
import {DayClock} from '../_shared/day-clock.ts';
import {hourOfDay} from '../_shared/half-day.ts';
import {forEachLine} from '../_shared/line-blocks.ts';
import type {LineBlock} from '../_shared/line-blocks.ts';
import {authorKey, stampOf} from '../_shared/line-ids.ts';
import {longestName} from './authors.ts';
import {dayOf} from './date-order.ts';
import type {DateOrder} from './date-order.ts';
import {foldName} from './people.ts';
import type {Plan} from './plan.ts';
import {StampScanner} from './stamp.ts';

/** A name before messages. */
export type Author = {
  /** As in the line. */
  readonly name: string;
  /** For ids. */
  readonly key: number;
};

/** One message or system line, as it stands in the file. */
export type Record = {
  readonly at: Moment;
  /** The wall clock as one sortable number: part of the key of ids, the same in every language. */
  readonly stamp: number;
  /** Undefined: a system line. */
  readonly author: Author | undefined;
  readonly text: string;
  /** The line begins with a direction mark. */
  readonly isMarked: boolean;
  readonly line: number;
};

type Place = {readonly path: string; readonly zone: string; readonly ctx: ReadContext};
type KnownDay = {
  readonly one: number;
  readonly two: number;
  readonly three: number;
  readonly order: DateOrder;
  readonly calendar: CalendarName | undefined;
  readonly day: CalendarDay | undefined;
};
type Open = {-readonly [Key in keyof Record]: Record[Key]} & {more: string[] | undefined};

const shield = '\u200b';
/** `[3/18/22, 14:5`: the beginning of a beginning. */
const cutStamp =
  /^[\u200e\u200f]?\[?\d{1,4}[./-]\d{0,2}(?:[./-]\d{0,4}(?:,? ?\d{0,2}:?\d{0,2})?)?$/;
const authorOf = (name: string): Author => ({name, key: authorKey(name)});

const withoutEmptyEnd = (lines: readonly string[]): string[] | undefined => {
  const last = lines.findLastIndex((line) => line !== '');
  return last < 0 ? undefined : lines.slice(0, last + 1);
};

export class Transcript {
  readonly #plan: Plan;
  readonly #place: Place;
  readonly #scanner: StampScanner;
  readonly #probe: StampScanner;
  readonly #clock: DayClock;
  readonly #known: ReadonlySet<string>;
  readonly #authors: ReadonlyMap<string, Author>;
  /** The time of the line at hand; one object for all. */
  readonly #time = {year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0};
  #lastDay: KnownDay | undefined;
  #open: Open | undefined;
  #bodyAt = 0;
  #preamble = 0;
  #line = 0;
  /** What stands behind the last line end. */
  #lastLine = '';

  constructor(plan: Plan, place: Place) {
    this.#plan = plan;
    this.#place = place;
    this.#scanner = new StampScanner({isLenient: plan.survey.isLenient});
    this.#probe = new StampScanner();
    this.#clock = new DayClock(place.zone);
    this.#known = new Set([...plan.authors].map(foldName));
    this.#authors = new Map([...plan.authors].map((name) => [name, authorOf(name)]));
  }

  /** The records that end in this block. */
  take({text, isCut}: LineBlock, add: (record: Record) => void): void {
    if (isCut) this.#report('record-too-large', text, 'A line of more than 16 MiB was cut.');
    forEachLine(text, (from, end) => {
      this.#line++;
      const scanner = this.#scanner;
      const isBeginning =
        scanner.scan(text, from, end) &&
        this.#plan.survey.layouts.has(scanner.signature) &&
        this.#readTime(text, from, end);
      if (!isBeginning) return this.#continue(text.slice(from, end));
      const ended = this.#close();
      this.#begin(text, end);
      if (ended) add(ended);
    });
    this.#lastLine = text.endsWith('\n') ? '' : text.slice(text.lastIndexOf('\n') + 1);
  }

  finish(): Record | undefined {
    const open = this.#open;
    // Files end with empty lines that belong to nobody; the writer shields those that do.
    if (open?.more) open.more = withoutEmptyEnd(open.more);
    if (open && this.#lastLine !== '') this.#judgeEnd(open, this.#lastLine);
    return this.#close();
  }

  // ---- beginnings

  /** False: no real time; the line is text. */
  #readTime(text: string, from: number, end: number): boolean {
    const {order} = this.#plan;
    if (this.#readTimeIn(order)) return true;
    const swapped: DateOrder = order === 'mdy' ? 'dmy' : 'mdy';
    const isOther = order !== 'ymd' && this.#readTimeIn(swapped);
    const detail = isOther
      ? `The date is none in the order ${order} and was read as ${swapped}.`
      : 'The line begins like a message but names no real time; taken as text.';
    this.#report('time-not-understood', text.slice(from, end), detail);
    return isOther;
  }

  #readTimeIn(order: DateOrder): boolean {
    const scanner = this.#scanner;
    const day = this.#dayIn(order);
    const time = this.#time;
    time.hour = hourOfDay(scanner.hour, scanner.half);
    time.minute = scanner.minute;
    time.second = Math.max(0, scanner.second);
    if (!day || time.hour > 23 || time.second > 60) return false;
    time.year = day.year;
    time.month = day.month;
    time.day = day.day;
    return true;
  }

  /** Messages of one day follow each other: the last answer is kept. */
  #dayIn(order: DateOrder): CalendarDay | undefined {
    const {one, two, three, calendar} = this.#scanner;
    const known = this.#lastDay;
    if (
      known &&
      known.one === one &&
      known.two === two &&
      known.three === three &&
      known.order === order &&
      known.calendar === calendar
    )
      return known.day;
    const found = dayOf(this.#scanner, order, this.#plan.calendar);
    const day = found && isRealTime(found) ? found : undefined;
    this.#lastDay = {one, two, three, order, calendar, day};
    return day;
  }

  #begin(text: string, end: number): void {
    const {rest, isMarked, second} = this.#scanner;
    const time = this.#time;
    const author = this.#authorAt(text, rest, end);
    this.#open = {
      at: this.#clock.moment(time, second < 0 ? 'min' : 's'),
      stamp: stampOf(time),
      author,
      text: text.slice(author ? this.#bodyAt : rest, end),
      isMarked,
      line: this.#line,
      more: undefined,
    };
  }

  /** Whose message begins at `rest`; sets `#bodyAt` behind the name. Undefined: a line of the app. */
  #authorAt(text: string, rest: number, end: number): Author | undefined {
    const colon = text.indexOf(': ', rest);
    if (colon < 0 || colon >= end) return this.#bareAuthor(text.slice(rest, end), rest);
    if (colon - rest > longestName) return undefined;
    this.#bodyAt = colon + 2;
    const name = text.slice(rest, colon);
    const author = this.#authors.get(name);
    // A name that was not counted: there were too many.
    return author ?? (this.#plan.survey.authors.byName.has(name) ? undefined : authorOf(name));
  }

  /** `Name:` with nothing behind, or without the space. */
  #bareAuthor(words: string, rest: number): Author | undefined {
    const colon = words.indexOf(':');
    if (colon < 0 || colon > longestName) return undefined;
    const name = words.slice(0, colon);
    const isEnd = colon === words.length - 1 && name.length <= 40;
    this.#bodyAt = rest + colon + 1;
    return isEnd || this.#known.has(foldName(name)) ? authorOf(name) : undefined;
  }

  // ---- the lines below

  #continue(line: string): void {
    const open = this.#open;
    if (!open) {
      if (line.trim() !== '' && this.#preamble++ === 0)
        this.#report('line-not-understood', line, 'Lines before the first message are left out.');
      return;
    }
    if (open.more) open.more.push(line);
    else open.more = [line];
  }

  /** The writer puts a mark before lines that would begin a message, and before an empty one at the end. */
  #unshielded(text: string): string {
    const bare = text.replace(/^\u200b+/, '');
    return bare === '' || this.#probe.scan(bare) ? text.slice(shield.length) : text;
  }

  #close(): Record | undefined {
    const open = this.#open;
    this.#open = undefined;
    if (open?.more) {
      for (const line of open.more)
        open.text += `\n${line.charCodeAt(0) === 0x200b ? this.#unshielded(line) : line}`;
      open.more = undefined;
    }
    return open;
  }

  /** A text file cannot say that it is whole; some ends show that it is not. */
  #judgeEnd(open: Open, line: string): void {
    const isOneLine = open.line === this.#line;
    const isSentence = /[.!…)"”»。]$/.test(line) || this.#plan.survey.system > 1;
    const isStub = isOneLine && open.author === undefined && !isSentence;
    const isStamp = !isOneLine && cutStamp.test(line);
    if (!line.endsWith('\ufffd') && !isStub && !isStamp) return;
    this.#report('input-truncated', line, 'The file ends in the middle of a line.');
  }

  #report(kind: ProblemKind, line: string, detail: string): void {
    const {path, ctx} = this.#place;
    ctx.report({kind, place: {path, line: this.#line}, detail, sample: line.slice(0, 200)});
  }
}
