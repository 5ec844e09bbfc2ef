// The list of headless verbs.

import type {Command} from './command.ts';
import {autoCommands} from './auto.ts';
import {backupCommand} from './backup.ts';
import {convertCommand} from './convert.ts';
import {demoCommand} from './demo.ts';
import {formatsCommand} from './formats.ts';
import {inspectCommand} from './inspect.ts';
import {mergeCommand} from './merge.ts';
import {restoreCommand} from './restore.ts';
import {searchCommand} from './search.ts';
import {showCommand} from './show.ts';
import {
  vaultDiffCommand,
  vaultInfoCommand,
  vaultInitCommand,
  vaultKeysCommand,
  vaultSnapshotsCommand,
  vaultStatsCommand,
} from './vault.ts';
import {verifyCommand} from './verify.ts';

export const commands: readonly Command[] = [
  inspectCommand,
  showCommand,
  convertCommand,
  searchCommand,
  mergeCommand,
  vaultInitCommand,
  vaultInfoCommand,
  vaultSnapshotsCommand,
  vaultDiffCommand,
  vaultStatsCommand,
  vaultKeysCommand,
  backupCommand,
  restoreCommand,
  verifyCommand,
  ...autoCommands,
  formatsCommand,
  demoCommand,
];
