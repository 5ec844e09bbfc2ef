// From words to a verb and its arguments. Pure: no process, no output.

import {parseArgs} from 'node:util';
import {ChatError} from '../../engine/errors.ts';
import type {Command, CommandArgs} from './command.ts';
import {globalOptions} from './global-options.ts';
import {commands} from './index.ts';

export type Call = {readonly command: Command | undefined; readonly args: CommandArgs};

const nearest = (word: string): string | undefined =>
  commands
    .map(({name}) => name)
    .find((name) => name.startsWith(word.slice(0, 3)) || name.includes(word));

const withValue = new Set(
  Object.entries(globalOptions).flatMap(([name, {type}]) =>
    type === 'string' ? [`--${name}`] : [],
  ),
);

/** Is the word after this one its value (`--lang zh inspect x`)? */
const takesNext = (word: string | undefined): boolean => word !== undefined && withValue.has(word);

/** `vault init` before `vault`; a verb may stand behind global flags (`--json inspect x`). */
const splitVerb = (
  argv: readonly string[],
): {readonly command: Command | undefined; readonly rest: readonly string[]} => {
  const at = argv.findIndex((word, index) => !word.startsWith('-') && !takesNext(argv[index - 1]));
  if (at < 0) return {command: undefined, rest: argv};
  const before = argv.slice(0, at);
  for (const length of [2, 1]) {
    const name = argv.slice(at, at + length).join(' ');
    const command = commands.find((each) => each.name === name || each.aliases?.includes(name));
    if (command) return {command, rest: [...before, ...argv.slice(at + length)]};
  }
  const word = argv[at] ?? '';
  const guess = nearest(word);
  const hint =
    guess === undefined ? 'chatark --help lists the commands.' : `Did you mean "${guess}"?`;
  throw new ChatError('usage', `No command "${word}".`, {hint});
};

/** Throws `usage` for an unknown verb or option. */
export const parseCall = (argv: readonly string[]): Call => {
  const {command, rest} = splitVerb(argv);
  try {
    const {values, positionals} = parseArgs({
      args: [...rest],
      options: {...globalOptions, ...command?.options},
      allowPositionals: true,
      strict: true,
    });
    return {command, args: {values, positionals}};
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. To specify')[0] : String(cause);
    throw new ChatError('usage', `${message}.`.replace('..', '.'), {
      cause,
      hint: command
        ? `chatark ${command.name} --help lists the options.`
        : 'chatark --help lists the options.',
    });
  }
};
