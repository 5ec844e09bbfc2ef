// What a headless verb is, and what it is given. Not the verbs.

import type {ParseArgsConfig} from 'node:util';
import type {Registry} from '../../engine/convert/registry.ts';
import type {ErrorCode} from '../../engine/errors.ts';
import type {Output} from './output.ts';
import type {Secrets} from './secrets.ts';

export type OptionTable = NonNullable<ParseArgsConfig['options']>;

export type Lang = 'zh' | 'en';

/** Everything of the outside world that a verb may touch; made in main, replaced in tests. */
export type CommandContext = {
  readonly output: Output;
  readonly registry: Registry;
  readonly secrets: Secrets;
  readonly lang: Lang;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream;
  readonly isTerminal: boolean;
  readonly assumeYes: boolean;
  /** IANA zone of this computer. */
  readonly systemZone: string;
  readonly generator: string;
  readonly configFolder: string;
  /** Path of the running Node. */
  readonly node: string;
  now(): number;
  /** A yes/no question on the terminal; false without one, unless `--yes`. */
  confirm(question: string): Promise<boolean>;
};

export type CommandArgs = {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
};

export type Command = {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: {readonly zh: string; readonly en: string};
  /** After the name: `PATH… --to FORMAT --out FILE|DIR|-` */
  readonly usage: string;
  readonly options: OptionTable;
  /** One line for each option, by name. */
  readonly optionHelp: Readonly<Record<string, string>>;
  /** The codes that it can end with, besides ok, bug, usage and cancelled. */
  readonly codes: readonly ErrorCode[];
  /** Resolves to the exit code. */
  run(args: CommandArgs, context: CommandContext): Promise<number>;
};

export const text = (args: CommandArgs, name: string): string | undefined => {
  const value = args.values[name];
  return typeof value === 'string' ? value : undefined;
};

export const flag = (args: CommandArgs, name: string): boolean => args.values[name] === true;

export const texts = (args: CommandArgs, name: string): readonly string[] | undefined => {
  const value = args.values[name];
  if (!Array.isArray(value)) return undefined;
  return value.filter((item): item is string => typeof item === 'string');
};
