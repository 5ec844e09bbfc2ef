// A reading context for a first pass over a file that is read again: what the second pass says anyway is not said twice.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {ProblemKind} from '../../engine/model/problem.ts';

const saidAgain: ReadonlySet<ProblemKind> = new Set(['input-truncated', 'text-repaired']);

export const quietContext = (ctx: ReadContext): ReadContext => ({
  signal: ctx.signal,
  report: (problem) => {
    if (!saidAgain.has(problem.kind)) ctx.report(problem);
  },
  advanced: () => undefined,
  infer: (inference) => ctx.infer(inference),
});
