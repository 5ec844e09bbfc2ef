// Runs each job in a worker of its own, so that the screens answer while it works.

import {Worker} from 'node:worker_threads';
import type {JobFailure} from './job.ts';
import type {JobRunner} from './job-list.ts';
import type {FromWorker, ToWorker, WorkerInput} from './worker-messages.ts';

type Outcome = Awaited<ReturnType<JobRunner>>;

const crashed = (error: unknown): {readonly failure: JobFailure} => ({
  failure: {
    code: 'bug',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  },
});

/** `script`: the built worker. */
export const workerRunner =
  (script: URL, input: Omit<WorkerInput, 'spec'>): JobRunner =>
  (spec, {signal, onProgress}) =>
    new Promise<Outcome>((resolve) => {
      const worker = new Worker(script, {workerData: {...input, spec} satisfies WorkerInput});
      const cancel = (): void => worker.postMessage({type: 'cancel'} satisfies ToWorker);
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel, {once: true});
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'progress') onProgress(message.progress);
        else
          resolve(message.type === 'done' ? {result: message.result} : {failure: message.failure});
      });
      worker.on('error', (error) => resolve(crashed(error)));
      worker.on('exit', () => {
        signal.removeEventListener('abort', cancel);
        resolve(crashed('The job ended without a word.'));
      });
    });
