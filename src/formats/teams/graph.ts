// Objects of Microsoft Graph in both spellings: the API writes `createdDateTime`, the migration export `CreatedDateTime`. Own keys only.

import {isLoose} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

const pascal = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);

export const valueOf = (record: Loose, key: string): unknown => {
  if (Object.hasOwn(record, key)) return record[key];
  const other = pascal(key);
  return Object.hasOwn(record, other) ? record[other] : undefined;
};

export const textOf = (record: Loose, key: string): string | undefined => {
  const value = valueOf(record, key);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const recordOf = (record: Loose, key: string): Loose | undefined => {
  const value = valueOf(record, key);
  return isLoose(value) ? value : undefined;
};

export const listOf = (record: Loose, key: string): readonly Loose[] => {
  const value = valueOf(record, key);
  return Array.isArray(value) ? value.filter(isLoose) : [];
};

/** Attachments hold their facts as JSON inside a string. */
export const innerJson = (text: string | undefined): Loose | undefined => {
  if (text === undefined || text.length > 1_048_576) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isLoose(value) ? value : undefined;
  } catch {
    return undefined; // Not JSON: then it is text.
  }
};

/** Is this a chat message of Graph? */
export const isGraphMessage = (record: Loose): boolean =>
  textOf(record, 'id') !== undefined &&
  textOf(record, 'createdDateTime') !== undefined &&
  recordOf(record, 'body') !== undefined &&
  ['messageType', 'chatId', 'channelIdentity', 'etag'].some(
    (key) => valueOf(record, key) !== undefined,
  );
