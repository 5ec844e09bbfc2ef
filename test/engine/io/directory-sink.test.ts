import {lstat, mkdir, readFile, readdir, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {directorySink} from '../../../src/engine/io/directory-sink.ts';
import {directorySource} from '../../../src/engine/io/directory-source.ts';
import type {Overwrite} from '../../../src/engine/io/file-writer.ts';
import type {Sink} from '../../../src/engine/io/sink.ts';
import {treeOf} from './read-source.ts';
import {tempFolder} from './temp-folder.ts';

const isPosix = process.platform !== 'win32';

const put = async (
  sink: Sink,
  path: string,
  content: string,
  modifiedMs?: number,
): Promise<void> => {
  const file = await sink.create(path, modifiedMs === undefined ? {} : {modifiedMs});
  await file.write(content);
  await file.close();
};

const everything = async (folder: string): Promise<string[]> =>
  (await readdir(folder, {recursive: true})).toSorted();

describe('a folder as a sink', () => {
  test('makes files appear whole, private, with their time', async () => {
    const folder = join(await tempFolder(), 'new', 'target');
    const sink = await directorySink(folder, {overwrite: 'never'});
    const file = await sink.create('a/b/聊天.txt', {modifiedMs: 1_600_000_000_000});
    await file.write('hello ');
    await file.write(new TextEncoder().encode('world'));
    const names = await everything(folder);
    expect(names.some((name) => name.endsWith('聊天.txt'))).toBe(false);
    await file.close();
    await file.abort();
    expect(await treeOf(await directorySource(folder))).toEqual({'a/b/聊天.txt': 'hello world'});
    const facts = await stat(join(folder, 'a/b/聊天.txt'));
    expect(facts.mtimeMs).toBe(1_600_000_000_000);
    if (!isPosix) return;
    expect(facts.mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('leaves nothing behind after an abort, not even the folders it made', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'there'));
    const sink = await directorySink(folder, {overwrite: 'never'});
    const file = await sink.create('there/new/deep/x.txt');
    await file.write('half');
    await file.abort();
    await file.abort();
    expect(await everything(folder)).toEqual(['there']);
    await expect(file.write('more')).rejects.toThrow('aborted');
  });

  test('writes large and many small pieces alike', async () => {
    const folder = await tempFolder();
    const sink = await directorySink(folder, {overwrite: 'never'});
    const file = await sink.create('x');
    let expected = '';
    for (let index = 0; index < 5000; index++) {
      await file.write(`line ${index}\n`);
      expected += `line ${index}\n`;
    }
    const large = 'y'.repeat(300_000);
    await file.write(large);
    const memory = new TextEncoder().encode('mine');
    await file.write(memory);
    memory.fill(0);
    await file.close();
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe(`${expected}${large}mine`);
  });

  test.each<[string, Overwrite, string]>([
    ['never', 'never', 'old'],
    ['after a no', async () => false, 'old'],
    ['after a yes', async () => true, 'new'],
    ['always', 'always', 'new'],
  ])('replaces an existing file %s', async (_, overwrite, expected) => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'x'), 'old');
    const sink = await directorySink(folder, {overwrite});
    const writing = put(sink, 'x', 'new');
    if (expected === 'old') await expect(writing).rejects.toMatchObject({code: 'target-exists'});
    else await writing;
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe(expected);
    expect(await everything(folder)).toEqual(['x']);
  });

  test('does not replace what came between beginning and end', async () => {
    const folder = await tempFolder();
    const sink = await directorySink(folder, {overwrite: 'never'});
    const file = await sink.create('x');
    await file.write('mine');
    await writeFile(join(folder, 'x'), 'theirs');
    await expect(file.close()).rejects.toMatchObject({code: 'target-exists'});
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe('theirs');
    expect(await everything(folder)).toEqual(['x']);
  });

  test('refuses paths that leave the target, through links in it too', async () => {
    const folder = await tempFolder();
    const outside = await tempFolder();
    const sink = await directorySink(folder, {overwrite: 'always'});
    for (const path of ['../x', '/x', 'a/../../x', '..\\x', 'C:\\x', '']) {
      await expect(sink.create(path)).rejects.toMatchObject({code: 'usage'});
    }
    if (!isPosix) return;
    await symlink(outside, join(folder, 'link'));
    await expect(sink.create('link/x')).rejects.toMatchObject({code: 'usage'});
    await expect(sink.create('link/deep/x')).rejects.toMatchObject({code: 'usage'});
    await writeFile(join(outside, 'victim'), 'safe');
    await symlink(join(outside, 'victim'), join(folder, 'file'));
    await put(sink, 'file', 'new');
    expect(await readFile(join(outside, 'victim'), 'utf8')).toBe('safe');
    expect((await lstat(join(folder, 'file'))).isFile()).toBe(true);
    expect(await everything(outside)).toEqual(['victim']);
  });

  test('finds another way for names that some file systems cannot hold or tell apart', async () => {
    const folder = await tempFolder();
    const sink = await directorySink(folder, {overwrite: 'never'});
    for (const [index, path] of [
      'a:b.txt',
      'two\nlines',
      'CON/x',
      'Photo.jpg',
      'photo.JPG',
      'é',
      'e\u0301',
    ].entries()) {
      await put(sink, path, String(index));
    }
    expect(await treeOf(await directorySource(folder))).toEqual({
      'a%3Ab.txt': '0',
      'two%0Alines': '1',
      '%43ON/x': '2',
      'Photo.jpg': '3',
      '%70hoto.JPG': '4',
      é: '5',
      '%65\u0301': '6',
    });
  });

  test('says what stands in the way', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder'));
    const sink = await directorySink(folder, {overwrite: 'always'});
    await expect(sink.create('file/x')).rejects.toMatchObject({code: 'target-exists'});
    await expect(sink.create('folder')).rejects.toMatchObject({code: 'target-exists'});
    await expect(
      directorySink(join(folder, 'file', 'x'), {overwrite: 'never'}),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
