// What our writer leaves for our reader in Slack's own `metadata` field, where Slack has no place of its own for it. Nothing else.

import type {Json, NoticeEvent} from '../../engine/model/archive.ts';
import {decodeEntry} from '../../engine/model/canonical.ts';
import {SchemaError} from '../../engine/model/schema.ts';
import {idAt, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

const eventType = 'chatark';

export type Note = {
  /** The ts of the message that this one replies to: Slack itself knows only the root of the thread. */
  readonly reply?: string;
  /** The message is a notice of another platform. */
  readonly notice?: NoticeEvent;
};

export const encodeNote = (note: Note): Json => ({
  event_type: eventType,
  event_payload: note as unknown as Json,
});

/** The model's own schema checks an event that comes from outside. */
const checkedEvent = (event: Loose): NoticeEvent => {
  const at = {epochMs: 0, precision: 'ms', zone: {kind: 'utc'}};
  try {
    const entry = decodeEntry({kind: 'notice', id: '', at, event, text: ''});
    return entry.kind === 'notice' ? entry.event : {kind: 'other'};
  } catch (error) {
    if (error instanceof SchemaError) return {kind: 'other'}; // Not ours after all: a notice of unknown kind.
    throw error;
  }
};

export const noteOf = (message: Loose): Note | undefined => {
  const metadata = recordAt(message, 'metadata');
  if (!metadata || stringAt(metadata, 'event_type') !== eventType) return undefined;
  const payload = recordAt(metadata, 'event_payload') ?? {};
  const reply = idAt(payload, 'reply');
  const notice = recordAt(payload, 'notice');
  return {
    ...(reply === undefined ? {} : {reply}),
    ...(notice ? {notice: checkedEvent(notice)} : {}),
  };
};
