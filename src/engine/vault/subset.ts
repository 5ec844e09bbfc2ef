// Which packs a partial verification looks at: a fixed n-th part, or those that were not looked at for the longest time. Pure.
import {ChatError} from '../errors.ts';

export type Subset =
  | {readonly kind: 'part'; readonly part: number; readonly of: number}
  | {readonly kind: 'percent'; readonly percent: number}
  | {readonly kind: 'bytes'; readonly bytes: number};

const units: Readonly<Record<string, number>> = {
  '': 1,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  T: 1024 ** 4,
};

/** `2/5`, `5%`, `500M`, `2G`. Throws `usage`. */
export const parseSubset = (text: string): Subset => {
  const part = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  if (part !== null) {
    const [n, of] = [Number(part[1]), Number(part[2])];
    if (n >= 1 && n <= of) return {kind: 'part', part: n, of};
  }
  const percent = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text);
  if (percent !== null && Number(percent[1]) > 0 && Number(percent[1]) <= 100) {
    return {kind: 'percent', percent: Number(percent[1])};
  }
  const size = /^(\d{1,9})([KMGT]?)B?$/i.exec(text);
  if (size !== null && Number(size[1]) > 0) {
    return {kind: 'bytes', bytes: Number(size[1]) * (units[(size[2] ?? '').toUpperCase()] ?? 1)};
  }
  throw new ChatError('usage', `“${text.slice(0, 40)}” is not a part of a vault.`, {
    hint: 'Write 2/5 for the second fifth, 5% for five per cent, or 2G for two gigabytes.',
  });
};

export type Candidate = {
  readonly name: string;
  readonly size: number;
  /** Undefined: never. */
  readonly checkedMs: number | undefined;
};

/** Oldest check first, then by name. At least one pack unless there is none. */
export const pickPacks = (
  packs: readonly Candidate[],
  subset: Subset | undefined,
): readonly Candidate[] => {
  const ordered = packs.toSorted(
    (a, b) => (a.checkedMs ?? -1) - (b.checkedMs ?? -1) || (a.name < b.name ? -1 : 1),
  );
  if (subset === undefined) return ordered;
  if (subset.kind === 'part') {
    // By name, so that the n parts together are the whole even while the vault grows
    return ordered.filter(
      ({name}) => Number.parseInt(name.slice(0, 12), 16) % subset.of === subset.part - 1,
    );
  }
  const all = packs.reduce((sum, {size}) => sum + size, 0);
  const wanted = subset.kind === 'percent' ? (all * subset.percent) / 100 : subset.bytes;
  const picked: Candidate[] = [];
  let sum = 0;
  for (const pack of ordered) {
    if (sum >= wanted) break;
    picked.push(pack);
    sum += pack.size;
  }
  return picked;
};
