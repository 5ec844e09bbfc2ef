// Clicks on rows of a box, where the person has switched the mouse on.
import type {DOMElement} from 'ink';
import type {RefObject} from 'react';
import {useRef} from 'react';
import type {MouseEvent} from '../terminal/keys.ts';
import type {Area} from '../ui/area.tsx';
import {screenPosition} from './use-caret.ts';

export type RowClicks = {
  /** For the box whose rows are clicked. */
  readonly box: RefObject<DOMElement | null>;
  /** For `useKeymap`. */
  readonly mouse: (event: MouseEvent) => boolean;
};

/** `onRow` gets the row of the box, from 0, and says whether the click meant anything there. */
export const useRowClick = ({width, height}: Area, onRow: (row: number) => boolean): RowClicks => {
  const box = useRef<DOMElement>(null);
  const mouse = ({action, button, column, row}: MouseEvent): boolean => {
    if (action !== 'press' || button !== 'left' || box.current === null) return false;
    const origin = screenPosition(box.current);
    const x = column - origin.column;
    const y = row - origin.row;
    return x >= 0 && x < width && y >= 0 && y < height && onRow(y);
  };
  return {box, mouse};
};
