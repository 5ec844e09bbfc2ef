// Opening and making vaults in folders.

import {resolve} from 'node:path';
import {folderStorage} from '../../engine/storages/folder-storage.ts';
import type {ScryptCost, Secret} from '../../engine/vault/slots.ts';
import {createVault, openVault} from '../../engine/vault/vault.ts';
import type {Vault, Watermark} from '../../engine/vault/vault.ts';

export type OpenedVault = {
  readonly vault: Vault;
  readonly location: string;
  close(): Promise<void>;
};

const opened = (vault: Vault, location: string): OpenedVault => ({
  vault,
  location,
  close: async () => {
    vault.close();
    await vault.storage.close();
  },
});

/** Throws what `openVault` throws. */
export const openVaultAt = async (
  location: string,
  secret: Secret,
  options: {readonly remembered?: Watermark} = {},
): Promise<OpenedVault> => {
  const storage = folderStorage(resolve(location));
  try {
    return opened(await openVault(storage, secret, options), location);
  } catch (error) {
    await storage.close();
    throw error;
  }
};

export type NewVault = OpenedVault & {readonly recoveryKey: string};

/** Throws `vault-exists`, `no-permission`, `no-space`. */
export const createVaultAt = async (
  location: string,
  options: {readonly passphrase: string; readonly keyFile?: Uint8Array; readonly cost?: ScryptCost},
): Promise<NewVault> => {
  const storage = folderStorage(resolve(location));
  try {
    const {vault, recoveryKey} = await createVault(storage, options);
    return {...opened(vault, location), recoveryKey};
  } catch (error) {
    await storage.close();
    throw error;
  }
};
