// The bytes of one regular file on disk, as chunks. Refuses links, pipes and devices, whatever the name turns out to be.

import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import {ChatError} from '../errors.ts';
import type {ReadRange} from './source.ts';
import {withPath} from './system-error.ts';

const chunkBytes = 262_144;

/** O_NONBLOCK: a pipe that took the file's place must not hold us up. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export const openFile = async (location: string | Buffer, label: string): Promise<FileHandle> => {
  const file = await withPath(label, () => open(location, flags));
  try {
    if ((await file.stat()).isFile()) return file;
    throw new ChatError('not-found', `No longer a regular file: ${label}`);
  } catch (error) {
    await file.close();
    throw error;
  }
};

/** The bytes of an open file; may run several times at once. `label` stands in errors. */
export async function* readHandle(
  file: FileHandle,
  label: string,
  {start = 0, length = Number.POSITIVE_INFINITY}: ReadRange = {},
): AsyncGenerator<Uint8Array> {
  let position = start;
  let left = length;
  while (left > 0) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(left, chunkBytes));
    const {bytesRead} = await withPath(label, () => file.read(buffer, 0, buffer.length, position));
    // Network file systems may give less than was asked for before the end.
    if (bytesRead === 0) return;
    position += bytesRead;
    left -= bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

export async function* readFileBytes(
  location: string | Buffer,
  label: string,
  range?: ReadRange,
): AsyncGenerator<Uint8Array> {
  const file = await openFile(location, label);
  try {
    yield* readHandle(file, label, range);
  } finally {
    await file.close();
  }
}
