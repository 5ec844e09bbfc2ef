// Runs one command in a process of its own and says what it cost. Not what to run.

import {spawn} from 'node:child_process';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {env as ownEnv} from 'node:process';

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // The process has just ended, or there is no /proc.
  }
};

const peakOf = (pid) => Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;

const childOf = (pid) => read(`/proc/${pid}/task/${pid}/children`).trim().split(' ')[0];

/** `0m1.23s` → 1.23 */
const secondsOf = (text) => {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
};

/**
 * CPU seconds (user + system, all threads) as the shell counts them, wall seconds, peak resident bytes (0 where there is no /proc).
 * Throws if the command ends with another code than `expect`.
 */
export const measure = (command, args, {cwd, env = {}, expect = 0} = {}) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(
      '/bin/sh',
      ['-c', '"$@"; code=$?; times >&3; exit $code', 'sh', command, ...args],
      {
        cwd,
        env: {...ownEnv, ...env},
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      },
    );
    let [out, err, times, rss] = ['', '', '', 0];
    child.stdout.on('data', (chunk) => (out = (out + chunk).slice(-100_000)));
    child.stderr.on('data', (chunk) => (err = (err + chunk).slice(-4000)));
    child.stdio[3].on('data', (chunk) => (times += chunk));
    const timer = setInterval(() => {
      const pid = childOf(child.pid);
      if (pid) rss = Math.max(rss, peakOf(pid));
    }, 10);
    child.on('close', (code) => {
      clearInterval(timer);
      const wall = (performance.now() - started) / 1000;
      if (code !== expect)
        return reject(new Error(`${command} ${args.join(' ')}: ${code}\n${err}`));
      const [, , user = '0m0s', system = '0m0s'] = times.trim().split(/\s+/);
      resolve({cpu: secondsOf(user) + secondsOf(system), wall, rss, out});
    });
  });

/** The same with the middle of several runs: machines are noisy. */
export const measureMedian = async (runs, command, args, options) => {
  const results = [];
  for (let run = 0; run < runs; run++) results.push(await measure(command, args, options));
  return results.sort((a, b) => a.cpu - b.cpu)[Math.floor(runs / 2)];
};

/** Bytes of all files under a folder. */
export const folderBytes = (folder) =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((each) => each.isFile())
    .reduce((sum, each) => sum + statSync(join(each.parentPath, each.name)).size, 0);

export const isInstalled = async (command) => {
  try {
    await measure('/bin/sh', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false; // That is the question.
  }
};
