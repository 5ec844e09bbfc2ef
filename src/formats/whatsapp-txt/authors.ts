// Who speaks: tells names from the beginnings of system sentences that happen to hold a colon, over the whole file.

import {ownString} from '../../engine/io/lines.ts';
import {foldMarks} from '../_shared/invisible-marks.ts';
import {SentenceReader} from './notices.ts';

/** Names longer than this are sentences. */
export const longestName = 100;

/** More different names than this are not kept: no chat has so many people. */
const mostNames = 50_000;

/** What is known of one name after the whole file. */
export class AuthorStats {
  count = 0;
  /** Bodies that begin with the app's direction mark although their line does not: lines of the app itself. */
  spokenFor = 0;
  /** Own messages taken back. */
  deletedAsYou = 0;
  /** The first line that it stood in, cut. */
  readonly sample: string;

  constructor(sample: string) {
    this.sample = sample;
  }
}

/** Names as they stand in the lines, in the order of their first lines. */
export class AuthorCount {
  readonly byName = new Map<string, AuthorStats>();

  /** The line's words begin at `start` with the name. Undefined once there are too many. */
  take(
    text: string,
    {start, nameEnd, end}: {start: number; nameEnd: number; end: number},
  ): AuthorStats | undefined {
    const name = text.slice(start, nameEnd);
    let stats = this.byName.get(name);
    if (!stats) {
      if (this.byName.size >= mostNames) return undefined;
      stats = new AuthorStats(ownString(text.slice(start, Math.min(end, start + 240))));
      this.byName.set(ownString(name), stats);
    }
    stats.count++;
    return stats;
  }

  merge(other: AuthorCount): void {
    for (const [name, stats] of other.byName) {
      const mine = this.byName.get(name);
      if (mine) {
        mine.count += stats.count;
        mine.spokenFor += stats.spokenFor;
        mine.deletedAsYou += stats.deletedAsYou;
      } else if (this.byName.size < mostNames) this.byName.set(name, stats);
    }
  }
}

const opening = /[“„«「『]/g;
const closing = /[”»」』]/g;
const matches = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** `Ana created group "Trip` — the colon stands inside of the quotation. */
const hasOpenQuote = (name: string): boolean =>
  matches(name, /"/g) % 2 === 1 || matches(name, opening) > matches(name, closing);

/** A phone number, or `~ Name` for somebody who is no contact. */
export const isStranger = (name: string): boolean =>
  /^(?:~|\+?[\d\s\u00a0\u202f().\u2011-]{6,}$)/u.test(foldMarks(name).trim());

const startsWithOther = (name: string, frequent: readonly string[]): boolean =>
  frequent.some((other) => name.length > other.length && name.startsWith(`${other} `));

/**
 * The names that are people. A name is believed when it comes twice, or looks like a phone number; one that comes once must not be the
 * beginning of a sentence that the app writes.
 */
export const authorsOf = (counted: AuthorCount): ReadonlySet<string> => {
  const frequent = [...counted.byName]
    .filter(([name, {count}]) => count > 1 && !hasOpenQuote(name))
    .map(([name]) => name);
  const known = new Set(frequent.map((name) => foldMarks(name)));
  const sentences = new SentenceReader((name) => known.has(name));
  const longest = frequent.filter((name) => name.length < 40).slice(0, 500);
  const isPerson = (name: string, {count, sample}: AuthorStats): boolean => {
    if (isStranger(name)) return true;
    if (hasOpenQuote(name)) return count > 2 && !startsWithOther(name, longest);
    if (count > 1) return true;
    const sentence = sentences.read(sample);
    if (sentence && (sentence.kind !== 'encryption' || name.length > 40)) return false;
    if (name.length > 60) return false;
    return !startsWithOther(name, longest) || name.split(' ').length < 5;
  };
  const people = new Set<string>();
  for (const [name, stats] of counted.byName) if (isPerson(name, stats)) people.add(name);
  return people;
};
