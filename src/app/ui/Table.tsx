// A table to read, not to choose from: for choosing, give List rows of `tableSpans`.
import type {ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import {useArea} from './area.tsx';
import {Lines} from './Line.tsx';
import {row} from './spans.ts';
import type {Column} from './table.ts';
import {headerSpans, layOutTable, tableSpans} from './table.ts';

export type TableProps = {
  readonly columns: readonly Column[];
  /** Plain, sanitised text. */
  readonly rows: readonly (readonly string[])[];
  /** Rows at most, the header included; the rest is left out. */
  readonly height?: number;
};

export const Table = ({columns, rows, height}: TableProps): ReactNode => {
  const theme = useTheme();
  const area = useArea();
  const layout = layOutTable(columns, rows, area.width);
  const shown = rows.slice(0, Math.max(0, (height ?? area.height) - 1));
  return (
    <Lines
      lines={[
        row(headerSpans(layout, theme.heading), area.width),
        ...shown.map((cells) => row(tableSpans(layout, cells), area.width)),
      ]}
    />
  );
};
