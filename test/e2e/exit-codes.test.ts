// Each exit code of the contract, provoked for real.

import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {chatark, demo, jsonLines, newVault, root, samples, workFolder} from './program.ts';
import type {RunOptions} from './program.ts';

const home = workFolder();
const vaults = join(root, 'fixtures/vaults');
const fixtureEnv = {CHATARK_PASSPHRASE: 'correct horse battery staple 芝麻开门'};

/** A copy, so that nothing is ever written into the fixtures. */
const fixtureVault = (name: string): string => {
  const copy = join(home, name);
  cpSync(join(vaults, name), copy, {recursive: true});
  return copy;
};

/** Runs it twice: for a person (a sentence on stderr) and with `--json` (an error record with the same code). */
const ends = async (
  code: number,
  args: readonly string[],
  options: RunOptions & {readonly error?: string} = {},
): Promise<void> => {
  const run = await chatark(home, args, options);
  expect(run.code, run.stdout + run.stderr).toBe(code);
  expect(run.stderr).not.toContain('this is a bug');
  if (options.error === undefined) return;
  expect(run.stderr).toMatch(/^chatark: \S.*$/m);
  expect(run.stderr, 'no stack trace').not.toMatch(/^\s+at /m);
  const json = await chatark(home, [...args, '--json'], options);
  expect(json.code).toBe(code);
  const [error] = jsonLines(json.stdout).filter(({type}) => type === 'error');
  expect(error).toMatchObject({code: options.error, exitCode: code});
  expect(String(error?.['message']).length).toBeGreaterThan(10);
};

test('0: it worked', () => ends(0, ['inspect', demo]));

describe('2: usage', () => {
  test.each([
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['inspect', samples.qq, '--frobnicate']],
    ['an option without its value', ['convert', samples.qq, '--to']],
    ['no path', ['inspect']],
    ['no such format', ['convert', samples.qq, '--to', 'papyrus', '--out', '-']],
    ['no such zone', ['inspect', samples.qq, '--zone', 'Mars/Olympus']],
    ['no such date', ['show', samples.qq, '--since', 'soon']],
    ['no such level', ['verify', '--vault', 'x', '--level', '9']],
    ['no such snapshot policy', ['restore', '--vault', 'x']],
  ])('%s', (_name, args) => ends(2, args, {error: 'usage'}));

  test('no such file', () => ends(2, ['inspect', 'nowhere.txt'], {error: 'not-found'}));

  test('a typing error is answered with the command that was meant', async () => {
    const run = await chatark(home, ['inspct', 'x']);
    expect(run.stderr).toContain('inspect');
  });
});

describe('3: done, with losses that are named', () => {
  test('convert --fail-on loss', async () => {
    const args = ['convert', samples.telegram, '--to', 'plain-text', '--out', '-'];
    await ends(0, args);
    await ends(3, [...args, '--fail-on', 'loss']);
  });

  test('a restore from a vault with a hole brings the rest and names what is missing', async () => {
    const out = join(home, 'rest');
    const args = ['restore', '--vault', fixtureVault('missing-pack'), '--out', out, '--json'];
    const run = await chatark(home, args, {env: fixtureEnv});
    expect(run.code, run.stderr).toBe(3);
    const lost = jsonLines(run.stdout).filter(({type}) => type === 'problem');
    expect(lost.length).toBeGreaterThan(0);
  });
});

