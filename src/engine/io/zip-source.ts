// A zip as a source, through yauzl: names decoded and made safe here, sizes and checksums checked, bombs and encryption refused.

import type {FileHandle} from 'node:fs/promises';
import {basename} from 'node:path';
import {crc32} from 'node:zlib';
import {ChatError, isChatError} from '../errors.ts';
import {EntryTable} from './entry-table.ts';
import type {SourceOptions} from './entry-table.ts';
import {openFile, readHandle} from './file-bytes.ts';
import {checkRatio, withDefaults} from './limits.ts';
import {chunksOf} from './memory-source.ts';
import {openRandom} from './random-bytes.ts';
import type {RandomBytes} from './random-bytes.ts';
import type {ReadRange, Source} from './source.ts';
import {damaged, inflateRaw, rangeOf} from './stream-bytes.ts';
import {asChatError, systemCode} from './system-error.ts';
import {zipMembers} from './zip-members.ts';
import type {ZipMember} from './zip-members.ts';
import {nameDecoder} from './zip-names.ts';
import {salvageMembers} from './zip-salvage.ts';

const methodNames: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'BZIP2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
};

const encrypted = (label: string): ChatError =>
  new ChatError('input-encrypted', `The archive is encrypted: ${label}`, {
    hint: 'Unpack it with its password (7-Zip, unzip, the file manager) and open the folder.',
  });

/** yauzl's plain errors as ours. */
const zipError = (error: unknown, label: string): unknown => {
  if (isChatError(error)) return error;
  if (systemCode(error)?.startsWith('E')) return asChatError(error, label);
  const message = error instanceof Error ? error.message : String(error);
  if (/encrypt/i.test(message)) return encrypted(label);
  const isCut = /End of central directory|unexpected EOF|Invalid comment length/i.test(message);
  const isSplit = /multi-disk/.test(message);
  return new ChatError('input-malformed', `The zip cannot be read: ${label}`, {
    cause: error,
    details: {reason: message.slice(0, 200)},
    hint: isSplit
      ? 'It is one part of a split archive: join the parts first (7-Zip or "zip -s 0").'
      : isCut
        ? 'It seems to be cut off: download or copy it again.'
        : 'It seems to be damaged: download or copy it again.',
  });
};

const makeTable = (
  members: readonly ZipMember[],
  options: SourceOptions,
): EntryTable<ZipMember> => {
  const table = new EntryTable<ZipMember>(options);
  const decode = nameDecoder(members.map(({name}) => name));
  for (const member of members) {
    const name = decode(member.name);
    const {size, modifiedMs} = member;
    if (/[/\\]$/.test(name) && size === 0) continue;
    if (member.isLink) {
      const detail = 'A symbolic link inside the archive.';
      options.onProblem?.({kind: 'file-skipped', place: {path: name}, detail});
    } else table.add(name, {size, ...(Number.isFinite(modifiedMs) ? {modifiedMs} : {})}, member);
  }
  return table;
};

/** What comes out must be what the list says: not a byte more, not one less, with that checksum. */
async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  {size, crc}: ZipMember,
  path: string,
): AsyncGenerator<Uint8Array> {
  let sum = 0;
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.length;
    if (count > size) break;
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (count !== size) throw damaged(`The size of "${path}" is not what the archive says.`);
  if (crc >= 0 && sum !== crc) throw damaged(`The checksum of "${path}" in the archive is wrong.`);
}

/** Of a file that is cut: everything up to the cut, and then no complaint, for that was made when the archive was opened. */
async function* upToCut(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (!systemCode(error)?.startsWith('Z_')) throw error;
  }
}

type Place = {readonly bytes: RandomBytes; readonly member: ZipMember; readonly path: string};

