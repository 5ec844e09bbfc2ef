// Help texts, generated from the verbs' own tables.

import {exitCodes} from '../../engine/errors.ts';
import type {Command, Lang} from './command.ts';
import {globalHelp} from './global-options.ts';
import {commands} from './index.ts';

const rows = (pairs: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
};

const words = {
  en: {
    intro: 'ChatArk opens, backs up, searches, merges and converts chat exports.',
    screens: 'chatark                 open the program (on a terminal)',
    verb: 'chatark COMMAND …       run one command',
    commands: 'Commands',
    options: 'Options',
    all: 'For every command',
    codes: 'Exit codes',
    more: 'chatark COMMAND --help tells more.',
  },
  zh: {
    intro: '聊天方舟：打开、备份、搜索、合并、转换聊天记录导出文件。',
    screens: 'chatark                 打开程序（在终端里）',
    verb: 'chatark 命令 …           执行一条命令',
    commands: '命令',
    options: '选项',
    all: '所有命令通用',
    codes: '退出码',
    more: 'chatark 命令 --help 查看详情。',
  },
} as const;

export const helpText = (lang: Lang, version: string): string => {
  const say = words[lang];
  const verbs = commands.map((command): readonly [string, string] => [
    command.name,
    command.summary[lang],
  ]);
  const options = Object.entries(globalHelp).map(([name, help]): readonly [string, string] => [
    `--${name}`,
    help,
  ]);
  return `chatark ${version}\n${say.intro}\n\n  ${say.screens}\n  ${say.verb}\n\n${say.commands}\n${rows(verbs)}\n${say.all}\n${rows(options)}\n${say.more}\n`;
};

const codeLines = (command: Command): readonly (readonly [string, string])[] => [
  ['0', 'ok'],
  ['1', 'bug'],
  ['2', 'usage'],
  ...command.codes.map((code): readonly [string, string] => [String(exitCodes[code]), code]),
  ['130', 'cancelled'],
];

export const verbHelp = (command: Command, lang: Lang): string => {
  const say = words[lang];
  const options = Object.keys(command.options).map((name): readonly [string, string] => [
    `--${name}`,
    command.optionHelp[name] ?? '',
  ]);
  const own = options.length === 0 ? '' : `\n${say.options}\n${rows(options)}`;
  return `chatark ${command.name} ${command.usage}\n${command.summary[lang]}\n${own}\n${say.codes}\n${rows(codeLines(command))}`;
};
