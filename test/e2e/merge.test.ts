import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {chatark, jsonLines, samples, summaryOf, workFolder} from './program.ts';

const home = workFolder();

const merge = async (out: string, ...paths: string[]) =>
  chatark(home, ['merge', ...paths, '--out', join(home, out), '--json']);

/** Ids of files begin with the number of the export that holds them (`1/photo-104`), so they follow the order of the arguments. */
const entries = (file: string): unknown[] =>
  jsonLines(
    readFileSync(join(home, file), 'utf8').replaceAll(/"asset":\{"id":"\d+\//g, '"asset":{"id":"'),
  ).filter(({type}) => type === 'entry');

test('two exports of one chat become one timeline, with the account', async () => {
  const run = await merge('both.jsonl', samples.whatsapp, samples.whatsappLater);
  expect(run.code, run.stderr).toBe(0);
  const {read, entries: count} = summaryOf(run);
  expect(read).toBe(26);
  expect(Number(count)).toBeGreaterThanOrEqual(14);
  expect(Number(count)).toBeLessThan(26);
  expect(entries('both.jsonl')).toHaveLength(Number(count));
  const [account] = jsonLines(run.stdout).filter(({type}) => type === 'item');
  expect(account).toMatchObject({title: '周末爬山', merged: count});
});

test('the order of merging does not matter', async () => {
  await merge('ab.jsonl', samples.whatsapp, samples.whatsappLater);
  await merge('ba.jsonl', samples.whatsappLater, samples.whatsapp);
  expect(entries('ba.jsonl')).toEqual(entries('ab.jsonl'));
});

test('the same file twice changes nothing', async () => {
  await merge('once.jsonl', samples.telegram);
  await merge('twice.jsonl', samples.telegram, samples.telegram);
  expect(entries('twice.jsonl')).toEqual(entries('once.jsonl'));
});
