// The recovery key: shown once, and two of its groups typed back.
import type {ReactNode} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {groupsOf} from './state.ts';

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

export const ShowRecovery = ({
  recoveryKey,
  onDone,
}: {
  readonly recoveryKey: string;
  readonly onDone: () => void;
}): ReactNode => {
  const {start: text} = useStrings();
  const theme = useTheme();
  const {width} = useArea();
  useKeymap([{id: 'recovery.written', keys: ['enter'], title: text.written, hint: 1, run: onDone}]);
  return (
    <Lines
      lines={[
        theme.heading(text.recoveryTitle),
        '',
        ...rowsOf(recoveryKey, width).map(theme.accent),
        '',
        ...wrapText(text.recoveryNote, width),
      ]}
    />
  );
};

export type CheckRecoveryProps = {
  readonly group: number;
  readonly problem: string | undefined;
  readonly onAnswer: (typed: string) => void;
};

export const CheckRecovery = ({group, problem, onAnswer}: CheckRecoveryProps): ReactNode => {
  const {start: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const field = useTextField();
  return (
    <>
      <TextField
        field={field}
        label={text.recoveryCheck(format.count(group))}
        onSubmit={onAnswer}
      />
      <Lines lines={problem === undefined ? [''] : ['', theme.warn(problem)]} />
    </>
  );
};
