// Types the place where something is written, with the free space there.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {truncateMiddle} from '../../app/terminal/fit.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';

export type TargetFieldProps = {
  readonly initial: string;
  readonly label?: string;
  /** What was wrong with the last answer. */
  readonly problem?: string | undefined;
  readonly onSubmit: (path: string) => void;
};

export const TargetField = ({initial, label, problem, onSubmit}: TargetFieldProps): ReactNode => {
  const {files} = useServices();
  const {files: text, start, ui} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width} = useArea();
  const field = useTextField(initial);
  const [isTried, setTried] = useState(false);
  const path = files.resolve(field.value);
  const space = useAsyncTask(path, () => files.freeSpace(path));
  const free =
    space.status === 'done' && space.value !== undefined
      ? text.freeSpace(format.bytes(space.value))
      : '';
  const isEmpty = field.value.trim() === '';
  const submit = (): void => {
    if (isEmpty) setTried(true);
    else onSubmit(path);
  };
  const lines = [
    '',
    ...(problem === undefined
      ? []
      : wrapText(`${theme.symbols.danger} ${problem}`, width).map(theme.danger)),
    ...(isEmpty ? [] : [theme.muted(truncateMiddle(sanitizeLine(path), width)), theme.muted(free)]),
  ];
  return (
    <>
      <TextField
        field={field}
        label={label ?? text.newFolder}
        error={isTried && isEmpty ? ui.required : undefined}
        onSubmit={submit}
        submitTitle={start.next}
      />
      <Lines lines={lines} />
    </>
  );
};
