import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Writable} from 'node:stream';
import {afterAll, beforeEach, describe, expect, test} from 'vitest';
import {openOutput} from '../../src/app/outputs.ts';
import type {OpenedOutput, OutputOptions} from '../../src/app/outputs.ts';
import type {Writer} from '../../src/engine/convert/format.ts';
import {openSource} from '../../src/engine/io/open-source.ts';

let folder = '';
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ark-'));
  folders.push(folder);
});
afterAll(() => folders.forEach((each) => rmSync(each, {recursive: true, force: true})));

const writer = (fields: Partial<Writer> = {}): Writer => ({
  extension: 'txt',
  layout: 'file-per-conversation',
  holds: new Set(),
  copiesMedia: false,
  write: async () => undefined,
  ...fields,
});

let printed = '';
const stdout = (): Writable => {
  printed = '';
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      printed += chunk.toString();
      done();
    },
  });
};

const open = (
  out: string,
  to: Writer = writer(),
  options: Partial<OutputOptions> = {},
): Promise<OpenedOutput> =>
  openOutput(out, to, {stdout: stdout(), exports: 1, overwrite: false, ...options});

const put = async (output: OpenedOutput, name: string, content = name): Promise<void> => {
  const file = await output.sink('label').create(name);
  await file.write(content);
  await file.close();
};

const content = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the output', () => {
  test('is the file that was named, whatever the writer calls it', async () => {
    const output = await open(join(folder, 'mine.txt'));
    await put(output, 'Ana.txt', 'hello');
    await output.close();
    expect([readdirSync(folder), content('mine.txt')]).toEqual([['mine.txt'], 'hello']);
  });

  test('that names one file refuses a second chat, with what to do', async () => {
    const output = await open(join(folder, 'mine.txt'));
    await put(output, 'Ana.txt');
    expect(() => output.sink('label').create('Ben.txt')).toThrow(
      expect.objectContaining({
        code: 'usage',
        hint: expect.stringContaining('--chat') as string,
      }) as Error,
    );
  });

  test('that names one file refuses several exports before anything is written', async () => {
    await expect(open(join(folder, 'mine.txt'), writer(), {exports: 3})).rejects.toMatchObject({
      code: 'usage',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['existing', 'new/'])('is a folder: %s', async (name) => {
    mkdirSync(join(folder, 'existing'));
    const output = await open(`${folder}/${name}`);
    await put(output, 'Ana.txt');
    await put(output, 'Ben.txt');
    await output.close();
    expect(readdirSync(join(folder, name)).toSorted()).toEqual(['Ana.txt', 'Ben.txt']);
  });

  test('of a format that is several files is a folder', async () => {
    const output = await open(join(folder, 'slack'), writer({layout: 'folder'}));
    await put(output, 'general/2024.json');
    await output.close();
    expect(content('slack/general/2024.json')).toBe('general/2024.json');
  });

  test('is a zip that appears whole when it is closed, and not at all when it is aborted', async () => {
    const path = join(folder, 'out.zip');
    const aborted = await open(path);
    await put(aborted, 'Ana.txt');
    await aborted.abort();
    expect(readdirSync(folder)).toEqual([]);
    const output = await open(path);
    await put(output, 'Ana.txt');
    await put(output, 'Ben.txt');
    expect(existsSync(path)).toBe(false);
    await output.close();
    const source = await openSource(path);
    expect((await source.list()).map((entry) => entry.path)).toEqual(['Ana.txt', 'Ben.txt']);
    await source.close();
  });

  test('is stdout for one file, and refused for formats of several', async () => {
    const output = await open('-');
    await put(output, 'Ana.txt', 'hello');
    await output.close();
    expect(printed).toBe('hello');
    await expect(open('-', writer({layout: 'folder'}))).rejects.toMatchObject({code: 'usage'});
    const second = await open('-');
    await put(second, 'Ana.txt');
    expect(() => second.sink('label').create('Ben.txt')).toThrow(
      expect.objectContaining({code: 'usage'}) as Error,
    );
  });

  test('does not replace what is there unless told to', async () => {
    writeFileSync(join(folder, 'mine.txt'), 'precious');
    const refused = await open(join(folder, 'mine.txt'));
    await expect(put(refused, 'Ana.txt')).rejects.toMatchObject({code: 'target-exists'});
    expect(content('mine.txt')).toBe('precious');
    const replaced = await open(join(folder, 'mine.txt'), writer(), {overwrite: true});
    await put(replaced, 'Ana.txt', 'new');
    expect(content('mine.txt')).toBe('new');
  });
});
