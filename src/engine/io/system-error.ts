// What the operating system says, in the project's error codes. One table for sources, sinks and storages.

import {ChatError} from '../errors.ts';
import type {ErrorCode} from '../errors.ts';

type Meaning = {readonly code: ErrorCode; readonly message: string; readonly hint?: string};

const meanings: Readonly<Record<string, Meaning>> = {
  ENOENT: {code: 'not-found', message: 'There is no such file or folder'},
  ENOTDIR: {code: 'not-found', message: 'A part of the path is not a folder'},
  EACCES: {code: 'no-permission', message: 'Permission denied'},
  EPERM: {code: 'no-permission', message: 'Not permitted'},
  EROFS: {code: 'no-permission', message: 'The file system is read-only'},
  ENOSPC: {
    code: 'no-space',
    message: 'No space left',
    hint: 'Free some space or choose another place.',
  },
  EDQUOT: {
    code: 'no-space',
    message: 'The quota is used up',
    hint: 'Free some space or choose another place.',
  },
  EFBIG: {code: 'no-space', message: 'The file system cannot hold a file of that size'},
  EEXIST: {code: 'target-exists', message: 'It exists already'},
  EISDIR: {code: 'target-exists', message: 'A folder has that name'},
  ENOTEMPTY: {code: 'target-exists', message: 'A folder with files has that name'},
  EPIPE: {code: 'cancelled', message: 'The other end of the pipe was closed'},
  ELOOP: {code: 'usage', message: 'The path leads through a symbolic link'},
  ENAMETOOLONG: {code: 'usage', message: 'The path is too long'},
  EINVAL: {code: 'usage', message: 'The file system refuses that name'},
  EIO: {code: 'storage-unreachable', message: 'The device reports a read or write error'},
  ESTALE: {code: 'storage-unreachable', message: 'The network file system lost the file'},
  ETIMEDOUT: {code: 'storage-unreachable', message: 'The file system does not answer'},
  ENOTCONN: {code: 'storage-unreachable', message: 'The network file system is not connected'},
};

export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** A ChatError for errors that a person can act on; anything else comes back as it is. `path` is what the person knows. */
export const asChatError = (error: unknown, path: string): unknown => {
  const code = systemCode(error);
  const meaning = code !== undefined && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  if (!meaning || error instanceof ChatError) return error;
  return new ChatError(meaning.code, `${meaning.message}: ${path}`, {
    cause: error,
    details: {path, system: code ?? ''},
    ...(meaning.hint === undefined ? {} : {hint: meaning.hint}),
  });
};

/** Runs something that talks to the file system; what it throws goes through `asChatError`. */
export const withPath = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw asChatError(error, path);
  }
};
