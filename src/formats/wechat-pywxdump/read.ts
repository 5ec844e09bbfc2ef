// Reads PyWxDump's CSV and JSON. "我" is the account whose folder it is.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {readHead} from '../../engine/convert/recognize.ts';
import {baseName, folderOf} from '../_shared/content-reference.ts';
import {jsonEvents, smallJson} from '../_shared/json-records.ts';
import {inferZone} from '../_shared/local-time.ts';
import {idAt, isLoose, leftover, numberAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {readDumpCsv} from '../_shared/wechat-dump-csv.ts';
import {DumpReading} from '../_shared/wechat-dump-rows.ts';
import type {DumpPerson, DumpRow} from '../_shared/wechat-dump-rows.ts';

const format = 'wechat-pywxdump';
const known = new Set([
  'id',
  'MsgSvrID',
  'type_name',
  'is_sender',
  'talker',
  'room_name',
  'msg',
  'src',
  'CreateTime',
]);

const personOf = (user: Loose): DumpPerson => {
  const remark = stringAt(user, 'remark');
  const nickname = stringAt(user, 'nickname');
  const name = remark ?? nickname;
  return {
    name,
    aliases: nickname !== undefined && nickname !== name ? [nickname] : [],
    username: stringAt(user, 'account'),
    avatarUrl: stringAt(user, 'headImgUrl'),
  };
};

/** users.json in the same folder or above. */
const readPeople = async (
  input: ExportInput,
  ctx: ReadContext,
): Promise<ReadonlyMap<string, DumpPerson>> => {
  const people = new Map<string, DumpPerson>();
  const folder = folderOf(input.path);
  const paths = (await input.source.list())
    .map(({path}) => path)
    .filter((path) => baseName(path) === 'users.json');
  const path =
    paths.find((candidate) => folderOf(candidate) === folder) ??
    paths.find((candidate) => folder.startsWith(folderOf(candidate)));
  const users = path === undefined ? undefined : await smallJson(input.source, path, ctx);
  if (isLoose(users))
    for (const [id, user] of Object.entries(users))
      if (isLoose(user)) people.set(id, personOf(user));
  return people;
};

/** `export/wxid_me/wxid_peer_0_99.csv`: the folder is mine. */
const selfOf = (path: string): string | undefined => {
  const parts = folderOf(path).split('/');
  const file = baseName(path);
  return parts.find((part) => /^wxid_[\w-]{3,40}$/.test(part) && !file.startsWith(part));
};

const rowOf = (record: Loose): DumpRow => ({
  serverId: idAt(record, 'MsgSvrID'),
  word: stringAt(record, 'type_name') ?? '',
  isSender: numberAt(record, 'is_sender') === 1,
  talker: stringAt(record, 'talker') ?? '',
  room: stringAt(record, 'room_name'),
  text: typeof valueAt(record, 'msg') === 'string' ? String(valueAt(record, 'msg')) : '',
  source: stringAt(record, 'src'),
  time: idAt(record, 'CreateTime') ?? '',
  extras: leftover(record, known),
});

async function* readJson(
  {source, path}: ExportInput,
  reading: DumpReading,
  ctx: ReadContext,
): AsyncGenerator<EventBatch> {
  for await (const event of jsonEvents({source, path, items: ['[]'], bigNumbers: 'string'}, ctx)) {
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0, record: String(event.first + index)};
      if (isLoose(value)) reading.take(rowOf(value), place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'A record is no object.'});
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}

/** Memory: the people. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  inferZone(ctx, options.zone);
  const self = selfOf(input.path);
  if (self !== undefined)
    ctx.infer({what: 'owner', value: self, because: 'the name of the folder'});
  const reading = new DumpReading(input, {
    format,
    lookup: new MediaLookup(await input.source.list()),
    options,
    ctx,
    people: await readPeople(input, ctx),
    self,
    title: baseName(input.path).replace(/\.\w+$/, ''),
  });
  const head = await readHead(input.source, input.path, 64);
  const isJson = /^\uFEFF?\s*\[/.test(new TextDecoder().decode(head));
  yield* isJson ? readJson(input, reading, ctx) : readDumpCsv(input, reading, ctx);
}
