// Two screens → what to write so that the first becomes the second, scrolling where a block of rows moved. Pure.
import type {Row} from './cells.ts';
import {blankRow, parseRow} from './cells.ts';
import {Painter} from './painter.ts';

/** What a terminal shows: the lines as they came and their cells. An undefined row shows nobody knows what. */
export type Screen = {
  readonly columns: number;
  readonly lines: readonly string[];
  readonly rows: readonly (Row | undefined)[];
};

export type Update = {readonly screen: Screen; readonly output: string; readonly painter: Painter};

export const unknownScreen = (columns: number, rows: number): Screen => ({
  columns,
  lines: Array.from<string>({length: rows}).fill(''),
  rows: Array.from<undefined>({length: rows}).fill(undefined),
});

type Scroll = {readonly top: number; readonly bottom: number; readonly by: number};

/** The rows of the next screen, parsed only where the line differs from the one in the same place or that moved. */
const nextScreen = (old: Screen, frame: string): Screen => {
  const frameLines = frame.split('\n');
  const lines = old.lines.map((_line, y) => frameLines[y] ?? '');
  const parsed = new Map<string, Row>();
  old.lines.forEach((line, y) => {
    const row = old.rows[y];
    if (row !== undefined) parsed.set(line, row);
  });
  const rows = lines.map((line) => parsed.get(line) ?? parseRow(line, old.columns));
  return {columns: old.columns, lines, rows};
};

/** The distance that most changed lines moved by, and the block that they cover. */
const findScroll = (old: Screen, next: Screen): Scroll | undefined => {
  const places = new Map<string, number[]>();
  old.lines.forEach((line, y) => {
    if (line === '') return;
    const known = places.get(line);
    if (known === undefined) places.set(line, [y]);
    else if (known.length < 4) known.push(y);
  });
  const votes = new Map<number, number>();
  next.lines.forEach((line, y) => {
    if (line === old.lines[y]) return;
    for (const from of places.get(line) ?? []) votes.set(from - y, (votes.get(from - y) ?? 0) + 1);
  });
  const [by = 0, count = 0] = [...votes].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (count < 2) return undefined;
  const moved = next.lines.flatMap((line, y) =>
    line !== '' && line === old.lines[y + by] && line !== old.lines[y] ? [y] : [],
  );
  const first = moved[0] ?? 0;
  const last = moved.at(-1) ?? 0;
  return {top: Math.min(first, first + by), bottom: Math.max(last, last + by), by};
};

const scrolled = (old: Screen, {top, bottom, by}: Scroll): (Row | undefined)[] =>
  old.rows.map((row, y) => {
    if (y < top || y > bottom) return row;
    const from = y + by;
    return from < top || from > bottom ? blankRow(old.columns) : old.rows[from];
  });

const paintRows = (painter: Painter, shown: readonly (Row | undefined)[], next: Screen): void => {
  next.rows.forEach((row, y) => {
    if (row !== undefined && row !== shown[y]) painter.paintRow(y, shown[y], row);
  });
};

/** Shows `frame` where `old` is shown. `output` is empty when nothing changes. */
export const updateScreen = (old: Screen, frame: string, hasColorErase: boolean): Update => {
  const screen = nextScreen(old, frame);
  const options = {columns: old.columns, hasColorErase};
  const plain = new Painter(options);
  paintRows(plain, old.rows, screen);
  const scroll = old.rows.includes(undefined) ? undefined : findScroll(old, screen);
  if (scroll === undefined) return {screen, output: plain.output, painter: plain};
  const scrolling = new Painter(options);
  scrolling.scroll(scroll.top, scroll.bottom, scroll.by);
  paintRows(scrolling, scrolled(old, scroll), screen);
  const painter = scrolling.output.length < plain.output.length ? scrolling : plain;
  return {screen, output: painter.output, painter};
};
