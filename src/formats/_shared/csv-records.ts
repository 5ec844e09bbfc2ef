// CSV rows as records by column name, with the faults reported. The header is the first row; a column may be missing or new.

import type {ReadContext} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {readCsv} from '../../engine/io/csv.ts';
import type {Source} from '../../engine/io/source.ts';
import type {Place} from '../../engine/model/problem.ts';

/** A cell by the name of its column; empty and missing cells are undefined. */
export type CsvRecord = {
  at(column: string): string | undefined;
  /** The cell as it stands, empty or not. */
  raw(column: string): string;
  /** Columns that are not among `known`, with their cells. */
  more(known: ReadonlySet<string>): {readonly [column: string]: string} | undefined;
  readonly place: Place;
};

const newRecord = (
  cells: readonly string[],
  columns: ReadonlyMap<string, number>,
  place: Place,
): CsvRecord => {
  const raw = (column: string): string => {
    const index = columns.get(column);
    return index === undefined ? '' : (cells[index] ?? '');
  };
  return {
    raw,
    at: (column) => raw(column) || undefined,
    more: (known) => {
      const rest = [...columns.keys()].filter(
        (column) =>
          !known.has(column) && column !== '' && column !== '__proto__' && raw(column) !== '',
      );
      return rest.length === 0
        ? undefined
        : Object.fromEntries(rest.map((column) => [column, raw(column)]));
    },
    place,
  };
};

export async function* csvRecords(
  {source, path}: {readonly source: Source; readonly path: string},
  ctx: ReadContext,
): AsyncGenerator<readonly CsvRecord[]> {
  const batches = readCsv(source.open(path), {
    delimiter: ',',
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({line, message}) =>
      ctx.report({kind: 'record-damaged', place: {path, line}, detail: message}),
  });
  let columns: Map<string, number> | undefined;
  for await (const rows of batches) {
    throwIfCancelled(ctx.signal);
    const records: CsvRecord[] = [];
    for (const {cells, line} of rows) {
      const place = {path, line};
      if (!columns) {
        columns = new Map(cells.map((cell, index) => [cell.trim(), index]));
        continue;
      }
      if (cells.length < columns.size) {
        const detail = `The row has ${cells.length} of ${columns.size} cells.`;
        ctx.report({kind: 'record-damaged', place, detail});
      }
      records.push(newRecord(cells, columns, place));
    }
    if (records.length > 0) yield records;
  }
}
