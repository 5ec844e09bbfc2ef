// Cells that changed → the shortest escape sequences that show them. Knows where the cursor is; keeps no screen.
import type {Row} from './cells.ts';
import {isErasable, linkOf, sgrOf} from './cells.ts';
import {isDisputed} from './width.ts';

export type PainterOptions = {
  readonly columns: number;
  /** Erasing fills with the background colour (all but GNU screen). */
  readonly hasColorErase: boolean;
};

// Rewriting a few cells that stayed the same costs less than jumping over them.
const cheapGap = 4;
// Erasing and moving on costs about nine bytes.
const worthErasing = 12;

export class Painter {
  output = '';
  private style = '';
  private row = -1;
  private column = -1;

  constructor(private readonly options: PainterOptions) {}

  moveTo(row: number, column: number): void {
    if (row === this.row && column === this.column) return;
    this.output += this.moveSequence(row, column);
    this.row = row;
    this.column = column;
  }

  setStyle(style: string): void {
    if (style === this.style) return;
    const sgr = sgrOf(style);
    const before = sgrOf(this.style);
    if (sgr !== before) {
      const reset = before === '' || sgr === '' ? '' : '0;';
      this.output += `\u001B[${reset}${sgr}m`;
    }
    if (linkOf(style) !== linkOf(this.style)) this.output += `\u001B]8;;${linkOf(style)}\u001B\\`;
    this.style = style;
  }

  /** Before anything is painted: moves the rows `top`…`bottom` up by `by` (down when negative); blank rows come in. */
  scroll(top: number, bottom: number, by: number): void {
    this.output += `\u001B[${top + 1};${bottom + 1}r`;
    this.row = -1;
    this.moveTo(top, 0);
    // Delete and insert line, because the Linux console has no scroll sequences.
    const count = Math.abs(by) === 1 ? '' : String(Math.abs(by));
    this.output += `\u001B[${count}${by > 0 ? 'M' : 'L'}\u001B[r`;
    this.row = 0;
    this.column = 0;
  }

  /** Shows `next` in row `y`, where `old` is shown now; undefined: nobody knows what is there. */
  paintRow(y: number, old: Row | undefined, next: Row): void {
    const {columns} = this.options;
    const end = old === undefined ? columns : Math.max(old.end, next.end);
    let x = 0;
    while (x < end) {
      if (old !== undefined && isSame(old, next, x)) {
        x += 1;
        continue;
      }
      if (x >= next.end) {
        this.eraseRest(y, x);
        return;
      }
      x = this.paintRun(y, x, runEnd(old, next, x));
    }
  }

  private paintRun(y: number, from: number, run: Run): number {
    const {next} = run;
    let x = from;
    while (x < run.end) {
      const blanks = this.eraseBlanks(y, x, run);
      if (blanks > 0) {
        x += blanks;
        continue;
      }
      const cluster = next.clusters[x] ?? ' ';
      let width = 1;
      while (next.clusters[x + width] === '') width += 1;
      this.moveTo(y, x);
      this.setStyle(next.styles[x] ?? '');
      this.put(cluster, width);
      x += width;
    }
    // A cluster of disputed width may have spilled past the end of the text.
    if (run.isDisputed && x < this.options.columns && x >= next.end) this.eraseRest(y, x);
    return x;
  }

  private put(cluster: string, width: number): void {
    const from = this.column;
    if (isDisputed(cluster)) {
      // Blank what it may leave uncovered; what comes next says where it stands instead of trusting the terminal's count.
      if (width > 1) this.output += `${' '.repeat(width)}\u001B[${from + 1}G`;
      this.output += cluster;
      this.column = -1;
      return;
    }
    this.output += cluster;
    this.column = from + width < this.options.columns ? from + width : -1;
  }

  /** Erases a long run of blanks in one style; returns how many, 0 when writing them is shorter. */
  private eraseBlanks(y: number, x: number, run: Run): number {
    const {clusters, styles} = run.next;
    if (clusters[x] !== ' ') return 0;
    const style = styles[x] ?? '';
    let end = x;
    while (end < run.end && clusters[end] === ' ' && styles[end] === style) end += 1;
    if (end - x < worthErasing || !isErasable(style, this.options.hasColorErase)) return 0;
    this.moveTo(y, x);
    this.setStyle(style);
    this.output += end === this.options.columns ? '\u001B[K' : `\u001B[${end - x}X`;
    return end - x;
  }

  private eraseRest(y: number, x: number): void {
    this.moveTo(y, x);
    this.setStyle('');
    this.output += '\u001B[K';
  }

  private moveSequence(row: number, column: number): string {
    if (this.row < 0 || this.column < 0 || row !== this.row) {
      if (this.row >= 0 && row === this.row && column === 0) return '\r';
      if (this.row >= 0 && row === this.row) return `\u001B[${column + 1}G`;
      if (this.row >= 0 && row === this.row + 1 && column === 0) return '\r\n';
      return column === 0 ? `\u001B[${row + 1}H` : `\u001B[${row + 1};${column + 1}H`;
    }
    if (column === 0) return '\r';
    const ahead = column - this.column;
    if (ahead === 1) return '\u001B[C';
    return ahead > 1 && ahead < 10 ? `\u001B[${ahead}C` : `\u001B[${column + 1}G`;
  }
}

type Run = {readonly next: Row; readonly end: number; readonly isDisputed: boolean};

const isSame = (old: Row, next: Row, x: number): boolean =>
  old.clusters[x] === next.clusters[x] && old.styles[x] === next.styles[x];

/** Where the run of changes that starts at `x` ends; to the end of the text once a disputed cluster is written. */
const runEnd = (old: Row | undefined, next: Row, x: number): Run => {
  let end = x;
  let same = 0;
  for (let at = x; at < next.end; at += 1) {
    const cluster = next.clusters[at] ?? ' ';
    const isChanged = old === undefined || !isSame(old, next, at);
    if (isChanged && cluster !== '' && isDisputed(cluster)) {
      return {next, end: next.end, isDisputed: true};
    }
    same = isChanged ? 0 : same + 1;
    if (same > cheapGap) break;
    if (isChanged) end = at + 1;
  }
  return {next, end, isDisputed: false};
};