async function* memberBytes(place: Place, range: ReadRange = {}): AsyncGenerator<Uint8Array> {
  const {bytes, member, path} = place;
  if (member.size === 0) return;
  const raw = {start: await member.start(), length: member.packed};
  if (member.method !== 0) {
    const unpacked = inflateRaw(bytes.read(raw));
    yield* rangeOf(member.isCut ? upToCut(unpacked) : checked(unpacked, member, path), range);
    return;
  }
  const isWhole = (range.start ?? 0) === 0 && (range.length ?? Infinity) >= member.size;
  if (isWhole && !member.isCut) yield* checked(bytes.read(raw), member, path);
  else {
    // Not packed: the part can be read where it lies.
    const start = Math.min(range.start ?? 0, raw.length);
    const length = Math.min(range.length ?? raw.length, raw.length - start);
    yield* bytes.read({start: raw.start + start, length});
  }
}

const checkMember = (member: ZipMember, path: string, options: SourceOptions): void => {
  if (member.isEncrypted) throw encrypted(path);
  if (member.method !== 0 && member.method !== 8) {
    const method = methodNames[member.method] ?? String(member.method);
    throw new ChatError('input-malformed', `"${path}" is packed with ${method}.`, {
      hint: 'Unpack the archive with another program and open the folder.',
    });
  }
  checkRatio(member.packed, member.size, withDefaults(options.limits));
};

/** The list of a zip; of one that is cut or has a damaged list, what can be found without it. */
const findMembers = async (
  bytes: RandomBytes,
  label: string,
  options: SourceOptions,
): Promise<ZipMember[]> => {
  try {
    return await zipMembers(await openRandom(bytes), options.limits);
  } catch (error) {
    const known = zipError(error, label);
    if (!isChatError(known) || known.code !== 'input-malformed') throw known;
    const members = await salvageMembers(bytes, options.limits);
    if (members.length === 0) throw known;
    const detail = `The end of the archive is missing or damaged; ${members.length} files were found without its list.`;
    options.onProblem?.({kind: 'input-truncated', place: {path: label}, detail});
    return members;
  }
};

/**
 * A zip whose bytes can be had anywhere; closing the source closes them. What is left of a cut zip is read and reported
 * (`input-truncated`). Throws `input-malformed` (nothing can be read; split), `input-encrypted` (its list is), `input-limit`.
 */
export const openZipFrom = async (
  bytes: RandomBytes,
  label: string,
  options: SourceOptions = {},
): Promise<Source> => {
  try {
    const table = makeTable(await findMembers(bytes, label, options), options);
    return {
      label,
      list: () => Promise.resolve(table.list()),
      async *open(path, range) {
        const member = table.place(path);
        checkMember(member, path, options);
        try {
          yield* memberBytes({bytes, member, path}, range);
        } catch (error) {
          throw zipError(error, path);
        }
      },
      close: () => bytes.close(),
    };
  } catch (error) {
    await bytes.close();
    throw zipError(error, label);
  }
};

/** A source that nobody closes must not make Node complain on the screen: its file stays open to the end of the program. */
const openFiles = new Set<FileHandle>();

/** A zip on disk. Throws what `openZipFrom` throws. */
export const openZip = async (
  location: string,
  options: SourceOptions = {},
  label = basename(location),
): Promise<Source> => {
  const file = await openFile(location, label);
  const {size} = await file.stat();
  openFiles.add(file);
  const bytes = {
    size,
    read: (range: ReadRange) => readHandle(file, label, range),
    close: async () => {
      if (openFiles.delete(file)) await file.close();
    },
  };
  return openZipFrom(bytes, label, options);
};

async function* partOf(
  bytes: Uint8Array,
  {start = 0, length}: ReadRange,
): AsyncGenerator<Uint8Array> {
  yield* chunksOf(
    bytes.subarray(start, length === undefined ? undefined : start + length),
    262_144,
  );
}

/** A zip that is in memory already, such as one attached to a mail. */
export const openZipBytes = (
  bytes: Uint8Array,
  label: string,
  options: SourceOptions = {},
): Promise<Source> => {
  const random = {
    size: bytes.length,
    read: (range: ReadRange) => partOf(bytes, range),
    close: () => Promise.resolve(),
  };
  return openZipFrom(random, label, options);
};
