// The rows of the table: one per entry, chat after chat, in the order of time. What has no column is in the text, as people would read it.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {Writer} from '../../engine/convert/format.ts';
import {csvRow} from '../../engine/io/csv.ts';
import type {
  Conversation,
  ConversationId,
  Entry,
  Moment,
  Part,
} from '../../engine/model/archive.ts';
import type {Feature} from '../../engine/model/features.ts';
import {entryText} from '../../engine/model/text.ts';
import {offsetMinutes, wallClock} from '../../engine/model/time.ts';
import {PrintedNames} from '../_shared/chat-pages.ts';
import {outputName} from '../_shared/output-name.ts';
import {visibleControls} from '../_shared/visible-controls.ts';

const columns = [
  'conversation_id',
  'conversation',
  'conversation_kind',
  'entry_id',
  'time',
  'epoch_ms',
  'time_precision',
  'kind',
  'sender_id',
  'sender',
  'is_own',
  'text',
  'media_kinds',
  'media_files',
  'reply_to',
  'reply_quote',
  'thread',
  'forwarded_from',
  'reactions',
  'edited',
  'event',
  'duration_seconds',
] as const;

type Column = (typeof columns)[number];
type Row = {readonly [Name in Column]?: string | number | undefined};

const two = (value: number): string => String(Math.abs(value)).padStart(2, '0');

/** ISO 8601 with the offset of the zone, as fine as the moment is. */
const isoTime = (at: Moment, zone: string): string => {
  const {year, month, day, hour, minute, second, ms} = wallClock(at, zone);
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (at.precision === 'day') return date;
  const offset = offsetMinutes(zone, at.epochMs);
  const sign = offset < 0 ? '-' : '+';
  const shift = `${sign}${two(Math.trunc(offset / 60))}:${two(offset % 60)}`;
  const fraction = at.precision === 'ms' && ms > 0 ? `.${String(ms).padStart(3, '0')}` : '';
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${shift}`;
};

const partsOf = (entry: Entry): readonly Part[] =>
  entry.kind === 'message' || entry.kind === 'removed' ? (entry.body ?? []) : [];

const mediaOf = (entry: Entry): Row => {
  const media = partsOf(entry).filter((part) => part.kind === 'media');
  if (media.length === 0) return {};
  return {
    media_kinds: media.map(({role}) => role).join(' '),
    // Several in one cell, one per line: names may hold any other separator.
    media_files: media.map(({asset}) => asset.url ?? asset.id).join('\n'),
    duration_seconds: media.find(({durationSeconds}) => durationSeconds !== undefined)
      ?.durationSeconds,
  };
};

const eventOf = (entry: Entry): string | undefined => {
  if (entry.kind === 'notice')
    return entry.event.kind === 'other' ? (entry.event.name ?? 'other') : entry.event.kind;
  if (entry.kind === 'call') return `${entry.medium} ${entry.outcome}`;
  return entry.kind === 'removed' ? (entry.removedBy ?? 'unknown') : undefined;
};

const relationsOf = (entry: Entry, names: PrintedNames): Row => {
  if (entry.kind !== 'message') return {};
  const {replyTo, thread, forwardedFrom: origin, reactions, edits} = entry;
  const from = origin?.name ?? (origin?.person === undefined ? undefined : names.of(origin.person));
  return {
    reply_to: replyTo?.entry,
    reply_quote: replyTo?.quote?.text,
    thread,
    forwarded_from: origin && (from ?? origin.conversation ?? 'unknown'),
    reactions: (reactions ?? [])
      .map(({emoji, count, by}) => {
        const who = (by ?? []).map(({person}) => names.of(person)).join(', ');
        return `${emoji} ${count}${who === '' ? '' : ` (${who})`}`;
      })
      .join('; '),
    edited: edits && edits.length > 0 ? edits.length : undefined,
  };
};

const rowOf = (
  entry: Entry,
  conversation: Conversation | undefined,
  {names, zone}: {readonly names: PrintedNames; readonly zone: string},
): Row => ({
  conversation_id: conversation?.id,
  conversation: conversation?.title,
  conversation_kind: conversation?.kind,
  entry_id: entry.id,
  time: isoTime(entry.at, zone),
  epoch_ms: entry.at.epochMs,
  time_precision: entry.at.precision,
  kind: entry.kind,
  sender_id: entry.from,
  sender: entry.from === undefined ? undefined : names.of(entry.from),
  is_own: entry.from !== undefined && names.person(entry.from)?.isOwner ? 1 : 0,
  text: entryText(entry),
  event: eventOf(entry),
  ...mediaOf(entry),
  ...(entry.kind === 'call' ? {duration_seconds: entry.durationSeconds} : {}),
  ...relationsOf(entry, names),
});

const cells = (row: Row): (string | number | undefined)[] =>
  columns.map((column) => {
    const value = row[column];
    return typeof value === 'string' ? visibleControls(value) : value;
  });

const holds: readonly Feature[] = [
  'person.name',
  'person.owner',
  'conversation.title',
  'conversation.kind',
  'several-conversations',
  'entry.platform-id',
  'time.seconds',
  'time.milliseconds',
  'message',
  'call',
  'call.duration',
  'notice',
  'notice.event',
  'removed',
  'removed.body',
  'text',
  'media',
  'media.role',
  'media.caption',
  'media.transcript',
  'media.duration',
  'sticker',
  'location',
  'contact',
  'poll',
  'link-card',
  'transfer',
  'bundle',
  'reply',
  'reply.quote',
  'thread',
  'forward',
  'reaction',
  'reaction.people',
  'edit',
];

/** Memory: persons and conversations. UTF-8 without a mark; CRLF, as RFC 4180 has it. */
export const writer: Writer = {
  extension: 'csv',
  layout: 'file',
  // Names are final only at the end of a reading.
  needs: 'grouped',
  holds: new Set(holds),
  copiesMedia: false,
  async write(batches, sink, options, ctx) {
    const file = await sink.create(outputName(options.label, 'csv'));
    const names = new PrintedNames();
    const conversations = new Map<ConversationId, Conversation>();
    try {
      await file.write(csvRow(columns));
      for await (const batch of batches) {
        throwIfCancelled(ctx.signal);
        let text = '';
        for (const event of batch) {
          if (event.type === 'person') names.add(event.person);
          else if (event.type === 'conversation')
            conversations.set(event.conversation.id, event.conversation);
          else {
            const conversation = conversations.get(event.conversation);
            text += csvRow(cells(rowOf(event.entry, conversation, {names, zone: options.zone})));
          }
        }
        if (text !== '') await file.write(text);
      }
      await file.close();
    } catch (error) {
      await file.abort();
      throw error;
    }
  },
};
