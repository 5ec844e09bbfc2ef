// The pages of MemoTrace 1: a script array of object literals (no JSON: bare keys, single quotes) inside a template.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {decodeStream} from '../../engine/io/decode.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {isLoose} from '../_shared/loose.ts';
import {LiteralCutter, parseLiteral} from './js-literal.ts';
import {PageReading} from './page-record.ts';

const start = /\bchatMessages\s*=\s*\[/;

/** Memory: the people, and one object literal. */
export async function* readPage(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const reading = await PageReading.open(input, options, ctx);
  const cutter = new LiteralCutter(start);
  let record = 0;
  const chunks = (async function* () {
    for await (const chunk of source.open(path)) {
      ctx.advanced(chunk.length);
      yield chunk;
    }
  })();
  for await (const text of decodeStream(chunks)) {
    throwIfCancelled(ctx.signal);
    for (const literal of cutter.push(text)) {
      const place = {path, record: String(record++)};
      const value = parseLiteral(literal);
      if (isLoose(value)) reading.take(value, place);
      else
        ctx.report({
          kind: 'record-damaged',
          place,
          detail: 'An object literal is broken.',
          sample: literal.slice(0, 200),
        });
    }
    const batch = reading.stream.full();
    if (batch) yield batch;
  }
  if (!cutter.isDone)
    ctx.report({
      kind: 'input-truncated',
      place: {path},
      detail: 'The array of messages has no end.',
    });
  const rest = reading.end();
  if (rest) yield rest;
}
