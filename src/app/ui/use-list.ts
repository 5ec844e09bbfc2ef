// The state of a list and the commands that move it, for List.tsx and for whatever else shows rows.
import {useCallback, useReducer} from 'react';
import type {Strings} from '../i18n/strings.ts';
import type {Command} from '../keymap.ts';
import {conventionalKeys as keys} from '../keymap.ts';
import type {Extent, ListAction, ListState} from './list-state.ts';
import {emptyList, reduceList, windowFor} from './list-state.ts';

export type ListHandle = Extent & {
  /** Save this in the route to come back to the same place. */
  readonly state: ListState;
  readonly cursor: number;
  readonly dispatch: (action: ListAction) => void;
};

type ExtendedAction = {readonly action: ListAction; readonly extent: Extent};

const reduce = (state: ListState, {action, extent}: ExtendedAction): ListState =>
  reduceList(state, action, extent);

/** `count` rows seen through `height` of them. Give `initial` what was saved when the screen was left. */
export const useList = (extent: Extent, initial: ListState = emptyList): ListHandle => {
  const [stored, apply] = useReducer(reduce, initial);
  const {count, height} = extent;
  const dispatch = useCallback(
    (action: ListAction) => apply({action, extent: {count, height}}),
    [count, height],
  );
  // The stored window may be from before the rows or the height changed; what is shown is always possible.
  const state = windowFor(stored, extent);
  return {count, height, state, cursor: state.cursor, dispatch};
};

export type ListCommandOptions = {
  /** Enter, l or → on a row. */
  readonly onOpen?: ((index: number) => void) | undefined;
  readonly openTitle?: string | undefined;
  /** Space and v. */
  readonly canMark?: boolean | undefined;
};

/** Moving, opening and marking, in the keys that every list has. */
export const listCommands = (
  list: ListHandle,
  strings: Strings,
  {onOpen, openTitle, canMark = false}: ListCommandOptions = {},
): Command[] => {
  const text = strings.ui.keys;
  const {dispatch, count, cursor} = list;
  const move = (
    id: string,
    title: string,
    keysOf: readonly string[],
    action: ListAction,
  ): Command => ({
    id: `list.${id}`,
    keys: keysOf,
    title,
    group: text.moving,
    isMotion: true,
    run: () => dispatch(action),
  });
  return [
    {
      id: 'list.open',
      keys: keys.open,
      title: openTitle ?? text.open,
      hint: 1,
      when: onOpen !== undefined && count > 0,
      run: () => onOpen?.(cursor),
    },
    {
      id: 'list.mark',
      keys: keys.mark,
      title: text.mark,
      hint: 2,
      when: canMark && count > 0,
      isMotion: true,
      run: () => dispatch({type: 'mark'}),
    },
    {
      id: 'list.range',
      keys: keys.range,
      title: text.range,
      when: canMark && count > 0,
      isMotion: true,
      run: () => dispatch({type: 'range'}),
    },
    move('down', text.down, keys.down, {type: 'move', by: 1}),
    move('up', text.up, keys.up, {type: 'move', by: -1}),
    move('half-page-down', text.halfPageDown, keys.halfPageDown, {type: 'page', by: 0.5}),
    move('half-page-up', text.halfPageUp, keys.halfPageUp, {type: 'page', by: -0.5}),
    move('page-down', text.pageDown, keys.pageDown, {type: 'page', by: 1}),
    move('page-up', text.pageUp, keys.pageUp, {type: 'page', by: -1}),
    move('top', text.top, keys.top, {type: 'go', to: 0}),
    move('bottom', text.bottom, keys.bottom, {type: 'go', to: -1}),
  ];
};
