// The kinds of blocks: their numbers on disk and how large each may be.
import {damaged} from './bytes.ts';
import {maxChunk, maxDerivedPlain, maxFooterPlain, maxSnapshotPlain} from './limits.ts';

/** Kinds that hold chunks and stand in packs. */
export const objectKinds = {
  text: 1,
  media: 2,
  recipe: 3,
  columns: 4,
  texts: 5,
  listing: 6,
} as const;

/** Kinds that hold one thing each and stand in files of their own (the footer: at the end of a pack). */
export const recordKinds = {footer: 16, index: 17, snapshot: 18, tomb: 19, check: 20} as const;

const numbers = {...objectKinds, ...recordKinds};

export type ObjectKind = keyof typeof objectKinds;
export type RecordKind = keyof typeof recordKinds;
export type BlockKind = ObjectKind | RecordKind;

export const kindNumber = (kind: BlockKind): number => numbers[kind];

export const allKinds = [...Object.keys(objectKinds), ...Object.keys(recordKinds)] as BlockKind[];

const kindsByNumber = new Map(allKinds.map((kind) => [kindNumber(kind), kind]));

export const kindOf = (number: number): BlockKind =>
  kindsByNumber.get(number) ?? damaged('a block of an unknown kind');

export const isObjectKind = (kind: BlockKind): kind is ObjectKind =>
  Object.hasOwn(objectKinds, kind);

export const objectKindOf = (number: number): ObjectKind => {
  const kind = kindOf(number);
  return isObjectKind(kind) ? kind : damaged('not a kind that holds chunks');
};

export const maxPlain = (kind: BlockKind): number => {
  if (isObjectKind(kind)) return maxChunk;
  return kind === 'footer'
    ? maxFooterPlain
    : kind === 'snapshot'
      ? maxSnapshotPlain
      : maxDerivedPlain;
};

export const maxSealed = (kind: BlockKind): number => {
  const plain = maxPlain(kind);
  return plain + plain / 8 + 64 * 1024;
};
