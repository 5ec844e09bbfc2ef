import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {eventsOf, labelOf, openExports, readOptions, requireExports} from '../../src/app/inputs.ts';
import type {OpenedExports} from '../../src/app/inputs.ts';
import type {Recognition} from '../../src/engine/convert/format.ts';
import {createRegistry} from '../../src/engine/convert/registry.ts';
import type {ReadableFormat} from '../../src/engine/convert/registry.ts';
import {zipFileSink} from '../../src/engine/io/zip-sink.ts';
import type {Problem} from '../../src/engine/model/problem.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, {recursive: true, force: true})));

const newFolder = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ark-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), content);
  }
  return folder;
};

const zip = async (path: string, files: Readonly<Record<string, string>>): Promise<string> => {
  const {sink, close} = await zipFileSink(path, {overwrite: 'never'});
  for (const [name, content] of Object.entries(files)) {
    const file = await sink.create(name);
    await file.write(content);
    await file.close();
  }
  await close();
  return path;
};

const format = (
  id: string,
  word: string,
  answer: Recognition,
  defaultZone?: string,
): ReadableFormat => ({
  id,
  title: {zh: id, en: id},
  platform: 'test',
  reader: {
    ...(defaultZone === undefined ? {} : {defaultZone}),
    recognize: ({text}) => (text.startsWith(word) ? answer : {match: 'no'}),
    read: async function* () {
      yield [{type: 'person', person: {id: 'p'}}];
    },
  },
});

const chat = format('chat', 'CHAT', {match: 'certain', because: 'it says CHAT'});
const whole = format(
  'whole',
  'WHOLE',
  {match: 'certain', because: 'it says WHOLE', covers: ''},
  'Asia/Shanghai',
);
const locked = format('locked', 'LOCKED', {
  match: 'refused',
  because: 'it is locked',
  hint: 'Unlock it.',
});

const open = async (paths: readonly string[], only?: ReadableFormat) => {
  const problems: Problem[] = [];
  const opened = await openExports(paths, {
    registry: createRegistry([chat, whole, locked]),
    signal: new AbortController().signal,
    report: (problem) => problems.push(problem),
    ...(only ? {only} : {}),
  });
  await opened.close();
  return {...opened, problems};
};

const places = ({exports}: OpenedExports, folder: string): string[] =>
  exports.map(({location, format: {id}}) => `${id} ${location.slice(folder.length + 1)}`);

describe('named paths', () => {
  test('are searched for exports, archives in folders included', async () => {
    const folder = newFolder({'a.txt': 'CHAT', 'deep/b.txt': 'CHAT', 'notes.md': '?'});
    await zip(join(folder, 'c.zip'), {'inside.txt': 'CHAT', 'readme.md': '?'});
    const opened = await open([folder]);
    expect(places(opened, folder)).toEqual([
      'chat a.txt',
      'chat deep/b.txt',
      'chat c.zip/inside.txt',
    ]);
    expect(opened.unknown.map((path) => path.slice(folder.length + 1))).toEqual([
      'notes.md',
      'c.zip/readme.md',
    ]);
  });

  test('may be a file, a zip, and a folder with a final slash', async () => {
    const folder = newFolder({'a.txt': 'CHAT'});
    const path = await zip(join(newFolder({}), 'b.zip'), {'x/y.txt': 'CHAT'});
    expect((await open([join(folder, 'a.txt')])).exports.map(({location}) => location)).toEqual([
      join(folder, 'a.txt'),
    ]);
    expect((await open([path])).exports.map(({location}) => location)).toEqual([`${path}/x/y.txt`]);
    expect((await open([`${folder}/`])).exports.map(({location}) => location)).toEqual([
      join(folder, 'a.txt'),
    ]);
  });

  test('an archive that belongs to the export of its folder is not read a second time', async () => {
    const folder = newFolder({'main.txt': 'WHOLE'});
    await zip(join(folder, 'part.zip'), {'inside.txt': 'CHAT'});
    expect(places(await open([folder]), folder)).toEqual(['whole main.txt']);
  });

  test('a broken archive in a folder is a problem; one that was named is an error', async () => {
    const folder = newFolder({'a.txt': 'CHAT', 'broken.zip': 'PK\u0003\u0004 no zip at all'});
    const opened = await open([folder]);
    expect(places(opened, folder)).toEqual(['chat a.txt']);
    expect(opened.problems.map(({kind}) => kind)).toContain('file-unreadable');
    await expect(open([join(folder, 'broken.zip')])).rejects.toMatchObject({
      code: 'input-malformed',
    });
  });

  test('that are not there are an error', async () => {
    await expect(open([join(tmpdir(), 'ark-is-not-here')])).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('with a format chosen by hand are read as that', async () => {
    const folder = newFolder({'a.txt': 'who knows'});
    expect(places(await open([join(folder, 'a.txt')], chat), folder)).toEqual(['chat a.txt']);
  });
});

describe('having found nothing', () => {
  test('tells why an export was refused, and what to do', async () => {
    const opened = await open([newFolder({'a.txt': 'LOCKED'})]);
    expect(() => requireExports(opened)).toThrow(
      expect.objectContaining({code: 'format-refused', hint: 'Unlock it.'}) as Error,
    );
  });

  test('is an unknown format', async () => {
    const opened = await open([newFolder({'a.txt': '?'})]);
    expect(() => requireExports(opened)).toThrow(
      expect.objectContaining({code: 'format-unknown'}) as Error,
    );
  });
});

test('the zone is what the person says, else the format, else the computer', () => {
  expect(readOptions(whole, {zone: 'UTC'}, 'Europe/Berlin').zone).toBe('UTC');
  expect(readOptions(whole, {}, 'Europe/Berlin').zone).toBe('Asia/Shanghai');
  expect(readOptions(chat, {dateOrder: 'dmy', owner: 'Ana'}, 'Europe/Berlin')).toEqual({
    zone: 'Europe/Berlin',
    dateOrder: 'dmy',
    owner: 'Ana',
  });
});

test('an export is called by its file, or by its folder where every export has that file name', async () => {
  const folder = newFolder({
    'Ana/result.json': 'CHAT',
    'Ben/messages_1.html': 'CHAT',
    'Chat with Cleo.txt': 'CHAT',
  });
  const {exports} = await open([folder]);
  expect(exports.map(labelOf).toSorted()).toEqual(['Ana', 'Ben', 'Chat with Cleo.txt']);
  const [first] = exports;
  expect(first && eventsOf(first, {}, 'UTC')).toMatchObject({
    label: 'Chat with Cleo.txt',
    format: 'chat',
  });
});
