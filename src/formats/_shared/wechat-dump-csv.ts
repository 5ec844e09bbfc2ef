// Streams the CSV of PyWxDump (with `room_name`) or WeClone (without) into its reading. Nothing but the loop.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {csvRecords} from './csv-records.ts';
import type {CsvRecord} from './csv-records.ts';
import type {DumpReading, DumpRow} from './wechat-dump-rows.ts';

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

const rowOf = (record: CsvRecord): DumpRow => ({
  serverId: record.at('MsgSvrID'),
  word: record.raw('type_name'),
  isSender: record.at('is_sender') === '1',
  talker: record.raw('talker'),
  room: record.at('room_name'),
  text: record.raw('msg'),
  source: record.at('src'),
  time: record.raw('CreateTime'),
  extras: record.more(known),
});

export async function* readDumpCsv(
  input: ExportInput,
  reading: DumpReading,
  ctx: ReadContext,
): AsyncGenerator<EventBatch> {
  for await (const records of csvRecords(input, ctx)) {
    for (const record of records) reading.take(rowOf(record), record.place);
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  const rest = reading.stream.end();
  if (rest) yield rest;
}
