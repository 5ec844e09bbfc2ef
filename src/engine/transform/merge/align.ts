// Which entries of two exports are the same one. Platform ids decide where both sides have them; else words, sender and clock do,
// each entry used once, so that three "ok" in one minute stay three.

import {isDerivedId} from '../../model/ids.ts';
import {sameInstant} from './signature.ts';

/** What the aligner needs to know of a list of entries; index = position. `senders` are already unified across exports. */
export type Column = {
  readonly ids: readonly (readonly string[])[];
  readonly times: readonly number[];
  readonly widths: readonly number[];
  readonly keys: readonly string[];
  readonly senders: readonly string[];
  readonly kinds: readonly string[];
  readonly isEdited: readonly boolean[];
  readonly isFloating: boolean;
};

export type Rule = 'platform-id' | 'content' | 'edited' | 'removed';

export type Alignment = {
  /** Index in `right` → index in `left`. */
  readonly pairs: ReadonlyMap<number, {readonly left: number; readonly rule: Rule}>;
  /** Milliseconds to add to `right` to get to `left`'s clock; a multiple of a quarter of an hour. */
  readonly shift: number;
  /** Senders of `right` that turned out to be senders of `left` under another name. */
  readonly renamed: ReadonlyMap<string, string>;
};

const quarter = 15 * 60_000;
const maxShift = 26 * 60 * 60_000;

const indexBy = (column: Column, mark: (index: number) => string): Map<string, number[]> => {
  const map = new Map<string, number[]>();
  for (let index = 0; index < column.times.length; index++) {
    const key = mark(index);
    const list = map.get(key);
    if (list) list.push(index);
    else map.set(key, [index]);
  }
  return map;
};

type Pairing = {readonly left: number; readonly right: number};

/** Pairs whose words stand exactly once on each side, within a day of each other: the evidence for shift and names. */
const uniquePairs = (left: Column, right: Column): Pairing[] => {
  const lefts = indexBy(left, (index) => left.keys[index] ?? '');
  const pairs: Pairing[] = [];
  for (const [key, [rightIndex, ...more]] of indexBy(right, (index) => right.keys[index] ?? '')) {
    const [leftIndex, ...others] = lefts.get(key) ?? [];
    if (leftIndex === undefined || rightIndex === undefined || more.length > 0 || others.length > 0)
      continue;
    if (left.kinds[leftIndex] !== 'message') continue;
    if (Math.abs((left.times[leftIndex] ?? 0) - (right.times[rightIndex] ?? 0)) <= maxShift)
      pairs.push({left: leftIndex, right: rightIndex});
  }
  return pairs;
};

/** A whole clock may be in another zone; single messages may not. Zero unless most of the evidence says otherwise. */
const findShift = (left: Column, right: Column, pairs: readonly Pairing[]): number => {
  if (!left.isFloating && !right.isFloating) return 0;
  const votes = new Map<number, number>();
  for (const pair of pairs) {
    const difference = (left.times[pair.left] ?? 0) - (right.times[pair.right] ?? 0);
    const rounded = Math.round(difference / quarter) * quarter;
    if (Math.abs(difference - rounded) <= 61_000) votes.set(rounded, (votes.get(rounded) ?? 0) + 1);
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]));
  return best && best[0] !== 0 && best[1] >= 3 && best[1] > pairs.length / 2 ? best[0] : 0;
};

const tick = (column: Column, index: number, shift = 0) => ({
  time: (column.times[index] ?? 0) + shift,
  width: column.widths[index] ?? 1,
});

/** A sender that is in `right` alone, and whose unique messages are one single stranger's in `left`, is that person renamed. */
const findRenamed = (
  left: Column,
  right: Column,
  pairs: readonly Pairing[],
  shift: number,
): Map<string, string> => {
  const known = new Set(left.senders);
  const here = new Set(right.senders);
  const votes = new Map<string, Map<string, number>>();
  for (const pair of pairs) {
    const [theirs, ours] = [right.senders[pair.right] ?? '', left.senders[pair.left] ?? ''];
    if (theirs === '' || ours === '' || known.has(theirs) || here.has(ours)) continue;
    if (!sameInstant(tick(left, pair.left), tick(right, pair.right, shift))) continue;
    const counts = votes.get(theirs) ?? new Map<string, number>();
    counts.set(ours, (counts.get(ours) ?? 0) + 1);
    votes.set(theirs, counts);
  }
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const [theirs, counts] of [...votes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (!best || best[1] < 2 || best[1] < total * 0.8 || taken.has(best[0])) continue;
    renamed.set(theirs, best[0]);
    taken.add(best[0]);
  }
  return renamed;
};

type Open = {readonly left: Uint8Array; readonly right: Uint8Array};

