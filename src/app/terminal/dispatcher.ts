// Input events → the command that they mean now. Holds the layers of keys that mounted components registered; coalesces
// bursts into one render per frame without losing or reordering a key. Not a React component: see hooks/use-keymap.tsx.
import {assertNever} from '../../engine/model/assert-never.ts';
import type {Command} from '../keymap.ts';
import {exists, findCommand, foldKey} from '../keymap.ts';
import type {Timers} from './input-reader.ts';
import {realTimers} from './input-reader.ts';
import type {InputEvent, KeyEvent, MouseEvent, PasteEvent} from './keys.ts';

/** What one mounted component wants from the keyboard. Inner scopes are asked first; within a scope, later layers. */
export type Layer = {
  /** The scopes that the component is in, from the outermost. */
  readonly scopes: readonly string[];
  readonly commands: readonly Command[];
  /** While it is there, only what is in the same scope is reached, and what is global. The latest one wins. */
  readonly isModal: boolean;
  /** Reached even from under a modal layer: cancel, repaint, suspend. */
  readonly isGlobal: boolean;
  readonly text?: TextTarget | undefined;
  readonly mouse?: ((event: MouseEvent) => boolean) | undefined;
};

/** A text field in focus. Its `receive` only dispatches to a reducer. */
export type TextTarget = {
  /** True for what the field takes for itself: everything that types, and its editing keys. */
  readonly wants: (key: string, text: string) => boolean;
  readonly receive: (event: KeyEvent | PasteEvent) => void;
};

/** A command as it can be reached now: only the keys that no nearer layer takes. What hints and help are made of. */
export type ActiveCommand = Omit<Command, 'run' | 'when' | 'isMotion'>;

export type DispatcherOptions = {
  /** Renders everything pending, at once. */
  readonly flush: () => void;
  /** A key was pressed, or a palette line chosen, whose command is disabled. */
  readonly onDisabled?: (command: Command) => void;
  readonly now?: () => number;
  readonly timers?: Timers;
};

const frameMs = 16;

export class Dispatcher {
  private readonly layers: Layer[] = [];
  private queue: InputEvent[] = [];
  private isScheduled = false;
  private lastBatch = Number.NEGATIVE_INFINITY;
  private frameCost = 0;
  /** What this batch did that is not rendered yet. */
  private pending: 'nothing' | 'motion' | 'command' = 'nothing';
  private readonly now: () => number;
  private readonly timers: Timers;
  private readonly listeners = new Set<() => void>();
  private active: {readonly fingerprint: string; readonly commands: readonly ActiveCommand[]} = {
    fingerprint: '',
    commands: [],
  };

  constructor(private readonly options: DispatcherOptions) {
    this.now = options.now ?? (() => performance.now());
    this.timers = options.timers ?? realTimers;
  }

  /** Adds a layer; returns what removes it. */
  register(layer: Layer): void {
    this.layers.push(layer);
    this.changed();
  }

  unregister(layer: Layer): void {
    const at = this.layers.indexOf(layer);
    if (at >= 0) this.layers.splice(at, 1);
    this.changed();
  }

  /** Exchanges a layer in place, so its rank among its equals stays. */
  replace(before: Layer, after: Layer): void {
    const at = this.layers.indexOf(before);
    if (at >= 0) this.layers[at] = after;
    this.changed();
  }

  /** Calls back when `activeCommands` may have changed; returns what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Every command that can be reached now, nearest layer first. The same array as long as nothing in it changed. */
  readonly activeCommands = (): readonly ActiveCommand[] => {
    const commands = listActive(this.reachableLayers());
    const fingerprint = JSON.stringify(commands);
    if (fingerprint !== this.active.fingerprint) this.active = {fingerprint, commands};
    return this.active.commands;
  };

  /** How long the last frame took; held keys leave the machine half of its time. */
  noteFrame(ms: number): void {
    this.frameCost = ms;
  }

  /** Takes events from the reader. They are handled in order, at most one batch per frame. */
  push(events: readonly InputEvent[]): void {
    for (const event of events) this.queue.push(event);
    if (this.isScheduled) return;
    const wait = this.lastBatch + Math.max(frameMs, 2 * this.frameCost) - this.now();
    if (wait <= 0) {
      this.drain();
      return;
    }
    this.isScheduled = true;
    this.timers.after(wait, () => {
      this.isScheduled = false;
      this.drain();
    });
  }

