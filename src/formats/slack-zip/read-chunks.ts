// slackdump's chunk files: JSON Lines, each a page of messages, a thread, users or channel facts. Pages come newest first.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {isChatError, throwIfCancelled} from '../../engine/errors.ts';
import {gunzip} from '../../engine/io/stream-bytes.ts';
import {parseJsonLines} from '../../engine/io/json-stream.ts';
import type {Chunks} from '../../engine/io/bytes.ts';
import {
  idAt,
  isLoose,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {conversationOf, unlistedConversation} from './conversations.ts';
import {ThreadAudit, inTimeOrder} from './session.ts';
import type {Session} from './session.ts';

/** What slackdump calls the types of its chunks. */
const chunkTypes = {
  messages: 0,
  thread: 1,
  files: 2,
  users: 3,
  channels: 4,
  channelInfo: 5,
  workspace: 6,
  channelUsers: 7,
} as const;

export type ChunkFile = {readonly path: string; open(): Chunks};

async function* lines(
  file: ChunkFile,
  ctx: ReadContext,
): AsyncGenerator<{readonly chunk: Loose; readonly line: number}> {
  const batches = parseJsonLines(file.open(), {
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({kind, line, byte, message}) =>
      ctx.report({kind, place: {path: file.path, line, byte}, detail: message}),
  });
  try {
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      for (const {value, line} of batch) if (isLoose(value)) yield {chunk: value, line};
    }
  } catch (error) {
    // A damaged file ends here; what came before it and the other files are kept.
    if (!isChatError(error) || error.code === 'cancelled') throw error;
    ctx.report({kind: 'input-truncated', place: {path: file.path}, detail: error.message});
  }
}

/** Everything but messages: small, and needed before them. */
class Facts {
  readonly users: Loose[] = [];
  readonly conversations = new Map<string, Loose>();
  readonly #members = new Map<string, readonly string[]>();
  owner: string | undefined;

  add(chunk: Loose): void {
    const id = idAt(chunk, 'id') ?? '';
    switch (numberAt(chunk, 't')) {
      case chunkTypes.users:
        this.users.push(...recordsAt(chunk, 'u'));
        break;
      case chunkTypes.channels:
        for (const channel of recordsAt(chunk, 'ch'))
          this.conversations.set(idAt(channel, 'id') ?? '', channel);
        break;
      case chunkTypes.channelInfo: {
        const info = recordAt(chunk, 'ci');
        if (info) this.conversations.set(id, info);
        break;
      }
      case chunkTypes.workspace:
        this.owner = stringAt(recordAt(chunk, 'w') ?? {}, 'user_id');
        break;
      case chunkTypes.channelUsers:
        this.#members.set(id, [...(this.#members.get(id) ?? []), ...stringsAt(chunk, 'cu')]);
        break;
      default:
    }
  }

  announce(session: Session): void {
    if (this.owner !== undefined && !session.ownerIsGiven)
      session.inferOwner(this.owner, 'the workspace record names the user who ran slackdump');
    for (const user of this.users) session.people.addUser(user);
    for (const [id, record] of this.conversations) {
      session.channels.set(id, stringAt(record, 'name') ?? id);
      const members = this.#members.get(id) ?? stringsAt(record, 'members');
      const conversation = conversationOf({...record, members}, undefined, session.people);
      if (conversation) session.stream.conversation(conversation);
    }
  }
}

/** Messages of one file by conversation and ts: a thread repeats its root. */
const messagesOf = async (
  file: ChunkFile,
  session: Session,
): Promise<Map<string, Map<string, Loose>>> => {
  const conversations = new Map<string, Map<string, Loose>>();
  for await (const {chunk} of lines(file, session.ctx)) {
    const type = numberAt(chunk, 't');
    if (type !== chunkTypes.messages && type !== chunkTypes.thread) continue;
    const id = idAt(chunk, 'id') ?? '';
    const messages = conversations.get(id) ?? new Map<string, Loose>();
    conversations.set(id, messages);
    const parent = recordAt(chunk, 'p');
    for (const message of [...recordsAt(chunk, 'm'), ...(parent ? [parent] : [])]) {
      const ts = idAt(message, 'ts') ?? '';
      if (!messages.has(ts)) messages.set(ts, message);
    }
  }
  return conversations;
};

/** Memory: the messages of one file. */
export async function* readChunkFiles(
  files: readonly ChunkFile[],
  session: Session,
): AsyncIterable<EventBatch> {
  const facts = new Facts();
  const quiet: ReadContext = {...session.ctx, report: () => undefined, advanced: () => undefined};
  for (const file of files) for await (const {chunk} of lines(file, quiet)) facts.add(chunk);
  facts.announce(session);
  for (const file of files) {
    for (const [id, messages] of await messagesOf(file, session)) {
      if (!session.stream.hasConversation(id))
        session.stream.conversation(unlistedConversation(id));
      const audit = new ThreadAudit();
      const entries = [...messages.values()].flatMap((record) => {
        const entry = session.entry({record, path: file.path});
        if (entry) audit.add(record);
        return entry ? [entry] : [];
      });
      for (const entry of inTimeOrder(entries)) {
        session.stream.entry(id, entry, {path: file.path});
        const batch = session.stream.full();
        if (batch) yield batch;
      }
      audit.report(id, session.ctx);
    }
  }
}

/** Each chunk file plain or packed. */
export const readChunks = (
  files: readonly string[],
  session: Session,
): AsyncIterable<EventBatch> => {
  const {source} = session.input;
  const open = (path: string): Chunks =>
    path.endsWith('.gz') ? gunzip(source.open(path)) : source.open(path);
  return readChunkFiles(
    files.map((path) => ({path, open: () => open(path)})),
    session,
  );
};
