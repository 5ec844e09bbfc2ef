// Chooses the codec lane: native after it has proved, once per process, that it equals the portable lane.
import {equalBytes} from './bytes.ts';
import {nativeCompressor, portableCompressor, type Compressor} from './compress.ts';
import {nativeSealer, nonceLength, portableSealer, seal, type Sealer} from './seal.ts';

export type Codec = Sealer & Compressor & {readonly lane: 'native' | 'portable'};

export const portableCodec: Codec = {lane: 'portable', ...portableSealer, ...portableCompressor};
export const nativeCodec: Codec = {lane: 'native', ...nativeSealer, ...nativeCompressor};

export type Lane = 'auto' | 'native' | 'portable';

const pattern = (length: number, step: number): Uint8Array =>
  Uint8Array.from({length}, (_, i) => (i * step + (i >>> 5)) & 0xff);

/** Both lanes must seal alike, open each other's boxes, refuse a changed one and inflate each other's output. */
export const provesEqual = async (candidate: Codec): Promise<boolean> => {
  const input = {key: pattern(32, 7), nonce: pattern(nonceLength, 11), aad: pattern(28, 13)};
  try {
    for (const length of [0, 1, 63, 64, 65, 4096]) {
      const plain = pattern(length, 3);
      const sealed = seal(candidate, input, plain);
      if (!equalBytes(sealed, seal(portableCodec, input, plain))) return false;
      if (!equalBytes(candidate.unseal(input, sealed), plain)) return false;
    }
    const text = pattern(20_000, 1);
    const there = portableCodec.inflate(await candidate.deflate(text), text.length);
    const back = candidate.inflate(await portableCodec.deflate(text), text.length);
    return equalBytes(there, text) && equalBytes(back, text) && refusesChanges(candidate);
  } catch {
    // a platform without this cipher throws here: then the portable lane is the answer
    return false;
  }
};

const refusesChanges = (candidate: Codec): boolean => {
  const input = {key: pattern(32, 5), nonce: pattern(nonceLength, 9), aad: pattern(3, 1)};
  const sealed = seal(candidate, input, pattern(100, 2));
  sealed[50] = (sealed[50] ?? 0) ^ 1;
  try {
    candidate.unseal(input, sealed);
  } catch {
    // the expected outcome of the test
    return true;
  }
  return false;
};

let chosen: Promise<Codec> | undefined;

export const chooseCodec = (lane: Lane = 'auto'): Promise<Codec> => {
  if (lane === 'portable') return Promise.resolve(portableCodec);
  if (lane === 'native') return Promise.resolve(nativeCodec);
  chosen ??= provesEqual(nativeCodec).then((equal) => (equal ? nativeCodec : portableCodec));
  return chosen;
};
