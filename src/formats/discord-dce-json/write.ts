// Writes DiscordChatExporter's JSON: one file per conversation, assets in a folder beside each.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, WriteOptions, Writer} from '../../engine/convert/format.ts';
import type {Sink, SinkFile} from '../../engine/io/sink.ts';
import type {
  Conversation,
  ConversationKind,
  Entry,
  Json,
  Person,
  PersonId,
} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {outputName, uniqueNames} from '../_shared/output-name.ts';
import {channelKinds, formatId} from './shapes.ts';
import {recordOf} from './write-entry.ts';
import type {EntryContext} from './write-entry.ts';
import {MessageNumbers, isForeign, numberFor} from './write-ids.ts';
import {AssetFolder} from './write-media.ts';

const holds: ReadonlySet<Feature> = new Set<Feature>([
  'person.name',
  'person.avatar',
  'person.bot',
  'conversation.title',
  'conversation.kind',
  'conversation.topic',
  'conversation.avatar',
  'conversation.parent',
  'several-conversations',
  'entry.platform-id',
  'time.seconds',
  'time.milliseconds',
  'time.zone',
  'message',
  'call',
  'call.duration',
  'notice',
  'notice.event',
  'text',
  'text.style',
  'text.code-block',
  'text.url',
  'text.mention',
  'text.custom-emoji',
  'media',
  'media.file',
  'media.caption',
  'sticker',
  'link-card',
  'reply',
  'reaction',
  'reaction.people',
  'edit',
  'pin',
]);

const typeOfKind: Readonly<Record<ConversationKind, string>> = {
  direct: 'DirectTextChat',
  group: 'DirectGroupTextChat',
  channel: 'GuildTextChat',
  self: 'DirectTextChat',
  unknown: 'DirectGroupTextChat',
};

type Fields = {readonly [key: string]: Json | undefined};

const defaultIcon = 'https://cdn.discordapp.com/embed/avatars/0.png';

const isObject = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const guildOf = (conversation: Conversation): Fields => {
  const kept = conversation.extras?.[formatId]?.['guild'];
  if (isObject(kept)) return kept;
  if (conversation.kind !== 'channel')
    return {id: '0', name: 'Direct Messages', iconUrl: defaultIcon};
  const name = conversation.platform ?? 'chat';
  return {id: numberFor(`guild ${name}`), name, iconUrl: defaultIcon};
};

const categories: Readonly<Record<ConversationKind, string>> = {
  direct: 'Private',
  self: 'Private',
  group: 'Group',
  unknown: 'Group',
  channel: 'Text Channels',
};

const titleOf = (conversation: Conversation, persons: ReadonlyMap<PersonId, Person>): string => {
  if (conversation.title !== undefined) return conversation.title;
  const others = conversation.members.filter((id) => persons.get(id)?.isOwner !== true);
  return others.map((id) => persons.get(id)?.name ?? id).join(', ') || conversation.id;
};

const channelOf = (conversation: Conversation, title: string, icon: string | undefined): Fields => {
  const kept = conversation.extras?.[formatId]?.['channel'];
  const {id, kind, parent} = conversation;
  const own: Fields = isObject(kept) ? kept : {};
  const keptType = own['type'];
  const isOwnType =
    typeof keptType === 'string' && (channelKinds.get(keptType) ?? 'unknown') === kind;
  const type = isOwnType ? keptType : parent === undefined ? typeOfKind[kind] : 'GuildPublicThread';
  const category = parent === undefined ? '0' : numberFor(parent);
  return {
    id: numberFor(id),
    ...(isForeign(id) ? {originalId: id} : {}),
    type,
    categoryId: category,
    ...(parent !== undefined && isForeign(parent) ? {categoryOriginalId: parent} : {}),
    category: categories[kind],
    name: title,
    topic: conversation.topic ?? null,
    ...(icon === undefined ? {} : {iconUrl: icon}),
    ...own,
    ...(isOwnType ? {} : {type}),
    ...(kind === 'self' ? {isSelf: true} : {}),
  };
};

