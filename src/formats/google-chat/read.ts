// Reads a Google Chat takeout, group by group. Dates are sentences in the account's language; what they mean is `_shared/localized-date`.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Asset,
  Conversation,
  ConversationId,
  Edit,
  Entry,
  EventBatch,
  Extras,
  Handle,
  JsonObject,
  Moment,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {offsetMoment, utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {jsonRecords, smallJson} from '../_shared/json-records.ts';
import {LocalizedDates} from '../_shared/localized-date.ts';
import {isLoose, leftover, recordAt, recordsAt, stringAt, stringsAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {mediaRole} from '../_shared/media-role.ts';
import {bodyOf, strangeAnnotations} from './body.ts';
import type {BodyContext} from './body.ts';
import {coverOf, fileNames, folderOf, groupsBelow, ownerFiles} from './layout.ts';
import type {Group} from './layout.ts';

const id = 'google-chat';

const taken: ReadonlySet<string> = new Set([
  'creator',
  'created_date',
  'updated_date',
  'deleted_date',
  'text',
  'topic_id',
  'message_id',
  'message_state',
  'annotations',
  'attached_files',
  'quoted_message_metadata',
  'reactions',
]);

/** What is being read: its place for reports, and how often a file name was used. */
type GroupState = {
  readonly group: Group;
  readonly conversation: ConversationId;
  readonly ids: IdMaker;
  readonly copies: Map<string, number>;
  last: Moment | undefined;
};

type Where = {readonly path: string; readonly byte: number};

class Reading {
  readonly #input: ExportInput;
  readonly #ctx: ReadContext;
  readonly #media: MediaLookup;
  readonly #stream: ChatStream;
  readonly #dates = new LocalizedDates();
  readonly #owners = new Set<PersonId>();
  readonly #named = new Set<string>();

  constructor(input: ExportInput, media: MediaLookup, options: ReadOptions, ctx: ReadContext) {
    this.#input = input;
    this.#ctx = ctx;
    this.#media = media;
    this.#stream = new ChatStream(ctx, {owner: options.owner});
  }

  /** By e-mail; people whose account is gone have only a name. */
  #person(user: Loose, more: readonly Handle[] = []): PersonId | undefined {
    const email = stringAt(user, 'email')?.toLowerCase();
    const name = stringAt(user, 'name');
    const person = email ?? name;
    if (person === undefined) return undefined;
    const known = `${person}\n${name ?? ''}`;
    if (this.#named.has(known)) return person;
    this.#named.add(known);
    const isOwner = this.#owners.size === 0 ? undefined : this.#owners.has(person);
    return this.#stream.person({
      id: person,
      ...given({
        name,
        isOwner,
        handles:
          email === undefined ? undefined : [{kind: 'email' as const, value: email}, ...more],
        isBot: stringAt(user, 'user_type') === 'Bot' || undefined,
      }),
    });
  }

  async owner(path: string): Promise<void> {
    const value = await smallJson(this.#input.source, path, this.#ctx);
    const user = isLoose(value) ? recordAt(value, 'user') : undefined;
    const person = user && (stringAt(user, 'email')?.toLowerCase() ?? stringAt(user, 'name'));
    if (!user || person === undefined) return;
    this.#owners.add(person);
    const number = / (\d{5,30})\/[^/]*$/.exec(path)?.[1];
    this.#person(user, number === undefined ? [] : [{kind: 'platform', value: number}]);
  }

  #moment(printed: string | undefined, where: Where): Moment | undefined {
    if (printed === undefined) return undefined;
    const found = this.#dates.parse(printed);
    if (found) {
      const minutes = found.offsetMinutes ?? 0;
      return offsetMoment(found.time, found.hasSeconds ? 's' : 'min', minutes);
    }
    const detail = 'The date is in no language that is known here.';
    this.#ctx.report({kind: 'time-not-understood', place: where, detail, sample: printed});
    return undefined;
  }

  #file(record: Loose, state: GroupState, where: Where): Part {
    const exported = stringAt(record, 'export_name') ?? stringAt(record, 'original_name') ?? '';
    const name = stringAt(record, 'original_name') ?? exported;
    const copy = state.copies.get(exported) ?? 0;
    state.copies.set(exported, copy + 1);
    const folders = [state.group.folder];
    const entry = fileNames(exported, copy)
      .map((candidate) => this.#media.find(candidate, folders))
      .find((found) => found !== undefined);
    const mime = mimeFromName(name) ?? mimeFromName(exported);
    const about = {name, ...given({mime})};
    if (!entry) this.#ctx.report({kind: 'media-missing', place: {...where, record: exported}});
    const asset: Asset = entry
      ? {id: entry.path, ...about, bytes: entry.size, presence: 'included'}
      : {id: exported, ...about, presence: 'absent'};
    return {kind: 'media', role: mediaRole(mime), asset};
  }

  #reactions(record: Loose): readonly Reaction[] {
    return recordsAt(record, 'reactions').flatMap((reaction) => {
      const emoji = recordAt(reaction, 'emoji') ?? {};
      const custom = recordAt(emoji, 'custom_emoji') ?? {};
      const shown = stringAt(emoji, 'unicode') ?? stringAt(custom, 'shortcode');
      if (shown === undefined) return [];
      const by = stringsAt(reaction, 'reactor_emails').flatMap((email) => {
        const person = this.#person({email});
        return person === undefined ? [] : {person};
      });
      return {emoji: shown, count: Math.max(1, by.length), ...(by.length > 0 && {by})};
    });
  }

  /** `space/topic/message`; the message that is called like its topic heads it. */
  #threadOf(messageId: string | undefined): string | undefined {
    const [space, topic, message, ...more] = (messageId ?? '').split('/');
    if (topic === undefined || message === undefined || more.length > 0 || topic === message)
      return undefined;
    return `${space}/${topic}/${topic}`;
  }

  #quote(record: Loose): Extract<Entry, {kind: 'message'}>['replyTo'] {
    const quoted = recordAt(record, 'quoted_message_metadata');
    if (!quoted) return undefined;
    const creator = recordAt(quoted, 'creator');
    const person = creator && this.#person(creator);
    const name = creator && stringAt(creator, 'name');
    const entry = stringAt(quoted, 'message_id');
    const quote = given({person, name, text: stringAt(quoted, 'text')});
    return {...given({entry}), ...(Object.keys(quote).length > 0 && {quote})};
  }

  #extras(record: Loose, context: BodyContext): {extras?: Extras} {
    const strange = strangeAnnotations(record, context);
    const rest = {
      ...leftover(record, taken),
      ...(strange.length > 0 && {annotations: strange}),
    } as JsonObject;
    return Object.keys(rest).length === 0 ? {} : {extras: {[id]: rest}};
  }

  #entry(record: Loose, state: GroupState, where: Where): Entry {
    const created = this.#moment(stringAt(record, 'created_date'), where);
    const removedAt = this.#moment(stringAt(record, 'deleted_date'), where);
    const guess: Moment = {...(state.last ?? utcMoment(0)), precision: 'day'};
    const at = created ?? removedAt ?? guess;
    state.last = at;
    const messageId = stringAt(record, 'message_id');
    const creator = recordAt(record, 'creator') ?? {};
    const from = this.#person(creator) ?? this.#stream.person({id: 'unknown'});
    const key = `${stringAt(record, 'created_date') ?? ''}\n${from}\n${stringAt(record, 'text') ?? ''}`;
    const base = {id: messageId ?? state.ids.make(key), at, from};
    const context: BodyContext = {
      person: (user) => this.#person(user),
      unknown: (detail) =>
        this.#ctx.report({
          kind: 'field-not-understood',
          place: where,
          detail: `Annotation: ${detail}`,
        }),
    };
    const files = recordsAt(record, 'attached_files').map((file) => this.#file(file, state, where));
    const body = [...bodyOf(record, context), ...files];
    const extras = this.#extras(record, context);
    if (removedAt || stringAt(record, 'message_state') === 'DELETED') {
      const by = stringAt(recordAt(record, 'deletion_metadata') ?? {}, 'deletion_type') ?? '';
      const removedBy = /ADMIN|SPACE_OWNER/.test(by)
        ? 'admin'
        : /CREATOR/.test(by)
          ? 'sender'
          : 'unknown';
      return {
        kind: 'removed',
        ...base,
        removedBy,
        ...given({removedAt}),
        ...(body.length > 0 && {body}),
        ...extras,
      };
    }
    const updated = this.#moment(stringAt(record, 'updated_date'), where);
    const edits: readonly Edit[] = updated ? [{at: updated}] : [];
    const reactions = this.#reactions(record);
    return {
      kind: 'message',
      ...base,
      body: body.length > 0 ? body : [textPart('')],
      ...given({replyTo: this.#quote(record), thread: this.#threadOf(messageId)}),
      ...(reactions.length > 0 && {reactions}),
      ...(edits.length > 0 && {edits}),
      ...extras,
    };
  }

  async #conversation(group: Group): Promise<Conversation> {
    const value =
      group.facts === undefined ? {} : await smallJson(this.#input.source, group.facts, this.#ctx);
    const facts = isLoose(value) ? value : {};
    const members = recordsAt(facts, 'members').flatMap((member) => this.#person(member) ?? []);
    const others = recordsAt(facts, 'members').filter((member) => {
      const person = stringAt(member, 'email')?.toLowerCase() ?? stringAt(member, 'name') ?? '';
      return !this.#owners.has(person);
    });
    const name = stringAt(facts, 'name');
    const isDirect = name === undefined && members.length <= 2;
    const shown = others.flatMap((member) => stringAt(member, 'name') ?? []).join(', ');
    const title = name ?? (this.#owners.size > 0 && shown !== '' ? shown : undefined);
    const extras = leftover(facts, new Set(['name', 'members']));
    return {
      id: group.id === '' ? 'chat' : group.id,
      kind: group.facts === undefined ? 'unknown' : isDirect ? 'direct' : 'group',
      ...given({title}),
      platform: id,
      members,
      ...(extras && {extras: {[id]: extras}}),
    };
  }

  async *group(group: Group): AsyncIterable<EventBatch> {
    const conversation = this.#stream.conversation(await this.#conversation(group));
    const {messages: path} = group;
    if (path === undefined) {
      const place = {path: group.facts ?? '', conversation};
      this.#ctx.report({
        kind: 'export-incomplete',
        place,
        detail: 'The group has no messages.json.',
      });
      return;
    }
    const state: GroupState = {
      group,
      conversation,
      ids: new IdMaker(),
      copies: new Map(),
      last: undefined,
    };
    const input = {source: this.#input.source, path, items: ['messages[]']};
    for await (const {value, byte} of jsonRecords(input, this.#ctx)) {
      const where = {path, byte};
      if (isLoose(value)) this.#stream.entry(conversation, this.#entry(value, state, where), where);
      else
        this.#ctx.report({kind: 'record-not-understood', place: where, detail: 'Not an object.'});
      const full = this.#stream.full();
      if (full) yield full;
    }
  }

  *end(): Iterable<EventBatch> {
    const rest = this.#stream.end();
    if (rest) yield rest;
    const {language} = this.#dates;
    if (language !== undefined && language !== 'en')
      this.#ctx.infer({what: 'language', value: language, because: 'the words of the dates'});
  }
}

/** Memory: people, groups, one message. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const files = await input.source.list();
  const paths = files.map(({path}) => path);
  const cover = coverOf(input.path, paths);
  const reading = new Reading(input, new MediaLookup(files), options, ctx);
  const alone: Group = {
    folder: folderOf(input.path),
    id: '',
    messages: input.path,
    facts: undefined,
  };
  if (cover !== undefined) for (const path of ownerFiles(cover, paths)) await reading.owner(path);
  for (const group of cover === undefined ? [alone] : groupsBelow(cover, paths)) {
    throwIfCancelled(ctx.signal);
    yield* reading.group(group);
  }
  yield* reading.end();
}
