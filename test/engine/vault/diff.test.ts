import {describe, expect, test} from 'vitest';
import {countChanges, diffSnapshots} from '../../../src/engine/vault/diff.ts';
import {findSnapshot} from '../../../src/engine/vault/snapshot.ts';
import {readStats} from '../../../src/engine/vault/stats.ts';
import {backUp, chatText, newVault, randomBytesOf, sampleFiles} from '../../helpers/vault-kit.ts';

describe('the difference of two snapshots', () => {
  test('names files that were added, removed and changed, in path order', async () => {
    const {vault} = await newVault();
    const {snapshot: from} = await backUp(vault, {
      'a.txt': '1',
      'b.txt': '2',
      'c.txt': '3',
      'e.txt': '5',
    });
    const {snapshot: to} = await backUp(vault, {
      'a.txt': '1',
      'c.txt': '33',
      'd.txt': '4',
      'e.txt': '5',
    });
    const changes = [];
    for await (const {kind, path} of diffSnapshots(vault, from, to))
      changes.push(`${kind} ${path}`);
    expect(changes).toEqual(['removed b.txt', 'changed c.txt', 'added d.txt']);
    expect(await countChanges(diffSnapshots(vault, from, to))).toEqual({
      added: 1,
      removed: 1,
      changed: 1,
      bytesAdded: 3,
      bytesRemoved: 2,
    });
    expect(await countChanges(diffSnapshots(vault, to, to))).toMatchObject({
      added: 0,
      removed: 0,
      changed: 0,
    });
  });

  test('an empty snapshot differs by everything', async () => {
    const {vault} = await newVault();
    const {snapshot: from} = await backUp(vault, {});
    const {snapshot: to} = await backUp(vault, sampleFiles());
    expect(await countChanges(diffSnapshots(vault, from, to))).toMatchObject({
      added: 4,
      removed: 0,
      changed: 0,
    });
    expect(await countChanges(diffSnapshots(vault, to, from))).toMatchObject({
      added: 0,
      removed: 4,
      changed: 0,
    });
  });
});

describe('statistics', () => {
  test('tell what is stored, what is shared and what one snapshot alone accounts for', async () => {
    const {vault, files} = await newVault();
    const chat = chatText(2000);
    await backUp(vault, {'chat.json': chat, 'one.jpg': randomBytesOf(100_000, 1)});
    await backUp(vault, {'chat.json': chat, 'two.jpg': randomBytesOf(50_000, 2)});
    const stats = await readStats(vault);
    const stored = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(stats.storedBytes).toBe(stored);
    expect(stats.logicalBytes).toBe(2 * Buffer.byteLength(chat) + 150_000);
    expect(stats.neededStored).toBeLessThan(stored);
    const [first, second] = stats.snapshots.map(({uniqueStored}) => uniqueStored);
    expect(first).toBeGreaterThan(100_000);
    expect(first).toBeLessThan(106_000);
    expect(second).toBeGreaterThan(50_000);
    expect(second).toBeLessThan(54_000);
    expect(stats).toMatchObject({packs: 2});
  });

  test('two equal snapshots own nothing alone', async () => {
    const {vault} = await newVault();
    await backUp(vault, sampleFiles());
    await backUp(vault, sampleFiles());
    expect((await readStats(vault)).snapshots.map(({uniqueStored}) => uniqueStored)).toEqual([
      0, 0,
    ]);
  });
});

test('a snapshot is found by latest and by the beginning of its id, if that is one alone', async () => {
  const {vault} = await newVault();
  await backUp(vault, {'a.txt': '1'});
  await backUp(vault, {'a.txt': '2'});
  const snapshots = await vault.snapshots();
  expect(findSnapshot(snapshots, 'latest')?.counter).toBe(2);
  expect(findSnapshot(snapshots, snapshots[0]?.id.slice(0, 8) ?? '')?.counter).toBe(1);
  for (const name of ['', 'abc', 'zzzzzzzz', '0'.repeat(64), '.*'])
    expect(findSnapshot(snapshots, name)).toBeUndefined();
  expect(findSnapshot([], 'latest')).toBeUndefined();
});
