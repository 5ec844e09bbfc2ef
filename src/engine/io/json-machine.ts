// The state machine behind streamJson: walks the objects on the way to the collections, batches their items, recovers from damage.

import {ChatError} from '../errors.ts';
import {assertNever} from '../model/assert-never.ts';
import {matchesAt} from './bytes.ts';
import {ItemBatch} from './json-batch.ts';
import {newFrame, pathText} from './json-frame.ts';
import type {Frame} from './json-frame.ts';
import {isCutJson} from './json-repair.ts';
import {childByKey, compilePatterns, planFor} from './json-pattern.ts';
import type {PatternNode} from './json-pattern.ts';
import {
  ValueSkimmer,
  broken,
  complete,
  findOpening,
  isSpace,
  needMore,
  openingOf,
} from './json-scan.ts';
import type {JsonEvent, JsonFault, JsonStreamOptions} from './json-stream.ts';

type State = 'start' | 'value' | 'skim' | 'next' | 'key' | 'key-text' | 'colon' | 'end';

type FaultFacts = {
  readonly message: string;
  readonly item?: number | undefined;
  readonly sample?: string;
};

/** What becomes of the value that is being skimmed. */
type Use = 'item' | 'member' | 'nothing';

const mebibyte = 1024 * 1024;
/** An item that goes on for longer is looked at for damage: here, and each time it is four times as long. */
const suspicious = mebibyte / 4;
/** Damage may make the scan go back; all in all by no more than this. */
const maxRescan = 256 * mebibyte;
/** All members of one object together may be so many times larger than the largest one. */
const membersPerObject = 4;

export class JsonMachine {
  readonly #options: JsonStreamOptions;
  readonly #root: PatternNode;
  readonly #skimmer: ValueSkimmer;
  readonly #frames: Frame[] = [];
  readonly #itemBytes: number;
  readonly #memberBytes: number;
  #events: JsonEvent[] = [];
  #state: State = 'start';
  #use: Use = 'nothing';
  /** The value under way is too large: its bytes are let go. */
  #isTooLarge = false;
  #hasStrayText = false;
  /** Rubbish stands where a key should: told once, however long it is. */
  #isLost = false;
  #lookAt = suspicious;
  #rescanned = 0;
  readonly #batch: ItemBatch;

