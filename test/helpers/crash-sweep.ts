// Runs a piece of vault work with a power cut at each of its disk operations in turn, and checks the promises after each restart.
import {expect} from 'vitest';
import {folderStorage} from '../../src/engine/storages/folder-storage.ts';
import type {Storage} from '../../src/engine/vault/storage.ts';
import {createVault, openVault, type Vault} from '../../src/engine/vault/vault.ts';
import {verify} from '../../src/engine/vault/verify.ts';
import {CrashFs} from './crash-fs.ts';
import {
  backUp,
  chatText,
  differences,
  passphrase,
  quickCost,
  randomBytesOf,
  reopen,
  restoreAll,
  testEnvironment,
  type Files,
} from './vault-kit.ts';

const before: Files = {'a.json': chatText(60, 1), 'photo.jpg': randomBytesOf(9000, 'p')};
const after: Files = {...before, 'a.json': chatText(90, 1), 'b.json': chatText(30, 2)};
const later: Files = {...after, 'c.txt': 'the next backup'};

const storageOn = (fs: CrashFs, seed: number | string = 'disk'): Storage =>
  folderStorage('/vault', {fs, env: testEnvironment(seed)});

type Base = {readonly fs: CrashFs; readonly recoveryKey: string};

/** A vault with one snapshot of `before`, at rest. */
const makeBase = async (): Promise<Base> => {
  const fs = new CrashFs();
  const storage = storageOn(fs);
  const {vault, recoveryKey} = await createVault(storage, {
    passphrase,
    cost: quickCost,
    env: testEnvironment('base'),
  });
  await backUp(vault, before);
  return {fs: fs.clone(), recoveryKey};
};

/** Restores every snapshot; gives which of the known states each is. */
const statesOf = async (vault: Vault): Promise<string[]> => {
  const states: string[] = [];
  for (const snapshot of await vault.snapshots()) {
    const {files, report} = await restoreAll(vault, snapshot);
    expect(report.failures).toEqual([]);
    const state = [before, after, later].findIndex(
      (known) => differences(files, known).length === 0,
    );
    states.push(['before', 'after', 'later'][state] ?? 'unknown');
  }
  return states;
};

export type Swept = {
  readonly operations: number;
  /** How often the new snapshot was there after the cut, and how often not. */
  readonly committed: number;
  readonly lost: number;
};

export type SweepOptions = {readonly seeds: readonly number[]};

export const sweepBackup = async ({seeds}: SweepOptions): Promise<Swept> => {
  const base = await makeBase();
  let committed = 0;
  let lost = 0;
  for (let n = 1; ; n++) {
    const fs = base.fs.clone();
    const vault = await reopen(storageOn(fs), base.recoveryKey);
    fs.crashAt(n);
    const isWhole = await backUp(vault, after).then(
      () => true,
      () => false,
    );
    for (const seed of seeds) {
      const where = `operation ${n} (${fs.log.at(-1)}), seed ${seed}`;
      const disk = fs.remount(seed);
      const found = await reopen(storageOn(disk), base.recoveryKey);
      const states = await statesOf(found);
      expect([['before'], ['before', 'after']], where).toContainEqual(states);
      // Once backup has resolved, its snapshot survives everything
      if (isWhole) expect(states, where).toEqual(['before', 'after']);
      if (states.length > 1) committed++;
      else lost++;
      expect(await verify(found, {level: 3}), where).toMatchObject({isClean: true});
      await backUp(found, later);
      expect((await statesOf(await reopen(storageOn(disk), base.recoveryKey))).at(-1), where).toBe(
        'later',
      );
    }
    if (isWhole) return {operations: n - 1, committed, lost};
  }
};

export const sweepCreation = async ({seeds}: SweepOptions): Promise<Swept> => {
  let committed = 0;
  let lost = 0;
  const options = {passphrase, cost: quickCost};
  for (let n = 1; ; n++) {
    const fs = new CrashFs();
    fs.crashAt(n);
    const isWhole = await createVault(storageOn(fs), {...options, env: testEnvironment(n)}).then(
      () => true,
      () => false,
    );
    for (const seed of seeds) {
      const where = `operation ${n} (${fs.log.at(-1)}), seed ${seed}`;
      const storage = storageOn(fs.remount(seed), 'restarted');
      const found = await openVault(storage, {passphrase}, {env: testEnvironment('o')}).catch(
        (error: {code?: string}) => error.code,
      );
      expect(found === 'no-vault' || typeof found === 'object', `${where}: ${String(found)}`).toBe(
        true,
      );
      if (typeof found === 'object') committed++;
      else lost++;
      if (isWhole) expect(typeof found, where).toBe('object');
      const vault =
        typeof found === 'object'
          ? found
          : (await createVault(storage, {...options, env: testEnvironment('again')})).vault;
      await backUp(vault, before);
      expect(await statesOf(await openVault(storage, {passphrase})), where).toEqual(['before']);
    }
    if (isWhole) return {operations: n - 1, committed, lost};
  }
};

export const sweepVerify = async ({seeds}: SweepOptions): Promise<Swept> => {
  const base = await makeBase();
  for (let n = 1; ; n++) {
    const fs = base.fs.clone();
    const vault = await reopen(storageOn(fs), base.recoveryKey);
    // Twice, so that the second run replaces the record of the first
    await verify(vault, {level: 3});
    fs.crashAt(n);
    const isWhole = await verify(vault, {level: 3}).then(
      () => true,
      () => false,
    );
    for (const seed of seeds) {
      const found = await reopen(storageOn(fs.remount(seed)), base.recoveryKey);
      expect(await statesOf(found), `operation ${n}, seed ${seed}`).toEqual(['before']);
      expect(await verify(found, {level: 3})).toMatchObject({isClean: true});
    }
    if (isWhole) return {operations: n - 1, committed: 0, lost: 0};
  }
};
