// Whole frames in, the fewest bytes out: the screen as Ink last drew it, the caret, and a stream that may be slow.
import type {Screen} from './frame-diff.ts';
import {unknownScreen, updateScreen} from './frame-diff.ts';

/** What the writer needs of a stream. `write` returning false means: wait for `drain`. */
export type OutputStream = {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
};

/** A cell of the screen, from 0. */
export type Caret = {readonly column: number; readonly row: number};

export type FrameWriterOptions = {
  readonly output: OutputStream;
  readonly columns: number;
  readonly rows: number;
  /** Where the real cursor belongs, asked after each frame's layout; undefined hides it. */
  readonly caret?: () => Caret | undefined;
  readonly hasColorErase?: boolean;
};

// Whoever wrote to the screen may have left a colour, a scroll region or autowrap behind.
const resetPen = '\u001B[r\u001B[m\u001B[?7l';
const beginUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';
const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';

/**
 * - Writes only what differs from what the terminal shows; the same frame again writes nothing.
 * - While the stream is full, frames replace each other; the newest is written after `drain`.
 * - Never erases the scrollback, never writes past the last row or column.
 * - The alternate screen without autowrap is the session's business; see session.ts.
 */
export class FrameWriter {
  private readonly output: OutputStream;
  private readonly findCaret: () => Caret | undefined;
  private readonly hasColorErase: boolean;
  private screen: Screen;
  private frame = '';
  private caret: Caret | undefined;
  private isCursorKnown = false;
  private isPaused = false;
  private isFull = false;
  private isDirty = false;
  private aside = '';

  constructor(options: FrameWriterOptions) {
    this.output = options.output;
    this.findCaret = options.caret ?? (() => undefined);
    this.hasColorErase = options.hasColorErase ?? true;
    this.screen = unknownScreen(options.columns, options.rows);
  }

  get columns(): number {
    return this.screen.columns;
  }

  get rows(): number {
    return this.screen.lines.length;
  }

  /** Shows `frame`: lines with SGR codes, as Ink's debug mode hands them over. */
  show(frame: string): void {
    this.frame = frame;
    this.isDirty = true;
    this.paint();
  }

  /** The caret may have moved although the frame is the same. */
  refreshCaret(): void {
    this.isDirty = true;
    this.paint();
  }

  /** The terminal has a new size: nothing that it shows can be trusted. Paints with the next frame. */
  resize(columns: number, rows: number): void {
    this.screen = unknownScreen(columns, rows);
    this.isCursorKnown = false;
    this.isDirty = true;
  }

  /** Paints everything again: after Ctrl-L, or when something else wrote to the screen. */
  repaint(): void {
    this.resize(this.columns, this.rows);
    this.paint();
  }

  /** Holds everything back while another program has the terminal. */
  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.repaint();
  }

  /** Sends a sequence that draws nothing: a title, the clipboard. Never in the middle of a frame. */
  send(sequence: string): void {
    this.aside += sequence;
    this.paint();
  }

  private paint(): void {
    if (this.isPaused || this.isFull) return;
    const text = this.aside + (this.isDirty ? this.update() : '');
    this.aside = '';
    this.isDirty = false;
    if (text === '' || this.output.write(text)) return;
    this.isFull = true;
    this.output.once('drain', () => {
      this.isFull = false;
      this.paint();
    });
  }

  private update(): string {
    const {screen, output, painter} = updateScreen(this.screen, this.frame, this.hasColorErase);
    const caret = this.caretOnScreen();
    const isCaretSame =
      this.isCursorKnown && caret?.column === this.caret?.column && caret?.row === this.caret?.row;
    this.screen = screen;
    if (output === '' && isCaretSame) return '';
    painter.setStyle('');
    const mustHide =
      !this.isCursorKnown || (this.caret !== undefined && (caret === undefined || output !== ''));
    if (caret !== undefined) painter.moveTo(caret.row, caret.column);
    const reset = this.isCursorKnown ? '' : resetPen;
    this.caret = caret;
    this.isCursorKnown = true;
    const before = mustHide ? hideCursor : '';
    const after = caret === undefined ? '' : showCursor;
    return `${beginUpdate}${before}${reset}${painter.output}${after}${endUpdate}`;
  }

  private caretOnScreen(): Caret | undefined {
    const caret = this.findCaret();
    if (caret === undefined) return undefined;
    const isInside =
      caret.column >= 0 && caret.row >= 0 && caret.column < this.columns && caret.row < this.rows;
    return isInside ? caret : undefined;
  }
}
