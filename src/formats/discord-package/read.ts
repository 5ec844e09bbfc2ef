// Reads Discord's data package: what one person wrote, channel by channel. Others' messages are not in it.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import type {EventBatch, Person} from '../../engine/model/archive.ts';
import {csvRecords} from '../_shared/csv-records.ts';
import {jsonRecords, smallJson} from '../_shared/json-records.ts';
import {idAt, isLoose, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {ChannelReader, ownerOf} from './channel.ts';
import type {Names, Row} from './channel.ts';
import {layoutOf, serversPath, userPath} from './layout.ts';
import type {ChannelFiles} from './layout.ts';

/** A small file beside the messages; what cannot be read is reported and says nothing. */
const document = async (
  {source}: ExportInput,
  path: string | undefined,
  ctx: ReadContext,
): Promise<Loose> => {
  if (path === undefined) return {};
  const value = await smallJson(source, path, ctx);
  return isLoose(value) ? value : {};
};

async function* rowsOf({source}: ExportInput, path: string, ctx: ReadContext): AsyncGenerator<Row> {
  if (/\.csv$/i.test(path)) {
    for await (const records of csvRecords({source, path}, ctx)) {
      for (const {raw, place} of records) {
        const [id, time] = [raw('ID'), raw('Timestamp')];
        yield {id, time, text: raw('Contents'), files: raw('Attachments'), place};
      }
    }
    return;
  }
  const input = {source, path, items: ['[]'], bigNumbers: 'string' as const};
  for await (const {value, byte} of jsonRecords(input, ctx)) {
    const record = isLoose(value) ? value : {};
    yield {
      id: idAt(record, 'ID') ?? '',
      time: stringAt(record, 'Timestamp') ?? '',
      text: stringAt(record, 'Contents') ?? '',
      files: stringAt(record, 'Attachments') ?? '',
      place: {path, byte},
    };
  }
}

const stringsOf = (record: Loose): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(record).flatMap(([key, value]) =>
      typeof value === 'string' && value !== '' ? [[key, value]] : [],
    ),
  );

const namesOf = async (
  input: ExportInput,
  paths: readonly string[],
  ctx: ReadContext,
): Promise<{
  readonly names: Names;
  readonly channels: readonly ChannelFiles[];
  readonly user: Loose;
}> => {
  const layout = layoutOf(input.path, paths) ?? {folder: '', root: '', channels: []};
  const index = [`${layout.folder}index.json`].find((path) => paths.includes(path));
  return {
    channels: layout.channels,
    user: await document(input, userPath(layout, paths), ctx),
    names: {
      channels: stringsOf(await document(input, index, ctx)),
      servers: stringsOf(await document(input, serversPath(layout, paths), ctx)),
    },
  };
};

/** Memory: the names of the channels; the messages of one channel, since older packages have the newest first. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const paths = (await input.source.list()).map((entry) => entry.path);
  const {names, channels, user} = await namesOf(input, paths, ctx);
  const owner = ownerOf(user, options.owner);
  const known = new Map<string, Person>();
  ctx.infer({
    what: 'completeness',
    value: 'own messages only',
    because: 'a data package holds what its owner wrote',
  });
  yield [{type: 'person', person: owner}];
  for (const files of channels) {
    throwIfCancelled(ctx.signal);
    const info = await document(input, files.info, ctx);
    const channel = new ChannelReader({id: files.id, info, names, owner, known, ctx});
    if (files.messages !== undefined) {
      for await (const row of rowsOf(input, files.messages, ctx)) channel.add(row);
    }
    yield* channel.batches();
  }
}
