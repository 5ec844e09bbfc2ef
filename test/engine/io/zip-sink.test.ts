import {spawnSync} from 'node:child_process';
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {memorySink} from '../../../src/engine/io/memory-source.ts';
import {openSource} from '../../../src/engine/io/open-source.ts';
import {zipFileSink, zipInto} from '../../../src/engine/io/zip-sink.ts';
import {centralRecord, dataDescriptor, endRecords} from '../../../src/engine/io/zip-records.ts';
import type {ZipWriter} from '../../../src/engine/io/zip-sink.ts';
import {openZipBytes} from '../../../src/engine/io/zip-source.ts';
import {treeOf} from './read-source.ts';
import {tempFolder} from './temp-folder.ts';

const zipped = async (work: (zip: ZipWriter) => Promise<void>): Promise<Uint8Array> => {
  const target = memorySink();
  const zip = zipInto(await target.create('out.zip'));
  await work(zip);
  await zip.finish();
  return target.files.get('out.zip') ?? new Uint8Array();
};

const unzipped = async (bytes: Uint8Array): Promise<Record<string, string>> =>
  treeOf(await openZipBytes(bytes, 'out.zip'));

const put = async ({sink}: ZipWriter, path: string, content: string): Promise<void> => {
  const file = await sink.create(path, {modifiedMs: Date.UTC(2024, 1, 3, 4, 5, 6)});
  await file.write(content);
  await file.close();
};

describe('a zip as a sink', () => {
  test('gives back what was written, the same bytes each time', async () => {
    const files = {
      'channels.json': '[]',
      'general/2024-01-01.json': 'x'.repeat(200_000),
      '照片/a.jpg': 'jpeg',
      empty: '',
    };
    const work = async (zip: ZipWriter): Promise<void> => {
      for (const [path, content] of Object.entries(files)) await put(zip, path, content);
    };
    const bytes = await zipped(work);
    expect(await unzipped(bytes)).toEqual(files);
    expect(bytes.length).toBeLessThan(2000);
    expect(Buffer.from(await zipped(work)).equals(Buffer.from(bytes))).toBe(true);
    expect(await unzipped(await zipped(async () => undefined))).toEqual({});
  });

  test('takes files that are written at the same time, in any order of closing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.string({maxLength: 20}), fc.nat(9)), {maxLength: 40}),
        fc.nat(3),
        async (steps, aborted) => {
          const expected: Record<string, string> = {};
          const bytes = await zipped(async (zip) => {
            const open = new Map<number, Awaited<ReturnType<typeof zip.sink.create>>>();
            const texts = new Map<number, string>();
            const names = new Map<number, string>();
            let count = 0;
            const end = async (slot: number): Promise<void> => {
              const file = open.get(slot);
              if (!file) return;
              open.delete(slot);
              if (slot === aborted) return file.abort();
              await file.close();
              expected[names.get(slot) ?? ''] = texts.get(slot) ?? '';
            };
            for (const [slot, text, action] of steps) {
              if (!open.has(slot)) {
                names.set(slot, `f${count++}${slot === 0 ? '.jpg' : '.txt'}`);
                texts.set(slot, '');
                open.set(slot, await zip.sink.create(names.get(slot) ?? ''));
              }
              const piece = text.replace(/\p{Surrogate}/gu, '?');
              await open.get(slot)?.write(piece);
              texts.set(slot, (texts.get(slot) ?? '') + piece);
              if (action === 0) await end(slot);
            }
            for (const slot of [2, 0, 3, 1]) await end(slot);
          });
          expect(await unzipped(bytes)).toEqual(expected);
        },
      ),
      {numRuns: 60},
    );
  });

  test('refuses the same path twice and paths that leave', async () => {
    await zipped(async (zip) => {
      await put(zip, 'a', '1');
      await expect(zip.sink.create('a')).rejects.toMatchObject({code: 'target-exists'});
      await expect(zip.sink.create('../a')).rejects.toMatchObject({code: 'usage'});
    });
  });

  test('appears on disk when it is closed, and not at all when it is aborted', async () => {
    const folder = await tempFolder();
    const good = await zipFileSink(join(folder, 'good.zip'), {overwrite: 'never'});
    const file = await good.sink.create('a.txt');
    await file.write('hello');
    await file.close();
    expect((await readdir(folder)).includes('good.zip')).toBe(false);
    await good.close();
    const bad = await zipFileSink(join(folder, 'bad.zip'), {overwrite: 'never'});
    await (await bad.sink.create('a.txt')).write('half');
    await bad.abort();
    expect(await readdir(folder)).toEqual(['good.zip']);
    const source = await openSource(join(folder, 'good.zip'));
    expect(await treeOf(source)).toEqual({'a.txt': 'hello'});
    await source.close();
    await expect(zipFileSink(join(folder, 'good.zip'), {overwrite: 'never'})).rejects.toMatchObject(
      {code: 'target-exists'},
    );
  });
});

describe('zip64', () => {
  const large = {
    name: Buffer.from('a'),
    isStored: true,
    dosTime: 0,
    dosDate: 33,
    crc: 1,
    offset: 5_000_000_000,
    packed: 6_000_000_000,
    unpacked: 7_000_000_000,
  };

  test('large sizes and offsets move to 64-bit fields', () => {
    const record = centralRecord(large);
    expect([20, 24, 42].map((at) => record.readUInt32LE(at))).toEqual([
      0xffff_ffff, 0xffff_ffff, 0xffff_ffff,
    ]);
    const extra = record.subarray(47);
    expect(extra.readUInt16LE(0)).toBe(1);
    expect([4, 12, 20].map((at) => extra.readBigUInt64LE(at))).toEqual([
      7_000_000_000n,
      6_000_000_000n,
      5_000_000_000n,
    ]);
    expect(dataDescriptor(large)).toHaveLength(24);
    expect(dataDescriptor({...large, packed: 1, unpacked: 2})).toHaveLength(16);
  });

  test('many entries or a far list need the larger end record', () => {
    expect(endRecords(3, 100, 50)).toHaveLength(22);
    const end = endRecords(70_000, 5_000_000_000, 50);
    expect(end).toHaveLength(98);
    expect(end.readBigUInt64LE(24)).toBe(70_000n);
    expect(end.readBigUInt64LE(56 + 8)).toBe(5_000_000_050n);
  });

  test('more than 65,535 files come back', async () => {
    const bytes = await zipped(async (zip) => {
      for (let index = 0; index < 65_600; index++)
        await (await zip.sink.create(`f/${index}.jpg`)).close();
    });
    expect(await (await openZipBytes(bytes, 'm.zip')).list()).toHaveLength(65_600);
  });
});

const python = spawnSync('python3', ['--version']).status === 0;

test.runIf(python)('another zip program finds nothing wrong with it', async () => {
  const folder = await tempFolder();
  const location = join(folder, 'a.zip');
  const zip = await zipFileSink(location, {overwrite: 'never'});
  const file = await zip.sink.create('聊天.txt', {modifiedMs: Date.UTC(2024, 1, 3, 4, 5, 6)});
  await file.write('你好'.repeat(10_000));
  await file.close();
  await zip.close();
  const script = `import zipfile, json
z = zipfile.ZipFile(${JSON.stringify(location)})
print(json.dumps([z.testzip(), [[i.filename, i.file_size, i.date_time] for i in z.infolist()]]))`;
  const result = spawnSync('python3', ['-c', script], {encoding: 'utf8'});
  expect(JSON.parse(result.stdout)).toEqual([null, [['聊天.txt', 60_000, [2024, 2, 3, 4, 5, 6]]]]);
});
