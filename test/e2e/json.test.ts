// `--json` is a contract: every line of stdout is one object of a known type, and the last is the summary.

import {readFileSync, writeFileSync} from 'node:fs';
import {beforeAll, describe, expect, test} from 'vitest';
import {chatark, demo, jsonLines, newVault, samples, summaryOf, workFolder} from './program.ts';

const home = workFolder();
let vault: Awaited<ReturnType<typeof newVault>>;

beforeAll(async () => {
  vault = await newVault(home);
  await chatark(home, ['backup', demo, '--vault', vault.path], {env: vault.env});
});

const types = new Set(['status', 'item', 'problem', 'error', 'summary']);

const calls: readonly (readonly [
  string,
  (vault: string) => readonly string[],
  readonly string[],
])[] = [
  ['inspect', () => ['inspect', demo], ['exports', 'refused', 'unknown', 'entries', 'problems']],
  ['search', () => ['search', '新年', demo], ['hits']],
  ['search in a vault', (path) => ['search', '新年', '--vault', path], ['hits']],
  [
    'convert',
    () => ['convert', samples.qq, '--to', 'csv', '--out', `${home}/json.csv`],
    ['format', 'entries', 'problems', 'loss'],
  ],
  [
    'merge',
    () => ['merge', samples.whatsapp, samples.whatsappLater, '--out', `${home}/json.jsonl`],
    ['read', 'entries', 'loss'],
  ],
  ['vault info', (path) => ['vault', 'info', path], ['id', 'format', 'snapshots', 'keys']],
  ['snapshots', (path) => ['snapshots', '--vault', path], ['snapshots']],
  ['stats', (path) => ['stats', '--vault', path], ['logicalBytes', 'storedBytes', 'packs']],
  ['backup', (path) => ['backup', demo, '--vault', path], ['snapshot', 'files', 'bytesStored']],
  ['verify', (path) => ['verify', '--vault', path], ['level', 'clean', 'findings']],
  [
    'restore',
    (path) => ['restore', '--vault', path, '--out', `${home}/json-restored`],
    ['files', 'bytes', 'failures'],
  ],
  ['formats', () => ['formats'], ['readable', 'writable']],
  ['auto list', () => ['auto', 'list'], ['jobs']],
  ['demo', () => ['demo'], ['entries', 'hits', 'clean', 'restored']],
];

describe('a line is an object of a known type, the last one the summary', () => {
  test.each(calls)('%s', async (_name, call, keys) => {
    const run = await chatark(home, [...call(vault.path), '--json'], {env: vault.env});
    expect(run.code, run.stderr).toBe(0);
    for (const line of jsonLines(run.stdout)) expect(types).toContain(line.type);
    for (const key of keys) expect(Object.keys(summaryOf(run))).toContain(key);
  });
});

test('the flag may stand before the command', async () => {
  const run = await chatark(home, ['--json', 'inspect', samples.qq]);
  expect(summaryOf(run)).toMatchObject({exports: 1});
});

test('a problem says its kind, its severity and its place', async () => {
  const half = readFileSync(`${samples.telegram}/result.json`).subarray(0, 1500);
  writeFileSync(`${home}/half.json`, half);
  const run = await chatark(home, ['inspect', 'half.json', '--json']);
  const [problem] = jsonLines(run.stdout).filter(({type}) => type === 'problem');
  expect(problem).toMatchObject({
    kind: 'input-truncated',
    severity: 'warning',
    place: {path: 'half.json'},
  });
});

test('an error is a record on stdout and a sentence on stderr', async () => {
  const run = await chatark(home, ['--json', 'nonsense']);
  expect(jsonLines(run.stdout)).toEqual([
    expect.objectContaining({type: 'error', code: 'usage', exitCode: 2}),
  ]);
  expect(run.stderr).toContain('chatark: No command "nonsense".');
});
