// One line to type in, with the terminal's real cursor at the caret. Usage:
//   const name = useTextField('initial')
//   <TextField field={name} label="Name" onSubmit={(text) => …} />
// While it has the focus it takes what types; Enter submits, Esc and the rest go on to the screen.
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useCaret} from '../hooks/use-caret.ts';
import {useKeymap} from '../hooks/use-keymap.tsx';
import {useTheme} from '../hooks/use-theme.ts';
import {useStrings} from '../i18n/language-context.tsx';
import type {Command} from '../keymap.ts';
import {conventionalKeys as keys} from '../keymap.ts';
import type {TextTarget} from '../terminal/dispatcher.ts';
import {truncateEnd} from '../terminal/fit.ts';
import {textWidth} from '../terminal/width.ts';
import {useArea} from './area.tsx';
import {Line} from './Line.tsx';
import {row, span} from './spans.ts';
import {actionOfKey, viewField} from './text-field-state.ts';
import type {TextFieldHandle} from './use-text-field.ts';

export type TextFieldProps = {
  readonly field: TextFieldHandle;
  readonly label?: string;
  readonly placeholder?: string;
  readonly isFocused?: boolean;
  /** A passphrase: stars, until Ctrl-T shows it. */
  readonly isSecret?: boolean;
  /** What is wrong with the text now, shown under it. */
  readonly error?: string | undefined;
  readonly onSubmit?: (text: string) => void;
  readonly submitTitle?: string;
  readonly width?: number;
};

const narrowestText = 8;

export const TextField = ({
  field,
  label = '',
  placeholder = '',
  isFocused = true,
  isSecret = false,
  error,
  onSubmit,
  submitTitle,
  width: givenWidth,
}: TextFieldProps): ReactNode => {
  const theme = useTheme();
  const text = useStrings().ui.keys;
  const area = useArea();
  const width = givenWidth ?? area.width;
  const [isRevealed, setRevealed] = useState(false);
  const {state, dispatch, value} = field;
  const commands: Command[] = [
    {
      id: 'field.submit',
      keys: keys.confirm,
      title: submitTitle ?? text.submit,
      hint: 1,
      when: onSubmit !== undefined,
      disabledReason: error,
      run: () => onSubmit?.(value),
    },
    {
      id: 'field.reveal',
      keys: ['ctrl+t'],
      title: text.showSecret,
      hint: 3,
      when: isSecret,
      run: () => setRevealed((isShown) => !isShown),
    },
  ];
  const target: TextTarget = {
    wants: (key, typed) => actionOfKey(key, typed) !== undefined,
    receive: (event) => {
      if (event.type === 'paste') dispatch({type: 'paste', text: event.text});
      else {
        const action = actionOfKey(event.key, event.text);
        if (action !== undefined) dispatch(action);
      }
    },
  };
  useKeymap(commands, {isActive: isFocused, text: target});
  const shownLabel =
    label === '' ? '' : `${truncateEnd(label, Math.max(0, width - narrowestText - 2))}: `;
  const labelWidth = textWidth(shownLabel);
  const view = viewField(state, Math.max(1, width - labelWidth), isSecret && !isRevealed);
  const box = useCaret(isFocused ? {column: labelWidth + view.caretColumn, row: 0} : undefined);
  const content = value === '' ? span(placeholder, theme.muted) : span(view.text);
  return (
    <Box ref={box} flexDirection="column" flexShrink={0} width={width}>
      <Line
        text={row([span(shownLabel, isFocused ? theme.accent : theme.muted), content], width)}
      />
      {error === undefined ? null : (
        <Line text={row([span(`${theme.symbols.danger} ${error}`, theme.danger)], width)} />
      )}
    </Box>
  );
};
