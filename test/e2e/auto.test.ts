// Backups that run by themselves, as the scheduler would start them. Nothing is installed into this machine.

import {mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {chatark, demo, jsonLines, newVault, passphrase, summaryOf, workFolder} from './program.ts';

const home = workFolder();
const secret = join(home, 'secret.txt');
let vault = '';
let env: Record<string, string> = {};
let id = '';

beforeAll(async () => {
  ({path: vault, env} = await newVault(home));
  writeFileSync(secret, `${passphrase}\n`, {mode: 0o600});
});

const auto = (...args: string[]) => chatark(home, ['auto', ...args]);
const add = (...more: string[]) =>
  auto('add', demo, '--vault', vault, '--passphrase-file', secret, ...more);

describe.sequential('an auto-backup', () => {
  test('is added with its sources, its vault and its times', async () => {
    const run = await add('--every', 'daily@03:00', '--name', 'nightly', '--json');
    expect(run.code, run.stderr).toBe(0);
    const [job] = jsonLines(run.stdout);
    expect(job).toMatchObject({name: 'nightly', vault, sources: [demo], enabled: true});
    id = String(job?.['id']);
    const settings = join(home, 'config');
    expect(statSync(settings).mode & 0o777).toBe(0o700);
    expect(readFileSync(secret, 'utf8')).toContain(passphrase);
  });

  test('keeps no passphrase in the settings', () => {
    for (const name of readdirSync(join(home, 'config')))
      expect(readFileSync(join(home, 'config', name), 'utf8')).not.toContain('芝麻');
  });

  test('is not due before its time', async () => {
    expect(summaryOf(await auto('run', '--due', '--json'))).toMatchObject({ran: 0, failed: 0});
  });

  test('runs when it is asked to, by its name, and remembers how it went', async () => {
    const run = await auto('run', 'nightly', '--json');
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(summaryOf(run)).toEqual({type: 'summary', ran: 1, failed: 0});
    const [job] = jsonLines((await auto('list', '--json')).stdout);
    expect(job).toMatchObject({id, last: {ok: true, snapshot: expect.any(String)}});
    const snapshots = await chatark(home, ['snapshots', '--vault', vault, '--json'], {env});
    expect(summaryOf(snapshots)).toMatchObject({snapshots: 1});
  });

  test('is due once its time has passed', async () => {
    const path = join(home, 'config', 'settings.json');
    const past = readFileSync(path, 'utf8').replaceAll(
      /"(createdMs|startedMs|endedMs|finishedMs)": ?\d+/g,
      (_all, key: string) => `"${key}": 1700000000000`,
    );
    writeFileSync(path, past);
    expect(summaryOf(await auto('run', '--due', '--json'))).toMatchObject({ran: 1, failed: 0});
    expect(summaryOf(await auto('run', '--due', '--json'))).toMatchObject({ran: 0});
  });

  test('runs a command first, and does not back up when that fails', async () => {
    const fetched = join(home, 'fetched');
    mkdirSync(fetched);
    const args = ['--vault', vault, '--passphrase-file', secret];
    await auto(
      'add',
      fetched,
      ...args,
      '--name',
      'fetch',
      '--command',
      `echo hello > ${fetched}/new.txt`,
    );
    expect((await auto('run', 'fetch')).code).toBe(0);
    expect(readFileSync(join(fetched, 'new.txt'), 'utf8')).toBe('hello\n');
    await auto('add', fetched, ...args, '--name', 'broken', '--command', 'exit 7');
    const failed = await auto('run', 'broken', '--json');
    expect(failed.code).toBe(3);
    expect(summaryOf(failed)).toMatchObject({ran: 1, failed: 1});
  });

  test('fails with a reason when the passphrase has gone, and the others still run', async () => {
    const gone = join(home, 'gone.txt');
    writeFileSync(gone, passphrase);
    await auto('add', demo, '--vault', vault, '--passphrase-file', gone, '--name', 'gone');
    rmSync(gone);
    const run = await auto('run', 'gone', 'nightly');
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/^FAILED +gone: .*gone\.txt/m);
    expect(run.stdout).toMatch(/^ok +nightly/m);
  });

  test('shows what the system would be told, without telling it', async () => {
    for (const kind of ['systemd', 'crontab', 'launchd']) {
      const run = await auto('install', kind, '--preview');
      expect(run.code, run.stderr).toBe(0);
      expect(run.stdout).toContain('auto');
      expect(run.stdout).toContain('--due');
      expect(run.stdout).not.toContain(passphrase);
    }
    expect((await auto('status')).code).toBe(0);
    expect((await auto('install', 'abacus', '--preview')).code).toBe(2);
  });

  test('is removed, and its backups stay', async () => {
    expect((await auto('remove', id)).code).toBe(0);
    expect((await auto('remove', id)).code).toBe(2);
    expect((await auto('list')).stdout).not.toContain('nightly');
    expect((await chatark(home, ['snapshots', '--vault', vault], {env})).code).toBe(0);
  });
});

test('without a passphrase that a machine can fetch it is refused', async () => {
  expect((await auto('add', demo, '--vault', vault)).code).toBe(2);
  expect((await add('--every', 'sometimes')).code).toBe(2);
});
