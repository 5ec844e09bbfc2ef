// Finds the file that an export means by a path, whatever folder the export was unpacked into. Looks at names only, never into files.

import type {SourceEntry} from '../../engine/io/source.ts';

/** Names differ in Unicode form and case between the systems that packed and unpacked an export. */
const fold = (path: string): string => path.normalize('NFC').toLowerCase();

const folderAndName = (parts: readonly string[]): string => parts.slice(-2).join('/');

const commonTail = (a: readonly string[], b: readonly string[]): number => {
  let count = 0;
  while (
    count < a.length &&
    count < b.length &&
    a[a.length - 1 - count] === b[b.length - 1 - count]
  )
    count++;
  return count;
};

/** `./a/b.jpg` → `a/b.jpg`; undefined for what is no relative path inside the export. */
const relativePath = (uri: string): string | undefined => {
  const parts = uri
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
};

/** At most this many files of one name are compared; such names say nothing anyway. */
const maxCandidates = 64;

/** Memory: three table entries for each file of the source. */
export class MediaLookup {
  readonly #exact = new Map<string, SourceEntry>();
  readonly #folded = new Map<string, SourceEntry>();
  readonly #tails = new Map<string, SourceEntry[]>();
  readonly #names = new Map<string, SourceEntry | undefined>();

  constructor(entries: readonly SourceEntry[]) {
    for (const entry of entries) {
      const folded = fold(entry.path);
      const parts = folded.split('/');
      const tail = folderAndName(parts);
      const name = parts.at(-1) ?? '';
      this.#exact.set(entry.path, entry);
      this.#folded.set(folded, entry);
      const known = this.#tails.get(tail);
      if (!known) this.#tails.set(tail, [entry]);
      else if (known.length < maxCandidates) known.push(entry);
      this.#names.set(name, this.#names.has(name) ? undefined : entry);
    }
  }

  /**
   * The file at `uri` below one of `bases` (folders, `''` = the top); else the one file whose path ends alike in at least its
   * folder and name.
   */
  find(uri: string, bases: readonly string[] = ['']): SourceEntry | undefined {
    const path = relativePath(uri);
    if (path === undefined) return undefined;
    for (const base of bases) {
      const full = base === '' ? path : `${base.replace(/\/$/, '')}/${path}`;
      const entry = this.#exact.get(full) ?? this.#folded.get(fold(full));
      if (entry) return entry;
    }
    return this.#byTail(fold(path).split('/'));
  }

  /** The only file of that name in the whole source. */
  byName(name: string): SourceEntry | undefined {
    return this.#names.get(fold(name));
  }

  #byTail(parts: readonly string[]): SourceEntry | undefined {
    if (parts.length < 2) return undefined;
    let best: SourceEntry | undefined;
    let length = 0;
    for (const entry of this.#tails.get(folderAndName(parts)) ?? []) {
      const common = commonTail(fold(entry.path).split('/'), parts);
      if (common > length) [best, length] = [entry, common];
      else if (common === length) best = undefined;
    }
    return best;
  }
}
