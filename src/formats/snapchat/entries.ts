// One record of a Snapchat history as an entry: chats, snaps, notes, calls and status lines. Media are found by the caller.

import type {
  Asset,
  Call,
  Entry,
  EntryId,
  Extras,
  JsonObject,
  MediaRole,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {parseIso, utcMoment} from '../../engine/model/time.ts';
import {isTrue, leftover, numberAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {mediaRole} from '../_shared/media-role.ts';

const format = 'snapchat';

export type RecordContext = {
  readonly from: PersonId;
  /** Is this a record of the log of snaps, which keeps no content? */
  readonly isSnap: boolean;
  entryId(key: string): EntryId;
  asset(id: string): Asset;
  unknown(detail: string): void;
};

/** The key says microseconds and means milliseconds; larger numbers would be what it says. */
const microsecondsAbove = 1e14;

export const recordMoment = (record: Loose): Moment | undefined => {
  const stamp = numberAt(record, 'Created(microseconds)');
  if (stamp !== undefined && stamp > 0)
    return utcMoment(Math.floor(stamp > microsecondsAbove ? stamp / 1000 : stamp));
  return parseIso(stringAt(record, 'Created') ?? '');
};

const snapRoles: ReadonlyMap<string, MediaRole> = new Map([
  ['IMAGE', 'image'],
  ['VIDEO', 'video'],
  ['NOTE', 'voice'],
  ['STICKER', 'sticker'],
]);

const mediaIds = (record: Loose): readonly string[] =>
  (stringAt(record, 'Media IDs') ?? '')
    .split('|')
    .map((id) => id.trim())
    .filter((id) => id !== '');

const mediaPart = (id: string, type: string, context: RecordContext): Part => {
  const asset = context.asset(id);
  return {kind: 'media', role: snapRoles.get(type) ?? mediaRole(asset.mime), asset};
};

/** A snap is gone after it was seen: only that it was sent is known. */
const snapPart = (type: string): Part => ({
  kind: 'media',
  role: snapRoles.get(type) ?? 'file',
  asset: {id: 'snap', presence: 'absent'},
  isViewOnce: true,
});

const contentTypes: ReadonlySet<string> = new Set(
  'TEXT MEDIA NOTE STICKER SHARE IMAGE VIDEO'.split(' '),
);

const bodyOf = (record: Loose, type: string, context: RecordContext): readonly Part[] => {
  const text = stringAt(record, 'Content') ?? stringAt(record, 'Text');
  const words = text === undefined ? [] : [textPart(text)];
  const media = mediaIds(record).map((id) => mediaPart(id, type, context));
  const snap = context.isSnap && snapRoles.has(type) ? [snapPart(type)] : [];
  const body = [...words, ...media, ...snap];
  if (body.length > 0) return body;
  if (type === 'TEXT' || type === '') return [textPart('')];
  return [{kind: 'raw', format, name: type, text: `[${type.toLowerCase()}]`}];
};

const taken: ReadonlySet<string> = new Set([
  'From',
  'To',
  'Media Type',
  'Created',
  'Content',
  'Text',
  'Conversation Title',
  'IsSender',
  'Created(microseconds)',
  'IsSaved',
  'Media IDs',
]);

const extrasOf = (record: Loose, type: string, isPlain: boolean): {extras?: Extras} => {
  const all = {
    ...leftover(record, taken),
    ...(!isPlain && {'Media Type': type}),
    ...(isTrue(record, 'IsSaved') && {IsSaved: true}),
  } as JsonObject;
  return Object.keys(all).length === 0 ? {} : {extras: {[format]: all}};
};

/** `STATUSCALLMISSEDVIDEO` and its like. */
const callOf = (type: string): Pick<Call, 'medium' | 'outcome'> | undefined => {
  if (!/CALL/.test(type)) return undefined;
  const medium = /VIDEO/.test(type) ? 'video' : /AUDIO/.test(type) ? 'voice' : 'unknown';
  const outcome = /MISSED/.test(type) ? 'missed' : /DECLINED/.test(type) ? 'declined' : 'unknown';
  return {medium, outcome};
};

const statusEvent = (type: string): NoticeEvent =>
  /SCREENSHOT|SCREENRECORD/.test(type) ? {kind: 'screenshot'} : {kind: 'other', name: type};

/** Undefined: no time. */
export const snapEntry = (record: Loose, context: RecordContext): Entry | undefined => {
  const at = recordMoment(record);
  if (!at) return undefined;
  const type = stringAt(record, 'Media Type') ?? '';
  const content = stringAt(record, 'Content') ?? stringAt(record, 'Text') ?? '';
  const key = [at.epochMs, context.from, type, content, stringAt(record, 'Media IDs')].join('\n');
  const base = {id: context.entryId(key), at, from: context.from};
  const call = callOf(type);
  if (call)
    return {
      kind: 'call',
      ...base,
      ...call,
      ...given({text: content || undefined}),
      ...extrasOf(record, type, false),
    };
  if (type.startsWith('STATUSERASED')) {
    const body = content === '' ? undefined : [textPart(content)];
    return {
      kind: 'removed',
      ...base,
      removedBy: 'sender',
      ...given({body}),
      ...extrasOf(record, type, false),
    };
  }
  if (type.startsWith('STATUS'))
    return {
      kind: 'notice',
      ...base,
      event: statusEvent(type),
      text: content,
      ...extrasOf(record, type, false),
    };
  const isPlain = contentTypes.has(type) || type === '';
  if (!isPlain) context.unknown(`Media type ${type.slice(0, 60)}.`);
  const body = bodyOf(record, type, context);
  return {
    kind: 'message',
    ...base,
    body,
    ...extrasOf(record, type, isPlain && type !== 'SHARE' && type !== 'STICKER'),
  };
};
