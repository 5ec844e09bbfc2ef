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

export const AskBar = ({mode, problem, onFind, onGo, onClose}: AskBarProps): ReactNode => {
  const {browse: text, ui} = useStrings();
  const theme = useTheme();
  const {width} = useArea();
  const words = useTextField();
  const date = useTextField();
  const isOpen = mode === 'finding' || mode === 'going';
  useKeymap([{id: 'ask.close', keys: ['escape'], title: ui.back, hint: 2, run: onClose}], {
    isActive: isOpen,
  });
  if (problem !== undefined && !isOpen)
    return <Lines lines={[row([span(problem, theme.warn)], width)]} />;
  if (mode === 'finding')
    return (
      <TextField
        field={words}
        label={text.find}
        placeholder={text.findPlaceholder}
        error={problem}
        onSubmit={onFind}
      />
    );
  if (mode === 'going')
    return (
      <TextField
        field={date}
        label={text.goToDate}
        placeholder={text.goToDatePlaceholder}
        onSubmit={onGo}
      />
    );
  return null;
};
