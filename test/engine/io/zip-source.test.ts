import {spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import {describe, expect, test} from 'vitest';
import {ZipFile} from 'yazl';
import {isChatError} from '../../../src/engine/errors.ts';
import {openSource} from '../../../src/engine/io/open-source.ts';
import {openZip, openZipBytes} from '../../../src/engine/io/zip-source.ts';
import {bytesOf, pathsOf, problemLog, textOf, treeOf} from './read-source.ts';
import {tempFolder} from './temp-folder.ts';
import {handMadeZip} from './zip-bytes.ts';

/** By another program: streamed entries with data descriptors, stored and deflated. */
const yazlZip = async (files: Readonly<Record<string, string>>): Promise<Uint8Array> => {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), path, {
      compress: content.length > 10,
      mtime: new Date(1.6e12),
    });
  }
  zip.addEmptyDirectory('empty/');
  zip.end({forceZip64Format: true, comment: 'by yazl'});
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('a zip as a source', () => {
  test('lists its files by path, without folders, and gives their content in full and in part', async () => {
    const files = {
      'b/_chat.txt': '[1/1/24, 10:00:00] Ana: hello',
      'a.txt': 'short',
      'b/照片.jpg': 'x'.repeat(1000),
    };
    const source = await openZipBytes(await yazlZip(files), 'chat.zip');
    expect(source.label).toBe('chat.zip');
    expect(await pathsOf(source)).toEqual(['a.txt', 'b/_chat.txt', 'b/照片.jpg']);
    expect((await source.list())[0]).toMatchObject({size: 5, modifiedMs: 1.6e12});
    expect(await treeOf(source)).toEqual(files);
    expect(await textOf(source, 'b/_chat.txt', {start: 19, length: 4})).toBe('Ana:');
    await expect(bytesOf(source, 'c')).rejects.toMatchObject({code: 'not-found'});
    await source.close();
    await source.close();
  });

  test('opens many files at the same time, and stops early without harm', async () => {
    const files = Object.fromEntries(
      Array.from({length: 50}, (_, index) => [`f${index}`, `${index}-`.repeat(5000)]),
    );
    const folder = await tempFolder();
    const location = join(folder, 'many');
    await writeFile(location, await yazlZip(files));
    const source = await openSource(location);
    const texts = await Promise.all(Object.keys(files).map((path) => textOf(source, path)));
    expect(texts).toEqual(Object.values(files));
    for await (const chunk of source.open('f1')) if (chunk.length > 0) break;
    expect(await textOf(source, 'f2', {length: 2})).toBe('2-');
    await source.close();
  });

  test('reads an empty zip as an empty source', async () => {
    expect(await pathsOf(await openZipBytes(handMadeZip([]), 'e.zip'))).toEqual([]);
  });

  test.each([
    ['gb18030', ['聊天记录/与小王的聊天.txt', '图片 1.jpg', '我的文件/通讯录.txt']],
    ['cp949', ['대화 내용/안녕하세요.txt', '사진 1.jpg', '카카오톡 받은 파일.txt']],
    ['shift_jis', ['トーク/たろうとのトーク.txt', '写真.jpg']],
    ['cp437', ['José/Müller.txt', 'Photo à Noël.jpg', 'Größe.txt']],
    ['utf8', ['聊天/José.txt', 'x.txt']],
  ])('reads names written in %s without a word about it', async (encoding, names) => {
    const entries = names.map((name) => ({name: iconv.encode(name, encoding), content: name}));
    const source = await openZipBytes(handMadeZip(entries), 'z.zip');
    expect(await pathsOf(source)).toEqual(names.toSorted());
  });

  test('makes names that leave the tree safe, keeps both of two equal ones, and says so', async () => {
    const {onProblem, problems} = problemLog();
    const source = await openZipBytes(
      handMadeZip([
        {name: '../../etc/passwd', content: '1'},
        {name: '/abs.txt', content: '2'},
        {name: 'C:\\Users\\a.txt', content: '3'},
        {name: 'same.txt', content: '4'},
        {name: 'same.txt', content: '5'},
        {name: '', content: '6'},
      ]),
      'evil.zip',
      {onProblem},
    );
    expect(await treeOf(source)).toEqual({
      '%': '6',
      '%2E%2E/%2E%2E/etc/passwd': '1',
      'Users/a.txt': '3',
      'abs.txt': '2',
      'same (2).txt': '5',
      'same.txt': '4',
    });
    expect(problems.map(({kind}) => kind)).toEqual(Array.from({length: 5}, () => 'name-changed'));
  });

  test('leaves symbolic links out', async () => {
    const {onProblem, problems} = problemLog();
    const entries = [
      {name: 'link', content: '/etc/passwd', mode: 0o120777},
      {name: 'a', content: '1'},
    ];
    expect(await pathsOf(await openZipBytes(handMadeZip(entries), 'l.zip', {onProblem}))).toEqual([
      'a',
    ]);
    expect(problems).toMatchObject([{kind: 'file-skipped', place: {path: 'link'}}]);
  });

  test('names encryption, and what to do about it', async () => {
    const source = await openZipBytes(
      handMadeZip([
        {name: 'secret.txt', content: 'x', flags: 1},
        {name: 'open.txt', content: 'y'},
      ]),
      's.zip',
    );
    await expect(bytesOf(source, 'secret.txt')).rejects.toMatchObject({
      code: 'input-encrypted',
      hint: expect.stringContaining('password') as string,
    });
    expect(await textOf(source, 'open.txt')).toBe('y');
    const aes = await openZipBytes(
      handMadeZip([{name: 'a', content: 'x', flags: 1, method: 99}]),
      'a.zip',
    );
    await expect(bytesOf(aes, 'a')).rejects.toMatchObject({code: 'input-encrypted'});
  });

  test('names packing methods that it does not know', async () => {
    const source = await openZipBytes(
      handMadeZip([{name: 'a', content: 'x', method: 14}]),
      'a.zip',
    );
    await expect(bytesOf(source, 'a')).rejects.toMatchObject({
      code: 'input-malformed',
      message: expect.stringContaining('LZMA') as string,
    });
  });

  test.each([
    ['more bytes than it says', {claimedSize: 5}],
    ['fewer bytes than it says', {claimedSize: 5000}],
    ['another checksum', {claimedCrc: 1}],
  ])('finds an entry with %s damaged', async (_, lie) => {
    const source = await openZipBytes(
      handMadeZip([{name: 'a', content: 'x'.repeat(1000), ...lie}]),
      'a.zip',
    );
    await expect(bytesOf(source, 'a')).rejects.toMatchObject({code: 'input-malformed'});
  });

  test('refuses bombs: too many files, too much in all, too much from too little', async () => {
    const many = handMadeZip(Array.from({length: 20}, (_, index) => ({name: `${index}`})));
    await expect(openZipBytes(many, 'm.zip', {limits: {entries: 10}})).rejects.toMatchObject({
      code: 'input-limit',
    });
    const large = handMadeZip([{name: 'a', content: 'x'.repeat(1000)}]);
    await expect(openZipBytes(large, 'l.zip', {limits: {totalBytes: 999}})).rejects.toMatchObject({
      code: 'input-limit',
    });
    const bomb = handMadeZip([
      {name: 'a', content: new Uint8Array(1_000_000)},
      {name: 'b', content: 'ok'},
    ]);
    const source = await openZipBytes(bomb, 'b.zip', {limits: {ratio: 100, ratioFrom: 10_000}});
    await expect(bytesOf(source, 'a')).rejects.toMatchObject({code: 'input-limit'});
    expect(await textOf(source, 'b')).toBe('ok');
  });

  test('says of a zip of which nothing is left that it is cut', async () => {
    const whole = handMadeZip([{name: 'a.txt', content: 'hello'}]);
    const location = join(await tempFolder(), 'cut.zip');
    await writeFile(location, whole.subarray(0, 20));
    await expect(openZip(location)).rejects.toMatchObject({
      code: 'input-malformed',
      hint: expect.stringContaining('cut off') as string,
    });
  });

  test('any damage gives an error with a code, or the true content', async () => {
    const whole = handMadeZip([
      {name: 'a.txt', content: 'hello '.repeat(50)},
      {name: 'b.txt', content: 'stored', isStored: true},
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), {maxLength: 4}),
        fc.nat(),
        async (flips, cut) => {
          const bytes = whole.slice(0, whole.length - (cut % 3 === 0 ? cut % whole.length : 0));
          for (const [at, value] of flips) bytes[at % Math.max(1, bytes.length)] = value;
          try {
            const source = await openZipBytes(bytes, 'x.zip');
            for (const path of await pathsOf(source)) await bytesOf(source, path);
          } catch (error) {
            if (!isChatError(error)) throw error;
            expect(error.code).toMatch(/^input-/);
          }
        },
      ),
      {numRuns: 300},
    );
  });
});

