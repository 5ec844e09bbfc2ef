// How much a vault holds and what each snapshot alone accounts for. Reads listings and recipes, no content.
import {isChatError} from '../errors.ts';
import type {Snapshot} from './snapshot.ts';
import {chunksOfSnapshot} from './reach.ts';
import type {Storage} from './storage.ts';
import type {Vault} from './vault.ts';

export type SnapshotShare = {
  readonly snapshot: string;
  /** Bytes of its files, as restored. */
  readonly bytes: number;
  /** Stored bytes that no other snapshot needs: what forgetting it alone would free in the end. */
  readonly uniqueStored: number;
};

export type VaultStats = {
  readonly snapshots: readonly SnapshotShare[];
  /** Sum over the snapshots, as restored. */
  readonly logicalBytes: number;
  /** Bytes of all files of the vault on the storage. */
  readonly storedBytes: number;
  /** Stored bytes that some snapshot needs. */
  readonly neededStored: number;
  readonly packs: number;
  readonly chunks: number;
};

const shared = 0xffffffff;

/** For each chunk: 0 nobody, n the n-th snapshot alone, `shared` several. */
const findOwners = async (vault: Vault, snapshots: readonly Snapshot[]): Promise<Uint32Array> => {
  const {index} = vault.state;
  const owners = new Uint32Array(index.chunkCount);
  for (const [i, snapshot] of snapshots.entries()) {
    const own = i + 1;
    const enter = (id: Uint8Array): boolean => {
      const row = index.rowOf(id);
      const owner = row === undefined ? shared : owners[row];
      if (row === undefined || owner === own || owner === shared) return false;
      owners[row] = owner === 0 ? own : shared;
      return true;
    };
    try {
      for await (const reached of chunksOfSnapshot(vault, snapshot, enter)) void reached;
    } catch (error) {
      // Verify reports damage; here the numbers just miss what cannot be read
      if (!isChatError(error) || error.code !== 'vault-damaged') throw error;
    }
  }
  return owners;
};

/** The vault's own names only: the folder may hold other things as well. */
const vaultNames = [
  'README.txt',
  'format.json',
  'keys/',
  'packs/',
  'index/',
  'snapshots/',
  'tombs/',
  'checks/',
];

const storedBytes = async (storage: Storage): Promise<number> => {
  let sum = 0;
  for (const prefix of vaultNames) for (const {size} of await storage.list(prefix)) sum += size;
  return sum;
};

export const readStats = async (vault: Vault): Promise<VaultStats> => {
  await vault.state.refresh('full');
  const snapshots = await vault.snapshots();
  const owners = await findOwners(vault, snapshots);
  const {index} = vault.state;
  const plainByBlock = new Float64Array(index.blockCount);
  for (let row = 0; row < owners.length; row++) {
    const {block, length} = index.place(row);
    plainByBlock[block] = (plainByBlock[block] ?? 0) + length;
  }
  const unique = new Float64Array(snapshots.length + 1);
  let needed = 0;
  owners.forEach((owner, row) => {
    if (owner === 0) return;
    const {block, length} = index.place(row);
    const stored = (index.block(block).length * length) / (plainByBlock[block] ?? length);
    needed += stored;
    if (owner !== shared) unique[owner] = (unique[owner] ?? 0) + stored;
  });
  return {
    snapshots: snapshots.map((snapshot, i) => ({
      snapshot: snapshot.id,
      bytes: snapshot.files.bytes,
      uniqueStored: Math.round(unique[i + 1] ?? 0),
    })),
    logicalBytes: snapshots.reduce((sum, snapshot) => sum + snapshot.files.bytes, 0),
    storedBytes: await storedBytes(vault.storage),
    neededStored: Math.round(needed),
    packs: index.packs.filter(({state}) => state !== 'pending' && state !== 'gone').length,
    chunks: index.chunkCount,
  };
};
