// Rows of the `message` table as entries: messages, notices of groups, unsent messages. Pure but for the people it names.

import type {SqliteRow} from '../../engine/io/sqlite-source.ts';
import type {
  DeliveryStatus,
  Entry,
  Extras,
  Json,
  Message,
  Moment,
  NoticeEvent,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ReportProblem} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {bodyOf} from './body.ts';
import type {Attachment} from './body.ts';
import {appleMoment, bytesAt, numberAt, textAt} from './rows.ts';
import {editsOf, plistOf, retractedParts} from './summary.ts';
import {isTapback, targetOf} from './tapbacks.ts';
import {decodeAttributedText} from './typedstream.ts';

/** What the model says in its own words, and bookkeeping of the sync that means nothing outside of this Mac. */
const unspoken: ReadonlySet<string> = new Set(
  (
    'ROWID row_id guid text attributedBody message_summary_info payload_data handle_id subject date is_from_me ' +
    'account account_guid destination_caller_id item_type group_title group_action_type other_handle ' +
    'associated_message_guid associated_message_type associated_message_emoji balloon_bundle_id ' +
    'thread_originator_guid date_edited date_retracted cache_has_attachments is_audio_message ' +
    'replace version type is_finished is_sent is_delivered is_empty is_prepared is_read was_data_detected ' +
    'has_dd_results part_count sort_id country message_source is_archive reply_to_guid cache_roomnames ' +
    'ck_sync_state ck_record_id ck_record_change_tag ck_chat_id sr_ck_sync_state sr_ck_record_id ' +
    'sr_ck_record_change_tag was_deduplicated error did_notify_recipient'
  ).split(' '),
);

/** Everything else that is set, as it stands in the row. */
const extrasOf = (row: SqliteRow): {readonly extras?: Extras} => {
  const left: [string, Json][] = [];
  for (const [column, value] of Object.entries(row)) {
    // Most columns of most rows are empty.
    if (value === null || value === 0 || value === '' || value === '0') continue;
    if (unspoken.has(column)) continue;
    if (value instanceof Uint8Array || (column === 'service' && value === 'iMessage')) continue;
    left.push([column, typeof value === 'bigint' ? String(value) : value]);
  }
  return left.length === 0 ? {} : {extras: {'imessage-db': Object.fromEntries(left)}};
};

const statusOf = (row: SqliteRow): DeliveryStatus | undefined => {
  if (numberAt(row, 'is_from_me') !== 1) return undefined;
  if (numberAt(row, 'error') !== 0) return 'failed';
  if (numberAt(row, 'date_read') !== 0) return 'read';
  if (numberAt(row, 'is_delivered') === 1 || numberAt(row, 'date_delivered') !== 0)
    return 'delivered';
  return numberAt(row, 'is_sent') === 1 ? 'sent' : undefined;
};

export type EntryInput = {
  readonly row: SqliteRow;
  readonly attachments: readonly Attachment[];
  readonly reactions: readonly Reaction[];
  /** When the row stands in the "recently deleted" list. */
  readonly deletedAt: Moment | undefined;
  readonly people: {
    sender(row: SqliteRow): PersonId;
    ofRow(row: number): PersonId | undefined;
    ofValue(value: string): PersonId;
  };
  readonly report: ReportProblem;
};

const memberChange = (row: SqliteRow, input: EntryInput): NoticeEvent => {
  const target = input.people.ofRow(numberAt(row, 'other_handle'));
  const members = target === undefined ? [] : [target];
  const kind = numberAt(row, 'group_action_type') === 1 ? 'members-removed' : 'members-added';
  return {kind, members};
};

const groupAction = (row: SqliteRow): NoticeEvent => {
  const action = numberAt(row, 'group_action_type');
  if (action === 0) return {kind: 'left'};
  if (action === 1) return {kind: 'photo-changed'};
  return {kind: 'other', name: action === 2 ? 'photo-removed' : `group-action-${action}`};
};

