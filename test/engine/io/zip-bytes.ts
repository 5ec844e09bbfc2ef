// Zips made by hand, honest or lying, for the tests of reading them.

import {crc32, deflateRawSync} from 'node:zlib';

export type HandMade = {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly isStored?: boolean;
  /** Default: UTF-8 flag off. */
  readonly flags?: number;
  readonly method?: number;
  /** What the headers claim instead of the truth. */
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
  /** Unix mode for the external attributes. */
  readonly mode?: number;
  readonly extra?: Uint8Array;
};

const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16((value >>> 16) & 0xffff)];

const asBytes = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? new TextEncoder().encode(value) : value;

export const handMadeZip = (entries: readonly HandMade[]): Uint8Array => {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = asBytes(entry.name);
    const content = asBytes(entry.content ?? '');
    const packed = entry.isStored ? content : deflateRawSync(content);
    const method = entry.method ?? (entry.isStored ? 0 : 8);
    const size = entry.claimedSize ?? content.length;
    const sum = entry.claimedCrc ?? crc32(content);
    const common = [
      ...u16(entry.flags ?? 0),
      ...u16(method),
      ...u16(0),
      ...u16(0x5821),
      ...u32(sum),
      ...u32(packed.length),
      ...u32(size),
      ...u16(name.length),
    ];
    const extra = entry.extra ?? new Uint8Array();
    local.push(
      Uint8Array.from([...u32(0x0403_4b50), ...u16(20), ...common, ...u16(0)]),
      name,
      packed,
    );
    central.push(
      Uint8Array.from([
        ...u32(0x0201_4b50),
        ...u16(0x0314),
        ...u16(20),
        ...common,
        ...u16(extra.length),
        ...u16(0),
        ...u16(0),
        ...u16(0),
        ...u32((entry.mode ?? 0o100644) * 65_536),
        ...u32(offset),
      ]),
      name,
      extra,
    );
    offset += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(central);
  const end = Uint8Array.from([
    ...u32(0x0605_4b50),
    ...u16(0),
    ...u16(0),
    ...u16(entries.length),
    ...u16(entries.length),
    ...u32(list.length),
    ...u32(offset),
    ...u16(0),
  ]);
  return new Uint8Array(Buffer.concat([...local, list, end]));
};
