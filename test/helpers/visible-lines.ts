// What a person sees of a terminal: the lines of an xterm buffer, and single cells with their looks.
import type {Terminal} from '@xterm/headless';

/** The rows of the screen, trailing blanks cut. */
export const visibleLines = (terminal: Terminal): string[] => {
  const buffer = terminal.buffer.active;
  return Array.from({length: terminal.rows}, (_row, y) => {
    const line = buffer.getLine(buffer.baseY + y);
    return line?.translateToString(true, 0, terminal.cols).trimEnd() ?? '';
  });
};

export type VisibleCell = {
  readonly text: string;
  readonly isBold: boolean;
  readonly isInverse: boolean;
  readonly isUnderlined: boolean;
  /** Palette index or RGB; undefined is the terminal's own colour. */
  readonly foreground: number | undefined;
  readonly background: number | undefined;
};

/** The cell at a column and row of the screen, from 0. The second half of a wide character has empty text. */
export const cellAt = (terminal: Terminal, column: number, row: number): VisibleCell => {
  const buffer = terminal.buffer.active;
  const cell = buffer.getLine(buffer.baseY + row)?.getCell(column);
  if (cell === undefined) throw new RangeError(`No cell at ${column},${row}`);
  const isWideTail = cell.getWidth() === 0;
  return {
    text: isWideTail ? '' : cell.getChars() || ' ',
    isBold: cell.isBold() !== 0,
    isInverse: cell.isInverse() !== 0,
    isUnderlined: cell.isUnderline() !== 0,
    foreground: cell.isFgDefault() ? undefined : cell.getFgColor(),
    background: cell.isBgDefault() ? undefined : cell.getBgColor(),
  };
};
