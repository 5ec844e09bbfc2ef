// The terminal as screens see it: its size, its keys, the caret, and the few things besides drawing that it can do.
import type {Capabilities} from './capabilities.ts';
import type {Dispatcher} from './dispatcher.ts';
import type {Caret} from './frame-writer.ts';

export type TerminalSize = {readonly columns: number; readonly rows: number};

/** A value that components subscribe to; `get` returns the same object until it changes. */
export type Store<Value> = {
  readonly get: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
};

export type WritableStore<Value> = Store<Value> & {readonly set: (value: Value) => void};

export const createStore = <Value>(initial: Value): WritableStore<Value> => {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
  };
};

/** Asked after layout; undefined while the field is not on the screen. */
export type CaretFinder = () => Caret | undefined;

/** Who has the real cursor. The latest claim wins; input methods show their candidates there. */
export type CaretRegistry = {
  readonly claim: (finder: CaretFinder) => void;
  readonly release: (finder: CaretFinder) => void;
  readonly find: CaretFinder;
};

export const createCaretRegistry = (): CaretRegistry => {
  const finders: CaretFinder[] = [];
  return {
    claim: (finder) => {
      finders.push(finder);
    },
    release: (finder) => {
      const at = finders.indexOf(finder);
      if (at >= 0) finders.splice(at, 1);
    },
    find: () => finders.at(-1)?.(),
  };
};

export type Terminal = {
  readonly capabilities: Capabilities;
  readonly size: Store<TerminalSize>;
  readonly dispatcher: Dispatcher;
  readonly carets: CaretRegistry;
  /** Looks for the caret again, outside of a render. */
  readonly refreshCaret: () => void;
  /** Sends a sequence that draws nothing; see osc.ts. */
  readonly send: (sequence: string) => void;
  /** Ctrl-L */
  readonly repaint: () => void;
  /** Ctrl-Z */
  readonly suspend: () => void;
};
