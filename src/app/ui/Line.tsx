// One row of the screen from a string that is already fitted and painted. The quickest way to put text on the screen:
// Ink measures a blank instead of the text (its measuring costs most of a frame and keeps every string it ever saw), and
// the text comes in when the row is painted. For rows in a column; it claims one column of width, whatever it shows.
import {Box, Transform} from 'ink';
import type {ReactNode} from 'react';

export type LineProps = {readonly text: string};

export const Line = ({text}: LineProps): ReactNode => (
  <Transform transform={() => text}> </Transform>
);

export type LinesProps = {readonly lines: readonly string[]};

/** Rows that have no identity of their own: wrapped text, tables, progress. */
export const Lines = ({lines}: LinesProps): ReactNode => (
  <Box flexDirection="column" flexShrink={0}>
    {lines.map((text, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- a row is its place on the screen
      <Line key={index} text={text} />
    ))}
  </Box>
);
