// The lines of a text file with cancellation, progress and a word on a guessed encoding. A thin layer over engine/io/lines.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {peek} from '../../engine/io/bytes.ts';
import {detectEncoding, headBytes} from '../../engine/io/decode.ts';
import {readLines} from '../../engine/io/lines.ts';
import type {Line} from '../../engine/io/lines.ts';

export async function* textLines(
  {source, path}: ExportInput,
  ctx: ReadContext,
): AsyncGenerator<readonly Line[]> {
  const {head, chunks} = await peek(source.open(path), headBytes);
  const encoding = detectEncoding(head, {candidates: ['gb18030', 'big5']});
  if (encoding.isGuess || encoding.name !== 'utf-8')
    ctx.infer({what: 'encoding', value: encoding.name, because: encoding.because});
  if (encoding.isGuess)
    ctx.report({kind: 'encoding-guessed', place: {path}, detail: `Read as ${encoding.name}.`});
  const options = {encoding, onProgress: (bytes: number) => ctx.advanced(bytes)};
  for await (const lines of readLines(chunks, options)) {
    throwIfCancelled(ctx.signal);
    yield lines;
  }
}
