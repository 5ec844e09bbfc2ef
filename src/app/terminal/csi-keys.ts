// Complete control sequences → key events, from tables. Replies of the terminal and unknown sequences mean nothing.
import type {InputEvent, KeyEvent, MouseEvent} from './keys.ts';
import {characterEvent, keyEvent, modifiersOf, namedKey} from './keys.ts';

const finalKeys: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'clear',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

const tildeKeys: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** The Linux console: `CSI [ A` … `CSI [ E`. */
const consoleKeys: Readonly<Record<string, string>> = {A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5'};

const controlNames: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'escape',
  127: 'backspace',
  57_414: 'enter',
  57_417: 'left',
  57_418: 'right',
  57_419: 'up',
  57_420: 'down',
  57_421: 'pageup',
  57_422: 'pagedown',
  57_423: 'home',
  57_424: 'end',
  57_425: 'insert',
  57_426: 'delete',
};

// The keypad block of the kitty protocol, 57399 and on, as the characters it types.
const keypadFirst = 57_399;
const keypadCharacters = '0123456789./*-+';
const kittyPrivateFirst = 57_344;
const kittyPrivateLast = 63_743;

const ss3Keypad: Readonly<Record<string, string>> = {
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
};

const keyFromCode = (code: number, modifierNumber: number): KeyEvent | undefined => {
  const modifiers = modifiersOf(modifierNumber);
  const name = controlNames[code];
  if (name !== undefined) return keyEvent(namedKey(name, modifiers));
  const keypad = keypadCharacters[code - keypadFirst];
  if (keypad !== undefined) return characterEvent(keypad, modifiers);
  const isPrivate = code >= kittyPrivateFirst && code <= kittyPrivateLast;
  if (isPrivate || code < 0x20 || code > 0x10_ffff) return undefined;
  if (code >= 0xd800 && code <= 0xdfff) return undefined;
  return characterEvent(String.fromCodePoint(code), modifiers);
};

/** `CSI code:shifted ; modifiers:event ; text u` of the kitty keyboard protocol. Event 3 is a release. */
const kittyKey = (fields: readonly string[]): KeyEvent | undefined => {
  const [modifierText = '1', eventText = '1'] = (fields[1] ?? '').split(':');
  if (eventText === '3') return undefined;
  const [codeText = '', shiftedText = ''] = (fields[0] ?? '').split(':');
  const modifierNumber = Number(modifierText) || 1;
  const {shift, ctrl, alt} = modifiersOf(modifierNumber);
  const isShiftedCharacter = shift && !ctrl && !alt && shiftedText !== '';
  return keyFromCode(Number(isShiftedCharacter ? shiftedText : codeText), modifierNumber);
};

const mouseButtons = ['left', 'middle', 'right', 'none'] as const;

/** `CSI < button ; column ; row M` (press) or `m` (release). */
const mouseEvent = (parameters: string, final: string): MouseEvent | undefined => {
  const [code, column, row] = parameters.slice(1).split(';').map(Number);
  if (code === undefined || column === undefined || row === undefined) return undefined;
  if (![code, column, row].every(Number.isSafeInteger)) return undefined;
  const at = {type: 'mouse', column: column - 1, row: row - 1} as const;
  if ((code & 64) !== 0) {
    if ((code & 3) > 1) return undefined;
    return {...at, action: (code & 1) === 0 ? 'wheel-up' : 'wheel-down', button: 'none'};
  }
  const button = mouseButtons[code & 3] ?? 'none';
  if ((code & 32) !== 0) return {...at, action: 'move', button};
  return {...at, action: final === 'M' ? 'press' : 'release', button};
};

const tildeKey = (fields: readonly string[]): KeyEvent | undefined => {
  const [code = 0, modifiers = 1, character = 0] = fields.map(Number);
  // xterm's modifyOtherKeys: CSI 27 ; modifiers ; code ~
  if (code === 27) return keyFromCode(character, modifiers);
  const name = tildeKeys[code];
  return name === undefined ? undefined : keyEvent(namedKey(name, modifiersOf(modifiers)));
};

/** One complete CSI sequence without its introducer: `parameters`, then the final character. */
export const csiEvent = (parameters: string, final: string): InputEvent | undefined => {
  if (parameters.startsWith('<')) return mouseEvent(parameters, final);
  if (parameters === '' && final === 'I') return {type: 'focus', isFocused: true};
  if (parameters === '' && final === 'O') return {type: 'focus', isFocused: false};
  // Private parameters and intermediates come only in replies: DA, DECRPM, kitty flags.
  if (!/^[\d;:]*$/.test(parameters)) return undefined;
  const fields = parameters.split(';');
  if (final === '~') return tildeKey(fields);
  if (final === 'u') return kittyKey(fields);
  if (final === 'Z') return keyEvent('shift+tab');
  const name = finalKeys[final];
  // With anything but 1 in front, R is a cursor position report.
  if (name === undefined || !/^1?$/.test(fields[0] ?? '')) return undefined;
  if ((fields[1] ?? '').endsWith(':3')) return undefined;
  return keyEvent(namedKey(name, modifiersOf(Number.parseInt(fields[1] ?? '1', 10))));
};

export const consoleKeyEvent = (final: string): KeyEvent | undefined => {
  const name = consoleKeys[final];
  return name === undefined ? undefined : keyEvent(name);
};

/** `ESC O final`: function keys and the keypad in application mode. */
export const ss3Event = (final: string): KeyEvent | undefined => {
  if (final === 'M') return keyEvent('enter');
  const name = finalKeys[final];
  if (name !== undefined) return keyEvent(name);
  const character = ss3Keypad[final];
  return character === undefined ? undefined : keyEvent(character, character);
};

const controlKeys: Readonly<Record<number, string>> = {
  0x00: 'ctrl+space',
  0x08: 'backspace',
  0x09: 'tab',
  0x0a: 'enter',
  0x0d: 'enter',
  0x1b: 'escape',
  0x1c: 'ctrl+\\',
  0x1d: 'ctrl+]',
  0x1e: 'ctrl+^',
  0x1f: 'ctrl+_',
  0x7f: 'backspace',
};

/** A C0 control character or DEL as the key that sends it. */
export const controlKeyEvent = (code: number): KeyEvent =>
  keyEvent(controlKeys[code] ?? `ctrl+${String.fromCharCode(code + 0x60)}`);
