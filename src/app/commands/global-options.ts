// The options that every verb and the screens take.

import type {OptionTable} from './command.ts';

export const globalOptions = {
  json: {type: 'boolean'},
  lang: {type: 'string'},
  'no-color': {type: 'boolean'},
  quiet: {type: 'boolean', short: 'q'},
  yes: {type: 'boolean', short: 'y'},
  help: {type: 'boolean', short: 'h'},
  version: {type: 'boolean', short: 'V'},
  'passphrase-command': {type: 'string'},
  'key-file': {type: 'string'},
  plain: {type: 'boolean'},
} as const satisfies OptionTable;

export const globalHelp: Readonly<Record<keyof typeof globalOptions, string>> = {
  json: 'one JSON object per line on stdout, progress on stderr',
  lang: 'zh|en',
  'no-color': 'no colours (NO_COLOR works too)',
  quiet: 'no progress, no remarks',
  yes: 'answer yes to every question',
  help: 'this text',
  version: 'the version',
  'passphrase-command':
    'COMMAND that prints the passphrase (or CHATARK_PASSPHRASE_FILE, CHATARK_PASSPHRASE)',
  'key-file': 'FILE: second factor of the vault',
  plain: 'screens as plain numbered questions',
};
