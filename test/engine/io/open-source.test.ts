import {spawnSync} from 'node:child_process';
import {chmod, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {pack} from 'tar-stream';
import {describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import {openSource} from '../../../src/engine/io/open-source.ts';
import {subSource, unionSource} from '../../../src/engine/io/union-source.ts';
import {bytesOf, pathsOf, problemLog, textOf, treeOf} from './read-source.ts';
import {tempFolder} from './temp-folder.ts';
import {handMadeZip} from './zip-bytes.ts';

const fileIn = async (name: string, content: string | Uint8Array): Promise<string> => {
  const location = join(await tempFolder(), name);
  await writeFile(location, content);
  return location;
};

const tarOf = async (files: Readonly<Record<string, string>>): Promise<Buffer> => {
  const archive = pack();
  archive.entry({name: 'folder/', type: 'directory'});
  for (const [name, content] of Object.entries(files)) {
    archive.entry({name, mtime: new Date(1.6e12)}, content);
  }
  archive.entry({name: 'link', type: 'symlink', linkname: '/etc/passwd'});
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('openSource', () => {
  test('opens a single file as a tree of one, an empty one too', async () => {
    const source = await openSource(await fileIn('WhatsApp Chat – Ana.txt', 'hi there'));
    expect(source.label).toBe('WhatsApp Chat – Ana.txt');
    expect(await treeOf(source)).toEqual({'WhatsApp Chat – Ana.txt': 'hi there'});
    expect(await textOf(source, source.label, {start: 3, length: 2})).toBe('th');
    await expect(bytesOf(source, 'other')).rejects.toMatchObject({code: 'not-found'});
    const empty = await openSource(await fileIn('empty.zip', ''));
    expect(await empty.list()).toMatchObject([{path: 'empty.zip', size: 0}]);
    expect(await textOf(empty, 'empty.zip')).toBe('');
  });

  test('goes by the bytes, not by the name', async () => {
    const zip = await openSource(
      await fileIn('chat.txt', handMadeZip([{name: 'in', content: 'x'}])),
    );
    expect(await pathsOf(zip)).toEqual(['in']);
    const text = await openSource(await fileIn('chat.zip', 'just text'));
    expect(await treeOf(text)).toEqual({'chat.zip': 'just text'});
  });

  test('opens a gzipped file as the file', async () => {
    const location = await fileIn('messages.json.gz', gzipSync('{"a":1}'));
    const source = await openSource(location);
    expect(await source.list()).toMatchObject([{path: 'messages.json', size: 7}]);
    expect(await textOf(source, 'messages.json', {start: 2, length: 1})).toBe('a');
  });

  test.each(['plain', 'packed'])('opens a %s tar', async (kind) => {
    const long = `${'long/'.repeat(40)}聊天.txt`;
    const files = {'folder/a.txt': 'hello', 'b.txt': 'x'.repeat(5000), [long]: 'deep', empty: ''};
    const tar = await tarOf(files);
    const {onProblem, problems} = problemLog();
    const bytes = kind === 'packed' ? gzipSync(tar) : tar;
    const source = await openSource(await fileIn('export.bin', bytes), {onProblem});
    expect(await treeOf(source)).toEqual(files);
    expect((await source.list())[0]).toMatchObject({modifiedMs: 1.6e12});
    expect(await textOf(source, 'folder/a.txt', {start: 1, length: 3})).toBe('ell');
    expect(await textOf(source, 'folder/a.txt', {start: 9})).toBe('');
    expect(problems).toMatchObject([{kind: 'file-skipped', place: {path: 'link'}}]);
  });

  test.each(['plain', 'packed'])('lists what a cut %s tar still holds', async (kind) => {
    const tar = await tarOf({'a.txt': 'whole', 'b.txt': 'x'.repeat(50_000)});
    // Incompressible, so that the cut falls into the second file.
    const bytes = kind === 'packed' ? gzipSync(tar, {level: 0}) : tar;
    const {onProblem, problems} = problemLog();
    const source = await openSource(await fileIn('cut.tgz', bytes.subarray(0, 20_000)), {
      onProblem,
    });
    expect(await pathsOf(source)).toEqual(['a.txt', 'b.txt']);
    expect(await textOf(source, 'a.txt')).toBe('whole');
    await expect(bytesOf(source, 'b.txt')).rejects.toMatchObject({code: 'input-malformed'});
    expect(problems).toMatchObject([{kind: 'input-truncated'}]);
  });

  test('keeps the names of a tar inside and apart', async () => {
    const source = await openSource(
      await fileIn('t.tar', await tarOf({'../up': '1', '/abs': '2'})),
    );
    expect(await treeOf(source)).toEqual({'%2E%2E/up': '1', abs: '2'});
  });

  test('names what is not there, what may not be read, and what is no file', async () => {
    const folder = await tempFolder();
    await expect(openSource(join(folder, 'no'))).rejects.toMatchObject({code: 'not-found'});
    await expect(openSource(join(folder, 'no', 'where'))).rejects.toMatchObject({
      code: 'not-found',
    });
    if (process.platform === 'win32') return;
    expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
    await expect(openSource(join(folder, 'pipe'))).rejects.toMatchObject({code: 'usage'});
    if (process.getuid?.() === 0) return;
    await writeFile(join(folder, 'locked'), 'x');
    await chmod(join(folder, 'locked'), 0);
    await expect(openSource(join(folder, 'locked'))).rejects.toMatchObject({code: 'no-permission'});
  });
});

describe('unionSource and subSource', () => {
  test('show several parts as one tree and lose nothing where paths meet', async () => {
    const {onProblem, problems} = problemLog();
    const union = unionSource(
      [
        memorySource({'inbox/1.json': 'one', 'readme.txt': 'first'}, {label: 'x-001.zip'}),
        memorySource({'inbox/2.json': 'two', 'readme.txt': 'second'}, {label: 'x-002.zip'}),
      ],
      'x.zip',
      {onProblem},
    );
    expect(union.label).toBe('x.zip');
    expect(await treeOf(union)).toEqual({
      'inbox/1.json': 'one',
      'inbox/2.json': 'two',
      'readme (2).txt': 'second',
      'readme.txt': 'first',
    });
    expect(problems).toHaveLength(1);
    expect(await textOf(union, 'inbox/2.json', {start: 1})).toBe('wo');
    const inbox = subSource(union, 'inbox/');
    expect(inbox.label).toBe('inbox');
    expect(await treeOf(inbox)).toEqual({'1.json': 'one', '2.json': 'two'});
    await expect(bytesOf(inbox, 'readme.txt')).rejects.toMatchObject({code: 'not-found'});
  });

  test('closing the union closes its parts, closing a view does not', async () => {
    let closed = 0;
    const part = {...memorySource({}), close: async () => void closed++};
    await subSource(part, 'a/').close();
    expect(closed).toBe(0);
    await unionSource([part, part]).close();
    expect(closed).toBe(2);
  });
});

test.runIf(process.platform !== 'win32')(
  'follows a link that a person names and keeps its name',
  async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'real.bin'), 'text');
    await writeFile(join(folder, 'real.zip'), handMadeZip([{name: 'a', content: 'x'}]));
    await symlink('real.bin', join(folder, 'link.txt'));
    await symlink('real.zip', join(folder, 'link.zip'));
    expect(await treeOf(await openSource(join(folder, 'link.txt')))).toEqual({'link.txt': 'text'});
    const zip = await openSource(join(folder, 'link.zip'));
    expect(zip.label).toBe('link.zip');
    expect(await treeOf(zip)).toEqual({a: 'x'});
    await zip.close();
  },
);
