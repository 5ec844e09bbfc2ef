import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../src/engine/errors.ts';
import type {Source, SourceEntry} from '../../../src/engine/io/source.ts';
import {memoryStorage} from '../../../src/engine/storages/memory-storage.ts';
import {backup, planBackup, type BackupProgress} from '../../../src/engine/vault/backup.ts';
import {createVault} from '../../../src/engine/vault/vault.ts';
import {verify} from '../../../src/engine/vault/verify.ts';
import {
  asBytes,
  backUp,
  chatText,
  differences,
  errorOf,
  flipBit,
  namesUnder,
  newVault,
  passphrase,
  quickCost,
  randomBytesOf,
  reopen,
  restoreAll,
  sampleFiles,
  sourceOf,
  testEnvironment,
  type Files,
} from '../../helpers/vault-kit.ts';

/** A source whose files can be swapped, broken or made to change while they are read. */
class LiveSource implements Source {
  readonly label = 'live';
  readonly files = new Map<string, {content: Uint8Array; modifiedMs: number}>();
  readonly opened: string[] = [];
  onOpen: (path: string, openings: number) => void = () => undefined;

  set(path: string, content: string | Uint8Array, modifiedMs = Date.UTC(2025, 0, 1)): void {
    this.files.set(path, {content: asBytes(content), modifiedMs});
  }

  async list(): Promise<readonly SourceEntry[]> {
    return [...this.files].map(([path, {content, modifiedMs}]) => ({
      path,
      size: content.length,
      modifiedMs,
    }));
  }

  async *open(path: string): AsyncIterable<Uint8Array> {
    this.opened.push(path);
    const content = this.files.get(path)?.content;
    this.onOpen(path, this.opened.filter((name) => name === path).length);
    if (content === undefined || !this.files.has(path)) throw new ChatError('not-found', 'gone');
    yield* [content.subarray(0, 1000), content.subarray(1000)].filter(({length}) => length > 0);
  }

  async close(): Promise<void> {
    this.files.clear();
  }
}

const liveSource = (files: Files): LiveSource => {
  const source = new LiveSource();
  for (const [path, content] of Object.entries(files)) source.set(path, content);
  return source;
};

const contentsOf = (source: LiveSource): Files =>
  Object.fromEntries([...source.files].map(([path, {content}]) => [path, content]));

describe('backup and restore', () => {
  test('5: gives every file back bit for bit, from the same and from a newly opened vault', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles(), {label: 'first', tags: ['a', 'b']});
    expect(snapshot).toMatchObject({
      label: 'first',
      tags: ['a', 'b'],
      isPartial: false,
      counter: 1,
    });
    expect(differences((await restoreAll(vault, snapshot)).files, sampleFiles())).toEqual([]);
    const again = await reopen(files, recoveryKey);
    const [found] = await again.snapshots();
    expect(found).toEqual(snapshot);
    expect(differences((await restoreAll(again, snapshot)).files, sampleFiles())).toEqual([]);
    expect(await verify(again, {level: 4})).toMatchObject({
      isClean: true,
      findings: [],
      suffering: [],
    });
  });

  test('keeps names of all kinds: emoji, CJK, right-to-left, 255 bytes, case pairs, line feeds', async () => {
    const names = [
      '👨‍👩‍👧/a.txt',
      '聊天记录/微信.txt',
      'שלום/قائمة.txt',
      'x'.repeat(255),
      'Aa',
      'aA',
      'a\nb',
      ' . ',
      '__proto__',
      'con',
    ];
    const files = Object.fromEntries(names.map((name) => [name, `content of ${name}`]));
    files['__proto__x'] = 'x';
    const {vault} = await newVault();
    const {snapshot} = await backUp(vault, files);
    expect(differences((await restoreAll(vault, snapshot)).files, files)).toEqual([]);
  });

  test('cuts big files of both kinds and gives them back', async () => {
    const files = {
      'big.json': chatText(30_000),
      'film.mp4': randomBytesOf(3_300_000),
      'zeros.bin': new Uint8Array(2_000_000),
    };
    const {vault, files: stored} = await newVault();
    const {snapshot} = await backUp(vault, files);
    expect(differences((await restoreAll(vault, snapshot)).files, files)).toEqual([]);
    const total = [...stored.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(total).toBeLessThan(3_300_000 + asBytes(files['big.json']).length / 3);
  });

  test('takes an empty source and an empty file', async () => {
    const {vault} = await newVault();
    const {snapshot} = await backUp(vault, {});
    expect(snapshot.files).toEqual({count: 0, bytes: 0});
    expect((await restoreAll(vault, snapshot)).files.size).toBe(0);
  });

  test('14: the same input gives the same chunks, and other bytes on the storage', async () => {
    const random = {first: testEnvironment('same').random, other: testEnvironment('other').random};
    const {vault, files} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const packs = namesUnder(files, 'packs/');
    for (const name of [...packs, ...namesUnder(files, 'index/')]) files.delete(name);
    expect(random.first(8)).not.toEqual(random.other(8));
    const {snapshot: second} = await backUp(vault, sampleFiles(), {trustTimes: false});
    expect(second.files).toEqual(snapshot.files);
    expect(namesUnder(files, 'packs/').filter((name) => packs.includes(name))).toEqual([]);
  });

  test('two vaults cut and name the same file differently', async () => {
    const roots = new Set<string>();
    for (const seed of ['a', 'b']) {
      const {vault} = await newVault(seed);
      const {files} = await backUp(vault, sampleFiles());
      roots.add(
        Buffer.from(files.find(({path}) => path === 'Ana/result.json')?.content?.id ?? []).toString(
          'hex',
        ),
      );
    }
    expect(roots.size).toBe(2);
  });
});

