// A passphrase to choose, with an honest word about how strong it is.
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useFormat, useStrings} from '../../app/i18n/language-context.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {wrapText} from '../../app/terminal/wrap.ts';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import {passphraseStrength} from '../../engine/vault/passphrase-strength.ts';

export type AskPassphraseProps = {
  readonly label: string;
  readonly hasMeter?: boolean;
  /** What was wrong the last time. */
  readonly problem?: string | undefined;
  /** Said under the field. */
  readonly note?: string;
  readonly onDone: (passphrase: string) => void;
};

export const AskPassphrase = ({
  label,
  hasMeter = false,
  problem,
  note,
  onDone,
}: AskPassphraseProps): ReactNode => {
  const {start: text} = useStrings();
  const format = useFormat();
  const theme = useTheme();
  const {width} = useArea();
  const field = useTextField();
  const [isTried, setTried] = useState(false);
  const {bits, verdict} = passphraseStrength(field.value);
  const paint = {
    empty: theme.muted,
    weak: theme.danger,
    fair: theme.warn,
    good: theme.ok,
    strong: theme.ok,
  }[verdict];
  const meter =
    hasMeter && verdict !== 'empty'
      ? [paint(text.strengthOf(text.strength[verdict], format.count(bits))), '']
      : [];
  const notes = [...(note === undefined ? [] : [note]), text.passphraseNote];
  const submit = (typed: string): void => {
    if (typed === '') setTried(true);
    else onDone(typed);
  };
  return (
    <>
      {problem === undefined ? null : (
        <Lines
          lines={[...wrapText(`${theme.symbols.danger} ${problem}`, width).map(theme.danger), '']}
        />
      )}
      <TextField
        field={field}
        label={label}
        isSecret
        error={isTried && field.value === '' ? text.noPassphrase : undefined}
        onSubmit={submit}
        submitTitle={text.next}
      />
      <Lines
        lines={['', ...meter, ...notes.flatMap((line) => wrapText(line, width)).map(theme.muted)]}
      />
    </>
  );
};
