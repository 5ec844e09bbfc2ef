import {describe, expect, test} from 'vitest';
import type {CapabilityOptions, Environment} from '../../../src/app/terminal/capabilities.ts';
import {detectCapabilities} from '../../../src/app/terminal/capabilities.ts';

const detect = (env: Environment, options: Partial<CapabilityOptions> = {}) =>
  detectCapabilities({env, isInputTty: true, isOutputTty: true, ...options});

describe('plain mode', () => {
  test.each([
    ['no terminal to read from', {}, {isInputTty: false}, 'no-terminal'],
    ['no terminal to write to', {}, {isOutputTty: false}, 'no-terminal'],
    ['a dumb terminal', {TERM: 'dumb'}, {}, 'dumb-terminal'],
    ['a screen reader', {TERM: 'xterm', ACCESSIBLE: '1'}, {}, 'screen-reader'],
    ['--plain', {TERM: 'xterm'}, {plain: true}, 'asked'],
    ['nothing of the kind', {TERM: 'xterm', ACCESSIBLE: '0'}, {}, undefined],
  ] as const)('because of %s', (_why, env, options, reason) => {
    expect(detect(env, options).plainBecause).toBe(reason);
  });
});

describe('colours', () => {
  test.each([
    [{TERM: 'xterm'}, {}, 1],
    [{TERM: 'linux'}, {}, 1],
    [{TERM: 'xterm-256color'}, {}, 2],
    [{TERM: 'tmux-256color', TMUX: '/tmp/t'}, {}, 2],
    [{TERM: 'xterm', TERM_PROGRAM: 'Apple_Terminal'}, {}, 2],
    [{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, {}, 3],
    [{TERM: 'xterm-kitty'}, {}, 3],
    [{TERM: 'xterm-256color', NO_COLOR: '1'}, {}, 0],
    [{TERM: 'xterm-256color', NO_COLOR: ''}, {}, 2],
    [{TERM: 'xterm-256color', NO_COLOR: '1', FORCE_COLOR: '3'}, {}, 3],
    [{TERM: 'xterm-256color', FORCE_COLOR: '0'}, {}, 0],
    [{TERM: 'xterm-256color', FORCE_COLOR: ''}, {}, 1],
    [{TERM: 'xterm-256color', FORCE_COLOR: '3'}, {color: false}, 0],
    [{TERM: 'xterm-256color', NO_COLOR: '1'}, {color: true}, 2],
    [{TERM: 'xterm-256color'}, {isOutputTty: false}, 0],
    [{TERM: 'dumb'}, {}, 0],
  ] as const)('in %j with %j are of level %i', (env, options, level) => {
    expect(detect(env, options).colorLevel).toBe(level);
  });

  test('suit a light background when the terminal or the person says so', () => {
    expect(detect({COLORFGBG: '0;15'}).background).toBe('light');
    expect(detect({COLORFGBG: '15;0'}).background).toBe('dark');
    expect(detect({COLORFGBG: '0;default;7'}).background).toBe('light');
    expect(detect({}).background).toBe('dark');
    expect(detect({COLORFGBG: '15;0'}, {background: 'light'}).background).toBe('light');
  });
});

test('symbols are ASCII on the Linux console and in other character sets', () => {
  expect(detect({TERM: 'linux', LANG: 'zh_CN.UTF-8'}).hasUnicode).toBe(false);
  expect(detect({TERM: 'xterm', LANG: 'zh_CN.GBK'}).hasUnicode).toBe(false);
  expect(detect({TERM: 'xterm', LANG: 'zh_CN.utf8'}).hasUnicode).toBe(true);
  expect(detect({TERM: 'xterm', LANG: 'C'}).hasUnicode).toBe(true);
});

test('links are shown where terminals show them, not through tmux', () => {
  expect(detect({TERM: 'xterm-256color', VTE_VERSION: '6800'}).hasLinks).toBe(true);
  expect(detect({TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app'}).hasLinks).toBe(true);
  expect(detect({TERM: 'screen', TERM_PROGRAM: 'iTerm.app', TMUX: 'x'}).hasLinks).toBe(false);
  expect(detect({TERM: 'xterm-256color'}).hasLinks).toBe(false);
});

test('GNU screen is known by its name, and tmux is not taken for it', () => {
  expect(detect({TERM: 'screen.xterm-256color', STY: '1.pts'})).toMatchObject({
    multiplexer: 'screen',
    hasColorErase: false,
  });
  expect(detect({TERM: 'screen-256color', TMUX: 'x'})).toMatchObject({
    multiplexer: 'tmux',
    hasColorErase: true,
  });
  expect(detect({TERM: 'xterm'}).multiplexer).toBeUndefined();
});

test('the clipboard is out of reach on the Linux console', () => {
  expect(detect({TERM: 'linux'}).canSetClipboard).toBe(false);
  expect(detect({TERM: 'xterm'}).canSetClipboard).toBe(true);
});
