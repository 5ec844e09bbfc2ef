// Every key that does something here, generated from the tables of keys; Enter does it.
import type {ReactNode} from 'react';
import {useStrings} from '../i18n/language-context.tsx';
import type {ActiveCommand} from '../terminal/dispatcher.ts';
import {CommandFinder} from './CommandFinder.tsx';

export type HelpOverlayProps = {
  /** What could be reached before the overlay opened. */
  readonly commands: readonly ActiveCommand[];
  readonly onChoose: (command: ActiveCommand) => void;
  readonly onClose: () => void;
};

export const HelpOverlay = ({commands, onChoose, onClose}: HelpOverlayProps): ReactNode => {
  const {ui} = useStrings();
  const withKeys = commands.filter(({keys}) => keys.length > 0);
  return (
    <CommandFinder label={ui.help} commands={withKeys} onChoose={onChoose} onClose={onClose} />
  );
};
