// Names as they may stand before a message: one line, without what would end them, no two people alike.

import type {ReportProblem} from '../../engine/model/problem.ts';
import type {Person, PersonId} from '../../engine/model/archive.ts';
import {PrintedNames} from '../_shared/chat-pages.ts';
import {longestName} from './authors.ts';
import {formatId} from './people.ts';

/** `: ` ends a name, and a quotation mark without its fellow makes it look like half a sentence. */
const safe = (name: string): string => {
  const line = name.replace(/\s+/gu, ' ').replace(/: /g, '\u2236 ').replace(/:$/, '\u2236').trim();
  const even = (line.match(/"/g)?.length ?? 0) % 2 === 0 ? line : line.replaceAll('"', '\u2033');
  return [...even].slice(0, longestName - 10).join('') || '?';
};

export class AuthorNames {
  readonly #printed = new PrintedNames();
  readonly #shown = new Map<PersonId, string>();
  readonly #owners = new Set<PersonId>();
  readonly #used = new Set<string>();
  readonly #report: ReportProblem;

  constructor(report: ReportProblem) {
    this.#report = report;
  }

  add(person: Person): void {
    this.#printed.add(person);
    if (person.isOwner === true) this.#owners.add(person.id);
  }

  isOwner(id: PersonId): boolean {
    return this.#owners.has(id);
  }

  of(id: PersonId): string {
    let shown = this.#shown.get(id);
    if (shown === undefined) {
      const name = this.#printed.person(id)?.extras?.[formatId]?.['shown'];
      const wanted = typeof name === 'string' ? name : this.#printed.of(id);
      shown = safe(wanted);
      this.#shown.set(id, shown);
      this.#used.add(shown);
      if (shown !== wanted) {
        this.#report({
          kind: 'not-representable',
          place: {record: id},
          detail: 'A name holds characters that end names in this format; they were replaced.',
        });
      }
    }
    return shown;
  }

  /** Would the reader take the words before a colon for one of these names? */
  isNameBeforeColon(line: string): boolean {
    const colon = line.indexOf(':');
    return colon > 0 && this.#used.has(line.slice(0, colon));
  }
}
