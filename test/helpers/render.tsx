// Screens as a person meets them: a React tree through start-ink and the frame writer into a real terminal emulator, with
// keys as bytes through the input reader. Waits for content, never for time.
import {EventEmitter} from 'node:events';
import xterm from '@xterm/headless';
import type {ReactNode} from 'react';
import {ThemeContext} from '../../src/app/hooks/use-theme.ts';
import {LanguageProvider} from '../../src/app/i18n/language-context.tsx';
import type {Command} from '../../src/app/keymap.ts';
import type {Language} from '../../src/app/i18n/strings.ts';
import type {Capabilities} from '../../src/app/terminal/capabilities.ts';
import {detectCapabilities} from '../../src/app/terminal/capabilities.ts';
import {startInk} from '../../src/app/terminal/start-ink.tsx';
import type {Terminal as AppTerminal} from '../../src/app/terminal/terminal.ts';
import type {ColorLevel} from '../../src/app/theme.ts';
import {createTheme} from '../../src/app/theme.ts';
import type {VisibleCell} from './visible-lines.ts';
import {cellAt, visibleLines} from './visible-lines.ts';

export type RenderOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly language?: Language;
  /** 0: what NO_COLOR shows. */
  readonly color?: ColorLevel;
  /** A key was pressed whose command is disabled. */
  readonly onDisabled?: (command: Command) => void;
};

/** The three sizes that every screen is tested at. */
export const sizes = [
  {columns: 80, rows: 24},
  {columns: 40, rows: 12},
  {columns: 120, rows: 40},
] as const;

const keyBytes: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\u001B',
  tab: '\t',
  'shift+tab': '\u001B[Z',
  space: ' ',
  backspace: '\u007F',
  delete: '\u001B[3~',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  home: '\u001B[H',
  end: '\u001B[F',
  pageup: '\u001B[5~',
  pagedown: '\u001B[6~',
  f1: '\u001BOP',
  f2: '\u001BOQ',
  f5: '\u001B[15~',
};

/** The bytes that a terminal sends for a key as the tables of keys name it. */
export const bytesOf = (key: string): string => {
  const known = keyBytes[key];
  if (known !== undefined) return known;
  const control = /^ctrl\+([a-z_])$/.exec(key)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  const alt = /^alt\+(.+)$/.exec(key)?.[1];
  return alt === undefined ? key : `\u001B${bytesOf(alt)}`;
};

class FakeOutput extends EventEmitter {
  bytes = 0;
  writes: string[] = [];
  constructor(
    public columns: number,
    public rows: number,
    private readonly screen: xterm.Terminal,
  ) {
    super();
  }

  write(text: string): boolean {
    this.bytes += Buffer.byteLength(text);
    this.writes.push(text);
    this.screen.write(text);
    return true;
  }
}

class FakeInput extends EventEmitter {
  resume(): void {}
  pause(): void {}
}

/** One turn of the event loop after everything that React and xterm have queued. */
const settle = (screen: xterm.Terminal): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => setImmediate(() => screen.write('', resolve)));
  });

const patienceMs = 5000;

export type RenderedScreen = {
  readonly terminal: AppTerminal;
  /** The rows now on the screen, trailing blanks cut. */
  readonly lines: () => string[];
  readonly text: () => string;
  readonly cell: (column: number, row: number) => VisibleCell;
  /** Where the real cursor stands, and whether it shows. */
  readonly cursor: () => {
    readonly column: number;
    readonly row: number;
    readonly isVisible: boolean;
  };
  /** One key at a time, waiting for the screen to settle after each. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** All keys in one packet, as a slow link delivers them. */
  readonly pressAtOnce: (...keys: readonly string[]) => Promise<void>;
  /** Text as an input method or a fast typist sends it. */
  readonly type: (text: string) => Promise<void>;
  readonly paste: (text: string) => Promise<void>;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** Until the text is on the screen; fails with the screen's content otherwise. */
  readonly waitFor: (text: string | RegExp) => Promise<void>;
  readonly waitUntilGone: (text: string | RegExp) => Promise<void>;
  /** Until nothing that is already under way can change the screen. */
  readonly idle: () => Promise<void>;
  /** Bytes written to the terminal so far. */
  readonly bytesWritten: () => number;
  readonly writes: () => readonly string[];
  /** What a component threw, if one did. */
  readonly crash: () => unknown;
  readonly unmount: () => void;
};

