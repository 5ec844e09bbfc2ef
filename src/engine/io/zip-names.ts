// What a zip's file names say: UTF-8 where it is, else the legacy encoding in which all names together look most like names.

import {isUtf8} from 'node:buffer';
import iconv from 'iconv-lite';
import {guessLegacy, plausibility, judgeLatinText} from './guess-encoding.ts';
import type {EncodingName} from './decode.ts';
import {decodeBytes} from './decode.ts';

export type RawName = {
  readonly bytes: Buffer;
  /** Bit 11 of the flags. */
  readonly isMarkedUtf8: boolean;
  /** The Info-ZIP "Unicode path" field, when it is there and belongs to this name. */
  readonly unicode?: string;
};

const isPlain = ({bytes, isMarkedUtf8, unicode}: RawName): boolean =>
  unicode !== undefined || isMarkedUtf8 || isUtf8(bytes);

/** Short Chinese names in GBK can be valid UTF-8 by chance, but then hardly with three-byte characters: `图片` reads as `ͼƬ`. */
const isSurelyUtf8 = (name: RawName): boolean =>
  isPlain(name) &&
  (name.unicode !== undefined ||
    name.isMarkedUtf8 ||
    /^[\u0000-\u007f]*$|[\u0800-\uffff]/.test(name.bytes.toString('utf8')));

const cjk: readonly EncodingName[] = ['gb18030', 'big5', 'shift_jis', 'cp949'];

/** One decision for the whole archive: single names are too short to tell. */
export const nameDecoder = (names: readonly RawName[]): ((name: RawName) => string) => {
  const odd = names.filter((name) => !isPlain(name)).slice(0, 2000);
  if (odd.length === 0) return (name) => name.unicode ?? name.bytes.toString('utf8');
  const sample = Buffer.concat(odd.flatMap(({bytes}) => [bytes, Buffer.from('\n')]));
  const guess = guessLegacy(sample, cjk).name;
  const isDos =
    judgeLatinText(iconv.decode(sample, 'cp437')) > Math.max(0.3, plausibility(sample, guess));
  const legacy = isDos
    ? (bytes: Buffer): string => iconv.decode(bytes, 'cp437')
    : (bytes: Buffer): string => decodeBytes(bytes, guess);
  return (name) =>
    name.unicode ?? (isSurelyUtf8(name) ? name.bytes.toString('utf8') : legacy(name.bytes));
};
