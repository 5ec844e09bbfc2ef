// Entries as the exporter's message records, keys in its order.

import type {
  Call,
  Conversation,
  Entry,
  EntryId,
  Inline,
  Json,
  Message,
  Moment,
  Notice,
  Person,
  PersonId,
  Reaction,
  Removed,
  Style,
} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {offsetMinutes, wallClock} from '../../engine/model/time.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {parseDiscordMarkdown} from '../_shared/discord-markdown.ts';
import {hasMark, writeDiscordMarkdown} from '../_shared/discord-markdown-write.ts';
import {namesFor} from './names.ts';
import {formatId} from './shapes.ts';
import {bodyRecord} from './write-body.ts';
import {isForeign, numberFor} from './write-ids.ts';
import type {MessageNumbers} from './write-ids.ts';
import type {AssetFolder} from './write-media.ts';
import {systemUser, userRecord} from './write-people.ts';
import type {UserRecord} from './write-people.ts';

export type EntryContext = {
  readonly zone: string;
  readonly persons: ReadonlyMap<PersonId, Person>;
  readonly conversation: Conversation;
  readonly channelId: string;
  readonly guildId: string;
  readonly numbers: MessageNumbers;
  readonly folder: AssetFolder;
  short(entry: EntryId, detail: string): void;
};

export type MessageRecord = {readonly [key: string]: Json | undefined};

type Extras = {readonly [key: string]: Json | undefined};

const two = (value: number, length = 2): string => String(value).padStart(length, '0');

const zoneMinutes = (at: Moment, zone: string): number => {
  if (at.zone.kind === 'utc') return 0;
  return at.zone.kind === 'offset' ? at.zone.minutes : offsetMinutes(zone, at.epochMs);
};

/** `2023-01-06T14:03:03.853+00:00`; zeros at the end of the fraction are left out. */
const timestamp = (at: Moment, zone: string): string => {
  const minutes = zoneMinutes(at, zone);
  const local = wallClock({...at, zone: {kind: 'offset', minutes}});
  const fraction = two(local.ms, 3).replace(/0+$/, '');
  const size = Math.abs(minutes);
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  const day = `${two(local.year, 4)}-${two(local.month)}-${two(local.day)}`;
  return `${day}T${two(local.hour)}:${two(local.minute)}:${two(local.second)}${fraction === '' ? '' : `.${fraction}`}${offset}`;
};

const extrasOf = (entry: Entry): Extras => entry.extras?.[formatId] ?? {};

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];

const user = async (
  id: PersonId | undefined,
  ctx: EntryContext,
  withRoles = true,
): Promise<UserRecord> => {
  if (id === undefined) return systemUser;
  const person = ctx.persons.get(id);
  const avatar = person?.avatar && (await ctx.folder.urlOf(person.avatar));
  return userRecord(id, person, {avatar, withRoles});
};

const users = (ids: Iterable<PersonId>, ctx: EntryContext): Promise<UserRecord[]> =>
  Promise.all([...new Set(ids)].map((id) => user(id, ctx)));

// ---- text

function* mentionsIn(inlines: readonly Inline[]): IterableIterator<PersonId> {
  for (const inline of inlines) {
    if (inline.kind === 'mention' && inline.person !== undefined) yield inline.person;
    else if (inline.kind === 'styled') yield* mentionsIn(inline.inlines);
    else if (inline.kind === 'url') yield* mentionsIn(inline.inlines ?? []);
  }
}

function* stylesIn(inlines: readonly Inline[]): IterableIterator<Style> {
  for (const inline of inlines) {
    if (inline.kind !== 'styled') continue;
    yield inline.style;
    yield* stylesIn(inline.inlines);
  }
}

const emojiIn = async (inlines: readonly Inline[], folder: AssetFolder): Promise<Json[]> => {
  const records: Json[] = [];
  for (const inline of inlines) {
    if (inline.kind === 'styled') records.push(...(await emojiIn(inline.inlines, folder)));
    if (inline.kind !== 'emoji' || inline.id === undefined) continue;
    const name = inline.text.replace(/^:|:$/g, '');
    const imageUrl = (inline.asset && (await folder.urlOf(inline.asset))) ?? '';
    records.push({id: inline.id, name, code: name, isAnimated: false, imageUrl});
  }
  return records;
};

const nameBook = (ctx: EntryContext) => ({nameOf: (id: PersonId) => ctx.persons.get(id)?.name});

