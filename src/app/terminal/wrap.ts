// Breaking text into lines: at words for scripts with spaces, anywhere for CJK with basic kinsoku. Clusters stay whole.
import {takeColumns} from './fit.ts';
import {forEachCluster, textWidth} from './width.ts';

export type WrapOptions = {
  /** Columns that the second and later lines start with: `text` under the text, not under its bullet. */
  readonly hangingIndent?: number;
  /** Stop after this many lines; the last one then ends in `…`. */
  readonly maxLines?: number;
};

// Kinsoku shori: what may not stand first in a line, and what may not stand last.
const neverFirst = new Set(
  '!),.:;?]}…‥、。，．：；？！）］｝〕〉》」』】〗〙〛’”·・ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％‰℃°～',
);
const neverLast = new Set('([{（［｛〔〈《「『【〖〘〚‘“＄￥￡$');

type Line = {text: string; width: number; breakAt: number; breakWidth: number; last: string};

const emptyLine = (indent: number): Line => ({
  text: ' '.repeat(indent),
  width: indent,
  breakAt: -1,
  breakWidth: 0,
  last: '',
});

const isBreakable = (before: string, after: string, isWide: boolean): boolean => {
  if (before === '' || neverFirst.has(after) || neverLast.has(before)) return false;
  if (before === ' ' || before === '-') return after !== ' ';
  return isWide;
};

class Wrapper {
  readonly lines: string[] = [];
  private line: Line = emptyLine(0);
  private previousWide = false;

  constructor(
    private readonly width: number,
    private readonly indent: number,
    private readonly maxLines: number,
  ) {}

  get isFull(): boolean {
    return this.lines.length >= this.maxLines;
  }

  add(cluster: string, columns: number): boolean {
    if (cluster === ' ' && this.isLineStart && this.lines.length > 0) return true;
    if (isBreakable(this.line.last, cluster, columns > 1 || this.previousWide)) {
      this.line.breakAt = this.line.text.length;
      this.line.breakWidth = this.line.width;
    }
    this.previousWide = columns > 1;
    if (this.line.width + columns > this.width) {
      // A space that does not fit is the break itself.
      if (cluster === ' ') {
        this.finish(this.line.text, '', 0);
        return !this.isFull;
      }
      this.breakLine(columns);
      if (this.isFull) return false;
    }
    this.line.text += cluster;
    this.line.width += columns;
    this.line.last = cluster;
    return true;
  }

  end(): void {
    if (!this.isFull) this.finish(this.line.text, '', 0);
  }

  private get isLineStart(): boolean {
    return this.line.last === '';
  }

  private breakLine(columnsToAdd: number): void {
    const {text, width, breakAt, breakWidth} = this.line;
    const carried = width - breakWidth;
    // A word that does not fit into a line of its own is broken where the line ends.
    if (breakAt <= 0 || this.indent + carried + columnsToAdd > this.width) this.finish(text, '', 0);
    else this.finish(text.slice(0, breakAt), text.slice(breakAt), carried);
  }

  private finish(text: string, carried: string, carriedWidth: number): void {
    this.lines.push(text.trimEnd());
    const last = this.line.last;
    this.line = emptyLine(this.indent);
    this.line.text += carried;
    this.line.width += carriedWidth;
    if (carried !== '') this.line.last = last;
  }
}

/**
 * Lines of at most `width` columns. Newlines in the text are kept as line ends. Never empty: '' gives ['']. A cluster
 * wider than `width` is dropped rather than split.
 */
export const wrapText = (text: string, width: number, options: WrapOptions = {}): string[] => {
  const columns = Math.max(1, width);
  const maxLines = options.maxLines ?? Number.POSITIVE_INFINITY;
  const indent = Math.min(options.hangingIndent ?? 0, columns - 1);
  const lines: string[] = [];
  let isCut = false;
  for (const paragraph of text.split('\n')) {
    const room = maxLines - lines.length;
    if (room <= 0) {
      isCut = true;
      break;
    }
    if (wrapParagraph(paragraph, {columns, indent, room, lines})) isCut = true;
    if (isCut) break;
  }
  if (isCut) markCut(lines, columns);
  return lines;
};

type Paragraph = {columns: number; indent: number; room: number; lines: string[]};

/** Appends the paragraph's lines; true when it did not fit into `room`. */
const wrapParagraph = (text: string, {columns, indent, room, lines}: Paragraph): boolean => {
  const wrapper = new Wrapper(columns, indent, room);
  let consumed = 0;
  forEachCluster(text, (cluster, width) => {
    const isTooWide = width > columns - indent;
    if (!isTooWide && !wrapper.add(cluster, width)) return false;
    consumed += cluster.length;
    return true;
  });
  const isCut = consumed < text.length;
  if (!isCut) wrapper.end();
  for (const line of wrapper.lines) lines.push(line);
  return isCut;
};

const markCut = (lines: string[], columns: number): void => {
  const last = lines.at(-1) ?? '';
  const kept = textWidth(last) < columns ? last : takeColumns(last, columns - 1);
  lines[lines.length - 1] = `${kept}…`;
};
