// One file as a tree of one.

import {readFileBytes} from './file-bytes.ts';
import {notListed} from './memory-source.ts';
import {gunzip, rangeOf} from './stream-bytes.ts';
import type {GunzipOptions} from './stream-bytes.ts';
import type {Source, SourceEntry} from './source.ts';

export type FileFacts = {
  readonly location: string;
  /** What the person calls it. */
  readonly name: string;
  readonly size: number;
  readonly modifiedMs: number;
};

export const fileSource = ({location, name, size, modifiedMs}: FileFacts): Source => {
  const entries: readonly SourceEntry[] = [{path: name, size, modifiedMs}];
  return {
    label: name,
    list: () => Promise.resolve(entries),
    async *open(path, range) {
      if (path !== name) throw notListed(path);
      yield* readFileBytes(location, name, range);
    },
    close: () => Promise.resolve(),
  };
};

/** `messages.json.gz` as `messages.json`. The size is known only after one pass over the file, which `list` makes once. */
export const gzipFileSource = (facts: FileFacts, options: GunzipOptions = {}): Source => {
  const {location, name: label, modifiedMs} = facts;
  const name = label.replace(/\.gz$/i, '') || label;
  let listed: Promise<readonly SourceEntry[]> | undefined;
  const unpack = (): AsyncGenerator<Uint8Array> => gunzip(readFileBytes(location, label), options);
  const list = async (): Promise<readonly SourceEntry[]> => {
    let size = 0;
    for await (const chunk of unpack()) size += chunk.length;
    return [{path: name, size, modifiedMs}];
  };
  return {
    label,
    list: () => (listed ??= list()),
    async *open(path, range) {
      if (path !== name) throw notListed(path);
      yield* rangeOf(unpack(), range);
    },
    close: () => Promise.resolve(),
  };
};
