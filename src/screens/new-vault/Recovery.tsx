// The recovery key: shown once, and two of its groups typed back. Not to be left by a slip of the finger.
import type {ReactNode} from 'react';
import {KeyScope, useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {conventionalKeys as keys} from '../../app/keymap.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Confirm} from '../../app/ui/Confirm.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {backKeys} from '../_shared/back-keys.ts';
import {groupsOf} from './state.ts';
import type {NewVaultAction, NewVaultState} from './state.ts';

/** Numbered, so that the question about a group can be answered. */
const rowsOf = (recoveryKey: string, width: number): string[] => {
  const perRow = Math.max(1, Math.min(4, Math.floor(width / 9)));
  const cells = groupsOf(recoveryKey).map(
    (group, index) => `${String(index + 1).padStart(2)} ${group}`,
  );
  return Array.from({length: Math.ceil(cells.length / perRow)}, (_row, at) =>
    cells.slice(at * perRow, (at + 1) * perRow).join('  '),
  );
};

const ShowRecovery = ({
  recoveryKey,
  onDone,
}: {
  readonly recoveryKey: string;
  readonly onDone: () => void;
}): ReactNode => {
  const {start: text} = useStrings();
  const theme = useTheme();
  const {width, height} = useArea();
  useKeymap([{id: 'recovery.written', keys: ['enter'], title: text.written, hint: 1, run: onDone}]);
  const rows = rowsOf(recoveryKey, width).map(theme.accent);
  const note = wrapText(text.recoveryNote, width);
  const gap = height >= rows.length + note.length + 3 ? [''] : [];
  return (
    <Lines
      lines={[theme.heading(text.recoveryTitle), ...gap, ...rows, ...gap, ...note].slice(0, height)}
    />
  );
};

type CheckRecoveryProps = {
  readonly group: number;
  readonly problem: string | undefined;
  readonly onAnswer: (typed: string) => void;
};

const CheckRecovery = ({group, problem, onAnswer}: CheckRecoveryProps): ReactNode => {
  const {start: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width} = useArea();
  const field = useTextField();
  return (
    <>
      <TextField
        field={field}
        label={text.recoveryCheck(format.count(group))}
        onSubmit={onAnswer}
      />
      <Lines
        lines={['', ...(problem === undefined ? [] : wrapText(problem, width).map(theme.warn))]}
      />
    </>
  );
};

export type RecoveryProps = {
  readonly state: NewVaultState;
  readonly dispatch: (action: NewVaultAction) => void;
};

export const Recovery = ({state, dispatch}: RecoveryProps): ReactNode => {
  const {start: text, ui} = useStrings();
  const isChecking = state.step === 'check';
  const ask = (): void => dispatch({type: 'leaving', isLeaving: true});
  useKeymap([
    {
      id: 'recovery.back',
      keys: backKeys,
      title: isChecking ? text.lookAgain : ui.back,
      hint: 8,
      run: () => (isChecking ? dispatch({type: 'back'}) : ask()),
    },
    // These lead elsewhere on other screens.
    {
      id: 'recovery.leave',
      keys: [...keys.lastPlace, ...keys.cancel, 'J'],
      title: text.leaveAnyway,
      run: ask,
    },
  ]);
  if (state.isLeaving) {
    return (
      <KeyScope isModal>
        <Confirm
          model={{
            question: text.leaveRecovery,
            consequences: [text.leaveRecoveryConsequence],
            yes: text.leaveAnyway,
            no: text.stay,
          }}
          onAnswer={(isYes) =>
            dispatch(isYes ? {type: 'left'} : {type: 'leaving', isLeaving: false})
          }
        />
      </KeyScope>
    );
  }
  if (!isChecking)
    return (
      <ShowRecovery recoveryKey={state.recoveryKey} onDone={() => dispatch({type: 'written'})} />
    );
  return (
    <CheckRecovery
      key={state.answered}
      group={(state.asked[state.answered] ?? 0) + 1}
      problem={state.problem}
      onAnswer={(typed) => dispatch({type: 'answer', text: typed, wrong: text.recoveryWrong})}
    />
  );
};
