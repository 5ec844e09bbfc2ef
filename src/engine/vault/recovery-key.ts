// The recovery key as people copy it: 13 groups of 4 digits of Crockford's base32, 256 bits and a 4-bit checksum.
import {createHash} from 'node:crypto';

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digitCount = 52;

const checksum = (key: Uint8Array): number =>
  (createHash('sha256').update(key).digest()[0] ?? 0) >>> 4;

export const formatRecoveryKey = (key: Uint8Array): string => {
  let value = 0n;
  for (const byte of key) value = value * 256n + BigInt(byte);
  value = value * 16n + BigInt(checksum(key));
  let text = '';
  for (let i = 0; i < digitCount; i++) {
    text = (digits[Number(value % 32n)] ?? '') + text;
    value /= 32n;
  }
  return text.replace(/.{4}(?=.)/g, '$&-');
};

/** Undefined when it cannot be a recovery key: wrong length, a foreign character, or a typing error the checksum sees. */
export const parseRecoveryKey = (text: string): Uint8Array | undefined => {
  if (text.length > 256) return undefined;
  const clean = text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  if (clean.length !== digitCount) return undefined;
  let value = 0n;
  for (const digit of clean) {
    const index = digits.indexOf(digit);
    if (index < 0) return undefined;
    value = value * 32n + BigInt(index);
  }
  const sum = Number(value % 16n);
  value /= 16n;
  const key = new Uint8Array(32);
  for (let i = 31; i >= 0; i--) {
    key[i] = Number(value % 256n);
    value /= 256n;
  }
  return checksum(key) === sum ? key : undefined;
};
