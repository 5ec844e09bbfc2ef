import {describe, expect, test} from 'vitest';
import type {Command} from '../../src/app/keymap.ts';
import {
  conventionalKeys,
  findCommand,
  findConflicts,
  foldKey,
  keyLabel,
} from '../../src/app/keymap.ts';

const command = (id: string, keys: readonly string[], when = true): Command => ({
  id,
  keys,
  title: id,
  when,
  run: () => {},
});

describe('full-width keys', () => {
  test.each([
    ['？', '?'],
    ['／', '/'],
    ['：', ':'],
    ['、', '/'],
    ['１', '1'],
    ['９', '9'],
    ['ｊ', 'j'],
    ['Ｇ', 'G'],
    ['\u3000', 'space'],
    ['j', 'j'],
    ['字', '字'],
    ['enter', 'enter'],
  ])('%s means %s', (typed, key) => {
    expect(foldKey(typed)).toBe(key);
  });
});

test.each([
  ['j', 'j'],
  ['G', 'G'],
  ['+', '+'],
  ['ctrl+d', 'Ctrl-D'],
  ['shift+tab', 'Shift-Tab'],
  ['ctrl+left', 'Ctrl-←'],
  ['escape', 'Esc'],
  ['f1', 'F1'],
  ['space', 'Space'],
  ['pageup', 'PgUp'],
])('the key %s is printed as %s', (key, label) => {
  expect(keyLabel(key)).toBe(label);
});

test('a command that does not exist now is not found', () => {
  const commands = [command('a', ['x'], false), command('b', ['x'])];
  expect(findCommand(commands, 'x')?.id).toBe('b');
  expect(findCommand(commands, 'y')).toBeUndefined();
});

test('keys that can never be reached are named', () => {
  expect(
    findConflicts([command('a', ['x', 'y']), command('b', ['y']), command('c', ['x'], false)]),
  ).toEqual(['y: a, b']);
});

test('the conventional keys mean one thing each, where they are used together', () => {
  const table = Object.entries(conventionalKeys)
    // Enter opens in a list and confirms in a question.
    .filter(([id]) => id !== 'confirm')
    .map(([id, keys]) => command(id, keys));
  expect(findConflicts(table)).toEqual([]);
});
