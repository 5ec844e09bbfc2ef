// The row under the chat where a search or a date is typed.
import type {ReactNode} from 'react';
import {useKeymap} from '../../app/hooks/use-keymap.tsx';
import {useTheme} from '../../app/hooks/use-theme.ts';
import {useStrings} from '../../app/i18n/language-context.tsx';
import {useArea} from '../../app/ui/area.tsx';
import {Lines} from '../../app/ui/Line.tsx';
import {row, span} from '../../app/ui/spans.ts';
import {TextField} from '../../app/ui/TextField.tsx';
import {useTextField} from '../../app/ui/use-text-field.ts';
import type {Mode} from './state.ts';

export type AskBarProps = {
  readonly mode: Mode;
  readonly problem: string | undefined;
  readonly onFind: (words: string) => void;
  readonly onGo: (date: string) => void;
  readonly onClose: () => void;
};

/** Made anew each time it opens, so nothing of the last question is left in it. */
const Ask = ({
  label,
  placeholder,
  onSubmit,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly onSubmit: (text: string) => void;
}): ReactNode => {
  const field = useTextField();
  const submit = (text: string): void => {
    if (text.trim() !== '') onSubmit(text);
  };
  return <TextField field={field} label={label} placeholder={placeholder} onSubmit={submit} />;
};

export const AskBar = ({mode, problem, onFind, onGo, onClose}: AskBarProps): ReactNode => {
  const {browse: text, ui} = useStrings();
  const theme = useTheme();
  const {width} = useArea();
  const isOpen = mode === 'finding' || mode === 'going';
  useKeymap([{id: 'ask.close', keys: ['escape'], title: ui.back, hint: 2, run: onClose}], {
    isActive: isOpen,
  });
  if (mode === 'finding')
    return (
      <Ask key="find" label={text.find} placeholder={text.findPlaceholder} onSubmit={onFind} />
    );
  if (mode === 'going')
    return (
      <Ask key="go" label={text.goToDate} placeholder={text.goToDatePlaceholder} onSubmit={onGo} />
    );
  return problem === undefined ? null : <Lines lines={[row([span(problem, theme.warn)], width)]} />;
};
