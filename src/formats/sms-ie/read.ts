// Reads what the Android app SMS Import / Export saved: messages (NDJSON in a zip, or the old JSON array) and call logs. Not its contacts.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {parseJsonLines} from '../../engine/io/json-stream.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {Asset, EventBatch, Part} from '../../engine/model/archive.ts';
import {textPart} from '../../engine/model/build.ts';
import type {Place} from '../../engine/model/problem.ts';
import {AndroidThreads} from '../_shared/android-threads.ts';
import {given, normalAddress} from '../_shared/android-values.ts';
import type {Columns} from '../_shared/android-values.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose, recordAt, recordsAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {mediaRole} from '../_shared/media-role.ts';

/** Scalars as text, as the XML exporter prints them; what is null in the phone's table is left out. */
const columnsOf = (record: Loose): Columns => {
  const columns = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'string') columns[name] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') columns[name] = String(value);
  }
  return columns;
};

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

class Reading {
  readonly #folder: string;
  readonly #ctx: ReadContext;
  readonly #media: MediaLookup;
  readonly threads: AndroidThreads;

  constructor(input: ExportInput, media: MediaLookup, threads: AndroidThreads, ctx: ReadContext) {
    this.#folder = input.path.slice(0, input.path.lastIndexOf('/') + 1);
    this.#ctx = ctx;
    this.#media = media;
    this.threads = threads;
  }

  /** `_data` is the path on the phone; the zip keeps its last part below `data/`. */
  #asset(columns: Columns, mime: string, place: Place): Asset {
    const stored = given(columns, '_data');
    const name = given(columns, 'fn') ?? given(columns, 'name') ?? given(columns, 'cl');
    const entry =
      stored === undefined
        ? undefined
        : this.#media.find(`data/${baseName(stored)}`, [this.#folder]);
    const shown = name ?? (stored === undefined ? undefined : baseName(stored));
    const about = {...(shown !== undefined && {name: shown}), ...(mime !== '' && {mime})};
    if (entry) return {id: entry.path, ...about, bytes: entry.size, presence: 'included'};
    this.#ctx.report({kind: 'media-missing', place, detail: 'The file of an MMS part.'});
    return {id: stored ?? shown ?? 'part', ...about, presence: 'absent'};
  }

  #part(record: Loose, place: Place): Part | undefined {
    const columns = columnsOf(record);
    const mime = (given(columns, 'ct') ?? '').toLowerCase();
    if (mime === 'application/smil') return undefined;
    const text = columns['text'];
    if (text !== undefined && given(columns, '_data') === undefined) return textPart(text);
    const name = given(columns, 'name') ?? given(columns, 'cl') ?? '';
    const known = mime === '' || mime === 'application/octet-stream' ? mimeFromName(name) : mime;
    return {
      kind: 'media',
      role: mediaRole(known),
      asset: this.#asset(columns, known ?? mime, place),
    };
  }

  #mms(record: Loose, place: Place): void {
    const sender = recordAt(record, '__sender_address');
    const recipients = recordsAt(record, '__recipient_addresses').map(columnsOf);
    const from = sender && columnsOf(sender);
    const own = columnsOf(record);
    const isOwn = own['msg_box'] !== '1';
    // The thread is named by everybody but the owner: the sender, and the others in a group.
    const others = isOwn || recipients.length > 1 ? recipients : [];
    const all = [...(from && !isOwn ? [from] : []), ...others].toSorted((a, b) =>
      (a['address'] ?? '') < (b['address'] ?? '') ? -1 : 1,
    );
    const numbers = all.map((columns) => columns['address'] ?? '').filter((value) => value !== '');
    const title = all.flatMap((columns) => given(columns, '__display_name') ?? []).join(', ');
    const columns = {
      ...own,
      address: own['address'] ?? numbers.join('~'),
      ...(title !== '' && {__display_name: title}),
    };
    const parts = recordsAt(record, '__parts');
    this.threads.mms({
      table: 'mms',
      columns,
      place,
      parts: parts.flatMap((part) => this.#part(part, place) ?? []),
      text: parts.map((part) => columnsOf(part)['text'] ?? '').join('\n'),
      addresses: [
        ...(from ? [{...from, type: '137'}] : []),
        ...recipients.map((columns) => ({...columns, type: columns['type'] ?? '151'})),
      ],
    });
  }

  take(value: unknown, place: Place): void {
    if (!isLoose(value)) {
      this.#ctx.report({kind: 'record-not-understood', place, detail: 'Not an object.'});
      return;
    }
    if ('__parts' in value || 'msg_box' in value) this.#mms(value, place);
    else if ('number' in value && !('body' in value))
      this.threads.call({table: 'call', columns: columnsOf(value), place});
    else this.threads.sms({table: 'sms', columns: columnsOf(value), place});
  }
}

/** Records and where they stand: one per line, or the items of one array (version 1, and call logs). */
async function* records(
  {source, path}: ExportInput,
  ctx: ReadContext,
): AsyncIterable<{readonly value: unknown; readonly place: Place}> {
  if (!/\.(?:ndjson|jsonl)$/i.test(path)) {
    for await (const event of jsonEvents({source, path, items: ['[]']}, ctx)) {
      if (event.type !== 'items') continue;
      for (const [index, value] of event.values.entries())
        yield {value, place: {path, byte: event.bytes[index] ?? 0}};
    }
    return;
  }
  const lines = parseJsonLines(source.open(path), {
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({kind, line, message}) => ctx.report({kind, place: {path, line}, detail: message}),
  });
  for await (const batch of lines) {
    throwIfCancelled(ctx.signal);
    for (const {value, line} of batch) yield {value, place: {path, line}};
  }
}

/**
 * Groups list the owner among the recipients of what was received, and not of what was sent: without the owner's numbers the two
 * would be different threads. So they are looked for first.
 */
const learnOwner = async (
  input: ExportInput,
  threads: AndroidThreads,
  ctx: ReadContext,
): Promise<void> => {
  const quiet = {...ctx, report: () => undefined, advanced: () => undefined};
  for await (const {value} of records(input, quiet)) {
    if (!isLoose(value) || !('__parts' in value)) continue;
    const own = columnsOf(value);
    const sender = columnsOf(recordAt(value, '__sender_address') ?? {})['address'] ?? '';
    const recipients = recordsAt(value, '__recipient_addresses').map(columnsOf);
    if (own['msg_box'] !== '1')
      threads.ownNumber(normalAddress(sender), 'the sender of an own MMS');
    else if (recipients.length === 1)
      threads.ownNumber(
        normalAddress(recipients[0]?.['address'] ?? ''),
        'the recipient of a received MMS',
      );
  }
};

/** Reads twice. Memory: people, threads, the last ids of each thread. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const media = new MediaLookup(await input.source.list());
  const threads = new AndroidThreads('sms-ie', options, ctx);
  await learnOwner(input, threads, ctx);
  const reading = new Reading(input, media, threads, ctx);
  let count = 0;
  for await (const {value, place} of records(input, ctx)) {
    count++;
    reading.take(value, place);
    const full = threads.full();
    if (full) yield full;
  }
  if (count === 0) throw new ChatError('input-malformed', 'The file holds no message and no call.');
  const rest = threads.end();
  if (rest) yield rest;
}
