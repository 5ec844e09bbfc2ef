// Rows made of pieces with looks of their own, fitted before they are painted. A row is one string, never padded except
// where a background must reach the edge.
import {padEnd, takeColumns} from '../terminal/fit.ts';
import {textWidth} from '../terminal/width.ts';
import type {Paint, Theme} from '../theme.ts';

/** Plain, sanitised text and how to paint it. */
export type Span = {readonly text: string; readonly paint?: Paint | undefined};

export const span = (text: string, paint?: Paint): Span => ({text, paint});

export const spansWidth = (spans: readonly Span[]): number =>
  spans.reduce((sum, {text}) => sum + textWidth(text), 0);

/** The pieces that fit into `width` columns; the last one ends in `…` when something was cut. */
export const cutSpans = (spans: readonly Span[], width: number): Span[] => {
  if (spansWidth(spans) <= width) return [...spans];
  const kept: Span[] = [];
  let room = width - 1;
  for (const each of spans) {
    const text = takeColumns(each.text, Math.max(0, room));
    room -= textWidth(text);
    kept.push({...each, text});
    if (text.length < each.text.length) break;
  }
  const last = kept.pop();
  if (last === undefined || width <= 0) return [];
  return [...kept, {...last, text: `${last.text}…`}];
};

export const paintSpans = (spans: readonly Span[]): string =>
  spans.map(({text, paint}) => (paint === undefined || text === '' ? text : paint(text))).join('');

/** One painted row of at most `width` columns. */
export const row = (spans: readonly Span[], width: number): string =>
  paintSpans(cutSpans(spans, width));

export type RowState = {readonly isSelected: boolean; readonly isFocused: boolean};

/**
 * The row that the cursor may be on. Selected, it has one look from edge to edge, because colours of its pieces would be
 * unreadable on the selection.
 */
export const selectableRow = (
  spans: readonly Span[],
  width: number,
  {isSelected, isFocused, theme}: RowState & {readonly theme: Theme},
): string => {
  const cut = cutSpans(spans, width);
  if (!isSelected) return paintSpans(cut);
  const text = cut.map((each) => each.text).join('');
  const filled = theme.fillsSelectedRow ? padEnd(text, width) : text;
  return isFocused ? theme.selected(filled) : theme.selectedIdle(filled);
};
