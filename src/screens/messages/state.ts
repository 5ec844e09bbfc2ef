// What the chat screen remembers: the cursor, what was searched for, what is being typed. Pure.

import type {Cursor, Extent, HeightOf} from './placing.ts';
import {move, place} from './placing.ts';

export type Mode = 'reading' | 'finding' | 'going' | 'details';

export type Found = {
  /** Positions of all hits, oldest first; undefined while nothing was searched. */
  readonly positions: readonly number[];
  readonly needles: readonly string[];
  readonly isSearching: boolean;
};

export type MessagesState = {
  readonly cursor: Cursor;
  readonly mode: Mode;
  readonly found: Found | undefined;
  /** Where one was before searching or following a reply: Esc goes back there. */
  readonly origin: Cursor | undefined;
  /** A date that could not be read. */
  readonly problem: string | undefined;
};

export type Layout = {readonly extent: Extent; readonly heightOf: HeightOf};

export type MessagesAction =
  | {readonly type: 'move'; readonly by: number; readonly layout: Layout}
  | {readonly type: 'go'; readonly position: number; readonly row: number; readonly layout: Layout}
  | {readonly type: 'mode'; readonly mode: Mode}
  | {readonly type: 'problem'; readonly text: string}
  | {readonly type: 'search'; readonly needles: readonly string[]}
  | {readonly type: 'hits'; readonly positions: readonly number[]}
  | {readonly type: 'searched'}
  | {readonly type: 'next'; readonly step: 1 | -1; readonly layout: Layout}
  /** To the message that another one answers. */
  | {readonly type: 'follow'; readonly position: number; readonly layout: Layout}
  | {readonly type: 'leave-search'};

export const startAt = (position: number, height: number): MessagesState => ({
  cursor: {position, row: Math.floor(height / 2)},
  mode: 'reading',
  found: undefined,
  origin: undefined,
  problem: undefined,
});

/** What is kept while the screen is left: nothing goes on searching then. */
export const savedOf = (state: MessagesState): MessagesState => ({
  ...state,
  mode: 'reading',
  found: state.found && {...state.found, isSearching: false},
});

/** How many of the ascending positions are not beyond this one. */
const countUpTo = (positions: readonly number[], position: number): number => {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Hits come newest first, so a batch usually goes before all that is known. */
const withHits = (known: readonly number[], batch: readonly number[]): readonly number[] => {
  const sorted = [...batch].sort((a, b) => a - b);
  const [first] = known;
  const isBefore = first === undefined || (sorted.at(-1) ?? 0) < first;
  return isBefore ? [...sorted, ...known] : [...known, ...sorted].sort((a, b) => a - b);
};

const nextHit = (positions: readonly number[], from: number, step: 1 | -1): number | undefined =>
  step > 0
    ? (positions.find((position) => position > from) ?? positions[0])
    : (positions.findLast((position) => position < from) ?? positions.at(-1));

/** Which hit the cursor is on or behind, 1-based; 0 before the first. */
export const hitNumber = (positions: readonly number[], position: number): number =>
  countUpTo(positions, position);

/** The first hits move the cursor to the nearest one before it; what comes later leaves it where it is. */
const takeHits = (state: MessagesState, batch: readonly number[]): MessagesState => {
  const {found, cursor} = state;
  if (!found) return state;
  const positions = withHits(found.positions, batch);
  const next = {...state, found: {...found, positions}};
  if (found.positions.length > 0) return next;
  const nearest = positions.findLast((position) => position <= cursor.position) ?? positions[0];
  return nearest === undefined ? next : {...next, cursor: {...cursor, position: nearest}};
};

const follow = (state: MessagesState, position: number, layout: Layout): MessagesState => {
  const {extent, heightOf} = layout;
  const cursor = place({position, row: Math.floor(extent.height / 3)}, extent, heightOf);
  return {...state, mode: 'reading', origin: state.origin ?? state.cursor, cursor};
};

export const reduceMessages = (state: MessagesState, action: MessagesAction): MessagesState => {
  switch (action.type) {
    case 'move':
      return {
        ...state,
        cursor: move(state.cursor, action.by, action.layout.extent, action.layout.heightOf),
      };
    case 'go':
      return {
        ...state,
        mode: 'reading',
        problem: undefined,
        cursor: place(
          {position: action.position, row: action.row},
          action.layout.extent,
          action.layout.heightOf,
        ),
      };
    case 'mode':
      return {...state, mode: action.mode, problem: undefined};
    case 'problem':
      return {...state, problem: action.text};
    case 'search':
      return {
        ...state,
        mode: 'reading',
        problem: undefined,
        origin: state.origin ?? state.cursor,
        found: {positions: [], needles: action.needles, isSearching: true},
      };
    case 'hits':
      return takeHits(state, action.positions);
    case 'searched':
      return state.found ? {...state, found: {...state.found, isSearching: false}} : state;
    case 'next': {
      const target =
        state.found && nextHit(state.found.positions, state.cursor.position, action.step);
      if (target === undefined) return state;
      const {extent, heightOf} = action.layout;
      return {
        ...state,
        cursor: place({position: target, row: Math.floor(extent.height / 2)}, extent, heightOf),
      };
    }
    case 'follow':
      return follow(state, action.position, action.layout);
    case 'leave-search':
      return {...state, found: undefined, origin: undefined, cursor: state.origin ?? state.cursor};
    default:
      return action satisfies never;
  }
};