describe('incremental backup', () => {
  test('stores little for the same chat with some messages more', async () => {
    const {vault} = await newVault();
    await backUp(vault, {'result.json': chatText(20_000)});
    const {snapshot} = await backUp(vault, {'result.json': chatText(20_200)});
    expect(snapshot.stats.bytesStored).toBeLessThan(20_000);
    expect(snapshot.stats.filesNew).toBe(1);
  });

  test('does not read a file again whose size and time are the same, and reads all others', async () => {
    const {vault} = await newVault();
    const source = liveSource({
      'same.txt': 'same',
      'time.txt': 'time',
      'size.txt': 'size',
      'untimed.txt': 'old',
    });
    source.set('untimed.txt', 'old', Date.UTC(1980, 0, 1));
    await backup(vault, source);
    source.opened.length = 0;
    source.set('time.txt', 'TIME', Date.UTC(2025, 1, 1));
    source.set('size.txt', 'longer');
    source.set('untimed.txt', 'new', Date.UTC(1980, 0, 1));
    const {snapshot} = await backup(vault, source);
    expect(source.opened.toSorted()).toEqual(['size.txt', 'time.txt', 'untimed.txt']);
    expect(snapshot.stats).toMatchObject({filesUnchanged: 1, filesNew: 3});
    expect(differences((await restoreAll(vault, snapshot)).files, contentsOf(source))).toEqual([]);
  });

  test('reads a file again that was written at the time of its last backup', async () => {
    const {vault, env} = await newVault();
    const source = liveSource({});
    source.set('hot.txt', 'one', env.clock.nowMs - 500);
    await backup(vault, source);
    source.set('hot.txt', 'two', source.files.get('hot.txt')?.modifiedMs);
    const {snapshot} = await backup(vault, source);
    expect(differences((await restoreAll(vault, snapshot)).files, {'hot.txt': 'two'})).toEqual([]);
  });

  test('reads everything when told not to trust times', async () => {
    const {vault} = await newVault();
    const source = liveSource({'a.txt': 'a'});
    await backup(vault, source);
    await backup(vault, source, {trustTimes: false});
    expect(source.opened).toEqual(['a.txt', 'a.txt']);
  });

  test('builds on the last snapshot of the same group only', async () => {
    const {vault} = await newVault();
    await backup(vault, liveSource({'a.txt': 'phone'}), {group: 'phone'});
    const tablet = liveSource({'a.txt': 'table'});
    expect((await planBackup(vault, tablet, {group: 'tablet'})).parent).toBeUndefined();
    const {snapshot} = await backup(vault, tablet, {group: 'tablet'});
    expect(differences((await restoreAll(vault, snapshot)).files, {'a.txt': 'table'})).toEqual([]);
    expect(snapshot.previous).toBe((await vault.snapshots())[0]?.id);
    expect(await planBackup(vault, tablet, {group: 'phone'})).toMatchObject({
      files: 1,
      bytes: 5,
      parent: {group: 'phone'},
    });
  });
});

