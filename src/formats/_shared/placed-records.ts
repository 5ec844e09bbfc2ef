// Records of JSON documents or JSON Lines with their places, oldest first where the file runs backwards. Knows no format.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Source} from '../../engine/io/source.ts';
import type {Place} from '../../engine/model/problem.ts';
import {recordLines} from './json-lines.ts';
import {jsonEvents} from './json-records.ts';
import {isLoose} from './loose.ts';
import type {Loose} from './loose.ts';

export type Placed = {readonly value: Loose; readonly place: Place};

export type PlacedInput = {
  readonly source: Source;
  readonly path: string;
  /** Patterns of `streamJson`; undefined: the file is JSON Lines. */
  readonly items: readonly string[] | undefined;
  /** Told the root's other members once, at the end of the document. */
  around?(root: Loose): void;
};

async function* documentRecords(
  {source, path, items, around}: PlacedInput,
  ctx: ReadContext,
): AsyncGenerator<readonly Placed[]> {
  const document = {source, path, items: items ?? [], bigNumbers: 'string' as const};
  for await (const event of jsonEvents(document, ctx)) {
    if (event.type === 'object') {
      if (event.pattern === '') around?.(event.members);
      else around?.({[event.pattern]: event.members});
    }
    if (event.type !== 'items') continue;
    const records: Placed[] = [];
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)};
      if (isLoose(value)) records.push({value, place});
      else ctx.report({kind: 'record-not-understood', place, detail: 'A record is no object.'});
    }
    if (records.length > 0) yield records;
  }
}

export const placedRecords = (
  input: PlacedInput,
  ctx: ReadContext,
): AsyncGenerator<readonly Placed[]> =>
  input.items === undefined ? recordLines(input, ctx) : documentRecords(input, ctx);

/** More records than this are not turned around: they come as they stand, and that is said. */
const maxReversed = 500_000;

/** Do the times fall more often than they rise? */
const runsBackwards = (times: readonly number[]): boolean => {
  let falls = 0;
  let rises = 0;
  for (let index = 1; index < times.length; index++) {
    const step = (times[index] ?? 0) - (times[index - 1] ?? 0);
    if (step < 0) falls++;
    else if (step > 0) rises++;
  }
  return falls > rises;
};

/**
 * Newest-first files are held whole and turned around; the first 200 records decide. `timeOf` need not be exact: any number that
 * rises with time.
 */
export async function* oldestFirst(
  batches: AsyncIterable<readonly Placed[]>,
  timeOf: (record: Loose) => number | undefined,
  ctx: ReadContext,
): AsyncGenerator<readonly Placed[]> {
  let held: Placed[] = [];
  let isBackwards: boolean | undefined;
  for await (const batch of batches) {
    if (isBackwards === false) {
      yield batch;
      continue;
    }
    for (const placed of batch) held.push(placed);
    if (isBackwards === undefined && held.length >= 200) isBackwards = decide(held, timeOf);
    if (isBackwards === false || held.length > maxReversed) {
      if (isBackwards)
        ctx.report({
          kind: 'export-incomplete',
          place: {},
          detail: 'The file runs from new to old and is too long to be turned around.',
        });
      isBackwards = false;
      yield held;
      held = [];
    }
  }
  if (held.length === 0) return;
  if (isBackwards ?? decide(held, timeOf)) held.reverse();
  yield held;
}

const decide = (held: readonly Placed[], timeOf: (record: Loose) => number | undefined): boolean =>
  runsBackwards(
    held.flatMap(({value}) => {
      const time = timeOf(value);
      return time === undefined ? [] : [time];
    }),
  );
