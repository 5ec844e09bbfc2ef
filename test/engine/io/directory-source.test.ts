import {spawnSync} from 'node:child_process';
import {chmod, mkdir, rm, symlink, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {directorySource} from '../../../src/engine/io/directory-source.ts';
import {openSource} from '../../../src/engine/io/open-source.ts';
import {bytesOf, pathsOf, problemLog, textOf, treeOf} from './read-source.ts';
import {tempFolder} from './temp-folder.ts';

const isRoot = process.getuid?.() === 0;
const isPosix = process.platform !== 'win32';

describe('a folder as a source', () => {
  test('lists files below it by path, hidden ones too, and reads them in full and in part', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'b', 'c'), {recursive: true});
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'b', 'c', '聊天.txt'), 'hello');
    await writeFile(join(folder, 'a.txt'), '');
    await writeFile(join(folder, '.hidden'), 'h');
    const source = await openSource(folder);
    expect('isFolder' in source).toBe(true);
    expect(await treeOf(source)).toEqual({'.hidden': 'h', 'a.txt': '', 'b/c/聊天.txt': 'hello'});
    expect(await textOf(source, 'b/c/聊天.txt', {start: 1, length: 3})).toBe('ell');
    expect((await source.list())[2]?.size).toBe(5);
    await expect(bytesOf(source, '../x')).rejects.toMatchObject({code: 'not-found'});
  });

  test('reads files larger than a chunk, many times at once', async () => {
    const folder = await tempFolder();
    const content = Buffer.alloc(1_000_003, '0123456789');
    await writeFile(join(folder, 'large'), content);
    const source = await directorySource(folder);
    const all = await Promise.all([1, 2, 3].map(() => bytesOf(source, 'large')));
    for (const bytes of all) expect(bytes.equals(content)).toBe(true);
    expect((await bytesOf(source, 'large', {start: 999_999})).toString()).toBe('9012');
  });

  test.runIf(isPosix)(
    'follows no link out of the folder, no loop, no pipe, and says so',
    async () => {
      const folder = await tempFolder();
      const outside = await tempFolder();
      await writeFile(join(outside, 'secret'), 's');
      await writeFile(join(folder, 'real'), 'r');
      await mkdir(join(folder, 'sub'));
      await symlink(join(outside, 'secret'), join(folder, 'out'));
      await symlink(outside, join(folder, 'outdir'));
      await symlink('..', join(folder, 'sub', 'loop'));
      await symlink('real', join(folder, 'inside'));
      await symlink('nowhere', join(folder, 'broken'));
      expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
      const {onProblem, problems} = problemLog();
      const source = await directorySource(folder, {onProblem});
      expect(await treeOf(source)).toEqual({inside: 'r', real: 'r'});
      expect(problems.map(({kind, place}) => `${kind} ${place.path ?? ''}`).toSorted()).toEqual([
        'file-skipped out',
        'file-skipped outdir',
        'file-skipped pipe',
        'file-skipped sub/loop',
        'file-unreadable broken',
      ]);
    },
  );

  test.runIf(isPosix)('does not follow a link that took the place of a file', async () => {
    const folder = await tempFolder();
    const outside = await tempFolder();
    await writeFile(join(outside, 'secret'), 's');
    await writeFile(join(folder, 'a'), 'a');
    const source = await directorySource(folder);
    await source.list();
    await rm(join(folder, 'a'));
    await symlink(join(outside, 'secret'), join(folder, 'a'));
    await expect(bytesOf(source, 'a')).rejects.toMatchObject({code: 'usage'});
  });

  test('a file that goes is not found, one that shrinks gives what is left', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'goes'), 'x');
    await writeFile(join(folder, 'shrinks'), '12345');
    const source = await directorySource(folder);
    await source.list();
    await rm(join(folder, 'goes'));
    await truncate(join(folder, 'shrinks'), 2);
    await expect(bytesOf(source, 'goes')).rejects.toMatchObject({code: 'not-found'});
    expect(await textOf(source, 'shrinks')).toBe('12');
  });

  test.runIf(process.platform === 'linux')('opens files whose names are not UTF-8', async () => {
    const folder = await tempFolder();
    await writeFile(
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xc4, 0xe3, 0x2e, 0x74])]),
      'gbk',
    );
    expect(await treeOf(await directorySource(folder))).toEqual({'%C4%E3.t': 'gbk'});
  });

  test.runIf(isPosix && !isRoot)('reports what it may not read and lists the rest', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'locked'));
    await writeFile(join(folder, 'ok'), '1');
    await chmod(join(folder, 'locked'), 0);
    const {onProblem, problems} = problemLog();
    expect(await pathsOf(await directorySource(folder, {onProblem}))).toEqual(['ok']);
    expect(problems).toMatchObject([{kind: 'file-unreadable', place: {path: 'locked'}}]);
    await chmod(join(folder, 'locked'), 0o700);
  });

  test('has a limit for the number of files', async () => {
    const folder = await tempFolder();
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, name), '');
    const source = await directorySource(folder, {limits: {entries: 2}});
    await expect(source.list()).rejects.toMatchObject({code: 'input-limit'});
  });

  test('walks very deep trees', async () => {
    const folder = await tempFolder();
    const deep = Array.from({length: 300}, () => 'd').join('/');
    await mkdir(join(folder, deep), {recursive: true});
    await writeFile(join(folder, deep, 'f'), 'deep');
    expect(await treeOf(await directorySource(folder))).toEqual({[`${deep}/f`]: 'deep'});
  });
});
