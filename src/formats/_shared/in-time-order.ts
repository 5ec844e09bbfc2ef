// Turns records of a file that is written newest first. Keeps the order of the file among equal times. Not a merge.

type Timed = {readonly at: {readonly epochMs: number}};

/** Oldest first: a list that mostly falls is turned round, then sorted (stably) where it still is not in order. */
export const inTimeOrder = <T extends Timed>(items: readonly T[]): readonly T[] => {
  let falls = 0;
  let rises = 0;
  let previous: number | undefined;
  for (const {at} of items) {
    if (previous !== undefined && at.epochMs < previous) falls++;
    else if (previous !== undefined && at.epochMs > previous) rises++;
    previous = at.epochMs;
  }
  if (falls === 0) return items;
  const ordered = falls > rises ? items.toReversed() : items;
  const isSorted = falls > rises ? rises === 0 : falls === 0;
  return isSorted ? ordered : ordered.toSorted((a, b) => a.at.epochMs - b.at.epochMs);
};
