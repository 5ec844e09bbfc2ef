// A promise as state of a component: loading, done or failed; aborted when the component goes or the task changes.
import {useCallback, useEffect, useInsertionEffect, useRef, useState} from 'react';

export type TaskState<Value> =
  | {readonly status: 'loading'}
  | {readonly status: 'done'; readonly value: Value}
  | {readonly status: 'failed'; readonly error: unknown};

export type AsyncTask<Value> = TaskState<Value> & {
  /** Runs the task again; `loading` until it is done. */
  readonly reload: () => void;
};

const loading = {status: 'loading'} as const;

/**
 * Runs `task` on mounting, whenever `key` changes, and on `reload`. `key` says what the task works on (`chat:42`); the
 * closure itself may be made anew in each render. What an older run brings is ignored.
 */
export const useAsyncTask = <Value>(
  key: string,
  task: (signal: AbortSignal) => Promise<Value>,
): AsyncTask<Value> => {
  const latestTask = useRef(task);
  useInsertionEffect(() => {
    latestTask.current = task;
  });
  const [attempt, setAttempt] = useState(0);
  const [settled, setSettled] = useState<{run: string; state: TaskState<Value>} | undefined>();
  const run = `${attempt} ${key}`;
  useEffect(() => {
    const controller = new AbortController();
    const settle = (state: TaskState<Value>): void => {
      if (!controller.signal.aborted) setSettled({run, state});
    };
    const work = async (): Promise<void> => {
      try {
        settle({status: 'done', value: await latestTask.current(controller.signal)});
      } catch (error) {
        settle({status: 'failed', error});
      }
    };
    void work();
    return () => controller.abort();
  }, [run]);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  const state: TaskState<Value> = settled?.run === run ? settled.state : loading;
  return {...state, reload};
};
