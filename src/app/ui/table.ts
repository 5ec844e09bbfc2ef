// Columns of text that stay straight: widths are shared out once, then each row is fitted to them. Pure.
import type {Alignment} from '../terminal/fit.ts';
import {fit} from '../terminal/fit.ts';
import {textWidth} from '../terminal/width.ts';
import type {Paint} from '../theme.ts';
import type {Span} from './spans.ts';
import {span} from './spans.ts';

export type Column = {
  readonly title: string;
  readonly align?: Alignment;
  /**
   * Never narrower than this while it is shown. Default: 4, but whole for what may be dropped and for numbers, because
   * half a number is a wrong number.
   */
  readonly min?: number;
  /** Never wider than this. */
  readonly max?: number;
  /** Given up first when there is no room; 0 (the default) never. */
  readonly droppable?: number;
  readonly paint?: Paint;
};

export type TableLayout = {
  readonly columns: readonly Column[];
  /** Width of each column; 0: not shown. */
  readonly widths: readonly number[];
};

const gap = 2;
const smallest = 4;

const minOf = ({min, align, droppable = 0}: Column, wanted: number): number =>
  Math.min(min ?? (align === 'right' || droppable > 0 ? wanted : smallest), wanted);

/** What each column would like: its widest cell among `sample`, or its title. */
const wantedWidths = (
  columns: readonly Column[],
  sample: readonly (readonly string[])[],
): number[] =>
  columns.map(({title, max = Number.POSITIVE_INFINITY}, index) =>
    Math.min(
      max,
      Math.max(
        textWidth(title),
        ...sample.slice(0, 200).map((cells) => textWidth(cells[index] ?? '')),
      ),
    ),
  );

const total = (widths: readonly number[]): number => {
  const shown = widths.filter((width) => width > 0);
  return shown.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, shown.length - 1);
};

/** Shares `width` out: droppable columns go first, then the widest columns give up one by one. */
export const layOutTable = (
  columns: readonly Column[],
  sample: readonly (readonly string[])[],
  width: number,
): TableLayout => {
  const wanted = wantedWidths(columns, sample);
  const widths = [...wanted];
  const least = (): number =>
    total(
      widths.map((each, index) => (each === 0 ? 0 : minOf(columns[index] ?? {title: ''}, each))),
    );
  const byDroppability = columns
    .map(({droppable = 0}, index) => ({droppable, index}))
    .filter(({droppable}) => droppable > 0)
    .toSorted((a, b) => b.droppable - a.droppable);
  for (const {index} of byDroppability) {
    if (least() <= width) break;
    widths[index] = 0;
  }
  while (total(widths) > width) {
    const shrinkable = widths.map(
      (each, index) => each - minOf(columns[index] ?? {title: ''}, each),
    );
    const most = Math.max(...widths.filter((_each, index) => (shrinkable[index] ?? 0) > 0), 0);
    const at = widths.findIndex((each, index) => each === most && (shrinkable[index] ?? 0) > 0);
    if (at < 0) break;
    widths[at] = most - 1;
  }
  return {columns, widths};
};

/** One row as spans, for List rows and for Table. The last column is not padded. */
export const tableSpans = ({columns, widths}: TableLayout, cells: readonly string[]): Span[] => {
  const shown = columns.flatMap((column, index) => {
    const width = widths[index] ?? 0;
    return width > 0 ? [{column, width, text: cells[index] ?? ''}] : [];
  });
  return shown.flatMap(({column, width, text}, index) => {
    const isLast = index === shown.length - 1;
    const fitted = fit(text, width, column.align);
    const cell = span(isLast ? fitted.trimEnd() : fitted, column.paint);
    return isLast ? [cell] : [cell, span(' '.repeat(gap))];
  });
};

export const headerSpans = (layout: TableLayout, paint: Paint): Span[] =>
  tableSpans(
    {...layout, columns: layout.columns.map((column) => ({...column, paint}))},
    layout.columns.map(({title}) => title),
  );
