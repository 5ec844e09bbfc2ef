// Messages of a Telegram chat as entries. One record in, one entry out; no reading of files here.

import type {
  EntryId,
  Message,
  Moment,
  Origin,
  PersonId,
  Reference,
} from '../../engine/model/archive.ts';
import type {Chat} from './chat.ts';
import {isRealEdit} from './clock.ts';
import {customReactions, customStatus} from './extensions.ts';
import {readBody} from './media.ts';
import type {Rest} from './media.ts';
import {peerId} from './people.ts';
import {readReactions} from './reactions.ts';
import {extrasOf, idText, mediaContext, restOf, senderOf} from './record.ts';
import type {RecordContext} from './record.ts';
import type {Raw} from './shapes.ts';
import {readText} from './text.ts';

/** Keys whose meaning always has a place in the model. */
const messageKeys: ReadonlySet<string> = new Set([
  'id',
  'original_id',
  'type',
  'date',
  'date_unixtime',
  'date_unixtime_ms',
  'edited',
  'edited_unixtime',
  'from',
  'from_id',
  'forwarded_from',
  'forwarded_from_id',
  'reply_to_message_id',
  'reply_to_original_id',
  'text',
  'text_entities',
  'reactions',
]);

const replyTo = (raw: Raw, chat: Chat): Reference | undefined => {
  const entry = idText(raw['reply_to_original_id']) ?? idText(raw['reply_to_message_id']);
  if (entry === undefined) return undefined;
  const conversation = peerId(raw['reply_to_peer_id']);
  return conversation === undefined || conversation === chat.id ? {entry} : {entry, conversation};
};

const originOf = (raw: Raw, rest: Rest | undefined, ctx: RecordContext): Origin | undefined => {
  const name = raw['forwarded_from'];
  const saved = rest?.['saved_from'];
  if (name === undefined && saved === undefined) return undefined;
  const id = peerId(raw['forwarded_from_id']);
  if (rest && typeof saved === 'string') delete rest['saved_from'];
  return {
    ...(id === undefined ? {} : {person: ctx.people.see(id, name)}),
    ...(typeof name === 'string' && name !== '' ? {name} : {}),
    ...(typeof saved === 'string' ? {conversation: saved} : {}),
  };
};

const seen = (peer: string, ctx: RecordContext): PersonId => {
  const person = ctx.people.see(peer, undefined);
  ctx.chat.member(person);
  return person;
};

/** What is rarely there: edits, replies, forwards, reactions, topics. */
const relations = (raw: Raw, rest: Rest | undefined, ctx: RecordContext): Partial<Message> => {
  const result: {-readonly [Key in keyof Message]?: Message[Key]} = {};
  const reference = replyTo(raw, ctx.chat);
  const topic =
    reference?.entry === undefined ||
    reference.conversation !== undefined ||
    ctx.chat.topics.isEmpty
      ? undefined
      : ctx.chat.topics.enter(Number(raw['id']), Number(raw['reply_to_message_id']));
  // To answer the line that heads a topic means no more than to write in it.
  if (reference && topic !== reference.entry) result.replyTo = reference;
  if (topic !== undefined) result.thread = topic;
  const origin = originOf(raw, rest, ctx);
  if (origin) result.forwardedFrom = origin;
  if (raw['reactions'] !== undefined) {
    const {list, isExact} = readReactions(raw, ctx);
    if (list.length > 0) result.reactions = list;
    if (!isExact && rest) rest['reactions'] = raw['reactions'];
  }
  const finer = rest && customReactions(rest, result.reactions ?? [], (peer) => seen(peer, ctx));
  if (finer) result.reactions = finer;
  const status = customStatus(raw['custom_delivery_reports']);
  if (status) result.status = status;
  const edited = ctx.clock.at(raw, 'edited');
  if (edited && isRealEdit(raw, edited)) result.edits = [{at: edited}];
  return result;
};

const hasRelations = (raw: Raw): boolean =>
  raw['reply_to_message_id'] !== undefined ||
  raw['forwarded_from'] !== undefined ||
  raw['saved_from'] !== undefined ||
  raw['reactions'] !== undefined ||
  raw['edited'] !== undefined ||
  raw['edited_unixtime'] !== undefined ||
  raw['custom_reactions'] !== undefined ||
  raw['custom_delivery_reports'] !== undefined;

export const readMessage = (raw: Raw, id: EntryId, at: Moment, ctx: RecordContext): Message => {
  const from = senderOf(raw, ctx);
  const isPlain = !hasRelations(raw);
  let rest = restOf(raw, messageKeys);
  const media = mediaContext(ctx, id);
  const {inlines, isExact} = readText(raw['text'], raw['text_entities'], media);
  if (!isExact || !isPlain) rest ??= {};
  if (!isExact && rest) rest['text_entities'] = raw['text_entities'] ?? raw['text'];
  const body = rest ? readBody(rest, inlines, media) : [{kind: 'text' as const, inlines}];
  if (rest && raw['reply_to_message_id'] !== undefined) delete rest['reply_to_peer_id'];
  const related = isPlain ? {} : relations(raw, rest, ctx);
  return {kind: 'message', id, at, from, body, ...related, ...extrasOf(rest)};
};
