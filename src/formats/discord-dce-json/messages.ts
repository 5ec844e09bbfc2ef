// Records of a channel as entries: messages, calls, lines of the system.

import type {
  Asset,
  Call,
  Entry,
  EntryId,
  Inline,
  Json,
  Message,
  Moment,
  Notice,
  NoticeEvent,
  Origin,
  Part,
  PersonId,
  Reaction,
  Reference,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ProblemKind} from '../../engine/model/problem.ts';
import {parseIso, utcMoment} from '../../engine/model/time.ts';
import {writeDiscordMarkdown} from '../_shared/discord-markdown-write.ts';
import {
  idAt,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {mentionedPersons, readContent} from './content.ts';
import {namesFor} from './names.ts';
import type {People} from './people.ts';
import {pollResult, readParts} from './parts.ts';
import {formatId, messageTypes, snowflakeTime, systemWords} from './shapes.ts';

export type RecordContext = {
  readonly people: People;
  /** Of the channel being read. */
  readonly channel: string;
  readonly guild: string;
  asset(
    url: string,
    facts?: {readonly id?: string; readonly name?: string; readonly bytes?: number},
  ): Asset;
  member(id: PersonId): void;
  report(kind: ProblemKind, detail: string): void;
};

const messageKeys: ReadonlySet<string> = new Set([
  'id',
  'originalId',
  'type',
  'timestamp',
  'timestampEdited',
  'callEndedTimestamp',
  'isPinned',
  'content',
  'author',
  'attachments',
  'embeds',
  'stickers',
  'reactions',
  'mentions',
  'reference',
  'forwardedMessage',
  'interaction',
  'inlineEmojis',
  'systemEvent',
]);

type Extras = {[key: string]: Json};

/** Discord's clock has milliseconds; the exporter leaves zeros at the end out. */
const momentOf = (text: string | undefined): Moment | undefined => {
  const at = text === undefined ? undefined : parseIso(text, 'UTC');
  return at && at.precision === 's' ? {...at, precision: 'ms'} : at;
};

const timeOf = (record: Loose): Moment | undefined => {
  const at = momentOf(stringAt(record, 'timestamp'));
  if (at) return at;
  const made = snowflakeTime(idAt(record, 'id') ?? '');
  return made === undefined ? undefined : utcMoment(made);
};

const authorOf = (record: Loose, ctx: RecordContext): PersonId => {
  const author = recordAt(record, 'author');
  const id = (author && ctx.people.see(author)) ?? ctx.people.see({id: 'unknown'}) ?? 'unknown';
  ctx.member(id);
  return id;
};

const listAt = (record: Loose, key: string): readonly unknown[] => {
  const value = valueAt(record, key);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

// ---- reactions

const reaction = (record: Loose, ctx: RecordContext): Reaction | undefined => {
  const emoji = recordAt(record, 'emoji');
  const name = emoji && stringAt(emoji, 'name');
  if (!emoji || name === undefined) return undefined;
  const by = recordsAt(record, 'users')
    .map((user) => ctx.people.see(user))
    .filter((id) => id !== undefined)
    .map((person) => ({person}));
  for (const {person} of by) ctx.member(person);
  const isCustom = idAt(emoji, 'id') !== undefined;
  const url = stringAt(emoji, 'imageUrl');
  const count = numberAt(record, 'count');
  return {
    emoji: isCustom ? `:${name}:` : name,
    count: count !== undefined && Number.isSafeInteger(count) ? count : by.length || 1,
    ...(by.length > 0 ? {by} : {}),
    ...(isCustom && url !== undefined ? {asset: ctx.asset(url)} : {}),
  };
};

const readReactions = (record: Loose, ctx: RecordContext): readonly Reaction[] =>
  recordsAt(record, 'reactions')
    .map((one) => reaction(one, ctx))
    .filter((one) => one !== undefined);

// ---- relations

type Target = {readonly entry?: EntryId; readonly conversation?: string};

const targetOf = (reference: Loose | undefined, ctx: RecordContext): Target | undefined => {
  if (!reference) return undefined;
  const entry = stringAt(reference, 'originalId') ?? idAt(reference, 'messageId');
  const channel = idAt(reference, 'channelId');
  const conversation = channel === ctx.channel ? undefined : channel;
  return entry === undefined && conversation === undefined
    ? undefined
    : given({entry, conversation});
};

const isForward = (record: Loose): boolean => {
  const reference = recordAt(record, 'reference');
  return (
    (reference && stringAt(reference, 'type')) === 'Forward' ||
    recordAt(record, 'forwardedMessage') !== undefined
  );
};

const originOf = (record: Loose, ctx: RecordContext): Origin | undefined => {
  if (!isForward(record)) return undefined;
  const forwarded = recordAt(record, 'forwardedMessage');
  const at = forwarded && momentOf(stringAt(forwarded, 'timestamp'));
  return {...targetOf(recordAt(record, 'reference'), ctx), ...given({at})};
};

const replyOf = (record: Loose, ctx: RecordContext): Reference | undefined =>
  isForward(record) ? undefined : targetOf(recordAt(record, 'reference'), ctx);

/** Everything in the reference can be told from the reply itself. */
const isPlainReference = (reference: Loose, ctx: RecordContext): boolean =>
  idAt(reference, 'messageId') !== undefined &&
  idAt(reference, 'channelId') === ctx.channel &&
  (idAt(reference, 'guildId') ?? '0') === ctx.guild &&
  (stringAt(reference, 'type') ?? 'Default') === 'Default';

// ---- bodies

/** Nothing in it could be markup, a name or a link. */
const isPlain = (content: string): boolean => !/[\\*_~|`<[@#>:]/.test(content);

const contentInlines = (record: Loose, ctx: RecordContext): readonly Inline[] => {
  const content = stringAt(record, 'content') ?? '';
  if (content !== '' && isPlain(content)) {
    mentionedPersons(record, ctx.people);
    return [{kind: 'plain', text: content}];
  }
  return readContent(content, record, ctx);
};

/** A command that was answered with nothing that the export holds. */
const command = (record: Loose): Part | undefined => {
  const name = stringAt(recordAt(record, 'interaction') ?? {}, 'name');
  return name === undefined
    ? undefined
    : {kind: 'raw', format: formatId, name: 'interaction', text: `/${name}`};
};

const bodyOf = (record: Loose, inlines: readonly Inline[], ctx: RecordContext): readonly Part[] => {
  const forwarded = recordAt(record, 'forwardedMessage');
  const parts: Part[] = inlines.length > 0 ? [{kind: 'text', inlines}] : [];
  if (forwarded) {
    const words = contentInlines(forwarded, ctx);
    if (words.length > 0) parts.push({kind: 'text', inlines: words});
    parts.push(...readParts(forwarded, ctx));
  }
  parts.push(...readParts(record, ctx));
  return parts.length > 0 ? parts : [command(record) ?? {kind: 'text', inlines: []}];
};

/** Ids of those who are mentioned, but not where the text names them. */
const silentMentions = (
  record: Loose,
  inlines: readonly Inline[],
  ctx: RecordContext,
): string[] => {
  const named = new Set<string>();
  const walk = (list: readonly Inline[]): void => {
    for (const inline of list) {
      if (inline.kind === 'mention' && inline.person !== undefined) named.add(inline.person);
      else if (inline.kind === 'styled') walk(inline.inlines);
    }
  };
  walk(inlines);
  return mentionedPersons(record, ctx.people).filter((id) => !named.has(id));
};

const rawLists = ['embeds', 'stickers', 'inlineEmojis'] as const;

/** What has no place in the entry and is needed to write the record again. */
const extrasOf = (record: Loose, inlines: readonly Inline[], ctx: RecordContext): Extras => {
  const extras: Extras = {...(leftover(record, messageKeys) as Extras | undefined)};
  const content = stringAt(record, 'content') ?? '';
  if (
    content !== '' &&
    !isPlain(content) &&
    writeDiscordMarkdown(inlines, namesFor(ctx.people)) !== content
  ) {
    extras['content'] = content;
  }
  for (const key of rawLists) {
    const list = listAt(record, key);
    if (list.length > 0) extras[key] = list as Json;
  }
  const attachments = recordsAt(record, 'attachments');
  if (attachments.some((one) => !/^https?:/i.test(stringAt(one, 'url') ?? '')))
    extras['attachments'] = attachments as Json;
  const emoji = recordsAt(record, 'reactions').map((one) => valueAt(one, 'emoji'));
  if (emoji.length > 0) extras['reactionEmoji'] = emoji as Json;
  const mentions = silentMentions(record, inlines, ctx);
  if (mentions.length > 0) extras['mentions'] = mentions;
  const reference = recordAt(record, 'reference');
  if (reference && !isPlainReference(reference, ctx)) extras['reference'] = reference as Json;
  for (const key of ['forwardedMessage', 'interaction'] as const) {
    const value = recordAt(record, key);
    if (value) extras[key] = value as Json;
  }
  return extras;
};

const withExtras = (extras: Extras): {extras?: {[format: string]: Extras}} =>
  Object.keys(extras).length > 0 ? {extras: {[formatId]: extras}} : {};

// ---- entries

type Base = {readonly id: EntryId; readonly at: Moment; readonly type: string};

const readMessage = (record: Loose, {id, at, type}: Base, ctx: RecordContext): Message => {
  const from = authorOf(record, ctx);
  const user = recordAt(recordAt(record, 'interaction') ?? {}, 'user');
  if (user) ctx.people.see(user);
  const inlines = contentInlines(record, ctx);
  const extras = extrasOf(record, inlines, ctx);
  if (type !== 'Default' && type !== 'Reply') extras['type'] = stringAt(record, 'type') ?? type;
  const poll = type === 'PollResult' ? pollResult(record) : undefined;
  const reactions = readReactions(record, ctx);
  const edited = momentOf(stringAt(record, 'timestampEdited'));
  return {
    kind: 'message',
    id,
    at,
    from,
    body: poll ? [poll] : bodyOf(record, inlines, ctx),
    ...given({replyTo: replyOf(record, ctx), forwardedFrom: originOf(record, ctx)}),
    ...(reactions.length > 0 ? {reactions} : {}),
    ...(edited ? {edits: [{at: edited}]} : {}),
    ...(record['isPinned'] === true ? {isPinned: true} : {}),
    ...withExtras(extras),
  };
};

const readCall = (record: Loose, {id, at}: Base, ctx: RecordContext): Call => {
  const from = authorOf(record, ctx);
  const ended = momentOf(stringAt(record, 'callEndedTimestamp'));
  const seconds = ended ? Math.max(0, (ended.epochMs - at.epochMs) / 1000) : undefined;
  const participants = mentionedPersons(record, ctx.people);
  return {
    kind: 'call',
    id,
    at,
    from,
    medium: 'unknown',
    outcome: seconds === undefined ? 'unknown' : 'answered',
    ...given({durationSeconds: seconds}),
    ...(participants.length > 0 ? {participants} : {}),
    ...given({text: stringAt(record, 'content')}),
    ...withExtras(noticeExtras(record, '', ctx)),
  };
};

const eventOf = (record: Loose, type: string, from: PersonId, ctx: RecordContext): NoticeEvent => {
  const members = mentionedPersons(record, ctx.people);
  const content = stringAt(record, 'content') ?? '';
  switch (type) {
    case 'RecipientAdd':
      return {kind: 'members-added', members};
    case 'RecipientRemove':
      return members.length === 0 || members[0] === from
        ? {kind: 'left'}
        : {kind: 'members-removed', members};
    case 'ChannelNameChange': {
      const title = /^Changed the channel name: ([^]+)$/.exec(content)?.[1];
      return title === undefined ? {kind: 'other', name: type} : {kind: 'renamed', title};
    }
    case 'ChannelIconChange':
      return {kind: 'photo-changed'};
    case 'ChannelPinnedMessage': {
      const entry = targetOf(recordAt(record, 'reference'), ctx)?.entry;
      return entry === undefined ? {kind: 'pinned'} : {kind: 'pinned', entry};
    }
    case 'GuildMemberJoin':
      return {kind: 'joined'};
    case 'ThreadCreated':
      return /^Started a thread\.?$/.test(content) || content === ''
        ? {kind: 'thread-started'}
        : {kind: 'thread-started', title: content};
    default:
      return {kind: 'other', name: type};
  }
};

const noticeExtras = (record: Loose, type: string, ctx: RecordContext): Extras => {
  const extras: Extras = {...(leftover(record, messageKeys) as Extras | undefined)};
  if (type !== '') extras['type'] = type;
  const mentions = mentionedPersons(record, ctx.people);
  if (mentions.length > 0) extras['mentions'] = mentions;
  for (const key of ['reference', 'attachments', 'embeds', 'stickers', 'reactions'] as const) {
    const value = valueAt(record, key);
    const isEmpty =
      value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) extras[key] = value as Json;
  }
  return extras;
};

const readNotice = (record: Loose, {id, at, type}: Base, ctx: RecordContext): Notice => {
  const author = recordAt(record, 'author');
  const isNobody =
    author !== undefined && record['systemEvent'] !== undefined && stringAt(author, 'id') === '0';
  const from = isNobody ? undefined : authorOf(record, ctx);
  const own = recordAt(record, 'systemEvent');
  const event = own ? (own as unknown as NoticeEvent) : eventOf(record, type, from ?? '', ctx);
  if ('members' in event) for (const member of event.members ?? []) ctx.member(member);
  return {
    kind: 'notice',
    id,
    at,
    ...given({from}),
    event,
    text: stringAt(record, 'content') ?? systemWords.get(type) ?? '',
    ...withExtras(own ? {} : noticeExtras(record, stringAt(record, 'type') ?? type, ctx)),
  };
};

const hasContent = (record: Loose): boolean =>
  stringAt(record, 'content') !== undefined ||
  ['attachments', 'embeds', 'stickers'].some((key) => listAt(record, key).length > 0);

/** Undefined: the record has no time, and none can be made out. */
export const readRecord = (record: Loose, id: EntryId, ctx: RecordContext): Entry | undefined => {
  const at = timeOf(record);
  if (!at) return undefined;
  const word = idAt(record, 'type') ?? 'Default';
  const known = messageTypes.get(word);
  const base: Base = {id, at, type: known?.name ?? word};
  if (record['systemEvent'] !== undefined && recordAt(record, 'systemEvent'))
    return readNotice(record, base, ctx);
  if (base.type === 'Call') return readCall(record, base, ctx);
  if (known?.isMessage === true) return readMessage(record, base, ctx);
  if (known) return readNotice(record, base, ctx);
  ctx.report('unknown-kind', `Message type "${word.slice(0, 40)}".`);
  return hasContent(record) ? readMessage(record, base, ctx) : readNotice(record, base, ctx);
};
