// Reads a room twice: first what later events say of earlier ones, then the events themselves.

import {ChatError} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  Conversation,
  ConversationId,
  EventBatch,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {HeldEntries} from '../_shared/held-entries.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {quietContext} from '../_shared/quiet-context.ts';
import {entryOfEvent} from './event.ts';
import {MediaFolders} from './media-folders.ts';
import {eventLists} from './recognize.ts';
import {Survey, isAnnotation} from './survey.ts';

const items = ['[]', ...eventLists.map((name) => `${name}[]`)];

type Around = {readonly facts: Loose; readonly survey: Survey};

const surveyOf = async (input: ExportInput, ctx: ReadContext): Promise<Around> => {
  const survey = new Survey();
  let facts: Loose = {};
  const {source, path} = input;
  for await (const event of jsonEvents({source, path, items}, quietContext(ctx))) {
    if (event.type === 'items') for (const value of event.values) survey.add(value);
    else if (event.type === 'object') facts = event.members;
  }
  return {facts, survey};
};

class Room {
  readonly stream: ChatStream;
  readonly id: ConversationId;
  readonly #survey: Survey;
  readonly #facts: Loose;
  readonly #media: MediaFolders;
  readonly #ctx: ReadContext;
  readonly #path: string;
  readonly #owner: string | undefined;

  constructor(
    {facts, survey}: Around,
    input: ExportInput,
    context: {
      readonly options: ReadOptions;
      readonly ctx: ReadContext;
      readonly media: MediaFolders;
    },
  ) {
    const {options, ctx, media} = context;
    this.#survey = survey;
    this.#facts = facts;
    this.#media = media;
    this.#ctx = ctx;
    this.#path = input.path;
    this.#owner = options.owner === undefined ? this.#inferOwner() : undefined;
    this.stream = new ChatStream(ctx, {owner: options.owner});
    this.id = survey.roomId ?? stringAt(facts, 'room_name') ?? input.source.label;
    this.#announce();
  }

  /** `exported_by` is a display name, or an id where the user has none. */
  #inferOwner(): string | undefined {
    const by = stringAt(this.#facts, 'exported_by');
    if (by === undefined) return undefined;
    const named = [...this.#survey.names].filter(([id, {name}]) => id === by || name === by);
    const [only] = named;
    const id = named.length === 1 ? only?.[0] : this.#survey.senders.has(by) ? by : undefined;
    if (id !== undefined)
      this.#ctx.infer({what: 'owner', value: id, because: `exported_by is "${by}"`});
    return id;
  }

  #announce(): void {
    const facts = this.#facts;
    const people = new Set(
      [...this.#survey.names.keys(), ...this.#survey.senders].filter((id) => id !== ''),
    );
    const extras = {
      ...given({
        room_creator: stringAt(facts, 'room_creator'),
        export_date: stringAt(facts, 'export_date'),
        exported_by: stringAt(facts, 'exported_by'),
      }),
    };
    const members = [...people].map((id) => this.person(id));
    const title = stringAt(facts, 'room_name');
    const conversation: Conversation = {
      id: this.id,
      kind: this.#kind(members.length),
      ...given({title}),
      platform: 'matrix',
      members,
      ...given({topic: stringAt(facts, 'topic')}),
      ...(Object.keys(extras).length > 0 ? {extras: {'element-json': extras}} : {}),
    };
    this.stream.conversation(conversation);
  }

  #kind(members: number): Conversation['kind'] {
    if (members > 2) return 'group';
    return this.#survey.isDirect ? 'direct' : 'unknown';
  }

  person(id: string): PersonId {
    if (this.stream.knows(id)) return id;
    const {name, avatar} = this.#survey.names.get(id) ?? {};
    return this.stream.person({
      id,
      ...given({name}),
      ...(id === this.#owner ? {isOwner: true} : {}),
      handles: [{kind: 'platform', value: id}],
      ...(avatar === undefined ? {} : {avatar: {id: avatar, presence: 'remote', url: avatar}}),
    });
  }

  /** Gives the entries in the order of time: a file that runs backwards is held and turned. */
  async *entries(input: ExportInput): AsyncIterable<EventBatch> {
    const {source, path} = input;
    const held = new HeldEntries();
    for await (const event of jsonEvents({source, path, items}, this.#ctx)) {
      if (event.type !== 'items') continue;
      for (const [index, value] of event.values.entries()) {
        const place = {path, byte: event.bytes[index] ?? 0};
        const entry = this.#entry(value, place.byte);
        if (!entry) continue;
        if (this.#survey.isNewestFirst) held.add(entry, place);
        else this.stream.entry(this.id, entry, place);
        if (held.isFull) this.#release(held);
        const full = this.stream.full();
        if (full) yield full;
      }
    }
    this.#release(held);
    const rest = this.stream.end();
    if (rest) yield rest;
  }

  #release(held: HeldEntries): void {
    for (const {entry, place} of held.release()) this.stream.entry(this.id, entry, place);
  }

  #entry(value: unknown, byte: number): ReturnType<typeof entryOfEvent> {
    const place = {path: this.#path, byte};
    if (!isLoose(value)) {
      this.#ctx.report({kind: 'record-skipped', place, detail: 'Not an event.'});
      return undefined;
    }
    if (isAnnotation(value)) return undefined;
    return entryOfEvent(value, {
      survey: this.#survey,
      media: this.#media,
      person: (id) => this.person(id),
      nameOf: (id) => this.#survey.names.get(id)?.name,
      report: (problem, record) => this.#ctx.report({...problem, place: {...place, record}}),
    });
  }
}

/** Memory: members, edits, reactions and votes; a file that runs newest first is held (at most 200,000 entries at a time). */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const around = await surveyOf(input, ctx);
  if (around.survey.count === 0 && stringAt(around.facts, 'room_name') === undefined)
    throw new ChatError('input-malformed', 'The file holds no Matrix event.');
  const folder = input.path.slice(0, input.path.lastIndexOf('/') + 1);
  const media = new MediaFolders(await input.source.list(), folder);
  const room = new Room(around, input, {options, ctx, media});
  if (around.survey.edits.size === 0 && stringAt(around.facts, 'room_name') !== undefined) {
    ctx.infer({
      what: 'completeness',
      value: 'without edits and reactions',
      because: 'Element leaves them out of its JSON export',
    });
  }
  yield* room.entries(input);
}
