// slackdump's dump files (`{channel_id, name, messages}`, replies inside their roots) and saved answers of Slack's API.

import type {Conversation, Entry, EventBatch} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {jsonEvents, jsonRecords} from '../_shared/json-records.ts';
import {idAt, isLoose, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {WaitingLine} from '../_shared/waiting-line.ts';
import {unlistedConversation} from './conversations.ts';
import {stemOf} from './paths.ts';
import {ThreadAudit, inTimeOrder} from './session.ts';
import type {Session} from './session.ts';
import {compareTs} from './ts.ts';

const items = ['messages[]'];

/** The id and name of the conversation, which may stand behind the messages. */
const headOf = async (path: string, session: Session): Promise<Loose> => {
  const input = {source: session.input.source, path, items, skipItems: true};
  const quiet = {...session.ctx, report: () => undefined, advanced: () => undefined};
  for await (const event of jsonEvents(input, quiet)) {
    const around = event.around[0] ?? {};
    if (event.type === 'enter' && stringAt(around, 'channel_id') !== undefined) return around;
    if (event.type === 'object') return event.members;
  }
  return {};
};

const conversationOf = (head: Loose, path: string): Conversation => {
  const stem = stemOf(path).replace(/-\d{9,11}\.\d{6}$/, '');
  const id = idAt(head, 'channel_id') ?? stem;
  const name = stringAt(head, 'name');
  return {...unlistedConversation(id), ...given({title: name ?? id})};
};

/** A message, and the replies that slackdump puts inside it. */
const family = (value: unknown): readonly unknown[] => {
  const replies = isLoose(value) ? valueAt(value, 'slackdump_thread_replies') : undefined;
  return Array.isArray(replies) ? [value, ...(replies as unknown[])] : [value];
};

const isNewestFirst = (first: unknown, second: unknown): boolean => {
  const a = isLoose(first) ? idAt(first, 'ts') : undefined;
  const b = isLoose(second) ? idAt(second, 'ts') : undefined;
  return a !== undefined && b !== undefined && compareTs(a, b) > 0;
};

/** Replies wait until their time has come. A file with the newest first is held whole and turned. */
async function* inOrder(path: string, audit: ThreadAudit, session: Session): AsyncGenerator<Entry> {
  const waiting = new WaitingLine<Entry>((a, b) => compareTs(a.id, b.id));
  const held: Entry[] = [];
  let previous: unknown;
  let isReversed: boolean | undefined;
  for await (const {value, byte} of jsonRecords(
    {source: session.input.source, path, items},
    session.ctx,
  )) {
    if (previous !== undefined) isReversed ??= isNewestFirst(previous, value);
    previous = value;
    const [root, ...replies] = family(value).flatMap((record) => {
      const entry = session.entry({record, path, byte});
      if (entry) audit.add(record);
      return entry ? [entry] : [];
    });
    if (!root) continue;
    for (const entry of [root, ...replies]) {
      if (isReversed) held.push(entry);
      else waiting.add(entry);
    }
    // The first message waits for the second, which tells the order of the file.
    if (isReversed === false)
      while (waiting.first && compareTs(waiting.first.id, root.id) <= 0) {
        const next = waiting.take();
        if (next) yield next;
      }
  }
  for (let next = waiting.take(); next; next = waiting.take()) {
    if (isReversed) held.push(next);
    else yield next;
  }
  yield* inTimeOrder(held);
}

export async function* readDump(
  files: readonly string[],
  session: Session,
): AsyncIterable<EventBatch> {
  for (const path of files) {
    const conversation = conversationOf(await headOf(path, session), path);
    if (!session.stream.hasConversation(conversation.id)) session.stream.conversation(conversation);
    const audit = new ThreadAudit();
    for await (const entry of inOrder(path, audit, session)) {
      session.stream.entry(conversation.id, entry, {path});
      const batch = session.stream.full();
      if (batch) yield batch;
    }
    audit.report(conversation.id, session.ctx);
  }
}
