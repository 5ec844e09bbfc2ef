// Every writer with every sample: it writes, it reads its own output where it can, and what it said would be lost is what was lost.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {chatark, demo, jsonLines, main, root, samples, summaryOf, workFolder} from './program.ts';

const home = workFolder();

const formats = jsonLines(
  execFileSync(process.execPath, [main, 'formats', '--json'], {encoding: 'utf8'}),
).filter(({type}) => type === 'item');
const idsWhere = (ability: 'reads' | 'writes'): string[] =>
  formats.filter((each) => each[ability] === true).map(({id}) => String(id));
const writers = idsWhere('writes');
const readers = new Set(idsWhere('reads'));

const shape = ({format, entries, persons, conversations, loss}: Record<string, unknown>) => ({
  format,
  entries,
  persons,
  conversations,
  loss,
});

describe('the bundled samples', () => {
  test.each(writers)(
    'as %s: written, and the loss is the one that the preview told',
    async (id) => {
      const out = join(home, id, '/');
      const [preview, written] = await Promise.all([
        chatark(home, ['convert', demo, '--to', id, '--preview', '--json']),
        chatark(home, ['convert', demo, '--to', id, '--out', out, '--json']),
      ]);
      expect([preview.code, written.code], written.stderr).toEqual([0, 0]);
      expect(shape(summaryOf(written))).toEqual(shape(summaryOf(preview)));
      expect(summaryOf(written)).toMatchObject({preview: false, entries: 48});
      const files = readdirSync(out, {recursive: true, withFileTypes: true});
      expect(files.some((file) => file.isFile())).toBe(true);
      if (!readers.has(id)) return;
      const again = await chatark(home, ['inspect', out, '--from', id, '--json']);
      expect(again.code, again.stderr).toBe(0);
      expect(Number(summaryOf(again)['entries'])).toBeGreaterThan(0);
    },
  );
});

describe('every fixture of every reader', () => {
  const inputs = readdirSync(join(root, 'fixtures/formats'), {withFileTypes: true})
    .filter((each) => each.isDirectory() && readers.has(each.name))
    .map(({name}) => name);

  test.each(writers)('as %s: no crash, and preview and report agree', async (id) => {
    const paths = inputs.flatMap((name) => {
      const folder = join(root, 'fixtures/formats', name);
      return readdirSync(folder, {withFileTypes: true})
        .filter((each) => each.isDirectory())
        .map((each) => join(folder, each.name, 'input'));
    });
    const existing = paths.filter((path) => readdirSync(join(path, '..')).includes('input'));
    const out = join(home, `all-${id}`, '/');
    const preview = await chatark(home, [
      'convert',
      ...existing,
      '--to',
      id,
      '--preview',
      '--json',
    ]);
    const written = await chatark(home, [
      'convert',
      ...existing,
      '--to',
      id,
      '--out',
      out,
      '--json',
    ]);
    expect([preview.code, written.code], written.stderr.slice(-2000)).toEqual([0, 0]);
    expect(shape(summaryOf(written))).toEqual(shape(summaryOf(preview)));
  });
});

describe('where it goes', () => {
  test('to stdout the file alone, remarks on stderr', async () => {
    const run = await chatark(home, ['convert', samples.telegram, '--to', 'csv', '--out', '-']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^\ufeff?conversation_id,/);
    expect(run.stderr).toContain('8 entries in 1 chats written as csv');
    expect(run.stderr).toContain('What csv cannot hold:');
  });

  test('a name that ends with .zip makes a zip that can be opened again', async () => {
    const zip = join(home, 'out.zip');
    const run = await chatark(home, [
      'convert',
      samples.telegram,
      '--to',
      'markdown',
      '--out',
      zip,
    ]);
    expect(run.code, run.stderr).toBe(0);
    expect(readFileSync(zip).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  });

  test('an existing file is not replaced without --overwrite', async () => {
    const file = join(home, 'mine.csv');
    writeFileSync(file, 'mine');
    const args = ['convert', samples.telegram, '--to', 'csv', '--out', file];
    const refused = await chatark(home, args);
    expect(refused.code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await chatark(home, [...args, '--overwrite'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('Lina');
  });

  test('several exports do not go into one file', async () => {
    const run = await chatark(home, ['convert', demo, '--to', 'csv', '--out', join(home, 'x.csv')]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('chatark merge');
  });

  test('twice gives the same bytes, but for the moment that a format itself notes', async () => {
    mkdirSync(join(home, 'twice'));
    for (const id of writers) {
      const outs = ['a', 'b'].map((name) => join(home, 'twice', `${id}-${name}`, '/'));
      for (const out of outs)
        await chatark(home, ['convert', samples.telegram, '--to', id, '--out', out]);
      const [a, b] = outs.map((out) =>
        readdirSync(out, {recursive: true, withFileTypes: true})
          .filter((each) => each.isFile())
          .map((each) =>
            readFileSync(join(each.parentPath, each.name), 'latin1').replace(
              /"exported_?At": ?"[^"]*"|"exportedAt": ?\d+/gi,
              '',
            ),
          ),
      );
      expect(a, id).toEqual(b);
    }
  });
});
