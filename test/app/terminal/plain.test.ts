import {describe, expect, test} from 'vitest';
import {formatFor} from '../../../src/app/i18n/format.ts';
import type {Language} from '../../../src/app/i18n/strings.ts';
import {stringsFor} from '../../../src/app/i18n/strings.ts';
import type {PlainView} from '../../../src/app/terminal/plain.ts';
import {
  askConfirm,
  askMenu,
  askText,
  createProgressPrinter,
  printNotice,
} from '../../../src/app/terminal/plain.ts';

const answering = (answers: readonly string[], language: Language = 'en') => {
  const printed: string[] = [];
  const rest = [...answers];
  const ask = (prompt: string): Promise<string | undefined> => {
    printed.push(prompt);
    return Promise.resolve(rest.shift());
  };
  const view: PlainView = {
    io: {
      print: (line) => printed.push(line),
      ask,
      askSecret: (prompt) => ask(`(secret) ${prompt}`),
    },
    strings: stringsFor(language),
    format: formatFor(language),
  };
  return {view, printed};
};

const items = [
  {id: 'backup', label: 'Backup', detail: 'choose exports'},
  {id: 'restore', label: 'Restore', disabledReason: 'no vault is open'},
] as const;

describe('a menu', () => {
  test('is numbered lines and a number', async () => {
    const {view, printed} = answering(['1']);
    expect(await askMenu(view, 'ChatArk', items)).toBe('backup');
    expect(printed).toEqual([
      'ChatArk',
      '  1. Backup - choose exports',
      '  2. Restore - Not available now: no vault is open',
      '  0. Back',
      'Enter a number (0-2): ',
    ]);
  });

  test('asks again after a wrong number or something unavailable, and says why', async () => {
    const {view, printed} = answering(['9', '2', 'backup', '１']);
    expect(await askMenu(view, 'ChatArk', items)).toBe('backup');
    expect(printed).toContain('No such choice: 9');
    expect(printed).toContain('Not available now: no vault is open');
    expect(printed).toContain('No such choice: backup');
  });

  test('is left with 0 and by the end of the input', async () => {
    expect(await askMenu(answering(['0']).view, 'ChatArk', items)).toBeUndefined();
    expect(await askMenu(answering([]).view, 'ChatArk', items)).toBeUndefined();
  });
});

describe('a question', () => {
  const model = {question: 'Delete "May"?', consequences: ['12 messages are lost.']};

  test.each([
    ['', false],
    ['n', false],
    ['x', false],
    ['y', true],
    ['YES', true],
    ['ｙ', true],
  ])('answered %j is %j', async (answer, isYes) => {
    expect(await askConfirm(answering([answer]).view, model)).toBe(isYes);
  });

  test('names what is lost first, and takes silence for no', async () => {
    const {view, printed} = answering([]);
    expect(await askConfirm(view, model)).toBe(false);
    expect(printed).toEqual(['- 12 messages are lost.', 'Delete "May"? [y/N] ']);
  });

  test('that can do no harm takes Enter for yes, but not the end of the input', async () => {
    expect(await askConfirm(answering(['']).view, {question: 'Go on?', isHarmless: true})).toBe(
      true,
    );
    expect(await askConfirm(answering([]).view, {question: 'Go on?', isHarmless: true})).toBe(
      false,
    );
  });

  test('can be answered in Chinese', async () => {
    expect(await askConfirm(answering(['是'], 'zh').view, model)).toBe(true);
    expect(await askConfirm(answering(['否'], 'zh').view, model)).toBe(false);
  });
});

describe('a text', () => {
  test('is asked for until it is valid', async () => {
    const {view, printed} = answering(['ab', 'abcdefgh']);
    const validate = (text: string): string | undefined =>
      text.length < 8 ? 'Too short.' : undefined;
    expect(await askText(view, {label: 'Name', validate})).toBe('abcdefgh');
    expect(printed).toEqual(['Name: ', 'Too short.', 'Name: ']);
  });

  test('that is secret is not shown, and Enter takes what was there', async () => {
    const {view, printed} = answering(['secret']);
    expect(await askText(view, {label: 'Passphrase', isSecret: true})).toBe('secret');
    expect(printed).toEqual(['(secret) Passphrase: ']);
    expect(await askText(answering(['']).view, {label: 'Zone', initial: 'UTC'})).toBe('UTC');
  });
});

test('progress is a line per tenth, without escape codes', () => {
  const {view, printed} = answering([]);
  const print = createProgressPrinter(view);
  for (let done = 0; done <= 100; done += 1) {
    print({title: 'Backing up', done, total: 100, unit: 'count', current: 'a.zip'});
  }
  expect(printed).toHaveLength(11);
  expect(printed[5]).toBe('Backing up: 50%, 50 of 100, a.zip');
  expect(printed.join('')).not.toContain('\u001B');
});

test('progress without an end is a line whenever ten times as much is done', () => {
  const {view, printed} = answering([]);
  const print = createProgressPrinter(view);
  for (let done = 0; done <= 1000; done += 1) print({title: 'Reading', done, unit: 'count'});
  expect(printed).toEqual(['Reading: 0', 'Reading: 9', 'Reading: 99', 'Reading: 999']);
});

test('a warning is marked by more than a colour', () => {
  const {view, printed} = answering([]);
  printNotice(view, {kind: 'warn', text: 'Two files are missing.', hint: 'Export again.'});
  printNotice(view, {kind: 'ok', text: 'Done.'});
  expect(printed).toEqual(['! Two files are missing. Export again.', 'Done.']);
});
