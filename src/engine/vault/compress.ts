// Raw deflate in two lanes that read each other's output: fflate everywhere, node:zlib where it is there.
import {deflateRaw, inflateRawSync} from 'node:zlib';
import {deflateSync, Inflate} from 'fflate';
import {damaged} from './bytes.ts';

export type Compressor = {
  deflate(plain: Uint8Array): Promise<Uint8Array>;
  /** Exactly `length` bytes come out, or DamagedError; never allocates more than `length` and one window for it. */
  inflate(packed: Uint8Array, length: number): Uint8Array;
};

const level = 6;

// fflate can multiply a piece of input by 1,032 before it hands it over; the piece bounds that
const inflatePiece = 16 * 1024;

export const portableCompressor: Compressor = {
  deflate: (plain) => Promise.resolve(deflateSync(plain, {level})),
  inflate(packed, length) {
    const out = new Uint8Array(length);
    let at = 0;
    const inflater = new Inflate((part) => {
      if (at + part.length > length) damaged('inflates to too much');
      out.set(part, at);
      at += part.length;
    });
    try {
      for (let start = 0; start < packed.length; start += inflatePiece) {
        const end = Math.min(start + inflatePiece, packed.length);
        inflater.push(packed.subarray(start, end), end === packed.length);
      }
    } catch (error) {
      return damaged(`does not inflate: ${error instanceof Error ? error.message : 'unknown'}`);
    }
    return at === length ? out : damaged('inflates to too little');
  },
};

export const nativeCompressor: Compressor = {
  deflate: (plain) =>
    new Promise((resolve, reject) => {
      deflateRaw(plain, {level}, (error, packed) => {
        if (error) reject(error);
        else resolve(packed);
      });
    }),
  inflate(packed, length) {
    let plain: Uint8Array;
    try {
      plain = inflateRawSync(packed, {maxOutputLength: Math.max(length, 1)});
    } catch (error) {
      return damaged(`does not inflate: ${error instanceof Error ? error.message : 'unknown'}`);
    }
    return plain.length === length ? plain : damaged('inflates to another length');
  },
};
