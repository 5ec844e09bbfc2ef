// Tags, attributes and text of an XML file of any size. Tolerant, not validating: no DTD, no entity declarations, no namespaces.

import {assertNever} from '../model/assert-never.ts';
import {ByteWindow, asBuffer, matchesAt, peek} from './bytes.ts';
import type {Chunks} from './bytes.ts';
import {decodeStream, detectEncoding, headBytes} from './decode.ts';
import {decodeEntities} from './entities.ts';
import {newAttributes, noLarge} from './markup.ts';
import {AttributeReader, isSpace, maxKnown} from './xml-attributes.ts';
import type {KnownNames} from './xml-attributes.ts';
import type {LargeAttribute, MarkupBatch, MarkupEvent, MarkupFault} from './markup.ts';

export type XmlOptions = {
  /** Attributes with more bytes are not held but told as `large`. Default 1 MiB. */
  readonly maxAttribute?: number;
  /** Largest tag without its large attributes, and largest comment or the like that is looked through. Default 16 MiB. */
  readonly maxTag?: number;
  onProgress?(bytes: number): void;
  /** Something was passed over. */
  onError?(fault: MarkupFault): void;
};

const mebibyte = 1024 * 1024;
const lessThan = 0x3c;
const greaterThan = 0x3e;
const slash = 0x2f;

const isNameStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  code === 0x5f ||
  code === 0x3a ||
  code >= 0x80;

/** `<!-- -->` and its like: how each begins and ends. The first that fits. */
const specials = [
  {open: '<!--', close: '-->', isText: false},
  {open: '<![CDATA[', close: ']]>', isText: true},
  {open: '<?', close: '?>', isText: false},
].map(({open, close, isText}) => ({open: Buffer.from(open), close: Buffer.from(close), isText}));

type Special = (typeof specials)[number];

