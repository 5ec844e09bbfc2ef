// Slack's `ts`: seconds and microseconds as text, the id of a message in its channel. Never a float: that would lose the last digits.

import type {Moment} from '../../engine/model/archive.ts';
import {utcMoment} from '../../engine/model/time.ts';

const pattern = /^(\d{1,11})(?:\.(\d{1,9}))?$/;

/** Undefined when it is no time. Zero means "never" in Slack. */
export const momentOfTs = (ts: string): Moment | undefined => {
  const match = pattern.exec(ts);
  if (!match) return undefined;
  const seconds = Number(match[1]);
  const micros = (match[2] ?? '').slice(0, 6).padEnd(6, '0');
  if (seconds === 0 && Number(micros) === 0) return undefined;
  return utcMoment(seconds * 1000 + Number(micros.slice(0, 3)), 'ms');
};

export const isTs = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{9,11}\.\d{1,9}$/.test(value);

/** Order of two ts: by seconds, then by the fraction. */
export const compareTs = (a: string, b: string): number => {
  const [secondsA = '', fractionA = ''] = a.split('.');
  const [secondsB = '', fractionB = ''] = b.split('.');
  if (secondsA.length !== secondsB.length) return secondsA.length - secondsB.length;
  if (secondsA !== secondsB) return secondsA < secondsB ? -1 : 1;
  const [left, right] = [fractionA.padEnd(9, '0'), fractionB.padEnd(9, '0')];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** The nth microsecond after the epoch as ts; at least the first, for all zeros mean "never". */
export const tsOfMicros = (micros: bigint): string => {
  const seconds = String(micros / 1_000_000n).padStart(10, '0');
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, '0')}`;
};

export const microsOfTs = (ts: string): bigint => {
  const [seconds = '0', fraction = ''] = ts.split('.');
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
};
