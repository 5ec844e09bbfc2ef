// JSON files of any size: the items of the arrays (or objects) that a reader names, in batches, and everything around them.
// Not a general parser: what is not asked for item by item must be small, or is passed over and reported.

import {ChatError} from '../errors.ts';
import {peek} from './bytes.ts';
import type {Chunks} from './bytes.ts';
import {decodeBytes, decodeStream} from './decode.ts';
import {JsonMachine} from './json-machine.ts';
import {isDeeperThan, parseJson} from './json-repair.ts';
import type {ParseOptions} from './json-repair.ts';
import {isSpace} from './json-scan.ts';
import {readLines} from './lines.ts';
import type {Line} from './lines.ts';

export type JsonObject = {readonly [key: string]: unknown};
export type JsonPath = readonly (string | number)[];

/** Where something stands in the document. */
type Spot = {
  /** The pattern (for `enter`, `items`, `leave`) or the path of an object on the way to one: `''` is the root, `chats.list[]` … */
  readonly pattern: string;
  /** The same with real keys and numbers: `['chats', 'list', 3, 'messages']`. */
  readonly path: JsonPath;
  /**
   * The objects around it, outermost first, each with those members that were read so far and are not walked into themselves.
   * They fill up while reading goes on. No prototype, so `__proto__` is a key like any other.
   */
  readonly around: readonly JsonObject[];
};

export type JsonItems = Spot & {
  readonly type: 'items';
  /** At least one. */
  readonly values: readonly unknown[];
  /** Offset of each in the file. */
  readonly bytes: readonly number[];
  /** The key of each, when the collection is an object (`{}`); else empty. */
  readonly keys: readonly string[];
  /** How many items of this collection came before, broken ones included. */
  readonly first: number;
};

export type JsonEvent =
  | (Spot & {readonly type: 'enter'; readonly byte: number})
  | JsonItems
  /** `count`: all items, broken ones included. Not complete: the input ended inside. */
  | (Spot & {readonly type: 'leave'; readonly count: number; readonly isComplete: boolean})
  /** An object on the way to a collection has ended; `members` are its other members. The root comes last. */
  | (Spot & {
      readonly type: 'object';
      readonly members: JsonObject;
      readonly byte: number;
      readonly isComplete: boolean;
    })
  /** The last event of a file that was cut. Nothing from `byte` on could be used. */
  | {readonly type: 'truncated'; readonly byte: number};

/** Trouble in one place; reading goes on behind it. `kind` is a problem kind. */
export type JsonFault = {
  readonly kind: 'record-damaged' | 'record-too-large' | 'record-skipped' | 'text-repaired';
  readonly byte: number;
  /** `messages[17]`, `chats.list[2].name`. */
  readonly record: string;
  readonly message: string;
  /** At most 200 characters of it. */
  readonly sample?: string;
};

export type JsonLimits = {
  /** Largest single item. Default 64 MiB. */
  readonly itemBytes?: number;
  /** Largest value beside the collections; all those of one object together may be four times as large. Default 16 MiB. */
  readonly memberBytes?: number;
  /** Deepest nesting inside one value. Default 200. */
  readonly depth?: number;
};

export type JsonStreamOptions = ParseOptions & {
  /**
   * What to deliver item by item: `messages[]`, `chats.list[].messages[]`, `[]` (the root is an array), `*[]` (every array in the
   * root object), `*.messages{}` (the members of an object). Where a longer pattern goes through the items of a shorter one, the
   * longer one wins: those items come as `object` events.
   */
  readonly items: readonly string[];
  /** Paths whose values are passed over without parsing, however large: `avatars`, `chats.list[].picture`. */
  readonly ignore?: readonly string[];
  /** Only count the items: reads what stands around (and behind) them several times faster. */
  readonly skipItems?: boolean;
  /** Pass over everything before the first `{` or `[`: `window.YTD.x.part0 = [`. */
  readonly skipPrefix?: boolean;
  readonly limits?: JsonLimits;
  /** Bytes consumed since the last call. */
  onProgress?(bytes: number): void;
  /** Also told what was mended (`text-repaired`), which is no loss. */
  onError?(fault: JsonFault): void;
};

const isJsonStart = (code: number | undefined): boolean =>
  code === 0x7b || code === 0x5b || (code !== undefined && isSpace(code));

/** UTF-16 shows in the very first character: a mark, or a bracket beside a zero. Looking further would trust damaged files. */
const wideEncoding = ([a, b]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  if ((a === 0xff && b === 0xfe) || (isJsonStart(a) && b === 0)) return 'utf-16le';
  return (a === 0xfe && b === 0xff) || (a === 0 && isJsonStart(b)) ? 'utf-16be' : undefined;
};

async function* asUtf8(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const {head, chunks: all} = await peek(chunks, 2);
  const wide = wideEncoding(head);
  if (wide === undefined) yield* all;
  else {
    const encoder = new TextEncoder();
    for await (const text of decodeStream(all, wide)) yield encoder.encode(text);
  }
}

