// Settings in one small JSON file through lowdb, written atomically, 0600. The only file that knows lowdb.

import {access, chmod, mkdir, readFile, rename} from 'node:fs/promises';
import {join} from 'node:path';
import {Low} from 'lowdb';
import {JSONFile} from 'lowdb/node';
import {migrateSettings} from './migrate.ts';
import type {Settings} from './schema.ts';
import {defaultSettings} from './schema.ts';
import type {SettingsStore} from './store.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const isThere = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch {
    return false; // Nothing of that name: that is the answer.
  }
};

/** A file that is no JSON is kept beside under a name of its own, so that nothing in it is lost. */
const putAside = async (path: string): Promise<string | undefined> => {
  try {
    JSON.parse(await readFile(path, 'utf8'));
    return undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    let aside = `${path}.damaged`;
    for (let number = 2; await isThere(aside); number++) aside = `${path}.damaged-${number}`;
    await rename(path, aside);
    return `The settings file was damaged; it is kept as ${aside} and the defaults are used.`;
  }
};

/** `folder` is made when the first setting is written. Throws what the file system throws when it cannot be read at all. */
export const lowdbSettings = async (folder: string): Promise<SettingsStore> => {
  const path = join(folder, 'settings.json');
  const notice = await putAside(path);
  const database = new Low<unknown>(new JSONFile(path), defaultSettings);
  await database.read();
  let settings = migrateSettings(database.data);
  const listeners = new Set<() => void>();
  let queue: Promise<unknown> = Promise.resolve();
  const write = async (change: (settings: Settings) => Settings): Promise<Settings> => {
    await mkdir(folder, {recursive: true, mode: 0o700});
    await putAside(path);
    await database.read();
    settings = change(migrateSettings(database.data));
    database.data = settings;
    await database.write();
    await chmod(path, 0o600);
    for (const listener of listeners) listener();
    return settings;
  };
  return {
    notice,
    get: () => settings,
    update: (change) => {
      const done = queue.then(() => write(change));
      queue = done.catch(() => undefined);
      return done;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
