// The jobs of this run of the program: started, watched, cancelled from any screen, alive when the screen is left.

import type {Job, JobFailure, JobProgress, JobResult, JobSpec, JobState} from './job.ts';

/** Runs one job somewhere (a worker; in tests, here). Rejects never: failing is an outcome. */
export type JobRunner = (
  spec: JobSpec,
  options: {readonly signal: AbortSignal; onProgress(progress: JobProgress): void},
) => Promise<{readonly result: JobResult} | {readonly failure: JobFailure}>;

export interface JobList {
  /** Newest first; the same array until something changes. */
  all(): readonly Job[];
  get(id: number): Job | undefined;
  start(spec: JobSpec): Job;
  /** Asks it to stop; it ends as `cancelled` once it has cleaned up. */
  cancel(id: number): void;
  /** Resolves when the job is over, however it ended. */
  finished(id: number): Promise<Job>;
  subscribe(listener: () => void): () => void;
  isBusy(): boolean;
}

type Running = {job: Job; readonly controller: AbortController; readonly over: Promise<void>};

const endOf = (outcome: Awaited<ReturnType<JobRunner>>): JobState => {
  if ('result' in outcome) return {status: 'done', result: outcome.result};
  return outcome.failure.code === 'cancelled'
    ? {status: 'cancelled'}
    : {status: 'failed', failure: outcome.failure};
};

export const createJobList = (run: JobRunner, now: () => number): JobList => {
  const entries = new Map<number, Running>();
  const listeners = new Set<() => void>();
  let snapshot: readonly Job[] = [];
  let nextId = 1;
  const tell = (): void => {
    snapshot = [...entries.values()].map(({job}) => job).reverse();
    for (const listener of listeners) listener();
  };
  const change = (id: number, fields: Partial<Job>): void => {
    const entry = entries.get(id);
    if (!entry) return;
    entry.job = {...entry.job, ...fields};
    tell();
  };
  return {
    all: () => snapshot,
    get: (id) => entries.get(id)?.job,
    start(spec) {
      const id = nextId++;
      const controller = new AbortController();
      const job: Job = {
        id,
        spec,
        startedMs: now(),
        state: {status: 'running', progress: undefined},
      };
      const over = run(spec, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (entries.get(id)?.job.state.status === 'running')
            change(id, {state: {status: 'running', progress}});
        },
      }).then((outcome) => change(id, {state: endOf(outcome), endedMs: now()}));
      entries.set(id, {job, controller, over});
      tell();
      return job;
    },
    cancel: (id) => entries.get(id)?.controller.abort(),
    async finished(id) {
      const entry = entries.get(id);
      if (!entry) throw new Error(`There is no job ${id}.`);
      await entry.over;
      return entry.job;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isBusy: () => snapshot.some(({state}) => state.status === 'running'),
  };
};
