// A folder as a source. Never leaves it: links out of it, pipes, devices and loops are told as problems and left out.

import {lstat, readdir, realpath, stat} from 'node:fs/promises';
import {basename, resolve, sep} from 'node:path';
import {isUtf8} from 'node:buffer';
import {isChatError} from '../errors.ts';
import {EntryTable} from './entry-table.ts';
import type {SourceOptions} from './entry-table.ts';
import {readFileBytes} from './file-bytes.ts';
import type {Source} from './source.ts';
import {asChatError, withPath} from './system-error.ts';

export type DirectorySource = Source & {readonly isFolder: true};

/** A name that is not UTF-8 keeps its odd bytes as `%FF`; the bytes themselves are used to open the file. */
const nameOf = (bytes: Buffer): string =>
  isUtf8(bytes)
    ? bytes.toString('utf8')
    : bytes
        .toString('latin1')
        .replace(/[\u0080-\u00ff]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const separator = Buffer.from(sep);

type Found = {readonly location: Buffer; readonly path: string};

class FolderWalk {
  readonly table: EntryTable<Buffer>;
  readonly #root: string;
  readonly #options: SourceOptions;

  constructor(root: string, options: SourceOptions) {
    this.#root = root;
    this.#options = options;
    this.table = new EntryTable(options);
  }

  /** Folders are kept in a list, not on the stack: trees may be deep. */
  async run(): Promise<void> {
    const folders: Found[] = [{location: Buffer.from(this.#root), path: ''}];
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      folders.push(...(await this.#folder(folder)));
    }
  }

  async #folder(folder: Found): Promise<Found[]> {
    const inner: Found[] = [];
    let names: Buffer[];
    try {
      names = await readdir(folder.location, {encoding: 'buffer'});
    } catch (error) {
      // The root itself must be readable, else there is no source.
      if (folder.path === '') throw asChatError(error, this.#root);
      this.#problem('file-unreadable', folder.path, error);
      return inner;
    }
    for (const bytes of names) {
      const path = folder.path === '' ? nameOf(bytes) : `${folder.path}/${nameOf(bytes)}`;
      const location = Buffer.concat([folder.location, separator, bytes]);
      try {
        if (await this.#entry({location, path})) inner.push({location, path});
      } catch (error) {
        if (isChatError(error)) throw error;
        this.#problem('file-unreadable', path, error);
      }
    }
    return inner;
  }

  /** True for a folder to walk into. */
  async #entry({location, path}: Found): Promise<boolean> {
    const facts = await lstat(location);
    if (facts.isDirectory()) return true;
    if (facts.isFile()) this.#add(path, facts, location);
    else if (facts.isSymbolicLink()) await this.#link({location, path});
    else this.#problem('file-skipped', path, 'Neither a file nor a folder.');
    return false;
  }

  /** Links to files inside the folder are files. Links to folders are not followed: what they lead to is listed anyway, or outside. */
  async #link({location, path}: Found): Promise<void> {
    const target = await realpath(location, {encoding: 'buffer'});
    const isInside = target
      .subarray(0, this.#root.length + 1)
      .equals(Buffer.from(this.#root + sep));
    const isInsideOrRoot = isInside || this.#root === sep;
    if (!isInsideOrRoot) {
      this.#problem('file-skipped', path, 'A link that leads out of the folder.');
      return;
    }
    const facts = await stat(target);
    if (facts.isFile()) this.#add(path, facts, target);
    else this.#problem('file-skipped', path, 'A link that is not to a file.');
  }

  #add(path: string, facts: {size: number; mtimeMs: number}, location: Buffer): void {
    this.table.add(path, {size: facts.size, modifiedMs: Math.round(facts.mtimeMs)}, location);
  }

  #problem(kind: 'file-skipped' | 'file-unreadable', path: string, reason: unknown): void {
    const known = asChatError(reason, path);
    const detail = known instanceof Error ? known.message : String(known);
    this.#options.onProblem?.({kind, place: {path}, detail});
  }
}

/** The list is made once, at the first call: files that come later are not seen, files that go are `not-found`. */
export const directorySource = async (
  location: string,
  options: SourceOptions = {},
): Promise<DirectorySource> => {
  const root = await withPath(location, () => realpath(location));
  let walked: Promise<EntryTable<Buffer>> | undefined;
  const walk = async (): Promise<EntryTable<Buffer>> => {
    const folder = new FolderWalk(root, options);
    await folder.run();
    return folder.table;
  };
  const table = (): Promise<EntryTable<Buffer>> => (walked ??= walk());
  return {
    label: basename(resolve(location)) || location,
    isFolder: true,
    list: async () => (await table()).list(),
    async *open(path, range) {
      yield* readFileBytes((await table()).place(path), path, range);
    },
    close: () => Promise.resolve(),
  };
};
