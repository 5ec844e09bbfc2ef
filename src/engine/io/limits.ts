// How much an archive may unfold to, against zip bombs. Generous for chats, fatal for bombs.

import {ChatError} from '../errors.ts';

export type SourceLimits = {
  /** Files in a source. Default 2,000,000. */
  readonly entries?: number;
  /** Bytes of an archive, unpacked. Default 4 TiB. */
  readonly totalBytes?: number;
  /** How many times larger than packed a file may be … Default 1000. */
  readonly ratio?: number;
  /** … once it is larger than this. Default 100 MiB. */
  readonly ratioFrom?: number;
};

const mebibyte = 1024 * 1024;

export const withDefaults = (limits: SourceLimits = {}): Required<SourceLimits> => ({
  entries: limits.entries ?? 2_000_000,
  totalBytes: limits.totalBytes ?? 4 * mebibyte * mebibyte,
  ratio: limits.ratio ?? 1000,
  ratioFrom: limits.ratioFrom ?? 100 * mebibyte,
});

export const overLimit = (what: string): ChatError =>
  new ChatError('input-limit', what, {
    hint: 'It looks like an archive made to fill a disk. If it is real, unpack it yourself and open the folder.',
  });

export const checkEntries = (count: number, limits: Required<SourceLimits>): void => {
  if (count > limits.entries) throw overLimit(`More than ${limits.entries} files.`);
};

export const checkTotal = (bytes: number, limits: Required<SourceLimits>): void => {
  if (bytes > limits.totalBytes)
    throw overLimit(`It unpacks to more than ${limits.totalBytes} bytes.`);
};

export const checkRatio = (
  packed: number,
  unpacked: number,
  limits: Required<SourceLimits>,
): void => {
  if (unpacked > limits.ratioFrom && unpacked > limits.ratio * packed) {
    throw overLimit(`It unpacks to more than ${limits.ratio} times its size.`);
  }
};
