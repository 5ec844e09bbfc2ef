// The one owner of the terminal: enters and leaves it, gives it back for a while (Ctrl-Z), and ends the program once and
// only once, whatever ends it. Draws nothing. The process is handed in; only main.ts touches the real one.
// For screens only: a pipe on stdin ends without anybody hanging up.
import {assertNever} from '../../engine/model/assert-never.ts';

/** A stream of the process. `isTTY` and `setRawMode` exist on terminals only. */
export type SessionInput = {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'error' | 'end' | 'close', listener: (error: Error) => void): unknown;
  unref?(): unknown;
};

export type SessionOutput = {
  write(text: string): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

export type SessionSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGTSTP' | 'SIGCONT';

export type SignalSource = {
  on(signal: SessionSignal, listener: () => void): unknown;
  off(signal: SessionSignal, listener: () => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  on(
    event: 'uncaughtException' | 'unhandledRejection',
    listener: (error: unknown) => void,
  ): unknown;
};

export type SessionOptions = {
  readonly input: SessionInput;
  readonly output: SessionOutput;
  readonly errors: SessionOutput;
  readonly signals: SignalSource;
  readonly exit: (code: number) => void;
  /** Called before `exit` when the terminal is gone; see abandon.ts. */
  readonly abandon?: () => void;
  /** Stops the process group with SIGTSTP's default action, as the terminal driver does for Ctrl-Z. */
  readonly stop: () => void;
  /** Writes the error to a log and says where; undefined when that failed too. */
  readonly writeCrashLog?: (error: unknown) => string | undefined;
  /** What the person reads after a crash. */
  readonly describeCrash?: (error: unknown, logPath: string | undefined) => string;
  readonly after?: (ms: number, callback: () => void) => () => void;
};

/** Who draws: holds back while the terminal belongs to someone else. */
export type SessionClient = {readonly pause: () => void; readonly resume: () => void};

export type EndReason =
  | {readonly kind: 'quit'; readonly code: number}
  | {readonly kind: 'signal'; readonly signal: 'SIGINT' | 'SIGTERM'}
  /** The terminal is gone: nobody reads what is written. */
  | {readonly kind: 'hang-up'}
  | {readonly kind: 'crash'; readonly error: unknown};

const esc = '\u001B';
const screenOn = [
  `${esc}[22;2t`, // remember the title
  `${esc}[?1049h`, // alternate screen: the person's own screen and scrollback stay as they are
  `${esc}[?1007s`, // remember what the wheel does
].join('');
const modesOn = [
  `${esc}[?7l`, // no autowrap: a cluster wider than expected must not start a new line
  `${esc}[?2004h`, // bracketed paste
  `${esc}[?1007h`, // the wheel scrolls by sending arrows
  `${esc}[?25l`,
].join('');
const mouseOn = `${esc}[?1000h${esc}[?1006h`;
const mouseOff = `${esc}[?1006l${esc}[?1000l`;
const leaveSequence = [
  `${esc}[?2026l${esc}[r${esc}[m${esc}]8;;${esc}\\`,
  mouseOff,
  `${esc}[?2004l${esc}[?1007r${esc}[?7h${esc}[?25h${esc}[?1049l`,
  `${esc}[23;2t`,
].join('');

// A second is what an SSH daemon and a service manager grant; the hooks get most of it.
const hookDeadlineMs = 800;
// If the signal did not stop us (no job control above us), the screen must come back.
const resumeAfterMs = 60;

const lostTerminal = new Set([
  'EIO',
  'EPIPE',
  'ENXIO',
  'ECONNRESET',
  'EBADF',
  'ERR_STREAM_DESTROYED',
]);

const defaultAfter = (ms: number, callback: () => void): (() => void) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

export class TerminalSession {
  private isEntered = false;
  private isSuspended = false;
  private isEnding = false;
  private isGone = false;
  private isMouseOn = false;
  private client: SessionClient | undefined;
  private readonly hooks: ((reason: EndReason) => Promise<void> | void)[] = [];
  private readonly after: NonNullable<SessionOptions['after']>;
  private cancelResume = (): void => {};
  private readonly onStopSignal = (): void => this.suspend();

  constructor(private readonly options: SessionOptions) {
    this.after = options.after ?? defaultAfter;
    const {input, output, errors, signals} = options;
    const onError = (error: Error & {code?: string}): void => {
      if (error.code === undefined || lostTerminal.has(error.code))
        void this.end({kind: 'hang-up'});
      else void this.end({kind: 'crash', error});
    };
    input.on('error', onError);
    output.on('error', onError);
    // Nobody can be told that stderr is gone, and it is no reason to end.
    errors.on('error', () => {});
    input.on('end', () => void this.end({kind: 'hang-up'}));
    input.on('close', () => void this.end({kind: 'hang-up'}));
    signals.on('SIGINT', () => void this.end({kind: 'signal', signal: 'SIGINT'}));
    signals.on('SIGTERM', () => void this.end({kind: 'signal', signal: 'SIGTERM'}));
    signals.on('SIGHUP', () => void this.end({kind: 'hang-up'}));
    signals.on('SIGTSTP', this.onStopSignal);
    signals.on('SIGCONT', () => this.resume());
    signals.on('uncaughtException', (error) => void this.end({kind: 'crash', error}));
    signals.on('unhandledRejection', (error) => void this.end({kind: 'crash', error}));
    signals.on('exit', () => this.leave());
  }

  /** Takes the terminal. */
  enter(): void {
    if (this.isEntered || this.isEnding) return;
    this.isEntered = true;
    this.write(screenOn);
    this.setModes();
  }

  /** Gives the terminal back as it was. Safe to call at any time, also twice. */
  leave(): void {
    if (!this.isEntered) return;
    this.isEntered = false;
    this.write(leaveSequence);
    this.setRaw(false);
  }

  /** Who must hold back during a suspension, and draw again after it. */
  attach(client: SessionClient): void {
    this.client = client;
  }

  /** Runs before the program ends, all hooks at the same time, at most 0.8 s: checkpoint jobs, release locks. */
  beforeEnd(hook: (reason: EndReason) => Promise<void> | void): void {
    this.hooks.push(hook);
  }

  setMouse(isOn: boolean): void {
    if (isOn === this.isMouseOn) return;
    this.isMouseOn = isOn;
    if (this.isEntered) this.write(isOn ? mouseOn : mouseOff);
  }

  /** Ctrl-Z: back to the shell until `fg`. */
  suspend(): void {
    if (!this.isEntered || this.isEnding) return;
    this.client?.pause();
    this.leave();
    this.isSuspended = true;
    // With a listener the signal would come back to us instead of stopping the process.
    this.options.signals.off('SIGTSTP', this.onStopSignal);
    this.options.stop();
    this.cancelResume = this.after(resumeAfterMs, () => this.resume());
  }

  /** Ends the program, once; later calls wait for nothing and change nothing, but a second Ctrl-C ends at once. */
  async end(reason: EndReason): Promise<void> {
    if (this.isEnding) {
      if (reason.kind === 'signal') this.exit(reason);
      return;
    }
    this.isEnding = true;
    this.isGone = reason.kind === 'hang-up';
    this.client?.pause();
    this.leave();
    if (reason.kind === 'crash') this.reportCrash(reason.error);
    await this.runHooks(reason);
    this.exit(reason);
  }

  private exit(reason: EndReason): void {
    if (this.isGone) this.options.abandon?.();
    this.options.exit(exitCodeOf(reason));
  }

  private setModes(): void {
    this.setRaw(true);
    this.write(modesOn + (this.isMouseOn ? mouseOn : ''));
  }

  private resume(): void {
    if (this.isEnding) return;
    if (this.isSuspended) {
      this.isSuspended = false;
      this.cancelResume();
      this.options.signals.on('SIGTSTP', this.onStopSignal);
      this.enter();
    } else if (this.isEntered) {
      // Stopped by someone else: the alternate screen is still ours, but a shell has changed the modes since.
      this.setRaw(false);
      this.setModes();
    } else return;
    this.client?.resume();
  }

  private async runHooks(reason: EndReason): Promise<void> {
    const runs = this.hooks.map(async (hook) => hook(reason));
    let cancel: (() => void) | undefined;
    const deadline = new Promise<void>((resolve) => {
      cancel = this.after(hookDeadlineMs, resolve);
    });
    // A hook that fails must not keep the others, or the program, from ending.
    await Promise.race([Promise.allSettled(runs), deadline]);
    cancel?.();
  }

  private reportCrash(error: unknown): void {
    const path = this.options.writeCrashLog?.(error);
    const describe = this.options.describeCrash ?? describeCrash;
    this.attempt(() => this.options.errors.write(describe(error, path)));
  }

  private setRaw(isRaw: boolean): void {
    if (this.options.input.isTTY !== true) return;
    this.attempt(() => this.options.input.setRawMode?.(isRaw));
  }

  private write(text: string): void {
    if (!this.isGone) this.attempt(() => this.options.output.write(text));
  }

  /** A terminal that is gone makes every call throw; that it is gone arrives as an error event, too. */
  private attempt(action: () => unknown): void {
    try {
      action();
    } catch {
      // Nothing can be said to a terminal that is gone; saying goodbye to it is all that is left.
      this.isGone = true;
      void this.end({kind: 'hang-up'});
    }
  }
}

const exitCodeOf = (reason: EndReason): number => {
  switch (reason.kind) {
    case 'quit':
      return reason.code;
    case 'signal':
      return reason.signal === 'SIGINT' ? 130 : 143;
    case 'hang-up':
      return 129;
    case 'crash':
      return 1;
    default:
      return assertNever(reason);
  }
};

const describeCrash = (error: unknown, logPath: string | undefined): string => {
  const message = error instanceof Error ? error.message : String(error);
  const where = logPath === undefined ? '' : `Details are in ${logPath}\n`;
  return `chatark: this is a bug, please report it: ${message}\n${where}`;
};