const cutReference =
  /(?:&#(?:55[2-9]\d\d|56[0-2]\d\d|563[01]\d|[xX][dD][89abAB][0-9a-fA-F]{2});)?(?:&[#\w]{0,9})?$/;

class XmlScanner {
  readonly #window = new ByteWindow();
  readonly #options: XmlOptions;
  readonly #maxAttribute: number;
  readonly #maxTag: number;
  #events: MarkupEvent[] = [];
  /** Next byte to look at. */
  #at = 0;
  #mode: 'text' | 'tag' | 'special' | 'doctype' = 'text';
  #special: Special | undefined;
  #squares = 0;
  // A tag under way.
  #quote = 0;
  /** Where the attribute value under way begins. */
  #valueFrom = 0;
  /** Offset of the `<` in the file. */
  #tagByte = 0;
  /** What stands before a large attribute was taken out. */
  #tagHead = '';
  #large: LargeAttribute[] = [];
  #largeFrom = -1;
  readonly #known = new Map<string, KnownNames>();
  #decoder = new TextDecoder('utf-8', {ignoreBOM: true});

  constructor(options: XmlOptions) {
    this.#options = options;
    this.#maxAttribute = options.maxAttribute ?? mebibyte;
    this.#maxTag = options.maxTag ?? 16 * mebibyte;
  }

  push(chunk: Uint8Array): MarkupBatch {
    const shift = this.#window.append(chunk);
    this.#at -= shift;
    this.#valueFrom -= shift;
    while (this.#step(false));
    return this.#take();
  }

  finish(): MarkupBatch {
    while (this.#step(true));
    if (this.#mode !== 'text') this.#fault('The file ends inside a tag.');
    const rest = this.#decoder.decode();
    if (rest !== '') this.#events.push({type: 'text', text: rest});
    return this.#take();
  }

  #take(): MarkupEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #fault(message: string): void {
    const isTag = this.#mode === 'tag';
    const byte = isTag ? this.#tagByte : this.#window.base + this.#window.start;
    this.#options.onError?.({byte, message});
  }

  /** False: more bytes are needed. */
  #step(isLast: boolean): boolean {
    switch (this.#mode) {
      case 'text':
        return this.#text(isLast);
      case 'tag':
        return this.#tag();
      case 'special':
        return this.#passSpecial();
      case 'doctype':
        return this.#doctype();
      default:
        return assertNever(this.#mode);
    }
  }

  #addText(from: number, to: number, isRaw: boolean): void {
    if (from >= to) return;
    const decoded = this.#decoder.decode(this.#window.bytes.subarray(from, to), {stream: true});
    const text = isRaw ? decoded : decodeEntities(decoded);
    if (text !== '') this.#events.push({type: 'text', text});
  }

  /** What the chunk border may have cut stays for later: a reference, or the first half of a pair of them. */
  #wholeText(from: number, to: number): number {
    const tail = this.#window.bytes.toString('latin1', Math.max(from, to - 32), to);
    return to - (cutReference.exec(tail)?.[0].length ?? 0);
  }

  #text(isLast: boolean): boolean {
    const window = this.#window;
    const {bytes, end} = window;
    const found = bytes.subarray(this.#at, end).indexOf(lessThan);
    const stop = found < 0 ? end : this.#at + found;
    if (found < 0) {
      const whole = isLast ? end : this.#wholeText(window.start, end);
      this.#addText(window.start, whole, false);
      window.start = whole;
      this.#at = end;
      return false;
    }
    this.#at = stop;
    // `<![CDATA[` is the longest thing to be told apart.
    if (end - stop < 9 && !isLast) {
      const code = bytes[stop + 1];
      if (code === undefined || stop + 1 >= end || code === 0x21) return false;
    }
    return this.#afterLess(stop, isLast);
  }

  #afterLess(at: number, isLast: boolean): boolean {
    const window = this.#window;
    const {bytes, end} = window;
    const code = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
    const special =
      code === 0x21 || code === 0x3f
        ? specials.find(({open}) => matchesAt(bytes, open, {at, end}))
        : undefined;
    const isDoctype = code === 0x21 && !special;
    if (!special && !isDoctype && code !== slash && !isNameStart(code)) {
      // A bare `<` in text.
      this.#at = at + 1;
      return isLast || this.#at < end;
    }
    this.#addText(window.start, at, false);
    window.start = at;
    this.#tagByte = window.base + at;
    this.#special = special;
    this.#mode = special ? 'special' : isDoctype ? 'doctype' : 'tag';
    this.#at = at + (special ? special.open.length : 1);
    this.#quote = 0;
    this.#squares = 0;
    if (special) window.start = this.#at;
    return true;
  }

  #passSpecial(): boolean {
    const window = this.#window;
    const special = this.#special;
    if (!special) return false;
    const found = window.bytes.subarray(this.#at, window.end).indexOf(special.close);
    const stop = found < 0 ? window.end - special.close.length + 1 : this.#at + found;
    const upTo = Math.max(window.start, stop);
    if (special.isText) this.#addText(window.start, upTo, true);
    window.start = upTo;
    this.#at = upTo;
    if (found < 0) return false;
    this.#at = stop + special.close.length;
    window.start = this.#at;
    this.#mode = 'text';
    return true;
  }

  #doctype(): boolean {
    const window = this.#window;
    const {bytes, end} = window;
    while (this.#at < end) {
      const code = bytes[this.#at++] ?? 0;
      if (code === 0x5b) this.#squares++;
      else if (code === 0x5d) this.#squares--;
      else if (code === greaterThan && this.#squares <= 0) {
        this.#mode = 'text';
        window.start = this.#at;
        return true;
      }
    }
    window.start = end;
    return false;
  }

  /** Looks for the end of the tag; quotes hide `>`. */
  #tag(): boolean {
    const {bytes, end} = this.#window;
    let at = this.#at;
    while (at < end) {
      const code = bytes[at++] ?? 0;
      if (this.#quote !== 0) {
        if (code === this.#quote) this.#endValue(at - 1);
        else if (code === lessThan && this.#isRunaway(at - 1)) {
          this.#at = at - 1;
          return this.#breakTag();
        }
      } else if (code === 0x22 || code === 0x27) {
        this.#quote = code;
        this.#valueFrom = at;
      } else if (code === greaterThan) {
        this.#at = at;
        return this.#endTag(at - 1);
      }
    }
    this.#at = at;
    return this.#letGo();
  }

  /** A tag that begins on a line of its own inside quotes: the closing quote is missing. */
  #isRunaway(at: number): boolean {
    const {bytes, start} = this.#window;
    let before = at - 1;
    let hasLineEnd = false;
    while (before > start && isSpace(bytes[before] ?? 0)) {
      if (bytes[before] === 10) hasLineEnd = true;
      before--;
    }
    return hasLineEnd && bytes[before] === greaterThan;
  }

  #breakTag(): boolean {
    this.#fault('An attribute is never closed.');
    this.#endTag(this.#at);
    return true;
  }

  #endValue(at: number): void {
    this.#quote = 0;
    const window = this.#window;
    const from = this.#largeFrom >= 0 ? this.#largeFrom : window.base + this.#valueFrom;
    const length = window.base + at - from;
    if (this.#largeFrom < 0 && length <= this.#maxAttribute) return;
    if (this.#largeFrom < 0) this.#takeOut();
    this.#large.push({name: this.#nameBefore(), byte: from, length});
    this.#largeFrom = -1;
    window.start = at;
  }

  /** The tag up to the large value moves to a string, so that the window can forget it. */
  #takeOut(): void {
    const window = this.#window;
    this.#tagHead += window.bytes.toString('utf8', window.start, this.#valueFrom);
    this.#largeFrom = window.base + this.#valueFrom;
  }

  #nameBefore(): string {
    return /([^\s=/<>"']+)\s*=\s*["']$/.exec(this.#tagHead.slice(-300))?.[1] ?? '';
  }

  /** Memory stays bounded inside a tag. */
  #letGo(): boolean {
    const window = this.#window;
    if (this.#quote !== 0 && this.#largeFrom < 0) {
      if (window.end - this.#valueFrom > this.#maxAttribute) this.#takeOut();
    }
    // Keeps what `#isRunaway` looks back at.
    if (this.#largeFrom >= 0)
      window.start = Math.max(window.start, this.#valueFrom, window.end - 256);
    else if (window.end - window.start + this.#tagHead.length > this.#maxTag) {
      this.#fault('A tag is too large.');
      this.#resetTag();
    }
    return false;
  }

  #resetTag(): void {
    this.#mode = 'text';
    this.#window.start = this.#at;
    this.#tagHead = '';
    this.#large = [];
    this.#largeFrom = -1;
    this.#quote = 0;
  }

  #endTag(close: number): boolean {
    const window = this.#window;
    if (this.#largeFrom >= 0) {
      this.#large.push({
        name: this.#nameBefore(),
        byte: this.#largeFrom,
        length: window.base + close - this.#largeFrom,
      });
      window.start = close;
    }
    const body = this.#tagHead + window.bytes.toString('utf8', window.start, close);
    this.#emit(body, this.#large.length > 0 ? this.#large : noLarge);
    this.#resetTag();
    return true;
  }

  #namesOf(tag: string): KnownNames {
    const known = this.#known.get(tag) ?? [];
    if (known.length === 0 && this.#known.size < maxKnown) this.#known.set(tag, known);
    return known;
  }

  /** `<a b="c" /`, without the `>`. */
  #emit(body: string, large: readonly LargeAttribute[]): void {
    const name = /^<\/?([^\s/>]*)/.exec(body)?.[1] ?? '';
    if (body.startsWith('</')) {
      this.#events.push({type: 'close', name});
      return;
    }
    const isEmpty = body.endsWith('/');
    const attributes = newAttributes();
    new AttributeReader(body, name.length + 1, this.#namesOf(name)).read(attributes);
    this.#events.push({type: 'open', name, attributes, byte: this.#tagByte, large});
    if (isEmpty) this.#events.push({type: 'close', name});
  }
}

