// Where a name ends in the layout of computers, which puts one space between everything: the words that lines have in common. A guess.

import {barePlaceholders} from './words.table.ts';

const maxNames = 20_000;
const maxWords = 5;

type Group = {count: number; common: string[]};

/** Counts lines by their first word. Memory: one record per first word, at most 20,000. */
export class NameBorders {
  readonly #groups = new Map<string, Group>();
  readonly #known: string[] = [];

  /** A name that the title gives. */
  know(name: string): void {
    this.#known.push(name);
  }

  add(rest: string): void {
    const words = rest.split(' ', maxWords + 1);
    const first = words[0] ?? '';
    const group = this.#groups.get(first);
    // The last word is never part of the name: something was said.
    const candidate = words.slice(0, Math.min(maxWords, words.length - 1));
    if (!group) {
      if (this.#groups.size < maxNames) this.#groups.set(first, {count: 1, common: candidate});
      return;
    }
    group.count++;
    let same = 0;
    while (same < group.common.length && group.common[same] === candidate[same]) same++;
    group.common.length = same;
  }

  /** Names are as long as what three lines or more begin with; else one word. */
  #nameOf(rest: string): string {
    const known = this.#known.find((name) => rest === name || rest.startsWith(`${name} `));
    if (known !== undefined) return known;
    const first = rest.split(' ', 1)[0] ?? '';
    const group = this.#groups.get(first);
    if (!group || group.count < 3) return first;
    const words = group.common.filter((word) => !barePlaceholders.has(word.toLowerCase()));
    return words.length > 1 ? words.join(' ') : first;
  }

  split(rest: string): {readonly author: string; readonly text: string} {
    const author = this.#nameOf(rest);
    return {author, text: rest.slice(author.length + 1)};
  }

  /** First words that stand once only: nothing says where these names end. */
  get unsure(): number {
    let count = 0;
    for (const group of this.#groups.values()) if (group.count < 3) count++;
    return count;
  }
}
