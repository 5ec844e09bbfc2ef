// Options and steps of every verb that works on a vault.

import type {EventSource} from '../../engine/convert/convert.ts';
import {ChatError} from '../../engine/errors.ts';
import type {VaultNotice} from '../../engine/vault/notices.ts';
import type {Secret} from '../../engine/vault/slots.ts';
import type {Vault} from '../../engine/vault/vault.ts';
import {mergedSource, requireLane, requireSnapshot, snapshotSources} from '../vaults/contents.ts';
import {openVaultAt} from '../vaults/open.ts';
import type {OpenedVault} from '../vaults/open.ts';
import {text} from './command.ts';
import type {CommandArgs, CommandContext} from './command.ts';

export const vaultOptions = {
  vault: {type: 'string'},
  snapshot: {type: 'string'},
  'recovery-key-file': {type: 'string'},
} as const;

export const vaultHelp = {
  vault: 'FOLDER of the vault',
  snapshot: 'ID|latest|merged (latest)',
  'recovery-key-file': 'FILE that holds the recovery key, instead of the passphrase',
} as const;

export const vaultCodes = [
  'no-vault',
  'vault-locked',
  'wrong-passphrase',
  'vault-damaged',
  'no-space',
  'newer-format',
  'storage-unreachable',
] as const;

export const isVaultCall = (args: CommandArgs): boolean => text(args, 'vault') !== undefined;

export const requireVaultPath = (args: CommandArgs): string => {
  const path = text(args, 'vault') ?? args.positionals[0];
  if (path !== undefined) return path;
  throw new ChatError('usage', 'Name the vault with --vault FOLDER.');
};

export const secretFor = async (args: CommandArgs, context: CommandContext): Promise<Secret> => {
  const keyFile = await context.secrets.keyFile();
  const extra = keyFile === undefined ? {} : {keyFile};
  const recovery = text(args, 'recovery-key-file');
  if (recovery !== undefined)
    return {recoveryKey: (await context.secrets.recoveryKey(recovery)).trim(), ...extra};
  return {passphrase: await context.secrets.passphrase('open'), ...extra};
};

const noticeText = ({kind, name}: VaultNotice): string =>
  `${kind}${name === undefined ? '' : ` ${name}`}`;

/** Opens the vault, hands it on, closes it whatever happens; tells what the vault noticed about itself. */
export const withVault = async <T>(
  args: CommandArgs,
  context: CommandContext,
  use: (opened: OpenedVault) => Promise<T>,
): Promise<T> => {
  const opened = await openVaultAt(requireVaultPath(args), await secretFor(args, context));
  try {
    return await use(opened);
  } finally {
    for (const notice of opened.vault.notices) context.output.note(`vault: ${noticeText(notice)}`);
    await opened.close();
  }
};

/** The streams that `--snapshot` names: the exports of one snapshot, or all of them merged. */
export const vaultSources = async (
  vault: Vault,
  args: CommandArgs,
  context: CommandContext,
): Promise<readonly EventSource[]> => {
  const name = text(args, 'snapshot') ?? 'latest';
  if (name !== 'merged')
    return snapshotSources(
      vault,
      await requireLane(vault, await requireSnapshot(vault, name)),
      context.registry,
    );
  const ctx = {
    signal: context.signal,
    report: () => undefined,
    advanced: () => undefined,
    infer: () => undefined,
  };
  return [(await mergedSource(vault, context.registry, ctx)).source];
};

export const withVaultEvents = (
  args: CommandArgs,
  context: CommandContext,
  use: (from: EventSource) => Promise<number>,
): Promise<number> =>
  withVault(args, context, async ({vault}) => {
    for (const source of await vaultSources(vault, args, context)) {
      const code = await use(source);
      if (code !== 0) return code;
    }
    return 0;
  });
