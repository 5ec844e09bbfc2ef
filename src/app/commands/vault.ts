// `vault init | info | snapshots | diff | stats | keys`: making a vault and looking at it.

import {ChatError} from '../../engine/errors.ts';
import {diffSnapshots} from '../../engine/vault/diff.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import {readStats} from '../../engine/vault/stats.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {requireSnapshot} from '../vaults/contents.ts';
import {diffMessages} from '../vaults/diff-messages.ts';
import {createVaultAt} from '../vaults/open.ts';
import {text} from './command.ts';
import type {Command, CommandArgs, CommandContext} from './command.ts';
import {bytesText} from './units.ts';
import {requireVaultPath, vaultCodes, vaultHelp, vaultOptions, withVault} from './vault-reading.ts';

const {vault: vaultOption, 'recovery-key-file': recoveryOption} = vaultOptions;
const shared = {vault: vaultOption, 'recovery-key-file': recoveryOption};

const define = (
  command: Omit<Command, 'options' | 'optionHelp' | 'codes'> &
    Partial<Pick<Command, 'options' | 'optionHelp' | 'codes'>>,
): Command => ({
  ...command,
  options: {...shared, ...command.options},
  optionHelp: {...vaultHelp, ...command.optionHelp},
  codes: [...(command.codes ?? []), ...vaultCodes],
});

const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();

export const vaultInitCommand = define({
  name: 'vault init',
  summary: {zh: '新建备份库', en: 'Make a new vault'},
  usage: 'V',
  codes: ['vault-exists'],
  async run(args, context) {
    const path = requireVaultPath(args);
    const keyFile = await context.secrets.keyFile();
    const passphrase = await context.secrets.passphrase('create');
    const made = await createVaultAt(path, {
      passphrase,
      ...(keyFile === undefined ? {} : {keyFile}),
    });
    await context.output.line(`A new vault in ${sanitizeLine(path)}.`);
    await context.output.line(
      'Recovery key, shown this once. Write it down and keep it away from this computer:',
    );
    await context.output.line(`  ${made.recoveryKey}`);
    await context.output.json({
      type: 'summary',
      vault: path,
      id: made.vault.id,
      recoveryKey: made.recoveryKey,
    });
    await made.close();
    return 0;
  },
});

const snapshotLine = (snapshot: Snapshot): string => {
  const entries = snapshot.messages?.about['entries'];
  const messages = typeof entries === 'number' ? `, ${entries} entries` : '';
  const tags = snapshot.tags.length > 0 ? ` [${snapshot.tags.join(', ')}]` : '';
  const label = snapshot.label === '' ? '' : ` ${snapshot.label}`;
  return sanitizeLine(
    `${snapshot.id.slice(0, 8)}  ${isoTime(snapshot.createdMs).slice(0, 16).replace('T', ' ')}  ${snapshot.files.count} files, ${bytesText(snapshot.files.bytes)}${messages}${snapshot.isPartial ? ', partial' : ''}  ${snapshot.source}${label}${tags}`,
  );
};

const snapshotJson = (snapshot: Snapshot) => ({
  type: 'item' as const,
  id: snapshot.id,
  createdAt: isoTime(snapshot.createdMs),
  label: snapshot.label,
  tags: snapshot.tags,
  group: snapshot.group,
  source: snapshot.source,
  files: snapshot.files.count,
  bytes: snapshot.files.bytes,
  bytesStored: snapshot.stats.bytesStored,
  entries:
    typeof snapshot.messages?.about['entries'] === 'number'
      ? snapshot.messages.about['entries']
      : undefined,
  partial: snapshot.isPartial,
});

export const vaultSnapshotsCommand = define({
  name: 'vault snapshots',
  aliases: ['snapshots'],
  summary: {zh: '列出备份', en: 'List the snapshots'},
  usage: '--vault V',
  run: (args, context) =>
    withVault(args, context, async ({vault}) => {
      const snapshots = await vault.snapshots();
      for (const snapshot of snapshots) {
        await context.output.line(snapshotLine(snapshot));
        await context.output.json(snapshotJson(snapshot));
      }
      if (snapshots.length === 0) await context.output.line('No snapshot yet.');
      await context.output.json({type: 'summary', snapshots: snapshots.length});
      return 0;
    }),
});

export const vaultInfoCommand = define({
  name: 'vault info',
  summary: {zh: '备份库的概况', en: 'What a vault is: id, keys, snapshots'},
  usage: 'V',
  run: (args, context) =>
    withVault(args, context, async ({vault, location}) => {
      const snapshots = await vault.snapshots();
      const slots = await vault.slots();
      const last = snapshots.at(-1);
      await context.output.line(
        `${sanitizeLine(location)}: vault ${vault.id}, format 1, ${snapshots.length} snapshots${last ? `, the last of ${isoTime(last.createdMs)}` : ''}`,
      );
      for (const slot of slots) {
        await context.output.line(
          `  key ${slot.slot}: ${slot.isDamaged ? 'damaged' : slot.kind}${slot.keyFile ? ' with key file' : ''}${slot.label === '' ? '' : ` (${sanitizeLine(slot.label)})`}`,
        );
      }
      await context.output.json({
        type: 'summary',
        vault: location,
        id: vault.id,
        format: 1,
        snapshots: snapshots.length,
        last: last && isoTime(last.createdMs),
        keys: slots.map(({slot, kind, keyFile, isDamaged}) => ({
          slot,
          kind,
          keyFile,
          damaged: isDamaged,
        })),
      });
      return 0;
    }),
});

