// What the keyboard, the clipboard and the mouse say, once the bytes are understood. Not what the program does with it.

/**
 * A key as the tables of keys name it: the character itself (`j`, `G`, `?`, `字`), or a name (`enter`, `escape`, `tab`,
 * `space`, `backspace`, `delete`, `up`, `down`, `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `insert`, `f1`…),
 * with modifiers in front in this order: `ctrl+`, `alt+`, `shift+`. Shift is part of a printable character.
 */
export type KeyEvent = {
  readonly type: 'key';
  readonly key: string;
  /** What the key types; empty when it types nothing. */
  readonly text: string;
  /** `alt+x` may be Esc and x in one packet: without a command of its own it means Esc and then this key. */
  readonly escaped?: KeyEvent;
};

export type PasteEvent = {readonly type: 'paste'; readonly text: string};
export type FocusEvent = {readonly type: 'focus'; readonly isFocused: boolean};
export type MouseEvent = {
  readonly type: 'mouse';
  readonly action: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down';
  readonly button: 'left' | 'middle' | 'right' | 'none';
  /** From 0, the top left cell. */
  readonly column: number;
  readonly row: number;
};

export type InputEvent = KeyEvent | PasteEvent | FocusEvent | MouseEvent;

export const keyEvent = (key: string, text = ''): KeyEvent => ({type: 'key', key, text});

export type Modifiers = {readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean};

/** The number in CSI sequences: 1 plus bits for shift, alt, ctrl, super, hyper, meta. Meta counts as alt. */
export const modifiersOf = (parameter: number): Modifiers => {
  const bits = parameter > 0 ? parameter - 1 : 0;
  return {shift: (bits & 1) !== 0, alt: (bits & 0b10_0010) !== 0, ctrl: (bits & 4) !== 0};
};

export const namedKey = (name: string, {ctrl, alt, shift}: Modifiers): string =>
  `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${name}`;

/** A character with modifiers: shift alone is already in the character. */
export const characterEvent = (character: string, modifiers: Modifiers): KeyEvent => {
  const {ctrl, alt, shift} = modifiers;
  if (!ctrl && !alt) {
    const typed = shift && character.length === 1 ? character.toUpperCase() : character;
    return typed === ' ' ? keyEvent('space', ' ') : keyEvent(typed, typed);
  }
  const name = character === ' ' ? 'space' : ctrl ? character.toLowerCase() : character;
  return keyEvent(namedKey(name, {ctrl, alt, shift: shift && ctrl}));
};
