// `backup`: exports into a vault.

import {ChatError, exitCodes} from '../../engine/errors.ts';
import {backupPaths} from '../vaults/backup.ts';
import type {BackupAccount} from '../vaults/backup.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {text, texts} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {
  overrideHelp,
  overrideOptions,
  overridesFrom,
  selectionFrom,
  selectionHelp,
  selectionOptions,
} from './reading.ts';
import {bytesText} from './units.ts';
import {vaultCodes, vaultHelp, vaultOptions, withVault} from './vault-reading.ts';

const accountLines = (account: BackupAccount): string[] => {
  const {snapshot} = account;
  const {stats, files} = snapshot;
  return [
    `Snapshot ${snapshot.id.slice(0, 8)}: ${files.count} files, ${bytesText(files.bytes)}; ${stats.filesNew} new or changed, ${bytesText(stats.bytesStored)} stored.`,
    `${account.entries} entries in ${account.conversations} chats from ${account.exports} exports${account.unknown > 0 ? `; ${account.unknown} files of unknown formats are stored as they are` : ''}.`,
    ...account.withoutOriginals.map(
      (name) =>
        `Only a part of ${sanitizeLine(name)} was chosen: its messages are stored, its original file is not.`,
    ),
    ...(account.problems.total > 0
      ? [
          `${account.problems.total} problems while reading messages: ${[...account.problems.counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
        ]
      : []),
  ];
};

const tell = async (account: BackupAccount, {output}: CommandContext): Promise<number> => {
  const {snapshot} = account;
  for (const line of accountLines(account)) await output.line(line);
  for (const problem of snapshot.problems) {
    await output.line(
      `  ${problem.code}: ${sanitizeLine(problem.path)} (${sanitizeLine(problem.detail)})`,
    );
    await output.json({
      type: 'problem',
      kind: `file-${problem.code}`,
      place: {path: problem.path},
      detail: problem.detail,
    });
  }
  for (const problem of output.isJson ? account.problems.samples : [])
    await output.problem(problem);
  await output.json({
    type: 'summary',
    snapshot: snapshot.id,
    files: snapshot.files.count,
    bytes: snapshot.files.bytes,
    bytesStored: snapshot.stats.bytesStored,
    filesNew: snapshot.stats.filesNew,
    entries: account.entries,
    conversations: account.conversations,
    exports: account.exports,
    unknown: account.unknown,
    partial: snapshot.isPartial,
    problems: account.problems.total,
  });
  return snapshot.isPartial ? exitCodes['done-with-losses'] : 0;
};

const run = (args: CommandArgs, context: CommandContext): Promise<number> => {
  if (args.positionals.length === 0)
    throw new ChatError('usage', 'Name at least one file or folder to back up.');
  if (text(args, 'vault') === undefined)
    throw new ChatError('usage', 'Name the vault with --vault FOLDER.');
  const overrides = overridesFrom(args);
  const [label, tags] = [text(args, 'label'), texts(args, 'tag')];
  return withVault(args, context, async ({vault, location}) => {
    const account = await backupPaths(
      vault,
      {
        paths: args.positionals,
        overrides,
        selection: selectionFrom(args, overrides.zone ?? context.systemZone),
        ...(label === undefined ? {} : {label}),
        ...(tags === undefined ? {} : {tags}),
      },
      {
        registry: context.registry,
        signal: context.signal,
        systemZone: context.systemZone,
        generator: context.generator,
        vaultFolder: location,
        onProgress: ({phase, bytesDone, bytesTotal, entries, currentPath}) =>
          context.output.progress(
            phase === 'messages'
              ? `${entries} entries, ${sanitizeLine(currentPath)}`
              : `${phase} ${bytesText(bytesDone)} / ${bytesText(bytesTotal)} ${sanitizeLine(currentPath)}`,
          ),
      },
    );
    return tell(account, context);
  });
};

export const backupCommand: Command = {
  name: 'backup',
  summary: {zh: '备份聊天记录到备份库', en: 'Back exports up into a vault'},
  usage: 'PATH… --vault V [--chat C…] [--since D] [--until D] [--label L] [--tag T…]',
  options: {
    ...overrideOptions,
    ...selectionOptions,
    vault: vaultOptions.vault,
    'recovery-key-file': vaultOptions['recovery-key-file'],
    label: {type: 'string'},
    tag: {type: 'string', multiple: true},
  },
  optionHelp: {
    ...overrideHelp,
    ...selectionHelp,
    ...vaultHelp,
    label: 'TEXT for people',
    tag: 'WORD (may be repeated)',
  },
  codes: ['done-with-losses', ...vaultCodes],
  run,
};
