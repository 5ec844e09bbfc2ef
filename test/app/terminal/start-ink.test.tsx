import {EventEmitter} from 'node:events';
import {Box} from 'ink';
import {useState} from 'react';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {useKeymap} from '../../../src/app/hooks/use-keymap.tsx';
import {useTerminal, useTerminalSize} from '../../../src/app/hooks/use-terminal.ts';
import {detectCapabilities} from '../../../src/app/terminal/capabilities.ts';
import {link} from '../../../src/app/terminal/osc.ts';
import type {RunningInk} from '../../../src/app/terminal/start-ink.tsx';
import {startInk} from '../../../src/app/terminal/start-ink.tsx';
import {Line} from '../../../src/app/ui/Line.tsx';

class FakeInput extends EventEmitter {
  isFlowing = false;
  resume(): void {
    this.isFlowing = true;
  }

  pause(): void {
    this.isFlowing = false;
  }
}

class FakeOutput extends EventEmitter {
  columns: number | undefined = 30;
  rows: number | undefined = 4;
  text = '';
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });

const Counter = () => {
  const [count, setCount] = useState(0);
  const {columns, rows} = useTerminalSize();
  const terminal = useTerminal();
  useKeymap([
    {id: 'more', keys: ['x'], title: 'more', run: () => setCount(count + 1)},
    {id: 'suspend', keys: ['ctrl+z'], title: 'suspend', run: () => terminal.suspend()},
    {id: 'title', keys: ['t'], title: 'title', run: () => terminal.send('\u001B]2;title\u001B\\')},
    {id: 'never', keys: ['n'], title: 'never', disabledReason: 'no vault', run: () => {}},
  ]);
  return (
    <Box flexDirection="column">
      <Line text={`count ${count} at ${columns}x${rows}`} />
    </Box>
  );
};

const running = new Set<RunningInk>();
afterEach(() => {
  for (const ink of running) ink.unmount();
  running.clear();
});

const start = () => {
  const input = new FakeInput();
  const output = new FakeOutput();
  const log: string[] = [];
  const ink = startInk(<Counter />, {
    input,
    output,
    capabilities: detectCapabilities({env: {TERM: 'xterm'}, isInputTty: true, isOutputTty: true}),
    suspend: () => log.push('suspend'),
    onDisabled: ({disabledReason}) => log.push(String(disabledReason)),
    onCrash: (error) => log.push(String(error)),
  });
  running.add(ink);
  const press = async (bytes: string): Promise<void> => {
    input.emit('data', Buffer.from(bytes));
    await vi.waitUntil(() => ink.isQuiet());
    await turn();
  };
  return {input, output, log, ink, press};
};

test('a link in a line reaches the terminal as a link', () => {
  const output = new FakeOutput();
  const capabilities = detectCapabilities({
    env: {TERM: 'xterm', VTE_VERSION: '7000'},
    isInputTty: true,
    isOutputTty: true,
  });
  const text = `see ${link('the page', 'https://example.org/', capabilities)}.`;
  const input = new FakeInput();
  running.add(startInk(<Line text={text} />, {input, output, capabilities, onCrash: () => {}}));
  expect(output.text).toContain('\u001B]8;;https://example.org/\u001B\\the page\u001B]8;;\u001B\\');
});

describe('a tree on a terminal', () => {
  test('is painted at once and follows the keys', async () => {
    const {output, press} = start();
    expect(output.text).toContain('count 0 at 30x4');
    output.text = '';
    await press('xx');
    expect(output.text).toContain('2');
  });

  test('is laid out anew for a new size, and a size of nothing counts as none', () => {
    const {output} = start();
    output.columns = 50;
    output.rows = 9;
    output.text = '';
    output.emit('resize');
    expect(output.text).toContain('count 0 at 50x9');
    output.columns = undefined;
    output.rows = undefined;
    output.emit('resize');
    expect(output.text).toContain('count 0 at 80x24');
  });

  test('leaves the screen alone while it unmounts and afterwards', async () => {
    const {output, ink, press, input} = start();
    output.text = '';
    ink.unmount();
    await press('x');
    output.emit('resize');
    expect(output.text).toBe('');
    expect(input.isFlowing).toBe(false);
  });

  test('can suspend, set a title, and say why a key does nothing', async () => {
    const {output, log, press} = start();
    await press('\u001A');
    await press('n');
    await press('t');
    expect(log).toEqual(['suspend', 'no vault']);
    expect(output.text).toContain('\u001B]2;title');
  });

  test('holds back during a pause, then shows what happened meanwhile, in the size of now', () => {
    const {output, ink, input} = start();
    ink.pause();
    expect(input.isFlowing).toBe(false);
    output.text = '';
    output.columns = 40;
    output.emit('resize');
    expect(output.text).toBe('');
    ink.resume();
    expect(input.isFlowing).toBe(true);
    expect(output.text).toContain('count 0 at 40x4');
  });
});
