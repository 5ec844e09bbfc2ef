// The vault under everything at once, for minutes: every byte, every operation, many orders, a killed process, bounded memory.
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {folderStorage} from '../../src/engine/storages/folder-storage.ts';
import {backup} from '../../src/engine/vault/backup.ts';
import {createVault, openVault} from '../../src/engine/vault/vault.ts';
import {verify} from '../../src/engine/vault/verify.ts';
import {sweepBackup, sweepCreation, sweepVerify} from '../helpers/crash-sweep.ts';
import {sweepFlips} from '../helpers/flip-sweep.ts';
import {bigSource, killFiles} from '../helpers/vault-child.ts';
import {differences, numbers, quickCost, restoreAll, sourceOf} from '../helpers/vault-kit.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatark-slow-'));
});

afterAll(async () => {
  await rm(folder, {recursive: true, force: true});
});

describe('sweeps', () => {
  test('5 7: one bit in every single byte of a small vault', async () => {
    const swept = await sweepFlips({every: 1});
    expect(swept.undetected).toEqual([]);
    expect(swept.wrongData).toEqual([]);
  }, 600_000);

  test('1 4 16: a power cut at every operation, with ten ways to survive it', async () => {
    const seeds = Array.from({length: 10}, (_, i) => i + 1);
    await sweepBackup({seeds});
    await sweepCreation({seeds: seeds.slice(0, 4)});
    await sweepVerify({seeds: seeds.slice(0, 4)});
  }, 600_000);
});

describe('a killed process', () => {
  test('16: SIGKILL at a random time, again and again: no snapshot is lost, nothing needs a hand', async () => {
    const vaultFolder = join(folder, 'killed');
    const storage = folderStorage(vaultFolder);
    const secret = {passphrase: 'kill'};
    const {vault} = await createVault(storage, {...secret, cost: quickCost});
    await backup(vault, sourceOf(killFiles(0)), {label: '0'});
    const child = join(root, 'node_modules/.cache/vault-child.mjs');
    await build({
      entryPoints: [join(root, 'test/helpers/vault-child.ts')],
      outfile: child,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    const next = numbers(11);
    for (let round = 1; round <= 40; round++) {
      await runAndKill(child, [vaultFolder, `${round}`], 60 + next() * 500);
      const again = await openVault(storage, secret);
      for (const snapshot of await again.snapshots()) {
        const {files} = await restoreAll(again, snapshot);
        expect(differences(files, killFiles(Number(snapshot.label))), `round ${round}`).toEqual([]);
      }
      expect(await verify(again, {level: 3})).toMatchObject({isClean: true});
    }
    const last = await openVault(storage, secret);
    await backup(last, sourceOf(killFiles(99)), {label: '99'});
    expect((await last.snapshots()).length).toBeGreaterThan(1);
  }, 600_000);
});

const runAndKill = (script: string, args: readonly string[], afterMs: number): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {stdio: 'ignore'});
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });

describe('19: memory', () => {
  test('19: a file of 1.5 GB is backed up, verified and restored to nowhere within 200 MB', async () => {
    const {vault} = await createVault(folderStorage(join(folder, 'big')), {
      passphrase: 'big',
      cost: quickCost,
    });
    let peak = 0;
    const watch = (): void => {
      peak = Math.max(peak, process.memoryUsage().rss);
    };
    const before = process.memoryUsage().rss;
    await backup(vault, bigSource(1_500_000_000), {onProgress: watch});
    expect(await verify(vault, {level: 4, onProgress: watch})).toMatchObject({isClean: true});
    watch();
    expect((peak - before) / 1e6).toBeLessThan(200);
  }, 600_000);
});
