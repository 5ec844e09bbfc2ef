#!/usr/bin/env node
// The program's entry, the only file that touches the process: chooses the screens or a headless verb, maps errors to exit codes.
// Loads as little as it can: the screens do not wait for the verbs, nor the verbs for the screens.

import {parseArgs} from 'node:util';
import type {CliInput} from './app/cli.ts';
import {globalOptions} from './app/commands/global-options.ts';
import {createOutput} from './app/commands/output.ts';
import {configFolder} from './app/settings/config-folder.ts';
import {exitCodes, isChatError} from './engine/errors.ts';
import {version} from './version.ts';

const {env, stdin, stdout, stderr} = process;
const argv = process.argv.slice(2);

/** First Ctrl-C cancels and cleans up; the second ends at once. */
const cancelOnSignals = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodes.cancelled);
      controller.abort();
    });
  }
  return controller.signal;
};

/** `chatark show … | head` ends quietly when the reader has had enough. */
const endOnClosedPipe = (): void => {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) =>
      process.exit(error.code === 'EPIPE' ? 0 : exitCodes.bug),
    );
  }
};

/** The global options alone; a verb's own are not known yet, so nothing is refused here. */
const {values, positionals} = parseArgs({
  args: argv,
  options: globalOptions,
  allowPositionals: true,
  strict: false,
});
const isOn = (name: keyof typeof globalOptions): boolean => values[name] === true;
const lang = typeof values.lang === 'string' ? values.lang : undefined;

const cliInput: CliInput = {
  argv,
  env,
  stdin,
  stdout,
  stderr,
  node: process.execPath,
  cancelOnSignals,
};

const runScreens = async (): Promise<number> => {
  const {startScreens} = await import('./app/start.tsx');
  return startScreens({
    stdin,
    stdout,
    stderr,
    env,
    lang,
    isPlain: isOn('plain'),
    noColor: isOn('no-color'),
    configFolder: configFolder(env),
    startFolder: process.cwd(),
    node: process.execPath,
    systemZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    process: {
      signals: process,
      exit: (code) => process.exit(code),
      stop: () => process.kill(0, 'SIGTSTP'),
    },
  });
};

/** No verb and only options that the screens take. */
const wantsScreens = (): boolean =>
  positionals.length === 0 &&
  Object.keys(values).every((name) => ['lang', 'plain', 'no-color'].includes(name));

const run = async (): Promise<number> => {
  if (isOn('version')) {
    stdout.write(`${version}\n`);
    return 0;
  }
  if (wantsScreens() && ((stdin.isTTY && stdout.isTTY) || isOn('plain'))) return runScreens();
  const {runCli, pipeHelp} = await import('./app/cli.ts');
  if (!wantsScreens()) return runCli(cliInput);
  stderr.write(pipeHelp(cliInput, lang));
  return exitCodes.usage;
};

const fail = async (error: unknown): Promise<number> => {
  if (isChatError(error)) {
    await createOutput({stdout, stderr, isJson: argv.includes('--json'), isQuiet: false}).error(
      error,
    );
    return error.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`chatark: this is a bug in ChatArk, please report it:\n${detail}\n`);
  return exitCodes.bug;
};

endOnClosedPipe();
process.exitCode = await run().catch(fail);
