// Reads the archive that Skype gave until 2025: messages.json with or without its media folder, conversation by conversation.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {SourceEntry} from '../../engine/io/source.ts';
import type {
  Asset,
  Conversation,
  EventBatch,
  Handle,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {HeldEntries} from '../_shared/held-entries.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose, leftover, recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {joinVersions, skypeRecord} from './entries.ts';
import type {RecordContext, SkypeRecord} from './entries.ts';
import type {StoredFile} from './parts.ts';

const format = 'skype-json';

/** `media/<document>.1.png` is the file, `.2.` its preview, `.json` says what it is. */
const storedPattern = /(?:^|\/)([^/]+)\.([12])\.[A-Za-z0-9]{1,8}$/;

type Stored = {file?: StoredFile; preview?: StoredFile};

const storedFiles = (files: readonly SourceEntry[]): ReadonlyMap<string, Stored> => {
  const stored = new Map<string, Stored>();
  for (const {path, size} of files) {
    const [, id = '', number] = storedPattern.exec(path) ?? [];
    if (id === '') continue;
    const known = stored.get(id) ?? {};
    known[number === '1' ? 'file' : 'preview'] = {path, bytes: size};
    stored.set(id, known);
  }
  return stored;
};

/** Lists that the client keeps for itself; calls stand in their conversations as well. */
const ownLists: ReadonlySet<string> = new Set([
  '48:calllogs',
  '48:notifications',
  '48:starred',
  '48:threads',
  '48:mentions',
]);

const handlesOf = (mri: string): readonly Handle[] => {
  const bare = mri.replace(/^\d+:/, '');
  if (mri.startsWith('4:')) return [{kind: 'phone', value: bare}];
  return bare === '' || bare === mri ? [] : [{kind: 'platform', value: bare}];
};

class Reading {
  readonly #path: string;
  readonly #ctx: ReadContext;
  readonly #stored: ReadonlyMap<string, Stored>;
  readonly #stream: ChatStream;
  readonly #named = new Set<string>();
  #owner: PersonId | undefined;
  // The conversation under way: versions of one message wait for each other.
  #versions = new Map<string, SkypeRecord[]>();
  #held = new HeldEntries();

  constructor(
    path: string,
    stored: ReadonlyMap<string, Stored>,
    options: ReadOptions,
    ctx: ReadContext,
  ) {
    this.#path = path;
    this.#ctx = ctx;
    this.#stored = stored;
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  owner(mri: string | undefined): void {
    if (mri === undefined || this.#owner !== undefined) return;
    this.#owner = /^\d+:/.test(mri) ? mri : `8:${mri}`;
    this.person(this.#owner);
  }

  person(mri: string, name?: string): PersonId {
    const known = `${mri}\n${name ?? ''}`;
    if (this.#named.has(known)) return mri;
    this.#named.add(known);
    const handles = handlesOf(mri);
    return this.#stream.person({
      id: mri,
      ...given({name, isOwner: this.#owner === undefined ? undefined : mri === this.#owner}),
      ...(handles.length > 0 && {handles}),
      ...(mri.startsWith('28:') && {isBot: true}),
    });
  }

  /** Names the other person of a chat before the first message. */
  prepare(element: Loose): void {
    const [id, name] = [stringAt(element, 'id'), stringAt(element, 'displayName')];
    if (id !== undefined && /^(?:4|8|28):/.test(id)) this.person(id, name);
  }

  record(value: unknown, element: Loose, byte: number): void {
    const place = {path: this.#path, byte};
    const conversation =
      stringAt(element, 'id') ??
      (isLoose(value) ? stringAt(value, 'conversationid') : undefined) ??
      '';
    const context: RecordContext = {
      conversation,
      person: (mri, name) => this.person(mri, name),
      stored: (id) => this.#stored.get(id) ?? {},
      missing: (record) => this.#ctx.report({kind: 'media-missing', place: {...place, record}}),
      unknown: (detail) => this.#ctx.report({kind: 'unknown-kind', place, detail}),
    };
    const from = isLoose(value) ? stringAt(value, 'from') : undefined;
    const name = isLoose(value) ? stringAt(value, 'displayName') : undefined;
    // In groups the thread itself "writes" what the server noted.
    if (from !== undefined && name !== undefined && !from.startsWith('19:'))
      this.person(from, name);
    const record = isLoose(value) ? skypeRecord(value, context) : undefined;
    if (!record)
      this.#ctx.report({kind: 'record-skipped', place, detail: 'A record without a time.'});
    else if (record.key === '') this.#held.add(record.entry, place);
    else this.#versions.set(record.key, [...(this.#versions.get(record.key) ?? []), record]);
  }

  #conversation(element: Loose): Conversation | undefined {
    const id = stringAt(element, 'id');
    if (id === undefined) return undefined;
    const thread = recordAt(element, 'threadProperties') ?? {};
    const isGroup = id.startsWith('19:');
    const name = stringAt(element, 'displayName');
    const listed = memberList(valueAt(thread, 'members'));
    const own = this.#owner === undefined ? [] : [this.#owner];
    const members = isGroup
      ? listed.length > 0
        ? listed
        : own
      : [...own, ...(id.startsWith('48:') ? [] : [id])];
    const picture = stringAt(thread, 'picture')?.replace(/^URL@/, '');
    const avatar: Asset | undefined =
      picture === undefined ? undefined : {id: picture, presence: 'remote', url: picture};
    const extras = {
      ...leftover(
        element,
        new Set(['id', 'displayName', 'version', 'properties', 'threadProperties', 'MessageList']),
      ),
      ...given({
        properties: leftover(recordAt(element, 'properties') ?? {}, new Set()),
        threadProperties: leftover(thread, new Set(['members', 'topic', 'membercount', 'picture'])),
      }),
    };
    const isSelf = id === this.#owner || id === '48:notes';
    return {
      id,
      kind: isGroup ? 'group' : isSelf ? 'self' : id.startsWith('48:') ? 'unknown' : 'direct',
      ...given({title: stringAt(thread, 'topic') ?? name}),
      platform: 'skype',
      members: members.map((mri) => this.person(mri, !isGroup && mri === id ? name : undefined)),
      ...given({avatar}),
      ...(Object.keys(extras).length > 0 && {extras: {[format]: extras}}),
    };
  }

  *flush(element: Loose): Iterable<EventBatch> {
    const conversation = this.#conversation(element);
    if (!conversation) return;
    for (const versions of this.#versions.values())
      for (const entry of joinVersions(versions))
        this.#held.add(entry, {path: this.#path, record: entry.id});
    this.#versions = new Map();
    const held = this.#held.release();
    if (ownLists.has(conversation.id)) {
      const place = {path: this.#path, conversation: conversation.id};
      const detail = `A list of the client (${held.length} records); what it lists stands in the conversations.`;
      if (held.length > 0) this.#ctx.report({kind: 'conversation-skipped', place, detail});
      return;
    }
    this.#stream.conversation(conversation);
    for (const {entry, place} of held) {
      this.#stream.entry(conversation.id, entry, place);
      const full = this.#stream.full();
      if (full) yield full;
    }
  }

  get isFull(): boolean {
    return this.#held.isFull || this.#versions.size >= maxVersions;
  }

  end(): EventBatch | undefined {
    return this.#stream.end();
  }
}

/** Messages of one conversation that wait in memory. */
const maxVersions = 200_000;

/** A JSON list as text. */
const memberList = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === 'string');
  if (typeof value !== 'string') return [];
  try {
    return memberList(JSON.parse(value) as unknown);
  } catch {
    return []; // Members that nobody can read: those who wrote are known anyway.
  }
};

/** Memory: people, conversations, the table of media files, one conversation (at most 200,000 messages at a time). */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const {source, path} = input;
  const reading = new Reading(path, storedFiles(await source.list()), options, ctx);
  let found = 0;
  for await (const event of jsonEvents(
    {source, path, items: ['conversations[].MessageList[]']},
    ctx,
  )) {
    const [root, element] = event.around;
    if (root) reading.owner(stringAt(root, 'userId'));
    if (event.type === 'enter') reading.prepare(element ?? {});
    else if (event.type === 'items') {
      for (const [index, value] of event.values.entries())
        reading.record(value, element ?? {}, event.bytes[index] ?? 0);
      if (reading.isFull) yield* reading.flush(element ?? {});
    } else if (event.type === 'object' && event.path.length === 2) {
      found++;
      yield* reading.flush(event.members);
    }
  }
  if (found === 0) throw new ChatError('input-malformed', 'The file holds no conversation.');
  const rest = reading.end();
  if (rest) yield rest;
}
