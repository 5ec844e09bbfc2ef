// Every command by name, those without keys included; moving about is left to the keys.
import type {ReactNode} from 'react';
import {useStrings} from '../i18n/language-context.tsx';
import type {ActiveCommand} from '../terminal/dispatcher.ts';
import {CommandFinder} from './CommandFinder.tsx';

export type PaletteProps = {
  readonly commands: readonly ActiveCommand[];
  readonly onChoose: (command: ActiveCommand) => void;
  readonly onClose: () => void;
};

export const Palette = ({commands, onChoose, onClose}: PaletteProps): ReactNode => {
  const {ui} = useStrings();
  const chosen = commands.filter(
    ({id, group}) => group !== ui.keys.moving && id !== 'shell.palette',
  );
  return (
    <CommandFinder label={ui.palette} commands={chosen} onChoose={onChoose} onClose={onClose} />
  );
};
