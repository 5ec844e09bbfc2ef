import {describe, expect, test} from 'vitest';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import {auditStorage} from '../../../src/engine/vault/audit.ts';
import {readChecks} from '../../../src/engine/vault/checks.ts';
import {parseSubset, pickPacks} from '../../../src/engine/vault/subset.ts';
import {verify, type VerifyLevel} from '../../../src/engine/vault/verify.ts';
import {
  backUp,
  differences,
  errorOf,
  flipBit,
  namesUnder,
  newVault,
  randomBytesOf,
  reopen,
  restoreAll,
  sampleFiles,
  type TestVault,
} from '../../helpers/vault-kit.ts';

const levels: readonly VerifyLevel[] = [0, 1, 2, 3, 4];

const backedUp = async (): Promise<TestVault & {reopened: () => ReturnType<typeof reopen>}> => {
  const kit = await newVault();
  await backUp(kit.vault, sampleFiles());
  return {...kit, reopened: () => reopen(kit.files, kit.recoveryKey)};
};

const firstPack = (files: ReadonlyMap<string, Uint8Array>): string =>
  namesUnder(files, 'packs/')[0] ?? '';

describe('verify', () => {
  test.each(levels)('finds nothing in a sound vault at level %i', async (level) => {
    const {reopened} = await backedUp();
    const report = await verify(await reopened(), {level});
    expect(report).toMatchObject({level, isClean: true, findings: [], suffering: []});
    expect(report.packsChecked).toBe(level >= 2 ? 1 : 0);
  });

  test('also a vault without any backup is sound', async () => {
    const {vault} = await newVault();
    expect(await verify(vault, {level: 4})).toMatchObject({isClean: true, packsTotal: 0});
  });

  test.each(levels)(
    'level %i finds a missing pack; from 1 on it names the files that suffer',
    async (level) => {
      const {files, reopened} = await backedUp();
      const name = firstPack(files);
      files.delete(name);
      const report = await verify(await reopened(), {level});
      expect(report.isClean).toBe(false);
      expect(report.findings).toContainEqual(
        expect.objectContaining({kind: 'pack-missing', severity: 'loss', name}),
      );
      if (level >= 1) expect(report.suffering.length).toBeGreaterThan(0);
    },
  );

  test.each(levels)('level %i finds a truncated and an extended pack', async (level) => {
    for (const change of [-1, -100, 1]) {
      const {files, reopened} = await backedUp();
      const name = firstPack(files);
      const bytes = files.get(name) ?? new Uint8Array(0);
      files.set(
        name,
        change < 0 ? bytes.subarray(0, change) : Buffer.concat([bytes, new Uint8Array(change)]),
      );
      const report = await verify(await reopened(), {level});
      expect(report.findings).toContainEqual(expect.objectContaining({kind: 'pack-short', name}));
      expect(report.isClean).toBe(false);
    }
  });

  test.each([2, 3, 4] as const)(
    'level %i finds a flipped bit, names the pack, the files and the bytes',
    async (level) => {
      const {files, reopened} = await backedUp();
      const name = firstPack(files);
      flipBit(files, name, 200 * 8);
      const report = await verify(await reopened(), {level});
      expect(report.findings).toContainEqual(
        expect.objectContaining({kind: 'pack-damaged', severity: 'loss', name}),
      );
      expect(report.suffering.length).toBeGreaterThan(0);
      expect(report.suffering.length).toBeLessThan(4);
    },
  );

  test('a flipped bit in a footer loses nothing, and is found and healed all the same', async () => {
    const {files, reopened} = await backedUp();
    const name = firstPack(files);
    flipBit(files, name, ((files.get(name)?.length ?? 0) - 30) * 8);
    expect(await verify(await reopened(), {level: 1})).toMatchObject({
      isClean: false,
      suffering: [],
      findings: [{kind: 'pack-damaged', severity: 'risk', name}],
    });
    await backUp(await reopened(), sampleFiles());
    expect(await verify(await reopened(), {level: 3})).toMatchObject({
      isClean: true,
      findings: [{kind: 'pack-damaged', severity: 'mended', name}],
    });
  });

  test('footer and index both lost: the blocks tell themselves what is in them', async () => {
    const {files, reopened} = await backedUp();
    const name = firstPack(files);
    flipBit(files, name, ((files.get(name)?.length ?? 0) - 30) * 8);
    for (const index of namesUnder(files, 'index/')) files.delete(index);
    const vault = await reopened();
    expect(vault.notices).toContainEqual({kind: 'pack-adopted', name});
    const [snapshot] = await vault.snapshots();
    if (snapshot === undefined) throw new Error('no snapshot');
    expect(differences((await restoreAll(vault, snapshot)).files, sampleFiles())).toEqual([]);
  });

  test('a damaged snapshot is a loss and is named', async () => {
    const {files, reopened} = await backedUp();
    const [name = ''] = namesUnder(files, 'snapshots/');
    flipBit(files, name, 800);
    expect(await verify(await reopened(), {level: 0})).toMatchObject({
      isClean: false,
      findings: [{kind: 'snapshot-damaged', severity: 'loss', name}],
    });
  });

  test('two packs that were swapped are both found', async () => {
    const {files, vault, reopened} = await backedUp();
    await backUp(vault, {'x.bin': randomBytesOf(5000)});
    const [one = '', two = ''] = namesUnder(files, 'packs/');
    const [a, b] = [files.get(one), files.get(two)];
    if (a === undefined || b === undefined) throw new Error('two packs expected');
    files.set(one, b);
    files.set(two, a);
    const {findings} = await verify(await reopened(), {level: 3});
    expect(findings.map(({name}) => name).toSorted()).toEqual([one, two].toSorted());
  });

  test('11: a pack of another vault under a name of this one is found', async () => {
    const {files, reopened} = await backedUp();
    const other = await newVault('other');
    await backUp(other.vault, sampleFiles());
    const name = firstPack(files);
    const foreign = other.files.get(firstPack(other.files)) ?? new Uint8Array(0);
    files.set(name, foreign);
    expect((await verify(await reopened(), {level: 3})).isClean).toBe(false);
    files.set(firstPack(other.files), foreign);
    const vault = await reopened();
    expect(vault.notices).toContainEqual({kind: 'pack-unreadable', name: firstPack(other.files)});
  });

  test('a damaged pack that nothing needs any more is no loss', async () => {
    const {files, vault, reopened} = await backedUp();
    const session = vault.openSession();
    await session.put('media', randomBytesOf(5000, 'orphan'));
    await session.flush();
    await vault.closeSession(session);
    expect(await verify(await reopened(), {level: 3})).toMatchObject({isClean: true});
    const bySize = namesUnder(files, 'packs/').toSorted(
      (a, b) => (files.get(a)?.length ?? 0) - (files.get(b)?.length ?? 0),
    );
    flipBit(files, bySize[0] ?? '', 200 * 8);
    expect(await verify(await reopened(), {level: 3})).toMatchObject({
      isClean: true,
      findings: [{kind: 'pack-damaged', severity: 'mended', name: bySize[0]}],
    });
  });

  test('a pack that was copied back whole counts as good again', async () => {
    const {files, reopened} = await backedUp();
    const name = firstPack(files);
    const whole = files.get(name) ?? new Uint8Array(0);
    flipBit(files, name, 200 * 8);
    await verify(await reopened(), {level: 3});
    files.set(name, whole);
    expect(await verify(await reopened(), {level: 3})).toMatchObject({isClean: true, findings: []});
    expect((await reopened()).state.index.packs.map(({state}) => state)).toEqual(['good']);
  });

  test('the drill finds a file whose pieces are intact but do not make the file', async () => {
    const {vault, reopened} = await backedUp();
    const {ContentCutter} = await import('../../../src/engine/vault/chunker.ts');
    const {writeListing} = await import('../../../src/engine/vault/listing.ts');
    const [last] = await vault.snapshots();
    if (last === undefined) throw new Error('no snapshot');
    const {files} = await backUp(vault, sampleFiles());
    const wrong = files.map((file) =>
      file.path === 'notes.txt' ? {...file, sha256: '0'.repeat(64)} : file,
    );
    const session = vault.openSession();
    const listing = await writeListing(
      session,
      new ContentCutter(vault.state.tools.keys.gear),
      wrong,
    );
    if (listing === undefined) throw new Error('no listing');
    const {id} = await vault.commit(session, {...last, files: {...last.files, listing}});
    await vault.closeSession(session);
    expect(await verify(await reopened(), {level: 3})).toMatchObject({isClean: true});
    expect(await verify(await reopened(), {level: 4})).toMatchObject({
      isClean: false,
      findings: [{kind: 'file-inconsistent', severity: 'loss', name: 'notes.txt'}],
      suffering: [{snapshot: id, path: 'notes.txt', lostBytes: 0}],
    });
  });

  test('a changed README is noted and is no damage', async () => {
    const {files, reopened} = await backedUp();
    flipBit(files, 'README.txt', 99);
    expect(await verify(await reopened(), {level: 0})).toMatchObject({
      isClean: true,
      findings: [{kind: 'readme-changed', severity: 'note'}],
    });
  });

  test('stops when cancelled', async () => {
    const {reopened} = await backedUp();
    const vault = await reopened();
    expect(await errorOf(verify(vault, {level: 3, signal: AbortSignal.abort()}))).toMatchObject({
      code: 'cancelled',
    });
  });

  test('writes nothing into a vault that is opened for reading only', async () => {
    const {files, recoveryKey} = await backedUp();
    const vault = await reopen(files, recoveryKey, {isReadOnly: true});
    const before = new Map(files);
    await verify(vault, {level: 4});
    expect(files).toEqual(before);
  });
});

