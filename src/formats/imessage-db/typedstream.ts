// Decodes Apple "typedstream" archives of attributed strings (`attributedBody`): the text and what each stretch of it carries.
// Not a general unarchiver: of other classes only names and plain values are kept.

/** A stretch of the text and its attributes (`__kIMMessagePartAttributeName` …); `start` and `end` count UTF-16 units. */
export type AttributeRun = {
  readonly start: number;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
};
export type AttributeValue = string | number | boolean | Uint8Array;
export type AttributedText = {readonly text: string; readonly runs: readonly AttributeRun[]};

const tagInt16 = 0x81;
const tagInt32 = 0x82;
const tagFloat = 0x83;
const tagNew = 0x84;
const tagNil = 0x85;
const tagEnd = 0x86;
const firstReference = 0x92;
const maxDepth = 48;

type Class = {readonly kind: 'class'; readonly name: string; readonly parent: Class | undefined};
type Instance = {
  readonly kind: 'object';
  readonly class: Class | undefined;
  readonly values: Value[];
};
type Value = string | number | Uint8Array | Class | Instance | undefined;

const isInstance = (value: Value): value is Instance =>
  typeof value === 'object' && 'kind' in value && value.kind === 'object';

const isA = (value: Instance, name: string): boolean => {
  for (let type = value.class; type; type = type.parent) if (type.name === name) return true;
  return false;
};

const utf8 = new TextDecoder('utf-8');

class Decoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #strings: string[] = [];
  readonly #objects: Value[] = [];
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  root(): Value {
    // 04 0b "streamtyped" 81 e8 03: version 4, little endian, system version 1000.
    if (this.#byte() !== 4 || utf8.decode(this.#take(this.#byte())) !== 'streamtyped')
      throw new RangeError('no typedstream');
    this.#integer(this.#byte());
    return this.#group()[0];
  }

  #byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  #take(length: number): Uint8Array {
    if (length < 0 || length > this.#bytes.length - this.#at)
      throw new RangeError('a value is longer than the stream');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #integer(head: number): number {
    if (head === tagInt16) return this.#view.getInt16((this.#at += 2) - 2, true);
    if (head === tagInt32) return this.#view.getInt32((this.#at += 4) - 4, true);
    return head > 0x7f ? head - 256 : head;
  }

  /** Lengths are unsigned in the long forms. */
  #length(): number {
    const head = this.#byte();
    if (head === tagInt16) return this.#view.getUint16((this.#at += 2) - 2, true);
    if (head === tagInt32) return this.#view.getUint32((this.#at += 4) - 4, true);
    return head;
  }

  #reference(head: number): number {
    return this.#integer(head) - (firstReference - 256);
  }

  #sharedString(): string | undefined {
    const head = this.#byte();
    if (head === tagNil) return undefined;
    if (head !== tagNew) return this.#strings[this.#reference(head)];
    const text = utf8.decode(this.#take(this.#length()));
    this.#strings.push(text);
    return text;
  }

  /** One encoding string and its values. */
  #group(): Value[] {
    const encoding = this.#sharedString() ?? '';
    const values: Value[] = [];
    for (let at = 0; at < encoding.length;) {
      const type = /^\[\d{1,9}.|^./s.exec(encoding.slice(at, at + 12))?.[0] ?? '';
      if (type.startsWith('[')) {
        values.push(this.#array(type));
        at += type.length + 1;
      } else {
        values.push(this.#value(type));
        at++;
      }
    }
    return values;
  }

  #array(type: string): Value {
    const length = Number(type.slice(1, -1));
    if (/[cC]$/.test(type)) return this.#take(length);
    if (length > this.#bytes.length - this.#at)
      throw new RangeError('an array is longer than the stream');
    for (let index = 0; index < length; index++) this.#value(type.slice(-1));
    return undefined;
  }

  #value(type: string): Value {
    switch (type) {
      case '@':
        return this.#object();
      case '+':
        return utf8.decode(this.#take(this.#length()));
      case '*':
        return this.#cString();
      case '#':
        return this.#class();
      case '%':
      case ':':
        return this.#sharedString();
      case 'c':
      case 'C':
        return this.#byte();
      case 'f':
      case 'd':
        return this.#float(type);
      default:
        if (/[sSiIlLqQB]/.test(type)) return this.#integer(this.#byte());
        throw new RangeError(`a value of unknown type ${type}`);
    }
  }

  #float(type: string): number {
    const head = this.#byte();
    if (head !== tagFloat) return this.#integer(head);
    return type === 'f'
      ? this.#view.getFloat32((this.#at += 4) - 4, true)
      : this.#view.getFloat64((this.#at += 8) - 8, true);
  }

  #cString(): Value {
    const head = this.#byte();
    if (head === tagNil) return undefined;
    if (head !== tagNew) return this.#objects[this.#reference(head)];
    const text = this.#sharedString();
    this.#objects.push(text);
    return text;
  }

  #class(): Class | undefined {
    const head = this.#byte();
    if (head === tagNil) return undefined;
    if (head !== tagNew) {
      const known = this.#objects[this.#reference(head)];
      return typeof known === 'object' && 'kind' in known && known.kind === 'class'
        ? known
        : undefined;
    }
    const name = this.#sharedString() ?? '';
    this.#integer(this.#byte());
    const slot = this.#objects.push(undefined) - 1;
    const type: Class = {kind: 'class', name, parent: this.#deeper(() => this.#class())};
    this.#objects[slot] = type;
    return type;
  }

  #object(): Value {
    const head = this.#byte();
    if (head === tagNil) return undefined;
    if (head !== tagNew) return this.#objects[this.#reference(head)];
    const slot = this.#objects.push(undefined) - 1;
    const values: Value[] = [];
    const instance: Instance = {kind: 'object', class: this.#class(), values};
    this.#objects[slot] = instance;
    while (this.#view.getUint8(this.#at) !== tagEnd)
      values.push(...this.#deeper(() => this.#group()));
    this.#at++;
    return instance;
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > maxDepth) throw new RangeError('the stream is too deep');
    const value = read();
    this.#depth--;
    return value;
  }
}

