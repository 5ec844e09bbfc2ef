// Makes a vault: name, place, passphrase, and the recovery key that must be proven to be written down.
import type {ReactNode} from 'react';
import {useEffect, useReducer, useRef} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {conventionalKeys as keys} from '../../app/keymap.ts';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import {Loading, Notice} from '../../app/ui/Notice.tsx';
import {TargetField} from '../_shared/TargetField.tsx';
import {ChatError} from '../../engine/errors.ts';
import {AskText} from './AskText.tsx';
import {AskPassphrase} from './AskPassphrase.tsx';
import {CheckRecovery, ShowRecovery} from './Recovery.tsx';
import {isProven, reduceNewVault, startNewVault} from './state.ts';

export type NewVaultScreenProps = {readonly route: Extract<Route, {name: 'new-vault'}>};

/** Two different groups out of 13, by the clock: not a secret, only not always the same. */
const twoGroups = (now: number): readonly [number, number] => {
  const first = now % 13;
  return [first, (first + 1 + (Math.floor(now / 13) % 12)) % 13];
};

export const NewVaultScreen = ({route}: NewVaultScreenProps): ReactNode => {
  const {files, vaults, now} = useServices();
  const {replace, back} = useNavigation();
  const {start: text, ui} = useStrings();
  const [state, dispatch] = useReducer(reduceNewVault, undefined, startNewVault);
  const passphrase = useRef('');
  const isDone = isProven(state);
  useEffect(() => {
    if (!isDone) return;
    if (route.next) replace(route.next);
    else back();
  }, [isDone, route.next, replace, back]);
  const canGoBack = state.step === 'place' || state.step === 'passphrase' || state.step === 'again';
  useKeymap([
    {
      id: 'new-vault.back',
      keys: keys.back,
      title: ui.back,
      hint: 8,
      when: canGoBack,
      run: () => dispatch({type: 'back'}),
    },
  ]);
  const checkPlace = async (location: string): Promise<void> => {
    if (await vaults.isVault(location)) dispatch({type: 'problem', text: text.placeTaken});
    else dispatch({type: 'place', location});
  };
  const create = async (again: string): Promise<void> => {
    if (again !== passphrase.current)
      return dispatch({type: 'problem', text: text.differ, step: 'passphrase'});
    dispatch({type: 'create'});
    try {
      const made = await vaults.create(
        {name: state.name, location: state.location},
        {passphrase: passphrase.current},
      );
      passphrase.current = '';
      dispatch({
        type: 'created',
        recoveryKey: made.recoveryKey,
        vault: made.vault.place.id,
        asked: twoGroups(now()),
      });
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      dispatch({type: 'problem', text: `${error.message} ${error.hint ?? ''}`, step: 'place'});
    }
  };
  switch (state.step) {
    case 'name':
      return (
        <AskText
          key="name"
          label={text.vaultName}
          initial={state.name || text.vaultNameInitial}
          title={text.newVault}
          onDone={(name) => dispatch({type: 'name', name})}
        />
      );
    case 'place':
      return (
        <>
          <TargetField
            initial={state.location || files.join(files.home, 'ChatArk')}
            label={text.place}
            onSubmit={(location) => void checkPlace(location)}
          />
          {state.problem === undefined ? null : (
            <Notice notice={{kind: 'danger', text: state.problem}} />
          )}
        </>
      );
    case 'passphrase':
      return (
        <AskPassphrase
          key="first"
          label={text.passphrase}
          hasMeter
          problem={state.problem}
          onDone={(typed) => {
            passphrase.current = typed;
            dispatch({type: 'passphrase'});
          }}
        />
      );
    case 'again':
      return (
        <AskPassphrase
          key="again"
          label={text.again}
          problem={undefined}
          onDone={(typed) => void create(typed)}
        />
      );
    case 'creating':
      return <Loading text={text.creating} />;
    case 'recovery':
      return (
        <ShowRecovery recoveryKey={state.recoveryKey} onDone={() => dispatch({type: 'written'})} />
      );
    case 'check':
      return (
        <CheckRecovery
          key={state.answered}
          group={(state.asked[state.answered] ?? 0) + 1}
          problem={state.problem}
          onAnswer={(typed) => dispatch({type: 'answer', text: typed, wrong: text.recoveryWrong})}
        />
      );
    default:
      return state.step satisfies never;
  }
};
