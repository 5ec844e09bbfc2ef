// The way of a newcomer at a real terminal: welcome, samples, a new vault, the backup, browsing, searching, leaving.

import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {stringsFor} from '../../src/app/i18n/strings.ts';
import {chatark, passphrase, summaryOf, workFolder} from './program.ts';
import {startScreen} from './pty.ts';
import type {Screen} from './pty.ts';

const home = workFolder();
const screens: Screen[] = [];
const enter = '\r';
const escape = '\u001b';

afterEach(() => {
  for (const screen of screens.splice(0)) screen.kill();
});

const open = (...args: Parameters<typeof startScreen>): Screen => {
  const screen = startScreen(...args);
  screens.push(screen);
  return screen;
};

const proveRecoveryKey = async (
  screen: Screen,
  question: (group: string) => string,
): Promise<void> => {
  const groups = new Map(
    [...screen.text().matchAll(/(?:^|\s)(\d{1,2}) ([0-9A-Z]{4})(?=\s|$)/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  );
  expect(groups.size).toBe(13);
  screen.send(enter);
  const asked = new Set<string>();
  while (asked.size < 2) {
    await screen.settle();
    const group = [...groups.keys()].find(
      (each) => !asked.has(each) && screen.text().includes(question(each)),
    );
    expect(group, screen.text()).toBeDefined();
    asked.add(group ?? '');
    screen.send(groups.get(group ?? '') ?? '');
    await screen.settle();
    screen.send(enter);
  }
};

test.each(['en', 'zh'] as const)(
  'from the first frame to a searched vault, in %s',
  async (lang) => {
    const text = stringsFor(lang);
    const ownHome = join(home, lang);
    mkdirSync(ownHome);
    const screen = open(ownHome, {args: ['--lang', lang]});
    const then = async (wanted: string | RegExp, keys: string): Promise<void> => {
      await screen.waitFor(wanted);
      await screen.settle();
      screen.send(keys);
    };
    await then(text.start.welcome, '1');
    await then(text.start.nextStep, enter);
    await then(text.start.allChats, '1');
    await then(text.start.createVault, '1');
    await then(text.start.vaultName, enter);
    await then(text.start.place, enter);
    await then(text.start.passphrase, passphrase);
    await screen.settle();
    expect(screen.text()).not.toContain(passphrase);
    screen.send(enter);
    await then(text.start.again, passphrase);
    await screen.settle();
    screen.send(enter);
    await screen.waitFor(text.start.recoveryTitle);
    await screen.settle();
    await proveRecoveryKey(screen, text.start.recoveryCheck);
    await then(text.start.confirm, enter);
    await then(text.job.next.browse, '1');
    await then('周末爬山', enter);
    await screen.waitFor(/1?\d \/ \d+/);
    await screen.settle();
    screen.send(escape);
    await then('大学同学群', '/');
    await screen.settle();
    expect(screen.output()).not.toContain('\u001b[3J');
    screen.send(escape);
    await screen.settle();
    screen.send(escape);
    await screen.settle();
    screen.send(escape);
    await then(text.home.storage, 'q');
    expect(await screen.ended).toMatchObject({exitCode: 0});
    expect(existsSync(join(ownHome, 'config', 'crash.log'))).toBe(false);

    const vaults = readdirSync(ownHome, {recursive: true, encoding: 'utf8'}).filter((path) =>
      path.endsWith('format.json'),
    );
    expect(vaults).toHaveLength(1);
    const env = {CHATARK_PASSPHRASE: passphrase};
    const vault = join(ownHome, vaults[0] ?? '', '..');
    const checked = await chatark(ownHome, ['verify', '--vault', vault, '--json'], {env});
    expect(summaryOf(checked)).toMatchObject({clean: true});
  },
);
