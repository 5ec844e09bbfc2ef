// Chunks of a stream: a range of it, counted, unzipped. No files here.

import {constants, createGunzip, createInflateRaw, gunzipSync} from 'node:zlib';
import type {Gunzip, InflateRaw} from 'node:zlib';
import {Readable} from 'node:stream';
import {ChatError, isChatError} from '../errors.ts';
import type {Chunks} from './bytes.ts';
import {checkRatio, withDefaults} from './limits.ts';
import type {SourceLimits} from './limits.ts';
import type {ReadRange} from './source.ts';

/** A part of a stream, by passing over what comes before. Never yields an empty chunk. */
export async function* rangeOf(
  chunks: Chunks,
  {start = 0, length = Number.POSITIVE_INFINITY}: ReadRange = {},
): AsyncGenerator<Uint8Array> {
  let skip = start;
  let left = length;
  if (left <= 0) return;
  for await (const chunk of chunks) {
    if (skip >= chunk.length) {
      skip -= chunk.length;
      continue;
    }
    const part = chunk.subarray(skip, Math.min(chunk.length, skip + left));
    skip = 0;
    left -= part.length;
    if (part.length > 0) yield part;
    if (left <= 0) return;
  }
}

/** Sends chunks through a zlib stream. Errors of either side come out; stopping early releases both. */
async function* unpackWith(unpacker: Gunzip | InflateRaw, chunks: Chunks): AsyncGenerator<Buffer> {
  const input = Readable.from(chunks, {objectMode: false, highWaterMark: 262_144});
  // `pipe` does not pass errors on.
  input.once('error', (error) => unpacker.destroy(error));
  input.pipe(unpacker);
  try {
    yield* unpacker as AsyncIterable<Buffer>;
  } finally {
    input.destroy();
    unpacker.destroy();
  }
}

const chunkSize = 262_144;

/** Raw deflate data, as in a zip. Throws zlib's errors as they are. */
export const inflateRaw = (chunks: Chunks): AsyncGenerator<Buffer> =>
  unpackWith(createInflateRaw({chunkSize}), chunks);

export type GunzipOptions = {readonly limits?: SourceLimits};

/** Several members one after the other count as one stream. Throws `input-malformed` for damage, `input-limit` for a bomb. */
export async function* gunzip(
  chunks: Chunks,
  options: GunzipOptions = {},
): AsyncGenerator<Uint8Array> {
  const limits = withDefaults(options.limits);
  let packed = 0;
  let unpacked = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      packed += chunk.length;
      yield chunk;
    }
  };
  try {
    for await (const chunk of unpackWith(createGunzip({chunkSize}), counted())) {
      unpacked += chunk.length;
      checkRatio(packed, unpacked, limits);
      yield chunk;
    }
  } catch (error) {
    throw isChatError(error) ? error : damaged('The gzip data is damaged or cut off.', error);
  }
}

export const damaged = (message: string, cause?: unknown): ChatError =>
  new ChatError('input-malformed', message, cause === undefined ? {} : {cause});

/** The beginning of what a gzip head unpacks to, at most 64 KiB of it; empty when it is no gzip. For recognising only. */
export const gunzipHead = (head: Uint8Array, length = 65_536): Uint8Array => {
  try {
    const options = {finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024};
    return new Uint8Array(gunzipSync(head.subarray(0, 65_536), options).subarray(0, length));
  } catch {
    // No gzip, or damaged in its first bytes: nothing to recognise.
    return new Uint8Array();
  }
};
