// The file system as screens see it: folders to walk through, paths to type.

import {readdir, stat, statfs} from 'node:fs/promises';
import {basename, dirname, isAbsolute, join, resolve} from 'node:path';
import {withPath} from '../engine/io/system-error.ts';
import type {FileItem, FilesService} from './services.ts';

const itemOf = async (folder: string, name: string): Promise<FileItem | undefined> => {
  const path = join(folder, name);
  try {
    const facts = await stat(path);
    if (!facts.isDirectory() && !facts.isFile()) return undefined;
    return {name, path, isFolder: facts.isDirectory(), size: facts.size, modifiedMs: facts.mtimeMs};
  } catch {
    return undefined; // A link to nowhere, or gone since the folder was read: not to be chosen.
  }
};

const byKindAndName = new Intl.Collator(undefined, {numeric: true, sensitivity: 'base'});

export type Folders = {
  readonly home: string;
  readonly startFolder: string;
  readonly samples: string;
};

export const createFiles = (folders: Folders): FilesService => ({
  ...folders,
  async list(folder, {isHiddenShown = false} = {}) {
    const names = await withPath(folder, () => readdir(folder));
    const shown = isHiddenShown ? names : names.filter((name) => !name.startsWith('.'));
    const items = await Promise.all(shown.map((name) => itemOf(folder, name)));
    return items
      .filter((item) => item !== undefined)
      .sort(
        (a, b) => Number(b.isFolder) - Number(a.isFolder) || byKindAndName.compare(a.name, b.name),
      );
  },
  parent: (path) => dirname(path),
  join: (folder, name) => join(folder, name),
  name: (path) => basename(path),
  resolve(text) {
    const typed = text.trim();
    if (typed === '~' || typed.startsWith('~/')) return join(folders.home, typed.slice(1));
    return isAbsolute(typed) ? resolve(typed) : resolve(folders.startFolder, typed);
  },
  async kind(path) {
    try {
      return (await stat(path)).isDirectory() ? 'folder' : 'file';
    } catch {
      return 'missing'; // For a field that is being typed in, unreadable and absent are the same.
    }
  },
  async freeSpace(path) {
    for (let at = path; ; at = dirname(at)) {
      try {
        const {bavail, bsize} = await statfs(at);
        return bavail * bsize;
      } catch {
        if (dirname(at) === at) return undefined; // Not even the root can be asked: then it is unknown.
      }
    }
  },
});