describe('16: an interrupted backup', () => {
  const files: Files = Object.fromEntries(
    Array.from({length: 24}, (_, i) => [`${i}.bin`, randomBytesOf(1_000_000, i)]),
  );

  test('16: goes on where it was cancelled: what was stored is not stored again', async () => {
    const {vault, files: stored, recoveryKey} = await newVault();
    const abort = new AbortController();
    const onProgress = ({filesDone}: BackupProgress): void => {
      if (filesDone === 12) abort.abort();
    };
    expect(await errorOf(backUp(vault, files, {signal: abort.signal, onProgress}))).toMatchObject({
      code: 'cancelled',
    });
    expect(await vault.snapshots()).toEqual([]);
    const again = await reopen(stored, recoveryKey);
    const {snapshot} = await backUp(again, files);
    expect(snapshot.stats.bytesStored).toBeLessThan(13_000_000);
    expect(differences((await restoreAll(again, snapshot)).files, files)).toEqual([]);
  });

  test('16: goes on after a kill: packs that no index names yet are found by their footers', async () => {
    const {vault, files: stored, recoveryKey, storage} = await newVault();
    let packs = 0;
    const dying = {
      ...storage,
      put: async (...args: Parameters<typeof storage.put>) => {
        if (packs > 0) throw new Error('killed');
        if (args[0].startsWith('packs/')) packs++;
        return storage.put(...args);
      },
    };
    await errorOf(backUp(await reopen(dying, recoveryKey), files));
    expect(namesUnder(stored, 'packs/')).toHaveLength(1);
    expect(namesUnder(stored, 'index/')).toHaveLength(0);
    const again = await reopen(stored, recoveryKey);
    expect(again.notices).toMatchObject([{kind: 'pack-adopted'}]);
    const {snapshot} = await backUp(again, files);
    expect(snapshot.stats.bytesStored).toBeLessThan(9_000_000);
    expect(await verify(again, {level: 4})).toMatchObject({isClean: true});
    expect((await reopen(stored, recoveryKey)).notices).toEqual([]);
    vault.close();
  });
});

describe('a source that gives trouble', () => {
  test('an unreadable file does not stop the others: the snapshot is partial and lists it', async () => {
    const {vault} = await newVault();
    const source = liveSource(sampleFiles());
    source.onOpen = (path) => {
      if (path === 'notes.txt') throw Object.assign(new Error('EIO: read error'), {code: 'EIO'});
    };
    const {snapshot} = await backup(vault, source);
    expect(snapshot).toMatchObject({
      isPartial: true,
      problemCount: 1,
      problems: [{path: 'notes.txt', code: 'unreadable', detail: 'EIO: read error'}],
    });
    const {['notes.txt']: _lost, ...rest} = sampleFiles();
    expect(differences((await restoreAll(vault, snapshot)).files, rest)).toEqual([]);
  });

  test('a file that vanishes before it is read is listed as such', async () => {
    const {vault} = await newVault();
    const source = liveSource({'a.txt': 'a', 'b.txt': 'b'});
    source.onOpen = (path) => {
      if (path === 'a.txt') source.files.delete('b.txt');
    };
    const {snapshot} = await backup(vault, source);
    expect(snapshot.problems).toMatchObject([{path: 'b.txt', code: 'vanished'}]);
    expect(snapshot.files.count).toBe(1);
  });

  test('a file that vanishes after it was read whole is kept', async () => {
    const {vault} = await newVault();
    const source = liveSource({'a.txt': 'a', 'b.txt': 'b'});
    source.onOpen = (path) => {
      if (path === 'b.txt') source.files.delete('a.txt');
    };
    const {snapshot} = await backup(vault, source);
    expect(snapshot).toMatchObject({isPartial: false, files: {count: 2}});
  });

  test('a file that changes once while it is read is read again and is whole', async () => {
    const {vault} = await newVault();
    const source = liveSource({'log.txt': chatText(100, 1)});
    source.onOpen = (path, openings) => {
      if (openings === 1) source.set(path, chatText(120, 1), Date.UTC(2025, 5, 5));
    };
    const {snapshot} = await backup(vault, source);
    expect(snapshot.isPartial).toBe(false);
    expect(
      differences((await restoreAll(vault, snapshot)).files, {'log.txt': chatText(120, 1)}),
    ).toEqual([]);
  });

  test('a file that never holds still is stored as torn, said in the snapshot and after restoring, and read again next time', async () => {
    const {vault} = await newVault();
    const source = liveSource({'log.txt': 'start', 'still.txt': 'still'});
    let turn = 0;
    source.onOpen = (path) => {
      if (path === 'log.txt') source.set(path, `turn ${turn++}`, Date.UTC(2025, 5, 5) + turn);
    };
    const {snapshot} = await backup(vault, source);
    expect(snapshot).toMatchObject({
      isPartial: true,
      problems: [{path: 'log.txt', code: 'changed'}],
    });
    expect((await restoreAll(vault, snapshot)).report.torn).toEqual(['log.txt']);
    source.onOpen = () => undefined;
    source.opened.length = 0;
    const next = await backup(vault, source);
    expect(source.opened).toEqual(['log.txt']);
    expect(next.snapshot.isPartial).toBe(false);
  });

  test('a file that has another length than was listed is torn', async () => {
    const {vault} = await newVault();
    const honest = sourceOf({'a.txt': 'twelve bytes'});
    const lying: Source = {...honest, list: async () => [{path: 'a.txt', size: 99}]};
    const {snapshot} = await backup(vault, lying);
    expect(snapshot.problems).toMatchObject([{path: 'a.txt', code: 'changed'}]);
  });

  test('no snapshot is made when nothing at all could be read', async () => {
    const {vault} = await newVault();
    const source = liveSource({'a.txt': 'a'});
    source.onOpen = () => {
      throw new Error('gone');
    };
    expect(await errorOf(backup(vault, source))).toMatchObject({code: 'input-malformed'});
    expect(await vault.snapshots()).toEqual([]);
  });
});

