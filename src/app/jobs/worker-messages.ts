// What the screens' thread and a job's worker say to each other.

import type {JobFailure, JobProgress, JobResult, JobSpec} from './job.ts';

export type WorkerInput = {
  readonly spec: JobSpec;
  readonly systemZone: string;
  readonly generator: string;
  readonly lang: 'zh' | 'en';
};

export type ToWorker = {readonly type: 'cancel'};

export type FromWorker =
  | {readonly type: 'progress'; readonly progress: JobProgress}
  | {readonly type: 'done'; readonly result: JobResult}
  | {readonly type: 'failed'; readonly failure: JobFailure};
