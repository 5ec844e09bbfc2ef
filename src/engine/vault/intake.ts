// Stores one source file: hashes it whole, decides how to cut it, and puts its chunks. Knows nothing of other files.
import {createHash} from 'node:crypto';
import {ContentCutter, isMedia, PieceCutter} from './chunker.ts';
import {mediaPiece} from './limits.ts';
import type {ObjectStore} from './object-store.ts';
import type {Reference} from './recipe.ts';
import {StreamWriter} from './stream.ts';

export type StoredContent = {
  readonly size: number;
  readonly sha256: string;
  readonly content?: Reference;
};

/** The source could not be read; `cause` is what it threw. Told apart from a storage that fails. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
}

/** Errors that a consumer throws while iterating do not come through here. */
async function* guarded(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
  } catch (error) {
    throw new SourceFailure('The source could not be read.', {cause: error});
  }
}

export type IntakeOptions = {
  readonly gear: Uint32Array;
  /** Called for each part that was read; throws to stop. */
  readonly onBytes: (count: number) => void;
};

/** Throws SourceFailure, or what the store throws. */
export const storeContent = async (
  store: ObjectStore,
  parts: AsyncIterable<Uint8Array>,
  {gear, onBytes}: IntakeOptions,
): Promise<StoredContent> => {
  const hash = createHash('sha256');
  let head: Uint8Array[] = [];
  let size = 0;
  let writer: StreamWriter | undefined;
  const begin = async (): Promise<StreamWriter> => {
    const first = head.length === 1 && head[0] !== undefined ? head[0] : Buffer.concat(head);
    head = [];
    const made = isMedia(first)
      ? new StreamWriter(store, 'media', new PieceCutter())
      : new StreamWriter(store, 'text', new ContentCutter(gear));
    await made.write(first);
    return made;
  };
  for await (const part of guarded(parts)) {
    onBytes(part.length);
    hash.update(part);
    size += part.length;
    if (writer !== undefined) await writer.write(part);
    else {
      head.push(part);
      if (size >= mediaPiece) writer = await begin();
    }
  }
  writer ??= await begin();
  const content = await writer.finish();
  const sha256 = hash.digest('hex');
  return content === undefined ? {size, sha256} : {size, sha256, content};
};
