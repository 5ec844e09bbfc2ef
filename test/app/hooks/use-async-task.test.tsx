import {useState} from 'react';
import {afterEach, expect, test} from 'vitest';
import {useAsyncTask} from '../../../src/app/hooks/use-async-task.ts';
import {useKeymap} from '../../../src/app/hooks/use-keymap.tsx';
import {Line} from '../../../src/app/ui/Line.tsx';
import {cleanUp, renderScreen} from '../../helpers/render.tsx';

afterEach(cleanUp);

type Call = {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
};

const demo = () => {
  const calls: Call[] = [];
  const Demo = () => {
    const [key, setKey] = useState('a');
    const task = useAsyncTask(
      key,
      (signal) =>
        new Promise<string>((resolve, reject) => {
          calls.push({key, signal, resolve, reject});
        }),
    );
    useKeymap([
      {id: 'other', keys: ['o'], title: 'other', run: () => setKey('b')},
      {id: 'reload', keys: ['r'], title: 'reload', run: task.reload},
    ]);
    if (task.status === 'done') return <Line text={`done ${task.value}`} />;
    return <Line text={task.status === 'failed' ? `failed ${String(task.error)}` : 'loading'} />;
  };
  return {calls, Demo};
};

test('a task is loading, then done', async () => {
  const {calls, Demo} = demo();
  const screen = await renderScreen(<Demo />);
  expect(screen.lines()[0]).toBe('loading');
  calls[0]?.resolve('value');
  await screen.waitFor('done value');
  expect(calls).toHaveLength(1);
});

test('a task that fails says so, and can be tried again', async () => {
  const {calls, Demo} = demo();
  const screen = await renderScreen(<Demo />);
  calls[0]?.reject(new Error('disk'));
  await screen.waitFor('failed Error: disk');
  await screen.press('r');
  await screen.waitFor('loading');
  calls[1]?.resolve('again');
  await screen.waitFor('done again');
});

test('what an older task brings after the key changed is ignored, and it was told to stop', async () => {
  const {calls, Demo} = demo();
  const screen = await renderScreen(<Demo />);
  await screen.press('o');
  expect(calls[0]?.signal.aborted).toBe(true);
  calls[0]?.resolve('old');
  calls[1]?.resolve('new');
  await screen.waitFor('done new');
  expect(calls[1]?.key).toBe('b');
});

test('a task is told to stop when its component goes', async () => {
  const {calls, Demo} = demo();
  const screen = await renderScreen(<Demo />);
  screen.unmount();
  expect(calls[0]?.signal.aborted).toBe(true);
});
