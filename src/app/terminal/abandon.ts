// The way out when the terminal is gone.
import {closeSync} from 'node:fs';

/**
 * Closes stdin, stdout and stderr. While it exits, Node 20 resets the terminals that it started with, and aborts with a
 * core dump when one is gone (node::ResetStdio asserts that EPERM is the only error); closed ones it skips.
 */
export const closeStandardStreams = (): void => {
  for (const descriptor of [0, 1, 2]) {
    try {
      closeSync(descriptor);
    } catch {
      // Closed already: as it should be.
    }
  }
};
