import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {folderStorage} from '../../../src/engine/storages/folder-storage.ts';
import type {Storage} from '../../../src/engine/vault/storage.ts';
import {storageContract} from '../../contracts/storage.ts';
import {CrashFs, PowerCut} from '../../helpers/crash-fs.ts';
import {errorOf, testEnvironment} from '../../helpers/vault-kit.ts';

const folders: string[] = [];

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'chatark-storage-'));
  folders.push(folder);
  return folder;
};

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, {recursive: true, force: true});
});

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

const onCrashFs = (fs = new CrashFs(), seed = 1): Storage =>
  folderStorage('/vault', {fs, env: testEnvironment(seed)});

describe('the folder storage on a disk', () => {
  storageContract(async () => folderStorage(join(await newFolder(), 'vault')));

  test('makes files for the owner alone', async () => {
    const folder = join(await newFolder(), 'vault');
    const storage = folderStorage(folder);
    await storage.put('packs/ab/x', bytes('x'));
    await storage.put('locks/y', bytes('y'), {ifAbsent: true});
    expect((await stat(join(folder, 'packs/ab/x'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'locks/y'))).mode & 0o777).toBe(0o600);
    for (const name of ['', 'packs', 'packs/ab']) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700);
    }
  });

  test('leaves no temporary file behind', async () => {
    const folder = await newFolder();
    const storage = folderStorage(folder);
    await storage.put('a', bytes('1'));
    await storage.put('a', bytes('2'), {ifAbsent: true});
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('sweeps temporary files that are older than a day, and no younger ones', async () => {
    const folder = await newFolder();
    for (const name of ['.tmp-old', '.tmp-new', '.claim-old'])
      await writeFile(join(folder, name), 'x');
    const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(join(folder, '.tmp-old'), old, old);
    await utimes(join(folder, '.claim-old'), old, old);
    await folderStorage(folder).put('a', bytes('1'));
    expect((await readdir(folder)).toSorted()).toEqual(['.tmp-new', 'a']);
  });

  test('follows no link and takes nothing but regular files for files', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'secret'), 'x');
    await symlink(join(folder, 'secret'), join(folder, 'link'));
    const storage = folderStorage(folder);
    expect((await storage.list('')).map(({name}) => name)).toEqual(['secret']);
    expect(await errorOf(storage.get('link'))).toMatchObject({code: 'not-found'});
  });

  test('does not list files that others left in the folder under names of their own', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, '.DS_Store'), 'x');
    await writeFile(join(folder, 'notes (1).txt'), 'x');
    expect(await folderStorage(folder).list('')).toEqual([]);
  });

  test('tells how much room the disk has, also before the folder is made', async () => {
    const folder = await newFolder();
    expect(await folderStorage(join(folder, 'not-yet')).freeSpace()).toBeGreaterThan(0);
  });

  test('writes exactly the bytes', async () => {
    const folder = await newFolder();
    const content = Uint8Array.from({length: 300_000}, (_, i) => (i * 7) & 0xff);
    await folderStorage(folder).put('a', content);
    expect(Buffer.compare(await readFile(join(folder, 'a')), content)).toBe(0);
  });
});

describe('the folder storage on a file system without hard links', () => {
  storageContract(async () => {
    const fs = new CrashFs();
    fs.hasLinks = false;
    return onCrashFs(fs);
  });

  test('breaks the claim of a writer that died', async () => {
    const clock = {nowMs: 0};
    const fs = new CrashFs({now: () => clock.nowMs});
    fs.hasLinks = false;
    await onCrashFs(fs).put('locks/other', bytes('x'));
    await (await fs.create('/vault/locks/.claim-1')).close();
    const env = {random: testEnvironment(2).random, now: () => clock.nowMs};
    const storage = folderStorage('/vault', {fs, env});
    expect(await storage.put('locks/1', bytes('x'), {ifAbsent: true})).toBe(false);
    clock.nowMs = 61_000;
    expect(await storage.put('locks/1', bytes('x'), {ifAbsent: true})).toBe(true);
  });
});

describe('the folder storage when the disk fails', () => {
  storageContract(async () => onCrashFs());

  const codes = [
    ['ENOSPC', 'no-space'],
    ['EDQUOT', 'no-space'],
    ['EACCES', 'no-permission'],
    ['EROFS', 'no-permission'],
    ['EIO', 'storage-unreachable'],
    ['ESTALE', 'storage-unreachable'],
  ] as const;

  test.each(codes)(
    'says what %s means, leaves no temporary file, and works again',
    async (errno, code) => {
      const fs = new CrashFs();
      const storage = onCrashFs(fs);
      await storage.put('a/first', bytes('first'));
      const before = fs.operations;
      await storage.put('a/second', bytes('second'));
      const steps = fs.operations - before;
      for (let n = 1; n <= steps; n++) {
        fs.failAt(n, errno);
        expect(await errorOf(storage.put('a/third', bytes('third'))), `step ${n}`).toMatchObject({
          code,
        });
        expect(fs.paths().filter((path) => path.includes('.tmp-'))).toEqual([]);
        const third = await storage.stat('a/third');
        expect([undefined, 5]).toContain(third?.size);
        await storage.remove('a/third');
      }
      expect(await storage.put('a/third', bytes('third'))).toBe(true);
    },
  );

  test('says that the folder cannot be reached when it is gone, and goes on when it is back', async () => {
    const folder = join(await newFolder(), 'disk', 'vault');
    const storage = folderStorage(folder);
    expect(await errorOf(storage.put('a', bytes('1')))).toMatchObject({
      code: 'storage-unreachable',
    });
    await mkdir(join(folder, '..'));
    await storage.put('packs/a', bytes('1'));
    await rm(join(folder, '..'), {recursive: true});
    expect(await errorOf(storage.put('packs/b', bytes('2')))).toMatchObject({
      code: 'storage-unreachable',
    });
    await mkdir(join(folder, '..'));
    expect(await storage.put('packs/b', bytes('2'))).toBe(true);
  });

  test('a file is there whole and stays, or is not there, wherever the power is cut', async () => {
    const old = bytes('old content');
    const content = Uint8Array.from({length: 20_000}, (_, i) => i & 0xff);
    for (const ifAbsent of [false, true]) {
      for (let n = 1, isDone = false; !isDone; n++) {
        const fs = new CrashFs();
        const storage = onCrashFs(fs);
        if (!ifAbsent) await storage.put('packs/ab/name', old);
        fs.crashAt(n);
        const outcome = await storage
          .put('packs/ab/name', content, {ifAbsent})
          .catch((error: unknown) => error);
        isDone = !(outcome instanceof PowerCut);
        for (let seed = 0; seed < 8; seed++) {
          const after = onCrashFs(fs.remount(seed), 2);
          const found = (await after.stat('packs/ab/name')) && (await after.get('packs/ab/name'));
          const allowed = isDone ? [content] : ifAbsent ? [undefined, content] : [old, content];
          const isAllowed = allowed.some((bytes) =>
            bytes === undefined || found === undefined
              ? bytes === found
              : Buffer.compare(bytes, found) === 0,
          );
          expect(isAllowed, `ifAbsent ${ifAbsent}, operation ${n}, seed ${seed}`).toBe(true);
        }
      }
    }
  });
});
