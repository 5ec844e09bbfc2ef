// Opens a SQLite database that lies in a Source and gives its rows. Not a general database layer: reading only, on a private copy.

import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ChatError, throwIfCancelled} from '../errors.ts';
import type {Source} from './source.ts';

export type SqliteValue = string | number | bigint | Uint8Array | null;
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

/** Integers beyond 2^53 come as bigint. */
export interface SqliteFile {
  /** Rows as they are read; stopping early releases the statement. Throws `input-malformed` where the file is damaged. */
  rows(sql: string, values?: readonly SqliteValue[]): IterableIterator<SqliteRow>;
  /** Column names of a real table (not of a view); empty where there is none. */
  columns(table: string): ReadonlySet<string>;
  /** Leaves nothing behind; safe to call more than once. */
  close(): Promise<void>;
}

/** The engine needs files with names: each database gets a folder of its own (0700), its files are 0600. */
const copyInto = async (
  source: Source,
  path: string,
  target: string,
  signal: AbortSignal,
): Promise<void> => {
  const file = await open(target, 'wx', 0o600);
  try {
    for await (const chunk of source.open(path)) {
      throwIfCancelled(signal);
      await file.writeFile(chunk);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw new ChatError('no-space', 'No room for the temporary copy of the database.', {
        hint: 'Free some space in the temporary folder, or set TMPDIR to another one.',
        cause: error,
      });
    }
    throw error;
  } finally {
    await file.close();
  }
};

const malformed = (path: string, cause: unknown): ChatError =>
  new ChatError(
    'input-malformed',
    `The database ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
    {hint: 'Copy it again while the program that owns it is closed, with its -wal file.', cause},
  );

type Wasm = typeof import('node-sqlite3-wasm');
type Database = InstanceType<Wasm['Database']>;

class OpenedSqlite implements SqliteFile {
  readonly #database: Database;
  readonly #path: string;
  readonly #remove: () => Promise<void>;
  readonly #tables: ReadonlySet<string>;

  constructor(database: Database, path: string, remove: () => Promise<void>) {
    this.#database = database;
    this.#path = path;
    this.#remove = remove;
    // A file from outside may define functions in views and triggers, and may be larger than it says.
    for (const pragma of ['trusted_schema=off', 'cell_size_check=on', 'temp_store=memory'])
      database.exec(`pragma ${pragma}`);
    database.exec('pragma locking_mode=exclusive');
    const names = database.all("select name from sqlite_master where type = 'table'");
    this.#tables = new Set(names.map((row) => String(row['name'])));
  }

  *rows(sql: string, values: readonly SqliteValue[] = []): IterableIterator<SqliteRow> {
    try {
      const statement = this.#database.prepare(sql);
      try {
        yield* statement.iterate([...values]) as IterableIterator<SqliteRow>;
      } finally {
        statement.finalize();
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'SQLite3Error')
        throw malformed(this.#path, error);
      throw error;
    }
  }

  columns(table: string): ReadonlySet<string> {
    if (!this.#tables.has(table)) return new Set();
    const rows = this.rows('select name from pragma_table_info(?)', [table]);
    return new Set([...rows].map((row) => String(row['name'])));
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
    await this.#remove();
  }
}

const magic = 'SQLite format 3\0';

const checkMagic = async (source: Source, path: string): Promise<void> => {
  let head = '';
  for await (const chunk of source.open(path, {length: magic.length}))
    head += Buffer.from(chunk).toString('latin1');
  if (head !== magic)
    throw new ChatError('input-malformed', `${path} is not a SQLite database, or is encrypted.`);
};

/**
 * Copies the database (and its `-wal`, which holds the newest messages) to a private temporary folder and opens the copy.
 * The copy loses its name as soon as it is open where the system allows that, so that a crash leaves nothing; else `close` removes it.
 */
export const openSqlite = async (
  source: Source,
  path: string,
  signal: AbortSignal,
): Promise<SqliteFile> => {
  await checkMagic(source, path);
  const {default: sqlite} = await import('node-sqlite3-wasm');
  const folder = await mkdtemp(join(tmpdir(), 'chatark-'));
  const remove = (): Promise<void> => rm(folder, {recursive: true, force: true});
  let database: Database | undefined;
  try {
    const copy = join(folder, 'copy.db');
    await copyInto(source, path, copy, signal);
    const entries = await source.list();
    if (entries.some((entry) => entry.path === `${path}-wal` && entry.size > 0))
      await copyInto(source, `${path}-wal`, `${copy}-wal`, signal);
    database = new sqlite.Database(copy, {fileMustExist: true});
    const opened = new OpenedSqlite(database, path, remove);
    // Windows refuses to remove open files; there `close` does it.
    await remove().catch(() => undefined);
    return opened;
  } catch (error) {
    if (database?.isOpen) database.close();
    await remove();
    if (error instanceof Error && error.name === 'SQLite3Error') throw malformed(path, error);
    throw error;
  }
};
