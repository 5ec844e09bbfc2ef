// A window on any number of rows: asks only for the rows that are seen. Usage:
//   const list = useList({count, height}, saved)
//   <List list={list} renderRow={(index, view) => [span(name(index))]} onOpen={open} />
// `height` is the number of rows on the screen: usually `useArea().height`.
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useKeymap} from '../hooks/use-keymap.tsx';
import {useRowClick} from '../hooks/use-row-click.ts';
import {useTheme} from '../hooks/use-theme.ts';
import {useStrings} from '../i18n/language-context.tsx';
import {useArea} from './area.tsx';
import {Line} from './Line.tsx';
import {isMarked} from './list-state.ts';
import {hasScrollbar, Scrollbar} from './Scrollbar.tsx';
import type {Span} from './spans.ts';
import {selectableRow, span} from './spans.ts';
import type {ListHandle} from './use-list.ts';
import {listCommands} from './use-list.ts';

export type RowView = {
  readonly isSelected: boolean;
  readonly isMarked: boolean;
  /** Columns for the row, pointer and marks not counted. */
  readonly width: number;
};

export type ListProps = {
  readonly list: ListHandle;
  /** The row as pieces of plain, sanitised text. Cut to the width here. */
  readonly renderRow: (index: number, view: RowView) => readonly Span[];
  readonly width?: number;
  readonly isFocused?: boolean;
  readonly onOpen?: (index: number) => void;
  readonly openTitle?: string;
  readonly canMark?: boolean;
  /**
   * `row`: the whole row is inverted or coloured. `pointer`: only the pointer moves, for long rows of text, where
   * repainting two whole rows per key would be slow over a thin line.
   */
  readonly highlight?: 'row' | 'pointer';
};

export const List = ({
  list,
  renderRow,
  width: givenWidth,
  isFocused = true,
  onOpen,
  openTitle,
  canMark = false,
  highlight = 'row',
}: ListProps): ReactNode => {
  const theme = useTheme();
  const strings = useStrings();
  const area = useArea();
  const {state, count, height, cursor} = list;
  const width = (givenWidth ?? area.width) - (hasScrollbar(list) ? 1 : 0);
  const {box, mouse} = useRowClick({width, height}, (row) => {
    const index = state.top + row;
    if (index >= count) return false;
    if (index === cursor) onOpen?.(index);
    else list.dispatch({type: 'go', to: index});
    return true;
  });
  useKeymap(listCommands(list, strings, {onOpen, openTitle, canMark}), {
    isActive: isFocused,
    mouse,
  });
  const {pointer, marked, unmarked} = theme.symbols;
  const rows: ReactNode[] = [];
  for (let index = state.top; index < Math.min(count, state.top + height); index += 1) {
    const isSelected = index === cursor;
    const isMark = canMark && isMarked(state, index);
    const lead = `${isSelected ? pointer : ' '} ${canMark ? `${isMark ? marked : unmarked} ` : ''}`;
    const content = renderRow(index, {isSelected, isMarked: isMark, width: width - lead.length});
    const spans = [
      span(lead, isSelected ? theme.accent : isMark ? theme.warn : theme.muted),
      ...content,
    ];
    const isHighlighted = isSelected && highlight === 'row';
    const text = selectableRow(spans, width, {isSelected: isHighlighted, isFocused, theme});
    rows.push(<Line key={index} text={text} />);
  }
  return (
    <Box ref={box} flexShrink={0} height={height} width={givenWidth ?? area.width}>
      <Box flexDirection="column" flexShrink={0} width={width}>
        {rows}
      </Box>
      <Scrollbar top={state.top} count={count} height={height} />
    </Box>
  );
};
