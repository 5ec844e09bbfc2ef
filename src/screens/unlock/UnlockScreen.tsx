// Asks for the passphrase (or the recovery key) of a vault, then goes on to where one wanted to go.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useNavigation} from '../../app/routes-types.ts';
import type {Route} from '../../app/routes-types.ts';
import {useServices, useSettings} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {ErrorState, Loading, Notice} from '../../app/ui/Notice.tsx';
import {row, span} from '../../app/ui/spans.ts';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';

export type UnlockScreenProps = {readonly route: Extract<Route, {name: 'unlock'}>};

type Attempt =
  | {readonly status: 'asking'}
  | {readonly status: 'busy'}
  | {readonly status: 'failed'; readonly error: unknown};

export const UnlockScreen = ({route}: UnlockScreenProps): ReactNode => {
  const {vaults} = useServices();
  const place = useSettings().vaults.find(({id}) => id === route.vault);
  const {replace, back} = useNavigation();
  const {browse: text} = useStrings();
  const theme = useTheme();
  const {width} = useArea();
  const field = useTextField();
  const [isRecovery, setRecovery] = useState(false);
  const [attempt, setAttempt] = useState<Attempt>({status: 'asking'});
  useKeymap([
    {
      id: 'unlock.other',
      keys: ['tab'],
      title: isRecovery ? text.usePassphrase : text.useRecovery,
      hint: 2,
      run: () => {
        setRecovery(!isRecovery);
        field.setText('');
      },
    },
  ]);
  if (!place) return <Notice notice={{kind: 'warn', text: text.noVault, hint: text.noVaultHint}} />;
  const unlock = async (secret: string): Promise<void> => {
    setAttempt({status: 'busy'});
    try {
      await vaults.unlock(place, isRecovery ? {recoveryKey: secret.trim()} : {passphrase: secret});
      if (route.next) replace(route.next);
      else back();
    } catch (error) {
      field.setText('');
      setAttempt({status: 'failed', error});
    }
  };
  return (
    <>
      <Lines
        lines={[
          row([span(text.unlock(sanitizeLine(place.name)), theme.heading)], width),
          row([span(sanitizeLine(place.location), theme.muted)], width),
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
