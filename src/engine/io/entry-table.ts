// The files of a source by path: makes paths unique, sorts them, finds them. Holds no bytes.

import type {ReportProblem} from '../model/problem.ts';
import {checkEntries, withDefaults} from './limits.ts';
import type {SourceLimits} from './limits.ts';
import {byPath, notListed} from './memory-source.ts';
import {entryPath, numberedPath} from './path-names.ts';
import type {SourceEntry} from './source.ts';

export type SourceOptions = {
  readonly limits?: SourceLimits;
  /** Told about entries that are left out or renamed; reading goes on. */
  readonly onProblem?: ReportProblem;
};

export class EntryTable<T> {
  readonly #options: SourceOptions;
  readonly #limits: Required<SourceLimits>;
  readonly #places = new Map<string, T>();
  readonly #numbers = new Map<string, number>();
  readonly #entries: SourceEntry[] = [];
  #sorted: readonly SourceEntry[] | undefined;

  constructor(options: SourceOptions = {}) {
    this.#options = options;
    this.#limits = withDefaults(options.limits);
  }

  /** Adds a file under a safe and unique form of its name. */
  add(name: string, facts: {readonly size: number; readonly modifiedMs?: number}, place: T): void {
    const wanted = entryPath(name) ?? '%';
    const path = this.#unique(wanted);
    if (path !== name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')) {
      const detail = 'The name is not a safe, unique path; it was changed.';
      this.#options.onProblem?.({kind: 'name-changed', place: {path}, detail, sample: name});
    }
    this.#places.set(path, place);
    this.#entries.push({path, ...facts});
    this.#sorted = undefined;
    checkEntries(this.#entries.length, this.#limits);
  }

  /** Remembers how far it counted: a million entries of one name must not take a million million steps. */
  #unique(wanted: string): string {
    let path = wanted;
    let number = this.#numbers.get(wanted) ?? 1;
    while (this.#places.has(path)) path = numberedPath(wanted, ++number);
    if (number > 1) this.#numbers.set(wanted, number);
    return path;
  }

  list(): readonly SourceEntry[] {
    this.#sorted ??= this.#entries.toSorted(byPath);
    return this.#sorted;
  }

  /** Throws `not-found`. */
  place(path: string): T {
    const place = this.#places.get(path);
    if (place === undefined) throw notListed(path);
    return place;
  }
}
