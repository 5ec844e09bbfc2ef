// The terminal in React: context, size, and what is measured in its cells.
import {createContext, useContext, useSyncExternalStore} from 'react';
import type {Terminal, TerminalSize} from '../terminal/terminal.ts';

export const TerminalContext = createContext<Terminal | undefined>(undefined);

/** Everything rendered by start-ink.tsx has a terminal. */
export const useTerminal = (): Terminal => {
  const terminal = useContext(TerminalContext);
  if (terminal === undefined) throw new Error('useTerminal needs startInk around it.');
  return terminal;
};

/** Columns and rows now; renders again when the window changes. */
export const useTerminalSize = (): TerminalSize => {
  const {size} = useTerminal();
  return useSyncExternalStore(size.subscribe, size.get);
};
