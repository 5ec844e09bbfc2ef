// Picks the reader for the variant at hand.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {ChatError} from '../../engine/errors.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {readJson} from './json.ts';
import {variantOf} from './recognize.ts';
import {readTable} from './table.ts';
import {readText} from './text.ts';

const readers = {json: readJson, csv: readTable, txt: readText} as const;

export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const head = await readHead(input.source, input.path);
  const variant = variantOf(makeSample({path: input.path, size: head.length}, head, [input.path]));
  if (!variant) throw new ChatError('input-malformed', 'The file is none of chatlog’s answers.');
  ctx.infer({what: 'dialect', value: variant, because: 'the beginning of the file'});
  yield* readers[variant](input, options, ctx);
}
