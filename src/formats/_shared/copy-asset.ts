// Copies the bytes of one included asset into the sink, whole or not at all. Decides nothing about names.

import {ChatError} from '../../engine/errors.ts';
import type {WriteContext} from '../../engine/convert/format.ts';
import type {Sink} from '../../engine/io/sink.ts';
import type {Asset} from '../../engine/model/archive.ts';

export type CopyContext = {readonly sink: Sink; readonly ctx: WriteContext};

/** False where the bytes cannot be had (that is reported already). Cancelling and trouble with the target are thrown. */
export const copyAsset = async (
  asset: Asset,
  path: string,
  {sink, ctx}: CopyContext,
): Promise<boolean> => {
  const chunks = ctx.asset(asset);
  if (!chunks) return false;
  const iterator = chunks[Symbol.asyncIterator]();
  // The first chunk tells whether the asset can be read, before a file exists.
  const first = await iterator.next().catch(unreadable);
  if (!first) return false;
  const file = await sink.create(path);
  try {
    for (let next: IteratorResult<Uint8Array> = first; !next.done; next = await iterator.next())
      await file.write(next.value);
    await file.close();
    return true;
  } catch (error) {
    await file.abort();
    unreadable(error);
    return false;
  } finally {
    await iterator.return?.();
  }
};

/** Input trouble is one missing file; anything else ends the writing. */
const unreadable = (error: unknown): undefined => {
  const isInput = error instanceof ChatError && /^(?:input-|not-found)/.test(error.code);
  if (!isInput) throw error;
  return undefined;
};
