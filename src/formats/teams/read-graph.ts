// Lists of Graph messages: one file, or the folders of the migration export. They are unsorted, so each file is held and put in order.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import type {Conversation, ConversationId, Entry, EventBatch} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {HeldEntries} from '../_shared/held-entries.ts';
import {jsonRecords} from '../_shared/json-records.ts';
import {isLoose, leftover} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {listOf, recordOf, textOf} from './graph.ts';
import {entryOfMessage} from './message.ts';
import {People} from './people.ts';
import {migrationFile} from './recognize.ts';

const items = ['[]', 'value[]', 'messages[]'];
const takenFromChannel = new Set([
  'Id',
  'id',
  'DisplayName',
  'displayName',
  'Description',
  'description',
]);

class GraphReader {
  readonly stream: ChatStream;
  readonly #input: ExportInput;
  readonly #ctx: ReadContext;
  readonly #people: People;
  readonly #teams = new Map<string, string>();
  readonly #channels = new Map<string, Loose>();
  readonly #held = new Map<ConversationId, HeldEntries>();
  /** The same chat stands in the file of each of its people. */
  readonly #seen = new Set<string>();

  constructor(input: ExportInput, options: ReadOptions, ctx: ReadContext) {
    this.#input = input;
    this.#ctx = ctx;
    this.stream = new ChatStream(ctx, {owner: options.owner});
    this.#people = new People(this.stream);
  }

  async *#records(path: string): AsyncGenerator<{readonly record: Loose; readonly byte: number}> {
    for await (const {value, byte} of jsonRecords(
      {source: this.#input.source, path, items},
      this.#ctx,
    )) {
      if (isLoose(value)) yield {record: value, byte};
      else
        this.#ctx.report({kind: 'record-skipped', place: {path, byte}, detail: 'Not an object.'});
    }
  }

  async readUsers(path: string): Promise<void> {
    for await (const {record} of this.#records(path)) this.#people.add(record);
  }

  async readTeams(path: string): Promise<void> {
    for await (const {record} of this.#records(path)) {
      const id = textOf(record, 'groupsId') ?? textOf(record, 'id');
      const name = textOf(record, 'name') ?? textOf(record, 'displayName');
      if (id !== undefined && name !== undefined) this.#teams.set(id, name);
    }
  }

  async readChannels(path: string): Promise<void> {
    for await (const {record} of this.#records(path))
      this.#channels.set(textOf(record, 'id') ?? '', record);
  }

  async *readMessages(path: string): AsyncIterable<EventBatch> {
    for await (const {record, byte} of this.#records(path)) {
      throwIfCancelled(this.#ctx.signal);
      const place = {path, byte};
      const entry = this.#entry(record, place);
      if (!entry) continue;
      const id = this.#conversation(record, path);
      if (this.#seen.has(`${id} ${entry.id}`)) continue;
      this.#seen.add(`${id} ${entry.id}`);
      const held = this.#held.get(id) ?? new HeldEntries();
      this.#held.set(id, held);
      held.add(entry, place);
      if (held.isFull) this.#release(id, held);
      const full = this.stream.full();
      if (full) yield full;
    }
    for (const [id, held] of this.#held) {
      this.#release(id, held);
      const full = this.stream.full();
      if (full) yield full;
    }
    this.#held.clear();
  }

  #release(id: ConversationId, held: HeldEntries): void {
    for (const {entry, place} of held.release()) this.stream.entry(id, entry, place);
  }

  #entry(record: Loose, place: {readonly path: string; readonly byte: number}): Entry | undefined {
    return entryOfMessage(record, {
      people: this.#people,
      report: (problem, id) => this.#ctx.report({...problem, place: {...place, record: id}}),
    });
  }

  #conversation(record: Loose, path: string): ConversationId {
    const channel = recordOf(record, 'channelIdentity');
    const channelId = channel && textOf(channel, 'channelId');
    const chatId = textOf(record, 'chatId');
    const id = channelId ?? chatId ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
    if (this.stream.hasConversation(id)) return id;
    return this.stream.conversation(
      channelId === undefined
        ? chatOf(id, chatId)
        : this.#channelOf(channelId, channel && textOf(channel, 'teamId')),
    );
  }

  #channelOf(id: string, team: string | undefined): Conversation {
    const record = this.#channels.get(id) ?? {};
    const rest = leftover(record, takenFromChannel);
    const name = textOf(record, 'displayName');
    const teamName = team === undefined ? undefined : this.#teams.get(team);
    const title = [teamName, name].filter((text) => text !== undefined).join(' / ');
    const members = listOf(record, 'members').flatMap((member) => this.#people.add(member) ?? []);
    return {
      id,
      kind: 'channel',
      ...(title === '' ? {} : {title}),
      platform: 'teams',
      members,
      ...given({topic: textOf(record, 'description')}),
      extras: {teams: given({team, teamName, ...rest})},
    };
  }
}

/** The id tells the kind: `…@unq.gbl.spaces` two people, `…@thread.v2` a group, `48:notes` notes to oneself. */
const chatOf = (id: string, chatId: string | undefined): Conversation => {
  const isPair = /@unq\.gbl\.spaces$|^8:/.test(id);
  const kind =
    chatId === undefined
      ? 'unknown'
      : isPair
        ? 'direct'
        : id.startsWith('48:notes')
          ? 'self'
          : 'group';
  return {id, kind, platform: 'teams', members: []};
};

/** Memory: one file of messages, people, channels, and the ids of all messages. */
export async function* readGraph(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const reader = new GraphReader(input, options, ctx);
  yield* reader.readMessages(input.path);
  const rest = reader.stream.end();
  if (rest) yield rest;
}

export async function* readMigration(
  root: string,
  input: ExportInput,
  {options, ctx}: {readonly options: ReadOptions; readonly ctx: ReadContext},
): AsyncIterable<EventBatch> {
  const reader = new GraphReader(input, options, ctx);
  const paths = (await input.source.list())
    .map(({path}) => path)
    .filter((path) => path.startsWith(root));
  const named = (pattern: RegExp): string[] =>
    paths.filter((path) => pattern.test(path.slice(root.length)));
  for (const path of named(/^users\/usersList\.json$/)) await reader.readUsers(path);
  for (const path of named(/^teams\/[^/]+\/teamMembers_[^/]+\.json$/)) await reader.readUsers(path);
  for (const path of named(/^teams\/teamsList\.json$/)) await reader.readTeams(path);
  for (const path of named(/^teams\/[^/]+\/channels_[^/]+\.json$/)) await reader.readChannels(path);
  for (const path of named(migrationFile)) yield* reader.readMessages(path);
  const rest = reader.stream.end();
  if (rest) yield rest;
}
