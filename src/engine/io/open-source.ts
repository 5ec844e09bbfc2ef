// From a path to a source: what it is shows in its first bytes, never in its name.

import {open, realpath, stat} from 'node:fs/promises';
import {basename} from 'node:path';
import {ChatError} from '../errors.ts';
import {directorySource} from './directory-source.ts';
import type {SourceOptions} from './entry-table.ts';
import {fileSource, gzipFileSource} from './file-source.ts';
import type {Source} from './source.ts';
import {gunzipHead} from './stream-bytes.ts';
import {withPath} from './system-error.ts';
import {openTar, openTarGz} from './tar-source.ts';
import {openZip} from './zip-source.ts';

const headOf = async (location: string): Promise<Uint8Array> => {
  const file = await open(location, 'r');
  try {
    const buffer = Buffer.alloc(4096);
    const {bytesRead} = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

const startsWith = (head: Uint8Array, ...codes: readonly number[]): boolean =>
  codes.every((code, index) => head[index] === code);

/** Files, the empty archive, and the mark of a spanned one. */
const isZip = (head: Uint8Array): boolean =>
  startsWith(head, 0x50, 0x4b, 3, 4) ||
  startsWith(head, 0x50, 0x4b, 5, 6) ||
  startsWith(head, 0x50, 0x4b, 7, 8);

/** By the sum over the header, which every tar has since 1979; a magic word only newer ones. */
export const isTar = (head: Uint8Array): boolean => {
  if (head.length < 512 || head[0] === 0) return false;
  const text = Buffer.from(head.subarray(148, 156)).toString('latin1');
  const said = /^[ 0]*([0-7]{1,6})[ \0]*$/.exec(text)?.[1];
  if (said === undefined) return false;
  let sum = 8 * 32;
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += head[at] ?? 0;
  return Number.parseInt(said, 8) === sum;
};

/**
 * A folder, a zip, a tar, a tar.gz, a gzipped file or any other file. Archives inside are not opened. Throws `not-found`,
 * `no-permission`, `usage` (a pipe or device), and for archives `input-malformed`, `input-encrypted`, `input-limit`.
 */
export const openSource = async (
  location: string,
  options: SourceOptions = {},
): Promise<Source> => {
  const facts = await withPath(location, () => stat(location));
  if (facts.isDirectory()) return directorySource(location, options);
  if (!facts.isFile()) {
    throw new ChatError('usage', `Neither a file nor a folder: ${location}`, {
      hint: 'Save it to a file first: exports are read more than once.',
    });
  }
  // Links that a person names are followed; what is opened later is the file itself.
  const real = await withPath(location, () => realpath(location));
  const name = basename(location);
  const head = await withPath(location, () => headOf(real));
  if (isZip(head)) return openZip(real, options, name);
  if (isTar(head)) return openTar(real, options, name);
  const file = {location: real, name, size: facts.size, modifiedMs: Math.round(facts.mtimeMs)};
  if (!startsWith(head, 0x1f, 0x8b)) return fileSource(file);
  if (isTar(gunzipHead(head)) || /\.(?:tgz|tar\.gz)$/i.test(name)) {
    return openTarGz(real, options, name);
  }
  return gzipFileSource(file, options.limits ? {limits: options.limits} : {});
};
