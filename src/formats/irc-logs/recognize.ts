// Which client wrote a log, from the grammar of its first lines, and which files belong to one folder of logs. No I/O.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {logFolder} from '../_shared/log-folder.ts';
import {parseLine} from './lines.ts';
import type {Dialect} from './lines.ts';
import {placeOf} from './place.ts';

const logName = /\.(?:log|weechatlog)$/i;

export const logRoot = (path: string, paths: readonly string[]): string | undefined =>
  logFolder(path, paths, (other) => logName.test(other));

const signs: readonly (readonly [dialect: Dialect, sign: RegExp])[] = [
  ['irssi', /^--- (?:Log opened|Day changed) .+\d{4}$/],
  ['hexchat', /^\*\*\*\* (?:BEGIN|ENDING) LOGGING AT .+\d{4}$/],
  ['mirc', /^Session (?:Start|Ident|Time): /],
];

export type Guess = {
  readonly dialect: Dialect;
  readonly isCertain: boolean;
  readonly because: string;
};

const share = (lines: readonly string[], dialect: Dialect): number => {
  const parsed = lines.filter((line) => parseLine(line, dialect) !== undefined);
  return lines.length === 0 ? 0 : parsed.length / lines.length;
};

const mostly = (lines: readonly string[], pattern: RegExp): boolean =>
  lines.filter((line) => pattern.test(line)).length > 0.9 * lines.length;

/** The dialect of a log's beginning; a sign anywhere in it counts more than the form of the lines. */
export const guessDialect = (text: string, path: string): Guess | undefined => {
  const lines = text
    .split(/\r?\n/, 201)
    .slice(0, 200)
    .filter((line) => line.trim() !== '');
  // The last line of a head may be cut.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  for (const [dialect, sign] of signs) {
    const found = lines.find((line) => sign.test(line));
    if (found !== undefined && share(whole, dialect) > 0.7)
      return {dialect, isCertain: true, because: `a line "${found.slice(0, 40)}"`};
  }
  if (whole.length === 0) return undefined;
  if (share(whole, 'weechat') > 0.9 && mostly(whole, /^[^\t]*\t\s?\S*\t/))
    return {dialect: 'weechat', isCertain: true, because: 'time, nick and text between tabs'};
  const isBracketed = mostly(whole, /^\[\d\d:\d\d:\d\d\] (?:<[^>\s]+> |\* |-[^\s]+- |\*\*\* )/);
  if (isBracketed) {
    const hasDay = placeOf(path, 'znc').day !== undefined;
    return {
      dialect: 'znc',
      isCertain: hasDay,
      because: hasDay ? 'times in brackets, the day in the name' : 'times in brackets',
    };
  }
  const isIrssi =
    share(whole, 'irssi') > 0.9 &&
    mostly(whole, /^\d\d:\d\d(?::\d\d)? (?: ?\* |<[ ~&@%+!]?[^>\s]+> |-!- |-[^\s]+- |!\S+ )/);
  if (!isIrssi) return undefined;
  const isCertain = whole.some((line) => / -!- /.test(line));
  return {dialect: 'irssi', isCertain, because: 'times and nicks as irssi writes them'};
};

export const recognize = (sample: Sample): Recognition => {
  if (!/\.(?:log|weechatlog|txt)$/i.test(sample.path)) return no;
  const guess = guessDialect(sample.text, sample.path);
  if (!guess) return no;
  const root = logName.test(sample.path) ? logRoot(sample.path, sample.paths) : undefined;
  return {
    match: guess.isCertain ? 'certain' : 'possible',
    because: `${guess.dialect}: ${guess.because}`,
    ...(root === undefined || !guess.isCertain ? {} : {covers: root}),
  };
};