describe('10 to 16: vaults', () => {
  test('10: there is none', () => {
    mkdirSync(join(home, 'empty'), {recursive: true});
    return ends(10, ['snapshots', '--vault', 'empty'], {env: fixtureEnv, error: 'no-vault'});
  });

  test('11: no passphrase, and nobody to ask', () =>
    ends(11, ['snapshots', '--vault', fixtureVault('good-v1')], {error: 'vault-locked'}));

  test('12: the wrong passphrase', () =>
    ends(12, ['snapshots', '--vault', fixtureVault('good-v1')], {
      env: {CHATARK_PASSPHRASE: 'wrong'},
      error: 'wrong-passphrase',
    }));

  test('13: the keys are damaged, which is not the same as a wrong passphrase', () =>
    ends(13, ['snapshots', '--vault', fixtureVault('damaged-keys')], {
      env: fixtureEnv,
      error: 'vault-damaged',
    }));

  test('15: made by a newer version', () =>
    ends(15, ['snapshots', '--vault', fixtureVault('newer-format')], {
      env: fixtureEnv,
      error: 'newer-format',
    }));

  test('16: verify found damage, and says what suffers', async () => {
    const args = ['verify', '--vault', fixtureVault('flipped-block'), '--level', '3'];
    const run = await chatark(home, [...args, '--json'], {env: fixtureEnv});
    expect(run.code).toBe(16);
    const lines = jsonLines(run.stdout);
    expect(lines.some(({type}) => type === 'problem')).toBe(true);
    expect(lines.some(({suffers}) => typeof suffers === 'string')).toBe(true);
    expect(lines.at(-1)).toMatchObject({clean: false});
  });

  test('each damaged fixture is answered with a code of its own kind, never as a bug', async () => {
    for (const name of ['damaged-index', 'damaged-snapshot', 'flipped-footer', 'truncated-pack']) {
      const run = await chatark(home, ['verify', '--vault', fixtureVault(name)], {env: fixtureEnv});
      expect([0, 13, 16], `${name}: ${run.stderr}`).toContain(run.code);
    }
  });
});

/** The flag "encrypted" set in both headers of the only file of a zip. */
const encryptedZip = (): string => {
  const plain = join(home, 'plain.zip');
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import {zipSync} from 'fflate'; import {writeFileSync} from 'node:fs';
       writeFileSync(process.argv[1], zipSync({'_chat.txt': Buffer.from('[1/2/24, 10:00:00] Ana: hi\\n')}));`,
      plain,
    ],
    {cwd: root},
  );
  const bytes = readFileSync(plain);
  const central = bytes.indexOf('PK\u0001\u0002', 0, 'latin1');
  for (const at of [6, central + 8]) bytes.writeUInt16LE(bytes.readUInt16LE(at) | 1, at);
  const path = join(home, 'encrypted.zip');
  writeFileSync(path, bytes);
  return path;
};

describe('30 to 32: inputs', () => {
  test('30: nothing in it is known', async () => {
    writeFileSync(join(home, 'noise.bin'), Buffer.from([0, 1, 2, 250, 251, 252]));
    const seen = await chatark(home, ['inspect', 'noise.bin']);
    expect(seen.code).toBe(30);
    expect(seen.stdout).toContain('noise.bin');
    await ends(30, ['show', 'noise.bin'], {error: 'format-unknown'});
    mkdirSync(join(home, 'nothing'));
    await ends(30, ['inspect', 'nothing'], {error: 'format-unknown'});
  });

  test('31: it is not what its name says', () => {
    writeFileSync(join(home, 'result.json'), 'no JSON at all');
    return ends(31, ['inspect', 'result.json', '--from', 'telegram-json'], {
      error: 'input-malformed',
    });
  });

  test('32: recognised, and refused because it is encrypted', async () => {
    const zip = encryptedZip();
    await ends(32, ['show', zip], {error: 'format-refused'});
    const seen = await chatark(home, ['inspect', zip]);
    expect(seen.code).toBe(32);
    expect(seen.stdout).toContain('encrypted');
  });
});

test('20: a place that may not be written to', async () => {
  const {path, env} = await newVault(home, 'unwritable');
  writeFileSync(join(home, 'file'), 'a file');
  const run = await chatark(home, ['vault', 'init', join(home, 'file', 'vault')], {env});
  expect([2, 20], run.stderr).toContain(run.code);
  expect(run.stderr).not.toContain('this is a bug');
  expect((await chatark(home, ['snapshots', '--vault', path], {env})).code).toBe(0);
});

test('130: Ctrl-C ends a running backup, and the vault is as it was', async () => {
  const {path, env} = await newVault(home, 'cancelled');
  writeFileSync(join(home, 'big.txt'), `${'A line of words. '.repeat(50)}\n`.repeat(120_000));
  const run = await chatark(home, ['backup', 'big.txt', '--vault', path], {
    env,
    during: (child) => setTimeout(() => child.kill('SIGINT'), 900),
  });
  expect(run.code, run.stderr).toBe(130);
  const listed = await chatark(home, ['snapshots', '--vault', path, '--json'], {env});
  expect(jsonLines(listed.stdout)).toEqual([{type: 'summary', snapshots: 0}]);
  expect((await chatark(home, ['verify', '--vault', path], {env})).code).toBe(0);
});
