// A frame writer that writes into a terminal emulator, and an oracle: the same frame painted cell by cell from scratch.
import {EventEmitter} from 'node:events';
import xterm from '@xterm/headless';
import type {Row} from '../../../src/app/terminal/cells.ts';
import {linkOf, parseRow, sgrOf} from '../../../src/app/terminal/cells.ts';
import type {Caret} from '../../../src/app/terminal/frame-writer.ts';
import {FrameWriter} from '../../../src/app/terminal/frame-writer.ts';
import {isDisputed} from '../../../src/app/terminal/width.ts';

export const emulator = (columns: number, rows: number): xterm.Terminal => {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 500,
  });
  terminal.write('\u001B[?1049h\u001B[?7l');
  return terminal;
};

/** Until the emulator has taken everything in. */
export const settled = (terminal: xterm.Terminal): Promise<void> =>
  new Promise((resolve) => {
    terminal.write('', resolve);
  });

export class RecordingOutput extends EventEmitter {
  readonly writes: string[] = [];
  /** Refuses more after each write, as a slow line does, until `drain`. */
  isSlow = false;

  constructor(private readonly terminal?: xterm.Terminal) {
    super();
  }

  get bytes(): number {
    return Buffer.byteLength(this.writes.join(''));
  }

  write(text: string): boolean {
    this.writes.push(text);
    this.terminal?.write(text);
    return !this.isSlow;
  }

  drain(): void {
    this.emit('drain');
  }
}

export type EmulatedOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly caret?: () => Caret | undefined;
  readonly hasColorErase?: boolean;
};

export const emulatedWriter = ({columns = 80, rows = 24, ...options}: EmulatedOptions = {}) => {
  const terminal = emulator(columns, rows);
  const output = new RecordingOutput(terminal);
  const writer = new FrameWriter({output, columns, rows, ...options});
  return {terminal, output, writer};
};

const rowFromScratch = ({clusters, styles}: Row, y: number): string =>
  clusters
    .map((cluster, x) => {
      if (cluster === '') return '';
      const style = styles[x] ?? '';
      let width = 1;
      while (clusters[x + width] === '') width += 1;
      const place = `\u001B[${y + 1};${x + 1}H`;
      const look = `\u001B[0;${sgrOf(style)}m\u001B]8;;${linkOf(style)}\u001B\\`;
      const blanks = isDisputed(cluster) ? `${' '.repeat(width)}${place}` : '';
      return `${place}${look}${blanks}${cluster}`;
    })
    .join('');

/** A terminal that shows `frame`, painted with nothing but absolute positions. */
export const paintedFromScratch = async (
  frame: string,
  columns: number,
  rows: number,
): Promise<xterm.Terminal> => {
  const terminal = emulator(columns, rows);
  const lines = frame.split('\n');
  for (let y = 0; y < rows; y += 1) {
    terminal.write(rowFromScratch(parseRow(lines[y] ?? '', columns), y));
  }
  await settled(terminal);
  return terminal;
};

const describeCell = (terminal: xterm.Terminal, x: number, y: number): string => {
  const cell = terminal.buffer.active.getLine(y)?.getCell(x);
  if (cell === undefined) return 'nothing';
  const text = cell.getChars() || ' ';
  const isBlank =
    text === ' ' && !cell.isInverse() && !cell.isUnderline() && !cell.isStrikethrough();
  const looks = [cell.getBgColorMode(), cell.getBgColor()];
  // A blank without background looks the same in every colour and weight.
  if (!isBlank) {
    looks.push(
      cell.getFgColorMode(),
      cell.getFgColor(),
      cell.isBold(),
      cell.isDim(),
      cell.isItalic(),
    );
    looks.push(cell.isInverse(), cell.isUnderline(), cell.isStrikethrough());
  }
  return `${JSON.stringify(text)} ${cell.getWidth()} ${looks.join(',')}`;
};

/** Every cell in which the two screens differ. */
export const differences = (shown: xterm.Terminal, expected: xterm.Terminal): string[] => {
  const wrong: string[] = [];
  for (let y = 0; y < expected.rows; y += 1) {
    for (let x = 0; x < expected.cols; x += 1) {
      const is = describeCell(shown, x, y);
      const should = describeCell(expected, x, y);
      if (is !== should) wrong.push(`${x},${y}: ${is} instead of ${should}`);
    }
  }
  return wrong;
};
