// The one reader of stdin: decodes what comes in and decides how long an unfinished sequence may wait.
import type {Pending} from './input-decoder.ts';
import {InputDecoder} from './input-decoder.ts';
import type {InputEvent} from './keys.ts';

/** What the reader needs of a stream; a TTY has it, and so has a test's EventEmitter. */
export type InputStream = {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
};

export type Timers = {
  /** Calls back after `ms`; returns what takes it back. */
  readonly after: (ms: number, callback: () => void) => () => void;
};

export const realTimers: Timers = {
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

// 40 ms: short enough that Esc feels instant, long enough for `ESC` and `[A` that a slow link cut apart.
const patience: Readonly<Record<Exclude<Pending, 'none'>, number>> = {
  escape: 40,
  sequence: 200,
  paste: 2000,
};

export type InputReader = {
  /** Starts listening; nothing is read before. Once is enough, twice does no harm. */
  start(): void;
  /** Stops listening and lets the stream rest; `start` goes on where it stopped. */
  stop(): void;
  /** A sequence may still go on. */
  isWaiting(): boolean;
};

export const createInputReader = (
  stream: InputStream,
  onEvents: (events: readonly InputEvent[]) => void,
  timers: Timers = realTimers,
): InputReader => {
  const decoder = new InputDecoder();
  let cancelTimer: (() => void) | undefined;
  let isListening = false;
  const deliver = (events: readonly InputEvent[]): void => {
    if (events.length > 0) onEvents(events);
  };
  const waitForRest = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    const {pending} = decoder;
    if (pending === 'none') return;
    cancelTimer = timers.after(patience[pending], () => {
      cancelTimer = undefined;
      deliver(decoder.flush());
    });
  };
  const onData = (chunk: Uint8Array): void => {
    const events = decoder.push(chunk);
    waitForRest();
    deliver(events);
  };
  return {
    start: () => {
      if (!isListening) stream.on('data', onData);
      isListening = true;
      stream.resume();
    },
    stop: () => {
      cancelTimer?.();
      cancelTimer = undefined;
      stream.off('data', onData);
      isListening = false;
      stream.pause();
    },
    isWaiting: () => cancelTimer !== undefined,
  };
};