/** Anything but UTF-8 is turned into it. The mark goes. */
async function* asUtf8(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const {head, chunks: all} = await peek(chunks, headBytes);
  const encoding = detectEncoding(head);
  if (encoding.name === 'utf-8' && encoding.bom === 0) yield* all;
  else if (encoding.name === 'utf-8') {
    let skip = encoding.bom;
    for await (const chunk of all) {
      const from = Math.min(skip, chunk.length);
      skip -= from;
      if (from < chunk.length) yield chunk.subarray(from);
    }
  } else for await (const text of decodeStream(all, encoding)) yield asBuffer(Buffer.from(text));
}

/**
 * Events in file order, in batches. Offsets count in the file, or in its UTF-8 form when it is in another encoding. A cut or
 * damaged file gives what is there and a report; nothing throws. Memory: one tag without its large attributes.
 */
export async function* scanXml(
  chunks: Chunks,
  options: XmlOptions = {},
): AsyncGenerator<MarkupBatch> {
  const scanner = new XmlScanner(options);
  for await (const chunk of asUtf8(chunks)) {
    const events = scanner.push(chunk);
    options.onProgress?.(chunk.length);
    if (events.length > 0) yield events;
  }
  const rest = scanner.finish();
  if (rest.length > 0) yield rest;
}
