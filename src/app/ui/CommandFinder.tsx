// The list of commands that help and palette share: filters as one types, lists only what can be done now.
import type {ReactNode} from 'react';
import {useKeymap} from '../hooks/use-keymap.tsx';
import {useTheme} from '../hooks/use-theme.ts';
import {useStrings} from '../i18n/language-context.tsx';
import type {ActiveCommand} from '../terminal/dispatcher.ts';
import {useArea} from './area.tsx';
import {commandSpans, distinct, filterCommands, grouped} from './command-rows.ts';
import {List} from './List.tsx';
import {EmptyState} from './Notice.tsx';
import {TextField} from './TextField.tsx';
import {useList} from './use-list.ts';
import type {TextFieldHandle} from './use-text-field.ts';
import {useTextField} from './use-text-field.ts';

export type CommandFinderProps = {
  readonly label: string;
  readonly commands: readonly ActiveCommand[];
  /** Undefined: only to be read. */
  readonly onChoose?: ((command: ActiveCommand) => void) | undefined;
  readonly onClose: () => void;
};

export const CommandFinder = ({
  label,
  commands,
  onChoose,
  onClose,
}: CommandFinderProps): ReactNode => {
  const theme = useTheme();
  const strings = useStrings();
  const {height} = useArea();
  const filter = useTextField();
  const found = grouped(filterCommands(distinct(commands), filter.value));
  const list = useList({count: found.length, height: Math.max(1, height - 1)});
  // The best match is the first one, so each new filter starts from there.
  const filterFromTop: TextFieldHandle = {
    ...filter,
    dispatch: (action) => {
      filter.dispatch(action);
      list.dispatch({type: 'go', to: 0});
    },
  };
  useKeymap([
    {
      id: 'finder.close',
      keys: ['escape', 'ctrl+c', 'f1', 'ctrl+p'],
      title: strings.ui.keys.close,
      hint: 2,
      run: onClose,
    },
  ]);
  return (
    <>
      <TextField field={filterFromTop} label={label} placeholder={strings.ui.palettePrompt} />
      {found.length === 0 ? <EmptyState text={strings.ui.noMatch} /> : null}
      <List
        list={list}
        renderRow={(index, {width}) => {
          const command = found[index];
          return command === undefined ? [] : commandSpans(command, {width, theme});
        }}
        openTitle={strings.ui.keys.choose}
        {...(onChoose === undefined
          ? {}
          : {
              onOpen: (index: number) => {
                const command = found[index];
                if (command !== undefined) onChoose(command);
              },
            })}
      />
    </>
  );
};
