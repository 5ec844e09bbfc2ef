import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import type {Storage} from '../../../src/engine/vault/storage.ts';
import {writeTomb} from '../../../src/engine/vault/tombs.ts';
import {verify} from '../../../src/engine/vault/verify.ts';
import {
  backUp,
  chatText,
  differences,
  flipBit,
  namesUnder,
  newVault,
  randomBytesOf,
  reopen,
  restoreAll,
  sampleFiles,
  testEnvironment,
  type Files,
} from '../../helpers/vault-kit.ts';

/** Each call waits until the scheduler lets it go on, so that calls of several writers mix in every order. */
const scheduled = (storage: Storage, wait: (name: string) => Promise<void>): Storage => ({
  ...storage,
  list: async (prefix) => {
    await wait(`list ${prefix}`);
    return storage.list(prefix);
  },
  get: async (name, range) => {
    await wait(`get ${name}`);
    return storage.get(name, range);
  },
  put: async (name, content, options) => {
    await wait(`put ${name}`);
    return storage.put(name, content, options);
  },
  stat: async (name) => {
    await wait(`stat ${name}`);
    return storage.stat(name);
  },
  remove: async (name) => {
    await wait(`remove ${name}`);
    return storage.remove(name);
  },
});

const filesOf = (writer: number): Files => ({
  'shared.json': chatText(120, 1),
  'shared.jpg': randomBytesOf(9000, 'shared'),
  [`own-${writer}.json`]: chatText(40, 10 + writer),
});

const interleave = async (writers: number, scheduler: fc.Scheduler): Promise<void> => {
  const {files, recoveryKey} = await newVault();
  const storage = scheduled(memoryStorage(files), async (name) =>
    scheduler.schedule(Promise.resolve(), name),
  );
  const work = Array.from({length: writers}, async (_, writer) => {
    const vault = await reopen(storage, recoveryKey, {env: testEnvironment(`writer ${writer}`)});
    return backUp(vault, filesOf(writer), {group: `${writer}`});
  });
  await scheduler.waitFor(Promise.all(work));
  const vault = await reopen(files, recoveryKey);
  const snapshots = await vault.snapshots();
  expect(snapshots.map(({group}) => group).toSorted()).toEqual(
    work.map((_, writer) => `${writer}`),
  );
  for (const snapshot of snapshots) {
    const {files: restored} = await restoreAll(vault, snapshot);
    expect(differences(restored, filesOf(Number(snapshot.group)))).toEqual([]);
  }
  expect(await verify(vault, {level: 3})).toMatchObject({isClean: true});
};

describe('21: several writers', () => {
  test('21: two writers at any interleaving both make complete snapshots', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), (scheduler) => interleave(2, scheduler)),
      {numRuns: 20},
    );
  });

  test('21: so do five', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), (scheduler) => interleave(5, scheduler)),
      {numRuns: 3},
    );
  });

  test('a writer deduplicates against what another wrote since it was opened', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const other = await reopen(files, recoveryKey);
    await backUp(vault, sampleFiles());
    const {snapshot} = await backUp(other, sampleFiles(), {group: 'other'});
    expect(snapshot.stats.bytesNew).toBe(0);
  });
});

describe('2 3: what is stored', () => {
  test('2 3: is neither changed nor removed by backing up, restoring and verifying', async () => {
    const {files, recoveryKey} = await newVault();
    const touched: string[] = [];
    const inner = memoryStorage(files);
    const watched: Storage = {
      ...inner,
      put: async (name, content, options) => {
        if (files.has(name)) touched.push(`put ${name}`);
        return inner.put(name, content, options);
      },
      remove: async (name) => {
        touched.push(`remove ${name}`);
        return inner.remove(name);
      },
    };
    const vault = await reopen(watched, recoveryKey);
    const {snapshot} = await backUp(vault, sampleFiles());
    await backUp(vault, {...sampleFiles(), 'more.txt': 'more'});
    await restoreAll(vault, snapshot);
    await verify(vault, {level: 4});
    const before = new Map(files);
    flipBit(files, namesUnder(files, 'packs/')[0] ?? '', 300 * 8);
    await verify(vault, {level: 4});
    await backUp(vault, sampleFiles(), {trustTimes: false});
    // Only the record of what was checked is ever replaced, and that is derived
    expect(touched.filter((what) => !what.startsWith('remove checks/'))).toEqual([]);
    for (const [name, bytes] of before) {
      if (name.startsWith('checks/') || name === namesUnder(before, 'packs/')[0]) continue;
      expect(files.get(name), name).toEqual(bytes);
    }
  });
});

describe('tombstones', () => {
  test('a chunk whose pack has a tombstone is stored again, and can be read until then', async () => {
    const {vault, files, storage, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const packs = namesUnder(files, 'packs/').map((name) => name.slice(-64));
    await writeTomb(storage, vault.state.tools, {after: 0, packs});
    const again = await reopen(files, recoveryKey);
    expect(differences((await restoreAll(again, snapshot)).files, sampleFiles())).toEqual([]);
    const second = await backUp(again, sampleFiles());
    for (const name of packs) files.delete(`packs/${name.slice(0, 2)}/${name}`);
    const after = await reopen(files, recoveryKey);
    expect(differences((await restoreAll(after, second.snapshot)).files, sampleFiles())).toEqual(
      [],
    );
    expect(await verify(after, {level: 3})).toMatchObject({isClean: true});
  });

  test('a tombstone that appears during a backup is seen before the commit, and what it dooms is stored again', async () => {
    const {vault, files, storage, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    const old = namesUnder(files, 'packs/').map((name) => name.slice(-64));
    let isBuried = false;
    const sly: Storage = {
      ...storage,
      put: async (name, content, options) => {
        if (name.startsWith('packs/') && !isBuried) {
          isBuried = true;
          await writeTomb(storage, vault.state.tools, {after: 0, packs: [...old, name.slice(-64)]});
        }
        return storage.put(name, content, options);
      },
    };
    const late = await reopen(sly, recoveryKey);
    const files2 = {...sampleFiles(), 'more.json': chatText(50, 5)};
    const {snapshot} = await backUp(late, files2);
    const doomed = namesUnder(files, 'packs/').filter((name) => old.includes(name.slice(-64)));
    for (const name of doomed) files.delete(name);
    const after = await reopen(files, recoveryKey);
    expect(differences((await restoreAll(after, snapshot)).files, files2)).toEqual([]);
  });

  test('a damaged tombstone dooms nothing', async () => {
    const {vault, files, storage, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    const packs = namesUnder(files, 'packs/').map((name) => name.slice(-64));
    const name = await writeTomb(storage, vault.state.tools, {after: 0, packs});
    files.set(`tombs/${name}`, randomBytesOf(300));
    const again = await reopen(files, recoveryKey);
    expect(again.notices).toContainEqual({kind: 'tomb-damaged', name: `tombs/${name}`});
    expect(again.state.index.packs.map(({state}) => state)).toEqual(['good']);
  });
});
