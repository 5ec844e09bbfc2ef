// The worker's side of a job: one job per thread, told and cancelled by messages.

import {Writable} from 'node:stream';
import {parentPort, workerData} from 'node:worker_threads';
import {createRegistry} from '../../engine/convert/registry.ts';
import {formats} from '../../formats/index.ts';
import type {JobProgress, JobSpec} from './job.ts';
import {failureOf, runJob} from './run-job.ts';
import type {FromWorker, ToWorker, WorkerInput} from './worker-messages.ts';

const input = workerData as WorkerInput;
const controller = new AbortController();
const post = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') controller.abort();
});

/** At most ten a second cross the border; the last one always does. */
const throttled = (send: (progress: JobProgress) => void): ((progress: JobProgress) => void) => {
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    send(progress);
  };
};

const work = async (spec: JobSpec): Promise<FromWorker> => {
  try {
    const result = await runJob(spec, {
      registry: createRegistry(formats),
      signal: controller.signal,
      systemZone: input.systemZone,
      generator: input.generator,
      lang: input.lang,
      stdout: new Writable({
        write: (_chunk, _encoding, done) => done(new Error('A job has no stdout.')),
      }),
      now: () => Date.now(),
      onProgress: throttled((progress) => post({type: 'progress', progress})),
    });
    return {type: 'done', result};
  } catch (error) {
    return {type: 'failed', failure: failureOf(error)};
  }
};

post(await work(input.spec));
parentPort?.close();
