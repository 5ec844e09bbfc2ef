// Reading contexts for a first pass over a file that is read again: what the second pass says anyway is not said twice.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {ProblemKind} from '../../engine/model/problem.ts';

const saidAgain: ReadonlySet<ProblemKind> = new Set(['input-truncated', 'text-repaired']);

/** For a pass that looks at parts which the next one passes over. */
export const quietContext = (ctx: ReadContext): ReadContext => ({
  signal: ctx.signal,
  report: (problem) => {
    if (!saidAgain.has(problem.kind)) ctx.report(problem);
  },
  advanced: () => undefined,
  infer: (inference) => ctx.infer(inference),
});

/** For a pass over the same parts. */
export const silentContext = (ctx: ReadContext): ReadContext => ({
  signal: ctx.signal,
  report: () => undefined,
  advanced: () => undefined,
  infer: () => undefined,
});
