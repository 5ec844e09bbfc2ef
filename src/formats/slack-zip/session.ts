// What the readings of all Slack layouts share: the event stream, people, media, and the conversion of records to entries.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {Asset, ConversationId, Entry, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {idAt, isLoose, numberAt} from '../_shared/loose.ts';
import {MediaIndex} from './files.ts';
import {entryOfMessage} from './message.ts';
import {parentOf} from './paths.ts';
import {People} from './people.ts';
import {compareTs} from './ts.ts';

export type SessionOptions = {
  readonly input: ExportInput;
  readonly options: ReadOptions;
  readonly ctx: ReadContext;
  readonly entries: readonly SourceEntry[];
};

/** A message as it stands in a file. */
export type Found = {readonly record: unknown; readonly path: string; readonly byte?: number};

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

export class Session {
  readonly input: ExportInput;
  readonly ctx: ReadContext;
  readonly stream: ChatStream;
  readonly people: People;
  readonly entries: readonly SourceEntry[];
  /** Names of channels by id. */
  readonly channels = new Map<string, string>();
  readonly #media: MediaIndex;
  readonly #ownerName: string | undefined;

  constructor({input, options, ctx, entries}: SessionOptions) {
    this.input = input;
    this.ctx = ctx;
    this.entries = entries;
    this.#ownerName = options.owner;
    this.stream = new ChatStream(ctx, {owner: options.owner});
    this.#media = new MediaIndex(entries, parentOf(input.path));
    this.people = new People(this.stream, (user, url) => this.#avatar(user, url));
  }

  get ownerIsGiven(): boolean {
    return this.#ownerName !== undefined;
  }

  inferOwner(id: PersonId, because: string): void {
    this.people.owner = id;
    this.ctx.infer({what: 'owner', value: id, because});
  }

  /** Undefined where the record is no message (reported). */
  entry({record, path, byte}: Found): Entry | undefined {
    return entryOfMessage(record, {
      people: this.people,
      channels: this.channels,
      media: this.#media,
      report: (problem, ts) =>
        this.ctx.report({
          ...problem,
          place: {path, ...given({byte}), ...(ts === '' ? {} : {record: ts})},
        }),
    });
  }

  #avatar(user: string, url: string): Asset {
    const found = this.#media.find(isWeb(url) ? undefined : user, url);
    if (found) return {id: found.path, bytes: found.size, presence: 'included'};
    return isWeb(url) ? {id: url, presence: 'remote', url} : {id: url, presence: 'absent'};
  }
}

/** Follows the threads of one conversation: replies without a root, roots that announce more replies than there are. */
export class ThreadAudit {
  readonly #announced = new Map<string, number>();
  readonly #found = new Map<string, number>();
  readonly #roots = new Set<string>();

  add(record: unknown): void {
    if (!isLoose(record)) return;
    const ts = idAt(record, 'ts');
    const thread = idAt(record, 'thread_ts');
    if (ts === undefined || thread === undefined) return;
    if (thread !== ts) {
      this.#found.set(thread, (this.#found.get(thread) ?? 0) + 1);
      return;
    }
    this.#roots.add(ts);
    const count = numberAt(record, 'reply_count') ?? 0;
    if (count > 0) this.#announced.set(ts, count);
  }

  report(conversation: ConversationId, ctx: ReadContext): void {
    for (const [ts, count] of this.#announced) {
      const found = this.#found.get(ts) ?? 0;
      if (found < count) {
        const detail = `A thread of ${count} replies, of which ${found} are in the export.`;
        ctx.report({kind: 'sequence-gap', place: {conversation, record: ts}, detail});
      }
    }
    for (const ts of this.#found.keys()) {
      if (!this.#roots.has(ts)) {
        const detail = 'The message that heads this thread is not in the export.';
        ctx.report({kind: 'reply-target-missing', place: {conversation, record: ts}, detail});
      }
    }
  }
}

/** Stable: equal times keep the order of the file. */
export const inTimeOrder = (entries: readonly Entry[]): readonly Entry[] => {
  const isSorted = entries.every((entry, index) => {
    const before = entries[index - 1];
    return !before || compareTs(before.id, entry.id) <= 0;
  });
  return isSorted ? entries : entries.toSorted((a, b) => compareTs(a.id, b.id));
};