describe('a full storage', () => {
  test('with room for what changed takes the backup, however large what did not change is', async () => {
    const files = new Map<string, Uint8Array>();
    const roomy = memoryStorage(files);
    const {vault, recoveryKey} = await createVault(roomy, {
      passphrase,
      cost: quickCost,
      env: testEnvironment(),
    });
    const source = liveSource({'film.mp4': randomBytesOf(9_000_000)});
    await backup(vault, source);
    source.set('note.txt', 'new');
    expect(await planBackup(vault, source)).toMatchObject({
      files: 2,
      filesChanged: 1,
      bytesChanged: 3,
    });
    const used = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    const tight = memoryStorage(files, {capacity: used + 4_300_000});
    const {snapshot} = await backup(await reopen(tight, recoveryKey), source);
    expect(snapshot.files.count).toBe(2);
  });

  test('is told before anything is stored', async () => {
    const files = new Map<string, Uint8Array>();
    const storage = memoryStorage(files, {capacity: 5_000_000});
    const {vault} = await createVault(storage, {
      passphrase,
      cost: quickCost,
      env: testEnvironment(),
    });
    const before = files.size;
    expect(await errorOf(backUp(vault, {'a.bin': randomBytesOf(2_000_000)}))).toMatchObject({
      code: 'no-space',
    });
    expect(files.size).toBe(before);
  });

  test('in the middle: its own error, room is left, nothing half, and the next backup goes on', async () => {
    const files = new Map<string, Uint8Array>();
    const full = memoryStorage(files, {capacity: 37_000_000});
    const {vault, recoveryKey} = await createVault(full, {
      passphrase,
      cost: quickCost,
      env: testEnvironment(),
    });
    const {snapshot} = await backUp(vault, sampleFiles());
    const many = Object.fromEntries(
      Array.from({length: 40}, (_, i) => [`${i}.bin`, randomBytesOf(1_000_000, i)]),
    );
    expect(await errorOf(backUp(vault, many, {group: 'many'}))).toMatchObject({code: 'no-space'});
    expect(await full.freeSpace()).toBeGreaterThan(4 * 1024 * 1024);
    expect(await verify(vault, {level: 3})).toMatchObject({isClean: true});
    expect(differences((await restoreAll(vault, snapshot)).files, sampleFiles())).toEqual([]);
    const roomy = await reopen(files, recoveryKey);
    const second = await backUp(roomy, many);
    expect(second.snapshot.stats.bytesStored).toBeLessThan(25_000_000);
    expect(differences((await restoreAll(roomy, second.snapshot)).files, many)).toEqual([]);
  });
});

