// What a zip's list says of each file in it, through yauzl. Reads no file data.

import {crc32} from 'node:zlib';
import type {Entry, ZipFile} from 'yauzl';
import {checkEntries, checkTotal, withDefaults} from './limits.ts';
import type {SourceLimits} from './limits.ts';
import type {RawName} from './zip-names.ts';

export type ZipMember = {
  readonly name: RawName;
  /** Unpacked and packed bytes. */
  readonly size: number;
  readonly packed: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly isLink: boolean;
  /** The data ends before its time: then neither size nor checksum says anything. */
  readonly isCut: boolean;
  readonly crc: number;
  readonly modifiedMs: number;
  /** Where the data begins. */
  start(): Promise<number>;
};

/** Field 0x7075: version, CRC of the name that it replaces, the name in UTF-8. */
const unicodePath = (entry: Entry): string | undefined => {
  const field = entry.extraFields.find(({id}) => id === 0x70_75)?.data;
  if (!field || field.length < 6 || field[0] !== 1) return undefined;
  return field.readUInt32LE(1) === crc32(entry.fileNameRaw) ? field.toString('utf8', 5) : undefined;
};

const nameOf = (entry: Entry): RawName => {
  const unicode = unicodePath(entry);
  return {
    bytes: entry.fileNameRaw,
    isMarkedUtf8: (entry.generalPurposeBitFlag & 0x800) !== 0,
    ...(unicode === undefined ? {} : {unicode}),
  };
};

const isLink = (entry: Entry): boolean =>
  entry.versionMadeBy >> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;

const memberOf = (zip: ZipFile, entry: Entry): ZipMember => ({
  name: nameOf(entry),
  size: entry.uncompressedSize,
  packed: entry.compressedSize,
  method: entry.compressionMethod,
  isEncrypted: entry.isEncrypted(),
  isLink: isLink(entry),
  isCut: false,
  crc: entry.crc32,
  modifiedMs: entry.getLastModDate().getTime(),
  start: async () => (await zip.readLocalFileHeaderPromise(entry, {minimal: true})).fileDataStart,
});

/** Throws `input-limit`, and yauzl's own errors for a damaged list. */
export const zipMembers = async (zip: ZipFile, limits?: SourceLimits): Promise<ZipMember[]> => {
  const bounds = withDefaults(limits);
  checkEntries(zip.entryCount, bounds);
  const members: ZipMember[] = [];
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    members.push(memberOf(zip, entry));
    checkEntries(members.length, bounds);
    total += entry.uncompressedSize;
    checkTotal(total, bounds);
  }
  return members;
};
