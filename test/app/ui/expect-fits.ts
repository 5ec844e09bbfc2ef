// Nothing on a screen may be cut off by the window's edge: not a row too many, not a column too many.
import {expect} from 'vitest';
import type {RenderedScreen} from '../../helpers/render.tsx';
import {textWidth} from '../../../src/app/terminal/width.ts';

export const expectFits = (screen: RenderedScreen): void => {
  const {columns, rows} = screen.terminal.size.get();
  const lines = screen.lines();
  expect(lines).toHaveLength(rows);
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
  expect(screen.crash()).toBeUndefined();
};
