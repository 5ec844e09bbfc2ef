// A zip as a source, through yauzl: names decoded and made safe here, sizes and checksums checked, bombs and encryption refused.

import {basename} from 'node:path';
import {crc32} from 'node:zlib';
import {fromBufferPromise, openPromise} from 'yauzl';
import type {Entry, ZipFile} from 'yauzl';
import {ChatError, isChatError} from '../errors.ts';
import {asBuffer} from './bytes.ts';
import {EntryTable} from './entry-table.ts';
import type {SourceOptions} from './entry-table.ts';
import {checkEntries, checkRatio, checkTotal, withDefaults} from './limits.ts';
import type {Source} from './source.ts';
import {damaged, rangeOf} from './stream-bytes.ts';
import {asChatError, systemCode} from './system-error.ts';
import {nameDecoder} from './zip-names.ts';
import type {RawName} from './zip-names.ts';

export const yauzlOptions = {
  lazyEntries: true,
  autoClose: false,
  decodeStrings: false,
  validateEntrySizes: true,
} as const;

/** Field 0x7075: version, CRC of the name that it replaces, the name in UTF-8. */
const unicodePath = (entry: Entry): string | undefined => {
  const field = entry.extraFields.find(({id}) => id === 0x70_75)?.data;
  if (!field || field.length < 6 || field[0] !== 1) return undefined;
  return field.readUInt32LE(1) === crc32(entry.fileNameRaw) ? field.toString('utf8', 5) : undefined;
};

const rawName = (entry: Entry): RawName => {
  const unicode = unicodePath(entry);
  return {
    bytes: entry.fileNameRaw,
    isMarkedUtf8: (entry.generalPurposeBitFlag & 0x800) !== 0,
    ...(unicode === undefined ? {} : {unicode}),
  };
};

const isLink = (entry: Entry): boolean =>
  entry.versionMadeBy >> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;

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
export const zipError = (error: unknown, label: string): unknown => {
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

const allEntries = async (zip: ZipFile, limits: SourceOptions['limits']): Promise<Entry[]> => {
  const bounds = withDefaults(limits);
  checkEntries(zip.entryCount, bounds);
  const entries: Entry[] = [];
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    checkEntries(entries.length, bounds);
    total += entry.uncompressedSize;
    checkTotal(total, bounds);
  }
  return entries;
};

const makeTable = (entries: readonly Entry[], options: SourceOptions): EntryTable<Entry> => {
  const table = new EntryTable<Entry>(options);
  const names = entries.map(rawName);
  const decode = nameDecoder(names);
  for (const [index, entry] of entries.entries()) {
    const raw = names[index];
    const name = raw ? decode(raw) : '';
    if (/[/\\]$/.test(name) && entry.uncompressedSize === 0) continue;
    if (isLink(entry)) {
      const detail = 'A symbolic link inside the archive.';
      options.onProblem?.({kind: 'file-skipped', place: {path: name}, detail});
      continue;
    }
    const modifiedMs = entry.getLastModDate().getTime();
    const time = Number.isFinite(modifiedMs) ? {modifiedMs} : {};
    table.add(name, {size: entry.uncompressedSize, ...time}, entry);
  }
  return table;
};

/** All bytes of an entry, in order; the checksum is compared at the end. */
async function* inflate(zip: ZipFile, entry: Entry, path: string): AsyncGenerator<Uint8Array> {
  const stream = await zip.openReadStreamPromise(entry);
  let sum = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } finally {
    stream.destroy();
  }
  if (sum !== entry.crc32) throw damaged(`The checksum of "${path}" in the archive is wrong.`);
}

const checkEntry = (entry: Entry, path: string, options: SourceOptions): void => {
  if (entry.isEncrypted()) throw encrypted(path);
  if (!entry.canDecodeFileData()) {
    const method = methodNames[entry.compressionMethod] ?? String(entry.compressionMethod);
    throw new ChatError('input-malformed', `"${path}" is packed with ${method}.`, {
      hint: 'Unpack the archive with another program and open the folder.',
    });
  }
  checkRatio(entry.compressedSize, entry.uncompressedSize, withDefaults(options.limits));
};

export const zipSource = async (zip: ZipFile, label: string, options: SourceOptions): Promise<Source> => {
  const entries = await allEntries(zip, options.limits);
  const table = makeTable(entries, options);
  let isOpen = true;
  return {
    label,
    list: () => Promise.resolve(table.list()),
    async *open(path, range) {
      const entry = table.place(path);
      checkEntry(entry, path, options);
      try {
        yield* rangeOf(inflate(zip, entry, path), range);
      } catch (error) {
        throw zipError(error, path);
      }
    },
    close: async () => {
      if (isOpen) zip.close();
      isOpen = false;
    },
  };
};

/** Throws `input-malformed` (damaged, cut, split), `input-encrypted` (its list is), `input-limit`. */
export const openZip = async (location: string, options: SourceOptions = {}): Promise<Source> => {
  const label = basename(location);
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(location, yauzlOptions);
    return await zipSource(zip, label, options);
  } catch (error) {
    zip?.close();
    throw zipError(error, label);
  }
};

/** A zip that is in memory already, such as one attached to a mail. */
export const openZipBytes = async (
  bytes: Uint8Array,
  label: string,
  options: SourceOptions = {},
): Promise<Source> => {
  try {
    const zip = await fromBufferPromise(asBuffer(bytes), yauzlOptions);
    return await zipSource(zip, label, options);
  } catch (error) {
    throw zipError(error, label);
  }
};
