// First pass: the title, the layout, the order of day and month, and who writes. No messages.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import {ownString} from '../../engine/io/lines.ts';
import {foldMarks} from '../_shared/invisible-marks.ts';
import {silentContext} from '../_shared/quiet-context.ts';
import {textLines} from '../_shared/text-lines.ts';
import {sentenceOf} from './body.ts';
import {parseHeading} from './days.ts';
import type {DayOrder} from './days.ts';
import {NameBorders} from './names.ts';
import {parseHead} from './transcript.ts';
import type {Layout} from './transcript.ts';
import {titles} from './words.table.ts';

export type Title = {
  readonly name: string;
  readonly kind: 'one' | 'group' | 'any';
  readonly line: string;
};

/** The title of a first line that begins `[LINE]`. */
export const parseTitle = (line: string): Title | undefined => {
  const words = /^\[LINE\]\s?(.{1,400})$/.exec(foldMarks(line))?.[1]?.trim();
  if (words === undefined || words === '') return undefined;
  for (const {pattern, kind} of titles) {
    const name = pattern.exec(words)?.[1]?.trim();
    if (name !== undefined) return {name, kind, line};
  }
  return {name: words, kind: 'any', line};
};

const maxNames = 50_000;

/** Memory: one record per name. */
export class Survey {
  title: Title | undefined;
  saved: string | undefined;
  readonly names = new Set<string>();
  readonly borders = new NameBorders();
  /** Headings that can be read in one order only. */
  readonly onlyIn = {dmy: 0, mdy: 0};
  isAmbiguous = false;
  #tabs = 0;

  get layout(): Layout {
    return this.#tabs > 0 ? 'tab' : 'space';
  }

  get order(): DayOrder {
    return this.onlyIn.dmy > this.onlyIn.mdy ? 'dmy' : 'mdy';
  }

  take(text: string, number: number): void {
    if (number === 1) this.#begin(text.trim());
    else if (number === 2 && this.title && /\d/.test(text)) this.saved = text.trim();
    const tab = parseHead(text, 'tab');
    if (tab) return this.#name(tab.rest);
    const space = parseHead(text, 'space');
    if (!space) this.#heading(text);
    else if (!sentenceOf(space.rest)) this.borders.add(ownString(space.rest));
  }

  #begin(text: string): void {
    this.title = parseTitle(text);
    if (this.title?.kind === 'one') this.borders.know(this.title.name);
  }

  #name(rest: string): void {
    this.#tabs++;
    const end = rest.indexOf('\t');
    if (end > 0 && this.names.size < maxNames) this.names.add(ownString(rest.slice(0, end)));
  }

  #heading(text: string): void {
    const readings = parseHeading(text)?.readings;
    if (!readings) return;
    const {dmy, mdy} = readings;
    if (dmy && !mdy) this.onlyIn.dmy++;
    else if (mdy && !dmy) this.onlyIn.mdy++;
    else if (dmy?.day !== mdy?.day) this.isAmbiguous = true;
  }
}

export const survey = async (input: ExportInput, ctx: ReadContext): Promise<Survey> => {
  const found = new Survey();
  for await (const lines of textLines(input, silentContext(ctx)))
    for (const {text, number} of lines) found.take(text, number);
  return found;
};
