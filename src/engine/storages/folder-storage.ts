// A storage in a folder of a disk. Files appear whole or not at all, and survive a power cut once `put` has resolved.
import {join} from 'node:path';
import {ChatError, type ErrorCode} from '../errors.ts';
import {systemEnvironment, type Environment} from '../vault/environment.ts';
import {toHex} from '../vault/bytes.ts';
import type {Storage, StoredFile} from '../vault/storage.ts';
import {nodeFolderFs, type FolderFs, type OpenFile} from './folder-fs.ts';
import {byName, checkName, isStorageName, notFound} from './names.ts';

export type FolderStorageOptions = {
  readonly fs?: FolderFs;
  readonly env?: Environment;
  /** What to call it; the path unless given. */
  readonly label?: string;
};

const temporaryPrefix = '.tmp-';
const claimPrefix = '.claim-';
/** Older temporary files were left by a process that died. */
const staleMs = 24 * 60 * 60 * 1000;
const staleClaimMs = 60 * 1000;

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  EFBIG: 'no-space',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EROFS: 'no-permission',
};

const messages: Partial<Record<ErrorCode, {readonly text: string; readonly hint: string}>> = {
  'no-space': {text: 'The disk of the vault is full.', hint: 'Free some space, then try again.'},
  'no-permission': {
    text: 'The vault’s folder may not be written or read.',
    hint: 'Check who owns it and whether the disk is write-protected.',
  },
  'storage-unreachable': {
    text: 'The vault’s folder cannot be reached.',
    hint: 'Check that the disk is connected and healthy.',
  },
};

const errnoOf = (error: unknown): string => {
  const code = (error as {code?: unknown} | null)?.code;
  return typeof code === 'string' ? code : '';
};

const failure = (code: ErrorCode, error: unknown, details: Record<string, string>): ChatError => {
  const {text = '', hint = ''} = messages[code] ?? {};
  return new ChatError(code, text, {hint, details, cause: error});
};

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoOf(error));

const translate = (error: unknown, name: string): unknown => {
  const errno = errnoOf(error);
  if (error instanceof ChatError || errno === '') return error;
  if (isMissing(error) || errno === 'ELOOP') return notFound(name);
  const code = Object.hasOwn(codes, errno) ? codes[errno] : undefined;
  return failure(code ?? 'storage-unreachable', error, {errno, name});
};

class FolderStorage implements Storage {
  readonly label: string;
  readonly #root: string;
  readonly #fs: FolderFs;
  readonly #env: Environment;
  readonly #folders = new Set<string>();
  #swept = false;

  constructor(
    root: string,
    {fs = nodeFolderFs, env = systemEnvironment, label = root}: FolderStorageOptions,
  ) {
    this.#root = root;
    this.#fs = fs;
    this.#env = env;
    this.label = label;
  }

  #path(name: string): string {
    checkName(name);
    return join(this.#root, ...name.split('/'));
  }

