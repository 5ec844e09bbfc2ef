// Entries as Telegram's records: messages, service lines, calls.

import type {
  Asset,
  Call,
  Conversation,
  Entry,
  EntryId,
  Inline,
  Message,
  Moment,
  Notice,
  Person,
  PersonId,
  Reaction,
  Removed,
} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {plain} from '../../engine/model/build.ts';
import {wallClock} from '../../engine/model/time.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {formatId} from './shapes.ts';
import {serviceFields} from './write-service.ts';
import {fromId, isForeignMessage, messageId} from './write-ids.ts';
import {restore} from './write-json.ts';
import type {Fields} from './write-json.ts';
import {piecesOf} from './write-body.ts';
import type {BodyContext, Piece} from './write-body.ts';
import {hasStyledLink, textEntities, textValue} from './write-text.ts';
import type {EmojiPaths} from './write-text.ts';

export type EntryContext = BodyContext & {
  readonly zone: string;
  readonly persons: ReadonlyMap<PersonId, Person>;
  readonly conversation: Conversation;
  /** The record holds less than the entry. */
  short(entry: EntryId, detail: string): void;
};

const two = (value: number): string => String(value).padStart(2, '0');

const localTime = (at: Moment, zone: string): string => {
  const {year, month, day, hour, minute, second} = wallClock(at, zone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
};

/** Whole seconds; what is left of a finer clock goes beside (NOTES.md). */
const seconds = (at: Moment): string => String(Math.floor(at.epochMs / 1000));

const nameOf = (person: PersonId | undefined, ctx: EntryContext): string | null | undefined =>
  person === undefined ? undefined : (ctx.persons.get(person)?.name ?? null);

const rawExtras = (entry: Entry): Fields => restore(entry.extras?.[formatId] ?? {});

const dates = (at: Moment, ctx: EntryContext): Fields => ({
  date: localTime(at, ctx.zone),
  date_unixtime: seconds(at),
  ...(at.precision === 'ms' ? {date_unixtime_ms: at.epochMs} : {}),
});

const idFields = (id: EntryId): Fields => ({
  id: messageId(id),
  ...(isForeignMessage(id) ? {original_id: id} : {}),
});

const editFields = (message: Message, ctx: EntryContext): Fields => {
  const last = message.edits?.at(-1);
  if (!last) return {};
  // Telegram knows no edit without a time.
  const at = last.at ?? message.at;
  return {edited: localTime(at, ctx.zone), edited_unixtime: seconds(at)};
};

const peerOfConversation = (id: string): string =>
  /^(?:user|chat|channel)\d+$/.test(id) ? id : fromId(id);

const replyFields = (message: Message): Fields => {
  const target = message.replyTo?.entry ?? message.thread;
  if (target === undefined) return {};
  const {conversation} = message.replyTo ?? {};
  return {
    reply_to_message_id: messageId(target),
    ...(isForeignMessage(target) ? {reply_to_original_id: target} : {}),
    ...(conversation === undefined ? {} : {reply_to_peer_id: peerOfConversation(conversation)}),
  };
};

const forwardFields = ({forwardedFrom}: Message, ctx: EntryContext): Fields => {
  if (!forwardedFrom) return {};
  const {person, name, conversation} = forwardedFrom;
  return {
    forwarded_from: name ?? nameOf(person, ctx) ?? null,
    ...(person === undefined ? {} : {forwarded_from_id: fromId(person)}),
    ...(conversation === undefined ? {} : {saved_from: conversation}),
  };
};

const reactionFields = (reactions: readonly Reaction[], ctx: EntryContext): Fields => ({
  reactions: reactions.map(({emoji, count, by}) => ({
    type: 'emoji',
    count,
    emoji,
    ...(by && by.length > 0
      ? {
          recent: by.map(({person, at}) => ({
            from: nameOf(person, ctx),
            from_id: fromId(person),
            ...(at ? {date: localTime(at, ctx.zone)} : {}),
          })),
        }
      : {}),
  })),
});

/**
 * What the Signal importer reads instead of `recent`, written where `recent` is not enough: times finer than a second, or none. It
 * wants a time for each; where none is known, the message's own.
 */
const customReactions = (message: Message): Fields => {
  const list = (message.reactions ?? []).flatMap(({emoji, by}) =>
    (by ?? []).map(({person, at}) => ({person, emoji, at})),
  );
  if (list.every(({at}) => at && at.precision !== 'ms')) return {};
  return {
    custom_reactions: list.map(({person, emoji, at = message.at}) => ({
      author: fromId(person),
      emoji,
      timestamp: at.precision === 'ms' ? at.epochMs : Math.floor(at.epochMs / 1000),
    })),
  };
};

const importable: ReadonlySet<string> = new Set(['sending', 'failed', 'delivered', 'read']);

const statusFields = (message: Message, ctx: EntryContext): Fields => {
  const {status} = message;
  if (status === undefined || !importable.has(status)) return {};
  const recipients = ctx.conversation.members.filter((member) => member !== message.from);
  return {
    custom_delivery_reports: recipients.map((member) => ({
      recipient: fromId(member),
      timestamp: message.at.epochMs,
      status,
    })),
  };
};

function* emojiAssets(inlines: readonly Inline[]): IterableIterator<Asset> {
  for (const inline of inlines) {
    if (inline.kind === 'emoji' && inline.asset) yield inline.asset;
    else if (inline.kind === 'styled') yield* emojiAssets(inline.inlines);
  }
}

function* picturesOf(message: Message): IterableIterator<Asset> {
  for (const part of message.body) {
    if (part.kind === 'text') yield* emojiAssets(part.inlines);
    else if (part.kind === 'media') yield* emojiAssets(part.caption ?? []);
  }
  for (const {asset} of message.reactions ?? []) if (asset) yield asset;
}

/** Pictures of custom emoji, in text and reactions. */
const copyEmoji = async (message: Message, ctx: EntryContext): Promise<EmojiPaths> => {
  const paths = new Map<string, string>();
  for (const asset of picturesOf(message)) {
    const path = await ctx.file(asset, 'stickers');
    if (path !== undefined) paths.set(asset.id, path);
  }
  return paths;
};

/** The kept entities, when they still say the same text; otherwise the text has been changed since. */
const textFields = (piece: Piece, kept: unknown, paths: EmojiPaths): Fields => {
  const entities = textEntities(piece.inlines, paths);
  const list = Array.isArray(kept) ? (kept as readonly unknown[]) : [];
  const text = list
    .map((one) => (typeof one === 'string' ? one : ((one as {text?: unknown} | null)?.text ?? '')))
    .join('');
  const isSame = list.length > 0 && text === inlinesText(piece.inlines);
  const best = isSame ? (list as readonly Fields[]) : entities;
  return {text: textValue(best), text_entities: best};
};

const keptReactions = (extras: Fields, message: Message): Fields | undefined => {
  const kept = extras['reactions'];
  return Array.isArray(kept) && kept.length === message.reactions?.length
    ? {reactions: kept}
    : undefined;
};

const writeMessage = async (message: Message, ctx: EntryContext): Promise<Fields[]> => {
  const {reactions: _r, text_entities: keptText, ...extras} = rawExtras(message);
  const paths = await copyEmoji(message, ctx);
  const pieces = await piecesOf(message.body, {
    file: (asset, folder) => ctx.file(asset, folder),
    kept: extras,
  });
  if (pieces.length > 1)
    ctx.short(message.id, 'A message with several files became several messages.');
  if (pieces.some(({inlines}) => hasStyledLink(inlines)))
    ctx.short(message.id, 'Styling inside a link was left out.');
  const head = {
    ...dates(message.at, ctx),
    ...editFields(message, ctx),
    from: nameOf(message.from, ctx),
    from_id: fromId(message.from),
  };
  return pieces.map((piece, index) => {
    const id = index === 0 ? message.id : `~${message.id}#${index + 1}`;
    const base = {...idFields(id), type: 'message', ...head};
    if (index > 0) return {...base, ...piece.fields, ...textFields(piece, undefined, paths)};
    const reactions =
      keptReactions({reactions: _r}, message) ??
      (message.reactions && message.reactions.length > 0
        ? reactionFields(message.reactions, ctx)
        : {});
    return {
      ...base,
      ...forwardFields(message, ctx),
      ...replyFields(message),
      ...piece.fields,
      ...statusFields(message, ctx),
      ...extras,
      ...textFields(piece, keptText, paths),
      ...reactions,
      ...customReactions(message),
    };
  });
};

const actorFields = (person: PersonId | undefined, ctx: EntryContext): Fields =>
  person === undefined ? {} : {actor: nameOf(person, ctx), actor_id: fromId(person)};

const noText: Fields = {text: '', text_entities: []};

const record = (entry: Notice | Call | Removed, fields: Fields, ctx: EntryContext): Fields => ({
  ...idFields(entry.id),
  type: 'service',
  ...dates(entry.at, ctx),
  ...actorFields(entry.from, ctx),
  ...fields,
  ...rawExtras(entry),
  ...noText,
});

/** Was it read from a service record? Then its raw fields say everything. */
const hasOwnFields = (entry: Notice | Call): boolean => {
  const own = entry.extras?.[formatId];
  return own !== undefined && ('action' in own || 'information_text' in own);
};

/** `unsupported` has no time and no text of its own. */
const writeNotice = (entry: Notice, ctx: EntryContext): Fields => {
  const {event} = entry;
  if (event.kind === 'other' && event.name === 'unsupported' && !entry.extras?.[formatId]) {
    return {...idFields(entry.id), type: 'unsupported'};
  }
  return record(entry, hasOwnFields(entry) ? {} : serviceFields(entry, ctx.persons), ctx);
};

const reasons: Readonly<Record<Call['outcome'], string | undefined>> = {
  answered: 'hangup',
  missed: 'missed',
  declined: 'busy',
  busy: 'busy',
  cancelled: 'missed',
  unknown: undefined,
};

const callFields = (entry: Call): Fields => ({
  action: 'phone_call',
  duration_seconds: entry.durationSeconds,
  discard_reason: reasons[entry.outcome],
  information_text: entry.text,
});

const writeCall = (entry: Call, ctx: EntryContext): Fields =>
  record(entry, hasOwnFields(entry) ? {} : callFields(entry), ctx);

const writeRemoved = async (entry: Removed, ctx: EntryContext): Promise<Fields[]> => {
  if (entry.body && entry.from !== undefined) {
    const body =
      entry.text === undefined
        ? entry.body
        : [...entry.body, {kind: 'text' as const, inlines: [plain(entry.text)]}];
    return writeMessage({kind: 'message', id: entry.id, at: entry.at, from: entry.from, body}, ctx);
  }
  return [record(entry, {information_text: entry.text ?? 'This message was deleted'}, ctx)];
};

/** One record, or several where one cannot hold the entry. */
export const recordsOf = async (entry: Entry, ctx: EntryContext): Promise<Fields[]> => {
  switch (entry.kind) {
    case 'message':
      return writeMessage(entry, ctx);
    case 'notice':
      return [writeNotice(entry, ctx)];
    case 'call':
      return [writeCall(entry, ctx)];
    case 'removed':
      return writeRemoved(entry, ctx);
    default:
      return assertNever(entry);
  }
};
