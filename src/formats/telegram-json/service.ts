// Service lines and calls of a Telegram chat as entries, and records of unknown types.

import type {Call, EntryId, Moment, Notice, PersonId} from '../../engine/model/archive.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {
  callOutcome,
  isKnownAction,
  serviceEvent,
  serviceText,
} from '../_shared/telegram-service.ts';
import type {ServiceField, ServiceFields} from '../_shared/telegram-service.ts';
import {isReason} from './media.ts';
import type {MediaContext, Rest} from './media.ts';
import {
  actorOf,
  extrasOf,
  fromOf,
  idText,
  isRaw,
  mediaContext,
  restOf,
  senderOf,
} from './record.ts';
import type {RecordContext} from './record.ts';
import type {Raw} from './shapes.ts';
import {readText} from './text.ts';

const serviceKeys: ReadonlySet<string> = new Set([
  'id',
  'original_id',
  'type',
  'date',
  'date_unixtime',
  'date_unixtime_ms',
  'actor',
  'actor_id',
  'from',
  'from_id',
]);

const namesOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.map((name) => (typeof name === 'string' && name !== '' ? name : 'Deleted Account'))
    : [];

const textOf = (text: unknown, entities: unknown, media: MediaContext): string =>
  inlinesText(readText(text, entities, media).inlines);

const taskTexts = (raw: Raw, media: MediaContext): string[] =>
  (Array.isArray(raw['items']) ? raw['items'].filter(isRaw) : []).map(
    (item) => `"${textOf(item['text'], undefined, media)}"`,
  );

const fieldsOf = (raw: Raw, media: MediaContext): ServiceFields => {
  const fields = new Map<string, ServiceField>();
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      fields.set(key, value);
    else if (key === 'members') fields.set(key, namesOf(value));
    else if (Array.isArray(value))
      fields.set(key, value.filter((item) => typeof item !== 'object').map(String));
  }
  const actor = raw['actor'] ?? raw['from'];
  fields.set('from', typeof actor === 'string' && actor !== '' ? actor : 'Deleted');
  const tasks = taskTexts(raw, media);
  if (tasks.length > 0) fields.set('tasks', tasks);
  return fields;
};

const isEmptyText = (value: unknown): boolean =>
  value === '' || (Array.isArray(value) && value.length === 0);

/** Everything of the record that is not in the entry's own fields, so that it can be written again. */
const serviceRest = (raw: Raw): Rest => {
  const rest = restOf(raw, serviceKeys) ?? {};
  if (isEmptyText(rest['text'])) delete rest['text'];
  if (isEmptyText(rest['text_entities'])) delete rest['text_entities'];
  if (typeof rest['edited'] === 'string' && rest['edited'].startsWith('1970-'))
    delete rest['edited'];
  return rest;
};

const readCall = (
  raw: Raw,
  action: string,
  base: {id: EntryId; at: Moment; from: PersonId},
  ctx: RecordContext,
): Call => {
  const duration = raw[action === 'group_call' ? 'duration' : 'duration_seconds'];
  const seconds = typeof duration === 'number' && duration >= 0 ? duration : undefined;
  const reason = raw['is_missed'] === true ? 'missed' : raw['discard_reason'];
  const isOutgoing = ctx.people.owner === undefined ? undefined : ctx.people.owner === base.from;
  const text = serviceText(action, fieldsOf(raw, mediaContext(ctx, base.id)));
  return {
    kind: 'call',
    id: base.id,
    at: base.at,
    from: base.from,
    medium: action === 'group_call' ? 'voice' : 'unknown',
    outcome: callOutcome(
      typeof reason === 'string' ? reason : undefined,
      seconds !== undefined && seconds > 0,
      isOutgoing,
    ),
    ...(seconds === undefined ? {} : {durationSeconds: seconds}),
    ...(text === '' ? {} : {text}),
    ...extrasOf(serviceRest(raw)),
  };
};

/** The group's picture changed: the conversation gets it. */
const groupPhoto = (raw: Raw, action: string, ctx: RecordContext): void => {
  if (action === 'delete_group_photo') ctx.chat.photo(undefined);
  if (action !== 'edit_group_photo') return;
  const path = raw['photo'];
  if (typeof path === 'string' && path !== '' && !isReason(path))
    ctx.chat.photo(ctx.asset(path, {}));
};

const calls: ReadonlySet<string> = new Set(['phone_call', 'conference_call', 'group_call']);

export const readService = (
  raw: Raw,
  id: EntryId,
  at: Moment,
  ctx: RecordContext,
): Notice | Call => {
  const action = typeof raw['action'] === 'string' ? raw['action'] : '';
  const from = actorOf(raw, ctx) ?? fromOf(raw, ctx);
  if (calls.has(action))
    return readCall(raw, action, {id, at, from: from ?? senderOf(raw, ctx)}, ctx);
  const own = raw['information_text'];
  if (!isKnownAction(action) && typeof own !== 'string') {
    ctx.report(
      'unknown-kind',
      action === ''
        ? 'A service record without an action.'
        : `Service action "${action.slice(0, 80)}".`,
    );
  }
  const media = mediaContext(ctx, id);
  const fields = fieldsOf(raw, media);
  const members = namesOf(raw['members'])
    .map((name) => ctx.personNamed(name))
    .filter((id) => id !== undefined);
  for (const member of members) ctx.chat.member(member);
  if (action === 'topic_created') ctx.chat.topics.start(Number(raw['id']), id);
  groupPhoto(raw, action, ctx);
  const entry = idText(raw['message_id']);
  const event = serviceEvent(action, {
    fields,
    members,
    ...(from === undefined ? {} : {from}),
    ...(entry === undefined ? {} : {entry}),
  });
  const said = textOf(raw['text'], raw['text_entities'], media);
  const text = typeof own === 'string' && own !== '' ? own : serviceText(action, fields) || said;
  return {
    kind: 'notice',
    id,
    at,
    ...(from === undefined ? {} : {from}),
    event,
    text,
    ...extrasOf(serviceRest(raw)),
  };
};

/** `{id, type: "unsupported"}`: that something was there is all that is known. */
export const readUnsupported = (raw: Raw, id: EntryId, at: Moment): Notice => {
  const type = typeof raw['type'] === 'string' ? raw['type'] : '';
  return {
    kind: 'notice',
    id,
    at,
    event: type === '' ? {kind: 'other'} : {kind: 'other', name: type},
    text:
      type === 'unsupported'
        ? 'This message is not supported by this version of Telegram Desktop.'
        : '',
    ...extrasOf(restOf(raw, new Set(['id', 'type', 'date', 'date_unixtime']))),
  };
};
