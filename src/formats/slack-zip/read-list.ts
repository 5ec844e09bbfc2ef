// Files that hold a list of messages: the day files of a conversation, or one list of any name. One file is held in memory at a time.

import type {ConversationId, Entry, EventBatch} from '../../engine/model/archive.ts';
import {jsonRecords, smallJson} from '../_shared/json-records.ts';
import {isLoose, stringAt} from '../_shared/loose.ts';
import {unlistedConversation} from './conversations.ts';
import {isDayFile, isIndexName} from './layout.ts';
import {nameOf, parentOf, stemOf} from './paths.ts';
import {ThreadAudit, inTimeOrder} from './session.ts';
import type {Session} from './session.ts';

/** The messages of one file in the order of time. */
const entriesOf = async (
  path: string,
  audit: ThreadAudit,
  session: Session,
): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  const input = {source: session.input.source, path, items: ['[]']};
  for await (const {value, byte} of jsonRecords(input, session.ctx)) {
    const entry = session.entry({record: value, path, byte});
    if (!entry) continue;
    audit.add(value);
    entries.push(entry);
  }
  return inTimeOrder(entries);
};

export async function* readDayFiles(
  paths: readonly string[],
  conversation: ConversationId,
  session: Session,
): AsyncIterable<EventBatch> {
  const audit = new ThreadAudit();
  for (const path of paths) {
    for (const entry of await entriesOf(path, audit, session)) {
      session.stream.entry(conversation, entry, {path});
      const batch = session.stream.full();
      if (batch) yield batch;
    }
  }
  audit.report(conversation, session.ctx);
}

/** Users and channel names from index files in the same folder or above it. */
const readNearIndexes = async (session: Session): Promise<void> => {
  const folder = parentOf(session.input.path);
  const places = new Set([folder, parentOf(folder.slice(0, -1))]);
  for (const {path} of session.entries) {
    const name = nameOf(path);
    if (!isIndexName(name) || !places.has(parentOf(path))) continue;
    const input = {source: session.input.source, path, items: ['[]']};
    for await (const {value} of jsonRecords(input, session.ctx)) {
      if (!isLoose(value)) continue;
      if (name.endsWith('users.json')) session.people.addUser(value);
      else session.channels.set(stringAt(value, 'id') ?? '', stringAt(value, 'name') ?? '');
    }
  }
};

/** Announces a conversation of which only a title is known. */
const startAs = async (title: string, session: Session): Promise<ConversationId> => {
  await readNearIndexes(session);
  const conversation = unlistedConversation(title);
  session.ctx.infer({
    what: 'completeness',
    value: 'one conversation',
    because: 'there is no list of users and channels beside it',
  });
  return session.stream.conversation(conversation);
};

async function* readAs(
  title: string,
  files: readonly string[],
  session: Session,
): AsyncIterable<EventBatch> {
  yield* readDayFiles(files, await startAs(title, session), session);
}

/** A channel's folder without the rest of its export: it is called as its folder, or as the source. */
export const readDays = (files: readonly string[], session: Session): AsyncIterable<EventBatch> => {
  const folder = nameOf(parentOf(session.input.path).slice(0, -1));
  const label = stemOf(session.input.source.label);
  const title = folder === '' ? (isDayFile(`${label}.json`) ? 'channel' : label) : folder;
  return readAs(title, files, session);
};

export const readList = (session: Session): AsyncIterable<EventBatch> =>
  readAs(stemOf(session.input.path), [session.input.path], session);

/** A message that somebody saved alone. */
export async function* readSingle(session: Session): AsyncIterable<EventBatch> {
  const {source, path} = session.input;
  const conversation = await startAs(stemOf(path), session);
  const entry = session.entry({record: await smallJson(source, path, session.ctx), path});
  if (entry) session.stream.entry(conversation, entry, {path});
  const batch = session.stream.full();
  if (batch) yield batch;
}
