// The `.html.json` beside MemoTrace 2 pages: its richest output, with server ids, reply targets, the flag for "me" and media paths.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {isLoose} from '../_shared/loose.ts';
import {PageReading} from './page-record.ts';

/** Memory: the people. */
export async function* readSidecar(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const reading = await PageReading.open(input, options, ctx);
  const document = {source, path, items: ['[]'], bigNumbers: 'string' as const};
  for await (const event of jsonEvents(document, ctx)) {
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)};
      if (isLoose(value)) reading.take(value, place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'An item is no object.'});
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.end();
  if (rest) yield rest;
}