/** Strings, numbers, links and data as plain values; anything else by its class name. */
const plainValue = (value: Value): AttributeValue => {
  if (value === undefined) return '';
  if (!isInstance(value)) return typeof value === 'object' && 'kind' in value ? value.name : value;
  if (isA(value, 'NSString')) return typeof value.values[0] === 'string' ? value.values[0] : '';
  // NSNumber: an encoding string, then the number.
  if (isA(value, 'NSValue')) return typeof value.values[1] === 'number' ? value.values[1] : '';
  if (isA(value, 'NSURL')) {
    return plainValue(value.values.find((inner) => isInstance(inner) && isA(inner, 'NSString')));
  }
  if (isA(value, 'NSData')) return value.values.find((inner) => inner instanceof Uint8Array) ?? '';
  return value.class?.name ?? '';
};

/** NSDictionary: a count, then keys and values in turn. */
const dictionary = (value: Value): ReadonlyMap<string, AttributeValue> => {
  const entries = new Map<string, AttributeValue>();
  if (!isInstance(value)) return entries;
  for (let index = 1; index + 1 < value.values.length; index += 2)
    entries.set(String(plainValue(value.values[index])), plainValue(value.values[index + 1]));
  return entries;
};

const attributed = (root: Value): AttributedText => {
  if (!isInstance(root) || !isA(root, 'NSAttributedString'))
    throw new RangeError('no attributed string');
  const [first, ...rest] = root.values;
  const text = String(plainValue(first));
  const known = new Map<number, ReadonlyMap<string, AttributeValue>>();
  const runs: AttributeRun[] = [];
  let start = 0;
  // Pairs (attribute set, length); a set that was not used before follows as a dictionary.
  for (let index = 0; index + 1 < rest.length;) {
    const [set, length] = [Number(rest[index]), Number(rest[index + 1])];
    index += 2;
    if (isInstance(rest[index])) known.set(set, dictionary(rest[index++]));
    const end = Math.min(text.length, start + Math.max(0, length));
    runs.push({start, end, attributes: known.get(set) ?? new Map()});
    start = end;
  }
  return {text, runs};
};

const indexOfBytes = (bytes: Uint8Array, pattern: readonly number[], from: number): number => {
  for (let at = from; at + pattern.length <= bytes.length; at++)
    if (pattern.every((byte, offset) => bytes[at + offset] === byte)) return at;
  return -1;
};

/** Only the text: by its length if the end mark follows, else (wrong lengths were seen) up to the bytes `86 84`. */
const firstString = (bytes: Uint8Array): string | undefined => {
  const mark = indexOfBytes(bytes, [tagNew, 1, 0x2b], 0);
  if (mark < 0) return undefined;
  const [head = 0, low = 0, high = 0] = bytes.subarray(mark + 3);
  const start = mark + 4 + (head === tagInt16 ? 2 : head === tagInt32 ? 4 : 0);
  const end = start + (head === tagInt16 ? low + high * 256 : head);
  if (bytes[end] === tagEnd) return utf8.decode(bytes.subarray(start, end));
  const stop = indexOfBytes(bytes, [tagEnd, tagNew], start);
  return utf8.decode(bytes.subarray(start, stop < 0 ? bytes.length : stop));
};

/** Undefined where the bytes are no attributed string; a damaged one gives its text without attributes. */
export const decodeAttributedText = (bytes: Uint8Array): AttributedText | undefined => {
  try {
    return attributed(new Decoder(bytes).root());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const text = firstString(bytes);
    return text === undefined ? undefined : {text, runs: []};
  }
};
