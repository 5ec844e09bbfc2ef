// What "the chats of a vault" are: those of the newest backup of each source. A vault may hold backups of a phone and of a
// computer, and the newer one of them does not replace the other.

import type {OpenVault, VaultLanes} from '../services.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';

/** Newest first. `snapshots`: oldest first. */
export const newestOfEachSource = (snapshots: readonly Snapshot[]): readonly Snapshot[] => {
  const groups = new Set<string>();
  return [...snapshots].reverse().filter(({group, messages}) => {
    if (!messages || groups.has(group)) return false;
    groups.add(group);
    return true;
  });
};

/** Of one backup, or of the newest of each source. */
export const lanesOf = async (
  vault: Pick<OpenVault, 'snapshots' | 'lane'>,
  id: string | undefined,
): Promise<VaultLanes> => {
  const snapshots = await vault.snapshots();
  const chosen =
    id === undefined
      ? newestOfEachSource(snapshots)
      : snapshots.filter((snapshot) => snapshot.id === id);
  const lanes: Lane[] = [];
  for (const snapshot of chosen) {
    const lane = await vault.lane(snapshot);
    if (lane) lanes.push(lane);
  }
  return {snapshots: snapshots.length, lanes};
};
