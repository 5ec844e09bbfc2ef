// Looks into rows of a chat.db whose columns differ by macOS version; what a version lacks reads as absent. Not SQL itself.

import type {SqliteFile, SqliteRow, SqliteValue} from '../../engine/io/sqlite-source.ts';
import type {Moment} from '../../engine/model/archive.ts';
import {utcMoment} from '../../engine/model/time.ts';

/** Not null, not empty. */
export const textAt = (row: SqliteRow, column: string): string | undefined => {
  const value = row[column];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const bytesAt = (row: SqliteRow, column: string): Uint8Array | undefined => {
  const value = row[column];
  return value instanceof Uint8Array && value.length > 0 ? value : undefined;
};

/** Flags, types and row ids; zero where there is nothing. */
export const numberAt = (row: SqliteRow, column: string): number => {
  const value = row[column];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
};

const appleEpochMs = 978_307_200_000;

/** Above this a time counts nanoseconds (since macOS 10.13), below it seconds. */
const nanoseconds = 1e15;

/** Seconds or nanoseconds since 2001; zero and null mean "never". */
export const appleMoment = (value: SqliteValue | undefined): Moment | undefined => {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const count = Number(value);
  if (count === 0) return undefined;
  if (Math.abs(count) < nanoseconds)
    return utcMoment(Math.round(count * 1000) + appleEpochMs, Number.isInteger(count) ? 's' : 'ms');
  return utcMoment(Number(BigInt(value) / 1_000_000n) + appleEpochMs, 'ms');
};

/** Edit times inside property lists: seconds with a fraction. */
export const appleSeconds = (seconds: number): Moment =>
  utcMoment(Math.round(seconds * 1000) + appleEpochMs, 'ms');

/** Rows of a table where it exists; else none. */
export const rowsOf = (database: SqliteFile, table: string, sql: string): readonly SqliteRow[] =>
  database.columns(table).size > 0 ? [...database.rows(sql)] : [];

/** `?,?,?` for a list of row ids. */
export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(',');
