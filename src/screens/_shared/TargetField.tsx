// Types the place where something is written, with the free space there.
import type {ReactNode} from 'react';
import {useAsyncTask} from '../../app/hooks/use-async-task.ts';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useServices} from '../../app/services.ts';
import {sanitizeLine} from '../../app/terminal/sanitize.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {row, span} from '../../app/ui/spans.ts';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';

export type TargetFieldProps = {
  readonly initial: string;
  readonly label?: string;
  readonly onSubmit: (path: string) => void;
};

export const TargetField = ({initial, label, onSubmit}: TargetFieldProps): ReactNode => {
  const {files} = useServices();
  const {files: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width} = useArea();
  const field = useTextField(initial);
  const path = files.resolve(field.value);
  const space = useAsyncTask(path, () => files.freeSpace(path));
  const free =
    space.status === 'done' && space.value !== undefined
      ? text.freeSpace(format.bytes(space.value))
      : '';
  return (
    <>
      <TextField
        field={field}
        label={label ?? text.newFolder}
        error={field.value.trim() === '' ? text.missing : undefined}
        onSubmit={() => onSubmit(path)}
      />
      <Lines
        lines={[
          '',
          row([span(sanitizeLine(path), theme.muted)], width),
          row([span(free, theme.muted)], width),
        ]}
      />
    </>
  );
};
