// Text as blocks of whole lines, for readers that look at millions of lines in place instead of cutting each out. Where lines are
// wanted one by one, engine/io/lines.ts is the tool.

import {decodeStream} from '../../engine/io/decode.ts';
import type {Encoding, EncodingName} from '../../engine/io/decode.ts';

export type LineBlock = {
  /** One or more lines, each with its end (LF, perhaps CR before it) but for the last of the file. */
  readonly text: string;
  /** The block is the beginning of a line that is too long; the rest of it was passed over. */
  readonly isCut: boolean;
};

/** Small enough for the young generation and the processor's cache. */
const blockBytes = 16_384;

/** Longest line that is kept, in characters. */
export const longestLine = 16 * 1024 * 1024;

/** Memory: one line and one chunk. The byte order mark is gone. */
export async function* readLineBlocks(
  chunks: AsyncIterable<Uint8Array>,
  options: {
    readonly encoding?: Encoding | EncodingName;
    onProgress?(bytes: number): void;
  } = {},
): AsyncGenerator<LineBlock> {
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      options.onProgress?.(chunk.length);
      for (let at = 0; at < chunk.length; at += blockBytes)
        yield chunk.subarray(at, at + blockBytes);
    }
  };
  let open = '';
  let isSkipping = false;
  for await (const text of decodeStream(counted(), options.encoding)) {
    const last = text.lastIndexOf('\n') + 1;
    if (isSkipping) {
      const first = text.indexOf('\n') + 1;
      if (first === 0) continue;
      isSkipping = false;
      if (first < last) yield {text: text.slice(first, last), isCut: false};
      open = text.slice(last);
    } else if (last > 0) {
      yield {text: open === '' ? text.slice(0, last) : open + text.slice(0, last), isCut: false};
      open = text.slice(last);
    } else open += text;
    if (open.length <= longestLine) continue;
    yield {text: `${open}\n`, isCut: true};
    open = '';
    isSkipping = true;
  }
  if (open !== '') yield {text: open, isCut: false};
}

/** Calls `visit` with the place of each line, without its end. */
export const forEachLine = (text: string, visit: (from: number, end: number) => void): void => {
  let from = 0;
  while (from < text.length) {
    let next = text.indexOf('\n', from);
    if (next < 0) next = text.length;
    const hasReturn = next > from && text.charCodeAt(next - 1) === 13;
    visit(from, hasReturn ? next - 1 : next);
    from = next + 1;
  }
};
