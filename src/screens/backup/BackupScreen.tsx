// The backup wizard: files, what they are, which chats and dates, which vault, go.
import type {ReactNode} from 'react';
import {useEffect, useReducer, useRef} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {failureNotice} from '../../app/i18n/error-words.ts';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useJobs, useServices, useSettings} from '../../app/services.ts';
import {Menu} from '../../app/ui/Menu.tsx';
import {Notice} from '../../app/ui/Notice.tsx';
import {backKeys} from '../_shared/back-keys.ts';
import {FileBrowser} from '../_shared/FileBrowser.tsx';
import {RangeForm} from '../_shared/RangeForm.tsx';
import {ChooseChats} from './ChooseChats.tsx';
import {ChooseVault} from './ChooseVault.tsx';
import {ConfirmBackup} from './ConfirmBackup.tsx';
import {Found} from './Found.tsx';
import {Looking} from './Looking.tsx';
import {chatsOf, reduceBackup, startBackup} from './state.ts';
import type {BackupState} from './state.ts';

export type BackupScreenProps = {readonly route: Extract<Route, {name: 'backup'}>};

export const BackupScreen = ({route}: BackupScreenProps): ReactNode => {
  const {jobs} = useServices();
  const {push, saved, save} = useNavigation();
  const strings = useStrings();
  const {start: text, ui} = strings;
  const [state, dispatch] = useReducer(
    reduceBackup,
    undefined,
    () => (saved as BackupState | undefined) ?? startBackup(),
  );
  const {step, inspection: id} = state;
  const job = useJobs().find((each) => each.id === id);
  const inspection =
    job?.state.status === 'done' && job.state.result.kind === 'inspect'
      ? job.state.result
      : undefined;
  const look = (paths: readonly string[]): void =>
    dispatch({type: 'files', paths, job: jobs.start({kind: 'inspect', paths, overrides: {}}).id});
  const isStarted = useRef(saved !== undefined);
  useEffect(() => {
    if (isStarted.current || !route.paths) return;
    isStarted.current = true;
    look(route.paths);
  });
  useEffect(() => {
    if (inspection) dispatch({type: 'found'});
  }, [inspection]);
  const places = useSettings().vaults;
  const made = state.known && places.find((place) => state.known?.includes(place.id) === false);
  useEffect(() => {
    if (made) dispatch({type: 'vault', vault: made.id});
  }, [made]);
  useEffect(() => save(state), [save, state]);
  const back = (): void => {
    if (step === 'looking' && id !== undefined) jobs.cancel(id);
    dispatch({type: 'back'});
  };
  const makeVault = (): void => {
    const action = {type: 'make', known: places.map((place) => place.id)} as const;
    dispatch(action);
    save(reduceBackup(state, action));
    push({name: 'new-vault'});
  };
  useKeymap([
    {
      id: 'backup.back',
      keys: backKeys,
      title: ui.back,
      hint: 8,
      when: step !== 'files',
      run: back,
    },
  ]);
  if (job?.state.status === 'failed' && step !== 'files') {
    return <Notice notice={failureNotice(job.state.failure, strings)} />;
  }
  if (step === 'files') return <FileBrowser marked={state.paths} onDone={look} />;
  if (step === 'looking' || !inspection) return <Looking job={job} />;
  switch (step) {
    case 'found':
      return (
        <Found inspection={inspection} onNext={() => dispatch({type: 'step', step: 'range'})} />
      );
    case 'range':
      return (
        <Menu
          items={[
            {id: 'all', label: text.allChats},
            {
              id: 'chats',
              label: text.someChats,
              disabledReason: chatsOf(inspection).length < 2 ? text.allChats : undefined,
            },
            {
              id: 'dates',
              label: text.dates,
              disabledReason: inspection.exports.length === 0 ? text.nothingFound : undefined,
            },
          ]}
          onChoose={(choice) =>
            dispatch(
              choice === 'all' ? {type: 'selection', selection: {}} : {type: 'step', step: choice},
            )
          }
        />
      );
    case 'chats':
      return (
        <ChooseChats
          chats={chatsOf(inspection)}
          onDone={(chats) => dispatch({type: 'selection', selection: chats ? {chats} : {}})}
        />
      );
    case 'dates':
      return (
        <RangeForm
          hasChats={false}
          onDone={(selection) => dispatch({type: 'selection', selection})}
        />
      );
    case 'vault':
    case 'open-vault':
      return (
        <ChooseVault
          isOpening={step === 'open-vault'}
          onChoose={(vault) => dispatch({type: 'vault', vault})}
          onOpen={() => dispatch({type: 'step', step: 'open-vault'})}
          onNew={makeVault}
        />
      );
    case 'confirm':
      return <ConfirmBackup state={state} inspection={inspection} />;
    default:
      return step satisfies never;
  }
};
