// What the terminal can do and what the person asked for, from the environment handed in. Asks the terminal nothing.
import type {Background, ColorLevel} from '../theme.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Capabilities = {
  /** Why there are printed lines and prompts instead of screens; undefined: screens. */
  readonly plainBecause: PlainReason | undefined;
  readonly colorLevel: ColorLevel;
  readonly background: Background;
  /** False: ASCII symbols only. Text is UTF-8 all the same. */
  readonly hasUnicode: boolean;
  /** Erasing fills with the background colour. */
  readonly hasColorErase: boolean;
  /** OSC 8 links are shown as links. */
  readonly hasLinks: boolean;
  /** OSC 52 has a chance. */
  readonly canSetClipboard: boolean;
  /** GNU screen passes sequences on only when they are wrapped. */
  readonly multiplexer: 'tmux' | 'screen' | undefined;
};

export type PlainReason = 'asked' | 'no-terminal' | 'dumb-terminal' | 'screen-reader';

export type CapabilityOptions = {
  readonly env: Environment;
  readonly isInputTty: boolean;
  readonly isOutputTty: boolean;
  /** `--plain` */
  readonly plain?: boolean;
  /** `--no-color` is false, `--color` true. */
  readonly color?: boolean | undefined;
  /** A setting; undefined: find out. */
  readonly background?: Background | undefined;
};

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

const isOn = (value: string | undefined): boolean =>
  isSet(value) && value !== '0' && value !== 'false';

const screenReaderVariables = [
  'CHATARK_SCREEN_READER',
  'SCREEN_READER',
  'INK_SCREEN_READER',
  'ACCESSIBLE',
] as const;

const plainReason = (options: CapabilityOptions): PlainReason | undefined => {
  if (options.plain === true) return 'asked';
  if (!options.isInputTty || !options.isOutputTty) return 'no-terminal';
  if (options.env['TERM'] === 'dumb') return 'dumb-terminal';
  return screenReaderVariables.some((name) => isOn(options.env[name]))
    ? 'screen-reader'
    : undefined;
};

const forcedLevel = (value: string): ColorLevel => {
  if (value === '0' || value === 'false') return 0;
  if (value === '2') return 2;
  return value === '3' ? 3 : 1;
};

const detectedLevel = (env: Environment): ColorLevel => {
  const term = env['TERM'] ?? '';
  if (/^(?:truecolor|24bit)$/.test(env['COLORTERM'] ?? '') || isSet(env['WT_SESSION'])) return 3;
  if (/-direct$|^xterm-(?:kitty|ghostty)$/.test(term)) return 3;
  if (/-256(?:color)?$/.test(term) || isSet(env['TERM_PROGRAM'])) return 2;
  return 1;
};

/** `--color` and `--no-color` win, then FORCE_COLOR, then NO_COLOR, then what the terminal says it can. */
const colorLevel = ({env, isOutputTty, color}: CapabilityOptions): ColorLevel => {
  if (color === false) return 0;
  const forced = env['FORCE_COLOR'];
  if (color === undefined && forced !== undefined) return forcedLevel(forced);
  if (color === undefined && (isSet(env['NO_COLOR']) || !isOutputTty)) return 0;
  if (env['TERM'] === 'dumb') return color === true ? 1 : 0;
  return detectedLevel(env);
};

/** COLORFGBG is `foreground;background`, colour numbers of the palette: 7 and 9-15 are light. */
const detectedBackground = (env: Environment): Background => {
  const last = env['COLORFGBG']?.split(';').at(-1);
  const color = last === undefined || last === '' ? Number.NaN : Number(last);
  return color === 7 || (color > 8 && color < 16) ? 'light' : 'dark';
};

const detectedMultiplexer = (env: Environment): Capabilities['multiplexer'] => {
  if (isSet(env['TMUX']) || env['TERM_PROGRAM'] === 'tmux') return 'tmux';
  return isSet(env['STY']) || (env['TERM'] ?? '').startsWith('screen') ? 'screen' : undefined;
};

const linkPrograms = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio']);

const detectedLinks = (env: Environment): boolean =>
  linkPrograms.has(env['TERM_PROGRAM'] ?? '') ||
  isSet(env['WT_SESSION']) ||
  isSet(env['KONSOLE_VERSION']) ||
  Number(env['VTE_VERSION'] ?? 0) >= 5000 ||
  /^xterm-(?:kitty|ghostty)$/.test(env['TERM'] ?? '');

export const localeVariable = (env: Environment, category: 'LC_CTYPE' | 'LC_MESSAGES'): string =>
  [env['LC_ALL'], env[category], env['LANG']].find(isSet) ?? '';

/** A locale that names another character set than UTF-8; C and nothing at all say nothing about the terminal. */
const hasOtherCharset = (env: Environment): boolean => {
  const charset = /\.([\w-]+)/.exec(localeVariable(env, 'LC_CTYPE'))?.[1];
  return charset !== undefined && !/^utf-?8$/i.test(charset);
};

export const detectCapabilities = (options: CapabilityOptions): Capabilities => {
  const {env} = options;
  const multiplexer = detectedMultiplexer(env);
  const isLinuxConsole = env['TERM'] === 'linux';
  const isPlain = plainReason(options);
  return {
    plainBecause: isPlain,
    colorLevel: colorLevel(options),
    background: options.background ?? detectedBackground(env),
    hasUnicode: !isLinuxConsole && !hasOtherCharset(env),
    hasColorErase: multiplexer !== 'screen',
    hasLinks: isPlain === undefined && multiplexer === undefined && detectedLinks(env),
    canSetClipboard: isPlain === undefined && !isLinuxConsole,
    multiplexer,
  };
};
