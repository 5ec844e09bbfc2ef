// One question with one line to type.
import type {ReactNode} from 'react';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';

export type AskTextProps = {
  readonly title: string;
  readonly label: string;
  readonly initial: string;
  readonly onDone: (text: string) => void;
};

export const AskText = ({title, label, initial, onDone}: AskTextProps): ReactNode => {
  const {ui} = useStrings();
  const theme = useTheme();
  const field = useTextField(initial);
  const isEmpty = field.value.trim() === '';
  return (
    <>
      <Lines lines={[theme.heading(title), '']} />
      <TextField
        field={field}
        label={label}
        error={isEmpty ? ui.required : undefined}
        onSubmit={(typed) => onDone(typed.trim())}
      />
    </>
  );
};
