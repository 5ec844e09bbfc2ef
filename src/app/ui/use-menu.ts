// The state of a menu, for a screen that wants to come back to the same item.
import {useCallback, useReducer} from 'react';
import type {Extent} from './list-state.ts';
import type {MenuAction, MenuState} from './menu-state.ts';
import {firstItem, reduceMenu} from './menu-state.ts';

export type MenuHandle = {
  /** Save this in the route. The menu shows the nearest window that is possible. */
  readonly state: MenuState;
  readonly apply: (action: MenuAction, extent: Extent) => void;
};

type ExtendedAction = {readonly action: MenuAction; readonly extent: Extent};

const reduce = (state: MenuState, {action, extent}: ExtendedAction): MenuState =>
  reduceMenu(state, action, extent);

export const useMenu = (initial: MenuState = firstItem): MenuHandle => {
  const [state, dispatch] = useReducer(reduce, initial);
  const apply = useCallback((action: MenuAction, extent: Extent) => dispatch({action, extent}), []);
  return {state, apply};
};
