// The formats that a run of the program knows: an explicit list, passed in, no global.

import {ChatError} from '../errors.ts';
import type {Format, Reader, Writer} from './format.ts';

export type ReadableFormat = Format & {readonly reader: Reader};
export type WritableFormat = Format & {readonly writer: Writer};

export type Registry = {
  readonly formats: readonly Format[];
  readonly readable: readonly ReadableFormat[];
  readonly writable: readonly WritableFormat[];
  /** The format that holds everything: the first of the list. */
  readonly interchange: WritableFormat;
  /** Throws `usage` for an unknown id and names the nearest known ones. */
  reader(id: string): ReadableFormat;
  writer(id: string): WritableFormat;
};

const isReadable = (format: Format): format is ReadableFormat => format.reader !== undefined;
const isWritable = (format: Format): format is WritableFormat => format.writer !== undefined;

const find = <T extends Format>(list: readonly T[], id: string, verb: string): T => {
  const found = list.find((format) => format.id === id);
  if (found) return found;
  throw new ChatError('usage', `No format "${id}" that ChatArk can ${verb}.`, {
    hint: `Known: ${list.map((format) => format.id).join(', ')}`,
  });
};

/** Throws (a bug) when two formats share an id. */
export const createRegistry = (formats: readonly Format[]): Registry => {
  const ids = new Set(formats.map((format) => format.id));
  if (ids.size !== formats.length) throw new Error('Two formats share an id.');
  const readable = formats.filter(isReadable);
  const writable = formats.filter(isWritable);
  return {
    formats,
    readable,
    writable,
    get interchange() {
      const [first] = writable;
      if (!first) throw new Error('The list of formats has no writer.');
      return first;
    },
    reader: (id) => find(readable, id, 'read'),
    writer: (id) => find(writable, id, 'write'),
  };
};
