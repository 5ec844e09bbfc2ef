// Writes the day files of one conversation. The root of a thread must list its replies, which come later: so records wait, deflated.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext} from '../../engine/convert/format.ts';
import {deflatedBlocks} from '../../engine/io/deflated-blocks.ts';
import type {Sink, SinkFile} from '../../engine/io/sink.ts';
import type {Conversation, Entry, EntryId} from '../../engine/model/archive.ts';
import {isTs, microsOfTs, momentOfTs, tsOfMicros} from './ts.ts';
import {writeFiles} from './write-files.ts';
import type {SlackIds, SlackPlace} from './write-ids.ts';
import {ownExtras, recordOf} from './write-message.ts';
import type {SlackRecord} from './write-message.ts';

export type ConversationContext = {
  readonly conversation: Conversation;
  readonly place: SlackPlace;
  readonly ids: SlackIds;
  readonly sink: Sink;
  readonly ctx: WriteContext;
};

type Reply = {readonly user: string; readonly ts: string};

const dayOf = (ts: string): string =>
  new Date(Number(microsOfTs(ts) / 1000n)).toISOString().slice(0, 10);

/** `replies` is what makes the viewers show a thread at all. */
const withReplies = (record: SlackRecord, replies: readonly Reply[]): SlackRecord => {
  const users = [...new Set(replies.map(({user}) => user))];
  return {
    ...record,
    thread_ts: record['ts'],
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users,
    replies,
  };
};

/** Memory: the deflated records, one ts for each entry, and the replies of the threads. */
export class ConversationWriter {
  readonly #context: ConversationContext;
  readonly #records = deflatedBlocks();
  readonly #tsById = new Map<EntryId, string>();
  readonly #used = new Set<string>();
  readonly #rootOf = new Map<string, string>();
  readonly #userOf = new Map<string, string>();
  readonly #replies = new Map<string, Reply[]>();
  #day: {readonly name: string; readonly file: SinkFile} | undefined;

  constructor(context: ConversationContext) {
    this.#context = context;
  }

  async add(entry: Entry): Promise<void> {
    const {ids, place, sink, ctx} = this.#context;
    const ts = this.#ts(entry);
    const thread = this.#thread(entry);
    const user = entry.from === undefined ? 'USLACKBOT' : ids.user(entry.from);
    const seconds = Math.floor(entry.at.epochMs / 1000);
    const key = `${place.id} ${ts}`;
    const files =
      entry.kind === 'message' ? await writeFiles(entry, {sink, ids, ctx, key, user, seconds}) : [];
    const record = recordOf(entry, {
      ts,
      channel: place.id,
      ...thread,
      tsOf: (id) => this.#tsById.get(id),
      ids,
      files,
    });
    if (thread.threadTs !== undefined && thread.threadTs !== ts) {
      record['parent_user_id'] ??= this.#userOf.get(thread.threadTs);
      this.#reply(thread.threadTs, {user, ts});
    }
    this.#userOf.set(ts, user);
    await this.#records.append(`${ts} ${JSON.stringify(record)}\n`);
  }

  async finish(): Promise<void> {
    try {
      for await (const text of this.#records.read()) {
        throwIfCancelled(this.#context.ctx.signal);
        for (const line of text.split('\n')) if (line !== '') await this.#write(line);
      }
      await this.#closeDay();
    } catch (error) {
      await this.#day?.file.abort();
      throw error;
    }
  }

  /** Slack's own ts stay; others are the time in microseconds, raised until nobody has it. */
  #ts(entry: Entry): string {
    const isOwn = isTs(entry.id) && momentOfTs(entry.id)?.epochMs === entry.at.epochMs;
    const micros = BigInt(Math.max(entry.at.epochMs, 0)) * 1000n;
    let ts = isOwn ? entry.id : tsOfMicros(micros === 0n ? 1n : micros);
    while (this.#used.has(ts)) ts = tsOfMicros(microsOfTs(ts) + 1n);
    this.#used.add(ts);
    this.#tsById.set(entry.id, ts);
    return ts;
  }

  /** Slack knows only threads of one level: a reply to a reply belongs to the root, and remembers what it answers. */
  #thread(entry: Entry): {readonly threadTs?: string; readonly replyTs?: string} {
    if (entry.kind !== 'message') {
      const own = ownExtras(entry)['thread_ts'];
      return typeof own === 'string' ? {threadTs: own} : {};
    }
    const target = entry.replyTo?.entry;
    const replyTs = target === undefined ? undefined : this.#tsById.get(target);
    const head = entry.thread === undefined ? undefined : this.#headTs(entry.thread);
    const threadTs =
      head ?? (replyTs === undefined ? undefined : (this.#rootOf.get(replyTs) ?? replyTs));
    if (target !== undefined && replyTs === undefined) {
      this.#context.ctx.report({
        kind: 'not-representable',
        place: {conversation: this.#context.conversation.id, record: entry.id},
        detail:
          'The message that this one replies to is not in the conversation; it is written as a quote.',
      });
    }
    return {
      ...(threadTs === undefined ? {} : {threadTs}),
      ...(replyTs === undefined ? {} : {replyTs}),
    };
  }

  /** A thread whose root is not in the export keeps the id of its root, if that is Slack's. */
  #headTs(thread: EntryId): string | undefined {
    return this.#tsById.get(thread) ?? (isTs(thread) ? thread : undefined);
  }

  #reply(root: string, reply: Reply): void {
    this.#rootOf.set(reply.ts, root);
    const replies = this.#replies.get(root);
    if (replies) replies.push(reply);
    else this.#replies.set(root, [reply]);
  }

  async #write(line: string): Promise<void> {
    const at = line.indexOf(' ');
    const [ts, json] = [line.slice(0, at), line.slice(at + 1)];
    const replies = this.#replies.get(ts);
    const text = replies
      ? JSON.stringify(withReplies(JSON.parse(json) as SlackRecord, replies))
      : json;
    const name = dayOf(ts);
    const isNew = this.#day?.name !== name;
    if (isNew) await this.#openDay(name);
    await this.#day?.file.write(isNew ? `[\n${text}` : `,\n${text}`);
  }

  async #openDay(name: string): Promise<void> {
    await this.#closeDay();
    const {sink, place} = this.#context;
    this.#day = {name, file: await sink.create(`${place.name}/${name}.json`)};
  }

  async #closeDay(): Promise<void> {
    const day = this.#day;
    if (!day) return;
    await day.file.write('\n]\n');
    await day.file.close();
    this.#day = undefined;
  }
}
