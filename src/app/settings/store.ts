// Where settings are kept, as its users see it.

import type {Settings} from './schema.ts';

/**
 * - `get` is what was last read or written, at once.
 * - `update` changes what is on disk *now* (another process may have written meanwhile) and resolves when it is safe there.
 * - A damaged settings file is put aside and the defaults are used: a vault must open without settings. `notice` says so.
 */
export interface SettingsStore {
  get(): Settings;
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  subscribe(listener: () => void): () => void;
  readonly notice: string | undefined;
}

/** For tests and for runs without a home folder. */
export const memorySettings = (initial: Settings): SettingsStore => {
  let settings = initial;
  const listeners = new Set<() => void>();
  return {
    notice: undefined,
    get: () => settings,
    update: async (change) => {
      settings = change(settings);
      for (const listener of listeners) listener();
      return settings;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