export const vaultStatsCommand = define({
  name: 'vault stats',
  aliases: ['stats'],
  summary: {zh: '占用空间', en: 'How much the vault holds'},
  usage: '--vault V',
  run: (args, context) =>
    withVault(args, context, async ({vault}) => {
      const stats = await readStats(vault);
      await context.output.line(
        `${bytesText(stats.logicalBytes)} in ${stats.snapshots.length} snapshots, ${bytesText(stats.storedBytes)} stored (${stats.packs} packs, ${stats.chunks} chunks).`,
      );
      for (const share of stats.snapshots) {
        await context.output.line(
          `  ${share.snapshot.slice(0, 8)}  ${bytesText(share.bytes)}, ${bytesText(share.uniqueStored)} of it only here`,
        );
        await context.output.json({
          type: 'item',
          snapshot: share.snapshot,
          bytes: share.bytes,
          uniqueStored: share.uniqueStored,
        });
      }
      const {logicalBytes, storedBytes, neededStored, packs, chunks} = stats;
      await context.output.json({
        type: 'summary',
        logicalBytes,
        storedBytes,
        neededStored,
        packs,
        chunks,
      });
      return 0;
    }),
});

const runDiff = (args: CommandArgs, context: CommandContext): Promise<number> => {
  const [from, to] = args.positionals;
  if (from === undefined || to === undefined)
    throw new ChatError('usage', 'Name two snapshots.', {hint: 'chatark vault diff A B --vault V'});
  return withVault(args, context, async ({vault}) => {
    const [before, after] = [await requireSnapshot(vault, from), await requireSnapshot(vault, to)];
    let changes = 0;
    for await (const change of diffSnapshots(vault, before, after)) {
      changes++;
      const mark = {added: '+', removed: '-', changed: '~'}[change.kind];
      await context.output.line(`${mark} ${sanitizeLine(change.path)}`);
      await context.output.json({type: 'item', change: change.kind, path: change.path});
    }
    for (const chat of await diffMessages(vault, before, after)) {
      const {title, before: old, after: now} = chat;
      if (old === now) continue;
      await context.output.line(`${sanitizeLine(title)}: ${old} → ${now} entries`);
      await context.output.json({type: 'item', chat: title, before: old, after: now});
    }
    await context.output.json({type: 'summary', changes});
    return 0;
  });
};

export const vaultDiffCommand = define({
  name: 'vault diff',
  aliases: ['diff'],
  summary: {zh: '比较两次备份', en: 'Compare two snapshots'},
  usage: 'A B --vault V',
  run: runDiff,
});

const addPassphrase = async (args: CommandArgs, context: CommandContext): Promise<string> => {
  const path = text(args, 'new-passphrase-file');
  if (path !== undefined) return context.secrets.recoveryKey(path);
  return context.secrets.ask('create');
};

const runKeys = (args: CommandArgs, context: CommandContext): Promise<number> => {
  const [action = 'list', id] = args.positionals;
  const {output} = context;
  return withVault(args, context, async ({vault}) => {
    switch (action) {
      case 'list':
        for (const slot of await vault.slots()) {
          await output.line(
            `${slot.slot}  ${slot.isDamaged ? 'damaged' : slot.kind}  ${sanitizeLine(slot.label)}`,
          );
          await output.json({
            type: 'item',
            slot: slot.slot,
            kind: slot.kind,
            damaged: slot.isDamaged,
            label: slot.label,
          });
        }
        return 0;
      case 'add': {
        const slot = await vault.addSlot({passphrase: await addPassphrase(args, context)});
        await output.line(`Added key ${slot}. The others still work.`);
        await output.json({type: 'summary', slot});
        return 0;
      }
      case 'recovery': {
        const recoveryKey = await vault.addRecoveryKey();
        await output.line(`A new recovery key, shown this once:\n  ${recoveryKey}`);
        await output.json({type: 'summary', recoveryKey});
        return 0;
      }
      case 'remove':
        if (id === undefined) throw new ChatError('usage', 'Name the key to remove.');
        await vault.removeSlot(id);
        await output.line(
          `Removed key ${id}. Who has already opened the vault with it could have kept the master key: this does not revoke that.`,
        );
        await output.json({type: 'summary', removed: id});
        return 0;
      default:
        throw new ChatError('usage', `keys ${action} is not known.`, {
          hint: 'list, add, recovery, remove SLOT',
        });
    }
  });
};

export const vaultKeysCommand = define({
  name: 'vault keys',
  summary: {zh: '管理口令与恢复密钥', en: 'List, add, remove passphrases and recovery keys'},
  usage: '[list | add | recovery | remove SLOT] --vault V',
  options: {'new-passphrase-file': {type: 'string'}},
  optionHelp: {'new-passphrase-file': 'FILE that holds the passphrase to add'},
  run: runKeys,
});