/** `item_type` above 0: lines that Messages shows in grey. Undefined: a message. */
const noticeOf = (row: SqliteRow, input: EntryInput): NoticeEvent | undefined => {
  const type = numberAt(row, 'item_type');
  const share =
    numberAt(row, 'share_status') === 1 ? 'location-sharing-stopped' : 'location-shared';
  switch (type) {
    case 0:
      return undefined;
    case 1:
      return memberChange(row, input);
    case 2:
      return {kind: 'renamed', title: textAt(row, 'group_title') ?? ''};
    case 3:
      return groupAction(row);
    case 4:
      return {kind: 'other', name: share};
    case 5:
      return {kind: 'other', name: 'audio-kept'};
    case 6:
      return {kind: 'other', name: 'share-play'};
    default:
      input.report({
        kind: 'unknown-kind',
        place: {record: textAt(row, 'guid') ?? ''},
        detail: `item_type ${type}`,
      });
      return {kind: 'other', name: `item-type-${type}`};
  }
};

const replyOf = (row: SqliteRow): Pick<Message, 'replyTo'> => {
  const originator = textAt(row, 'thread_originator_guid');
  if (originator !== undefined) return {replyTo: {entry: originator}};
  // A sticker that was laid on a message.
  const target = textAt(row, 'associated_message_guid');
  if (target === undefined || numberAt(row, 'associated_message_type') !== 1000) return {};
  return {replyTo: {entry: targetOf(target).guid}};
};

/** Rows whose id or time cannot be had get none: then the row is skipped by the caller. */
export const entryOf = (input: EntryInput): Entry | undefined => {
  const {row} = input;
  const id = textAt(row, 'guid');
  if (id === undefined) return undefined;
  const at = appleMoment(row['date']) ?? utcMoment(0, 's');
  const from = input.people.sender(row);
  const base = {id, at, from};
  const event = noticeOf(row, input);
  if (event)
    return {kind: 'notice', ...base, event, text: textAt(row, 'text') ?? '', ...extrasOf(row)};
  const blob = bytesAt(row, 'attributedBody');
  const attributed = blob && decodeAttributedText(blob);
  if (blob && !attributed) {
    const detail = 'attributedBody is no typedstream; the plain text is used.';
    input.report({kind: 'field-not-understood', place: {record: id}, detail});
  }
  const text = attributed?.text ?? textAt(row, 'text') ?? '';
  if (isTapback(row)) {
    input.report({
      kind: 'reply-target-missing',
      place: {record: id},
      detail: 'Tapback on a message that is gone.',
    });
    return {
      kind: 'notice',
      ...base,
      event: {kind: 'other', name: 'tapback'},
      text,
      ...extrasOf(row),
    };
  }
  const body = bodyOf({
    row,
    attributed,
    attachments: input.attachments,
    personOf: input.people.ofValue,
  });
  if (input.deletedAt)
    return {kind: 'removed', ...base, removedAt: input.deletedAt, body, ...extrasOf(row)};
  const summary = plistOf(bytesAt(row, 'message_summary_info'));
  const retractedAt = appleMoment(row['date_retracted']);
  const retracted = retractedParts(summary);
  if (retractedAt || (retracted.length > 0 && text === '' && input.attachments.length === 0)) {
    const removedAt = retractedAt ?? appleMoment(row['date_edited']);
    return {kind: 'removed', ...base, removedBy: 'sender', ...given({removedAt}), ...extrasOf(row)};
  }
  return {
    kind: 'message',
    ...base,
    body,
    ...relationsOf(input, summary),
    ...withRetracted(row, retracted),
  };
};

const withRetracted = (row: SqliteRow, parts: readonly number[]): {readonly extras?: Extras} => {
  const {extras} = extrasOf(row);
  if (parts.length === 0) return given({extras});
  return {extras: {'imessage-db': {...extras?.['imessage-db'], retracted_parts: parts}}};
};

const relationsOf = (
  {row, reactions}: EntryInput,
  summary: ReturnType<typeof plistOf>,
): Partial<Message> => {
  const editedAt = appleMoment(row['date_edited']);
  const edits = editsOf(summary);
  const known = edits.length === 0 && editedAt ? [{at: editedAt}] : edits;
  return {
    ...replyOf(row),
    ...(reactions.length > 0 && {reactions}),
    ...(known.length > 0 && {edits: known}),
    ...given({status: statusOf(row)}),
  };
};
