// Cursor and window of a short menu. Pure. Unlike a list it wraps around and is chosen from by number.
import {assertNever} from '../../engine/model/assert-never.ts';
import type {Extent} from './list-state.ts';
import {windowFor} from './list-state.ts';

export type MenuState = {
  readonly cursor: number;
  /** The first item in the window. */
  readonly top: number;
};

export type MenuAction =
  | {readonly type: 'move'; readonly by: number}
  /** Negative counts from the end. */
  | {readonly type: 'go'; readonly to: number};

export const firstItem: MenuState = {cursor: 0, top: 0};

export const menuWindow = (state: MenuState, extent: Extent): MenuState => {
  const {cursor, top} = windowFor({...state, marks: new Set(), anchor: undefined}, extent);
  return {cursor, top};
};

export const reduceMenu = (state: MenuState, action: MenuAction, extent: Extent): MenuState => {
  const {count} = extent;
  if (count === 0) return firstItem;
  switch (action.type) {
    case 'move': {
      const cursor = (((state.cursor + action.by) % count) + count) % count;
      return menuWindow({...state, cursor}, extent);
    }
    case 'go': {
      const to = action.to < 0 ? count + action.to : action.to;
      return menuWindow({...state, cursor: Math.max(0, Math.min(to, count - 1))}, extent);
    }
    default:
      return assertNever(action);
  }
};

/** The item that a number key chooses: 1 is the first of the menu, not of the window. */
export const itemOfNumber = (key: string, count: number): number | undefined => {
  const index = /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
  return index >= 0 && index < count ? index : undefined;
};
