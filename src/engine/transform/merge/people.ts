// Who is who across exports: the same id or handle, the same name in the same chat, or the same messages under another name.

import type {Person} from '../../model/archive.ts';
import {normalizedText} from './signature.ts';

/** Sets of `source person` keys, joined as evidence comes. */
export class People {
  readonly #parent = new Map<string, string>();
  readonly #person = new Map<string, Person>();

  static key(source: number, id: string): string {
    return `${source} ${id}`;
  }

  add(source: number, person: Person): void {
    const key = People.key(source, person.id);
    if (!this.#parent.has(key)) this.#parent.set(key, key);
    this.#person.set(key, person);
  }

  root(source: number, id: string): string {
    return this.#find(People.key(source, id));
  }

  #find(key: string): string {
    let at = key;
    for (let up = this.#parent.get(at); up !== undefined && up !== at; up = this.#parent.get(at))
      at = up;
    return at;
  }

  /** The smaller key becomes the root, so that the order of joining does not matter. */
  join(a: string, b: string): void {
    const [first, second] = [this.#find(a), this.#find(b)].sort();
    if (first !== undefined && second !== undefined && first !== second)
      this.#parent.set(second, first);
  }

  /** Joins what shares a platform id, phone or e-mail, or an id of its own (not a bare name). */
  joinByHandle(): void {
    const owners = new Map<string, string>();
    for (const [key, person] of this.#person) {
      for (const handle of person.handles ?? []) {
        const value =
          handle.kind === 'phone'
            ? handle.value.replace(/[^\d+]/g, '')
            : handle.value.toLowerCase();
        const mark = `${handle.kind} ${value}`;
        const owner = owners.get(mark);
        if (owner === undefined) owners.set(mark, key);
        else this.join(owner, key);
      }
    }
  }

  /** Joins two persons of one chat when their names are equal and neither name is shared by two persons of one export. */
  joinByName(a: readonly string[], b: readonly string[]): void {
    const unique = (keys: readonly string[]): Map<string, string> => {
      const seen = new Map<string, string | undefined>();
      for (const key of keys) {
        const person = this.#person.get(key);
        const name = normalizedText(person?.name ?? '');
        if (name !== '') seen.set(name, seen.has(name) ? undefined : key);
      }
      return new Map([...seen].filter((pair): pair is [string, string] => pair[1] !== undefined));
    };
    const others = unique(b);
    for (const [name, key] of unique(a)) {
      const other = others.get(name);
      if (other !== undefined) this.join(key, other);
    }
  }

  /** One person per set: the newest export's words, all handles and former names. */
  merged(newest: (source: number) => number): ReadonlyMap<string, Person> {
    const sets = new Map<string, {key: string; person: Person}[]>();
    for (const [key, person] of this.#person) {
      const root = this.#find(key);
      sets.set(root, [...(sets.get(root) ?? []), {key, person}]);
    }
    const result = new Map<string, Person>();
    const used = new Set<string>();
    for (const [root, members] of [...sets].sort(([a], [b]) => (a < b ? -1 : 1))) {
      members.sort((a, b) => newest(sourceOf(b.key)) - newest(sourceOf(a.key)));
      const person = joinPersons(members.map((member) => member.person));
      let id = person.id;
      for (let count = 2; used.has(id); count++) id = `${person.id}#${count}`;
      used.add(id);
      result.set(root, {...person, id});
    }
    return result;
  }
}

export const sourceOf = (key: string): number => Number(key.slice(0, key.indexOf(' ')));

const uniqueBy = <T>(items: readonly T[], mark: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [mark(item), item] as const)).values(),
];

/** `persons`: newest first. */
const joinPersons = (persons: readonly Person[]): Person => {
  const [first, ...rest] = persons;
  if (!first) throw new Error('A set of persons is never empty.');
  if (rest.length === 0) return first;
  const handles = uniqueBy(
    persons.flatMap((person) => person.handles ?? []),
    ({kind, value}) => `${kind} ${value}`,
  );
  const name = persons.find((person) => person.name !== undefined)?.name;
  const names = persons.flatMap((person) => [
    ...(person.name === undefined ? [] : [person.name]),
    ...(person.aliases ?? []),
  ]);
  const aliases = uniqueBy(names, (each) => each).filter((each) => each !== name);
  const isOwner = persons.find((person) => person.isOwner !== undefined)?.isOwner;
  return {
    ...Object.assign({}, ...[...persons].reverse()),
    id: first.id,
    ...(name === undefined ? {} : {name}),
    ...(isOwner === undefined
      ? {}
      : {isOwner: persons.some((person) => person.isOwner) || isOwner}),
    ...(handles.length > 0 ? {handles} : {}),
    ...(aliases.length > 0 ? {aliases} : {}),
  };
};
