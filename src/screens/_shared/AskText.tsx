// One question with one line to type.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';

export type AskTextProps = {
  readonly label: string;
  readonly initial: string;
  readonly note: string;
  /** What was wrong with the last answer. */
  readonly problem?: string | undefined;
  readonly isOptional?: boolean;
  readonly onDone: (text: string) => void;
};

export const AskText = ({
  label,
  initial,
  note,
  problem,
  isOptional = false,
  onDone,
}: AskTextProps): ReactNode => {
  const {ui, start: text} = useStrings();
  const theme = useTheme();
  const {width} = useArea();
  const field = useTextField(initial);
  const [isTried, setTried] = useState(false);
  const isMissing = !isOptional && field.value.trim() === '';
  const submit = (typed: string): void => {
    if (isMissing) setTried(true);
    else onDone(typed.trim());
  };
  return (
    <>
      <TextField
        field={field}
        label={label}
        error={isTried && isMissing ? ui.required : undefined}
        onSubmit={submit}
        submitTitle={text.next}
      />
      <Lines
        lines={[
          '',
          ...(problem === undefined
            ? []
            : wrapText(`${theme.symbols.danger} ${problem}`, width).map(theme.danger)),
          ...wrapText(note, width).map(theme.muted),
        ]}
      />
    </>
  );
};
