// The items of JSON documents in a source, with their faults reported and cancellation checked. A thin layer over engine/io/json-stream.

import {ChatError, isChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ReadContext} from '../../engine/convert/format.ts';
import {collect} from '../../engine/io/bytes.ts';
import {parseJsonDocument, streamJson} from '../../engine/io/json-stream.ts';
import type {JsonEvent} from '../../engine/io/json-stream.ts';
import type {Source} from '../../engine/io/source.ts';

export type RecordsInput = {
  readonly source: Source;
  readonly path: string;
  /** Patterns of `streamJson`. */
  readonly items: readonly string[];
  readonly ignore?: readonly string[];
  readonly skipItems?: boolean;
  readonly bigNumbers?: 'string';
};

/** The events of one document. A cut is reported (`input-truncated`) and ends them; a file that is no JSON throws. */
export async function* jsonEvents(
  {source, path, items, ...options}: RecordsInput,
  ctx: ReadContext,
): AsyncGenerator<Exclude<JsonEvent, {type: 'truncated'}>> {
  const events = streamJson(source.open(path), {
    items,
    ...options,
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({kind, byte, record, message, sample}) =>
      ctx.report({
        kind,
        place: {path, byte, record},
        detail: message,
        ...(sample === undefined ? {} : {sample}),
      }),
  });
  for await (const event of events) {
    throwIfCancelled(ctx.signal);
    if (event.type !== 'truncated') yield event;
    else
      ctx.report({
        kind: 'input-truncated',
        place: {path, byte: event.byte},
        detail: 'The file was cut off.',
      });
  }
}

/** Only the items, one after the other; a file that is no JSON is reported and gives none. */
export async function* jsonRecords(
  input: RecordsInput,
  ctx: ReadContext,
): AsyncGenerator<{readonly value: unknown; readonly byte: number}> {
  try {
    for await (const event of jsonEvents(input, ctx)) {
      if (event.type !== 'items') continue;
      for (const [index, value] of event.values.entries())
        yield {value, byte: event.bytes[index] ?? 0};
    }
  } catch (error) {
    unreadable(error, input.path, ctx);
  }
}

/** A small document in one piece; undefined (reported) where it cannot be read. */
export const smallJson = async (
  source: Source,
  path: string,
  ctx: ReadContext,
): Promise<unknown> => {
  throwIfCancelled(ctx.signal);
  try {
    const bytes = await collect(source.open(path), 16 * 1024 * 1024);
    if (!bytes) throw new ChatError('input-limit', 'The file is larger than 16 MiB.');
    ctx.advanced(bytes.length);
    return parseJsonDocument(bytes);
  } catch (error) {
    unreadable(error, path, ctx);
    return undefined;
  }
};

/** One file of many cannot be read: a problem, not the end. Cancelling is the end. */
const unreadable = (error: unknown, path: string, ctx: ReadContext): void => {
  if (!isChatError(error) || error.code === 'cancelled') throw error;
  ctx.report({kind: 'file-unreadable', place: {path}, detail: error.message});
};
