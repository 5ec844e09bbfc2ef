// Text made to fit a number of columns, whole clusters only. Plain text in, plain text out: style it afterwards.
import {forEachCluster, graphemes, clusterWidth, textWidth} from './width.ts';

/** The longest start of `text` that fits, without a mark for what was cut. */
export const takeColumns = (text: string, width: number): string => {
  if (text.length * 2 <= width) return text;
  let used = 0;
  let length = 0;
  forEachCluster(text, (cluster, columns) => {
    if (used + columns > width) return false;
    used += columns;
    length += cluster.length;
    return true;
  });
  return length === text.length ? text : text.slice(0, length);
};

/** The longest end of `text` that fits. */
export const takeLastColumns = (text: string, width: number): string => {
  let used = 0;
  let length = 0;
  for (const cluster of graphemes(text).toReversed()) {
    used += clusterWidth(cluster);
    if (used > width) break;
    length += cluster.length;
  }
  return length === 0 ? '' : text.slice(-length);
};

const ellipsis = '…';

/** Cut at the end with `…`; never wider than `width`. */
export const truncateEnd = (text: string, width: number): string => {
  if (width <= 0) return '';
  const whole = takeColumns(text, width);
  if (whole.length === text.length) return text;
  return takeColumns(text, width - 1) + ellipsis;
};

/** Cut in the middle: for paths and file names, whose end tells most. */
export const truncateMiddle = (text: string, width: number): string => {
  if (width <= 0) return '';
  if (takeColumns(text, width).length === text.length) return text;
  const end = takeLastColumns(text, Math.floor((width - 1) / 2));
  return takeColumns(text, width - 1 - textWidth(end)) + ellipsis + end;
};

const spaces = (count: number): string => (count > 0 ? ' '.repeat(count) : '');

export const padEnd = (text: string, width: number): string =>
  text + spaces(width - textWidth(text));

export const padStart = (text: string, width: number): string =>
  spaces(width - textWidth(text)) + text;

export type Alignment = 'left' | 'right';

/** Exactly `width` columns: cut or padded. For cells of a table; a row on its own needs no padding. */
export const fit = (text: string, width: number, align: Alignment = 'left'): string => {
  const cut = truncateEnd(text, width);
  return align === 'right' ? padStart(cut, width) : padEnd(cut, width);
};
