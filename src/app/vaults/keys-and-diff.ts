// The keys of an unlocked vault, and what differs between two of its backups, for the screens.

import {ChatError} from '../../engine/errors.ts';
import {countChanges, diffSnapshots} from '../../engine/vault/diff.ts';
import type {FileChange} from '../../engine/vault/diff.ts';
import type {ScryptCost, Secret} from '../../engine/vault/slots.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import type {Vault} from '../../engine/vault/vault.ts';
import type {SnapshotDiff, VaultKeys} from '../services.ts';
import {diffMessages} from './diff-messages.ts';

/** More than anybody reads; the counts are of all. */
const shownFiles = 2000;

export const diffOf = async (
  vault: Vault,
  before: Snapshot,
  after: Snapshot,
): Promise<SnapshotDiff> => {
  const files: FileChange[] = [];
  const noting = async function* (): AsyncGenerator<FileChange> {
    for await (const change of diffSnapshots(vault, before, after)) {
      if (files.length < shownFiles) files.push(change);
      yield change;
    }
  };
  const counts = await countChanges(noting());
  const chats = await diffMessages(vault, before, after);
  return {counts, files, chats: chats.filter((chat) => chat.before !== chat.after)};
};

/** `secret`: what this run opened the vault with; its slot stays, because jobs open the vault with it again. */
export const keysOf = (
  vault: Vault,
  secret: Secret,
  cost: {readonly cost?: ScryptCost},
): VaultKeys => ({
  list: () => vault.slots(),
  async addPassphrase(passphrase, label) {
    await vault.addSlot({passphrase}, {label, ...cost});
  },
  addRecoveryKey: () => vault.addRecoveryKey(),
  async remove(slot) {
    const ours = await vault.testSecret(secret);
    if (ours.length === 1 && ours[0] === slot) {
      throw new ChatError('usage', 'The vault is open with this very key.', {
        hint: 'Lock the vault and unlock it with another one first.',
      });
    }
    await vault.removeSlot(slot);
  },
});
