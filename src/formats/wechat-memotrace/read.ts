// Picks the reader for the variant at hand. The variants share identities, media look-up and the stream of events.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {ChatError} from '../../engine/errors.ts';
import {makeSample, readHead} from '../../engine/convert/recognize.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {readNewCsv} from './csv-new.ts';
import {readOldCsv} from './csv-old.ts';
import {readPage} from './page.ts';
import {recognize, variantOf} from './recognize.ts';
import type {Variant} from './recognize.ts';
import {readSidecar} from './sidecar.ts';
import {readTxt} from './txt.ts';

type Read = (
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
) => AsyncIterable<EventBatch>;

const readers: Readonly<Record<Variant, Read>> = {
  'csv-old': readOldCsv,
  'csv-new': readNewCsv,
  sidecar: readSidecar,
  html: readPage,
  txt: readTxt,
};

const dialects: Readonly<Record<Variant, string>> = {
  'csv-old': 'MemoTrace 1 CSV',
  'csv-new': 'MemoTrace 2 CSV',
  sidecar: 'MemoTrace 2 HTML sidecar',
  html: 'MemoTrace 1 HTML',
  txt: 'MemoTrace TXT',
};

export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const head = await readHead(input.source, input.path);
  const sample = makeSample({path: input.path, size: head.length}, head, [input.path]);
  const variant = variantOf(sample) ?? 'txt';
  if (variant === 'txt' && recognize(sample).match === 'no') {
    throw new ChatError('input-malformed', 'The file is none of those that MemoTrace writes.');
  }
  ctx.infer({what: 'dialect', value: dialects[variant], because: 'the beginning of the file'});
  yield* readers[variant](input, options, ctx);
}
