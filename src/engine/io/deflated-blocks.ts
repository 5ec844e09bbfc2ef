// Text that waits in memory, deflated in blocks of 256 KiB. Not a file, not a store.

import {promisify} from 'node:util';
import {deflateRaw, inflateRaw} from 'node:zlib';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);
const blockLength = 262_144;

export type DeflatedBlocks = {
  append(text: string): Promise<void> | void;
  /** The texts in order, in pieces that end where an `append` ended. */
  read(): AsyncIterable<string>;
};

export const deflatedBlocks = (): DeflatedBlocks => {
  const blocks: Uint8Array[] = [];
  let pending = '';
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    blocks.push(await deflate(text, {level: 1}));
  };
  return {
    append(text) {
      pending += text;
      return pending.length >= blockLength ? flush() : undefined;
    },
    async *read() {
      for (const block of blocks) yield (await inflate(block)).toString('utf8');
      if (pending !== '') yield pending;
    },
  };
};
