// Bytes of a terminal → input events, whatever way the bytes were cut or batched. Knows no clock: see input-reader.ts.
import {consoleKeyEvent, controlKeyEvent, csiEvent, ss3Event} from './csi-keys.ts';
import type {InputEvent, KeyEvent, PasteEvent} from './keys.ts';
import {keyEvent} from './keys.ts';
import {graphemes} from './width.ts';

const escape = '\u001B';
const pasteEnd = '\u001B[201~';
const longestSequence = 128;
const longestReply = 1 << 16;
/** A paste is one event and may be long; what is beyond this is not text that someone meant to type. */
export const longestPaste = 1 << 22;

// Only strings that start like this are replies; Esc ] j is Alt-] and j.
const replyStart: Readonly<Record<string, RegExp>> = {
  ']': /^\d?$/,
  P: /^[\d>$!+]?$/,
  _: /^G?$/,
};

/** What waits for more bytes: a lone Esc, a longer piece of a sequence, or the rest of a paste. */
export type Pending = 'none' | 'escape' | 'sequence' | 'paste';

type Step = {readonly length: number; readonly event?: InputEvent | undefined};
type MaybeStep = Step | 'incomplete';

export class InputDecoder {
  private readonly utf8 = new TextDecoder('utf-8');
  private waiting = '';
  private paste: string[] | undefined;
  private pasteLength = 0;

  get pending(): Pending {
    if (this.paste !== undefined) return 'paste';
    if (this.waiting === '') return 'none';
    return this.waiting === escape ? 'escape' : 'sequence';
  }

  /** The events that are complete now, in order. */
  push(bytes: Uint8Array): InputEvent[] {
    const text = this.waiting + this.utf8.decode(bytes, {stream: true});
    const events: InputEvent[] = [];
    let at = 0;
    while (at < text.length) {
      if (this.paste !== undefined) {
        at += this.readPaste(text, at, events);
        // Still open: what is left is at most the start of the end mark.
        if (this.paste !== undefined) break;
        continue;
      }
      const step = text[at] === escape ? readEscape(text, at) : readText(text, at, events);
      if (step === 'incomplete') break;
      at += step.length;
      if (step.event === pasteStart) this.paste = [];
      else if (step.event !== undefined) events.push(step.event);
    }
    this.waiting = text.slice(at);
    return events;
  }

  /** No more bytes came in time: a waiting Esc is the key, a piece of a sequence is dropped, a paste ends here. */
  flush(): InputEvent[] {
    const waiting = this.waiting;
    this.waiting = '';
    if (this.paste !== undefined) return [this.endPaste()];
    if (waiting === escape) return [keyEvent('escape')];
    return waiting.length === 2 ? [escapedKey(waiting.slice(1))] : [];
  }

  /** Takes what belongs to the open paste; returns how much that was. */
  private readPaste(text: string, at: number, events: InputEvent[]): number {
    const end = text.indexOf(pasteEnd, at);
    if (end >= 0) {
      this.takePaste(text.slice(at, end));
      events.push(this.endPaste());
      return end + pasteEnd.length - at;
    }
    // The tail may be the start of the end mark.
    let tail = Math.min(pasteEnd.length - 1, text.length - at);
    while (tail > 0 && !pasteEnd.startsWith(text.slice(text.length - tail))) tail -= 1;
    const length = text.length - tail - at;
    this.takePaste(text.slice(at, at + length));
    return length;
  }

  private takePaste(text: string): void {
    const room = longestPaste - this.pasteLength;
    if (room <= 0 || text === '') return;
    this.paste?.push(text.slice(0, room));
    this.pasteLength += Math.min(room, text.length);
  }

  private endPaste(): PasteEvent {
    const text = (this.paste ?? []).join('').replaceAll(/\r\n?/g, '\n');
    this.paste = undefined;
    this.pasteLength = 0;
    return {type: 'paste', text};
  }
}

const pasteStart: PasteEvent = {type: 'paste', text: ''};

const asciiKey = (character: string): KeyEvent =>
  keyEvent(character === ' ' ? 'space' : character, character);

/** One ASCII key, or a run of other characters, whose clusters are pushed one by one: an input method sends words. */
const readText = (text: string, at: number, events: InputEvent[]): Step => {
  const code = text.charCodeAt(at);
  if (code < 0x20 || code === 0x7f) return {length: 1, event: controlKeyEvent(code)};
  if (code < 0x7f) return {length: 1, event: asciiKey(text.charAt(at))};
  let end = at;
  while (end < text.length && text.charCodeAt(end) > 0x7f) end += 1;
  const run = text.slice(at, end).replaceAll(/[\u0080-\u009F\uFFFD]/g, '');
  for (const cluster of graphemes(run)) events.push(keyEvent(cluster, cluster));
  return {length: end - at};
};

const escapedKey = (character: string): KeyEvent => {
  const code = character.codePointAt(0) ?? 0;
  const key = code < 0x20 || code === 0x7f ? controlKeyEvent(code) : asciiKey(character);
  const name = key.key.startsWith('ctrl+') ? `ctrl+alt+${key.key.slice(5)}` : `alt+${key.key}`;
  return {type: 'key', key: name, text: '', escaped: key};
};

const readEscape = (text: string, at: number): MaybeStep => {
  const introducer = text[at + 1];
  if (introducer === undefined) return 'incomplete';
  // Held Esc, or Esc and an arrow in one packet: the first is a key of its own.
  if (introducer === escape) return {length: 1, event: keyEvent('escape')};
  if (introducer === '[') return readCsi(text, at);
  if (introducer === 'O') return readSs3(text, at);
  const start = replyStart[introducer];
  if (start?.test(text.charAt(at + 2)) === true) return readReply(text, at);
  const character = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  return {length: 1 + character.length, event: escapedKey(character)};
};

const readSs3 = (text: string, at: number): MaybeStep => {
  const final = text[at + 2];
  if (final === undefined) return 'incomplete';
  const event = ss3Event(final);
  return event === undefined ? {length: 2, event: escapedKey('O')} : {length: 3, event};
};

const readCsi = (text: string, at: number): MaybeStep => {
  let end = at + 2;
  if (text[end] === '[') {
    const final = text[end + 1];
    return final === undefined ? 'incomplete' : {length: 4, event: consoleKeyEvent(final)};
  }
  while (end < text.length && text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) < 0x40) end += 1;
  if (end - at > longestSequence) return {length: end - at};
  if (end >= text.length) return 'incomplete';
  const code = text.charCodeAt(end);
  // Something that cannot stand in a sequence: the sequence was cut, and this is the next thing.
  if (code < 0x40 || code > 0x7e) return {length: end - at};
  const parameters = text.slice(at + 2, end);
  const final = text.charAt(end);
  const length = end + 1 - at;
  if (final === 'M' && parameters === '') {
    return end + 3 < text.length ? {length: length + 3} : 'incomplete';
  }
  if (final === '~' && parameters === '200') return {length, event: pasteStart};
  return {length, event: csiEvent(parameters, final)};
};

/** Swallows OSC, DCS and APC strings up to BEL or ST: answers of the terminal to questions that something asked. */
const readReply = (text: string, at: number): MaybeStep => {
  for (let end = at + 2; end < text.length; end += 1) {
    const character = text[end];
    if (character === '\u0007') return {length: end + 1 - at};
    if (character !== escape) continue;
    if (end + 1 >= text.length) return 'incomplete';
    return {length: (text[end + 1] === '\\' ? end + 2 : end) - at};
  }
  return text.length - at > longestReply ? {length: text.length - at} : 'incomplete';
};
