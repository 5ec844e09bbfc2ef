// One conversation of one export, held for merging: signatures in arrays, entries deflated, readable once more in order.

import {deflatedBlocks} from '../../io/deflated-blocks.ts';
import type {Conversation, Entry} from '../../model/archive.ts';
import {encodeEntry} from '../../model/canonical.ts';
import {isDerivedId} from '../../model/ids.ts';
import {clockWidth, contentKey} from './signature.ts';

/** Reads entries by index; made for going forward with little looking back. */
export type EntryReader = {take(index: number): Promise<Entry>};

export type Side = {
  conversation: Conversation;
  /** Which export. */
  readonly source: number;
  readonly ids: string[];
  readonly times: number[];
  readonly widths: number[];
  readonly keys: string[];
  /** Person id in the export; '' where there is none. */
  readonly senders: string[];
  readonly kinds: Entry['kind'][];
  /** Local time without a zone: the whole clock may be shifted against another export. */
  isFloating: boolean;
  readonly isEdited: boolean[];
  add(entry: Entry): Promise<void> | void;
  reader(): EntryReader;
};

const makeReader = (blocks: {read(): AsyncIterable<string>}): EntryReader => {
  const pieces = blocks.read()[Symbol.asyncIterator]();
  const waiting = new Map<number, Entry>();
  let next = 0;
  return {
    async take(index) {
      while (next <= index) {
        const {value, done} = await pieces.next();
        if (done) break;
        const lines = value.split('\n');
        lines.pop();
        for (const line of lines) waiting.set(next++, JSON.parse(line) as Entry);
      }
      const entry = waiting.get(index);
      if (!entry) throw new Error(`Entry ${index} was taken twice or never added.`);
      waiting.delete(index);
      return entry;
    },
  };
};

export const newSide = (conversation: Conversation, source: number): Side => {
  const blocks = deflatedBlocks();
  const side: Side = {
    conversation,
    source,
    ids: [],
    times: [],
    widths: [],
    keys: [],
    senders: [],
    kinds: [],
    isEdited: [],
    isFloating: false,
    add(entry) {
      side.ids.push(entry.id);
      side.times.push(entry.at.epochMs);
      side.widths.push(clockWidth(entry.at.precision));
      side.keys.push(contentKey(entry));
      side.senders.push(entry.from ?? '');
      side.kinds.push(entry.kind);
      side.isEdited.push(entry.kind === 'message' && (entry.edits?.length ?? 0) > 0);
      if (entry.at.zone.kind === 'floating') side.isFloating = true;
      return blocks.append(`${encodeEntry(entry)}\n`);
    },
    reader: () => makeReader(blocks),
  };
  return side;
};

export const hasPlatformIds = (side: Side): boolean => side.ids.some((id) => !isDerivedId(id));

export const firstTime = (side: Side): number =>
  side.times.reduce((a, b) => Math.min(a, b), Infinity);
export const lastTime = (side: Side): number =>
  side.times.reduce((a, b) => Math.max(a, b), -Infinity);
