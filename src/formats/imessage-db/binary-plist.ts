// Reads Apple binary property lists ("bplist00") into plain values. Not a writer, and not for XML property lists.

export class PlistUid {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

/** Dates come as Date, integers beyond 2^53 as bigint. Shared objects are shared, so a small file stays small. */
export type Plist =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | PlistUid
  | readonly Plist[]
  | PlistMap;
export type PlistMap = ReadonlyMap<string, Plist>;

const appleEpochMs = 978_307_200_000;
const maxDepth = 64;

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #objects = new Map<number, Plist>();
  readonly #open = new Set<number>();
  readonly #offsetSize: number;
  readonly #refSize: number;
  readonly #count: number;
  readonly #top: number;
  readonly #table: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const trailer = bytes.length - 32;
    if (trailer < 8 || String.fromCharCode(...bytes.subarray(0, 6)) !== 'bplist')
      throw new RangeError('no binary property list');
    this.#offsetSize = this.#view.getUint8(trailer + 6);
    this.#refSize = this.#view.getUint8(trailer + 7);
    this.#count = this.#number(trailer + 8, 8);
    this.#top = this.#number(trailer + 16, 8);
    this.#table = this.#number(trailer + 24, 8);
  }

  top(): Plist {
    return this.#object(this.#top);
  }

  /** Big-endian, unsigned; sizes and offsets only. */
  #number(at: number, size: number): number {
    if (size < 1 || size > 8 || at < 0 || at + size > this.#bytes.length)
      throw new RangeError('a number lies outside of the property list');
    let value = 0;
    for (let index = 0; index < size; index++)
      value = value * 256 + this.#view.getUint8(at + index);
    return value;
  }

  #object(index: number): Plist {
    const known = this.#objects.get(index);
    if (known !== undefined) return known;
    if (index >= this.#count || this.#open.has(index) || this.#open.size > maxDepth)
      throw new RangeError('the property list refers to itself or is too deep');
    this.#open.add(index);
    const value = this.#read(
      this.#number(this.#table + index * this.#offsetSize, this.#offsetSize),
    );
    this.#open.delete(index);
    this.#objects.set(index, value);
    return value;
  }

  #read(at: number): Plist {
    const marker = this.#view.getUint8(at);
    const low = marker & 0x0f;
    switch (marker >> 4) {
      case 0x0:
        return low === 0x8 ? false : low === 0x9 ? true : null;
      case 0x1:
        return this.#integer(at + 1, 1 << low);
      case 0x2:
        return low === 2 ? this.#view.getFloat32(at + 1) : this.#view.getFloat64(at + 1);
      case 0x3:
        return new Date(this.#view.getFloat64(at + 1) * 1000 + appleEpochMs);
      case 0x8:
        return new PlistUid(this.#number(at + 1, low + 1));
      default:
        return this.#sized(at, marker >> 4);
    }
  }

  #integer(at: number, size: number): number | bigint {
    if (size === 16) return this.#view.getBigInt64(at + 8);
    if (size < 8) return this.#number(at, size);
    const value = this.#view.getBigInt64(at);
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : value;
  }

  #sized(at: number, kind: number): Plist {
    let count = this.#view.getUint8(at) & 0x0f;
    let from = at + 1;
    if (count === 0x0f) {
      const size = 1 << (this.#view.getUint8(from) & 0x0f);
      count = this.#number(from + 1, size);
      from += 1 + size;
    }
    const unit = kind === 0x6 ? 2 : kind >= 0xa ? this.#refSize * (kind === 0xd ? 2 : 1) : 1;
    if (count * unit > this.#bytes.length - from)
      throw new RangeError('a value is longer than the property list');
    if (kind === 0x4) return this.#bytes.slice(from, from + count);
    if (kind === 0x5 || kind === 0x6) return this.#text(from, count, unit);
    if (kind === 0xa || kind === 0xc) return this.#list(from, count);
    if (kind === 0xd) return this.#map(from, count);
    throw new RangeError(`a value of unknown type ${kind}`);
  }

  #text(from: number, count: number, unit: number): string {
    const units: string[] = [];
    for (let index = 0; index < count; index++)
      units.push(String.fromCharCode(this.#number(from + index * unit, unit)));
    return units.join('');
  }

  #list(from: number, count: number): readonly Plist[] {
    const items: Plist[] = [];
    for (let index = 0; index < count; index++)
      items.push(this.#object(this.#number(from + index * this.#refSize, this.#refSize)));
    return items;
  }

  #map(from: number, count: number): PlistMap {
    const keys = this.#list(from, count);
    const values = this.#list(from + count * this.#refSize, count);
    return new Map(keys.map((key, index) => [String(key), values[index] ?? null]));
  }
}

/** Throws RangeError for anything that is not a whole, finite binary property list. */
export const parseBinaryPlist = (bytes: Uint8Array): Plist => new Reader(bytes).top();

export const isPlistMap = (value: Plist | undefined): value is PlistMap => value instanceof Map;

/** The values below `path` (keys of dictionaries); undefined where the path ends early. */
export const plistAt = (
  value: Plist | undefined,
  ...path: readonly string[]
): Plist | undefined => {
  let current = value;
  for (const key of path) current = isPlistMap(current) ? current.get(key) : undefined;
  return current;
};
