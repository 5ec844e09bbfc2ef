// A clock that a test moves by hand.
import type {Timers} from '../../../src/app/terminal/input-reader.ts';

export type FakeTimers = Timers & {
  readonly now: () => number;
  /** Lets so much time pass, running what falls due in order. */
  readonly pass: (ms: number) => void;
  readonly waiting: () => number;
};

export const fakeTimers = (): FakeTimers => {
  let now = 0;
  let pending: {readonly at: number; readonly callback: () => void}[] = [];
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = {at: now + ms, callback};
      pending.push(timer);
      return () => {
        pending = pending.filter((each) => each !== timer);
      };
    },
    pass: (ms) => {
      const until = now + ms;
      for (;;) {
        const [next] = pending.filter(({at}) => at <= until).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        pending = pending.filter((each) => each !== next);
        now = next.at;
        next.callback();
      }
      now = until;
    },
    waiting: () => pending.length,
  };
};
