// As a part of a shell line: readers that leave early, no stdin, no terminal.

import {execFile} from 'node:child_process';
import {expect, test} from 'vitest';
import {chatark, demo, environment, main, samples, workFolder} from './program.ts';

const home = workFolder();

const shell = (line: string): Promise<{code: unknown; stdout: string; stderr: string}> =>
  new Promise((resolve) => {
    execFile(
      '/bin/bash',
      ['-o', 'pipefail', '-c', line],
      {cwd: home, env: {...environment(home), NODE: process.execPath, MAIN: main, DEMO: demo}},
      (error, stdout, stderr) => resolve({code: error?.code ?? 0, stdout, stderr}),
    );
  });

test('| head ends quietly', async () => {
  const many = await shell(
    `for i in $(seq 400); do echo "1/2/24, 10:00 - Ana: line $i of a chat that is long enough to fill every pipe on the way, $(printf '%0900d' 0)"; done > many.txt
     "$NODE" "$MAIN" show many.txt | head -1`,
  );
  expect(many).toMatchObject({code: 0, stderr: ''});
  expect(many.stdout.split('\n')).toHaveLength(2);
  expect(
    await shell(`"$NODE" "$MAIN" convert many.txt --to csv --out - --quiet | head -c 10`),
  ).toMatchObject({
    code: 0,
    stderr: '',
  });
});

test('runs with stdin closed, and with all three streams elsewhere', async () => {
  expect((await shell(`"$NODE" "$MAIN" inspect "$DEMO" <&-`)).code).toBe(0);
  expect(
    (await shell(`"$NODE" "$MAIN" inspect "$DEMO" >/dev/null 2>/dev/null </dev/null`)).code,
  ).toBe(0);
  expect((await shell(`"$NODE" "$MAIN" snapshots --vault none <&-`)).code).toBe(11);
});

test('without a command and a terminal it tells how to use it, and ends with 2', async () => {
  const run = await chatark(home, []);
  expect(run).toMatchObject({code: 2, stdout: ''});
  expect(run.stderr).toContain('Name a command instead.');
});

test('nothing on stdout carries an escape code, whatever TERM says', async () => {
  const run = await chatark(home, ['show', samples.whatsapp], {
    env: {TERM: 'xterm-256color', FORCE_COLOR: '3'},
  });
  expect(run.code).toBe(0);
  expect(run.stdout).not.toContain('\u001b');
});

test('--quiet leaves stderr empty', async () => {
  const run = await chatark(home, ['convert', samples.qq, '--to', 'csv', '--out', '-', '--quiet']);
  expect(run).toMatchObject({code: 0, stderr: ''});
});

test('a full disk under stdout is an error, not silence', async () => {
  const run = await shell(`"$NODE" "$MAIN" show "$DEMO" > /dev/full`);
  expect(run.code).not.toBe(0);
});
