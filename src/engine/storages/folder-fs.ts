// The few file system calls that the folder storage needs, behind an interface so that a test can crash between any two of them.
import {constants} from 'node:fs';
import {
  link,
  mkdir,
  open,
  readdir,
  rename,
  stat,
  statfs,
  unlink,
  type FileHandle,
} from 'node:fs/promises';

export type FolderItem = {readonly name: string; readonly kind: 'file' | 'folder' | 'other'};

export interface OpenFile {
  /** Fills the buffer from `position`; gives how many bytes there were. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Appends all of it. */
  write(bytes: Uint8Array): Promise<void>;
  /** Content and size are durable when it resolves. */
  sync(): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** Paths are absolute. Errors carry Node's `code` (ENOENT, ENOSPC …). */
export interface FolderFs {
  openToRead(path: string): Promise<OpenFile>;
  /** The file must not exist. Mode 0600. */
  create(path: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; EEXIST if the name is taken. */
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Mode 0700; EEXIST if it is there. */
  mkdir(path: string): Promise<void>;
  readdir(path: string): Promise<readonly FolderItem[]>;
  stat(path: string): Promise<{
    readonly kind: FolderItem['kind'];
    readonly size: number;
    readonly modifiedMs: number;
  }>;
  /** Names in the folder are durable when it resolves. */
  syncFolder(path: string): Promise<void>;
  /** Undefined where the system cannot tell. */
  freeBytes(path: string): Promise<number | undefined>;
}

const openFile = (handle: FileHandle): OpenFile => ({
  read: async (buffer, position) => {
    let done = 0;
    while (done < buffer.length) {
      const {bytesRead} = await handle.read(buffer, done, buffer.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  },
  write: async (bytes) => {
    for (let done = 0; done < bytes.length;) {
      done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
    }
  },
  sync: () => handle.sync(),
  size: async () => (await handle.stat()).size,
  close: () => handle.close(),
});

const codeOf = (error: unknown): unknown => (error as {code?: unknown} | null)?.code;

/** Windows and some network file systems cannot sync a folder; there nothing better can be done. */
const cannotSyncFolder = new Set<unknown>([
  'EISDIR',
  'EPERM',
  'EINVAL',
  'ENOTSUP',
  'EACCES',
  'EBADF',
]);

const syncFolder = async (path: string): Promise<void> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    await handle.sync();
  } catch (error) {
    if (!cannotSyncFolder.has(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
};

const kindOf = (item: {isFile(): boolean; isDirectory(): boolean}): FolderItem['kind'] =>
  item.isFile() ? 'file' : item.isDirectory() ? 'folder' : 'other';

// O_NONBLOCK: a FIFO in place of a pack must not hang us; O_NOFOLLOW: a link in place of one must not lead elsewhere
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const openToRead = async (path: string): Promise<OpenFile> => {
  const handle = await open(path, readFlags);
  if ((await handle.stat()).isFile()) return openFile(handle);
  await handle.close();
  throw Object.assign(new Error('not a regular file'), {code: 'ENOENT'});
};

export const nodeFolderFs: FolderFs = {
  openToRead,
  create: async (path) => openFile(await open(path, 'wx', 0o600)),
  rename,
  link,
  unlink,
  mkdir: async (path) => {
    await mkdir(path, {mode: 0o700});
  },
  readdir: async (path) =>
    (await readdir(path, {withFileTypes: true})).map((item) => ({
      name: item.name,
      kind: kindOf(item),
    })),
  stat: async (path) => {
    const found = await stat(path);
    return {kind: kindOf(found), size: found.size, modifiedMs: found.mtimeMs};
  },
  syncFolder,
  freeBytes: async (path) => {
    try {
      const found = await statfs(path);
      return found.bavail * found.bsize;
    } catch {
      // not every file system can tell; then no limit is known
      return undefined;
    }
  },
};
