// Values as the JSON form of Signal's protocol buffers has them: bytes in base64, 64-bit numbers as text, lists of cases as single keys.

import {utcMoment} from '../../engine/model/time.ts';
import type {Moment} from '../../engine/model/archive.ts';
import {isLoose, numberAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

/** Longer values are no ids, keys or hashes. */
const maxBytes = 4_096;

export const bytesOf = (base64: string | undefined): Uint8Array | undefined => {
  const plain = base64?.replaceAll('-', '+').replaceAll('_', '/');
  if (!plain || plain.length > maxBytes || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return undefined;
  try {
    return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
  } catch {
    return undefined; // A length that base64 cannot have.
  }
};

export const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const uuidPattern = /^(?:PNI:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A service id: 16 bytes, with one before them that tells the kind, or written out. */
export const uuidAt = (record: Loose, key: string): string | undefined => {
  const value = stringAt(record, key);
  if (value === undefined) return undefined;
  if (uuidPattern.test(value)) return value.replace(/^PNI:/i, '').toLowerCase();
  const bytes = bytesOf(value);
  if (bytes?.length !== 16 && bytes?.length !== 17) return undefined;
  const hex = hexOf(bytes.subarray(-16));
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** Milliseconds that a date can have; zero is the protocol's way to say nothing. */
export const msAt = (record: Loose, key: string): number | undefined => {
  const ms = numberAt(record, key);
  return ms !== undefined && ms > 0 && ms <= 8.64e15 ? Math.floor(ms) : undefined;
};

export const momentAt = (record: Loose, key: string): Moment | undefined => {
  const ms = msAt(record, key);
  return ms === undefined ? undefined : utcMoment(ms);
};

/** The one key of a record whose value is an object, where a choice has no other sign. */
export const caseOf = (record: Loose): readonly [name: string, value: Loose] | undefined => {
  for (const [name, value] of Object.entries(record)) if (isLoose(value)) return [name, value];
  return undefined;
};
