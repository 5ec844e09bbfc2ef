// The records of a zip file as bytes (APPNOTE 6.3): local header, data descriptor, central directory, with zip64 where it is needed.

export type ZipRecord = {
  readonly name: Buffer;
  readonly isStored: boolean;
  /** Offset of the local header. */
  readonly offset: number;
  readonly dosTime: number;
  readonly dosDate: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
};

const max16 = 0xffff;
const max32 = 0xffff_ffff;
/** Sizes follow the data (bit 3), the name is UTF-8 (bit 11). */
const flags = 0x0808;
/** Made by Unix, version 4.5. */
const madeBy = 0x032d;

const record = (
  length: number,
  ...fields: readonly (readonly [at: number, bytes: 2 | 4 | 8, value: number])[]
): Buffer => {
  const buffer = Buffer.alloc(length);
  for (const [at, bytes, value] of fields) {
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else buffer.writeUIntLE(value, at, bytes);
  }
  return buffer;
};

/** Two-second steps since 1980, without a zone: UTC here, so that the same input gives the same bytes everywhere. */
export const dosTime = (
  ms: number | undefined,
): {readonly dosTime: number; readonly dosDate: number} => {
  const date = new Date(Math.min(Math.max(ms ?? 0, Date.UTC(1980, 0, 1)), Date.UTC(2107, 11, 31)));
  return {
    dosTime: (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
    dosDate:
      ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
  };
};

const isLarge = (entry: ZipRecord): boolean =>
  entry.packed >= max32 || entry.unpacked >= max32 || entry.offset >= max32;

type LocalFacts = Pick<ZipRecord, 'name' | 'isStored' | 'dosTime' | 'dosDate'>;

export const localHeader = (entry: LocalFacts): Buffer =>
  Buffer.concat([
    record(
      30,
      [0, 4, 0x0403_4b50],
      [4, 2, 45],
      [6, 2, flags],
      [8, 2, entry.isStored ? 0 : 8],
      [10, 2, entry.dosTime],
      [12, 2, entry.dosDate],
      [26, 2, entry.name.length],
    ),
    entry.name,
  ]);

/** 64-bit sizes only when 32 bits do not hold them: then the central directory has the zip64 field that says so. */
export const dataDescriptor = (entry: ZipRecord): Buffer =>
  entry.packed >= max32 || entry.unpacked >= max32
    ? record(
        24,
        [0, 4, 0x0807_4b50],
        [4, 4, entry.crc],
        [8, 8, entry.packed],
        [16, 8, entry.unpacked],
      )
    : record(
        16,
        [0, 4, 0x0807_4b50],
        [4, 4, entry.crc],
        [8, 4, entry.packed],
        [12, 4, entry.unpacked],
      );

export const centralRecord = (entry: ZipRecord): Buffer => {
  const extra = isLarge(entry)
    ? record(
        28,
        [0, 2, 1],
        [2, 2, 24],
        [4, 8, entry.unpacked],
        [12, 8, entry.packed],
        [20, 8, entry.offset],
      )
    : Buffer.alloc(0);
  const small = (value: number): number => (isLarge(entry) ? max32 : value);
  return Buffer.concat([
    record(
      46,
      [0, 4, 0x0201_4b50],
      [4, 2, madeBy],
      [6, 2, 45],
      [8, 2, flags],
      [10, 2, entry.isStored ? 0 : 8],
      [12, 2, entry.dosTime],
      [14, 2, entry.dosDate],
      [16, 4, entry.crc],
      [20, 4, small(entry.packed)],
      [24, 4, small(entry.unpacked)],
      [28, 2, entry.name.length],
      [30, 2, extra.length],
      [38, 4, 0o100600 * 65_536],
      [42, 4, small(entry.offset)],
    ),
    entry.name,
    extra,
  ]);
};

/** The end of the archive. `offset`, `size`: of the central directory. */
export const endRecords = (count: number, offset: number, size: number): Buffer => {
  const end = record(
    22,
    [0, 4, 0x0605_4b50],
    [8, 2, Math.min(count, max16)],
    [10, 2, Math.min(count, max16)],
    [12, 4, Math.min(size, max32)],
    [16, 4, Math.min(offset, max32)],
  );
  if (count < max16 && offset < max32 && size < max32) return end;
  const end64 = record(
    56,
    [0, 4, 0x0606_4b50],
    [4, 8, 44],
    [12, 2, madeBy],
    [14, 2, 45],
    [24, 8, count],
    [32, 8, count],
    [40, 8, size],
    [48, 8, offset],
  );
  const locator = record(20, [0, 4, 0x0706_4b50], [8, 8, offset + size], [16, 4, 1]);
  return Buffer.concat([end64, locator, end]);
};
