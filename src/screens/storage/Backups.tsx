// The backups of a vault: to look at one, or to compare two that are marked.
import type {ReactNode} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import type {OpenVault} from '../../app/services.ts';
import {EmptyState, ErrorState, Loading} from '../../app/ui/Notice.tsx';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import {SnapshotList} from '../_shared/SnapshotList.tsx';
import {Diff} from './Diff.tsx';
import {OneBackup} from './OneBackup.tsx';
import {pairOf, previousOf} from './state.ts';
import type {StorageAction, StorageState} from './state.ts';

export type BackupsProps = {
  readonly vault: OpenVault;
  readonly state: StorageState;
  readonly dispatch: (action: StorageAction) => void;
};

const Loaded = ({
  vault,
  state,
  dispatch,
  snapshots,
}: BackupsProps & {readonly snapshots: readonly Snapshot[]}): ReactNode => {
  const byId = (id: string | undefined): Snapshot | undefined =>
    snapshots.find((snapshot) => snapshot.id === id);
  const [before, after] = [byId(state.compared?.[0]), byId(state.compared?.[1])];
  if (before && after) return <Diff vault={vault} before={before} after={after} />;
  const open = byId(state.open);
  if (open) {
    return (
      <OneBackup
        vault={vault}
        snapshot={open}
        previous={previousOf(snapshots, open.id)}
        onCompare={(previous) => dispatch({type: 'compare', pair: [previous.id, open.id]})}
      />
    );
  }
  return (
    <SnapshotList
      snapshots={snapshots}
      onOpen={({id}) => dispatch({type: 'open', snapshot: id})}
      onCompare={(marks) => {
        const pair = pairOf(snapshots, marks);
        if (pair) dispatch({type: 'compare', pair});
      }}
    />
  );
};

export const Backups = (props: BackupsProps): ReactNode => {
  const {browse: text} = useStrings();
  const {vault} = props;
  const snapshots = useAsyncTask(`snapshots ${vault.place.id}`, () => vault.snapshots());
  if (snapshots.status === 'loading') return <Loading />;
  if (snapshots.status === 'failed') return <ErrorState error={snapshots.error} />;
  if (snapshots.value.length === 0)
    return <EmptyState text={text.noSnapshot} hint={text.noSnapshotHint} />;
  return <Loaded {...props} snapshots={snapshots.value} />;
};
