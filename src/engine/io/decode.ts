// Bytes to text: which encoding it is and why, and streaming decoders. Nothing is stripped but the byte order mark.

import {isUtf8} from 'node:buffer';
import iconv from 'iconv-lite';
import {asBuffer, peek} from './bytes.ts';
import type {Chunks} from './bytes.ts';
import {guessLegacy} from './guess-encoding.ts';

export type EncodingName =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'gb18030'
  | 'big5'
  | 'shift_jis'
  | 'cp949'
  | 'windows-1251'
  | 'windows-1252';

export type Encoding = {
  readonly name: EncodingName;
  /** Length of the byte order mark. */
  readonly bom: number;
  /** For `ctx.infer`: what says so. */
  readonly because: string;
  /** True when the bytes do not prove it: then it is worth an `encoding-guessed` problem. */
  readonly isGuess: boolean;
};

/** How much of a file detection wants to see. */
export const headBytes = 65_536;

const found = (name: EncodingName, because: string, bom = 0): Encoding => ({
  name,
  bom,
  because,
  isGuess: false,
});

const fromBom = (head: Uint8Array): Encoding | undefined => {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return found('utf-8', 'byte order mark', 3);
  if (a === 0xff && b === 0xfe) return found('utf-16le', 'byte order mark', 2);
  if (a === 0xfe && b === 0xff) return found('utf-16be', 'byte order mark', 2);
  return undefined;
};

/** Without the incomplete character at the end, if there is one. */
const wholeUtf8 = (bytes: Uint8Array): Uint8Array => {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const need = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return need > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
};

/** Text in UTF-16 without a mark: line ends, spaces and digits put NULs at every second place. */
const fromNuls = (head: Uint8Array): Encoding | undefined => {
  let even = 0;
  let odd = 0;
  const length = Math.min(head.length, 4096) & ~1;
  for (let index = 0; index < length; index += 2) {
    if (head[index] === 0) even++;
    if (head[index + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd * 20 >= pairs && odd > even * 10) return found('utf-16le', 'zero bytes at odd places');
  if (even * 20 >= pairs && even > odd * 10) return found('utf-16be', 'zero bytes at even places');
  return undefined;
};

const labels: ReadonlyMap<string, EncodingName> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['gb2312', 'gb18030'],
  ['gbk', 'gb18030'],
  ['gb18030', 'gb18030'],
  ['big5', 'big5'],
  ['shift_jis', 'shift_jis'],
  ['shift-jis', 'shift_jis'],
  ['windows-31j', 'shift_jis'],
  ['euc-kr', 'cp949'],
  ['ks_c_5601-1987', 'cp949'],
  ['windows-1251', 'windows-1251'],
  ['cp1251', 'windows-1251'],
  ['windows-1252', 'windows-1252'],
  ['iso-8859-1', 'windows-1252'],
]);

/** What an HTML, XML or MIME head says of itself. */
const fromDeclaration = (head: Uint8Array): Encoding | undefined => {
  const text = asBuffer(head).toString('latin1', 0, Math.min(head.length, 4096));
  const label = /(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w-]{3,20})/i.exec(text)?.[1];
  const name = label === undefined ? undefined : labels.get(label.toLowerCase());
  return name === undefined ? undefined : found(name, `the file declares ${label ?? name}`);
};

/** Broken characters do not make a UTF-8 file something else, as long as they are few. */
const isMostlyUtf8 = (bytes: Uint8Array): boolean => {
  const text = asBuffer(bytes).toString('utf8');
  let good = 0;
  let bad = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0xfffd) bad++;
    else if (code > 0x7f) good++;
  }
  return good > 20 * bad;
};

export type DetectOptions = {
  /** Encodings that the format is known to use besides Unicode; the first that fits is taken. Default: all. */
  readonly candidates?: readonly EncodingName[];
};

/**
 * From the first bytes of a file (64 KiB are enough; a character cut off at the end does no harm): byte order mark → valid UTF-8 →
 * UTF-16 by its zero bytes → what the file declares → the legacy encoding in which the text looks most like text.
 */
export const detectEncoding = (head: Uint8Array, options: DetectOptions = {}): Encoding => {
  const marked = fromBom(head);
  if (marked) return marked;
  const whole = wholeUtf8(head);
  const hasNul = head.subarray(0, 4096).includes(0);
  if (hasNul) {
    const wide = fromNuls(head);
    if (wide) return wide;
  }
  if (isUtf8(whole)) return found('utf-8', 'valid UTF-8');
  const declared = fromDeclaration(head);
  if (declared && declared.name !== 'utf-8') return declared;
  if (isMostlyUtf8(whole)) return found('utf-8', 'UTF-8 with a few broken characters');
  const guess = guessLegacy(head, options.candidates);
  return {name: guess.name, bom: 0, because: guess.because, isGuess: true};
};

type Decoder = {write(chunk: Uint8Array): string; end(): string};

/** A decoder that keeps a character cut by a chunk border. The mark itself is for the caller to skip (`Encoding.bom`). */
export const createDecoder = (name: EncodingName): Decoder => {
  // Node calls plain EUC-KR `euc-kr`: it lacks 8,822 Hangul syllables that KakaoTalk's files use.
  if (name === 'cp949') {
    const decoder = iconv.getDecoder('cp949');
    return {write: (chunk) => decoder.write(asBuffer(chunk)), end: () => decoder.end() ?? ''};
  }
  const decoder = new TextDecoder(name, {ignoreBOM: true});
  return {
    write: (chunk) => decoder.decode(chunk, {stream: true}),
    end: () => decoder.decode(),
  };
};

/** One whole piece of text, mark included if it is there. */
export const decodeBytes = (bytes: Uint8Array, name: EncodingName): string => {
  if (name === 'utf-8') return asBuffer(bytes).toString('utf8');
  if (name === 'utf-16le') return asBuffer(bytes).toString('utf16le');
  const decoder = createDecoder(name);
  return decoder.write(bytes) + decoder.end();
};

/**
 * Streams text. Without an encoding the first 64 KiB decide. The byte order mark is removed, nothing else; strings are never empty
 * and never end inside a character. Undecodable bytes become U+FFFD.
 */
export async function* decodeStream(
  chunks: Chunks,
  encoding?: Encoding | EncodingName,
): AsyncGenerator<string> {
  const peeked = await peek(chunks, typeof encoding === 'object' ? 0 : headBytes);
  const known =
    typeof encoding === 'object' ? encoding : (fromBom(peeked.head) ?? detectEncoding(peeked.head));
  const name = typeof encoding === 'string' ? encoding : known.name;
  const decoder = createDecoder(name);
  let skip = known.name === name ? known.bom : 0;
  for await (const chunk of peeked.chunks) {
    const from = Math.min(skip, chunk.length);
    skip -= from;
    const text = decoder.write(chunk.subarray(from));
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

/** The head of a file as text, for recognisers: any encoding, no mark, no half character at the end. */
export const decodeHead = (head: Uint8Array): string => {
  const {name, bom} = detectEncoding(head);
  const body = head.subarray(bom);
  if (name === 'utf-8') return decodeBytes(wholeUtf8(body), name);
  if (name === 'cp949') return createDecoder(name).write(body);
  return new TextDecoder(name, {ignoreBOM: true}).decode(body, {stream: true});
};