/** `{"guild": …, "channel": …, "messages": [` in the order that readers rely on. */
const opening = (fields: Fields): string => {
  const text = JSON.stringify({...fields, messages: []}, null, 2);
  return text.slice(0, text.lastIndexOf(']'));
};

const indented = (record: object): string =>
  JSON.stringify(record, null, 2)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

const flushAt = 256 * 1024;

type Target = {readonly sink: Sink; readonly options: WriteOptions; readonly ctx: WriteContext};

/** One conversation's file while it is written. */
class ChannelFile {
  readonly #file: SinkFile;
  readonly #entryContext: EntryContext;
  #text: string;
  #count = 0;

  constructor(file: SinkFile, entryContext: EntryContext, head: string) {
    this.#file = file;
    this.#entryContext = entryContext;
    this.#text = head;
  }

  async entry(entry: Entry): Promise<void> {
    const record = await recordOf(entry, this.#entryContext);
    this.#text += `${this.#count === 0 ? '' : ','}\n${indented(record)}`;
    this.#count++;
    if (this.#text.length >= flushAt) await this.#flush();
  }

  async close(): Promise<void> {
    this.#text += `${this.#count === 0 ? '' : '\n  '}],\n  "messageCount": ${this.#count}\n}\n`;
    await this.#flush();
    await this.#file.close();
  }

  abort(): Promise<void> {
    return this.#file.abort();
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    await this.#file.write(text);
  }
}

const openChannel = async (
  conversation: Conversation,
  persons: ReadonlyMap<PersonId, Person>,
  unique: (name: string) => string,
  {sink, options, ctx}: Target,
): Promise<ChannelFile> => {
  const guild = guildOf(conversation);
  const title = titleOf(conversation, persons);
  const id = numberFor(conversation.id);
  const kept = conversation.extras?.[formatId] ?? {};
  const word = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  const category = isObject(kept['channel'])
    ? word(kept['channel']['category'])
    : categories[conversation.kind];
  const stem = [word(guild['name']), category, title].filter((part) => part !== '').join(' - ');
  const path = unique(`${outputName(stem, '').slice(0, 100)} [${id}].json`);
  const folder = new AssetFolder(sink, ctx, `${path}_Files`);
  const icon = conversation.avatar && (await folder.urlOf(conversation.avatar));
  const file = await sink.create(path);
  const head = opening({
    guild,
    channel: channelOf(conversation, title, icon),
    dateRange: kept['dateRange'] ?? {after: null, before: null},
    exportedAt: kept['exportedAt'] ?? new Date(ctx.now()).toISOString().replace('Z', '+00:00'),
  });
  const entryContext: EntryContext = {
    zone: options.zone,
    persons,
    conversation,
    channelId: id,
    guildId: word(guild['id']) || '0',
    numbers: new MessageNumbers(),
    folder,
    short: (record, detail) =>
      ctx.report({
        kind: 'not-representable',
        place: {path, record, conversation: conversation.id},
        detail,
      }),
  };
  return new ChannelFile(file, entryContext, head);
};

export const writer: Writer = {
  extension: 'json',
  layout: 'folder',
  needs: 'grouped',
  holds,
  copiesMedia: true,
  async write(batches, sink, options, ctx) {
    const persons = new Map<PersonId, Person>();
    const unique = uniqueNames();
    const target: Target = {sink, options, ctx};
    let channel: ChannelFile | undefined;
    try {
      for await (const batch of batches) {
        throwIfCancelled(ctx.signal);
        for (const event of batch) {
          if (event.type === 'person') persons.set(event.person.id, event.person);
          else if (event.type === 'conversation') {
            await channel?.close();
            channel = await openChannel(event.conversation, persons, unique, target);
          } else await channel?.entry(event.entry);
        }
      }
      await channel?.close();
    } catch (error) {
      await channel?.abort();
      throw error;
    }
  },
};
