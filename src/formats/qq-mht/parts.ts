// Where the page and the pictures stand in an MHT file, and the bytes of one picture. Its header is too broken for mail parsers.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import {readLines} from '../../engine/io/lines.ts';
import type {Line} from '../../engine/io/lines.ts';
import type {Source} from '../../engine/io/source.ts';
import type {Asset} from '../../engine/model/archive.ts';

export type Picture = {
  /** Of the first base64 line. */
  readonly byte: number;
  /** Of the base64 lines, ends included. */
  readonly length: number;
  /** Decoded. */
  readonly bytes: number;
  readonly mime?: string;
};

export type Parts = {
  readonly page: {readonly start: number; readonly length: number} | undefined;
  /** By the name that the page uses: `{GUID}.dat`, in lower case. */
  readonly pictures: ReadonlyMap<string, Picture>;
  readonly isCut: boolean;
};

/** `----=_NextPart_…` with the two dashes that MIME puts before it. */
const isBoundary = (text: string): boolean => /^-{2,}=_NextPart/.test(text);

const maxPictures = 5_000_000;

type Headers = {type: string; location: string};

/** Follows the lines. The page may be one line of gigabytes: only its place is of interest here. */
class PartFinder {
  readonly pictures = new Map<string, Picture>();
  page: {start: number; length: number} | undefined;
  isClosed = false;
  #mode: 'top' | 'headers' | 'page' | 'data' = 'top';
  #headers: Headers = {type: '', location: ''};
  #start = 0;
  #chars = 0;
  #padding = 0;

  take(line: Line): void {
    const {text} = line;
    if (isBoundary(text)) {
      this.#end(line.byte);
      this.isClosed = text.trimEnd().endsWith('--');
      this.#mode = 'headers';
      this.#headers = {type: '', location: ''};
    } else if (this.#mode === 'headers') this.#header(line);
    else if (this.#mode === 'data' && text !== '') {
      this.#chars += text.length;
      this.#padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    }
  }

  #header({text, byte}: Line): void {
    if (text.trim() === '') {
      if (this.#headers.type === '' && this.#headers.location === '') return;
      const isPage = this.#headers.type.includes('html');
      this.#mode = isPage && !this.page ? 'page' : 'data';
      this.#start = byte + text.length;
      this.#chars = 0;
      return;
    }
    const match = /^(Content-Type|Content-Location)\s?:\s*([^\r\n;]{1,200})/i.exec(text);
    if (match?.[1]?.toLowerCase() === 'content-type')
      this.#headers.type = (match[2] ?? '').toLowerCase();
    else if (match) this.#headers.location = (match[2] ?? '').trim();
  }

  #end(byte: number): void {
    const length = byte - this.#start;
    if (this.#mode === 'page') this.page = {start: this.#start, length};
    const {type, location} = this.#headers;
    if (this.#mode !== 'data' || location === '' || this.pictures.size >= maxPictures) return;
    const bytes = Math.max(0, Math.floor((this.#chars * 3) / 4) - this.#padding);
    const mime = type === '' ? {} : {mime: type.trim()};
    this.pictures.set(location.toLowerCase(), {byte: this.#start, length, bytes, ...mime});
  }

  finish(size: number): void {
    this.#end(size);
  }
}

const findParts = async (source: Source, path: string, signal: AbortSignal): Promise<Parts> => {
  const finder = new PartFinder();
  let size = 0;
  const options = {
    encoding: 'utf-8' as const,
    maxLineBytes: 65_536,
    onProgress: (bytes: number) => {
      size += bytes;
    },
  };
  for await (const lines of readLines(source.open(path), options)) {
    throwIfCancelled(signal);
    for (const line of lines) finder.take(line);
  }
  finder.finish(size);
  return {page: finder.page, pictures: finder.pictures, isCut: !finder.isClosed};
};

const found = new WeakMap<Source, Map<string, Parts>>();

/** Found once for each file of a source. Memory: an entry per picture. */
export const partsOf = async (
  source: Source,
  path: string,
  signal: AbortSignal,
): Promise<Parts> => {
  const known = found.get(source) ?? new Map<string, Parts>();
  found.set(source, known);
  const parts = known.get(path) ?? (await findParts(source, path, signal));
  known.set(path, parts);
  return parts;
};

const prefix = '#part/';

export const pictureId = (name: string): string => `${prefix}${name}`;

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = '';
  for await (const chunk of chunks) {
    const text =
      rest +
      Buffer.from(chunk)
        .toString('latin1')
        .replace(/[^A-Za-z0-9+/]/g, '');
    const whole = text.length - (text.length % 4);
    if (whole > 0) yield new Uint8Array(Buffer.from(text.slice(0, whole), 'base64'));
    rest = text.slice(whole);
  }
  if (rest !== '') yield new Uint8Array(Buffer.from(rest, 'base64'));
}

async function* picture(
  input: ExportInput,
  name: string,
  ctx: ReadContext,
): AsyncGenerator<Uint8Array> {
  const {pictures} = await partsOf(input.source, input.path, ctx.signal);
  const part = pictures.get(name.toLowerCase());
  if (!part) throw new ChatError('not-found', `No picture "${name}" in this export.`);
  yield* decoded(input.source.open(input.path, {start: part.byte, length: part.length}));
}

export const openAsset = (
  input: ExportInput,
  asset: Asset,
  ctx: ReadContext,
): AsyncIterable<Uint8Array> =>
  asset.id.startsWith(prefix)
    ? picture(input, asset.id.slice(prefix.length), ctx)
    : input.source.open(asset.id);
