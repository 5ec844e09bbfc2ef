// Where one is on the storage screen; saved, so that coming back from a backup's chats finds it as it was. Pure.

import type {Snapshot} from '../../engine/vault/snapshot.ts';

export type StoragePage = 'menu' | 'snapshots' | 'usage' | 'verify' | 'keys' | 'forget';

export type StorageState = {
  readonly page: StoragePage;
  /** Id of the backup that is looked at. */
  readonly open: string | undefined;
  /** Ids of the two backups that are compared, older first. */
  readonly compared: readonly [string, string] | undefined;
};

export type StorageAction =
  | {readonly type: 'page'; readonly page: StoragePage}
  | {readonly type: 'open'; readonly snapshot: string}
  | {readonly type: 'compare'; readonly pair: readonly [string, string]}
  | {readonly type: 'back'};

export const startStorage: StorageState = {page: 'menu', open: undefined, compared: undefined};

export const reduceStorage = (state: StorageState, action: StorageAction): StorageState => {
  switch (action.type) {
    case 'page':
      return {page: action.page, open: undefined, compared: undefined};
    case 'open':
      return {...state, open: action.snapshot};
    case 'compare':
      return {...state, compared: action.pair};
    case 'back':
      if (state.open !== undefined || state.compared)
        return {...state, open: undefined, compared: undefined};
      return startStorage;
    default:
      return action satisfies never;
  }
};

/** The backup before this one of the same source, else the one before it in time. `snapshots`: oldest first. */
export const previousOf = (snapshots: readonly Snapshot[], id: string): Snapshot | undefined => {
  const at = snapshots.findIndex((snapshot) => snapshot.id === id);
  const earlier = snapshots.slice(0, Math.max(0, at));
  return earlier.findLast(({group}) => group === snapshots[at]?.group) ?? earlier.at(-1);
};

/** Older first, from the marks of a list that shows the newest first; undefined unless there are two. */
export const pairOf = (
  snapshots: readonly Snapshot[],
  marks: ReadonlySet<number>,
): readonly [string, string] | undefined => {
  const newest = [...snapshots].reverse();
  const [later, earlier, ...more] = [...marks]
    .sort((a, b) => a - b)
    .map((index) => newest[index]?.id);
  return later === undefined || earlier === undefined || more.length > 0
    ? undefined
    : [earlier, later];
};
