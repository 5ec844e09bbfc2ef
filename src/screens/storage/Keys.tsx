// What opens this vault: passphrases and recovery keys, adding and removing them.
import type {ReactNode} from 'react';
import {useReducer} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {KeyScope, useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {failureFrom, failureNotice} from '../../app/i18n/error-words.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import type {OpenVault} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Confirm} from '../../app/ui/Confirm.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {Menu} from '../../app/ui/Menu.tsx';
import {ErrorState, Loading} from '../../app/ui/Notice.tsx';
import {AskPassphrase} from '../_shared/AskPassphrase.tsx';
import {backKeys} from '../_shared/back-keys.ts';
import {reduceKeys, slotName, startKeys} from './keys-state.ts';

const RecoveryKey = ({recoveryKey}: {readonly recoveryKey: string}): ReactNode => {
  const {start: text} = useStrings();
  const theme = useTheme();
  const {width} = useArea();
  const wrap = (line: string): string[] => wrapText(line, width);
  return (
    <Lines
      lines={[
        theme.heading(text.recoveryTitle),
        '',
        ...wrap(recoveryKey.replaceAll('-', ' ')).map(theme.accent),
        '',
        ...wrap(text.recoveryNote),
      ]}
    />
  );
};

export const Keys = ({
  vault,
  onClose,
}: {
  readonly vault: OpenVault;
  readonly onClose: () => void;
}): ReactNode => {
  const {notices, zone} = useServices();
  const strings = useStrings();
  const {manage: text, start, ui} = strings;
  const format = useFormat();
  const [state, dispatch] = useReducer(reduceKeys, startKeys);
  const slots = useAsyncTask(`keys ${vault.place.id}`, () => vault.keys.list());
  useKeymap([
    {
      id: 'keys.back',
      keys: backKeys,
      title: ui.back,
      hint: 8,
      run: () => (state.step === 'list' ? onClose() : dispatch({type: 'list'})),
    },
  ]);
  const act = async (work: () => Promise<void>): Promise<void> => {
    dispatch({type: 'busy'});
    try {
      await work();
    } catch (error) {
      notices.say(failureNotice(failureFrom(error), strings));
      dispatch({type: 'list'});
    }
    slots.reload();
  };
  const addPassphrase = (passphrase: string): Promise<void> =>
    act(async () => {
      await vault.keys.addPassphrase(passphrase, '');
      notices.say({kind: 'ok', text: text.keyAdded});
      dispatch({type: 'list'});
    });
  const addRecovery = (): Promise<void> =>
    act(async () => dispatch({type: 'recovery', recoveryKey: await vault.keys.addRecoveryKey()}));
  const remove = (slot: string): Promise<void> =>
    act(async () => {
      await vault.keys.remove(slot);
      notices.say({kind: 'ok', text: text.keyRemoved});
      dispatch({type: 'list'});
    });
  if (state.step === 'busy' || slots.status === 'loading') return <Loading />;
  if (slots.status === 'failed') return <ErrorState error={slots.error} />;
  switch (state.step) {
    case 'passphrase':
      return (
        <AskPassphrase
          key="first"
          label={start.passphrase}
          hasMeter
          problem={state.isDifferent ? start.differ : undefined}
          onDone={(typed) => dispatch({type: 'typed', passphrase: typed})}
        />
      );
    case 'again':
      return (
        <AskPassphrase
          key="again"
          label={start.again}
          onDone={(typed) =>
            typed === state.typed ? void addPassphrase(typed) : dispatch({type: 'differ'})
          }
        />
      );
    case 'recovery':
      return <RecoveryKey recoveryKey={state.recoveryKey} />;
    case 'remove': {
      const slot = slots.value.find((each) => each.slot === state.slot);
      const name = slot ? slotName(slot, {text, format, zone: zone()}) : '';
      return (
        <KeyScope isModal>
          <Confirm
            model={{
              question: text.removeKey(name),
              consequences: [text.removeKeyConsequence],
              yes: text.remove,
            }}
            onAnswer={(isYes) => (isYes ? void remove(state.slot) : dispatch({type: 'list'}))}
          />
        </KeyScope>
      );
    }
    case 'list':
      return (
        <Menu
          items={[
            ...slots.value.map((slot) => ({
              id: slot.slot,
              label: sanitizeLine(slotName(slot, {text, format, zone: zone()})),
              detail: text.chooseToRemove,
              disabledReason: slots.value.length === 1 ? text.lastKey : undefined,
            })),
            {id: '+passphrase', label: text.addPassphrase},
            {id: '+recovery', label: text.addRecovery, detail: text.addRecoveryDetail},
          ]}
          onChoose={(id) => {
            if (id === '+passphrase') dispatch({type: 'ask'});
            else if (id === '+recovery') void addRecovery();
            else dispatch({type: 'remove', slot: id});
          }}
        />
      );
    default:
      return state satisfies never;
  }
};