  /** Events are waiting for the next frame. */
  isWaiting(): boolean {
    return this.isScheduled;
  }

  /** Runs a reachable command by its id, as the palette does; false when there is none. */
  runById(id: string): boolean {
    for (const layer of this.reachableLayers()) {
      const command = layer.commands.find((each) => each.id === id && exists(each));
      if (command === undefined) continue;
      this.run(command, '');
      return true;
    }
    return false;
  }

  private drain(): void {
    const events = this.queue;
    this.queue = [];
    this.pending = 'nothing';
    for (const event of events) {
      // A command may have moved the focus or the screen; what comes after it belongs to what is there then.
      this.flushAfterCommand();
      this.handle(event);
    }
    this.lastBatch = this.now();
  }

  private flush(): void {
    this.options.flush();
    this.pending = 'nothing';
  }

  private flushAfterCommand(): void {
    if (this.pending === 'command') this.flush();
  }

  private handle(event: InputEvent): void {
    switch (event.type) {
      case 'key':
        this.handleKey(event);
        return;
      case 'paste':
        this.reachableLayers()
          .find(({text}) => text !== undefined)
          ?.text?.receive(event);
        this.pending = 'motion';
        return;
      case 'mouse':
        this.handleMouse(event);
        return;
      case 'focus':
        return;
      default:
        assertNever(event);
    }
  }

  private handleKey(event: KeyEvent): void {
    if (this.press(event)) return;
    const folded = foldKey(event.key);
    if (folded !== event.key && this.press({type: 'key', key: folded, text: ''})) return;
    if (event.escaped === undefined) return;
    this.press({type: 'key', key: 'escape', text: ''});
    this.flushAfterCommand();
    this.handleKey(event.escaped);
  }

  /** A text field in focus comes first, then the nearest layer that has a command for the key. */
  private press(event: KeyEvent): boolean {
    const layers = this.reachableLayers();
    const target = layers.find(({text}) => text !== undefined)?.text;
    if (target?.wants(event.key, event.text) === true) {
      target.receive(event);
      this.pending = 'motion';
      return true;
    }
    for (const {commands} of layers) {
      const command = findCommand(commands, event.key);
      if (command === undefined) continue;
      if (command.isMotion === true || this.pending === 'nothing') {
        this.run(command, event.key);
        return true;
      }
      // Keys of this batch changed what the command's closure saw; once rendered, the key may mean something else.
      this.flush();
      return this.press(event);
    }
    return false;
  }

  private run(command: Command, key: string): void {
    this.pending = command.isMotion === true ? 'motion' : 'command';
    if (command.disabledReason === undefined) command.run(key);
    else this.options.onDisabled?.(command);
  }

  private handleMouse(event: MouseEvent): void {
    if (this.reachableLayers().some(({mouse}) => mouse?.(event) === true)) {
      this.pending = 'command';
      return;
    }
    const direction = {'wheel-up': 'up', 'wheel-down': 'down'}[String(event.action)];
    if (direction === undefined) return;
    for (let line = 0; line < 3; line += 1) this.press({type: 'key', key: direction, text: ''});
  }

  private reachableLayers(): Layer[] {
    const modalScope = this.layers.findLast(({isModal}) => isModal)?.scopes.at(-1);
    return this.layers
      .filter(
        ({scopes, isGlobal}) => modalScope === undefined || isGlobal || scopes.includes(modalScope),
      )
      .map((layer, order) => ({layer, order}))
      .toSorted((a, b) => b.layer.scopes.length - a.layer.scopes.length || b.order - a.order)
      .map(({layer}) => layer);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

const listActive = (layers: readonly Layer[]): ActiveCommand[] => {
  const target = layers.find(({text}) => text !== undefined)?.text;
  const taken = new Set<string>();
  const isFree = (key: string): boolean =>
    !taken.has(key) && target?.wants(key, typedBy(key)) !== true;
  return layers.flatMap(({commands}) => {
    const existing = commands.filter(exists);
    const active = existing.flatMap(({run: _run, when: _when, isMotion: _motion, ...command}) => {
      const keys = command.keys.filter(isFree);
      return keys.length > 0 || command.keys.length === 0 ? [{...command, keys}] : [];
    });
    for (const {keys} of existing) for (const key of keys) taken.add(key);
    return active;
  });
};

const typedBy = (key: string): string => (key === 'space' ? ' ' : key.length === 1 ? key : '');
