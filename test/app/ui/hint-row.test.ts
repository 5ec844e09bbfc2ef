import {expect, test} from 'vitest';
import {textWidth, withoutStyles} from '../../../src/app/terminal/width.ts';
import {createTheme} from '../../../src/app/theme.ts';
import {hintRow} from '../../../src/app/ui/hint-row.ts';

const theme = createTheme({level: 2});
const commands = [
  {id: 'help', keys: ['?', 'f1'], title: 'help', hint: 90},
  {id: 'open', keys: ['enter', 'l'], title: 'open', hint: 1},
  {id: 'down', keys: ['j'], title: 'down'},
  {id: 'none', keys: [], title: 'unbound', hint: 2},
  {id: 'long', keys: ['x'], title: 'a title that is rather long', hint: 3},
  {id: 'open', keys: ['l'], title: 'open again', hint: 4},
];

const at = (width: number): string => withoutStyles(hintRow(commands, width, theme));

test('hints stand in their order, each command once, with its first key', () => {
  expect(at(80)).toBe('Enter open   x a title that is rather long   ? help');
});

test('a hint that does not fit leaves its place to a shorter one', () => {
  expect(at(30)).toBe('Enter open   ? help');
  expect(at(10)).toBe('Enter open');
  expect(at(3)).toBe('');
});

test('no width is exceeded', () => {
  for (let width = 0; width < 60; width += 1)
    expect(textWidth(at(width))).toBeLessThanOrEqual(width);
});
