// A folder as a sink. Nothing is ever written outside it, also not through links that lie in it.

import {lstat, mkdir, realpath, rmdir} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {ChatError} from '../errors.ts';
import {createFile} from './file-writer.ts';
import type {WriterOptions} from './file-writer.ts';
import {refuseUnsafePath} from './memory-source.ts';
import {foldPath, otherSpelling, safeName} from './path-names.ts';
import type {Sink} from './sink.ts';
import {systemCode, withPath} from './system-error.ts';

export type DirectorySinkOptions = Pick<WriterOptions, 'overwrite' | 'isDurable'>;

/** Two paths that a case-blind file system would take for one get two spellings; the same path twice stays the same. */
class Spellings {
  readonly #owners = new Map<string, string>();

  of(path: string): string {
    let spelling = path
      .split(/[/\\]/)
      .filter((part) => part !== '' && part !== '.')
      .map(safeName)
      .join('/');
    for (;;) {
      const key = foldPath(spelling);
      const owner = this.#owners.get(key);
      if (owner === undefined || owner === path) {
        this.#owners.set(key, path);
        return spelling;
      }
      const cut = spelling.lastIndexOf('/') + 1;
      spelling = spelling.slice(0, cut) + otherSpelling(spelling.slice(cut));
    }
  }
}

/** Makes the folders of a path one by one, never through a link. Gives the innermost and those that were not there before. */
const makeFolders = async (
  root: string,
  parts: readonly string[],
): Promise<{readonly folder: string; readonly made: readonly string[]}> => {
  const made: string[] = [];
  let folder = root;
  for (const part of parts) {
    folder = join(folder, part);
    try {
      await mkdir(folder, {mode: 0o700});
      made.push(folder);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const facts = await lstat(folder);
      if (facts.isSymbolicLink()) {
        throw new ChatError('usage', `A link stands in the way: ${folder}`, {
          hint: 'Nothing is written through links inside the target: choose an empty folder.',
        });
      }
      if (!facts.isDirectory()) {
        throw new ChatError('target-exists', `A file stands where a folder is needed: ${folder}`);
      }
    }
  }
  return {folder, made};
};

const removeFolders = async (folders: readonly string[]): Promise<void> => {
  for (const folder of folders.toReversed()) {
    try {
      await rmdir(folder);
    } catch (error) {
      // Somebody else put something in meanwhile: then it stays.
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) throw error;
      return;
    }
  }
};

/**
 * Creates the folder (0700, with its parents) if it is not there. Names that some file systems cannot hold are percent-mapped
 * (`path-names.ts`); files are 0600.
 */
export const directorySink = async (
  location: string,
  options: DirectorySinkOptions,
): Promise<Sink> => {
  const wanted = resolve(location);
  await withPath(location, () => mkdir(wanted, {recursive: true, mode: 0o700}));
  const root = await withPath(location, () => realpath(wanted));
  const spellings = new Spellings();
  return {
    create: async (path, {modifiedMs} = {}) => {
      refuseUnsafePath(path);
      const parts = spellings.of(path).split('/');
      const name = parts.pop() ?? '';
      const {folder, made} = await withPath(path, () => makeFolders(root, parts));
      const writer = {
        ...options,
        label: path,
        ...(modifiedMs === undefined ? {} : {modifiedMs}),
      };
      try {
        return await createFile(join(folder, name), writer, () => removeFolders(made));
      } catch (error) {
        await removeFolders(made);
        throw error;
      }
    },
  };
};
