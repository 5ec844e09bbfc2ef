// A yes-or-no question that defaults to no unless nothing can be lost. Usage: put it in a modal KeyScope, or as a screen:
//   <Confirm model={{question: 'Delete the snapshot "…"?'}} onAnswer={(isYes) => …} />
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useKeymap} from '../hooks/use-keymap.tsx';
import {useTheme} from '../hooks/use-theme.ts';
import {useStrings} from '../i18n/language-context.tsx';
import {conventionalKeys as keys} from '../keymap.ts';
import {useArea} from './area.tsx';
import {answerRow, questionRows} from './confirm-rows.ts';
import {Lines} from './Line.tsx';
import type {ConfirmModel} from './models.ts';

export type ConfirmProps = {
  readonly model: ConfirmModel;
  /** Esc and n answer false. */
  readonly onAnswer: (isYes: boolean) => void;
};

export const Confirm = ({model, onAnswer}: ConfirmProps): ReactNode => {
  const theme = useTheme();
  const strings = useStrings();
  const {width, height} = useArea();
  const [isYes, setYes] = useState(model.isHarmless === true);
  const text = strings.ui.keys;
  useKeymap([
    {
      id: 'confirm.choose',
      keys: [...keys.confirm, ...keys.mark],
      title: text.choose,
      hint: 1,
      run: () => onAnswer(isYes),
    },
    {
      id: 'confirm.switch',
      keys: ['left', 'right', 'up', 'down', 'tab', 'shift+tab', 'h', 'l', 'j', 'k'],
      title: text.switchAnswer,
      hint: 2,
      run: () => setYes((before) => !before),
    },
    {
      id: 'confirm.yes',
      keys: ['y', '1'],
      title: model.yes ?? text.yes,
      hint: 3,
      run: () => onAnswer(true),
    },
    {
      id: 'confirm.no',
      keys: ['n', '2', 'escape', 'q'],
      title: model.no ?? text.no,
      hint: 4,
      run: () => onAnswer(false),
    },
  ]);
  const view = {width, theme, strings};
  const question = questionRows(model, view).slice(0, Math.max(1, height - 2));
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[...question, '', answerRow(model, isYes, view)]} />
    </Box>
  );
};