describe('progress', () => {
  test('counts up to the totals and names the file and the phase', async () => {
    const {vault} = await newVault();
    const seen: BackupProgress[] = [];
    await backUp(vault, sampleFiles(), {onProgress: (progress) => seen.push(progress)});
    const total = Object.values(sampleFiles()).reduce(
      (sum, content) => sum + asBytes(content).length,
      0,
    );
    expect(seen.at(-1)).toMatchObject({
      filesDone: 4,
      filesTotal: 4,
      bytesDone: total,
      bytesTotal: total,
    });
    expect([...new Set(seen.map(({phase}) => phase))]).toEqual([
      'reading',
      'checking',
      'committing',
    ]);
    expect(new Set(seen.map(({currentPath}) => currentPath))).toContain('Ana/result.json');
    for (const [i, {bytesDone}] of seen.entries())
      expect(bytesDone).toBeGreaterThanOrEqual(seen[i - 1]?.bytesDone ?? 0);
  });
});

describe('8: known damage', () => {
  test('8: a chunk known damaged is never deduplicated against, so the next backup heals', async () => {
    const {vault, files, recoveryKey} = await newVault();
    await backUp(vault, sampleFiles());
    const [pack = ''] = namesUnder(files, 'packs/');
    flipBit(files, pack, 8 * 300);
    const found = await reopen(files, recoveryKey);
    const report = await verify(found, {level: 3});
    expect(report.isClean).toBe(false);
    expect(report.suffering.length).toBeGreaterThan(0);
    const healer = await reopen(files, recoveryKey);
    await backUp(healer, sampleFiles());
    const after = await reopen(files, recoveryKey);
    expect(await verify(after, {level: 4})).toMatchObject({isClean: true, suffering: []});
    for (const snapshot of await after.snapshots()) {
      expect(differences((await restoreAll(after, snapshot)).files, sampleFiles())).toEqual([]);
    }
  });

  test('8: damage that a restore ran into is remembered too', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const [pack = ''] = namesUnder(files, 'packs/');
    flipBit(files, pack, 8 * 300);
    const {report} = await restoreAll(await reopen(files, recoveryKey), snapshot);
    expect(report.failures.length).toBeGreaterThan(0);
    const healer = await reopen(files, recoveryKey);
    await backUp(healer, sampleFiles());
    expect(differences((await restoreAll(healer, snapshot)).files, sampleFiles())).toEqual([]);
  });

  test('8: a pack that was deleted is stored again, also where size and time of the file are the same', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const source = liveSource(sampleFiles());
    const {snapshot} = await backup(vault, source);
    for (const name of namesUnder(files, 'packs/')) files.delete(name);
    const again = await reopen(files, recoveryKey);
    expect(again.notices).toMatchObject([{kind: 'pack-missing'}]);
    await backup(again, source);
    expect(differences((await restoreAll(again, snapshot)).files, sampleFiles())).toEqual([]);
    expect(await verify(await reopen(files, recoveryKey), {level: 3})).toMatchObject({
      isClean: true,
    });
  });

  test('8: a file is read again when its pack is gone, though the listing that knows its size and time is not', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const source = liveSource({'a.jpg': randomBytesOf(20_000)});
    await backup(vault, source, {group: 'one'});
    const [data = ''] = namesUnder(files, 'packs/');
    source.set('note.txt', 'so that this listing stands in a pack of its own');
    const {snapshot} = await backup(vault, source, {group: 'two'});
    files.delete(data);
    await backup(await reopen(files, recoveryKey), source, {group: 'two'});
    const {files: restored} = await restoreAll(await reopen(files, recoveryKey), snapshot);
    expect(differences(restored, contentsOf(source))).toEqual([]);
  });

  test('8: what a damaged pack still gives moves out of it with the next backup, whatever that is of', async () => {
    const {vault, files, recoveryKey} = await newVault();
    const {snapshot} = await backUp(vault, sampleFiles());
    const [pack = ''] = namesUnder(files, 'packs/');
    flipBit(files, pack, ((files.get(pack)?.length ?? 0) - 30) * 8);
    await verify(await reopen(files, recoveryKey), {level: 3});
    await backUp(await reopen(files, recoveryKey), {'other.txt': 'other'}, {group: 'other'});
    files.delete(pack);
    const after = await reopen(files, recoveryKey);
    expect(differences((await restoreAll(after, snapshot)).files, sampleFiles())).toEqual([]);
    expect(await verify(after, {level: 4})).toMatchObject({isClean: true});
  });
});