/** The kept content, when it still says the same; otherwise the text has been changed since. */
const contentOf = (
  inlines: readonly Inline[],
  kept: Json | undefined,
  ctx: EntryContext,
): string => {
  if (typeof kept === 'string') {
    const again = parseDiscordMarkdown(kept, {
      user: (id) => {
        const name = ctx.persons.get(id)?.name;
        return {kind: 'mention', text: name === undefined ? `<@${id}>` : `@${name}`};
      },
      named: (sign, id) => ({kind: 'mention', text: sign === '#' ? `<#${id}>` : `<@&${id}>`}),
    });
    if (inlinesText(again) === inlinesText(inlines)) return kept;
  }
  return writeDiscordMarkdown(inlines, namesFor(nameBook(ctx), numberFor));
};

// ---- reactions

const emojiRecord = async (
  {emoji, asset}: Reaction,
  kept: Json | undefined,
  folder: AssetFolder,
): Promise<Json> => {
  const imageUrl = (asset && (await folder.urlOf(asset))) ?? '';
  if (kept !== undefined && kept !== null) return folder.relink(kept) ?? null;
  const custom = /^:(.+):$/.exec(emoji)?.[1];
  const name = custom ?? emoji;
  return {
    id: custom === undefined ? '' : numberFor(emoji),
    name,
    code: name,
    isAnimated: false,
    imageUrl,
  };
};

const reactionRecords = async (
  message: Message,
  kept: readonly Json[],
  ctx: EntryContext,
): Promise<Json[]> => {
  const records: Json[] = [];
  for (const [index, reaction] of (message.reactions ?? []).entries()) {
    const emoji = await emojiRecord(reaction, kept[index], ctx.folder);
    const by: UserRecord[] = [];
    for (const {person} of reaction.by ?? []) by.push(await user(person, ctx, false));
    records.push({emoji, count: reaction.count, users: by as unknown as Json});
  }
  return records;
};

// ---- records

const identity = (entry: Entry, ctx: EntryContext): MessageRecord => ({
  id: ctx.numbers.give(entry),
  ...(isForeign(entry.id) ? {originalId: entry.id} : {}),
});

const replyReference = (message: Message, ctx: EntryContext): Json | undefined => {
  const target = message.replyTo?.entry;
  if (target === undefined) return undefined;
  const {conversation} = message.replyTo ?? {};
  return {
    type: 'Default',
    messageId: ctx.numbers.find(target) ?? null,
    channelId: conversation === undefined ? ctx.channelId : numberFor(conversation),
    guildId: ctx.guildId === '0' ? null : ctx.guildId,
    ...(isForeign(target) ? {originalId: target} : {}),
  };
};

const raw = (value: Json | undefined, ctx: EntryContext): Json | undefined =>
  ctx.folder.relink(value);

/** What the record needs beyond text and files, and what is left over from the one that was read. */
const handled: ReadonlySet<string> = new Set([
  'type',
  'content',
  'attachments',
  'embeds',
  'stickers',
  'inlineEmojis',
  'reactionEmoji',
  'mentions',
  'reference',
  'forwardedMessage',
  'interaction',
  'reactions',
]);

const leftovers = (extras: Extras): MessageRecord =>
  Object.fromEntries(Object.entries(extras).filter(([key]) => !handled.has(key)));

const persons = (value: Json | undefined): PersonId[] =>
  listOf(value).filter((one) => typeof one === 'string');

const checkStyles = (message: Message, inlines: readonly Inline[], ctx: EntryContext): void => {
  for (const style of stylesIn(inlines)) {
    if (hasMark(style)) continue;
    ctx.short(message.id, 'A style that Discord does not have was left out.');
    return;
  }
};

const messageRecord = async (message: Message, ctx: EntryContext): Promise<MessageRecord> => {
  const extras = extrasOf(message);
  const isForward = extras['forwardedMessage'] !== undefined;
  const isPollResult =
    message.body.length === 1 && message.body[0]?.kind === 'poll' && extras['embeds'] !== undefined;
  const body = await bodyRecord(message.body, listOf(extras['attachments']), ctx.folder);
  const inlines = isForward || isPollResult ? [] : body.inlines;
  checkStyles(message, inlines, ctx);
  const emoji = await emojiIn(inlines, ctx.folder);
  const edited = message.edits?.at(-1);
  const reference = raw(extras['reference'], ctx) ?? replyReference(message, ctx);
  const type = extras['type'] ?? (message.replyTo?.entry === undefined ? 'Default' : 'Reply');
  return {
    ...identity(message, ctx),
    type,
    timestamp: timestamp(message.at, ctx.zone),
    timestampEdited: edited ? timestamp(edited.at ?? message.at, ctx.zone) : null,
    callEndedTimestamp: null,
    isPinned: message.isPinned === true,
    content: isForward ? (extras['content'] ?? '') : contentOf(inlines, extras['content'], ctx),
    author: await user(message.from, ctx),
    attachments: isForward ? (raw(extras['attachments'], ctx) ?? []) : body.attachments,
    embeds:
      extras['embeds'] === undefined ? (isForward ? [] : body.embeds) : raw(extras['embeds'], ctx),
    stickers:
      extras['stickers'] === undefined
        ? isForward
          ? []
          : body.stickers
        : raw(extras['stickers'], ctx),
    reactions: await reactionRecords(message, listOf(extras['reactionEmoji']), ctx),
    mentions: await users([...mentionsIn(inlines), ...persons(extras['mentions'])], ctx),
    reference,
    forwardedMessage: raw(extras['forwardedMessage'], ctx),
    interaction: raw(extras['interaction'], ctx),
    inlineEmojis: raw(extras['inlineEmojis'], ctx) ?? emoji,
    ...leftovers(extras),
  };
};

