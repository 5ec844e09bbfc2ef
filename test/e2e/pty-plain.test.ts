// Plain mode: the same jobs as numbered questions, answered by a pipe.

import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {chatark, demo, newVault, summaryOf, treeOf, workFolder} from './program.ts';

const home = workFolder();

const answer = (lines: readonly string[], env: Record<string, string> = {}) =>
  chatark(home, ['--plain'], {input: `${lines.join('\n')}\n`, env});

test('a pipe of answers backs up, searches and restores', async () => {
  const {path, env} = await newVault(home);
  const out = join(home, 'chatark-restored');
  const backup = await answer(['1', demo, path], env);
  expect(backup.code, backup.stdout + backup.stderr).toBe(0);
  expect(backup.stdout).toContain('48');
  const found = await answer(['4', path, '明天的会'], env);
  expect(found.stdout).toContain('明天的会几点？');
  const restored = await answer(['2', path, out], env);
  expect(restored.code, restored.stderr).toBe(0);
  expect(Object.keys(treeOf(out))).toHaveLength(5);
  const verified = await chatark(home, ['verify', '--vault', path, '--json'], {env});
  expect(summaryOf(verified)).toMatchObject({clean: true});
});

test('prints no escape code, and the end of the answers is the end of the program', async () => {
  const run = await answer([]);
  expect(run.code).toBe(0);
  expect(run.stdout).not.toContain('\u001b');
  expect(run.stderr).toBe('');
});

test('an answer that makes no sense is asked again', async () => {
  mkdirSync(join(home, 'x'));
  const run = await answer(['99', 'nonsense', '']);
  expect(run.code).toBe(0);
});
