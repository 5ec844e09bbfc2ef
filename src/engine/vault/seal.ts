// XChaCha20-Poly1305 in two lanes that give the same bytes: noble alone, and noble's HChaCha20 with the platform's cipher.
import {createCipheriv, createDecipheriv} from 'node:crypto';
import {hchacha, xchacha20poly1305} from '@noble/ciphers/chacha.js';
import {damaged} from './bytes.ts';

export const nonceLength = 24;
export const tagLength = 16;

export type SealInput = {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
};

export type Sealer = {
  /** Writes ciphertext ‖ tag of the parts, one after the other, to `out`, which has exactly that length. */
  sealInto(input: SealInput, parts: readonly Uint8Array[], out: Uint8Array): void;
  /** The plaintext, in `scratch` where that is given and large enough. Throws DamagedError when the tag does not fit. */
  unseal(input: SealInput, sealed: Uint8Array, scratch?: Uint8Array): Uint8Array;
};

const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, part) => sum + part.length, 0);

export const seal = (sealer: Sealer, input: SealInput, plain: Uint8Array): Uint8Array => {
  const out = new Uint8Array(plain.length + tagLength);
  sealer.sealInto(input, [plain], out);
  return out;
};

export const portableSealer: Sealer = {
  sealInto: ({key, nonce, aad}, parts, out) => {
    const plain =
      parts.length === 1 && parts[0] !== undefined
        ? parts[0]
        : Buffer.concat(parts, lengthOf(parts));
    out.set(xchacha20poly1305(key, nonce, aad).encrypt(plain));
  },
  unseal: ({key, nonce, aad}, sealed) => {
    try {
      return xchacha20poly1305(key, nonce, aad).decrypt(sealed);
    } catch {
      // noble throws one kind of error for a wrong tag and for a short input; both mean the same here
      return damaged('authentication failed');
    }
  },
};

// "expand 32-byte k" as little-endian words
const sigma = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

const wordsOf = (bytes: Uint8Array): Uint32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({length: bytes.length / 4}, (_, i) => view.getUint32(i * 4, true));
};

/** XChaCha = ChaCha with a key made by HChaCha20 from the nonce's first 16 bytes (draft-irtf-cfrg-xchacha-03 §2.3). */
const ietfParameters = ({key, nonce}: SealInput): {key: Uint8Array; nonce: Uint8Array} => {
  const words = new Uint32Array(8);
  hchacha(sigma, wordsOf(key), wordsOf(nonce.subarray(0, 16)), words);
  const subkey = Buffer.alloc(32);
  words.forEach((word, i) => subkey.writeUInt32LE(word, i * 4));
  const short = Buffer.alloc(12);
  short.set(nonce.subarray(16, 24), 4);
  return {key: subkey, nonce: short};
};

const algorithm = 'chacha20-poly1305';

/** The platform gives a new buffer per call: small ones are used again at once and stay in the processor's cache. */
const slice = 64 * 1024;

export const nativeSealer: Sealer = {
  sealInto(input, parts, out) {
    const {key, nonce} = ietfParameters(input);
    const cipher = createCipheriv(algorithm, key, nonce, {authTagLength: tagLength});
    cipher.setAAD(input.aad, {plaintextLength: lengthOf(parts)});
    let at = 0;
    for (const part of parts) {
      for (let from = 0; from < part.length; from += slice) {
        const sealed = cipher.update(part.subarray(from, from + slice));
        out.set(sealed, at);
        at += sealed.length;
      }
    }
    cipher.final();
    out.set(cipher.getAuthTag(), at);
  },
  unseal(input, sealed, scratch) {
    if (sealed.length < tagLength) damaged('authentication failed');
    const {key, nonce} = ietfParameters(input);
    const decipher = createDecipheriv(algorithm, key, nonce, {authTagLength: tagLength});
    const end = sealed.length - tagLength;
    decipher.setAAD(input.aad, {plaintextLength: end});
    decipher.setAuthTag(sealed.subarray(end));
    let plain: Uint8Array;
    if (scratch === undefined || scratch.length < end)
      plain = decipher.update(sealed.subarray(0, end));
    else {
      plain = scratch.subarray(0, end);
      for (let at = 0; at < end; at += slice)
        plain.set(decipher.update(sealed.subarray(at, Math.min(at + slice, end))), at);
    }
    try {
      decipher.final();
    } catch {
      // OpenSSL tells nothing but that the tag is wrong
      return damaged('authentication failed');
    }
    return plain;
  },
};
