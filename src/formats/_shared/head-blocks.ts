// Texts made of blocks: a head line that a format knows, then the lines of one message. Cuts them; knows no head itself.

import type {Line} from '../../engine/io/lines.ts';

export type Block<Head> = {
  readonly head: Head;
  /** Without the empty lines at its end. */
  readonly body: string;
  /** Of the head, 1-based. */
  readonly line: number;
  /** The body was too long; its beginning is here. */
  readonly isCut: boolean;
};

const maxBody = 4 * 1024 * 1024;

/**
 * A head counts after an empty line, at the beginning and wherever `border` was called; the same words in the middle of a body
 * are body. Memory: one block, at most 4 Mi characters.
 */
export class BlockCutter<Head> {
  readonly #match: (line: string, previous: Head | undefined) => Head | undefined;
  #head: Head | undefined;
  #line = 0;
  #lines: string[] = [];
  #length = 0;
  #isCut = false;
  #isAfterGap = true;

  constructor(match: (line: string, previous: Head | undefined) => Head | undefined) {
    this.#match = match;
  }

  /** Has a block begun? Lines before the first head belong to the caller. */
  get isOpen(): boolean {
    return this.#head !== undefined;
  }

  /** The block that this line ended, if it is the head of the next one. `isHead` tells whether the line was taken as a head. */
  push(line: Line): {readonly done: Block<Head> | undefined; readonly isHead: boolean} {
    const head = this.#isAfterGap ? this.#match(line.text, this.#head) : undefined;
    this.#isAfterGap = line.text.trim() === '';
    if (head === undefined) {
      if (this.isOpen) this.#add(line.text);
      return {done: undefined, isHead: false};
    }
    const done = this.border();
    this.#isAfterGap = false;
    this.#head = head;
    this.#line = line.number;
    return {done, isHead: true};
  }

  /** Ends the block under way: the end of the file, or a line that no message can hold. */
  border(): Block<Head> | undefined {
    const head = this.#head;
    this.#head = undefined;
    this.#isAfterGap = true;
    if (head === undefined) return undefined;
    const lines = this.#lines;
    while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
    const block = {head, body: lines.join('\n'), line: this.#line, isCut: this.#isCut};
    this.#lines = [];
    this.#length = 0;
    this.#isCut = false;
    return block;
  }

  #add(text: string): void {
    if (this.#length > maxBody) {
      this.#isCut = true;
      return;
    }
    this.#length += text.length + 1;
    this.#lines.push(text);
  }
}
