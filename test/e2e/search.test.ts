import {beforeAll, expect, test} from 'vitest';
import {chatark, demo, jsonLines, newVault, summaryOf, workFolder} from './program.ts';

const home = workFolder();
let vault: Awaited<ReturnType<typeof newVault>>;

beforeAll(async () => {
  vault = await newVault(home);
  await chatark(home, ['backup', demo, '--vault', vault.path], {env: vault.env});
});

const search = (query: string, ...more: string[]) =>
  chatark(home, ['search', query, demo, ...more]);

test('prints the chat, the time, the sender and the words of each hit', async () => {
  const run = await search('明天');
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/^Lina 李娜: .*2024-05-30.*Lina.*明天的会几点？$/m);
  expect(run.stderr).toContain('hits');
});

test('one Chinese character, words, senders and dates narrow the hits', async () => {
  const count = async (query: string): Promise<number> =>
    Number(summaryOf(await search(query, '--json'))['hits']);
  const [all, one, from, before] = [
    await count('before:2030'),
    await count('会'),
    await count('from:Lina'),
    await count('before:2016'),
  ];
  expect(all).toBe(48);
  expect(one).toBeGreaterThan(0);
  expect(one).toBeLessThan(all);
  expect(from).toBeGreaterThan(0);
  expect(before).toBe(6);
  expect(await count('no such words anywhere')).toBe(0);
});

test('the vault finds what the exports hold', async () => {
  for (const query of ['明天', '新年', 'from:Lina', 'has:photo']) {
    const texts = (stdout: string): unknown[] =>
      jsonLines(stdout)
        .filter(({type}) => type === 'item')
        .map(({at, text}) => `${String(at)} ${String(text)}`)
        .sort();
    const fromFiles = await search(query, '--json');
    const fromVault = await chatark(home, ['search', query, '--vault', vault.path, '--json'], {
      env: vault.env,
    });
    expect(fromVault.code, fromVault.stderr).toBe(0);
    expect(texts(fromVault.stdout), query).toEqual(texts(fromFiles.stdout));
  }
});

test('neighbours are shown on request, and a limit stops it', async () => {
  const around = await search('明天', '--context', '2', '--json');
  const [hit] = jsonLines(around.stdout);
  expect(hit?.['after']).toHaveLength(2);
  const limited = await search('before:2030', '--limit', '3', '--json');
  expect(summaryOf(limited)).toMatchObject({hits: 3});
});

test('a query that cannot be understood is a usage error with a word of help', async () => {
  const run = await search('"unfinished');
  expect([0, 2]).toContain(run.code);
  const date = await search('before:yesterdayish');
  expect(date.code).toBe(2);
  expect(date.stderr).toContain('yesterdayish');
});