  async #run<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      throw translate(error, name);
    }
  }

  // ---- reading

  list(prefix: string): Promise<readonly StoredFile[]> {
    return this.#run(prefix, async () => {
      const found: StoredFile[] = [];
      const slash = prefix.lastIndexOf('/');
      const folder = slash < 0 ? '' : prefix.slice(0, slash);
      if (folder !== '') checkName(folder);
      await this.#walk(folder, async (name, path, kind) => {
        if (kind !== 'file' || !name.startsWith(prefix) || !isStorageName(name)) return;
        const file = await this.#statIfThere(path);
        if (file !== undefined) found.push({name, size: file.size});
      });
      return found.toSorted(byName);
    });
  }

  async #walk(
    folder: string,
    visit: (name: string, path: string, kind: 'file' | 'other') => Promise<void>,
  ): Promise<void> {
    const path = folder === '' ? this.#root : join(this.#root, ...folder.split('/'));
    let items;
    try {
      items = await this.#fs.readdir(path);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    for (const item of items) {
      const name = folder === '' ? item.name : `${folder}/${item.name}`;
      if (item.kind !== 'folder') await visit(name, join(path, item.name), item.kind);
      else if (isStorageName(name)) await this.#walk(name, visit);
    }
  }

  async #statIfThere(
    path: string,
  ): Promise<{readonly size: number; readonly modifiedMs: number} | undefined> {
    try {
      const found = await this.#fs.stat(path);
      return found.kind === 'file' ? found : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  stat(name: string): Promise<StoredFile | undefined> {
    return this.#run(name, async () => {
      const found = await this.#statIfThere(this.#path(name));
      return found && {name, size: found.size};
    });
  }

  get(
    name: string,
    range?: {readonly start: number; readonly length: number},
  ): Promise<Uint8Array> {
    return this.#run(name, async () => {
      const file = await this.#fs.openToRead(this.#path(name));
      try {
        const start = range?.start ?? 0;
        // The file's size bounds the buffer, whatever length was asked for
        const left = Math.max(0, (await file.size()) - start);
        const buffer = Buffer.allocUnsafeSlow(Math.min(left, range?.length ?? left));
        const read = await file.read(buffer, start);
        return read === buffer.length ? buffer : buffer.subarray(0, read);
      } finally {
        await file.close();
      }
    });
  }

  // ---- writing

  put(
    name: string,
    content: Uint8Array,
    options?: {readonly ifAbsent?: boolean},
  ): Promise<boolean> {
    return this.#run(name, async () => {
      const path = this.#path(name);
      const cut = name.lastIndexOf('/');
      const folder = cut < 0 ? '' : name.slice(0, cut);
      await this.#makeFolder(folder);
      await this.#sweep();
      const folderPath = join(this.#root, ...folder.split('/'));
      const temporary = join(folderPath, `${temporaryPrefix}${toHex(this.#env.random(8))}`);
      try {
        await this.#write(temporary, content);
        if (options?.ifAbsent === true) {
          if (!(await this.#claim(temporary, path))) return false;
        } else {
          await this.#fs.rename(temporary, path);
        }
      } catch (error) {
        await this.#unlinkQuietly(temporary);
        throw this.#missingFolder(error, name);
      }
      await this.#fs.syncFolder(folderPath);
      return true;
    });
  }

  /** For a writer nothing is missing but the folder itself: unplugged or deleted under us. */
  #missingFolder(error: unknown, name: string): unknown {
    if (!isMissing(error)) return error;
    this.#folders.clear();
    return failure('storage-unreachable', error, {errno: errnoOf(error), name});
  }

  async #write(path: string, content: Uint8Array): Promise<void> {
    const file = await this.#fs.create(path);
    await closing(file, async () => {
      await file.write(content);
      await file.sync();
    });
  }

  /** Gives the temporary file its name unless that is taken; a hard link does it in one step. */
  async #claim(temporary: string, path: string): Promise<boolean> {
    try {
      await this.#fs.link(temporary, path);
      await this.#fs.unlink(temporary);
      return true;
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'EEXIST') {
        await this.#fs.unlink(temporary);
        return false;
      }
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK', 'EACCES'].includes(errno))
        throw error;
      return this.#claimByFile(temporary, path);
    }
  }

  /** FAT and some network file systems have no hard links: an exclusive claim file beside the name serves. */
  async #claimByFile(temporary: string, path: string): Promise<boolean> {
    const cut = path.length - (path.split(/[/\\]/).at(-1)?.length ?? 0);
    const claim = `${path.slice(0, cut)}${claimPrefix}${path.slice(cut)}`;
    const old = await this.#statIfThere(claim);
    if (old !== undefined && this.#env.now() - old.modifiedMs > staleClaimMs)
      await this.#unlinkQuietly(claim);
    try {
      await (await this.#fs.create(claim)).close();
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
      await this.#fs.unlink(temporary);
      return false;
    }
    try {
      const isTaken = (await this.#statIfThere(path)) !== undefined;
      if (isTaken) await this.#fs.unlink(temporary);
      else await this.#fs.rename(temporary, path);
      return !isTaken;
    } finally {
      await this.#unlinkQuietly(claim);
    }
  }

  async #unlinkQuietly(path: string): Promise<void> {
    try {
      await this.#fs.unlink(path);
    } catch {
      // It may not exist any more; a stray one is swept after a day
    }
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return;
    const parts = folder === '' ? [] : folder.split('/');
    let path = this.#root;
    let known = '';
    if (!this.#folders.has('')) await this.#makeRoot();
    for (const part of parts) {
      const parent = path;
      path = join(path, part);
      known = known === '' ? part : `${known}/${part}`;
      if (this.#folders.has(known)) continue;
      await this.#mkdirIfAbsent(path);
      // Also when it was there: whoever made it may have died before its name was durable
      await this.#fs.syncFolder(parent);
      this.#folders.add(known);
    }
  }

  async #makeRoot(): Promise<void> {
    try {
      await this.#mkdirIfAbsent(this.#root);
    } catch (error) {
      throw this.#missingFolder(error, '');
    }
    const parent = join(this.#root, '..');
    if (parent !== this.#root) await this.#fs.syncFolder(parent);
    this.#folders.add('');
  }

  async #mkdirIfAbsent(path: string): Promise<void> {
    try {
      await this.#fs.mkdir(path);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }

  /** Once per process, before its first write. */
  async #sweep(): Promise<void> {
    if (this.#swept) return;
    this.#swept = true;
    await this.#walk('', async (name, path) => {
      const base = name.slice(name.lastIndexOf('/') + 1);
      if (!base.startsWith(temporaryPrefix) && !base.startsWith(claimPrefix)) return;
      const found = await this.#statIfThere(path);
      if (found !== undefined && this.#env.now() - found.modifiedMs > staleMs)
        await this.#unlinkQuietly(path);
    });
  }

  remove(name: string): Promise<void> {
    return this.#run(name, async () => {
      const path = this.#path(name);
      try {
        await this.#fs.unlink(path);
      } catch (error) {
        if (isMissing(error)) return;
        throw error;
      }
      await this.#fs.syncFolder(join(path, '..'));
    });
  }

  capabilities(): {readonly atomicPutIfAbsent: boolean; readonly removable: boolean} {
    return {atomicPutIfAbsent: true, removable: true};
  }

  async freeSpace(): Promise<number | undefined> {
    // The folder may not exist yet: then its parent's disk is the one
    return (await this.#fs.freeBytes(this.#root)) ?? this.#fs.freeBytes(join(this.#root, '..'));
  }

  async close(): Promise<void> {
    // Nothing is held open between calls
  }
}

/** Closes the file in every case; an error of the work is not hidden by an error of closing. */
const closing = async (file: OpenFile, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  await file.close();
};

/** The folder is made when the first file is put. */
export const folderStorage = (path: string, options: FolderStorageOptions = {}): Storage =>
  new FolderStorage(path, options);
