// Keys in React. A component says which commands exist while it is mounted; nearer components are asked first.
import type {ReactNode} from 'react';
import {
  createContext,
  useCallback,
  useContext,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import type {Command} from '../keymap.ts';
import type {ActiveCommand, Layer, TextTarget} from '../terminal/dispatcher.ts';
import type {MouseEvent} from '../terminal/keys.ts';
import {useTerminal} from './use-terminal.ts';

const ScopesContext = createContext<readonly string[]>([]);

export type KeymapOptions = {
  /** False: as if the component were not there. For the pane without the focus. */
  readonly isActive?: boolean;
  /** Reached even from under a modal scope: cancel, repaint, suspend. */
  readonly isGlobal?: boolean;
  readonly isModal?: boolean;
  readonly text?: TextTarget | undefined;
  readonly mouse?: ((event: MouseEvent) => boolean) | undefined;
};

/**
 * Registers `commands` for as long as the component is mounted and active. Call it in each render with a fresh table;
 * closures over props and state are up to date when a key comes.
 */
export const useKeymap = (commands: readonly Command[], options: KeymapOptions = {}): void => {
  const {dispatcher} = useTerminal();
  const scopes = useContext(ScopesContext);
  const registered = useRef<Layer | undefined>(undefined);
  const {isActive = true, isGlobal = false, isModal = false, text, mouse} = options;
  useLayoutEffect(() => {
    const layer: Layer = {scopes, commands, isGlobal, isModal, text, mouse};
    const before = registered.current;
    if (!isActive) {
      if (before !== undefined) dispatcher.unregister(before);
      registered.current = undefined;
      return;
    }
    if (before === undefined) dispatcher.register(layer);
    else dispatcher.replace(before, layer);
    registered.current = layer;
  });
  useLayoutEffect(
    () => () => {
      if (registered.current !== undefined) dispatcher.unregister(registered.current);
      registered.current = undefined;
    },
    [dispatcher],
  );
};

const noCommands: readonly Command[] = [];

const ModalLayer = (): ReactNode => {
  useKeymap(noCommands, {isModal: true});
  return null;
};

export type KeyScopeProps = {
  /** Keys that nothing inside takes end here: for overlays and questions. */
  readonly isModal?: boolean;
  readonly children: ReactNode;
};

/** What is inside is asked before what is outside. */
export const KeyScope = ({isModal = false, children}: KeyScopeProps): ReactNode => {
  const outer = useContext(ScopesContext);
  const id = useId();
  const scopes = useMemo(() => [...outer, id], [outer, id]);
  return (
    <ScopesContext value={scopes}>
      {isModal ? <ModalLayer /> : null}
      {children}
    </ScopesContext>
  );
};

/** Every command that can be reached now, nearest first: hints, help and palette are made of it. */
export const useActiveCommands = (): readonly ActiveCommand[] => {
  const {dispatcher} = useTerminal();
  return useSyncExternalStore(dispatcher.subscribe, dispatcher.activeCommands);
};

/** Runs a command by its id, as if its key had been pressed. */
export const useRunCommand = (): ((id: string) => boolean) => {
  const {dispatcher} = useTerminal();
  return useCallback((id: string) => dispatcher.runById(id), [dispatcher]);
};
