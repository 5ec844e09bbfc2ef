// Gives chats back: which backup, as what, which part, where to, what about files that exist.
import type {ReactNode} from 'react';
import {useReducer} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useLanguage, useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {Menu} from '../../app/ui/Menu.tsx';
import {EmptyState, ErrorState, Loading} from '../../app/ui/Notice.tsx';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import {backKeys} from '../_shared/back-keys.ts';
import {FormatMenu} from '../_shared/FormatMenu.tsx';
import {RangeForm} from '../_shared/RangeForm.tsx';
import {SnapshotList} from '../_shared/SnapshotList.tsx';
import {TargetField} from '../_shared/TargetField.tsx';
import {WithFormats} from '../_shared/WithFormats.tsx';
import {WithVault} from '../_shared/use-vault.tsx';
import {reduceRestore, restoreSpec, startRestore} from './state.ts';

type RestoreRoute = Extract<Route, {name: 'restore'}>;

export type RestoreScreenProps = {readonly route: RestoreRoute};

const Wizard = ({
  vault,
  snapshots,
  route,
}: {
  readonly vault: OpenVault;
  readonly snapshots: readonly Snapshot[];
  readonly route: RestoreRoute;
}): ReactNode => {
  const {jobs, files} = useServices();
  const {replace} = useNavigation();
  const {restore: text, convert, ui} = useStrings();
  const lang = useLanguage();
  const [state, dispatch] = useReducer(reduceRestore, route.snapshot, startRestore);
  useKeymap([
    {
      id: 'restore.back',
      keys: backKeys,
      title: ui.back,
      hint: 8,
      when: state.step !== 'what',
      run: () => dispatch({type: 'back'}),
    },
  ]);
  switch (state.step) {
    case 'what':
      return (
        <Menu
          items={[
            {id: 'latest', label: text.latest},
            {id: 'merged', label: text.merged, detail: text.mergedDetail},
            {
              id: 'pick',
              label: text.pick,
              disabledReason: snapshots.length < 2 ? text.latest : undefined,
            },
          ]}
          onChoose={(id) => dispatch(id === 'pick' ? {type: 'pick'} : {type: 'what', snapshot: id})}
        />
      );
    case 'snapshot':
      return (
        <SnapshotList
          snapshots={snapshots}
          onOpen={({id}) => dispatch({type: 'what', snapshot: id})}
        />
      );
    case 'how':
      return (
        <Menu
          items={[
            {id: 'originals', label: text.originals, detail: text.originalsDetail},
            {id: 'other', label: text.asFormat, detail: text.asFormatDetail},
          ]}
          onChoose={(type) => dispatch({type})}
        />
      );
    case 'format':
      return (
        <WithFormats>
          {(writable) => (
            <FormatMenu
              formats={writable}
              lang={lang}
              onChoose={(format) => dispatch({type: 'format', format})}
            />
          )}
        </WithFormats>
      );
    case 'range':
      return <RangeForm hasChats onDone={(selection) => dispatch({type: 'range', selection})} />;
    case 'target':
      return (
        <TargetField
          initial={files.join(files.home, 'chatark-restored')}
          label={text.target}
          onSubmit={(out) => dispatch({type: 'target', out})}
        />
      );
    case 'exists':
      return (
        <Menu
          items={[
            {id: 'keep', label: convert.keep},
            {id: 'replace', label: convert.replace},
          ]}
          onChoose={(id) =>
            replace({
              name: 'job',
              job: jobs.start(restoreSpec(state, vault.access, id === 'replace')).id,
            })
          }
        />
      );
    default:
      return state.step satisfies never;
  }
};

const Loaded = ({
  vault,
  route,
}: {
  readonly vault: OpenVault;
  readonly route: RestoreRoute;
}): ReactNode => {
  const {browse: text} = useStrings();
  const snapshots = useAsyncTask(`snapshots ${vault.place.id}`, () => vault.snapshots());
  if (snapshots.status === 'loading') return <Loading />;
  if (snapshots.status === 'failed') return <ErrorState error={snapshots.error} />;
  if (snapshots.value.length === 0)
    return <EmptyState text={text.noSnapshot} hint={text.noSnapshotHint} />;
  return <Wizard vault={vault} snapshots={snapshots.value} route={route} />;
};

export const RestoreScreen = ({route}: RestoreScreenProps): ReactNode => (
  <WithVault vault={route.vault} routeFor={(vault) => ({...route, vault})}>
    {(vault) => <Loaded vault={vault} route={route} />}
  </WithVault>
);
