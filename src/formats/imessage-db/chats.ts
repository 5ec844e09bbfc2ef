// Rows of the `chat` table as conversations: the iMessage, SMS and RCS chats with one person, or of one group, are one. No messages here.

import type {SqliteFile, SqliteRow} from '../../engine/io/sqlite-source.ts';
import type {
  ConversationId,
  ConversationKind,
  Extras,
  PersonId,
} from '../../engine/model/archive.ts';
import {ownerId} from './people.ts';
import type {People} from './people.ts';
import {bytesAt, numberAt, rowsOf, textAt} from './rows.ts';
import {plistOf} from './summary.ts';
import {plistAt} from './binary-plist.ts';

export type Chat = {
  readonly id: ConversationId;
  readonly kind: ConversationKind;
  readonly rows: readonly number[];
  readonly members: readonly PersonId[];
  readonly title: string | undefined;
  readonly photoGuid: string | undefined;
  readonly extras: Extras;
};

const groupStyle = 43;

const isGroup = (row: SqliteRow): boolean =>
  numberAt(row, 'style') === groupStyle || /;\+;/.test(textAt(row, 'guid') ?? '');

const identifierOf = (row: SqliteRow): string =>
  textAt(row, 'chat_identifier') ??
  textAt(row, 'guid')?.split(';').at(-1) ??
  `chat-${numberAt(row, 'ROWID')}`;

type Draft = {rows: SqliteRow[]; members: Set<PersonId>; kind: ConversationKind};

const membersByChat = (database: SqliteFile, people: People): ReadonlyMap<number, PersonId[]> => {
  const members = new Map<number, PersonId[]>();
  const sql = 'select chat_id, handle_id from chat_handle_join order by chat_id, handle_id';
  for (const row of rowsOf(database, 'chat_handle_join', sql)) {
    const person = people.ofRow(numberAt(row, 'handle_id'));
    if (person === undefined) continue;
    const chat = numberAt(row, 'chat_id');
    members.set(chat, [...(members.get(chat) ?? []), person]);
  }
  return members;
};

const lastText = (rows: readonly SqliteRow[], column: string): string | undefined =>
  rows.map((row) => textAt(row, column)).findLast((value) => value !== undefined);

const finished = (draft: Draft): Chat => {
  const [first] = draft.rows;
  const identifier = first ? identifierOf(first) : '';
  const photo = draft.rows
    .map((row) => plistAt(plistOf(bytesAt(row, 'properties')), 'groupPhotoGuid'))
    .findLast((guid) => typeof guid === 'string');
  const isDirect = draft.kind === 'direct' || draft.kind === 'self';
  return {
    id: identifier,
    kind: draft.kind,
    rows: draft.rows.map((row) => numberAt(row, 'ROWID')),
    members: [ownerId, ...[...draft.members].filter((member) => member !== ownerId)],
    title: lastText(draft.rows, 'display_name') ?? (isDirect ? identifier : undefined),
    photoGuid: typeof photo === 'string' ? photo : undefined,
    extras: {
      'imessage-db': {
        guids: draft.rows.flatMap((row) => textAt(row, 'guid') ?? []),
        services: [...new Set(draft.rows.flatMap((row) => textAt(row, 'service_name') ?? []))],
        ...(draft.rows.some((row) => numberAt(row, 'is_archived') === 1) && {is_archived: true}),
      },
    },
  };
};

/** In the order of the first chat of each. Memory: one record for each chat. */
export const chatsOf = (database: SqliteFile, people: People): readonly Chat[] => {
  const members = membersByChat(database, people);
  const drafts = new Map<string, Draft>();
  for (const row of rowsOf(database, 'chat', 'select * from chat order by ROWID')) {
    const identifier = identifierOf(row);
    const isGroupChat = isGroup(row);
    const person = isGroupChat ? undefined : people.ofValue(identifier);
    const key = person === undefined ? `group ${identifier}` : `person ${person}`;
    const kind = isGroupChat ? 'group' : person === ownerId ? 'self' : 'direct';
    const draft = drafts.get(key) ?? {rows: [], members: new Set(), kind};
    drafts.set(key, draft);
    draft.rows.push(row);
    if (person !== undefined) draft.members.add(person);
    for (const member of members.get(numberAt(row, 'ROWID')) ?? []) draft.members.add(member);
  }
  return [...drafts.values()].map(finished);
};
