// Ids for what an export leaves unnumbered: stable across re-exports, unique even for equal messages. Not for secrets.

import type {EntryId} from './archive.ts';

/**
 * 64-bit content hash as 13 base-36 characters: two 32-bit FNV-1a style lanes with different seeds. Not cryptographic; collisions
 * among equal-time messages are settled by `IdMaker`'s counter.
 */
export const contentHash = (text: string): string => {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  a ^= a >>> 16;
  a = Math.imul(a, 0x7feb352d);
  a ^= a >>> 15;
  return (
    (a >>> 0).toString(36).padStart(7, '0') + ((b ^ (b >>> 16)) >>> 0).toString(36).padStart(7, '0')
  );
};

/** Is this id our own hash (true) or the platform's (false)? Only platform ids prove that two messages are the same one. */
export const isDerivedId = (id: EntryId): boolean => id.startsWith('~');

/**
 * Gives `~hash` ids. The nth time the same key comes it appends `.n`, so that three "ok" in one minute stay three, and re-exports
 * give the same ids. The key should hold the sender's *name in the export*, the time as printed and the text; keep one maker per
 * conversation. Memory: one map entry for each key that was seen within `window` distinct keys, so it is bounded.
 */
export class IdMaker {
  readonly #window: number;
  #recent = new Map<string, number>();
  #older = new Map<string, number>();

  constructor(window = 65_536) {
    this.#window = window;
  }

  make(key: string): EntryId {
    const hash = contentHash(key);
    const count = (this.#recent.get(hash) ?? this.#older.get(hash) ?? 0) + 1;
    this.#recent.set(hash, count);
    if (this.#recent.size >= this.#window) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    return count === 1 ? `~${hash}` : `~${hash}.${count}`;
  }
}
