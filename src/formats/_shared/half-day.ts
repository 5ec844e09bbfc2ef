// Hours of printed 12-hour clocks: what a word like `p. m.` or `下午` means, and the hour of the day that follows from it.

import {clockWords} from './clock-words.table.ts';
import type {HalfDay} from './clock-words.table.ts';

export type {HalfDay} from './clock-words.table.ts';

/** `P.⟨NBSP⟩m.` → `pm`: the key of the tables. */
export const foldClockWord = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.,،，'’`\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, '');

const byWord: ReadonlyMap<string, HalfDay> = new Map(
  (['night', 'noon', 'pm', 'am'] as const).flatMap((half) =>
    clockWords[half].map((word): [string, HalfDay] => [foldClockWord(word), half]),
  ),
);

/** The meaning of a clock word in any language that we know, however it is cased and dotted. */
export const halfDayOf = (word: string): HalfDay | undefined => byWord.get(foldClockWord(word));

/**
 * The hour of the day. Hours above 12 stay (some exports print `23:59 PM`); 0 is the same as 12 (Japanese clocks print 午後0:30).
 */
export const hourOfDay = (hour: number, half: HalfDay | undefined): number => {
  if (half === undefined || hour > 12) return hour;
  const twelve = hour % 12;
  switch (half) {
    case 'am':
      return twelve;
    case 'pm':
      return twelve + 12;
    case 'noon':
      return hour >= 10 ? hour : twelve + 12;
    case 'night':
      return twelve < 6 ? twelve : twelve + 12;
    default:
      return half satisfies never;
  }
};
