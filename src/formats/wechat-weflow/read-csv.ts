// WeFlow's CSV for WeClone: PyWxDump's columns without the room, English words, UTC times.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {baseName} from '../_shared/content-reference.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {readDumpCsv} from '../_shared/wechat-dump-csv.ts';
import {DumpReading} from '../_shared/wechat-dump-rows.ts';

/** Memory: the names. */
export async function* readCsv(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  ctx.infer({what: 'dialect', value: 'weclone csv', because: 'the columns'});
  const title = baseName(input.path)
    .replace(/\.csv$/i, '')
    .replace(/^(?:群聊|私聊)_/, '');
  const reading = new DumpReading(input, {
    format: 'wechat-weflow',
    lookup: new MediaLookup(await input.source.list()),
    options,
    ctx,
    people: new Map(),
    self: undefined,
    title,
  });
  yield* readDumpCsv(input, reading, ctx);
}
