// The column at the right edge of rows that do not all fit: which part of them is seen.
import {Text} from 'ink';
import type {ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import type {Extent} from './list-state.ts';
import {scrollThumb} from './list-state.ts';

export type ScrollbarProps = Extent & {readonly top: number};

export const hasScrollbar = (extent: Extent): boolean =>
  scrollThumb({top: 0}, extent) !== undefined;

/** One column wide; nothing when everything is seen. */
export const Scrollbar = ({top, count, height}: ScrollbarProps): ReactNode => {
  const {symbols, muted, accent} = useTheme();
  const thumb = scrollThumb({top}, {count, height});
  if (thumb === undefined) return null;
  const cells = Array.from({length: height}, (_row, y) =>
    y >= thumb.start && y < thumb.start + thumb.length
      ? accent(symbols.thumb)
      : muted(symbols.track),
  );
  return <Text>{cells.join('\n')}</Text>;
};
