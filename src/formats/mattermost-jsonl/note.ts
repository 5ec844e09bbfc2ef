// What our writer leaves for our reader in a post's `props`, where Mattermost has no place of its own for it. Nothing else.

import type {JsonObject, NoticeEvent} from '../../engine/model/archive.ts';
import {decodeEntry} from '../../engine/model/canonical.ts';
import {SchemaError} from '../../engine/model/schema.ts';
import {idAt, isTrue, numberAt, recordAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export const noteKey = 'chatark';

/** `callback_id` of the card that says "Forwarded from …"; the origin itself is in the note. */
export const forwardCard = 'chatark-forward';

export type ReactionCount = {readonly emoji: string; readonly count: number};

export type Note = {
  /** The id of the entry. */
  readonly id?: string;
  /** The id of the entry that this one replies to. */
  readonly reply?: string;
  readonly notice?: NoticeEvent;
  /** Reactions that the source only counts: the server wants a name for each. */
  readonly counts?: readonly ReactionCount[];
  readonly isRemoved?: boolean;
  readonly removedBy?: string;
  readonly medium?: string;
  readonly outcome?: string;
  /** What is left of a removed message. */
  readonly text?: string;
  readonly forward?: JsonObject;
};

export const encodeNote = (note: Note): JsonObject => note as unknown as JsonObject;

/** The model's own schema checks what comes from outside. */
const checked = <T>(decode: () => T, otherwise: T): T => {
  try {
    return decode();
  } catch (error) {
    if (error instanceof SchemaError) return otherwise;
    throw error;
  }
};

const instant = {epochMs: 0, precision: 'ms', zone: {kind: 'utc'}};

const noticeOf = (event: Loose): NoticeEvent =>
  checked<NoticeEvent>(
    () => {
      const entry = decodeEntry({kind: 'notice', id: '', at: instant, event, text: ''});
      return entry.kind === 'notice' ? entry.event : {kind: 'other'};
    },
    {kind: 'other'},
  );

const forwardOf = (origin: Loose): JsonObject | undefined =>
  checked<JsonObject | undefined>(() => {
    const body = [{kind: 'text', inlines: []}];
    const entry = decodeEntry({
      kind: 'message',
      id: '',
      at: instant,
      from: '',
      body,
      forwardedFrom: origin,
    });
    return entry.kind === 'message' ? (entry.forwardedFrom as unknown as JsonObject) : undefined;
  }, undefined);

export const noteOf = (props: Loose): Note | undefined => {
  const note = recordAt(props, noteKey);
  if (!note) return undefined;
  const event = recordAt(note, 'notice');
  const origin = recordAt(note, 'forward');
  const forward = origin && forwardOf(origin);
  const counts = recordsAt(note, 'counts').flatMap((item): ReactionCount[] => {
    const [emoji, count] = [stringAt(item, 'emoji'), numberAt(item, 'count')];
    return emoji === undefined || !Number.isSafeInteger(count) ? [] : [{emoji, count: count ?? 0}];
  });
  const texts: {[key: string]: string} = {};
  for (const key of ['removedBy', 'medium', 'outcome', 'text'])
    if (stringAt(note, key) !== undefined) texts[key] = stringAt(note, key) ?? '';
  const ids: {[key: string]: string} = {};
  for (const key of ['id', 'reply'])
    if (idAt(note, key) !== undefined) ids[key] = idAt(note, key) ?? '';
  return {
    ...ids,
    ...texts,
    ...(isTrue(note, 'isRemoved') ? {isRemoved: true} : {}),
    ...(event ? {notice: noticeOf(event)} : {}),
    ...(counts.length > 0 ? {counts} : {}),
    ...(forward ? {forward} : {}),
  };
};