/**
 * Streams a document. Everything that is whole before a cut is delivered, then `truncated`; a broken item is reported and passed
 * over; nothing throws but a document that is no JSON at all (`input-malformed`). Offsets count from the beginning of the file
 * (of its UTF-8 form if it is UTF-16). Memory: the largest item plus the members around.
 */
export async function* streamJson(
  chunks: Chunks,
  options: JsonStreamOptions,
): AsyncGenerator<JsonEvent> {
  const machine = new JsonMachine(options);
  for await (const chunk of asUtf8(chunks)) {
    machine.push(chunk);
    options.onProgress?.(chunk.length);
    yield* machine.takeEvents();
  }
  machine.finish();
  yield* machine.takeEvents();
}

export type JsonLine = {readonly value: unknown; readonly line: number; readonly byte: number};

export type JsonLineFault = {
  readonly kind: 'record-damaged' | 'record-too-large' | 'input-truncated' | 'text-repaired';
  readonly line: number;
  readonly byte: number;
  readonly message: string;
  readonly sample?: string;
};

export type JsonLinesOptions = ParseOptions & {
  /** Default 64 MiB. */
  readonly maxLineBytes?: number;
  /** Default 200. */
  readonly depth?: number;
  onProgress?(bytes: number): void;
  /** `input-truncated`: the last line has no end and is no JSON. `text-repaired` is no loss. */
  onError?(fault: JsonLineFault): void;
};

const defaultDepth = 200;

const parseLine = (line: Line, options: JsonLinesOptions): JsonLine | undefined => {
  const {text, number, byte} = line;
  const place = {line: number, byte, sample: text.slice(0, 200)};
  if (line.isCut || isDeeperThan(text, options.depth ?? defaultDepth)) {
    const message = line.isCut ? 'The line is too long.' : 'The line is nested too deeply.';
    options.onError?.({kind: 'record-too-large', ...place, message});
    return undefined;
  }
  try {
    const {value, isMended} = parseJson(text, options);
    if (isMended) {
      options.onError?.({kind: 'text-repaired', ...place, message: 'Invalid escapes were mended.'});
    }
    return {value, line: number, byte};
  } catch (error) {
    const kind = line.isEnded ? 'record-damaged' : 'input-truncated';
    const message = line.isEnded ? `Not JSON: ${describe(error)}` : 'The last line was cut off.';
    options.onError?.({kind, ...place, message});
    return undefined;
  }
};

/** V8's messages quote the text; a report must not. */
const describe = (error: unknown): string =>
  error instanceof SyntaxError
    ? (/^[^"',]*position \d+|^Unterminated string|^Unexpected end/.exec(error.message)?.[0] ??
      'unexpected text')
    : String(error);

/** JSON Lines (NDJSON): batches of values with their lines; empty lines are passed over, bad ones reported. */
export async function* parseJsonLines(
  chunks: Chunks,
  options: JsonLinesOptions = {},
): AsyncGenerator<readonly JsonLine[]> {
  const lines = readLines(chunks, {
    maxLineBytes: options.maxLineBytes ?? 64 * 1024 * 1024,
    ...(options.onProgress ? {onProgress: options.onProgress} : {}),
  });
  for await (const batch of lines) {
    const values: JsonLine[] = [];
    for (const line of batch) {
      if (/^\s*$/.test(line.text)) continue;
      const value = parseLine(line, options);
      if (value) values.push(value);
    }
    if (values.length > 0) yield values;
  }
}

export type JsonDocumentOptions = ParseOptions & {
  /** Default 64 MiB. */
  readonly limit?: number;
  readonly depth?: number;
  /** Pass over everything before the first `{` or `[`. */
  readonly skipPrefix?: boolean;
};

/** A small file in one piece, with the same mending. Throws `input-limit` or `input-malformed`. */
export const parseJsonDocument = (
  bytes: Uint8Array,
  options: JsonDocumentOptions = {},
): unknown => {
  const limit = options.limit ?? 64 * 1024 * 1024;
  if (bytes.length > limit) {
    throw new ChatError('input-limit', `A JSON file of ${bytes.length} bytes is too large here.`);
  }
  const text = documentText(bytes, options.skipPrefix === true);
  if (isDeeperThan(text, options.depth ?? defaultDepth)) {
    throw new ChatError('input-limit', 'The JSON is nested too deeply.');
  }
  try {
    return parseJson(text, options).value;
  } catch (error) {
    throw new ChatError('input-malformed', `Not JSON: ${describe(error)}`, {cause: error});
  }
};

const documentText = (bytes: Uint8Array, skipPrefix: boolean): string => {
  const text = decodeBytes(bytes, wideEncoding(bytes) ?? 'utf-8').replace(/^\ufeff/, '');
  const start = skipPrefix ? text.search(/[[{]/) : 0;
  return start > 0 ? text.slice(start).replace(/;\s*$/, '') : text;
};
