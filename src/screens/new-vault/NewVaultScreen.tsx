// Makes a vault: name, place, passphrase, and the recovery key that must be proven to be written down.
import type {ReactNode} from 'react';
import {useEffect, useReducer} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices} from '../../app/services.ts';
import {Loading} from '../../app/ui/Notice.tsx';
import {backKeys} from '../_shared/back-keys.ts';
import {TargetField} from '../_shared/TargetField.tsx';
import {AskText} from '../_shared/AskText.tsx';
import {AskPassphrase} from '../_shared/AskPassphrase.tsx';
import {Recovery} from './Recovery.tsx';
import {isProven, reduceNewVault, startNewVault} from './state.ts';
import {useVaultActions} from './use-vault-actions.ts';

export type NewVaultScreenProps = {readonly route: Extract<Route, {name: 'new-vault'}>};

export const NewVaultScreen = ({route}: NewVaultScreenProps): ReactNode => {
  const services = useServices();
  const {files} = services;
  const {replace, back} = useNavigation();
  const strings = useStrings();
  const {start: text, ui} = strings;
  const [state, dispatch] = useReducer(reduceNewVault, undefined, startNewVault);
  const {step, problem, keyFile} = state;
  const isDone = isProven(state);
  useEffect(() => {
    if (!isDone) return;
    if (route.next) replace(route.next);
    else back();
  }, [isDone, route.next, replace, back]);
  useKeymap([
    {
      id: 'new-vault.back',
      keys: backKeys,
      title: ui.back,
      hint: 8,
      when: ['place', 'passphrase', 'key-file', 'again'].includes(step),
      run: () => dispatch({type: 'back'}),
    },
    // Nobody would see the recovery key.
    {
      id: 'new-vault.stay',
      keys: backKeys,
      title: ui.back,
      when: step === 'creating',
      run: () => undefined,
    },
    {
      id: 'new-vault.key-file',
      keys: ['tab'],
      title: text.keyFileKey,
      hint: 3,
      when: step === 'passphrase',
      run: () => dispatch({type: 'ask-key-file'}),
    },
  ]);
  const actions = useVaultActions({services, strings, state, dispatch});
  switch (step) {
    case 'name':
      return (
        <AskText
          key="name"
          label={text.vaultName}
          initial={state.name || text.vaultNameInitial}
          note={text.vaultNote}
          onDone={(name) => dispatch({type: 'name', name})}
        />
      );
    case 'place':
      return (
        <TargetField
          initial={state.location || files.join(files.home, 'ChatArk')}
          label={text.place}
          problem={problem}
          onSubmit={(location) => void actions.checkPlace(location)}
        />
      );
    case 'passphrase':
      return (
        <AskPassphrase
          key="first"
          label={text.passphrase}
          hasMeter
          problem={problem}
          {...(keyFile === '' ? {} : {note: text.keyFileSet(files.name(keyFile))})}
          onDone={actions.takePassphrase}
        />
      );
    case 'key-file':
      return (
        <AskText
          key="key-file"
          label={text.keyFile}
          initial={keyFile}
          note={text.keyFileNote}
          problem={problem}
          isOptional
          onDone={(typed) => void actions.takeKeyFile(typed)}
        />
      );
    case 'again':
      return (
        <AskPassphrase
          key="again"
          label={text.again}
          onDone={(typed) => void actions.create(typed)}
        />
      );
    case 'creating':
      return <Loading text={text.creating} />;
    case 'recovery':
    case 'check':
      return <Recovery state={state} dispatch={dispatch} />;
    default:
      return step satisfies never;
  }
};
