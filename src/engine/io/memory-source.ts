// Sources and sinks in memory, for tests and for small things made on the fly. Not a cache.

import {ChatError} from '../errors.ts';
import {isUnsafePath} from './path-names.ts';
import type {Sink, SinkFile} from './sink.ts';
import type {ReadRange, Source, SourceEntry} from './source.ts';

export type MemorySourceOptions = {
  readonly label?: string;
  /** Bytes per chunk; 1 feeds a reader byte by byte. Default: 64 KiB. */
  readonly chunkSize?: number;
  readonly modifiedMs?: number;
};

export const byPath = (a: {readonly path: string}, b: {readonly path: string}): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

export const notListed = (path: string): ChatError =>
  new ChatError('not-found', `No file "${path}" in this source.`);

/** The chunks of one piece of memory; also what a test feeds to a parser. */
export function* chunksOf(bytes: Uint8Array, chunkSize = 65_536): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
}

/** A tree from `{path: content}`. Strings are UTF-8. */
export const memorySource = (
  files: Readonly<Record<string, string | Uint8Array>>,
  options: MemorySourceOptions = {},
): Source => {
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  );
  const time = options.modifiedMs === undefined ? {} : {modifiedMs: options.modifiedMs};
  const entries: readonly SourceEntry[] = [...contents]
    .map(([path, {length}]) => ({path, size: length, ...time}))
    .toSorted(byPath);
  return {
    label: options.label ?? 'memory',
    list: () => Promise.resolve(entries),
    async *open(path: string, {start = 0, length}: ReadRange = {}) {
      const content = contents.get(path);
      if (!content) throw notListed(path);
      const end = length === undefined ? content.length : start + length;
      yield* chunksOf(content.subarray(start, end), options.chunkSize);
    },
    close: () => Promise.resolve(),
  };
};

export type MemorySink = Sink & {
  /** Closed files only, in the order of closing. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files that were created and neither closed nor aborted. */
  readonly open: ReadonlySet<string>;
  /** The text of a closed file; without a path the only one. Throws `not-found`. */
  text(path?: string): string;
};

export const refuseUnsafePath = (path: string): void => {
  if (isUnsafePath(path)) {
    throw new ChatError('usage', `"${path}" does not stay inside the target.`);
  }
};

export const memorySink = (): MemorySink => {
  const files = new Map<string, Uint8Array>();
  const open = new Set<string>();
  const create = (path: string): SinkFile => {
    refuseUnsafePath(path);
    if (files.has(path) || open.has(path)) {
      throw new ChatError('target-exists', `"${path}" was written already.`);
    }
    open.add(path);
    const parts: Uint8Array[] = [];
    return {
      write: async (chunk) => {
        if (!open.has(path)) throw new Error(`"${path}" is closed.`);
        parts.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk.slice());
      },
      close: async () => {
        if (open.delete(path)) files.set(path, new Uint8Array(Buffer.concat(parts)));
      },
      abort: async () => {
        open.delete(path);
      },
    };
  };
  return {
    files,
    open,
    create: async (path) => create(path),
    text: (path = [...files.keys()][0] ?? '') => {
      const content = files.get(path);
      if (!content) throw notListed(path);
      return new TextDecoder('utf-8', {ignoreBOM: true}).decode(content);
    },
  };
};