const capabilitiesFor = (color: ColorLevel): Capabilities => ({
  ...detectCapabilities({env: {TERM: 'xterm-256color'}, isInputTty: true, isOutputTty: true}),
  colorLevel: color,
});

const mounted = new Set<() => void>();

/** Unmounts whatever a test left; call it in `afterEach`. */
export const cleanUp = (): void => {
  for (const unmount of mounted) unmount();
  mounted.clear();
};

export const renderScreen = async (
  tree: ReactNode,
  {columns = 80, rows = 24, language = 'en', color = 0, onDisabled}: RenderOptions = {},
): Promise<RenderedScreen> => {
  const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  screen.write('\u001B[?1049h\u001B[?7l');
  const output = new FakeOutput(columns, rows, screen);
  const input = new FakeInput();
  let crash: unknown;
  const ink = startInk(
    <ThemeContext value={createTheme({level: color})}>
      <LanguageProvider language={language}>{tree}</LanguageProvider>
    </ThemeContext>,
    {
      input,
      output,
      capabilities: capabilitiesFor(color),
      ...(onDisabled === undefined ? {} : {onDisabled}),
      onCrash: (error) => {
        crash = error;
      },
    },
  );
  const unmount = (): void => {
    mounted.delete(unmount);
    ink.unmount();
    screen.dispose();
  };
  mounted.add(unmount);
  const lines = (): string[] => visibleLines(screen);
  const shows = (text: string | RegExp): boolean => {
    const all = lines().join('\n');
    return typeof text === 'string' ? all.includes(text) : text.test(all);
  };
  const until = async (condition: () => boolean, what: string): Promise<void> => {
    const start = performance.now();
    do {
      await settle(screen);
      if (crash !== undefined) throw crash;
      if (condition()) return;
    } while (performance.now() - start < patienceMs);
    throw new Error(`Waited for ${what} in vain. The screen:\n${lines().join('\n')}`);
  };
  // The dispatcher may hold a key for a frame, and an Esc waits for what may follow: both are over when it says so.
  const idle = async (): Promise<void> => {
    do {
      await until(() => ink.isQuiet(), 'a quiet screen');
      // What the last key set in motion is rendered in the next turns.
      await settle(screen);
    } while (!ink.isQuiet());
    if (crash !== undefined) throw crash;
  };
  const send = async (text: string): Promise<void> => {
    input.emit('data', Buffer.from(text));
    await idle();
  };
  await idle();
  return {
    terminal: ink.terminal,
    lines,
    text: () => lines().join('\n'),
    cell: (column, row) => cellAt(screen, column, row),
    cursor: () => ({
      column: screen.buffer.active.cursorX,
      row: screen.buffer.active.cursorY,
      isVisible: !/\?25l(?![\s\S]*\?25h)/.test(output.writes.join('')),
    }),
    press: async (...keys) => {
      for (const key of keys) await send(bytesOf(key));
    },
    pressAtOnce: (...keys) => send(keys.map(bytesOf).join('')),
    type: (text) => send(text),
    paste: (text) => send(`\u001B[200~${text}\u001B[201~`),
    resize: async (nextColumns, nextRows) => {
      screen.resize(nextColumns, nextRows);
      output.columns = nextColumns;
      output.rows = nextRows;
      output.emit('resize');
      await idle();
    },
    waitFor: (text) => until(() => shows(text), `"${String(text)}"`),
    waitUntilGone: (text) => until(() => !shows(text), `"${String(text)}" to go`),
    idle,
    bytesWritten: () => output.bytes,
    writes: () => output.writes,
    crash: () => crash,
    unmount,
  };
};
