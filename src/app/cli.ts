// Headless runs: from words to a verb, its context, its exit code. The outside world is handed in by main.

import {createRegistry} from '../engine/convert/registry.ts';
import {formats} from '../formats/index.ts';
import {generator, version} from '../version.ts';
import {text, flag} from './commands/command.ts';
import type {CommandContext, Lang} from './commands/command.ts';
import {parseCall} from './commands/dispatch.ts';
import type {Call} from './commands/dispatch.ts';
import {helpText, verbHelp} from './commands/help.ts';
import {createOutput} from './commands/output.ts';
import {askSecret, confirm} from './commands/prompt.ts';
import {createSecrets} from './commands/secrets.ts';
import {languageFrom} from './language.ts';
import {configFolder} from './settings/config-folder.ts';

/** The process, as far as a headless run needs it. */
export type CliInput = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & {readonly isTTY?: boolean};
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & {readonly isTTY?: boolean};
  readonly node: string;
  /** Aborted at the first Ctrl-C; made only when a verb runs. */
  cancelOnSignals(): AbortSignal;
};

const contextFor = ({args}: Call, lang: Lang, input: CliInput): CommandContext => {
  const {env, stdin, stdout, stderr} = input;
  const isTerminal = stdin.isTTY === true;
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
      ...(isTerminal ? {prompt: (question: string) => askSecret(terminal, question)} : {}),
    }),
    lang,
    signal: input.cancelOnSignals(),
    env,
    stdout,
    isTerminal,
    assumeYes,
    systemZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    generator,
    configFolder: configFolder(env),
    node: input.node,
    now: () => Date.now(),
    confirm: async (question) => assumeYes || (isTerminal && (await confirm(terminal, question))),
  };
};

/** Resolves to the exit code. Throws ChatError; anything else is a bug. */
export const runCli = async (input: CliInput): Promise<number> => {
  const {stdout} = input;
  const call = parseCall(input.argv);
  const lang = languageFrom(text(call.args, 'lang'), input.env);
  if (flag(call.args, 'help') || !call.command) {
    stdout.write(call.command ? verbHelp(call.command, lang) : helpText(lang, version));
    return 0;
  }
  return call.command.run(call.args, contextFor(call, lang, input));
};

/** What is said where the screens cannot run. */
export const pipeHelp = (input: CliInput, argument: string | undefined): string =>
  `${helpText(languageFrom(argument, input.env), version)}\nThe screens need a terminal; this is a pipe. Name a command instead.\n`;
