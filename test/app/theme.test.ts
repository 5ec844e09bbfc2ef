import {describe, expect, test} from 'vitest';
import {textWidth, withoutStyles} from '../../src/app/terminal/width.ts';
import type {ColorLevel, Paint} from '../../src/app/theme.ts';
import {createTheme} from '../../src/app/theme.ts';

const levels: readonly ColorLevel[] = [0, 1, 2, 3];
const names = [
  'heading',
  'accent',
  'muted',
  'ok',
  'warn',
  'danger',
  'key',
  'selected',
  'selectedIdle',
  'match',
  'disabled',
] as const;

describe.each(levels)('at colour level %i', (level) => {
  test.each(['dark', 'light'] as const)(
    'paint changes looks only, on a %s background',
    (background) => {
      const theme = createTheme({level, background});
      const paints: Paint[] = [
        ...names.map((name) => theme[name]),
        theme.person(0),
        theme.person(7),
      ];
      for (const paint of paints) expect(withoutStyles(paint('text 文字'))).toBe('text 文字');
    },
  );

  test('what is selected looks different from what is not', () => {
    const theme = createTheme({level});
    expect(theme.selected('x')).not.toBe('x');
    expect(theme.selectedIdle('x')).not.toBe(theme.selected('x'));
  });

  test('can paint the lines of a text one by one', () => {
    expect(['a', 'b'].map(createTheme({level}).danger).map(withoutStyles)).toEqual(['a', 'b']);
  });
});

test('without colour there is no colour code at all', () => {
  const theme = createTheme({level: 0});
  for (const name of names)
    expect(theme[name]('x')).not.toMatch(/\u001B\[[\d;]*(?:3\d|4\d|9\d|10\d)m/);
});

test('sixteen colours are those of the palette of the terminal', () => {
  const theme = createTheme({level: 1});
  for (const name of names) expect(theme[name]('x')).not.toContain('8;');
});

test('every kind of message has a symbol of its own', () => {
  for (const hasUnicode of [true, false]) {
    const {ok, warn, danger, note} = createTheme({level: 0, hasUnicode}).symbols;
    expect(new Set([ok, warn, danger, note]).size).toBe(4);
  }
});

test('ASCII symbols are ASCII, and all symbols but "more" take one column', () => {
  for (const symbol of Object.values(createTheme({level: 0, hasUnicode: false}).symbols)) {
    expect(symbol).toMatch(/^[\u0020-\u007E]+$/);
  }
  const {more: _more, ...symbols} = createTheme({level: 0}).symbols;
  for (const symbol of Object.values(symbols)) expect(textWidth(symbol)).toBe(1);
});
