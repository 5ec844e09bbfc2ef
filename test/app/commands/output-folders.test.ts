import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {afterAll, expect, test} from 'vitest';
import {openOutput} from '../../../src/app/outputs.ts';
import type {Writer} from '../../../src/engine/convert/format.ts';

const home = mkdtempSync(join(tmpdir(), 'chatark-outputs-'));
afterAll(() => rmSync(home, {recursive: true, force: true}));

const writer: Writer = {
  layout: 'file-per-conversation',
  copiesMedia: false,
  extension: 'md',
  holds: new Set(),
  write: async () => undefined,
};

const write = async (
  exports: number,
  out: string,
  labels: readonly string[],
): Promise<string[]> => {
  const options = {stdout: new PassThrough(), exports, overwrite: false};
  const output = await openOutput(out, writer, options);
  for (const label of labels) {
    const file = await output.sink(label).create('Ana.md');
    await file.write(label);
    await file.close();
  }
  await output.close();
  return readdirSync(out, {recursive: true, withFileTypes: true})
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(out.length))
    .sort();
};

test('one export writes straight into the folder', async () => {
  expect(await write(1, join(home, 'one', '/'), ['phone'])).toEqual(['Ana.md']);
});

test('several exports that hold chats of one name do not meet: each has its own folder', async () => {
  const out = join(home, 'several', '/');
  const labels = ['phone', 'tablet', 'phone', 'PHONE'];
  expect(await write(4, out, labels)).toEqual([
    'PHONE (3)/Ana.md',
    'phone (2)/Ana.md',
    'phone/Ana.md',
    'tablet/Ana.md',
  ]);
  expect(readFileSync(join(out, 'tablet/Ana.md'), 'utf8')).toBe('tablet');
});

test('a label never leads out of the folder', async () => {
  const names = await write(2, join(home, 'safe', '/'), ['../up', '..']);
  expect(names).toHaveLength(2);
  expect(readdirSync(home)).not.toContain('up');
});
