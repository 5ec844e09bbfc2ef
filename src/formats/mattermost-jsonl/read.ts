// Reads Mattermost's bulk file line by line: people and channels first, then posts with their replies inside them.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {parseJsonLines} from '../../engine/io/json-stream.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {
  Asset,
  Conversation,
  ConversationId,
  Entry,
  EventBatch,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {
  isLoose,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {WaitingLine} from '../_shared/waiting-line.ts';
import {People, channelKey} from './people.ts';
import {entryOfPost} from './post.ts';

/** Lines about the server, not about chats. */
const administrative = new Set(['team', 'role', 'scheme']);

const byTime = (a: Entry, b: Entry): number => a.at.epochMs - b.at.epochMs;

/** What a conversation needs while its posts come. */
type Open = {
  readonly conversation: Conversation;
  readonly ids: IdMaker;
  /** Replies whose time has not come. */
  readonly waiting: WaitingLine<Entry>;
};

const takenFromChannel = new Set(['name', 'display_name', 'header']);

class BulkReader {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #path: string;
  readonly #people: People;
  readonly #media: MediaLookup;
  readonly #bases: readonly string[];
  readonly #emoji = new Map<string, Asset>();
  readonly #channels = new Map<ConversationId, Loose>();
  readonly #open = new Map<ConversationId, Open>();
  #lines = 0;

  constructor(
    input: ExportInput,
    options: ReadOptions,
    ctx: ReadContext,
    entries: readonly SourceEntry[],
  ) {
    const folder = input.path.slice(0, input.path.lastIndexOf('/') + 1);
    this.stream = new ChatStream(ctx, {owner: options.owner});
    this.#ctx = ctx;
    this.#path = input.path;
    this.#media = new MediaLookup(entries);
    // Both are seen: paths relative to `data`, and with `data` in them.
    this.#bases = [`${folder}data`, folder];
    this.#people = new People(this.stream, this.#media, this.#bases);
  }

  take(value: unknown, line: number): void {
    const place = {path: this.#path, line};
    const type = isLoose(value) ? stringAt(value, 'type') : undefined;
    const record = isLoose(value) && type !== undefined ? recordAt(value, type) : undefined;
    if (type === 'version' && isLoose(value)) this.#version(value, place);
    else if (type === undefined || !record)
      this.#ctx.report({kind: 'record-not-understood', place, detail: 'Not a bulk record.'});
    else this.#record(type, record, place);
    this.#lines++;
  }

  get isEmpty(): boolean {
    return this.#lines === 0;
  }

  finish(): void {
    for (const id of this.#channels.keys()) this.#channel(id);
    for (const open of this.#open.values())
      for (let next = open.waiting.take(); next; next = open.waiting.take())
        this.stream.entry(open.conversation.id, next, {path: this.#path});
  }

  #version(value: Loose, place: Place): void {
    const info = recordAt(value, 'info') ?? {};
    const version = numberAt(value, 'version');
    if (version !== 1)
      this.#ctx.report({kind: 'unknown-version', place, detail: `Version ${version ?? '?'}.`});
    const words = [stringAt(info, 'generator'), stringAt(info, 'version')].filter(
      (word) => word !== undefined,
    );
    if (words.length > 0)
      this.#ctx.infer({
        what: 'version',
        value: words.join(' '),
        because: 'the version line says so',
      });
  }

  #record(type: string, record: Loose, place: Place): void {
    switch (type) {
      case 'user':
      case 'bot':
        this.#people.add(record, type === 'bot');
        return;
      case 'emoji':
        this.#addEmoji(record);
        return;
      case 'channel': {
        const key = channelKey(stringAt(record, 'team') ?? '', stringAt(record, 'name') ?? '');
        this.#channels.set(key, record);
        return;
      }
      case 'direct_channel':
        this.#direct(record);
        return;
      case 'post': {
        const key = channelKey(stringAt(record, 'team') ?? '', stringAt(record, 'channel') ?? '');
        this.#post(this.#channel(key), record, place);
        return;
      }
      case 'direct_post':
        this.#post(this.#direct(record), record, place);
        return;
      default:
        if (!administrative.has(type))
          this.#ctx.report({
            kind: 'record-skipped',
            place,
            detail: `A ${type} record holds no messages.`,
          });
    }
  }

  #addEmoji(record: Loose): void {
    const [name, image] = [stringAt(record, 'name'), stringAt(record, 'image')];
    if (name === undefined) return;
    const file = image === undefined ? undefined : this.#media.find(image, this.#bases);
    this.#emoji.set(name, {
      id: file?.path ?? image ?? name,
      ...given({bytes: file?.size}),
      presence: file ? 'included' : 'absent',
    });
  }

  #channel(id: ConversationId): Open {
    const known = this.#open.get(id);
    if (known) return known;
    const record = this.#channels.get(id) ?? {};
    const rest = leftover(record, takenFromChannel);
    const isPrivate = stringAt(record, 'type') === 'P';
    return this.#start({
      id,
      kind: isPrivate ? 'group' : 'channel',
      title:
        stringAt(record, 'display_name') ??
        stringAt(record, 'name') ??
        id.slice(id.indexOf('/') + 1),
      platform: 'mattermost',
      members: this.#people.members.get(id) ?? [],
      ...given({topic: stringAt(record, 'header')}),
      ...(rest ? {extras: {'mattermost-jsonl': rest}} : {}),
    });
  }

  /** A direct channel is its people: in any order the same. */
  #direct(record: Loose): Open {
    const listed = [
      ...stringsAt(record, 'members'),
      ...stringsAt(record, 'channel_members'),
      ...recordsAt(record, 'participants').flatMap((person) => stringAt(person, 'username') ?? []),
    ];
    const members = [...new Set(listed)].toSorted();
    const id = `@${members.join(',')}`;
    const known = this.#open.get(id);
    if (known) return known;
    for (const member of members) this.#people.refer(member);
    const rest = leftover(record, directFacts);
    const kind = members.length === 1 ? 'self' : members.length === 2 ? 'direct' : 'group';
    return this.#start({
      id,
      kind,
      title: members.map((member) => this.#people.nameOf(member)).join(', '),
      platform: 'mattermost',
      members,
      ...given({topic: stringAt(record, 'header')}),
      ...(rest ? {extras: {'mattermost-jsonl': rest}} : {}),
    });
  }

  #start(conversation: Conversation): Open {
    this.stream.conversation(conversation);
    const open = {conversation, ids: new IdMaker(), waiting: new WaitingLine<Entry>(byTime)};
    this.#open.set(conversation.id, open);
    return open;
  }

  #post(open: Open, record: Loose, place: Place): void {
    const {id} = open.conversation;
    const context = {
      people: this.#people,
      media: this.#media,
      bases: this.#bases,
      emoji: this.#emoji,
      ids: open.ids,
      report: (problem: Parameters<Parameters<typeof entryOfPost>[1]['report']>[0]) =>
        this.#ctx.report({...problem, place: {...place, conversation: id}}),
    };
    const root = entryOfPost(record, context);
    if (!root) return;
    for (let next = open.waiting.first; next && byTime(next, root) <= 0; next = open.waiting.first)
      this.stream.entry(id, open.waiting.take() ?? next, place);
    this.stream.entry(id, root, place);
    for (const reply of recordsAt(record, 'replies')) {
      const entry = entryOfPost(reply, {...context, root: root.id});
      if (entry) open.waiting.add(entry);
    }
  }
}

/** Of a `direct_channel` line; a `direct_post` that comes without one has none of them. */
const directFacts = new Set([
  'members',
  'channel_members',
  'participants',
  'header',
  'user',
  'type',
  'message',
  'props',
  'create_at',
  'edit_at',
  'flagged_by',
  'reactions',
  'replies',
  'attachments',
  'is_pinned',
  'thread_followers',
  'id',
]);

/** Memory: users, channels, paths of media, and the replies whose time has not come. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const reader = new BulkReader(input, options, ctx, await source.list());
  const lines = parseJsonLines(source.open(path), {
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({kind, line, byte, message}) =>
      ctx.report({kind, place: {path, line, byte}, detail: message}),
  });
  for await (const batch of lines) {
    throwIfCancelled(ctx.signal);
    for (const {value, line} of batch) {
      reader.take(value, line);
      const full = reader.stream.full();
      if (full) yield full;
    }
  }
  if (reader.isEmpty) throw new ChatError('input-malformed', 'The file holds no bulk record.');
  reader.finish();
  const rest = reader.stream.end();
  if (rest) yield rest;
}
