// slackdump's SQLite archive. Each run adds chunks, so a row may be there several times: the newest chunk wins.

import {openSqlite} from '../../engine/io/sqlite-source.ts';
import type {SqliteFile, SqliteValue} from '../../engine/io/sqlite-source.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {isLoose, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {conversationOf, unlistedConversation} from './conversations.ts';
import {ThreadAudit} from './session.ts';
import type {Session} from './session.ts';

/** The JSON of a `DATA` column, text or blob. */
const parsed = (
  value: SqliteValue | undefined,
  record: string,
  session: Session,
): Loose | undefined => {
  try {
    const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
    const json: unknown = JSON.parse(text);
    if (isLoose(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const {path} = session.input;
  session.ctx.report({
    kind: 'record-damaged',
    place: {path, record},
    detail: 'DATA is no JSON object.',
  });
  return undefined;
};

function* newest(database: SqliteFile, table: string, session: Session): Generator<Loose> {
  if (!database.columns(table).has('DATA')) return;
  let last: SqliteValue | undefined;
  for (const row of database.rows(`select ID, DATA from ${table} order by ID, CHUNK_ID desc`)) {
    if (row['ID'] === last) continue;
    last = row['ID'];
    const record = parsed(row['DATA'], String(last), session);
    if (record) yield record;
  }
}

const membersOf = (database: SqliteFile): Map<string, string[]> => {
  const members = new Map<string, string[]>();
  if (!database.columns('CHANNEL_USER').has('USER_ID')) return members;
  const sql = 'select distinct CHANNEL_ID, USER_ID from CHANNEL_USER order by CHANNEL_ID, USER_ID';
  for (const row of database.rows(sql)) {
    const id = String(row['CHANNEL_ID']);
    const list = members.get(id) ?? [];
    list.push(String(row['USER_ID']));
    members.set(id, list);
  }
  return members;
};

const announce = (database: SqliteFile, session: Session): void => {
  if (database.columns('WORKSPACE').has('USER_ID') && !session.ownerIsGiven) {
    const [row] = [...database.rows('select USER_ID from WORKSPACE order by ID desc limit 1')];
    const owner = row?.['USER_ID'];
    if (typeof owner === 'string' && owner !== '')
      session.inferOwner(owner, 'the workspace table names the user who ran slackdump');
  }
  for (const user of newest(database, 'S_USER', session)) session.people.addUser(user);
  const members = membersOf(database);
  const channels = [...newest(database, 'CHANNEL', session)];
  for (const channel of channels) {
    const id = stringAt(channel, 'id') ?? '';
    session.channels.set(id, stringAt(channel, 'name') ?? id);
  }
  for (const channel of channels) {
    const known = members.get(stringAt(channel, 'id') ?? '');
    const record = known ? {...channel, members: known} : channel;
    const conversation = conversationOf(record, undefined, session.people);
    if (conversation) session.stream.conversation(conversation);
  }
};

function* messages(database: SqliteFile, session: Session): Generator<EventBatch> {
  const {path} = session.input;
  const sql =
    'select CHANNEL_ID, TS, DATA from MESSAGE order by CHANNEL_ID, length(TS), TS, CHUNK_ID desc';
  let channel = '';
  let last: SqliteValue | undefined;
  let audit = new ThreadAudit();
  for (const row of database.rows(sql)) {
    const id = String(row['CHANNEL_ID']);
    if (id !== channel) {
      audit.report(channel, session.ctx);
      audit = new ThreadAudit();
      [channel, last] = [id, undefined];
      if (!session.stream.hasConversation(id))
        session.stream.conversation(unlistedConversation(id));
    }
    if (row['TS'] === last) continue;
    last = row['TS'];
    const record = parsed(row['DATA'], String(last), session);
    const entry = record && session.entry({record, path});
    if (!entry) continue;
    audit.add(record);
    session.stream.entry(id, entry, {path});
    const batch = session.stream.full();
    if (batch) yield batch;
  }
  audit.report(channel, session.ctx);
}

export async function* readDatabase(session: Session): AsyncIterable<EventBatch> {
  const {source, path} = session.input;
  const database = await openSqlite(source, path, session.ctx.signal);
  try {
    announce(database, session);
    yield* messages(database, session);
  } finally {
    await database.close();
  }
}
