// Asks for the passphrase (or the recovery key, or also a key file) of a vault, then goes on to where one wanted to go.
import type {ReactNode} from 'react';
import {useReducer} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices, useSettings} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {EmptyState, ErrorState, Loading} from '../../app/ui/Notice.tsx';
import {row, span} from '../../app/ui/spans.ts';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {AskText} from '../_shared/AskText.tsx';
import {reduceUnlock, startUnlock} from './state.ts';

export type UnlockScreenProps = {readonly route: Extract<Route, {name: 'unlock'}>};

export const UnlockScreen = ({route}: UnlockScreenProps): ReactNode => {
  const {vaults, files} = useServices();
  const place = useSettings().vaults.find(({id}) => id === route.vault);
  const {replace, back} = useNavigation();
  const {browse: text, start, ui} = useStrings();
  const theme = useTheme();
  const {width} = useArea();
  const field = useTextField();
  const [{asked, keyFile, attempt}, dispatch] = useReducer(reduceUnlock, startUnlock);
  const isRecovery = asked === 'recovery';
  const isAskingFile = asked === 'key-file';
  const switchKey = (): void => {
    dispatch({type: 'switch'});
    field.setText('');
  };
  useKeymap([
    {
      id: 'unlock.other',
      keys: ['tab'],
      title: isRecovery ? text.usePassphrase : text.useRecovery,
      hint: 2,
      when: !isAskingFile,
      run: switchKey,
    },
    {
      id: 'unlock.key-file',
      keys: ['f2'],
      title: start.keyFileKey,
      hint: 4,
      when: asked === 'passphrase',
      run: () => dispatch({type: 'ask-key-file'}),
    },
    {
      id: 'unlock.no-file',
      keys: ['escape'],
      title: ui.back,
      hint: 8,
      when: isAskingFile,
      run: () => dispatch({type: 'key-file', path: keyFile}),
    },
  ]);
  if (!place) return <EmptyState text={text.noVault} hint={text.noVaultHint} />;
  const unlock = async (secret: string): Promise<void> => {
    if (secret === '') return;
    dispatch({type: 'try'});
    try {
      await vaults.unlock(
        place,
        isRecovery ? {recoveryKey: secret.trim()} : {passphrase: secret},
        keyFile === '' || isRecovery ? {} : {keyFile},
      );
      if (route.next) replace(route.next);
      else back();
    } catch (error) {
      field.setText('');
      dispatch({type: 'failed', error});
    }
  };
  if (isAskingFile) {
    return (
      <AskText
        label={start.keyFile}
        initial={keyFile}
        note={start.keyFileNote}
        isOptional
        onDone={(typed) =>
          dispatch({type: 'key-file', path: typed === '' ? '' : files.resolve(typed)})
        }
      />
    );
  }
  const withFile =
    keyFile === '' || isRecovery
      ? []
      : [theme.muted(row([span(start.keyFileSet(sanitizeLine(files.name(keyFile))))], width))];
  return (
    <>
      <Lines
        lines={[
          row([span(text.unlock(sanitizeLine(place.name)), theme.heading)], width),
          row([span(sanitizeLine(place.location), theme.muted)], width),
          ...withFile,
          '',
        ]}
      />
      <TextField
        field={field}
        label={isRecovery ? text.recoveryKey : text.passphrase}
        isSecret={!isRecovery}
        isFocused={attempt.status !== 'busy'}
        onSubmit={(secret) => void unlock(secret)}
        submitTitle={text.unlockAction}
      />
      <Lines lines={['']} />
      {attempt.status === 'busy' ? <Loading text={text.unlocking} /> : null}
      {attempt.status === 'failed' ? <ErrorState error={attempt.error} /> : null}
    </>
  );
};
