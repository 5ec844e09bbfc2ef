import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {chatark, workFolder} from './program.ts';

const home = workFolder();

test('the tour backs up, searches, merges, converts, verifies and restores, and leaves nothing behind', async () => {
  const run = await chatark(home, ['demo'], {env: {TMPDIR: home}});
  expect(run.code, run.stderr).toBe(0);
  for (const step of [1, 2, 3, 4, 5])
    expect(run.stdout).toMatch(new RegExp(`^${step}\\. \\S`, 'm'));
  expect(run.stdout).toContain('48 entries');
  expect(run.stdout).toContain('level 4: no damage');
  expect(run.stdout).toContain('0 failures');
  expect(readdirSync(home)).toEqual([]);
});

test('two sample exports of one chat merge into one timeline', async () => {
  const run = await chatark(home, ['demo', '--json'], {env: {TMPDIR: home}});
  const summary: unknown = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '');
  expect(summary).toMatchObject({type: 'summary', entries: 48, clean: true, restored: 5});
});
