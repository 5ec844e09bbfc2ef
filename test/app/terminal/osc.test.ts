import {expect, test} from 'vitest';
import {detectCapabilities} from '../../../src/app/terminal/capabilities.ts';
import {
  clipboardLimit,
  copySequence,
  link,
  progressSequence,
  titleSequence,
} from '../../../src/app/terminal/osc.ts';

const capabilities = (env: Record<string, string>) =>
  detectCapabilities({env, isInputTty: true, isOutputTty: true});

test('copied text goes to the clipboard in base64, and how much is told', () => {
  expect(copySequence('聊天', capabilities({TERM: 'xterm'}))).toEqual({
    outcome: 'sent',
    sequence: '\u001B]52;c;6IGK5aSp\u001B\\',
    bytes: 6,
  });
});

test('GNU screen gets it wrapped', () => {
  const copied = copySequence('a', capabilities({TERM: 'screen', STY: '1'}));
  expect(copied).toMatchObject({sequence: '\u001BP\u001B]52;c;YQ==\u0007\u001B\\'});
});

test('what a terminal would cut off, or cannot take, is not sent', () => {
  expect(copySequence('x'.repeat(clipboardLimit), capabilities({TERM: 'xterm'})).outcome).toBe(
    'too-large',
  );
  expect(copySequence('x', capabilities({TERM: 'linux'})).outcome).toBe('unsupported');
});

test('a title cannot carry sequences of its own', () => {
  expect(titleSequence('a\u001B]52;c;eA==\u0007')).toBe('\u001B]2;a␛]52;c;eA==␇\u001B\\');
});

test('progress is shown in percent and taken away', () => {
  expect(progressSequence(0.456)).toBe('\u001B]9;4;1;46\u001B\\');
  expect(progressSequence(7)).toBe('\u001B]9;4;1;100\u001B\\');
  expect(progressSequence(undefined)).toBe('\u001B]9;4;0\u001B\\');
});

test('a link is one only where links are shown and the address is one', () => {
  expect(link('text', 'https://example.org/', {hasLinks: true})).toBe(
    '\u001B]8;;https://example.org/\u0007text\u001B]8;;\u0007',
  );
  expect(link('text', 'https://example.org/', {hasLinks: false})).toBe('text');
  expect(link('text', 'javascript:alert(1)', {hasLinks: true})).toBe('text');
  expect(link('text', 'https://example.org/\u0007\u001B[2J', {hasLinks: true})).toBe('text');
});
