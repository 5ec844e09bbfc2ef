import {describe, expect, test} from 'vitest';
import type {JobProgress, JobSpec} from '../../../src/app/jobs/job.ts';
import {createJobList} from '../../../src/app/jobs/job-list.ts';
import type {JobRunner} from '../../../src/app/jobs/job-list.ts';
import {failureOf} from '../../../src/app/jobs/run-job.ts';
import {ChatError} from '../../../src/engine/errors.ts';

type Outcome = Awaited<ReturnType<JobRunner>>;

const spec: JobSpec = {kind: 'inspect', paths: ['x'], overrides: {}};
const done: Outcome = {
  result: {kind: 'inspect', exports: [], refused: [], unknown: [], files: 0, bytes: 0},
};
const progress: JobProgress = {phase: 'reading', done: 1, unit: 'count', current: 'x', entries: 1};

const held = () => {
  const runs: {
    end(outcome: Outcome): void;
    tell(progress: JobProgress): void;
    signal: AbortSignal;
  }[] = [];
  let now = 100;
  const list = createJobList(
    (_spec, {signal, onProgress}) =>
      new Promise((resolve) => {
        runs.push({end: resolve, tell: onProgress, signal});
      }),
    () => now++,
  );
  return {list, runs};
};

describe('the jobs of a run', () => {
  test('are started, tell their progress and end with a result', async () => {
    const {list, runs} = held();
    const {id} = list.start(spec);
    expect([list.isBusy(), list.get(id)?.state]).toEqual([
      true,
      {status: 'running', progress: undefined},
    ]);
    runs[0]?.tell(progress);
    expect(list.get(id)?.state).toEqual({status: 'running', progress});
    runs[0]?.end(done);
    expect(await list.finished(id)).toMatchObject({
      startedMs: 100,
      endedMs: 101,
      state: {status: 'done'},
    });
    expect(list.isBusy()).toBe(false);
  });

  test('that fail keep why; that are cancelled are no failures', async () => {
    const {list, runs} = held();
    const [first, second] = [list.start(spec), list.start(spec)];
    runs[0]?.end({failure: {code: 'no-space', message: 'Full.'}});
    list.cancel(second.id);
    expect(runs[1]?.signal.aborted).toBe(true);
    expect(list.get(second.id)?.state.status).toBe('running');
    runs[1]?.end({failure: {code: 'cancelled', message: 'Cancelled.'}});
    expect((await list.finished(first.id)).state).toEqual({
      status: 'failed',
      failure: {code: 'no-space', message: 'Full.'},
    });
    expect((await list.finished(second.id)).state).toEqual({status: 'cancelled'});
  });

  test('do not come to life again by a late word', async () => {
    const {list, runs} = held();
    const {id} = list.start(spec);
    runs[0]?.end(done);
    await list.finished(id);
    runs[0]?.tell(progress);
    expect(list.get(id)?.state.status).toBe('done');
  });

  test('are listed newest first, in the same array until something changes', () => {
    const {list, runs} = held();
    list.start(spec);
    list.start(spec);
    const all = list.all();
    expect(all.map(({id}) => id)).toEqual([2, 1]);
    expect(list.all()).toBe(all);
    runs[0]?.tell(progress);
    expect(list.all()).not.toBe(all);
  });

  test('tell listeners until they stop listening', () => {
    const {list, runs} = held();
    let heard = 0;
    const stop = list.subscribe(() => heard++);
    list.start(spec);
    runs[0]?.tell(progress);
    stop();
    runs[0]?.tell(progress);
    expect(heard).toBe(2);
  });

  test('that were never started cannot be waited for', async () => {
    await expect(held().list.finished(7)).rejects.toThrow('no job 7');
  });
});

test('of an error only what may be shown crosses the border', () => {
  const secretive = new ChatError('wrong-passphrase', 'That is not it.', {
    hint: 'Try again.',
    cause: new Error('secret'),
  });
  expect(failureOf(secretive)).toEqual({
    code: 'wrong-passphrase',
    message: 'That is not it.',
    hint: 'Try again.',
  });
  expect(failureOf(new TypeError('x is undefined'))).toMatchObject({
    code: 'bug',
    message: expect.stringContaining('x is undefined') as string,
  });
  expect(failureOf('odd')).toEqual({code: 'bug', message: 'odd'});
});
