// Writes ChatLab's standard format 0.0.2, one file per conversation, within the rules of ChatLab's own validator. Not its reader.

import type {WriteContext, WriteOptions, Writer} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {collect} from '../../engine/io/bytes.ts';
import {deflatedBlocks} from '../../engine/io/deflated-blocks.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {
  Asset,
  Conversation,
  Entry,
  Extras,
  JsonObject,
  Person,
  PersonId,
} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {chatlabType, platformToChatlab, validTypes} from './chatlab-codes.table.ts';
import {contentOf, nestedRecord} from './chatlab-content.ts';
import {toDataUrl} from './data-url.ts';
import {outputName, uniqueNames} from './output-name.ts';

const systemSender = 'SYSTEM';
const systemNames = {zh: '系统消息', en: 'System'} as const;
const maxSeconds = 1e11 - 1;
const maxAvatarBytes = 262_144;

const holds: ReadonlySet<Feature> = new Set<Feature>([
  'person.name',
  'person.aliases',
  'person.avatar',
  'person.owner',
  'conversation.title',
  'conversation.kind',
  'conversation.members',
  'conversation.avatar',
  'entry.platform-id',
  'time.seconds',
  'message',
  'call',
  'call.duration',
  'notice',
  'removed',
  'text',
  'media',
  'media.role',
  'media.caption',
  'sticker',
  'location',
  'contact',
  'link-card',
  'transfer',
  'bundle',
  'reply',
]);

/** The writer's own keys first and last: they lead in order, and no extra replaces them. */
const withExtras = <T extends object>(own: T, extras: object): T & object => ({
  ...own,
  ...extras,
  ...own,
});

/** Both variants read each other's extras. */
const extrasOf = (extras: Extras | undefined): JsonObject =>
  extras?.['chatlab-json'] ?? extras?.['chatlab-jsonl'] ?? {};

