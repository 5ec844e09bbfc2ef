// Small clear-text JSON files that carry their own SHA-256: format.json and the key slots.
import {createHash} from 'node:crypto';

export const sha256Hex = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

export type CheckedObject = {readonly [key: string]: unknown};

export const writeChecked = (value: CheckedObject): Uint8Array => {
  const text = JSON.stringify(value);
  return Buffer.from(`${JSON.stringify({...value, sha256: sha256Hex(text)})}\n`, 'utf8');
};

/** Undefined unless the bytes are exactly what `writeChecked` gives for their content, with this magic. */
export const readChecked = (bytes: Uint8Array, magic: string): CheckedObject | undefined => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // not JSON any more: the caller says damaged
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const {sha256, ...rest} = parsed as CheckedObject;
  if (typeof sha256 !== 'string' || rest['magic'] !== magic) return undefined;
  return Buffer.compare(writeChecked(rest), bytes) === 0 ? rest : undefined;
};
