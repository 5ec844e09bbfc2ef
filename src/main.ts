#!/usr/bin/env node
// The program's entry, the only file that touches the process: chooses the screens or a headless verb, maps errors to exit codes.

import type {CommandContext, Lang} from './app/commands/command.ts';
import {text, flag} from './app/commands/command.ts';
import {parseCall} from './app/commands/dispatch.ts';
import type {Call} from './app/commands/dispatch.ts';
import {helpText, verbHelp} from './app/commands/help.ts';
import {createOutput} from './app/commands/output.ts';
import {askSecret, confirm} from './app/commands/prompt.ts';
import {createSecrets} from './app/commands/secrets.ts';
import {languageFrom} from './app/language.ts';
import {configFolder} from './app/settings/config-folder.ts';
import {createRegistry} from './engine/convert/registry.ts';
import {exitCodes, isChatError} from './engine/errors.ts';
import {formats} from './formats/index.ts';
import {generator, version} from './version.ts';

const {argv, env, stdin, stdout, stderr} = process;

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

const hasTerminal = (): boolean => stdin.isTTY && stdout.isTTY;

const contextFor = ({args}: Call, lang: Lang): CommandContext => {
  const terminal = {stdin, stderr};
  const assumeYes = flag(args, 'yes');
  const [command, keyFile] = [text(args, 'passphrase-command'), text(args, 'key-file')];
  return {
    output: createOutput({
      stdout,
      stderr,
      isJson: flag(args, 'json'),
      isQuiet: flag(args, 'quiet'),
    }),
    registry: createRegistry(formats),
    secrets: createSecrets({
      env,
      ...(command === undefined ? {} : {command}),
      ...(keyFile === undefined ? {} : {keyFile}),
      ...(stdin.isTTY ? {prompt: (question: string) => askSecret(terminal, question)} : {}),
    }),
    lang,
    signal: cancelOnSignals(),
    env,
    stdout,
    isTerminal: stdin.isTTY,
    assumeYes,
    systemZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    generator,
    configFolder: configFolder(env),
    node: process.execPath,
    now: () => Date.now(),
    confirm: async (question) => assumeYes || (stdin.isTTY && (await confirm(terminal, question))),
  };
};

const runScreens = async (call: Call, lang: Lang): Promise<number> => {
  if (!hasTerminal() && !flag(call.args, 'plain')) {
    stderr.write(
      `${helpText(lang, version)}\nThe screens need a terminal; this is a pipe. Name a command instead.\n`,
    );
    return exitCodes.usage;
  }
  const {startScreens} = await import('./app/start.tsx');
  return startScreens({
    stdin,
    stdout,
    stderr,
    env,
    lang: text(call.args, 'lang'),
    isPlain: flag(call.args, 'plain'),
    noColor: flag(call.args, 'no-color'),
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

const run = async (): Promise<number> => {
  const call = parseCall(argv.slice(2));
  const lang = languageFrom(text(call.args, 'lang'), env);
  if (flag(call.args, 'version')) {
    stdout.write(`${version}\n`);
    return 0;
  }
  if (flag(call.args, 'help')) {
    stdout.write(call.command ? verbHelp(call.command, lang) : helpText(lang, version));
    return 0;
  }
  if (!call.command) return runScreens(call, lang);
  return call.command.run(call.args, contextFor(call, lang));
};

const fail = async (error: unknown): Promise<number> => {
  const isJson = argv.includes('--json');
  const known = isChatError(error) ? error : undefined;
  if (known) {
    await createOutput({stdout, stderr, isJson, isQuiet: false}).error(known);
    return known.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`chatark: this is a bug in ChatArk, please report it:\n${detail}\n`);
  return exitCodes.bug;
};

endOnClosedPipe();
process.exitCode = await run().catch(fail);
