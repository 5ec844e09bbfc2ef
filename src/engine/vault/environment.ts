// What the vault takes from the outside world besides the storage: random bytes and the time. Injected, so that tests decide both.
import {randomBytes} from 'node:crypto';

export type Randomness = (length: number) => Uint8Array;

/** Milliseconds since 1970. */
export type Clock = () => number;

export type Environment = {readonly random: Randomness; readonly now: Clock};

export const systemEnvironment: Environment = {
  random: (length) => randomBytes(length),
  now: () => Date.now(),
};
