// Streams the messages of a WeFlow-family document into its reading. Nothing but the loop.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {jsonEvents} from './json-records.ts';
import {isLoose} from './loose.ts';
import type {FamilyReading} from './wechat-family.ts';

export async function* readFamilyMessages(
  {source, path}: ExportInput,
  reading: FamilyReading,
  ctx: ReadContext,
): AsyncGenerator<EventBatch> {
  const ignore = ['avatars', 'senders', 'groupMembers'];
  const document = {source, path, items: ['messages[]'], ignore, bigNumbers: 'string' as const};
  for await (const event of jsonEvents(document, ctx)) {
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)};
      if (isLoose(value)) reading.take(value, place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'A message is no object.'});
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
