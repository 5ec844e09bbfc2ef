// The program in a pseudo terminal, seen through a terminal emulator: what a person at the keyboard would see. Not a test.

import {setTimeout as pause} from 'node:timers/promises';
import * as pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {environment, main} from './program.ts';

const patienceMs = 20_000;

export type Screen = {
  readonly pid: number;
  /** The visible lines, joined. */
  text(): string;
  lines(): string[];
  /** Everything that was sent to the terminal. */
  output(): string;
  /** Resolves when the text or pattern stands on the screen; throws with the screen where it does not come. */
  waitFor(wanted: string | RegExp): Promise<void>;
  /** Resolves when the program has been silent for a moment. */
  settle(): Promise<void>;
  send(bytes: string): void;
  resize(columns: number, rows: number): void;
  /** As when the window of an SSH session closes: the terminal is gone, SIGHUP follows. */
  hangUp(): void;
  /** Code and signal, when it ends. */
  readonly ended: Promise<{readonly exitCode: number; readonly signal: number | undefined}>;
  kill(): void;
};

export type ScreenOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Default: `node dist/main.js`. */
  readonly command?: readonly [string, ...string[]];
};

export const startScreen = (home: string, options: ScreenOptions = {}): Screen => {
  const {columns = 80, rows = 24} = options;
  const [file, ...before] = options.command ?? [process.execPath, main];
  const child = pty.spawn(file, [...before, ...(options.args ?? [])], {
    cols: columns,
    rows,
    cwd: home,
    env: {...environment(home), TERM: 'xterm-256color', ...options.env},
  });
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  let [output, last] = ['', Date.now()];
  child.onData((data) => {
    output += data;
    last = Date.now();
    terminal.write(data);
  });
  // The emulator's answers to the program's questions.
  terminal.onData((data) => child.write(data));
  const ended = new Promise<{exitCode: number; signal: number | undefined}>((resolve) => {
    child.onExit(({exitCode, signal}) => resolve({exitCode, signal}));
  });
  const lines = (): string[] =>
    Array.from(
      {length: terminal.rows},
      (_row, y) =>
        terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)?.translateToString(true) ??
        '',
    );
  const text = (): string => lines().join('\n');
  const isThere = (wanted: string | RegExp): boolean =>
    typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text());
  return {
    pid: child.pid,
    text,
    lines,
    output: () => output,
    ended,
    async waitFor(wanted) {
      for (const start = Date.now(); !isThere(wanted); await pause(15)) {
        if (Date.now() - start > patienceMs)
          throw new Error(`Waited for ${String(wanted)} in vain. The screen:\n${text()}`);
      }
    },
    async settle() {
      const start = Date.now();
      last = start;
      while (Date.now() - last < 250 && Date.now() - start < patienceMs) await pause(15);
    },
    send: (bytes) => child.write(bytes),
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    hangUp() {
      if ('destroy' in child && typeof child.destroy === 'function') child.destroy();
    },
    kill() {
      try {
        process.kill(child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    },
  };
};
