// The official layout: index files at the top, a folder per conversation, a file per day. Also what slackdump writes like it.

import type {Conversation, EventBatch} from '../../engine/model/archive.ts';
import {jsonRecords} from '../_shared/json-records.ts';
import {isLoose, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {conversationOf, ownerOfDms, unlistedConversation} from './conversations.ts';
import {exportFiles} from './layout.ts';
import type {ExportFiles, IndexName} from './layout.ts';
import {readDayFiles} from './read-list.ts';
import type {Session} from './session.ts';

const conversationIndexes = ['channels.json', 'groups.json', 'mpims.json', 'dms.json'] as const;

type Listed = {readonly record: Loose; readonly index: IndexName};

/** All objects of all index files with this name (a grid export has one per team). */
async function* indexItems(
  files: ExportFiles,
  name: IndexName,
  session: Session,
): AsyncGenerator<Loose> {
  for (const path of files.indexes.get(name) ?? []) {
    const input = {source: session.input.source, path, items: ['[]']};
    for await (const {value, byte} of jsonRecords(input, session.ctx)) {
      if (isLoose(value)) yield value;
      else
        session.ctx.report({kind: 'record-skipped', place: {path, byte}, detail: 'Not an object.'});
    }
  }
}

const listConversations = async (files: ExportFiles, session: Session): Promise<Listed[]> => {
  const listed: Listed[] = [];
  const dms: Loose[] = [];
  for (const index of conversationIndexes) {
    for await (const record of indexItems(files, index, session)) {
      listed.push({record, index});
      if (index === 'dms.json') dms.push(record);
      const [id, name] = [stringAt(record, 'id'), stringAt(record, 'name')];
      if (id !== undefined && name !== undefined) session.channels.set(id, name);
    }
  }
  const owner = session.ownerIsGiven ? undefined : ownerOfDms(dms);
  if (owner !== undefined) session.inferOwner(owner, 'the only person who is in every DM');
  return listed;
};

/** Folder names: a channel's name, a DM's id; slackdump also names folders by id. */
const byFolder = (
  conversations: readonly {readonly conversation: Conversation; readonly name?: string}[],
): Map<string, Conversation> => {
  const folders = new Map<string, Conversation>();
  for (const {conversation, name} of conversations) {
    folders.set(conversation.id, conversation);
    if (name !== undefined && !folders.has(name)) folders.set(name, conversation);
  }
  return folders;
};

const reportOthers = (files: ExportFiles, session: Session): void => {
  // Without day files the index files stand alone, and what lies beside them is somebody else's.
  for (const path of files.folders.size > 0 ? files.others : []) {
    const size = session.entries.find((entry) => entry.path === path)?.size ?? 0;
    if (size > 2)
      session.ctx.report({
        kind: 'file-skipped',
        place: {path},
        detail: 'Not a file that holds messages.',
      });
  }
};

export async function* readExport(root: string, session: Session): AsyncIterable<EventBatch> {
  const paths = session.entries.map(({path}) => path);
  const files = exportFiles(root, paths);
  const listed = await listConversations(files, session);
  for (const index of ['users.json', 'org_users.json'] as const) {
    for await (const user of indexItems(files, index, session)) {
      session.people.addUser(user);
      const batch = session.stream.full();
      if (batch) yield batch;
    }
  }
  const conversations = listed.flatMap(({record, index}) => {
    const conversation = conversationOf(record, index, session.people);
    const name = stringAt(record, 'name');
    return conversation ? [{conversation, ...(name === undefined ? {} : {name})}] : [];
  });
  const folders = byFolder(conversations);
  const seen = new Set<string>();
  for (const {conversation} of conversations) {
    seen.add(conversation.id);
    session.stream.conversation(conversation);
  }
  for (const [folder, days] of files.folders) {
    const conversation = folders.get(folder) ?? unlistedConversation(folder);
    if (!seen.has(conversation.id)) {
      session.ctx.report({
        kind: 'export-incomplete',
        place: {path: root + folder},
        detail: 'No index file lists this conversation.',
      });
      session.stream.conversation(conversation);
    }
    yield* readDayFiles(days, conversation.id, session);
  }
  reportOthers(files, session);
}
