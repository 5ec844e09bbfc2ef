// Reads DingTalk messages from all its tools. Times without a zone are Beijing's.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {ChatError} from '../../engine/errors.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {csvRecords} from '../_shared/csv-records.ts';
import type {CsvRecord} from '../_shared/csv-records.ts';
import {inferZone, localMoment} from '../_shared/local-time.ts';
import {numberAt, recordsAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {oldestFirst, placedRecords} from '../_shared/placed-records.ts';
import type {Placed} from '../_shared/placed-records.ts';
import {readAttachments} from './attachments.ts';
import {DingReading} from './record.ts';
import {variantOf} from './recognize.ts';

const rowOf = (row: CsvRecord): Placed => {
  const columns = [
    'datetime',
    'sender_name',
    'sender_id',
    'message_id',
    'message_type',
    'content_type',
    'text',
    'recalled',
  ];
  const known = new Set(columns);
  return {
    value: {
      ...row.more(known),
      ...Object.fromEntries(columns.map((column) => [column, row.raw(column)])),
    },
    place: row.place,
  };
};

async function* csvRows(input: ExportInput, ctx: ReadContext): AsyncGenerator<readonly Placed[]> {
  for await (const rows of csvRecords(input, ctx)) yield rows.map(rowOf);
}

/** What dws says of its own answer. */
const checkAnswer = (root: Loose, path: string, ctx: ReadContext): void => {
  const say = (detail: string): void =>
    ctx.report({kind: 'export-incomplete', place: {path}, detail});
  if (valueAt(root, 'complete') === false) say('The answer says that it is not complete.');
  if (valueAt(root, 'hasMore') === true)
    say('The answer says that there are more messages (hasMore).');
  if (valueAt(root, 'truncated') === true) say('The answer says that it was cut (truncated).');
  if (valueAt(root, 'partial') === true) say('The answer says that parts of it failed (partial).');
  for (const failure of recordsAt(root, 'failures')) {
    const what = stringAt(failure, 'message') ?? stringAt(failure, 'code') ?? 'no reason given';
    say(`A page could not be fetched: ${what.slice(0, 100)}.`);
  }
};

const timeOf = (record: Loose): number | undefined =>
  numberAt(record, 'timestamp') ??
  localMoment(stringAt(record, 'createTime') ?? stringAt(record, 'datetime') ?? '', 'UTC')?.epochMs;

/** `群名_cid…/messages.json` and `群名_cid…/messages/202409.json` name the chat by their folder. */
const chatOf = (path: string): {readonly title?: string; readonly id?: string} => {
  const folder = /^(?:.*\/)?([^/]+)\/(?:messages\.json|messages\/\d{6}\.json)$/.exec(path)?.[1];
  if (folder === undefined) return {};
  const match = /^(.+)_(cid[\w+=-]{1,100})$/.exec(folder);
  return match ? {title: match[1] ?? folder, id: match[2] ?? folder} : {title: folder};
};

/** Memory: the people; a newest-first file whole. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {path} = input;
  const head = await readHead(input.source, path);
  const variant = variantOf(makeSample({path, size: head.length}, head, [path]));
  if (!variant)
    throw new ChatError('input-malformed', 'No messages of DingTalk stand at the beginning.');
  ctx.infer({what: 'dialect', value: variant, because: 'the keys of the first message'});
  if (variant !== 'local') inferZone(ctx, options.zone);
  const lookup = new MediaLookup(await input.source.list());
  const attachments = await readAttachments(input, lookup, ctx);
  const {title, id} = chatOf(path);
  const reading = new DingReading(input, {lookup, attachments, title, id, options, ctx});
  const items = variant === 'dws' ? ['messages[]'] : ['[]'];
  const around = (root: Loose): void => checkAnswer(root, path, ctx);
  const records =
    variant === 'csv' ? csvRows(input, ctx) : placedRecords({...input, items, around}, ctx);
  for await (const batch of oldestFirst(records, timeOf, ctx)) {
    for (const {value, place} of batch) reading.take(value, place);
    const events = reading.stream.full();
    if (events) yield events;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
