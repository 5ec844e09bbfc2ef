// Cuts LINE's text into day headings and messages. What a message means is for body.ts.

import type {Line} from '../../engine/io/lines.ts';
import {dayNumber, localTime, parseClock, parseHeading} from './days.ts';
import type {Clock, Day, DayOrder} from './days.ts';

/** `tab`: telephones, columns between tabs. `space`: computers, everything between single spaces. */
export type Layout = 'tab' | 'space';

export type Record = {
  readonly line: number;
  readonly time: ReturnType<typeof localTime>;
  /** Absent: a system line, or the layout of computers, where the name still stands in the text. */
  readonly author?: string;
  readonly text: string;
  readonly isCut: boolean;
};

export type Item = {readonly record: Record} | {readonly odd: Line};

const spaceHead = /^((?:\p{L}{1,6}\s?)?\d{1,2}:\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?) (.*)$/u;

type Head = {readonly clock: Clock; readonly rest: string};

export const parseHead = (line: string, layout: Layout): Head | undefined => {
  if (layout === 'tab') {
    const tab = line.indexOf('\t');
    const clock = tab < 0 ? undefined : parseClock(line.slice(0, tab).trim());
    return clock && {clock, rest: line.slice(tab + 1)};
  }
  const match = spaceHead.exec(line);
  const clock = match ? parseClock(match[1] ?? '') : undefined;
  return clock && {clock, rest: match?.[2] ?? ''};
};

/** Our writer puts it before what would be taken for something else. */
export const shield = '\u200b';

const isShielded = (line: string, layout: Layout): boolean =>
  line.startsWith(shield) &&
  (parseHead(line.slice(1), layout) !== undefined || parseHeading(line.slice(1)) !== undefined);

const minutesOf = ({hour, minute}: Clock): number => hour * 60 + minute;

type Open = {
  readonly line: number;
  readonly day: Day;
  readonly clock: Clock;
  readonly rest: string;
  readonly more: string[];
  size: number;
  isCut: boolean;
};

const largestBody = 4 * 1024 * 1024;

/** Bodies of several lines stand between quotation marks; those inside are doubled, but not by every version. */
const unquoted = (first: string, more: readonly string[]): string => {
  const lines = [first, ...more];
  let end = lines.length;
  while (end > 1 && lines[end - 1] === '') end--;
  const text = lines.slice(0, end).join('\n');
  if (end === 1 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inner = text.slice(1, -1);
  return inner.replaceAll('""', '').includes('"') ? inner : inner.replaceAll('""', '"');
};

/** Memory: one message. */
export class Transcript {
  readonly #layout: Layout;
  readonly #order: DayOrder;
  #day: Day | undefined;
  #open: Open | undefined;
  #wasEmpty = true;

  constructor(layout: Layout, order: DayOrder) {
    this.#layout = layout;
    this.#order = order;
  }

  take(line: Line, emit: (item: Item) => void): void {
    const {text} = line;
    const day = this.#heading(text);
    if (day) {
      this.#flush(emit);
      this.#day = day;
    } else if (!this.#begin(line, emit)) this.#continue(line, emit);
    this.#wasEmpty = text === '';
  }

  finish(emit: (item: Item) => void): void {
    this.#flush(emit);
  }

  #isQuoteOpen(open: Open): boolean {
    if (this.#layout === 'space') return false;
    const text = open.rest.slice(open.rest.indexOf('\t') + 1);
    if (!text.startsWith('"')) return false;
    const last = open.more.findLast((line) => line !== '') ?? text.slice(1);
    // An even number of marks at the end are doubled ones of the text.
    return (/"*$/.exec(last.slice(-200))?.[0].length ?? 0) % 2 === 0;
  }

  #heading(text: string): Day | undefined {
    const heading = parseHeading(text);
    if (!heading) return undefined;
    // Without columns a body may hold a date of its own.
    if (this.#layout === 'space' && !heading.hasWeekday) return undefined;
    const {mdy, dmy} = heading.readings;
    const day = (this.#order === 'mdy' ? mdy : dmy) ?? mdy ?? dmy;
    if (!day || !this.#open) return day;
    const isLater = !this.#day || dayNumber(day) >= dayNumber(this.#day);
    // A line break in the middle of a text is no border either: LINE puts an empty line before a heading.
    const mayGoOn = this.#isQuoteOpen(this.#open);
    return !mayGoOn || (this.#wasEmpty && isLater) ? day : undefined;
  }

  #begin(line: Line, emit: (item: Item) => void): boolean {
    const head = parseHead(line.text, this.#layout);
    if (!head || !this.#day) return false;
    const {clock, rest} = head;
    const open = this.#open;
    // A pasted chat inside quotation marks: its clock goes back.
    if (open && minutesOf(clock) < minutesOf(open.clock) && this.#isQuoteOpen(open)) return false;
    this.#flush(emit);
    const {isCut} = line;
    this.#open = {line: line.number, day: this.#day, clock, rest, more: [], size: 0, isCut};
    return true;
  }

  #continue(line: Line, emit: (item: Item) => void): void {
    const open = this.#open;
    if (!open) {
      // The title and the time of saving are known from the first pass.
      if (line.text.trim() !== '' && line.number > 2) emit({odd: line});
      return;
    }
    open.size += line.text.length + 1;
    if (open.size > largestBody) open.isCut = true;
    else open.more.push(isShielded(line.text, this.#layout) ? line.text.slice(1) : line.text);
  }

  #flush(emit: (item: Item) => void): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const {line, isCut, rest, more} = open;
    const time = localTime(open.day, open.clock);
    const tab = this.#layout === 'tab' ? rest.indexOf('\t') : -1;
    const author = tab > 0 ? rest.slice(0, tab) : undefined;
    const text = unquoted(rest.slice(tab + 1), more);
    emit({record: {line, time, ...(author !== undefined && {author}), text, isCut}});
  }
}
