// The screens in a pseudo terminal: what starting costs, and how many bytes a key sends. Linux only (/proc).

import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {env, execPath} from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import pty from '@lydell/node-pty';

const patienceMs = 30_000;

/** User + system seconds of a process so far, all its threads. */
const cpuOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const start = (main, home, {columns, rows}) => {
  mkdirSync(join(home, 'config'), {recursive: true});
  const started = performance.now();
  const child = pty.spawn(execPath, [main, '--lang', 'en'], {
    cols: columns,
    rows,
    cwd: home,
    env: {
      PATH: env.PATH,
      HOME: home,
      TERM: 'xterm-256color',
      TZ: 'UTC',
      LANG: 'en_US.UTF-8',
      CHATARK_CONFIG_DIR: join(home, 'config'),
    },
  });
  const run = {output: '', last: Date.now(), child, started};
  child.onData((data) => {
    run.output += data;
    run.last = Date.now();
  });
  return run;
};

const untilShown = async (run, text) => {
  for (const from = Date.now(); !run.output.includes(text); await pause(1))
    if (Date.now() - from > patienceMs) throw new Error(`The screen never showed "${text}".`);
};

const settle = async (run, ms = 300) => {
  run.last = Date.now();
  while (Date.now() - run.last < ms) await pause(5);
};

/** CPU and wall seconds until the first whole frame stands. */
export const firstFrame = async (main, home) => {
  const run = start(main, home, {columns: 80, rows: 24});
  // The frame ends with the end of the synchronized update.
  await untilShown(run, 'Welcome');
  await untilShown(run, '\u001b[?2026l');
  const [cpu, wall] = [cpuOf(run.child.pid), (performance.now() - run.started) / 1000];
  await settle(run);
  const rss =
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${run.child.pid}/status`, 'utf8'))[1]) * 1024;
  run.child.kill('SIGKILL');
  return {cpu, wall, rss};
};

/** Settings of somebody who has one vault. */
const rememberVault = (home, location) => {
  mkdirSync(join(home, 'config'), {recursive: true});
  const vaults = [{id: 'bench', name: 'bench', location}];
  const settings = {version: 1, general: {isWelcomed: true}, vaults, autoJobs: []};
  writeFileSync(join(home, 'config/settings.json'), JSON.stringify(settings));
};

/** Bytes per `j` in the list of chats: while the mark moves on the screen, and while the list scrolls. */
export const bytesPerKey = async (main, home, {location, passphrase, columns, rows}) => {
  rememberVault(home, location);
  const run = start(main, home, {columns, rows});
  const press = async (keys) => {
    run.child.write(keys);
    await settle(run);
  };
  await settle(run, 800);
  await press('4');
  await press(passphrase);
  await press('\r');
  await untilShown(run, 'chat 0001');
  await settle(run, 800);
  /** One key at a time, each answered before the next: keys that wait for one frame would share its bytes. */
  const average = async (count) => {
    let bytes = 0;
    for (let key = 0; key < count; key++) {
      const before = run.output.length;
      run.child.write('j');
      for (const from = Date.now(); run.output.length === before; await pause(2))
        if (Date.now() - from > patienceMs) throw new Error('A key was not answered.');
      await settle(run, 150);
      bytes += Buffer.byteLength(run.output.slice(before));
    }
    return Math.round(bytes / count);
  };
  const move = await average(8);
  // Down to the last line: from there on each key scrolls.
  await average(rows);
  const scroll = await average(12);
  run.child.kill('SIGKILL');
  return {move, scroll};
};
