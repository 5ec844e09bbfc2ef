// Reads Hangouts.json (Google Takeout before 2022, both layouts), conversation by conversation.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Asset,
  Conversation,
  EventBatch,
  Handle,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {HeldEntries} from '../_shared/held-entries.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {idAt, isLoose, leftover, recordAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {eventEntry, eventMoment} from './entries.ts';
import type {EventContext} from './entries.ts';
import {conversationIdOf, factsOf, participantId} from './shapes.ts';

const format = 'hangouts';

const factsTaken: ReadonlySet<string> = new Set([
  'id',
  'conversation_id',
  'type',
  'name',
  'participant_data',
  'self_conversation_state',
]);

class Reading {
  readonly #path: string;
  readonly #folder: string;
  readonly #ctx: ReadContext;
  readonly #media: MediaLookup;
  readonly #stream: ChatStream;
  readonly #named = new Set<string>();
  #owner: PersonId | undefined;
  // The conversation under way.
  #held = new HeldEntries();
  #ids = new IdMaker();
  #fallbackId: string | undefined;

  constructor(path: string, media: MediaLookup, options: ReadOptions, ctx: ReadContext) {
    this.#path = path;
    this.#folder = path.slice(0, path.lastIndexOf('/') + 1);
    this.#ctx = ctx;
    this.#media = media;
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  #person(id: string, name?: string, phone?: string): PersonId {
    const isOwner = this.#owner === undefined ? undefined : id === this.#owner;
    const known = `${id}\n${name ?? ''}\n${phone ?? ''}\n${String(isOwner)}`;
    if (this.#named.has(known)) return id;
    this.#named.add(known);
    const handles: Handle[] = [{kind: 'platform', value: id}];
    if (phone !== undefined) handles.push({kind: 'phone', value: phone});
    return this.#stream.person({id, ...given({name, isOwner}), handles});
  }

  /** Pictures of a takeout lie beside the file, called like the end of their address. */
  #asset(url: string): Asset {
    const last = url.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
    const name = last.includes('%') ? safeDecode(last) : last;
    const entry = name === '' ? undefined : this.#media.find(name, [this.#folder]);
    const about = {...(name !== '' && {name}), ...given({mime: mimeFromName(name)})};
    return entry
      ? {id: entry.path, ...about, bytes: entry.size, presence: 'included', url}
      : {id: url, ...about, presence: 'remote', url};
  }

  event(value: unknown, byte: number): void {
    const place = {path: this.#path, byte};
    const event = isLoose(value) ? value : undefined;
    const at = event && eventMoment(event);
    if (!event || !at) {
      this.#ctx.report({kind: 'record-skipped', place, detail: 'An event without a time.'});
      return;
    }
    this.#fallbackId ??= idAt(recordAt(event, 'conversation_id') ?? {}, 'id');
    const sender = participantId(recordAt(event, 'sender_id')) ?? 'unknown';
    const context: EventContext = {
      person: (id) => this.#person(id),
      asset: (url) => this.#asset(url),
      unknown: (detail) => this.#ctx.report({kind: 'unknown-kind', place, detail}),
    };
    const id = stringAt(event, 'event_id') ?? this.#ids.make(`${at.epochMs}\n${sender}`);
    this.#held.add(eventEntry(event, {id, at, from: this.#person(sender)}, context), place);
  }

  /** People before conversations, the owner first: all conversations name the same one. */
  #conversation(element: Loose): Conversation {
    const facts = factsOf(element) ?? {};
    const self =
      recordAt(recordAt(facts, 'self_conversation_state') ?? {}, 'self_read_state') ?? {};
    this.#owner = participantId(recordAt(self, 'participant_id')) ?? this.#owner;
    const members = recordsAt(facts, 'participant_data').flatMap((participant) => {
      const id = participantId(recordAt(participant, 'id'));
      const phone = stringAt(recordAt(participant, 'phone_number') ?? {}, 'e164');
      return id === undefined
        ? []
        : this.#person(id, stringAt(participant, 'fallback_name'), phone);
    });
    const isDirect = stringAt(facts, 'type') === 'STICKY_ONE_TO_ONE';
    const others = members.filter((id) => id !== this.#owner);
    const other = others.length === 1 ? this.#stream.personOf(others[0] ?? '')?.name : undefined;
    const extras = leftover(facts, factsTaken);
    return {
      id: conversationIdOf(element, factsOf(element)) ?? this.#fallbackId ?? 'conversation',
      kind: isDirect ? 'direct' : stringAt(facts, 'type') === 'GROUP' ? 'group' : 'unknown',
      ...given({title: stringAt(facts, 'name') ?? (isDirect ? other : undefined)}),
      platform: format,
      members,
      ...(extras && {extras: {[format]: extras}}),
    };
  }

  /** Names people before their first event. */
  prepare(element: Loose): void {
    this.#conversation(element);
  }

  /** Gives out what is held; `element` is what is known of the conversation. */
  *flush(element: Loose): Iterable<EventBatch> {
    const conversation = this.#stream.conversation(this.#conversation(element));
    for (const {entry, place} of this.#held.release()) {
      this.#stream.entry(conversation, entry, place);
      const full = this.#stream.full();
      if (full) yield full;
    }
  }

  get isFull(): boolean {
    return this.#held.isFull;
  }

  next(): void {
    this.#held = new HeldEntries();
    this.#ids = new IdMaker();
    this.#fallbackId = undefined;
  }

  end(): EventBatch | undefined {
    return this.#stream.end();
  }
}

const safeDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign: the name as it stands.
  }
};

/** What is known so far of the conversation around the events. */
const elementOf = (around: readonly Loose[]): Loose => ({...around[1], ...around[2]});

const patterns = ['conversations[].events[]', 'conversation_state[].conversation_state.event[]'];

/** Memory: people, conversations, and the entries of one conversation (at most 200,000 at a time). */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const {source, path} = input;
  const reading = new Reading(path, new MediaLookup(await source.list()), options, ctx);
  let found = 0;
  // The older layout has one object more around the events.
  let inner: Loose = {};
  for await (const event of jsonEvents({source, path, items: patterns}, ctx)) {
    if (event.type === 'enter') reading.prepare(elementOf(event.around));
    else if (event.type === 'items') {
      for (const [index, value] of event.values.entries())
        reading.event(value, event.bytes[index] ?? 0);
      if (reading.isFull) yield* reading.flush(elementOf(event.around));
    } else if (event.type === 'object' && event.path.length === 3) inner = event.members;
    else if (event.type === 'object' && event.path.length === 2) {
      found++;
      yield* reading.flush({...event.members, ...inner});
      inner = {};
      reading.next();
    }
  }
  if (found === 0) throw new ChatError('input-malformed', 'The file holds no conversation.');
  const rest = reading.end();
  if (rest) yield rest;
}
