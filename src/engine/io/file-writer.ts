// One file on disk that appears whole or not at all: written beside its place under a temporary name, synced, renamed.

import {randomBytes} from 'node:crypto';
import {link, lstat, open, realpath, rename, stat, unlink} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {ChatError} from '../errors.ts';
import type {SinkFile} from './sink.ts';
import {asChatError, systemCode, withPath} from './system-error.ts';
import {WriteBuffer} from './write-buffer.ts';

/** What happens when the name is taken: refuse (`target-exists`), replace, or ask; no to the question is a refusal. */
export type Overwrite = 'never' | 'always' | ((path: string) => Promise<boolean>);

export type WriterOptions = {
  readonly overwrite: Overwrite;
  readonly modifiedMs?: number;
  /** What the person knows the file as. Default: the location. */
  readonly label?: string;
  /** Wait until the file would survive a power cut. Default true; a tree of many thousand files is written much faster without. */
  readonly isDurable?: boolean;
};

const writeAll = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  let at = 0;
  while (at < bytes.length) {
    const {bytesWritten} = await file.write(bytes, at, bytes.length - at);
    at += bytesWritten;
  }
};

const setTime = async (file: FileHandle, modifiedMs: number | undefined): Promise<void> => {
  if (modifiedMs === undefined || !Number.isFinite(modifiedMs)) return;
  try {
    await file.utimes(modifiedMs / 1000, modifiedMs / 1000);
  } catch (error) {
    // Some file systems cannot hold such a time, or none at all: the content matters more.
    if (!isUnsupported(error) && systemCode(error) !== 'ERANGE') throw error;
  }
};

const isTaken = async (location: string): Promise<boolean> => {
  try {
    await lstat(location);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
};

const taken = (label: string): ChatError =>
  new ChatError('target-exists', `It exists already: ${label}`, {
    hint: 'Choose another place, or allow overwriting.',
  });

const mayReplace = async (
  location: string,
  label: string,
  overwrite: Overwrite,
): Promise<boolean> => {
  if (!(await isTaken(location))) return false;
  if ((await lstat(location)).isDirectory()) throw taken(label);
  const isAllowed = overwrite === 'always' || (overwrite !== 'never' && (await overwrite(label)));
  if (!isAllowed) throw taken(label);
  return true;
};

/** Some file systems (exFAT, some shares) know no links; and a folder cannot always be synced. */
const isUnsupported = (error: unknown): boolean =>
  [
    'EPERM',
    'ENOTSUP',
    'EOPNOTSUPP',
    'ENOSYS',
    'EXDEV',
    'EINVAL',
    'EMLINK',
    'EISDIR',
    'EBADF',
    'EACCES',
  ].includes(systemCode(error) ?? '');

/** Puts the file in its place; without `isReplacing` a name that was taken meanwhile is not touched. */
const settle = async (from: string, to: string, isReplacing: boolean): Promise<void> => {
  if (isReplacing) {
    await rename(from, to);
    return;
  }
  try {
    await link(from, to);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    if (await isTaken(to)) throw taken(to);
    await rename(from, to);
    return;
  }
  await unlink(from);
};

/** After this the name survives a power cut, as far as the system can promise it. */
export const syncFolder = async (folder: string): Promise<void> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    await handle?.close();
  }
};

/**
 * Starts a file at `location`, whose folder exists. `cleanUp` runs after an abort. Throws `target-exists`, `no-permission`,
 * `no-space`; the last two also from `write` and `close`.
 */
export const createFile = async (
  location: string,
  options: WriterOptions,
  cleanUp: () => Promise<void> = async () => undefined,
): Promise<SinkFile> => {
  const {label = location, isDurable = true} = options;
  const isReplacing = await withPath(label, () => mayReplace(location, label, options.overwrite));
  const folder = dirname(location);
  const temporary = join(folder, `.chatark-${randomBytes(6).toString('hex')}.part`);
  const file = await withPath(label, () => open(temporary, 'wx', 0o600));
  const buffered = new WriteBuffer((bytes) => writeAll(file, bytes));
  let state: 'open' | 'closed' | 'aborted' = 'open';
  const abort = async (): Promise<void> => {
    if (state !== 'open') return;
    state = 'aborted';
    await file.close().catch(() => undefined); // It may be closed already; what counts is that the name goes.
    await unlink(temporary).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw asChatError(error, label);
    });
    await cleanUp();
  };
  return {
    write: async (chunk) => {
      if (state !== 'open') throw new Error(`Written to after it was ${state}: ${label}`);
      await withPath(label, () => buffered.add(chunk));
    },
    close: async () => {
      if (state !== 'open') return;
      try {
        await withPath(label, async () => {
          await buffered.flush();
          await setTime(file, options.modifiedMs);
          if (isDurable) await file.sync();
          await file.close();
          await settle(temporary, location, isReplacing);
          if (isDurable) await syncFolder(folder);
        });
      } catch (error) {
        await abort();
        throw error;
      }
      state = 'closed';
    },
    abort,
  };
};

/** Where a name that a person typed leads to: through links, so that `--out link` changes what the link means. */
export const resolveTarget = async (
  location: string,
): Promise<{readonly location: string; readonly isSpecial: boolean}> => {
  try {
    const real = await realpath(location);
    const facts = await stat(real);
    return {location: real, isSpecial: !facts.isFile() && !facts.isDirectory()};
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw asChatError(error, location);
    return {location, isSpecial: false};
  }
};