const systemRecord = async (
  entry: Notice | Call | Removed,
  fields: MessageRecord,
  mentioned: readonly PersonId[],
  ctx: EntryContext,
): Promise<MessageRecord> => {
  const extras = extrasOf(entry);
  const {type = '99', content = '', callEndedTimestamp = null, reference, systemEvent} = fields;
  return {
    ...identity(entry, ctx),
    type,
    timestamp: timestamp(entry.at, ctx.zone),
    timestampEdited: null,
    callEndedTimestamp,
    isPinned: false,
    content,
    author: await user(entry.from, ctx),
    attachments: raw(extras['attachments'], ctx) ?? [],
    embeds: raw(extras['embeds'], ctx) ?? [],
    stickers: raw(extras['stickers'], ctx) ?? [],
    reactions: raw(extras['reactions'], ctx) ?? [],
    mentions: await users([...mentioned, ...persons(extras['mentions'])], ctx),
    reference: raw(extras['reference'], ctx) ?? reference,
    inlineEmojis: [],
    systemEvent,
    ...leftovers(extras),
  };
};

/** The exporter's word for an event; numbers in quotes are what it writes for types that it does not know. */
const typeOf = (entry: Notice): string => {
  switch (entry.event.kind) {
    case 'members-added':
      return 'RecipientAdd';
    case 'members-removed':
    case 'left':
      return 'RecipientRemove';
    case 'renamed':
      return 'ChannelNameChange';
    case 'photo-changed':
      return 'ChannelIconChange';
    case 'pinned':
      return 'ChannelPinnedMessage';
    case 'joined':
      return 'GuildMemberJoin';
    case 'thread-started':
      return 'ThreadCreated';
    case 'created':
    case 'topic-changed':
    case 'role-changed':
    case 'timer-changed':
    case 'encryption':
    case 'number-changed':
    case 'profile-changed':
    case 'migrated':
    case 'poked':
    case 'screenshot':
    case 'blocked':
    case 'other':
      return '99';
    default:
      return assertNever(entry.event);
  }
};

const noticeRecord = (entry: Notice, ctx: EntryContext): Promise<MessageRecord> => {
  const own = extrasOf(entry)['type'];
  if (own !== undefined) return systemRecord(entry, {type: own, content: entry.text}, [], ctx);
  const {event} = entry;
  const members = 'members' in event ? (event.members ?? []) : [];
  const target = event.kind === 'pinned' ? event.entry : undefined;
  const reference: Json | undefined =
    target === undefined
      ? undefined
      : {messageId: ctx.numbers.find(target) ?? null, channelId: ctx.channelId, guildId: null};
  const fields = {type: typeOf(entry), content: entry.text, reference, systemEvent: event as Json};
  return systemRecord(entry, fields, members, ctx);
};

const callRecord = (entry: Call, ctx: EntryContext): Promise<MessageRecord> => {
  const seconds = entry.durationSeconds;
  const ended =
    seconds === undefined
      ? undefined
      : {
          ...entry.at,
          precision: 'ms' as const,
          epochMs: Math.round(entry.at.epochMs + seconds * 1000),
        };
  const minutes = Math.round((seconds ?? 0) / 60);
  const fields = {
    type: 'Call',
    content: entry.text ?? `Started a call that lasted ${minutes} minutes.`,
    callEndedTimestamp: ended ? timestamp(ended, ctx.zone) : null,
  };
  return systemRecord(entry, fields, entry.participants ?? [], ctx);
};

const removedRecord = (entry: Removed, ctx: EntryContext): Promise<MessageRecord> => {
  const event: Json = {kind: 'other', name: 'removed'};
  return systemRecord(entry, {content: entry.text ?? '', systemEvent: event}, [], ctx);
};

export const recordOf = (entry: Entry, ctx: EntryContext): Promise<MessageRecord> => {
  switch (entry.kind) {
    case 'message':
      return messageRecord(entry, ctx);
    case 'notice':
      return noticeRecord(entry, ctx);
    case 'call':
      return callRecord(entry, ctx);
    case 'removed':
      return removedRecord(entry, ctx);
    default:
      return assertNever(entry);
  }
};