  constructor(options: JsonStreamOptions) {
    this.#options = options;
    this.#root = compilePatterns(options.items, options.ignore);
    this.#itemBytes = options.limits?.itemBytes ?? 64 * mebibyte;
    this.#memberBytes = options.limits?.memberBytes ?? 16 * mebibyte;
    this.#skimmer = new ValueSkimmer(options.limits?.depth ?? 200);
    this.#skimmer.onRawLineFeed = (at) => this.#beginsItemAt(at);
    this.#batch = new ItemBatch(this.#skimmer.window, options, (trouble) => {
      const isBad = trouble.kind === 'record-damaged';
      this.#fault(trouble.kind, trouble.byte, {
        message: isBad ? 'It is not valid JSON.' : 'Invalid escapes were mended.',
        ...trouble,
      });
    });
  }

  takeEvents(): JsonEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  push(chunk: Uint8Array): void {
    this.#skimmer.append(chunk);
    while (this.#step());
    this.#release();
  }

  /** The input has ended. */
  finish(): void {
    while (this.#isDamaged() && this.#restart()) while (this.#step());
    const {window, at, from} = this.#skimmer;
    const byte = window.base + (this.#state === 'skim' ? from : Math.min(at, window.end));
    if (this.#state === 'end') return;
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      this.#close(frame, false);
      this.#frames.pop();
    }
    this.#events.push({type: 'truncated', byte});
  }

  /** One token. False: more bytes are needed. */
  #step(): boolean {
    if (this.#state === 'skim') return this.#skim();
    const {bytes, end} = this.#skimmer.window;
    let at = this.#skimmer.at;
    while (at < end && isSpace(bytes[at] ?? 0)) at++;
    this.#skimmer.at = at;
    if (at >= end) return false;
    const code = bytes[at] ?? 0;
    switch (this.#state) {
      case 'start':
        return this.#start(code);
      case 'value':
        return this.#value(code);
      case 'next':
        return this.#next(code);
      case 'key':
        return this.#key(code);
      case 'key-text':
        return this.#keyText();
      case 'colon':
        return this.#colon(code);
      case 'end':
        return this.#stray(code);
      default:
        return assertNever(this.#state);
    }
  }

  #start(code: number): boolean {
    const {window, at} = this.#skimmer;
    if (window.base + at === 0 && code === 0xef) {
      // A byte order mark, whole or not yet.
      if (window.end < 3) return false;
      if (window.bytes[1] === 0xbb && window.bytes[2] === 0xbf) {
        this.#skimmer.at = 3;
        return true;
      }
    }
    const isOpener = code === 0x7b || code === 0x5b;
    if (this.#options.skipPrefix === true && !isOpener) {
      this.#skimmer.at++;
      return true;
    }
    if (!isOpener) {
      throw new ChatError('input-malformed', 'The file is no JSON object or array.', {
        details: {byte: window.base + at},
      });
    }
    return this.#value(code);
  }

  #stray(code: number): boolean {
    if (code !== 0x3b && !this.#hasStrayText) {
      this.#hasStrayText = true;
      const message = 'Something follows the end of the document.';
      this.#fault('record-skipped', this.#byteAt(this.#skimmer.at), message);
    }
    this.#skimmer.at = this.#skimmer.window.end;
    return false;
  }

  #byteAt(at: number): number {
    return this.#skimmer.window.base + at;
  }

  #value(code: number): boolean {
    const frame = this.#frames.at(-1);
    const isCloser = code === 0x5d || code === 0x7d;
    if (frame && (isCloser || code === 0x2c)) {
      // `[1,]`, `[,1]`, `{"a":}`: nothing stands where a value should.
      if (!frame.isArray)
        this.#fault('record-damaged', this.#byteAt(this.#skimmer.at), 'No value.');
      if (isCloser) return this.#end(code);
      this.#batch.isContiguous = false;
      this.#skimmer.at++;
      this.#state = frame.isArray ? 'value' : 'key';
      return true;
    }
    const node = frame
      ? frame.isArray
        ? frame.node?.elements
        : childByKey(frame.node, frame.key)
      : this.#root;
    const isArray = code === 0x5b;
    const isContainer = isArray || code === 0x7b;
    const plan = frame?.collects || !isContainer ? 'pass' : planFor(node, isArray);
    if (plan === 'walk' || plan === 'collect') {
      this.#open(node, isArray, plan === 'collect');
      return true;
    }
    this.#use = frame?.collects
      ? 'item'
      : plan === 'ignore' || node?.isIgnored === true
        ? 'nothing'
        : 'member';
    this.#isTooLarge = false;
    this.#lookAt = suspicious;
    this.#skimmer.begin();
    this.#state = 'skim';
    return true;
  }

  #open(node: PatternNode | undefined, isArray: boolean, collects: boolean): void {
    const byte = this.#byteAt(this.#skimmer.at);
    const frame = newFrame(this.#frames.at(-1), {node, isArray, collects, byte});
    this.#frames.push(frame);
    this.#skimmer.at++;
    this.#state = isArray ? 'value' : 'key';
    this.#batch.isContiguous = true;
    if (collects) {
      const {pattern, path, around} = frame;
      this.#events.push({type: 'enter', pattern, path, around, byte});
    }
  }

  #next(code: number): boolean {
    const frame = this.#frames.at(-1);
    if (!frame) {
      this.#state = 'end';
      return true;
    }
    if (code === 0x5d || code === 0x7d) return this.#end(code);
    if (code === 0x2c) this.#skimmer.at++;
    else {
      // `{"a":1 "b":2}`: as if the comma were there. Anything else would not move on.
      const message = 'A comma is missing.';
      this.#fault('record-damaged', this.#byteAt(this.#skimmer.at), message);
      this.#batch.isContiguous = false;
    }
    this.#state = frame.isArray ? 'value' : 'key';
    return true;
  }

  #key(code: number): boolean {
    if (code === 0x5d || code === 0x7d) return this.#end(code);
    if (code === 0x22) {
      this.#isLost = false;
      this.#skimmer.begin();
      this.#state = 'key-text';
      return this.#keyText();
    }
    if (code !== 0x2c && !this.#isLost) {
      const message = 'A key is missing.';
      this.#fault('record-damaged', this.#byteAt(this.#skimmer.at), message);
    }
    this.#isLost = code !== 0x2c;
    this.#skimmer.at++;
    return true;
  }

  #keyText(): boolean {
    if (this.#skimmer.skim() !== complete) return false;
    const frame = this.#frames.at(-1);
    const value = this.#batch.parseValue(this.#skimmer.from, this.#skimmer.at);
    if (frame) frame.key = typeof value === 'string' ? value : '';
    this.#state = 'colon';
    return true;
  }

  #colon(code: number): boolean {
    if (code === 0x3a) this.#skimmer.at++;
    else {
      const message = 'A colon is missing.';
      this.#fault('record-damaged', this.#byteAt(this.#skimmer.at), message);
    }
    this.#state = code === 0x2c || code === 0x7d ? 'next' : 'value';
    return true;
  }

  /** `]` or `}`. The wrong one is passed over where items go on, else it ends the innermost frame as well. */
  #end(code: number): boolean {
    const isArray = code === 0x5d;
    const frame = this.#frames.at(-1);
    if (frame && frame.isArray !== isArray) {
      const goesOn = frame.collects ? this.#itemFollows() : false;
      if (goesOn === undefined) return false;
      const message = 'A bracket does not match.';
      this.#fault('record-damaged', this.#byteAt(this.#skimmer.at), message);
      if (goesOn || !this.#frames.some((outer) => outer.isArray === isArray)) {
        this.#batch.isContiguous = false;
        this.#skimmer.at++;
        this.#state = 'next';
        return true;
      }
    } else this.#skimmer.at++;
    if (frame) this.#close(frame, true);
    this.#frames.pop();
    const parent = this.#frames.at(-1);
    if (parent) parent.count++;
    this.#state = parent ? 'next' : 'end';
    return true;
  }

  /** Behind the bracket at the cursor: a comma and then an object? Undefined: more bytes are needed. */
  #itemFollows(): boolean | undefined {
    const {bytes, end} = this.#skimmer.window;
    let at = this.#skimmer.at + 1;
    for (const expected of [0x2c, 0x7b]) {
      while (at < end && isSpace(bytes[at] ?? 0)) at++;
      if (at >= end) return undefined;
      if (bytes[at++] !== expected) return false;
    }
    return true;
  }

  #close(frame: Frame, isComplete: boolean): void {
    const {pattern, path, around, members, byte, count} = frame;
    if (frame.collects) {
      this.#batch.parse();
      this.#give(frame);
      this.#events.push({type: 'leave', pattern, path, around, count, isComplete});
    } else if (!frame.isArray) {
      this.#events.push({type: 'object', pattern, path, around, members, byte, isComplete});
    }
  }

  #skim(): boolean {
    const skimmer = this.#skimmer;
    const result = skimmer.skim();
    if (result === needMore) {
      this.#letGo();
      return false;
    }
    if (result === broken) {
      if (this.#use === 'item' && !this.#isTooLarge && this.#restart()) return true;
      this.#spoil('record-damaged', 'The brackets do not match.');
      return true;
    }
    const frame = this.#frames.at(-1);
    if (this.#isTooLarge) this.#spoil('record-too-large', 'It is too large.');
    else if (skimmer.isTooDeep && this.#use !== 'nothing') {
      this.#spoil('record-too-large', 'It is nested too deeply.');
    } else if (this.#use === 'item' && frame) this.#addItem(frame);
    else this.#finishValue(frame);
    return true;
  }

  /** The value under way is lost; what follows is not. */
  #spoil(kind: JsonFault['kind'], message: string): void {
    const frame = this.#frames.at(-1);
    this.#fault(kind, this.#byteAt(this.#skimmer.from), message);
    if (frame) frame.count++;
    this.#batch.isContiguous = false;
    this.#state = frame ? 'next' : 'end';
  }

  /** Memory is bounded while the end of a value is not in sight. */
  #letGo(): void {
    const {at, from} = this.#skimmer;
    if (this.#use === 'nothing' || this.#isTooLarge) return;
    if (this.#use === 'item' && at - from > this.#lookAt) {
      this.#lookAt = 4 * (at - from);
      if (this.#isDamaged() && this.#restart()) {
        while (this.#step());
        return;
      }
    }
    if (at - from <= (this.#use === 'item' ? this.#itemBytes : this.#memberBytes)) return;
    this.#batch.parse();
    this.#isTooLarge = true;
  }

  #finishValue(frame: Frame | undefined): void {
    const {from, at} = this.#skimmer;
    this.#state = frame ? 'next' : 'end';
    if (frame) frame.count++;
    if (this.#use === 'nothing') return;
    if (!frame || frame.isArray) {
      this.#fault('record-skipped', this.#byteAt(from), 'Not what is expected here.');
      return;
    }
    const size = at - from;
    const all = frame.size + size;
    if (size > this.#memberBytes || all > membersPerObject * this.#memberBytes) {
      this.#fault('record-too-large', this.#byteAt(from), 'It is too large.');
      return;
    }
    frame.size = all;
    const value = this.#batch.parseValue(from, at);
    if (value !== undefined) frame.members[frame.key] = value;
  }

  #addItem(frame: Frame): void {
    const {window, from, at} = this.#skimmer;
    if (at - from > this.#itemBytes) {
      this.#spoil('record-too-large', 'It is too large.');
      return;
    }
    this.#state = 'next';
    frame.opening ??= openingOf(window.bytes, from, at);
    if (this.#options.skipItems !== true) {
      if (this.#batch.mustParseBefore(at)) this.#batch.parse();
      if (this.#batch.isFull) this.#give(frame);
      this.#batch.add({from, to: at}, frame.count, frame.isArray ? undefined : frame.key);
    }
    frame.count++;
  }

  #give(frame: Frame): void {
    const batch = this.#batch.take();
    const {pattern, path, around, given} = frame;
    if (batch) this.#events.push({type: 'items', pattern, path, around, ...batch, first: given});
    frame.given = frame.count;
  }

  /** Does an item begin here (behind spaces), as the good ones of this collection do? */
  #beginsItemAt(at: number): boolean {
    const frame = this.#frames.at(-1);
    if (this.#state !== 'skim' || this.#use !== 'item' || !frame?.opening) return false;
    const {bytes, end} = this.#skimmer.window;
    let from = at;
    while (from < end && isSpace(bytes[from] ?? 0)) from++;
    return matchesAt(bytes, frame.opening, {at: from, end});
  }

  /** The item under way has no end in sight: because something in it is broken, or because it is cut or really that long? */
  #isDamaged(): boolean {
    if (this.#state !== 'skim' || this.#use !== 'item' || this.#isTooLarge) return false;
    const {window, from} = this.#skimmer;
    return !isCutJson(window.bytes.toString('utf8', from, window.end));
  }

  /** Takes up reading at the next thing that looks like an item, when the one under way is broken. */
  #restart(): boolean {
    const frame = this.#frames.at(-1);
    const {window, from, at} = this.#skimmer;
    if (!frame?.opening || this.#isTooLarge || this.#rescanned > maxRescan) return false;
    const place = {from: from + 1, end: window.end};
    const next = findOpening(window.bytes, frame.opening, place);
    if (next < 0) return false;
    this.#rescanned += Math.max(0, Math.min(at, window.end) - next);
    this.#spoil('record-damaged', 'It does not end where it should.');
    this.#skimmer.at = next;
    this.#state = 'value';
    return true;
  }

  /** Forgets the bytes that nothing refers to any more. */
  #release(): void {
    const {window, at, from} = this.#skimmer;
    const keepsValue =
      (this.#state === 'skim' && this.#use !== 'nothing' && !this.#isTooLarge) ||
      this.#state === 'key-text';
    const needed = keepsValue ? from : Math.min(at, window.end);
    window.start = this.#batch.from(needed);
  }

  #fault(kind: JsonFault['kind'], byte: number, facts: string | FaultFacts): void {
    const {message, item, sample} = typeof facts === 'string' ? {message: facts} : facts;
    const frame = this.#frames.at(-1);
    const own = item ?? (frame?.isArray ? frame.count : frame?.key);
    const record = frame && own !== undefined ? pathText([...frame.path, own]) : '';
    this.#options.onError?.({
      kind,
      byte,
      record,
      message,
      ...(sample === undefined ? {} : {sample}),
    });
  }
}
