// The files of a zip whose list is missing because its end was cut off: found one behind the other by their local headers.

import {pipeline} from 'node:stream/promises';
import {Readable, Writable} from 'node:stream';
import {createInflateRaw} from 'node:zlib';
import {dosDateTimeToDate} from 'yauzl';
import {asBuffer} from './bytes.ts';
import {checkEntries, checkRatio, checkTotal, withDefaults} from './limits.ts';
import type {SourceLimits} from './limits.ts';
import {ReadAhead} from './random-bytes.ts';
import type {RandomBytes} from './random-bytes.ts';
import type {ZipMember} from './zip-members.ts';

const localMark = 0x0403_4b50;
const headerBytes = 30;
const max32 = 0xffff_ffff;

type Local = {
  readonly member: Omit<ZipMember, 'size' | 'packed' | 'isCut'>;
  readonly start: number;
  readonly size: number;
  readonly packed: number;
  /** Sizes stand behind the data. */
  readonly hasDescriptor: boolean;
};

type Sizes = {readonly size: number; readonly packed: number; readonly isCut: boolean};

/** Field 1 has the sizes that do not fit into 32 bits. */
const zip64Sizes = (extra: Buffer): readonly [size: number, packed: number] | undefined => {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1 && at + 20 <= extra.length) {
      return [Number(extra.readBigUInt64LE(at + 4)), Number(extra.readBigUInt64LE(at + 12))];
    }
  }
  return undefined;
};

const readLocal = async (ahead: ReadAhead, at: number): Promise<Local | undefined> => {
  const bytes = await ahead.get(at, headerBytes);
  if (!bytes) return undefined;
  const header = Buffer.from(bytes);
  if (header.readUInt32LE(0) !== localMark) return undefined;
  const nameLength = header.readUInt16LE(26);
  const tail = await ahead.get(at + headerBytes, nameLength + header.readUInt16LE(28));
  if (!tail) return undefined;
  const start = at + headerBytes + tail.length;
  const flags = header.readUInt16LE(6);
  const [packed, size] = [header.readUInt32LE(18), header.readUInt32LE(22)];
  const large =
    packed === max32 || size === max32
      ? zip64Sizes(asBuffer(tail.subarray(nameLength)))
      : undefined;
  const member = {
    name: {bytes: Buffer.from(tail.subarray(0, nameLength)), isMarkedUtf8: (flags & 0x800) !== 0},
    method: header.readUInt16LE(8),
    isEncrypted: (flags & 1) !== 0,
    isLink: false,
    crc: header.readUInt32LE(14),
    modifiedMs: dosDateTimeToDate(header.readUInt16LE(12), header.readUInt16LE(10)).getTime(),
    start: () => Promise.resolve(start),
  };
  return {
    member,
    start,
    size: large?.[0] ?? size,
    packed: large?.[1] ?? packed,
    hasDescriptor: (flags & 8) !== 0,
  };
};

/** Unpacks to see how long the data is. */
const measure = async (
  bytes: RandomBytes,
  start: number,
  limits: Required<SourceLimits>,
): Promise<Sizes> => {
  const inflate = createInflateRaw({chunkSize: 262_144});
  let size = 0;
  let isCut = false;
  const count = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      size += chunk.length;
      try {
        checkRatio(inflate.bytesWritten, size, limits);
        done();
      } catch (error) {
        done(error instanceof Error ? error : null);
      }
    },
  });
  try {
    await pipeline(Readable.from(bytes.read({start}), {objectMode: false}), inflate, count);
  } catch (error) {
    // zlib's complaint is the end of the data, or damage: both end the search. Limits go on.
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')))
      throw error;
    isCut = true;
  }
  return {size, packed: isCut ? bytes.size - start : inflate.bytesWritten, isCut};
};

const sizesOf = async (
  local: Local,
  bytes: RandomBytes,
  limits: Required<SourceLimits>,
): Promise<Sizes | undefined> => {
  const {start, size, packed, hasDescriptor, member} = local;
  const left = bytes.size - start;
  if ((!hasDescriptor || packed > 0) && packed <= left) return {size, packed, isCut: false};
  if (member.isEncrypted) return undefined;
  if (member.method === 8) return measure(bytes, start, limits);
  return member.method === 0 && packed > left ? {size: left, packed: left, isCut: true} : undefined;
};

/** Behind the data there may be a descriptor of 12 to 24 bytes; the next header, or -1. */
const nextHeader = async (ahead: ReadAhead, at: number): Promise<number> => {
  for (const skip of [0, 12, 16, 20, 24]) {
    const mark = await ahead.get(at + skip, 4);
    if (mark && Buffer.from(mark).readUInt32LE(0) === localMark) return at + skip;
  }
  return -1;
};

/** The files from the beginning of a zip up to where it is cut or not understood; the last one may be cut itself. */
export const salvageMembers = async (
  bytes: RandomBytes,
  limits?: SourceLimits,
): Promise<ZipMember[]> => {
  const bounds = withDefaults(limits);
  const ahead = new ReadAhead(bytes);
  const members: ZipMember[] = [];
  let total = 0;
  for (let at = 0; at >= 0;) {
    const local = await readLocal(ahead, at);
    const sizes = local && (await sizesOf(local, bytes, bounds));
    if (!local || !sizes) break;
    // Without a checksum in the header the measured size must do.
    const crc = local.hasDescriptor && local.packed === 0 ? -1 : local.member.crc;
    members.push({...local.member, ...sizes, crc});
    checkEntries(members.length, bounds);
    total += sizes.size;
    checkTotal(total, bounds);
    at = sizes.isCut ? -1 : await nextHeader(ahead, local.start + sizes.packed);
  }
  return members;
};