describe('a zip whose end is missing', () => {
  const files = {
    '_chat.txt': Array.from({length: 500}, (_, index) => `[1/1/24] Ana: ${index}`).join('\n'),
    'a.jpg': 'stored',
    'b.txt': 'x'.repeat(20_000),
  };

  const streamed = async (): Promise<Uint8Array> => {
    const zip = new ZipFile();
    for (const [path, content] of Object.entries(files)) {
      zip.addReadStream(Readable.from([Buffer.from(content)]), path, {mtime: new Date(1.6e12)});
    }
    zip.end();
    const chunks: Uint8Array[] = [];
    for await (const chunk of zip.outputStream as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  const sized = async (): Promise<Uint8Array> =>
    handMadeZip(
      Object.entries(files).map(([name, content]) => ({name, content, isStored: name === 'a.jpg'})),
    );

  test.each([
    ['with sizes in front', sized],
    ['with sizes behind the data', streamed],
  ])('%s gives whole files, then the beginning of the one that was cut', async (_, make) => {
    const whole = await make();
    for (let length = 40; length < whole.length - 22; length += 97) {
      const {onProblem, problems} = problemLog();
      const cut = whole.subarray(0, length);
      const source = await openZipBytes(cut, 'cut.zip', {onProblem}).catch((error: unknown) => {
        expect(error).toMatchObject({code: 'input-malformed'});
      });
      if (!source) continue;
      expect(problems).toMatchObject([{kind: 'input-truncated', place: {path: 'cut.zip'}}]);
      const tree = await treeOf(source);
      const last =
        Object.keys(files)
          .filter((path) => path in tree)
          .at(-1) ?? '';
      for (const [path, content] of Object.entries(tree)) {
        const truth = files[path as keyof typeof files];
        if (path === last) expect(truth.startsWith(content)).toBe(true);
        else expect(content).toBe(truth);
      }
      for (const {path, size} of await source.list()) expect(tree[path]).toHaveLength(size);
    }
  });

  test('is read in full when only its list is damaged', async () => {
    const bytes = (await sized()).slice();
    bytes.fill(0, bytes.length - 150, bytes.length - 30);
    const source = await openZipBytes(bytes, 'list.zip');
    expect(await treeOf(source)).toEqual(files);
  });

  test('has the same limits', async () => {
    const bomb = handMadeZip([
      {name: 'a', content: new Uint8Array(3_000_000), claimedSize: 9, flags: 8},
    ]);
    const cut = bomb.slice(0, bomb.length - 30);
    // No sizes in front: the data has to be looked at.
    cut.fill(0, 14, 26);
    const limits = {ratio: 100, ratioFrom: 10_000};
    await expect(openZipBytes(cut, 'b.zip', {limits})).rejects.toMatchObject({code: 'input-limit'});
  });
});

const python = spawnSync('python3', ['--version']).status === 0;

test.runIf(python)('reads what another zip program wrote with zip64 records', async () => {
  const folder = await tempFolder();
  const location = join(folder, 'py.zip');
  const script = `import zipfile
z = zipfile.ZipFile(${JSON.stringify(location)}, 'w', zipfile.ZIP_DEFLATED)
with z.open('聊天.txt', 'w', force_zip64=True) as f: f.write(b'hello' * 1000)
z.close()`;
  expect(spawnSync('python3', ['-c', script]).status).toBe(0);
  const source = await openSource(location);
  expect(await textOf(source, '聊天.txt')).toBe('hello'.repeat(1000));
  await source.close();
});
