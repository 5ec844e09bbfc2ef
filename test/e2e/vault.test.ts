// One life of a vault: made, filled, looked at, grown, verified, and everything taken out again bit for bit.

import {cpSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {chatark, demo, jsonLines, passphrase, summaryOf, treeOf, workFolder} from './program.ts';

const home = workFolder();
const vault = join(home, 'vault');
const source = join(home, 'chats');
const env = {CHATARK_PASSPHRASE: passphrase};
const run = (...args: string[]) => chatark(home, args, {env});
const inVault = (...args: string[]) => run(...args, '--vault', vault);

const ids: string[] = [];
let recoveryKey = '';

describe.sequential('a vault', () => {
  test('is made with a recovery key that is shown once, in files that only their owner may read', async () => {
    cpSync(demo, source, {recursive: true});
    // A file that was changed a moment ago is always read again.
    for (const path of Object.keys(treeOf(source))) utimesSync(join(source, path), 1.7e9, 1.7e9);
    const made = await run('vault', 'init', vault, '--json');
    expect(made.code, made.stderr).toBe(0);
    recoveryKey = String(summaryOf(made)['recoveryKey']);
    expect(recoveryKey).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){12}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(statSync(vault).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(join(vault, 'keys')))
      expect(statSync(join(vault, 'keys', name)).mode & 0o777).toBe(0o600);
    expect((await run('vault', 'init', vault)).code).toBe(2);
  });

  test('takes a backup of everything, and stores next to nothing for the same again', async () => {
    const first = summaryOf(await inVault('backup', source, '--label', 'first', '--json'));
    expect(first).toMatchObject({exports: 5, entries: 48, partial: false, unknown: 0});
    const again = summaryOf(await inVault('backup', source, '--label', 'again', '--json'));
    expect(again).toMatchObject({filesNew: 0, entries: 48});
    expect(Number(again['bytesStored'])).toBeLessThan(Number(first['bytesStored']) / 2);
    ids.push(String(first['snapshot']), String(again['snapshot']));
  });

  test('grows: a file of an unknown format is kept, too', async () => {
    writeFileSync(join(source, 'unknown.bin'), Buffer.from([0, 255, 1, 254]));
    const third = summaryOf(await inVault('backup', source, '--tag', 'monthly', '--json'));
    expect(third).toMatchObject({filesNew: 1, unknown: 1});
    ids.push(String(third['snapshot']));
  });

  test('lists its snapshots, their difference and their sizes', async () => {
    const listed = jsonLines((await inVault('snapshots', '--json')).stdout);
    expect(listed.filter(({type}) => type === 'item').map(({id}) => id)).toEqual(ids);
    const [first = '', , third = ''] = ids;
    const diff = jsonLines((await inVault('diff', first, third, '--json')).stdout);
    expect(diff.filter(({change}) => change !== undefined)).toEqual([
      {type: 'item', change: 'added', path: expect.stringMatching(/unknown\.bin$/)},
    ]);
    const stats = summaryOf(await inVault('stats', '--json'));
    expect(Number(stats['storedBytes'])).toBeGreaterThan(0);
    const info = summaryOf(await run('vault', 'info', vault, '--json'));
    expect(info).toMatchObject({snapshots: 3, format: 1});
  });

  test.each(['0', '1', '2', '3', '4'])('verifies clean at level %s', async (level) => {
    const verified = await inVault('verify', '--level', level, '--json');
    expect(verified.code, verified.stdout).toBe(0);
    expect(summaryOf(verified)).toMatchObject({clean: true, findings: 0});
  });

  test('gives every file back with the very same bytes', async () => {
    const out = join(home, 'restored');
    const restored = await inVault('restore', '--out', out, '--json');
    expect(restored.code, restored.stdout).toBe(0);
    const trees = [treeOf(source), treeOf(out)].map((tree) =>
      Object.entries(tree)
        .map(([path, bytes]) => `${path.split('/').at(-1) ?? ''} ${bytes}`)
        .sort(),
    );
    expect(trees[1]).toEqual(trees[0]);
    const older = join(home, 'older');
    await inVault('restore', '--snapshot', ids[0]?.slice(0, 8) ?? '', '--out', older);
    expect(Object.keys(treeOf(older)).some((path) => path.endsWith('unknown.bin'))).toBe(false);
  });

  test('never overwrites without consent', async () => {
    const out = join(home, 'restored');
    const file = readdirSync(out, {recursive: true, withFileTypes: true}).find((e) => e.isFile());
    const path = join(file?.parentPath ?? '', file?.name ?? '');
    writeFileSync(path, 'mine');
    const refused = await inVault('restore', '--out', out);
    expect(refused.code).not.toBe(0);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    const allowed = await inVault('restore', '--out', out, '--overwrite', 'always');
    expect(allowed.code).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toBe('mine');
  });

  test('gives the messages back as any other format, also merged', async () => {
    const out = join(home, 'as-markdown', '/');
    const converted = await inVault('restore', '--to', 'markdown', '--out', out, '--json');
    expect(summaryOf(converted)).toMatchObject({format: 'markdown', entries: 48});
    const merged = await inVault(
      'restore',
      '--snapshot',
      'merged',
      '--out',
      join(home, 'merged.jsonl'),
      '--json',
    );
    expect(merged.code, merged.stderr).toBe(0);
    const {entries} = summaryOf(merged);
    expect(Number(entries)).toBeLessThan(48);
    expect(Number(entries)).toBeGreaterThanOrEqual(36);
    const chosen = await inVault('restore', '--to', 'csv', '--chat', '大学', '--out', '-');
    expect(chosen.stdout.match(/大学同学群,group/g)).toHaveLength(6);
  });

  test('shows the same entries as the exports', async () => {
    const bodies = (stdout: string): string[] =>
      jsonLines(stdout)
        .filter(({type}) => type === 'entry')
        .map(({entry}) => JSON.stringify(entry))
        .sort();
    const fromFiles = await run('show', source, '--json');
    const fromVault = await inVault('show', '--json');
    expect(bodies(fromVault.stdout)).toEqual(bodies(fromFiles.stdout));
  });

  test('opens with the recovery key alone', async () => {
    const file = join(home, 'recovery.txt');
    writeFileSync(file, `${recoveryKey.toLowerCase()}\n`);
    const opened = await chatark(home, [
      'snapshots',
      '--vault',
      vault,
      '--recovery-key-file',
      file,
    ]);
    expect(opened.code, opened.stderr).toBe(0);
    expect(opened.stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  test('takes a second passphrase, and goes on with it when the first is removed', async () => {
    const file = join(home, 'second.txt');
    writeFileSync(file, 'second passphrase\n');
    const before = jsonLines((await inVault('vault', 'keys', '--json')).stdout);
    const added = await inVault('vault', 'keys', 'add', '--new-passphrase-file', file);
    expect(added.code, added.stderr).toBe(0);
    const first = before.find(({kind}) => kind === 'passphrase');
    const removed = await inVault('vault', 'keys', 'remove', String(first?.['slot']));
    expect(removed.code, removed.stderr).toBe(0);
    expect((await inVault('snapshots')).code).toBe(12);
    const opened = await chatark(home, ['snapshots', '--vault', vault], {
      env: {CHATARK_PASSPHRASE_FILE: file},
    });
    expect(opened.code, opened.stderr).toBe(0);
  });

  test('holds no readable word of a chat', () => {
    const all = Object.entries(treeOf(vault));
    const needle = Buffer.from('明天的会').toString('hex');
    expect(all.some(([path, bytes]) => bytes.includes(needle) || path.includes('WhatsApp'))).toBe(
      false,
    );
  });
});
