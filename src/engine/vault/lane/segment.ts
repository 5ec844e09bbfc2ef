// A segment: up to 2,000 entries of one conversation as columns, and their texts as a block of their own that search reads alone.

import type {Entry, Message, Moment} from '../../model/archive.ts';
import {decodeEntry, encodeEntry, momentType} from '../../model/canonical.ts';
import {SchemaError} from '../../model/schema.ts';
import {entryText} from '../../model/text.ts';
import {DamagedError, damaged} from '../bytes.ts';

/** Between two texts. A text that holds it is kept in the columns, and here as a space. */
export const textEnd = '\u001e';

/** The columns as JSON; every list has `count` items unless said otherwise. */
type Columns = {
  readonly version: 1;
  readonly count: number;
  /** Person ids, each once. */
  readonly persons: readonly string[];
  /** Index into `persons`, -1 for none. */
  readonly from: readonly number[];
  /** Milliseconds after the one before; the first counts from 1970. */
  readonly time: readonly number[];
  /** Each `[precision, zone]` as it stands in canonical JSON, once. */
  readonly clocks: readonly unknown[];
  /** Index into `clocks`. */
  readonly clock: readonly number[];
  /** A number: added to the number before (ids that count up). A string: the id itself. */
  readonly ids: readonly (number | string)[];
  /** `t`: a message that is its text and nothing else. `x`: stands whole in `rest`. */
  readonly shape: string;
  /** Canonical entries, in order, for every `x`. */
  readonly rest: readonly unknown[];
};

export type EncodedSegment = {readonly columns: string; readonly texts: string};

const plainKeys = new Set(['kind', 'id', 'at', 'from', 'body']);

/** The text of a message that holds nothing but one run of plain text; undefined for everything else. */
const bareText = (entry: Entry): string | undefined => {
  if (entry.kind !== 'message' || entry.body.length !== 1) return undefined;
  for (const key of Object.keys(entry)) if (!plainKeys.has(key)) return undefined;
  const [part] = entry.body;
  if (part?.kind !== 'text' || part.inlines.length > 1) return undefined;
  const [inline] = part.inlines;
  if (!inline) return '';
  if (inline.kind !== 'plain' || inline.text === '' || inline.text.includes(textEnd))
    return undefined;
  // A lone surrogate would not survive UTF-8.
  return inline.text.isWellFormed() ? inline.text : undefined;
};

const indexOf = (table: Map<string, number>, key: string): number => {
  const known = table.get(key);
  if (known !== undefined) return known;
  table.set(key, table.size);
  return table.size - 1;
};

const countingNumber = /^(?:0|[1-9]\d{0,14})$/;

const idColumn = (entries: readonly Entry[]): (number | string)[] => {
  let last = 0;
  return entries.map(({id}) => {
    if (!countingNumber.test(id)) return id;
    const difference = Number(id) - last;
    last = Number(id);
    return difference;
  });
};

const clockKey = ({precision, zone}: Moment): string =>
  momentType.encode({epochMs: 0, precision, zone});

/** Deterministic: equal entries give equal bytes. */
export const encodeSegment = (entries: readonly Entry[]): EncodedSegment => {
  const persons = new Map<string, number>();
  const clocks = new Map<string, number>();
  let shape = '';
  let rest = '';
  let lastTime = 0;
  const from: number[] = [];
  const time: number[] = [];
  const clock: number[] = [];
  const texts: string[] = [];
  for (const entry of entries) {
    from.push(entry.from === undefined ? -1 : indexOf(persons, entry.from));
    time.push(entry.at.epochMs - lastTime);
    lastTime = entry.at.epochMs;
    clock.push(indexOf(clocks, clockKey(entry.at)));
    const bare = bareText(entry);
    shape += bare === undefined ? 'x' : 't';
    texts.push(bare ?? entryText(entry).toWellFormed().replaceAll(textEnd, ' '));
    if (bare === undefined) rest += (rest === '' ? '' : ',') + encodeEntry(entry);
  }
  const list = (values: readonly unknown[]): string => JSON.stringify(values);
  const columns =
    `{"version":1,"count":${entries.length},"persons":${list([...persons.keys()])},"from":${list(from)},"time":${list(time)},` +
    `"clocks":[${[...clocks.keys()].join(',')}],"clock":${list(clock)},"ids":${list(idColumn(entries))},"shape":"${shape}","rest":[${rest}]}`;
  return {columns, texts: texts.join(textEnd)};
};

const isListOf = (value: unknown, count: number): value is readonly unknown[] =>
  Array.isArray(value) && value.length === count;

const parseColumns = (json: string): Columns => {
  const columns = (JSON.parse(json) ?? {}) as Partial<Columns>;
  const {version, count, persons, from, time, clocks, clock, ids, shape, rest} = columns;
  if (
    version !== 1 ||
    typeof count !== 'number' ||
    typeof shape !== 'string' ||
    shape.length !== count
  )
    return damaged('a segment of another shape');
  const lists = [from, time, clock, ids];
  if (
    !lists.every((list) => isListOf(list, count)) ||
    !Array.isArray(persons) ||
    !Array.isArray(clocks) ||
    !Array.isArray(rest)
  ) {
    return damaged('a segment whose columns differ in length');
  }
  return columns as Columns;
};

const decodeIds = (ids: readonly (number | string)[]): string[] => {
  let last = 0;
  return ids.map((id) => {
    if (typeof id === 'string') return id;
    last += id;
    return String(last);
  });
};

const bareMessage = (fields: {id: string; at: Moment; from: string; text: string}): Message => ({
  kind: 'message',
  id: fields.id,
  at: fields.at,
  from: fields.from,
  body: [{kind: 'text', inlines: fields.text === '' ? [] : [{kind: 'plain', text: fields.text}]}],
});

/** Throws DamagedError where the columns or texts do not fit together. */
export const decodeSegment = (encoded: EncodedSegment): Entry[] => {
  try {
    const columns = parseColumns(encoded.columns);
    const clocks = columns.clocks.map((clock) => momentType.decode(clock, 'clock') as Moment);
    const texts = encoded.texts.split(textEnd);
    if (columns.count > 0 && texts.length !== columns.count)
      damaged('a segment with too few texts');
    const ids = decodeIds(columns.ids);
    const entries: Entry[] = [];
    let epochMs = 0;
    let nextRest = 0;
    for (let index = 0; index < columns.count; index++) {
      epochMs += columns.time[index] ?? 0;
      if (columns.shape[index] === 'x') {
        entries.push(decodeEntry(columns.rest[nextRest++]));
        continue;
      }
      const clock = clocks[columns.clock[index] ?? -1] ?? damaged('an unknown clock');
      const from = columns.persons[columns.from[index] ?? -1] ?? damaged('an unknown sender');
      entries.push(
        bareMessage({
          id: ids[index] ?? '',
          at: {...clock, epochMs},
          from,
          text: texts[index] ?? '',
        }),
      );
    }
    return entries;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof SchemaError)
      throw new DamagedError(`a segment: ${error.message}`);
    throw error;
  }
};
