// JSON Lines files as records with their places; faults are reported, `#` comments passed over. A thin layer over engine/io.

import type {ReadContext} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {parseJsonLines} from '../../engine/io/json-stream.ts';
import type {Source} from '../../engine/io/source.ts';
import type {Place} from '../../engine/model/problem.ts';
import {isLoose} from './loose.ts';
import type {Loose} from './loose.ts';

export type RecordLine = {readonly value: Loose; readonly place: Place};

export async function* recordLines(
  {source, path}: {readonly source: Source; readonly path: string},
  ctx: ReadContext,
): AsyncGenerator<readonly RecordLine[]> {
  const batches = parseJsonLines(source.open(path), {
    bigNumbers: 'string',
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({kind, line, message, sample}) => {
      if (sample?.trimStart().startsWith('#')) return;
      const place = {path, line};
      ctx.report({kind, place, detail: message, ...(sample === undefined ? {} : {sample})});
    },
  });
  for await (const batch of batches) {
    throwIfCancelled(ctx.signal);
    const records: RecordLine[] = [];
    for (const {value, line} of batch) {
      const place = {path, line};
      if (isLoose(value)) records.push({value, place});
      else ctx.report({kind: 'record-not-understood', place, detail: 'The line is no object.'});
    }
    if (records.length > 0) yield records;
  }
}
