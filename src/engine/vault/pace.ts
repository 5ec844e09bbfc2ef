// Lets the event loop turn during long work, so that a screen or a signal handler in the same thread gets its turn.

const turnMs = 12;
let lastTurn = 0;

/** Cheap to call often: waits only when the last turn is more than 12 ms ago. */
export const pace = (): Promise<void> | undefined => {
  const now = performance.now();
  if (now - lastTurn < turnMs) return undefined;
  return new Promise((resolve) => {
    setImmediate(() => {
      lastTurn = performance.now();
      resolve();
    });
  });
};
