// Recipes: trees of chunk ids that say which chunks, one after the other, are a stream. Not the streams themselves: stream.ts.
import {ByteReader, ByteWriter, damaged, fromHex, toHex} from './bytes.ts';
import {idLength, maxRecipeChildren, maxRecipeLevel} from './limits.ts';

/** Stands for a stream of `length` bytes. Level 0: the one chunk itself; level n: a node of level n. */
export type Reference = {readonly level: number; readonly id: Uint8Array; readonly length: number};

export type Child = {readonly id: Uint8Array; readonly length: number};

export const writeReference = (reference: Reference): string =>
  `${reference.level}.${toHex(reference.id)}`;

/** Throws DamagedError. */
export const parseReference = (text: unknown, length: unknown): Reference => {
  if (typeof text !== 'string' || !/^[0-8]\.[0-9a-f]{32}$/.test(text))
    return damaged('not a reference');
  if (!Number.isSafeInteger(length) || (length as number) < 1)
    return damaged('not a stream length');
  return {level: Number(text[0]), id: fromHex(text.slice(2)), length: length as number};
};

const recipeVersion = 1;

export const writeNode = (level: number, children: readonly Child[]): Uint8Array => {
  const out = new ByteWriter(children.length * 20 + 8);
  out.u8(recipeVersion).u8(level).varint(children.length);
  for (const child of children) out.bytes(child.id);
  for (const child of children) out.varint(child.length);
  return out.view();
};

/** Throws DamagedError unless it is a node of that level whose children have that length together. */
export const readNode = (bytes: Uint8Array, {level, length}: Omit<Reference, 'id'>): Child[] => {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== recipeVersion) damaged('a recipe of an unknown version');
  if (reader.u8() !== level) damaged('a recipe of another level');
  const count = reader.varint();
  if (count === 0 || count > maxRecipeChildren)
    damaged('a recipe with an impossible number of parts');
  const ids = reader.take(count * idLength);
  const children: Child[] = [];
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const part = reader.varint();
    if (part === 0) damaged('a recipe with an empty part');
    sum += part;
    children.push({id: ids.subarray(i * idLength, (i + 1) * idLength), length: part});
  }
  reader.end();
  return sum === length ? children : damaged('a recipe of another length');
};

const fewestChildren = 32;
const mostChildren = 1024;

/** The end of a node depends on its content alone, so that an insertion changes few nodes. */
const endsNode = (children: readonly Child[]): boolean => {
  if (children.length < fewestChildren) return false;
  return children.length >= mostChildren || children.at(-1)?.id[idLength - 1] === 0;
};

/** Builds the tree from below while the chunks come in; holds one open node per level. */
export class RecipeBuilder {
  readonly #putNode: (node: Uint8Array) => Promise<Uint8Array>;
  readonly #levels: Child[][] = [];

  constructor(putNode: (node: Uint8Array) => Promise<Uint8Array>) {
    this.#putNode = putNode;
  }

  add(child: Child): Promise<void> {
    return this.#add(1, child);
  }

  async #add(level: number, child: Child): Promise<void> {
    const children = (this.#levels[level - 1] ??= []);
    children.push(child);
    if (endsNode(children)) await this.#close(level);
  }

  async #close(level: number): Promise<void> {
    if (level >= maxRecipeLevel) throw new Error('A stream is too long for a recipe.');
    const children = this.#levels[level - 1] ?? [];
    this.#levels[level - 1] = [];
    const id = await this.#putNode(writeNode(level, children));
    await this.#add(level + 1, {
      id,
      length: children.reduce((sum, child) => sum + child.length, 0),
    });
  }

  /** Undefined: nothing was added. */
  async finish(): Promise<Reference | undefined> {
    for (let level = 1; level <= this.#levels.length; level++) {
      const children = this.#levels[level - 1] ?? [];
      const [only] = children;
      if (only === undefined) continue;
      const isTop = level === this.#levels.length;
      if (isTop && children.length === 1) return {level: level - 1, ...only};
      await this.#close(level);
    }
    return undefined;
  }
}
