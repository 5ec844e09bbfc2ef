// Picks the reader for the variant at hand.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {ChatError} from '../../engine/errors.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {readCsv} from './read-csv.ts';
import {readJson} from './read-json.ts';
import {readTxt} from './read-txt.ts';
import {variantOf} from './recognize.ts';

export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const head = await readHead(input.source, input.path);
  const variant = variantOf(makeSample({path: input.path, size: head.length}, head, [input.path]));
  switch (variant) {
    case 'json':
      return yield* readJson(input, options, ctx);
    case 'csv':
      return yield* readCsv(input, options, ctx);
    case 'txt':
      return yield* readTxt(input, options, ctx);
    case undefined:
      throw new ChatError('input-malformed', 'The file is none of those that WeFlow writes.');
    default:
      return variant satisfies never;
  }
}
