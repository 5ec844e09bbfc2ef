// A storage in memory: for tests and for trying things out. Forgets everything when the program ends.
import {ChatError} from '../errors.ts';
import type {Storage} from '../vault/storage.ts';
import {byName, checkName, notFound} from './names.ts';

export type MemoryStorageOptions = {readonly label?: string; readonly capacity?: number};

/** `files` may be looked at and changed from outside; that is how tests damage a vault. */
export const memoryStorage = (
  files: Map<string, Uint8Array> = new Map(),
  {label = 'memory', capacity}: MemoryStorageOptions = {},
): Storage => {
  const used = (): number => [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  return {
    label,
    list: async (prefix) =>
      [...files]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, bytes]) => ({name, size: bytes.length}))
        .toSorted(byName),
    stat: async (name) => {
      checkName(name);
      const bytes = files.get(name);
      return bytes && {name, size: bytes.length};
    },
    get: async (name, range) => {
      checkName(name);
      const bytes = files.get(name);
      if (bytes === undefined) throw notFound(name);
      const start = range?.start ?? 0;
      return bytes.slice(start, range === undefined ? undefined : start + range.length);
    },
    put: async (name, content, options) => {
      checkName(name);
      if (options?.ifAbsent === true && files.has(name)) return false;
      if (
        capacity !== undefined &&
        used() - (files.get(name)?.length ?? 0) + content.length > capacity
      ) {
        throw new ChatError('no-space', 'The memory storage is full.');
      }
      files.set(name, Uint8Array.from(content));
      return true;
    },
    remove: async (name) => {
      checkName(name);
      files.delete(name);
    },
    capabilities: () => ({atomicPutIfAbsent: true, removable: true}),
    freeSpace: async () => (capacity === undefined ? undefined : Math.max(0, capacity - used())),
    close: async () => undefined,
  };
};
