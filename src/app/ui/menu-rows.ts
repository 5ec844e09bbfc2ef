// The rows of a menu as painted strings: pointer, number, label, and beside it the detail where there is room.
import {padEnd, truncateEnd} from '../terminal/fit.ts';
import {textWidth} from '../terminal/width.ts';
import type {Theme} from '../theme.ts';
import type {MenuItem} from './models.ts';
import type {RowState, Span} from './spans.ts';
import {selectableRow, span} from './spans.ts';

export type MenuLayout = {
  readonly width: number;
  /** Columns of a label when details stand beside the labels; undefined: they do not. */
  readonly labelWidth: number | undefined;
  /** Rows under the items for the selected one's detail. */
  readonly rowsBelow: number;
};

// Narrower than this, the detail of the selected item goes under the menu.
const detailsBeside = 56;
const rowsForDetail = 2;

export const noteOf = ({detail, disabledReason}: MenuItem): string =>
  disabledReason ?? detail ?? '';

export const layOutMenu = (
  items: readonly MenuItem[],
  width: number,
  height: number,
): MenuLayout => {
  if (items.every((item) => noteOf(item) === ''))
    return {width, labelWidth: undefined, rowsBelow: 0};
  const widest = Math.max(...items.map(({label}) => textWidth(label)));
  if (width >= detailsBeside) {
    return {width, labelWidth: Math.min(widest, Math.floor(width / 2)), rowsBelow: 0};
  }
  // A blank row and the detail, if that leaves room for at least three items.
  const rowsBelow =
    height - items.length > rowsForDetail || height > rowsForDetail + 4 ? rowsForDetail + 1 : 0;
  return {width, labelWidth: undefined, rowsBelow};
};

export const menuRow = (
  item: MenuItem,
  number: number,
  {layout, theme, ...state}: RowState & {readonly layout: MenuLayout; readonly theme: Theme},
): string => {
  const {pointer} = theme.symbols;
  const isDisabled = item.disabledReason !== undefined;
  const label = isDisabled ? theme.disabled : state.isSelected ? theme.accent : undefined;
  const spans: Span[] = [
    span(`${state.isSelected ? pointer : ' '} `, theme.accent),
    span(number <= 9 ? `${number} ` : '  ', theme.muted),
  ];
  if (layout.labelWidth === undefined) spans.push(span(item.label, label));
  else {
    const fitted = truncateEnd(item.label, layout.labelWidth);
    const note = noteOf(item);
    spans.push(span(note === '' ? fitted : padEnd(fitted, layout.labelWidth + 3), label));
    spans.push(span(note, isDisabled ? theme.disabled : theme.muted));
  }
  return selectableRow(spans, layout.width, {...state, theme});
};
