// A React tree on a terminal: Ink lays it out, our frame writer paints it, our reader and dispatcher bring the keys.
// Ink itself sees neither the real stdin nor the real stdout.
import {EventEmitter} from 'node:events';
import type {Instance} from 'ink';
import {Box, render} from 'ink';
import type {ReactNode} from 'react';
import {useSyncExternalStore} from 'react';
import {TerminalContext} from '../hooks/use-terminal.ts';
import type {Command} from '../keymap.ts';
import type {Capabilities} from './capabilities.ts';
import {Dispatcher} from './dispatcher.ts';
import type {OutputStream} from './frame-writer.ts';
import {FrameWriter} from './frame-writer.ts';
import type {InputStream, Timers} from './input-reader.ts';
import {createInputReader} from './input-reader.ts';
import type {SessionClient} from './session.ts';
import type {Terminal, TerminalSize} from './terminal.ts';
import {createCaretRegistry, createStore} from './terminal.ts';

/** stdout of the process, or what stands for it in a test. */
export type ScreenOutput = OutputStream & {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
};

export type StartOptions = {
  readonly input: InputStream;
  readonly output: ScreenOutput;
  readonly capabilities: Capabilities;
  /** Ctrl-Z; the session's `suspend`. */
  readonly suspend?: () => void;
  /** A key was pressed whose command is disabled: show its reason. */
  readonly onDisabled?: (command: Command) => void;
  /** A component threw. The tree is gone by then. */
  readonly onCrash: (error: unknown) => void;
  readonly timers?: Timers;
};

export type RunningInk = SessionClient & {
  readonly terminal: Terminal;
  /** Renders everything pending, at once. */
  readonly flush: () => void;
  readonly unmount: () => void;
  /** No key waits for its frame and no sequence for its rest. */
  readonly isQuiet: () => boolean;
};

const smallest = 1;

const sizeOf = (output: ScreenOutput): TerminalSize => ({
  columns: Math.max(smallest, output.columns ?? 80),
  rows: Math.max(smallest, output.rows ?? 24),
});

/**
 * What Ink takes for stdout. Not a TTY, so that nothing of Ink hides cursors or asks for terminal features; without
 * `resize` events, because with CI set Ink would not listen to them: a new size is rendered from here.
 */
class InkOutput extends EventEmitter {
  readonly isTTY = false;
  readonly writable = true;
  private isClosed = false;

  constructor(
    private readonly size: () => TerminalSize,
    private readonly onFrame: (frame: string) => void,
  ) {
    super();
  }

  get columns(): number {
    return this.size().columns;
  }

  get rows(): number {
    return this.size().rows;
  }

  /** Ink draws once more while it unmounts; by then the screen belongs to someone else. */
  close(): void {
    this.isClosed = true;
  }

  write(frame: string): boolean {
    if (!this.isClosed) this.onFrame(frame);
    return true;
  }
}

/** Ink must not read: no raw mode to switch, nothing ever arrives. */
class InkInput extends EventEmitter {
  readonly isTTY = true;
  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
  read(): null {
    return null;
  }
}

const asInkStream = <Stream,>(stream: EventEmitter): Stream => stream as unknown as Stream;

type RootProps = {readonly terminal: Terminal; readonly children: ReactNode};

const Root = ({terminal, children}: RootProps): ReactNode => {
  const {columns, rows} = useSyncExternalStore(terminal.size.subscribe, terminal.size.get);
  return (
    <TerminalContext value={terminal}>
      <Box width={columns} height={rows} flexDirection="column">
        {children}
      </Box>
    </TerminalContext>
  );
};

/** Draws `tree` until `unmount`. The session must have entered the terminal before. */
export const startInk = (tree: ReactNode, options: StartOptions): RunningInk => {
  const {output, capabilities} = options;
  const size = createStore(sizeOf(output));
  const carets = createCaretRegistry();
  const writer = new FrameWriter({
    output,
    ...size.get(),
    caret: carets.find,
    hasColorErase: capabilities.hasColorErase,
  });
  let instance: Instance | undefined;
  const dispatcher = new Dispatcher({
    flush: () => instance?.rerender(root),
    ...(options.onDisabled === undefined ? {} : {onDisabled: options.onDisabled}),
    ...(options.timers === undefined ? {} : {timers: options.timers}),
  });
  const terminal: Terminal = {
    capabilities,
    size,
    dispatcher,
    carets,
    refreshCaret: () => writer.refreshCaret(),
    send: (sequence) => writer.send(sequence),
    repaint: () => writer.repaint(),
    suspend: options.suspend ?? (() => {}),
  };
  const root = <Root terminal={terminal}>{tree}</Root>;
  const inkOutput = new InkOutput(size.get, (frame) => writer.show(frame));
  instance = render(root, {
    stdout: asInkStream<NodeJS.WriteStream>(inkOutput),
    stderr: asInkStream<NodeJS.WriteStream>(new InkOutput(size.get, () => {})),
    stdin: asInkStream<NodeJS.ReadStream>(new InkInput()),
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
    onRender: ({renderTime}) => dispatcher.noteFrame(renderTime),
  });
  instance.waitUntilExit().catch(options.onCrash);
  const onResize = (): void => {
    const next = sizeOf(output);
    const {columns, rows} = size.get();
    if (next.columns === columns && next.rows === rows) return;
    writer.resize(next.columns, next.rows);
    size.set(next);
    instance?.rerender(root);
  };
  const reader = createInputReader(
    options.input,
    (events) => dispatcher.push(events),
    options.timers,
  );
  output.on('resize', onResize);
  reader.start();
  return {
    terminal,
    isQuiet: () => !reader.isWaiting() && !dispatcher.isWaiting(),
    flush: () => instance?.rerender(root),
    pause: () => {
      reader.stop();
      writer.pause();
    },
    resume: () => {
      reader.start();
      onResize();
      writer.resume();
    },
    unmount: () => {
      inkOutput.close();
      reader.stop();
      output.off('resize', onResize);
      instance?.unmount();
    },
  };
};
