import {array, assert, constant, constantFrom, integer, oneof, property, record} from 'fast-check';
import {describe, expect, test} from 'vitest';
import {graphemes, textWidth} from '../../../src/app/terminal/width.ts';
import type {TextFieldAction, TextFieldState} from '../../../src/app/ui/text-field-state.ts';
import {
  actionOfKey,
  reduceTextField,
  textField,
  viewField,
} from '../../../src/app/ui/text-field-state.ts';
import {text} from '../terminal/arbitrary-text.ts';

const apply = (state: TextFieldState, ...actions: readonly TextFieldAction[]): TextFieldState =>
  actions.reduce(reduceTextField, state);

const type = (typed: string): TextFieldAction => ({type: 'type', text: typed});
const move = (
  to: 'left' | 'right' | 'word-left' | 'word-right' | 'start' | 'end',
): TextFieldAction => ({type: 'move', to});
const erase = (
  range: 'left' | 'right' | 'word-left' | 'word-right' | 'start' | 'end',
): TextFieldAction => ({type: 'erase', range});
const undo: TextFieldAction = {type: 'undo'};

/** The text with the caret in it. */
const shown = ({text: all, caret}: TextFieldState): string =>
  `${all.slice(0, caret)}|${all.slice(caret)}`;

describe('typing', () => {
  test('inserts at the caret', () => {
    expect(shown(apply(textField('ac'), move('left'), type('b')))).toBe('ab|c');
    expect(shown(apply(textField(), type('聊'), type('天')))).toBe('聊天|');
  });

  test('keeps the caret outside of a cluster that forms around it', () => {
    const state = apply(textField('👩👧'), move('left'), type('\u200D'));
    expect(shown(state)).toBe('👩\u200D👧|');
  });

  test('takes newlines and controls for what they are in one line', () => {
    expect(apply(textField(), type('a\nb\tc\u001B[31m')).text).toBe('a b c[31m');
  });
});

describe('Backspace and Delete', () => {
  test('take away what a person sees as one character', () => {
    expect(shown(apply(textField('a👨‍👩‍👧‍👦'), erase('left')))).toBe('a|');
    expect(shown(apply(textField('e\u0301x'), move('start'), erase('right')))).toBe('|x');
    expect(shown(apply(textField('🇩🇪🇫🇷'), erase('left')))).toBe('🇩🇪|');
  });

  test('do nothing at the ends', () => {
    const state = textField('a');
    expect(apply(state, erase('right'))).toBe(state);
    expect(shown(apply(state, move('start'), erase('left')))).toBe('|a');
  });
});

describe('words', () => {
  test('are jumped over, Chinese ones too', () => {
    expect(shown(apply(textField('one two'), move('word-left')))).toBe('one |two');
    expect(shown(apply(textField('one, two'), move('start'), move('word-right')))).toBe(
      'one|, two',
    );
    expect(shown(apply(textField('备份聊天记录'), move('word-left')))).toBe('备份聊天|记录');
  });

  test('are erased to the left and to the right', () => {
    expect(shown(apply(textField('one two'), erase('word-left')))).toBe('one |');
    expect(shown(apply(textField('one two'), move('start'), erase('word-right')))).toBe('| two');
    expect(shown(apply(textField('one two'), move('word-left'), erase('start')))).toBe('|two');
    expect(shown(apply(textField('one two'), move('word-left'), erase('end')))).toBe('one |');
  });
});

describe('undo', () => {
  test('takes back a run of typing at once, and an edit after it by itself', () => {
    const state = apply(textField('x'), type('a'), type('b'), erase('left'), type('c'));
    expect(state.text).toBe('xac');
    expect(apply(state, undo).text).toBe('xa');
    expect(apply(state, undo, undo).text).toBe('xab');
    expect(apply(state, undo, undo, undo).text).toBe('x');
    expect(apply(state, undo, undo, undo, undo).text).toBe('x');
  });

  test('takes back a paste of ten thousand characters at once', () => {
    const state = apply(textField(), type('a'), {type: 'paste', text: `${'聊天'.repeat(5000)}\n`});
    expect(state.text).toHaveLength(10_001);
    expect(apply(state, undo).text).toBe('a');
  });
});

test('keys that edit are the field’s, keys that do not are not', () => {
  expect(actionOfKey('ctrl+w', '')).toEqual({type: 'erase', range: 'word-left'});
  expect(actionOfKey('j', 'j')).toEqual({type: 'type', text: 'j'});
  expect(actionOfKey('space', ' ')).toEqual({type: 'type', text: ' '});
  for (const key of ['enter', 'escape', 'up', 'f1', 'ctrl+c', 'tab', 'constructor', '__proto__']) {
    expect(actionOfKey(key, '')).toBeUndefined();
  }
});

describe('what is seen', () => {
  test('is the text while it fits, the caret after it', () => {
    expect(viewField(textField('聊天'), 10)).toEqual({text: '聊天', caretColumn: 4});
  });

  test('follows the caret through a long text', () => {
    const long = textField('abcdefghij');
    expect(viewField(long, 5)).toEqual({text: 'ghij', caretColumn: 4});
    expect(viewField(apply(long, move('start')), 5)).toEqual({text: 'abcde', caretColumn: 0});
    expect(viewField(apply(long, move('left'), move('left')), 5)).toEqual({
      text: 'efghi',
      caretColumn: 4,
    });
  });

  test('is stars for a secret, one for each character', () => {
    expect(viewField(textField('pä👨‍👩‍👧'), 10, true)).toEqual({text: '***', caretColumn: 3});
  });

  test('never is wider than its place, and has the caret in it', () => {
    assert(
      property(
        text,
        integer({min: 2, max: 20}),
        array(constantFrom('left', 'word-left', 'start'), {maxLength: 4}),
        (typed, width, moves) => {
          const state = apply(textField(), type(typed), ...moves.map((to) => move(to)));
          const view = viewField(state, width);
          expect(textWidth(view.text)).toBeLessThanOrEqual(width);
          expect(view.caretColumn).toBeLessThan(width);
        },
      ),
    );
  });
});

test('whatever is typed and pressed, the caret stands between two characters', () => {
  const action = oneof(
    record({type: constantFrom('type' as const, 'paste' as const), text}),
    record({
      type: constant('move' as const),
      to: constantFrom(
        'left' as const,
        'right' as const,
        'word-left' as const,
        'word-right' as const,
        'start' as const,
        'end' as const,
      ),
    }),
    record({
      type: constant('erase' as const),
      range: constantFrom(
        'left' as const,
        'right' as const,
        'word-left' as const,
        'word-right' as const,
      ),
    }),
    constant(undo),
  );
  assert(
    property(array(action, {maxLength: 12}), (actions) => {
      const {text: all, caret} = apply(textField(), ...actions);
      const boundaries = new Set([0]);
      let at = 0;
      for (const cluster of graphemes(all)) boundaries.add((at += cluster.length));
      expect(boundaries.has(caret)).toBe(true);
      expect(all).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
    }),
    {numRuns: 300},
  );
});