/** Walks two lists of equal entries in the order of time and pairs what can be the same instant. Most pairs possible, each used once. */
const pairInTime = (
  left: Column,
  right: Column,
  lists: readonly [number[], number[]],
  shift: number,
): Pairing[] => {
  const byTime = (column: Column) => (a: number, b: number) =>
    (column.times[a] ?? 0) - (column.times[b] ?? 0) || a - b;
  const lefts = [...lists[0]].sort(byTime(left));
  const rights = [...lists[1]].sort(byTime(right));
  const pairs: Pairing[] = [];
  let at = 0;
  for (const rightIndex of rights) {
    const theirs = tick(right, rightIndex, shift);
    while (at < lefts.length) {
      const leftIndex = lefts[at] ?? 0;
      const ours = tick(left, leftIndex);
      if (sameInstant(ours, theirs)) {
        pairs.push({left: leftIndex, right: rightIndex});
        at++;
        break;
      }
      if (ours.time > theirs.time) break;
      at++;
    }
  }
  return pairs;
};

/** Two entries with platform ids of one platform that differ are two entries, whatever they say. */
const idsForbid = (left: Column, right: Column, pair: Pairing): boolean => {
  const ours = (left.ids[pair.left] ?? []).filter((id) => !isDerivedId(id));
  const theirs = (right.ids[pair.right] ?? []).filter((id) => !isDerivedId(id));
  return ours.length > 0 && theirs.length > 0 && !theirs.some((id) => ours.includes(id));
};

type Marks = {
  readonly left: (index: number) => string | undefined;
  readonly right: (index: number) => string | undefined;
};

class Matcher {
  readonly #left: Column;
  readonly #right: Column;
  readonly #open: Open;
  readonly pairs = new Map<number, {left: number; rule: Rule}>();

  constructor(left: Column, right: Column) {
    this.#left = left;
    this.#right = right;
    this.#open = {
      left: new Uint8Array(left.times.length).fill(1),
      right: new Uint8Array(right.times.length).fill(1),
    };
  }

  take(pair: Pairing, rule: Rule): void {
    if (this.#open.left[pair.left] !== 1 || this.#open.right[pair.right] !== 1) return;
    this.#open.left[pair.left] = 0;
    this.#open.right[pair.right] = 0;
    this.pairs.set(pair.right, {left: pair.left, rule});
  }

  byPlatformId(): void {
    const lefts = new Map<string, number>();
    this.#left.ids.forEach((ids, index) =>
      ids.forEach((id) => isDerivedId(id) || lefts.set(id, index)),
    );
    this.#right.ids.forEach((ids, index) => {
      const left = ids
        .map((id) => (isDerivedId(id) ? undefined : lefts.get(id)))
        .find((found) => found !== undefined);
      if (left !== undefined) this.take({left, right: index}, 'platform-id');
    });
  }

  /** Pairs open entries with equal marks; an undefined mark takes no part. */
  byMark(marks: Marks, shift: number, rule: Rule): void {
    const open = (
      column: Column,
      side: Uint8Array,
      mark: (index: number) => string | undefined,
    ): Map<string, number[]> => {
      const lists = indexBy(column, (index) => (side[index] === 1 ? (mark(index) ?? '') : ''));
      lists.delete('');
      return lists;
    };
    const lefts = open(this.#left, this.#open.left, marks.left);
    for (const [mark, rights] of open(this.#right, this.#open.right, marks.right)) {
      const list = lefts.get(mark);
      if (!list) continue;
      for (const pair of pairInTime(this.#left, this.#right, [list, rights], shift)) {
        if (!idsForbid(this.#left, this.#right, pair)) this.take(pair, rule);
      }
    }
  }
}

/** `right` is the newer one: only there may an entry be edited or removed that is still whole in `left`. */
export const align = (left: Column, right: Column): Alignment => {
  const matcher = new Matcher(left, right);
  matcher.byPlatformId();
  const evidence = uniquePairs(left, right);
  const shift = findShift(left, right, evidence);
  const renamed = findRenamed(left, right, evidence, shift);
  const ours = (index: number): string => left.senders[index] ?? '';
  const theirs = (index: number): string =>
    renamed.get(right.senders[index] ?? '') ?? right.senders[index] ?? '';
  const content = (column: Column, sender: (index: number) => string) => (index: number) =>
    `${column.kinds[index] === 'notice' ? '' : sender(index)} ${column.keys[index] ?? ''}`;
  matcher.byMark({left: content(left, ours), right: content(right, theirs)}, shift, 'content');
  const message = (index: number): string | undefined =>
    left.kinds[index] === 'message' ? ours(index) : undefined;
  matcher.byMark(
    {left: message, right: (index) => (right.isEdited[index] ? theirs(index) : undefined)},
    shift,
    'edited',
  );
  matcher.byMark(
    {
      left: message,
      right: (index) => (right.kinds[index] === 'removed' ? theirs(index) : undefined),
    },
    shift,
    'removed',
  );
  return {pairs: matcher.pairs, shift, renamed};
};