describe('verifying a part', () => {
  const many = async (): Promise<TestVault> => {
    const kit = await newVault();
    for (let i = 0; i < 6; i++)
      await backUp(kit.vault, {[`${i}.bin`]: randomBytesOf(9000, i)}, {group: `${i}`});
    return kit;
  };

  test('the n parts together are the whole, and do not overlap', async () => {
    const {vault, files} = await many();
    const counts: number[] = [];
    for (const part of [1, 2, 3]) {
      counts.push((await verify(vault, {level: 2, subset: parseSubset(`${part}/3`)})).packsChecked);
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(namesUnder(files, 'packs/').length);
  });

  test('a percentage takes those that were not looked at for the longest time', async () => {
    const {vault, storage} = await many();
    for (let round = 0; round < 3; round++) {
      const report = await verify(vault, {level: 2, subset: parseSubset('34%')});
      expect(report.packsChecked).toBeLessThan(report.packsTotal);
    }
    const {checks, names} = await readChecks(storage, vault.state.tools);
    expect(checks.size).toBe(6);
    // One record holds all that is known
    expect(names).toHaveLength(1);
  });

  test('begins no further pack after the given time', async () => {
    const {vault} = await many();
    expect((await verify(vault, {level: 2, maxMs: 0})).packsChecked).toBeLessThan(6);
  });

  test('remembers damage in packs that this run did not look at', async () => {
    const {files, recoveryKey} = await many();
    const [name = ''] = namesUnder(files, 'packs/');
    flipBit(files, name, 100 * 8);
    await verify(await reopen(files, recoveryKey), {level: 3});
    const report = await verify(await reopen(files, recoveryKey), {level: 1});
    expect(report.findings).toContainEqual(
      expect.objectContaining({kind: 'pack-damaged', severity: 'loss', name}),
    );
  });

  test.each([
    ['2/5', {kind: 'part', part: 2, of: 5}],
    ['5%', {kind: 'percent', percent: 5}],
    ['0.5%', {kind: 'percent', percent: 0.5}],
    ['2G', {kind: 'bytes', bytes: 2 * 1024 ** 3}],
    ['500M', {kind: 'bytes', bytes: 500 * 1024 ** 2}],
    ['10kb', {kind: 'bytes', bytes: 10 * 1024}],
    ['7', {kind: 'bytes', bytes: 7}],
  ])('reads %s', (text, subset) => {
    expect(parseSubset(text)).toEqual(subset);
  });

  test.each(['', '0/5', '6/5', '5/0', '0%', '101%', '-5%', 'G', '1.5G', 'x', '5 %', '1e9'])(
    'refuses %j',
    (text) => {
      expect(() => parseSubset(text)).toThrow(/not a part/);
    },
  );

  test('takes at least one pack, and all for the whole size', () => {
    const packs = ['a', 'b', 'c'].map((name, i) => ({
      name: name.repeat(64),
      size: 10,
      checkedMs: 3 - i,
    }));
    expect(pickPacks(packs, {kind: 'bytes', bytes: 1}).map(({name}) => name[0])).toEqual(['c']);
    expect(pickPacks(packs, {kind: 'percent', percent: 100})).toHaveLength(3);
    expect(pickPacks([], {kind: 'percent', percent: 5})).toEqual([]);
  });
});

describe('auditing without a key', () => {
  test('finds every changed file by its name alone', async () => {
    const {files} = await backedUp();
    expect(await auditStorage(memoryStorage(files))).toMatchObject({findings: []});
    for (const prefix of ['packs/', 'index/', 'snapshots/']) {
      const [name = ''] = namesUnder(files, prefix);
      const whole = files.get(name) ?? new Uint8Array(0);
      flipBit(files, name, 77);
      expect((await auditStorage(memoryStorage(files))).findings).toEqual([
        {name, kind: 'hash-differs'},
      ]);
      files.set(name, whole);
    }
  });
});
