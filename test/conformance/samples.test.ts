// Sample exports of many platforms, kept outside the repository (CHATARK_SAMPLES): what each file is and how much is in it.
// The expectations in expected.tsv were compared by hand with the files. New samples only have to be read without a crash.

import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {relative} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openExports, eventsOf} from '../../src/app/inputs.ts';
import {summarize} from '../../src/engine/convert/convert.ts';
import {createRegistry} from '../../src/engine/convert/registry.ts';
import {isChatError} from '../../src/engine/errors.ts';
import {formats} from '../../src/formats/index.ts';

const samples = process.env['CHATARK_SAMPLES'];
const table = new URL('expected.tsv', import.meta.url);

/** `path format entries chats persons problems`, one line per export. */
const readSamples = async (folder: string): Promise<string[]> => {
  const {signal} = new AbortController();
  const registry = createRegistry(formats);
  const opened = await openExports([folder], {registry, signal, report: () => undefined});
  const rows: string[] = [];
  for (const found of opened.exports) {
    const path = relative(folder, found.location);
    const label = `${path}\t${found.format.id}\t${found.match}`;
    try {
      const summary = await summarize(eventsOf(found, {}, 'UTC'), {signal});
      const problems = [...summary.problems.counts]
        .map(([kind, count]) => `${kind} ${count}`)
        .sort()
        .join(', ');
      rows.push(
        `${label}\t${summary.entries}\t${summary.conversations.length}\t${summary.persons}\t${problems}`,
      );
    } catch (error) {
      if (!isChatError(error)) throw new Error(`${label} crashed`, {cause: error});
      rows.push(`${label}\t${error.code}\t\t\t`);
    }
  }
  for (const refused of opened.refused)
    rows.push(`${relative(folder, refused.location)}\t${refused.format}\trefused\t\t\t\t`);
  for (const path of opened.unknown) rows.push(`${relative(folder, path)}\t-\tunknown\t\t\t\t`);
  await opened.close();
  return rows.sort();
};

describe.skipIf(samples === undefined)('sample exports', () => {
  test('every file is what it was, with as many entries, chats and persons', async () => {
    const rows = await readSamples(samples ?? '');
    process.stdout.write(`${rows.join('\n')}\n`);
    if (process.env['CHATARK_ACCEPT'] === '1') writeFileSync(table, `${rows.join('\n')}\n`);
    expect(existsSync(table)).toBe(true);
    const expected = readFileSync(table, 'utf8')
      .split('\n')
      .filter((row) => row !== '');
    const known = new Set(expected.map((row) => row.split('\t')[0]));
    expect(rows.filter((row) => known.has(row.split('\t')[0]))).toEqual(expected);
  });
});
