// `verify`: is everything in the vault there and intact?

import {ChatError, exitCodes} from '../../engine/errors.ts';
import {parseSubset, type Subset} from '../../engine/vault/subset.ts';
import {verify} from '../../engine/vault/verify.ts';
import type {VerifyLevel, VerifyReport} from '../../engine/vault/verify.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {bytesText} from './units.ts';
import {vaultCodes, vaultHelp, vaultOptions, withVault} from './vault-reading.ts';

const levels: Readonly<Record<string, VerifyLevel>> = {'0': 0, '1': 1, '2': 2, '3': 3, '4': 4};

const levelFrom = (args: CommandArgs): VerifyLevel => {
  const name = text(args, 'level') ?? '3';
  const level = levels[name];
  if (level === undefined)
    throw new ChatError('usage', `--level is 0 to 4, not "${name}".`, {
      hint: '0 listing, 1 structure, 2 hashes, 3 contents, 4 a restore to nowhere.',
    });
  return level;
};

const tell = async (report: VerifyReport, {output}: CommandContext): Promise<number> => {
  for (const finding of report.findings) {
    await output.line(
      `${finding.severity}: ${finding.kind} ${sanitizeLine(finding.name)}${finding.lostChunks === undefined ? '' : ` (${finding.lostChunks} chunks)`}`,
    );
    await output.json({
      type: 'problem',
      kind: finding.kind,
      severity: finding.severity,
      place: {path: finding.name},
      lostChunks: finding.lostChunks,
    });
  }
  for (const each of report.suffering) {
    await output.line(
      `  suffers: ${sanitizeLine(each.path ?? 'the whole snapshot')} in snapshot ${each.snapshot.slice(0, 8)}`,
    );
    await output.json({type: 'item', suffers: each.path, snapshot: each.snapshot});
  }
  await output.line(
    `Level ${report.level}: ${report.packsChecked} of ${report.packsTotal} packs, ${bytesText(report.bytesChecked)} checked. ${report.isClean ? 'No damage.' : 'Damage was found.'}`,
  );
  const {level, packsChecked, packsTotal, bytesChecked, isClean} = report;
  await output.json({
    type: 'summary',
    level,
    packsChecked,
    packsTotal,
    bytesChecked,
    clean: isClean,
    findings: report.findings.length,
  });
  return isClean ? 0 : exitCodes['verify-found-damage'];
};

const subsetFrom = (args: CommandArgs): {readonly subset?: Subset} => {
  const words = text(args, 'subset');
  return words === undefined ? {} : {subset: parseSubset(words)};
};

const run = (args: CommandArgs, context: CommandContext): Promise<number> => {
  const options = {
    level: levelFrom(args),
    signal: context.signal,
    ...subsetFrom(args),
    onProgress: ({
      phase,
      packsDone,
      packsTotal,
      current,
    }: {
      phase: string;
      packsDone: number;
      packsTotal: number;
      current: string;
    }) => context.output.progress(`${phase} ${packsDone}/${packsTotal} ${sanitizeLine(current)}`),
  };
  return withVault(args, context, async ({vault}) => tell(await verify(vault, options), context));
};

export const verifyCommand: Command = {
  name: 'verify',
  summary: {zh: '校验备份库', en: 'Check that everything in the vault is there and intact'},
  usage: '--vault V [--level 0-4] [--subset n/t | 5% | 2G]',
  options: {
    vault: vaultOptions.vault,
    'recovery-key-file': vaultOptions['recovery-key-file'],
    level: {type: 'string'},
    subset: {type: 'string'},
  },
  optionHelp: {
    ...vaultHelp,
    level: '0 listing, 1 structure, 2 hashes, 3 contents (default), 4 restore to nowhere',
    subset: 'look at a part: 2/7, 5%, 2G',
  },
  codes: ['verify-found-damage', ...vaultCodes],
  run,
};
