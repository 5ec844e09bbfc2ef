// Puts the terminal's real cursor into a component, so that an input method opens at the caret.
import type {DOMElement} from 'ink';
import type {RefObject} from 'react';
import {useInsertionEffect, useLayoutEffect, useRef} from 'react';
import type {Caret} from '../terminal/frame-writer.ts';
import {useTerminal} from './use-terminal.ts';

/** Where a laid out box stands on the screen. */
export const screenPosition = (element: DOMElement): Caret => {
  let column = 0;
  let row = 0;
  let node: DOMElement | undefined = element;
  while (node !== undefined) {
    column += node.yogaNode?.getComputedLeft() ?? 0;
    row += node.yogaNode?.getComputedTop() ?? 0;
    node = node.parentNode;
  }
  return {column, row};
};

/**
 * Claims the cursor at `offset` inside the box of the returned ref; undefined claims nothing. The position is computed
 * when the frame is written, after layout.
 */
export const useCaret = (offset: Caret | undefined): RefObject<DOMElement | null> => {
  const {carets, refreshCaret} = useTerminal();
  const box = useRef<DOMElement>(null);
  const column = offset?.column;
  const row = offset?.row;
  // Before layout effects: Ink writes the frame between the two.
  useInsertionEffect(() => {
    if (column === undefined || row === undefined) return;
    const find = (): Caret | undefined => {
      if (box.current === null) return undefined;
      const origin = screenPosition(box.current);
      return {column: origin.column + column, row: origin.row + row};
    };
    carets.claim(find);
    return () => carets.release(find);
  }, [carets, column, row]);
  const isClaimed = column !== undefined && row !== undefined;
  // The first frame is written before React hands out the box.
  useLayoutEffect(() => {
    if (isClaimed) refreshCaret();
  }, [isClaimed, refreshCaret]);
  return box;
};
