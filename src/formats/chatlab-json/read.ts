// Reads ChatLab JSON in two passes: members and header wherever they stand, then the messages.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Asset, EventBatch} from '../../engine/model/archive.ts';
import {avatarKey, ChatlabReading} from '../_shared/chatlab-read.ts';
import {dataUrlBytes} from '../_shared/data-url.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {idAt, isLoose, recordAt, stringAt} from '../_shared/loose.ts';
import {quietContext} from '../_shared/quiet-context.ts';

const format = 'chatlab-json';

const readAround = async (input: ExportInput, reading: ChatlabReading, ctx: ReadContext) => {
  const {source, path} = input;
  const members: unknown[] = [];
  const document = {source, path, items: ['members[]'], ignore: ['messages']};
  for await (const event of jsonEvents(document, quietContext(ctx))) {
    if (event.type === 'items') members.push(...event.values);
    else if (event.type === 'object' && event.pattern === '') {
      reading.header(event.members, {path});
    }
  }
  for (const member of members) if (isLoose(member)) reading.member(member);
};

/** Memory: the members. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const reading = await ChatlabReading.open(input, {format, options, ctx});
  await readAround(input, reading, ctx);
  reading.begin();
  const messages = {source, path, items: ['messages[]'], ignore: ['members']};
  for await (const event of jsonEvents(messages, ctx)) {
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)};
      if (isLoose(value)) reading.message(value, place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'A message is no object.'});
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}

async function* embedded(
  input: ExportInput,
  asset: Asset,
  ctx: ReadContext,
): AsyncGenerator<Uint8Array> {
  const {source, path} = input;
  const document = {source, path, items: ['members[]'], ignore: ['messages']};
  for await (const event of jsonEvents(document, ctx)) {
    const pictures: (string | undefined)[] = [];
    if (event.type === 'items') {
      for (const member of event.values) {
        if (isLoose(member) && avatarKey(idAt(member, 'platformId') ?? '') === asset.id)
          pictures.push(stringAt(member, 'avatar'));
      }
    } else if (event.type === 'object' && asset.id === avatarKey('#group')) {
      pictures.push(stringAt(recordAt(event.members, 'meta') ?? {}, 'groupAvatar'));
    }
    for (const picture of pictures) {
      const bytes = picture === undefined ? undefined : dataUrlBytes(picture);
      if (bytes) return yield bytes;
    }
  }
}

export const openAsset = (
  input: ExportInput,
  asset: Asset,
  ctx: ReadContext,
): AsyncIterable<Uint8Array> =>
  asset.id.startsWith('#') ? embedded(input, asset, ctx) : input.source.open(asset.id);
