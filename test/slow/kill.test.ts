// The real program, killed while it backs up: whatever the moment, nothing that was saved is lost and nobody has to repair anything.

import {execFileSync} from 'node:child_process';
import {mkdirSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {chatark, jsonLines, newVault, root, summaryOf, treeOf, workFolder} from '../e2e/program.ts';

const rounds = 50;
const home = workFolder();
const source = join(home, 'chats');

/** Exports that grow from round to round, as people's do. */
const grow = (round: number): void => {
  mkdirSync(source, {recursive: true});
  for (const [kind, name, share] of [
    ['telegram-json', 'result.json', 6000],
    ['whatsapp-txt', 'WhatsApp Chat with Ana.txt', 4000],
    ['qq-txt', '老朋友.txt', 2000],
  ] as const) {
    const count = Math.round(share * (1 + round / 25));
    execFileSync(process.execPath, [
      join(root, 'scripts/generate.mjs'),
      kind,
      '--messages',
      String(count),
      '--out',
      join(source, name),
    ]);
    // The same time every round would look unchanged.
    const seconds = 1_700_000_000 + round * 60;
    utimesSync(join(source, name), seconds, seconds);
  }
};

/** By file name: a restore may put the files into another folder. */
const contents = (folder: string): string[] =>
  Object.entries(treeOf(folder))
    .map(([path, bytes]) => `${path.split('/').at(-1) ?? ''} ${bytes}`)
    .sort();

/** mulberry32, so that a failing run can be had again. */
const random = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

test(`SIGKILL at ${rounds} moments of a backup: old snapshots restore equal, the next backup completes`, async () => {
  const {path, env} = await newVault(home);
  const inVault = (...args: string[]) => chatark(home, [...args, '--vault', path], {env});
  const whatWas = new Map<string, string[]>();
  const backUp = async (): Promise<number> => {
    const started = Date.now();
    const done = await inVault('backup', source, '--json');
    expect(done.code, done.stderr).toBe(0);
    whatWas.set(String(summaryOf(done)['snapshot']), contents(source));
    return Date.now() - started;
  };
  grow(0);
  let duration = await backUp();
  const next = random(20);
  let killed = 0;
  for (let round = 1; round <= rounds; round++) {
    grow(round);
    const moment = next() * duration * 1.05;
    const run = await chatark(home, ['backup', source, '--vault', path, '--json'], {
      env,
      during: (child) => setTimeout(() => child.kill('SIGKILL'), moment),
    });
    if (run.code === 'SIGKILL') killed++;
    const where = `round ${round}, killed after ${Math.round(moment)} ms`;

    const listed = await inVault('snapshots', '--json');
    expect(listed.code, `${where}: ${listed.stderr}`).toBe(0);
    const ids = jsonLines(listed.stdout)
      .filter(({type}) => type === 'item')
      .map(({id}) => String(id));
    for (const id of whatWas.keys()) expect(ids, where).toContain(id);
    // Killed after the commit, before its last word: then that snapshot stands for the files as they are now.
    for (const id of ids) if (!whatWas.has(id)) whatWas.set(id, contents(source));

    const id = [...whatWas.keys()][Math.floor(next() * whatWas.size)] ?? '';
    const out = join(home, `restored-${round}`);
    const restored = await inVault('restore', '--snapshot', id, '--out', out);
    expect(restored.code, `${where}: ${restored.stderr}`).toBe(0);
    expect(contents(out), `${where}, snapshot ${id}`).toEqual(whatWas.get(id));

    if (round % 5 === 0) {
      duration = await backUp();
      const verified = await inVault('verify', '--level', '3', '--json');
      expect(verified.code, `${where}: ${verified.stdout}`).toBe(0);
    }
  }
  expect(killed).toBeGreaterThan(rounds / 2);
  for (const [id, files] of whatWas) {
    const out = join(home, `at-the-end-${id.slice(0, 12)}`);
    expect((await inVault('restore', '--snapshot', id, '--out', out)).code).toBe(0);
    expect(contents(out)).toEqual(files);
  }
  expect(Object.keys(treeOf(path)).filter((name) => name.startsWith('locks/'))).toEqual([]);
}, 1_200_000);