const objectAt = (extras: JsonObject, key: string): JsonObject => {
  const value = extras[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
};

const nameOf = (person: Person | undefined, id: PersonId): string =>
  person?.name === undefined || person.name.trim() === '' ? id : person.name;

/** A person may not be called like the reserved sender. */
const platformId = (id: PersonId): string =>
  id === systemSender ? `${systemSender}_` : id === '' ? '?' : id;

type Shape = 'json' | 'jsonl';

/** Everything about one conversation; its messages wait deflated until the members are all known. */
class ChatFile {
  readonly conversation: Conversation;
  readonly #people: ReadonlyMap<PersonId, Person>;
  readonly #options: WriteOptions;
  readonly #ctx: WriteContext;
  readonly #senders: Set<PersonId>;
  readonly #ids = new Set<string>();
  readonly #messages = deflatedBlocks();
  #hasSystem = false;
  count = 0;

  constructor(
    conversation: Conversation,
    people: ReadonlyMap<PersonId, Person>,
    setup: {readonly options: WriteOptions; readonly ctx: WriteContext},
  ) {
    this.conversation = conversation;
    this.#people = people;
    this.#options = setup.options;
    this.#ctx = setup.ctx;
    this.#senders = new Set(conversation.members);
  }

  async add(entry: Entry): Promise<void> {
    const record = this.#record(entry);
    this.count++;
    await this.#messages.append(`${JSON.stringify(record)}\n`);
  }

  #record(entry: Entry): object {
    const {type, content, marks, items, isReduced} = contentOf(entry, this.#options.lang);
    const extras = extrasOf(entry.extras);
    const {
      type: ownType,
      content: ownContent,
      groupNickname,
      accountName,
      mediaPath,
      chatRecords,
      ...more
    } = extras;
    const nested =
      chatRecords ?? items?.map((item) => nestedRecord(item, this.#options.lang)) ?? undefined;
    const sender = this.#sender(entry);
    if (isReduced)
      this.#report(
        entry,
        'A message with several parts keeps its first medium; of the others the text is left.',
      );
    const person = entry.from === undefined ? undefined : this.#people.get(entry.from);
    const name = sender === systemSender ? systemNames[this.#options.lang] : nameOf(person, sender);
    const wanted = typeof ownType === 'number' ? ownType : type;
    const reply = entry.kind === 'message' ? entry.replyTo?.entry : undefined;
    const own = {
      sender,
      accountName: typeof accountName === 'string' ? accountName : name,
      ...(typeof groupNickname === 'string' ? {groupNickname} : {}),
      timestamp: this.#seconds(entry),
      type: this.#allowed(wanted, sender),
      content: typeof ownContent === 'string' || ownContent === null ? ownContent : content,
      platformMessageId: this.#uniqueId(entry),
      ...(reply === undefined ? {} : {replyToMessageId: reply}),
      ...marks,
      ...(mediaPath === undefined ? {} : {mediaPath}),
      ...(nested === undefined ? {} : {chatRecords: nested}),
    };
    return withExtras(own, more);
  }

  #allowed(type: number, sender: string): number {
    const isLine = type === chatlabType.system || type === chatlabType.recall;
    if (sender === systemSender) return isLine ? type : chatlabType.system;
    return validTypes.has(type) ? type : chatlabType.other;
  }

  #sender(entry: Entry): string {
    if (entry.from === undefined) {
      this.#hasSystem = true;
      return systemSender;
    }
    this.#senders.add(entry.from);
    return platformId(entry.from);
  }

  #seconds(entry: Entry): number {
    const seconds = Math.floor(entry.at.epochMs / 1000);
    if (seconds >= 0 && seconds <= maxSeconds) return seconds;
    this.#report(entry, 'A time outside of 1970 to 5138 is written as the nearest one allowed.');
    return seconds < 0 ? 0 : maxSeconds;
  }

  #uniqueId(entry: Entry): string {
    const wanted = entry.id === '' ? '?' : entry.id;
    let id = wanted;
    for (let copy = 2; this.#ids.has(id); copy++) id = `${wanted}~${copy}`;
    if (id !== wanted) this.#report(entry, `The id was taken already; written as "${id}".`);
    this.#ids.add(id);
    return id;
  }

  #report(entry: Entry, detail: string): void {
    this.#ctx.report({
      kind: 'not-representable',
      place: {record: entry.id, conversation: this.conversation.id},
      detail,
    });
  }

  header(): object {
    const own = extrasOf(this.conversation.extras);
    const {platform: ownPlatform, ...meta} = objectAt(own, 'meta');
    const {kind, id, platform} = this.conversation;
    const isGroup =
      kind === 'group' || kind === 'channel' || (kind === 'unknown' && this.#senders.size > 2);
    const owner = [...this.#senders].find((member) => this.#people.get(member)?.isOwner);
    return {
      chatlab: withExtras(
        {
          version: '0.0.2',
          exportedAt: Math.floor(this.#ctx.now() / 1000),
          generator: this.#ctx.generator,
        },
        objectAt(own, 'chatlab'),
      ),
      meta: withExtras(
        {
          name: this.#title(),
          platform:
            typeof ownPlatform === 'string'
              ? ownPlatform
              : platformToChatlab(platform ?? 'unknown'),
          type: isGroup ? 'group' : 'private',
          ...(isGroup ? {groupId: id} : {sourceSessionId: id}),
          ...(kind === 'group' || kind === 'direct' ? {} : {conversationKind: kind}),
          ...(owner === undefined ? {} : {ownerId: platformId(owner)}),
        },
        meta,
      ),
    };
  }

  #title(): string {
    const {title, id} = this.conversation;
    return title === undefined || title.trim() === '' ? id || '?' : title;
  }

  async groupAvatar(): Promise<string | undefined> {
    return this.conversation.avatar && this.#picture(this.conversation.avatar);
  }

  async *members(): AsyncGenerator<object> {
    for (const id of this.#senders) {
      const person = this.#people.get(id);
      const avatar = person?.avatar && (await this.#picture(person.avatar));
      const own = {
        platformId: platformId(id),
        accountName: nameOf(person, platformId(id)),
        ...(person?.aliases && person.aliases.length > 0 ? {aliases: person.aliases} : {}),
        ...(avatar === undefined ? {} : {avatar}),
      };
      yield withExtras(own, extrasOf(person?.extras));
    }
    const system = {platformId: systemSender, accountName: systemNames[this.#options.lang]};
    if (this.#hasSystem) yield system;
  }

  async #picture(asset: Asset): Promise<string | undefined> {
    if (asset.presence === 'remote') return asset.url;
    const chunks = asset.presence === 'included' ? this.#ctx.asset(asset) : undefined;
    const bytes = chunks && (await collect(chunks, maxAvatarBytes));
    return bytes && toDataUrl(bytes, asset.mime);
  }

  /** Pieces of whole lines. */
  messages(): AsyncIterable<string> {
    return this.#messages.read();
  }
}

const withGroupAvatar = async (chat: ChatFile): Promise<{chatlab: object; meta: object}> => {
  const header = chat.header() as {chatlab: object; meta: object};
  const groupAvatar = await chat.groupAvatar();
  return groupAvatar === undefined ? header : {...header, meta: {...header.meta, groupAvatar}};
};

async function* jsonText(chat: ChatFile): AsyncGenerator<string> {
  const {chatlab, meta} = await withGroupAvatar(chat);
  yield `{\n"chatlab":${JSON.stringify(chatlab)},\n"meta":${JSON.stringify(meta)},\n"members":[`;
  let separator = '\n';
  for await (const member of chat.members()) {
    yield `${separator}${JSON.stringify(member)}`;
    separator = ',\n';
  }
  yield '\n],\n"messages":[';
  separator = '\n';
  for await (const piece of chat.messages()) {
    yield `${separator}${piece.trimEnd().replaceAll('\n', ',\n')}`;
    separator = ',\n';
  }
  yield '\n]\n}\n';
}

async function* jsonlText(chat: ChatFile): AsyncGenerator<string> {
  yield `${JSON.stringify({_type: 'header', ...(await withGroupAvatar(chat))})}\n`;
  for await (const member of chat.members())
    yield `${JSON.stringify({_type: 'member', ...member})}\n`;
  for await (const piece of chat.messages())
    yield piece.replace(/(^|\n)\{/g, '$1{"_type":"message",');
}

/** JSON strings hold no raw line feed, so a line is a record and a `{` at its beginning is the record's own. */
const textOf = (chat: ChatFile, shape: Shape): AsyncGenerator<string> =>
  shape === 'json' ? jsonText(chat) : jsonlText(chat);

type Target = {
  readonly sink: Sink;
  readonly shape: Shape;
  readonly ctx: WriteContext;
  fileName(chat: ChatFile): string;
};

const writeChat = async (chat: ChatFile, {sink, shape, ctx, fileName}: Target): Promise<void> => {
  if (chat.count === 0) {
    ctx.report({
      kind: 'conversation-skipped',
      place: {conversation: chat.conversation.id},
      detail: 'ChatLab refuses a chat without messages; no file is written for it.',
    });
    return;
  }
  const file = await sink.create(fileName(chat));
  try {
    for await (const text of textOf(chat, shape)) {
      throwIfCancelled(ctx.signal);
      await file.write(text);
    }
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
};

/** Memory: the people, one conversation's ids, and its messages deflated. */
export const chatlabWriter = (shape: Shape): Writer => ({
  extension: shape,
  layout: 'file-per-conversation',
  needs: 'grouped',
  holds,
  copiesMedia: false,
  async write(batches, sink, options, ctx) {
    const people = new Map<PersonId, Person>();
    const unique = uniqueNames();
    const fileName = (chat: ChatFile): string =>
      unique(outputName(chat.conversation.title ?? options.label, shape));
    const target: Target = {sink, shape, ctx, fileName};
    let chat: ChatFile | undefined;
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      for (const event of batch) {
        if (event.type === 'person') people.set(event.person.id, event.person);
        else if (event.type === 'conversation') {
          if (chat) await writeChat(chat, target);
          chat = new ChatFile(event.conversation, people, {options, ctx});
        } else if (chat) await chat.add(event.entry);
      }
    }
    if (chat) await writeChat(chat, target);
  },
});
