// Careful looks into parsed JSON that somebody else wrote: own keys only, wrong types read as absent. Not a validator.

import type {Json, JsonObject} from '../../engine/model/archive.ts';

/** A JSON object of unknown shape. */
export type Loose = {readonly [key: string]: unknown};

export const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const valueAt = (record: Loose, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** A string that is not empty. */
export const stringAt = (record: Loose, key: string): string | undefined => {
  const value = valueAt(record, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A string that is not empty, or a number as text: ids come as both. */
export const idAt = (record: Loose, key: string): string | undefined => {
  const value = valueAt(record, key);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A finite number, or a string that holds one. */
export const numberAt = (record: Loose, key: string): number | undefined => {
  const value = valueAt(record, key);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,18}(?:\.\d{1,18})?$/.test(value)) return undefined;
  return Number(value);
};

/** A number above zero: sizes and durations, where zero means unknown. */
export const positiveAt = (record: Loose, key: string): number | undefined => {
  const value = numberAt(record, key);
  return value !== undefined && value > 0 ? value : undefined;
};

export const recordAt = (record: Loose, key: string): Loose | undefined => {
  const value = valueAt(record, key);
  return isLoose(value) ? value : undefined;
};

/** The objects of a list; anything else in it is passed over. */
export const recordsAt = (record: Loose, key: string): readonly Loose[] => {
  const value = valueAt(record, key);
  return Array.isArray(value) ? value.filter(isLoose) : [];
};

export const stringsAt = (record: Loose, key: string): readonly string[] => {
  const value = valueAt(record, key);
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string' && item !== '')
    : [];
};

export const isTrue = (record: Loose, key: string): boolean => valueAt(record, key) === true;

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isLoose(value) && Object.values(value).every(isEmpty));

/**
 * What is left of a record after the reader took `taken`: the raw fields for `extras`. Empty values (null, '', false, [], {}) are left
 * out, zeros are kept. Undefined when nothing is left.
 */
export const leftover = (record: Loose, taken: ReadonlySet<string>): JsonObject | undefined => {
  const rest = Object.entries(record).filter(
    ([key, value]) => !taken.has(key) && key !== '__proto__' && !isEmpty(value),
  );
  return rest.length === 0 ? undefined : (Object.fromEntries(rest) as {[key: string]: Json});
};
