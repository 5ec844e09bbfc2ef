import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {memorySource} from '../../../src/engine/io/memory-source.ts';
import {openSqlite} from '../../../src/engine/io/sqlite-source.ts';

const {signal} = new AbortController();
let folder = '';
let previousTemp: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-source-test-'));
  previousTemp = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
});

afterEach(() => {
  if (previousTemp === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = previousTemp;
  rmSync(folder, {recursive: true, force: true});
});

/** Runs SQL in a new database and gives its files as they are while it is still open. */
const filesOf = (sql: string): Record<string, Uint8Array> => {
  const path = join(folder, 'made.db');
  const database = new sqlite.Database(path);
  database.exec(sql);
  const files = Object.fromEntries(
    readdirSync(folder, {withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => [
        entry.name.replace('made', 'a'),
        new Uint8Array(readFileSync(join(folder, entry.name))),
      ]),
  );
  database.close();
  for (const name of readdirSync(folder)) rmSync(join(folder, name), {recursive: true});
  return files;
};

const words = "create table words (word text); insert into words values ('one'), ('two');";

describe('a SQLite database in a source', () => {
  test('gives its rows, large integers as bigint and blobs as bytes', async () => {
    const files = filesOf(
      "create table t (a, b, c); insert into t values (720000000123456789, x'00ff', null)",
    );
    const database = await openSqlite(memorySource(files, {chunkSize: 7}), 'a.db', signal);
    expect([...database.rows('select * from t')]).toEqual([
      {a: 720_000_000_123_456_789n, b: Uint8Array.from([0, 255]), c: null},
    ]);
    await database.close();
  });

  test('sees what is only in the write-ahead log', async () => {
    const files = filesOf(`pragma locking_mode = exclusive; pragma journal_mode = wal; ${words}`);
    expect(Object.keys(files)).toContain('a.db-wal');
    const whole = await openSqlite(memorySource(files), 'a.db', signal);
    expect([...whole.rows('select word from words')]).toEqual([{word: 'one'}, {word: 'two'}]);
    await whole.close();
  });

  test('leaves no file behind, not even while it is open', async () => {
    const database = await openSqlite(memorySource(filesOf(words)), 'a.db', signal);
    if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([]);
    expect([...database.rows('select count(*) as n from words')]).toEqual([{n: 2}]);
    await database.close();
    await database.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('knows the columns of tables and takes no view for a table', async () => {
    const files = filesOf(`${words} create view message as select word as guid from words`);
    const database = await openSqlite(memorySource(files), 'a.db', signal);
    expect([...database.columns('words')]).toEqual(['word']);
    expect(database.columns('message').size).toBe(0);
    expect(database.columns('nothing').size).toBe(0);
    await database.close();
  });

  test('a file that is no database is refused, and nothing is written', async () => {
    const source = memorySource({'a.db': 'SQLCipher looks like noise'});
    await expect(openSqlite(source, 'a.db', signal)).rejects.toMatchObject({
      code: 'input-malformed',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a cut database is refused or stops with input-malformed, and leaves nothing', async () => {
    const [bytes = new Uint8Array()] = Object.values(
      filesOf(`${words} insert into words select hex(randomblob(2000)) from words, words as w`),
    );
    for (let length = 16; length < bytes.length; length += 1009) {
      const read = async (): Promise<void> => {
        const source = memorySource({'a.db': bytes.subarray(0, length)});
        const database = await openSqlite(source, 'a.db', signal);
        try {
          for (const row of database.rows('select * from words'))
            expect(row).toHaveProperty('word');
        } finally {
          await database.close();
        }
      };
      await read().catch((error: unknown) =>
        expect(error).toMatchObject({code: 'input-malformed'}),
      );
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test('stops copying when cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    const source = memorySource(filesOf(words));
    await expect(openSqlite(source, 'a.db', controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
