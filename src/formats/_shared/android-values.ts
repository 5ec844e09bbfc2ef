// Columns of Android's message and call tables, as exporters print them: "null" means nothing, times come in seconds or milliseconds,
// phone numbers in many spellings. Shared by all formats that print these tables.

import type {JsonObject, Moment} from '../../engine/model/archive.ts';
import {utcMoment} from '../../engine/model/time.ts';

/** Columns of one row, all of them as text. */
export type Columns = {readonly [name: string]: string};

/** Exporters write the word null for what is not there. */
export const given = (columns: Columns, name: string): string | undefined => {
  const value = columns[name];
  return value === undefined || value === '' || value === 'null' ? undefined : value;
};

export const numberOf = (columns: Columns, name: string): number | undefined => {
  const value = columns[name];
  return value !== undefined && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
};

/** Below this a time counts seconds: 1e11 ms is March 1973. */
const secondsBelow = 1e11;

/** `date` is in milliseconds; `date_sent` of an MMS mostly in seconds. Zero means unknown. */
export const momentOf = (columns: Columns, name: string): Moment | undefined => {
  const value = numberOf(columns, name);
  if (value === undefined || value <= 0 || value > 8.64e15) return undefined;
  return value < secondsBelow ? utcMoment(value * 1000, 's') : utcMoment(value);
};

/** `(555) 123-4567` and `555 1234567` are one number; short codes and names stay as they are. */
export const normalAddress = (address: string): string => {
  const bare = address.replace(/[\s().\u00a0\u200e\u202a-\u202e-]/g, '');
  return /^\+?\d+$/.test(bare) ? bare : address.trim();
};

/** The numbers of a group stand in one attribute. */
export const addressesOf = (address: string): readonly string[] => {
  const all = address
    .split('~')
    .map(normalAddress)
    .filter((value) => value !== '');
  return [...new Set(all)];
};

export const contactName = (columns: Columns): string | undefined => {
  const name = given(columns, 'contact_name') ?? given(columns, '__display_name');
  return name === '(Unknown)' ? undefined : name;
};

/** Values that say nothing: what a plain message has. */
const usual: Readonly<Record<string, readonly string[]>> = {
  protocol: ['0'],
  status: ['-1'],
  locked: ['0'],
  read: ['1'],
  seen: ['1', '0'],
  sub_id: ['-1'],
  date_sent: ['0'],
  error_code: ['-1', '0'],
  ct_t: ['application/vnd.wap.multipart.related'],
  text_only: ['0', '1'],
  m_type: ['128', '132'],
  v: ['18'],
  rr: ['129'],
  pri: ['129'],
  d_rpt: ['129'],
  m_cls: ['personal'],
  sub_cs: ['106'],
  resp_st: ['128'],
};

/** Everything that the entry itself does not say, as it stands in the row. */
export const leftoverOf = (
  columns: Columns,
  taken: ReadonlySet<string>,
): JsonObject | undefined => {
  const rest = Object.entries(columns).filter(
    ([name, value]) =>
      !taken.has(name) &&
      name !== '__proto__' &&
      value !== '' &&
      value !== 'null' &&
      !(Object.hasOwn(usual, name) && usual[name]?.includes(value)),
  );
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
};
