import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import {chatark, newVault, passphrase, workFolder} from './program.ts';

const home = workFolder();
let vault = '';

beforeAll(async () => {
  vault = (await newVault(home)).path;
  writeFileSync(join(home, 'secret.txt'), `${passphrase}\n`);
});

const open = (env: Record<string, string>, ...args: string[]) =>
  chatark(home, ['snapshots', '--vault', vault, ...args], {env});

test('comes from the environment, from a file, from a command', async () => {
  expect((await open({CHATARK_PASSPHRASE: passphrase})).code).toBe(0);
  expect((await open({CHATARK_PASSPHRASE_FILE: join(home, 'secret.txt')})).code).toBe(0);
  expect((await open({}, '--passphrase-command', `cat ${join(home, 'secret.txt')}`)).code).toBe(0);
});

test('a command that fails and a file that is not there say so', async () => {
  expect((await open({}, '--passphrase-command', 'exit 3')).code).toBe(2);
  const run = await open({CHATARK_PASSPHRASE_FILE: join(home, 'nowhere')});
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('CHATARK_PASSPHRASE_FILE');
});

test('never from an argument', async () => {
  const run = await open({}, '--passphrase', passphrase);
  expect(run.code).toBe(2);
  expect(run.stdout + run.stderr).not.toContain(passphrase);
});

test('is the same however the letters are composed', async () => {
  const made = await chatark(home, ['vault', 'init', join(home, 'nfc')], {
    env: {CHATARK_PASSPHRASE: 'Caf\u00e9 \u304c'},
  });
  expect(made.code).toBe(0);
  const opened = await chatark(home, ['snapshots', '--vault', join(home, 'nfc')], {
    env: {CHATARK_PASSPHRASE: 'Cafe\u0301 \u304b\u3099'},
  });
  expect(opened.code, opened.stderr).toBe(0);
});

test('is not visible to other users of the machine while the program runs', async () => {
  let seen = '';
  await chatark(home, ['snapshots', '--vault', vault], {
    env: {CHATARK_PASSPHRASE: passphrase},
    during: (child) => {
      try {
        seen = readFileSync(`/proc/${child.pid ?? 0}/cmdline`, 'utf8');
      } catch {
        seen = 'no /proc here';
      }
    },
  });
  expect(seen).not.toBe('');
  expect(seen).not.toContain('芝麻');
});

test('a key file is asked for besides the passphrase', async () => {
  const keyFile = join(home, 'key.bin');
  writeFileSync(keyFile, Buffer.alloc(64, 7));
  const two = join(home, 'two-factors');
  const env = {CHATARK_PASSPHRASE: passphrase};
  expect((await chatark(home, ['vault', 'init', two, '--key-file', keyFile], {env})).code).toBe(0);
  const withBoth = await chatark(home, ['snapshots', '--vault', two, '--key-file', keyFile], {env});
  expect(withBoth.code, withBoth.stderr).toBe(0);
  const without = await chatark(home, ['snapshots', '--vault', two], {env});
  expect([11, 12]).toContain(without.code);
});
