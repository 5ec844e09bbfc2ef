// What the terminal goes through: resizing, Ctrl-C, a lost connection, leaving it as it was.

import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {chatark, demo, environment, workFolder} from './program.ts';
import {startScreen} from './pty.ts';
import type {Screen} from './pty.ts';

const home = workFolder();
const text = stringsFor('en');
const screens: Screen[] = [];

afterEach(() => {
  for (const screen of screens.splice(0)) screen.kill();
});

const open = async (options: Parameters<typeof startScreen>[1] = {}): Promise<Screen> => {
  const screen = startScreen(home, options);
  screens.push(screen);
  await screen.waitFor(text.start.welcome);
  await screen.settle();
  return screen;
};

const noTrace = (): void => {
  expect(existsSync(join(home, 'config', 'crash.log'))).toBe(false);
  expect(readdirSync(home).filter((name) => name.startsWith('core'))).toEqual([]);
};

test('the screen is left as it was: main buffer, visible cursor, wrapping, no paste marks', async () => {
  const screen = await open();
  screen.send('q');
  expect(await screen.ended).toMatchObject({exitCode: 0});
  const output = screen.output();
  for (const [on, off] of [
    ['\u001b[?1049h', '\u001b[?1049l'],
    ['\u001b[?25l', '\u001b[?25h'],
    ['\u001b[?2004h', '\u001b[?2004l'],
    ['\u001b[?7l', '\u001b[?7h'],
  ] as const)
    if (output.includes(on))
      expect(output.lastIndexOf(off), JSON.stringify(off)).toBeGreaterThan(output.lastIndexOf(on));
  expect(output).toContain('\u001b[?1049l');
  noTrace();
});

test('each size of the resize walk shows a whole frame within its lines, and comes back the same', async () => {
  const screen = await open();
  const before = screen.text();
  for (const [columns, rows] of [
    [60, 20],
    [40, 12],
    [100, 30],
    [80, 10],
    [120, 40],
    [20, 5],
    [80, 24],
  ] as const) {
    screen.resize(columns, rows);
    await screen.settle();
    expect(screen.text().trim(), `${columns}x${rows}`).not.toBe('');
  }
  await screen.waitFor(text.start.welcome);
  expect(screen.text()).toBe(before);
  expect(screen.output()).not.toContain('\u001b[3J');
});

test('idle it sends nothing', async () => {
  const screen = await open();
  await screen.settle();
  const before = screen.output().length;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(screen.output().length).toBe(before);
});

test('keys that arrive in one packet each count', async () => {
  const screen = await open();
  const marked = (): number => screen.lines().findIndex((line) => /^\s*[❯>▌]/.test(line));
  const first = marked();
  screen.send('jj');
  await screen.settle();
  const third = marked();
  expect(first).toBeGreaterThan(0);
  expect(third).toBe(first + 2);
  screen.send('kk');
  await screen.settle();
  expect(marked()).toBe(first);
});

test('Ctrl-C twice ends it with 130 or 0 and leaves the terminal whole', async () => {
  const screen = await open();
  screen.send('\u0003');
  await screen.settle();
  screen.send('\u0003');
  const {exitCode} = await screen.ended;
  expect([0, 130]).toContain(exitCode);
  expect(screen.output()).toContain('\u001b[?1049l');
  noTrace();
});

test('a lost SSH connection ends it within a second with 129, no crash log, no core file', async () => {
  const screen = await open();
  const started = Date.now();
  screen.hangUp();
  const {exitCode, signal} = await screen.ended;
  expect(Date.now() - started).toBeLessThan(1500);
  expect([exitCode, signal ?? 0]).toEqual([129, 0]);
  noTrace();
});

test('SIGTERM ends it in order', async () => {
  const screen = await open();
  process.kill(screen.pid, 'SIGTERM');
  const {exitCode} = await screen.ended;
  expect([143, 130, 0]).toContain(exitCode);
  expect(screen.output()).toContain('\u001b[?1049l');
  noTrace();
});

test('NO_COLOR and TERM=dumb are respected', async () => {
  const mono = await open({env: {NO_COLOR: '1'}});
  expect(mono.output()).not.toMatch(/\u001b\[(?:\d+;)*(?:[349][0-7]m|[34]8;)/);
  const dumb = startScreen(home, {env: {TERM: 'dumb'}});
  screens.push(dumb);
  await dumb.waitFor(/1[.)]?\s/);
  await dumb.settle();
  expect(dumb.output()).not.toContain('\u001b');
});

test('a passphrase typed at the prompt of a headless verb is not echoed', async () => {
  const vault = join(home, 'prompted');
  const screen = startScreen(home, {args: ['vault', 'init', vault]});
  screens.push(screen);
  await screen.waitFor('Passphrase:');
  screen.send('a secret that nobody sees\r');
  await screen.waitFor('Once more:');
  screen.send('a secret that nobody sees\r');
  expect(await screen.ended).toMatchObject({exitCode: 0});
  expect(screen.output()).not.toContain('nobody sees');
  expect(screen.text()).toContain('Recovery key');
  const env = {...environment(home), CHATARK_PASSPHRASE: 'a secret that nobody sees'};
  expect((await chatark(home, ['backup', demo, '--vault', vault], {env})).code).toBe(0);
});
