// Cursor, window and marks of a list of any length. Pure; knows the count and the height, never the rows.
import {assertNever} from '../../engine/model/assert-never.ts';

export type ListState = {
  readonly cursor: number;
  /** The first row in the window. */
  readonly top: number;
  readonly marks: ReadonlySet<number>;
  /** Where a range began; undefined: no range is being drawn. */
  readonly anchor: number | undefined;
};

export type Extent = {readonly count: number; readonly height: number};

export type ListAction =
  | {readonly type: 'move'; readonly by: number}
  /** By windows: 1 is a page, 0.5 half of one. */
  | {readonly type: 'page'; readonly by: number}
  /** Negative counts from the end: -1 is the last. */
  | {readonly type: 'go'; readonly to: number}
  /** Marks or unmarks the cursor's row, or the drawn range, and moves on. */
  | {readonly type: 'mark'}
  | {readonly type: 'range'}
  | {readonly type: 'unmark-all'}
  /** The number of rows or the height changed. */
  | {readonly type: 'fit'};

export const emptyList: ListState = {cursor: 0, top: 0, marks: new Set(), anchor: undefined};

const clamp = (value: number, last: number): number => Math.max(0, Math.min(value, last));

/** The window moves as little as needed to show the cursor, and never past the end. */
export const windowFor = (state: ListState, {count, height}: Extent): ListState => {
  const cursor = clamp(state.cursor, count - 1);
  const lowest = cursor - Math.max(1, height) + 1;
  const top = clamp(Math.min(Math.max(state.top, lowest), cursor), count - Math.max(1, height));
  return cursor === state.cursor && top === state.top ? state : {...state, cursor, top};
};

const moveTo = (state: ListState, cursor: number, extent: Extent): ListState =>
  windowFor({...state, cursor: clamp(cursor, extent.count - 1)}, extent);

/** Paging moves the window along with the cursor, so the cursor keeps its row on the screen. */
const page = (state: ListState, by: number, extent: Extent): ListState => {
  const distance = Math.trunc(by * Math.max(1, extent.height)) || Math.sign(by);
  const top = clamp(state.top + distance, extent.count - extent.height);
  return moveTo({...state, top}, state.cursor + distance, extent);
};

export const rangeOf = ({anchor, cursor}: ListState): readonly [number, number] | undefined =>
  anchor === undefined ? undefined : [Math.min(anchor, cursor), Math.max(anchor, cursor)];

const mark = (state: ListState, extent: Extent): ListState => {
  const range = rangeOf(state);
  const marks = new Set(state.marks);
  if (range !== undefined) {
    for (let index = range[0]; index <= range[1]; index += 1) marks.add(index);
    return {...state, marks, anchor: undefined};
  }
  if (!marks.delete(state.cursor) && extent.count > 0) marks.add(state.cursor);
  return moveTo({...state, marks}, state.cursor + 1, extent);
};

export const reduceList = (state: ListState, action: ListAction, extent: Extent): ListState => {
  switch (action.type) {
    case 'move':
      return moveTo(state, state.cursor + action.by, extent);
    case 'page':
      return page(state, action.by, extent);
    case 'go':
      return moveTo(state, action.to < 0 ? extent.count + action.to : action.to, extent);
    case 'mark':
      return mark(state, extent);
    case 'range':
      return state.anchor === undefined ? {...state, anchor: state.cursor} : mark(state, extent);
    case 'unmark-all':
      return {...state, marks: new Set(), anchor: undefined};
    case 'fit':
      return windowFor(state, extent);
    default:
      return assertNever(action);
  }
};

export const isMarked = (state: ListState, index: number): boolean => {
  const range = rangeOf(state);
  return state.marks.has(index) || (range !== undefined && index >= range[0] && index <= range[1]);
};

export type Thumb = {readonly start: number; readonly length: number};

/** Honest: touches an end only at that end, and is as long as the part of the list that is seen (at least one row). */
export const scrollThumb = (
  {top}: Pick<ListState, 'top'>,
  {count, height}: Extent,
): Thumb | undefined => {
  if (count <= height || height < 2) return undefined;
  const length = clamp(Math.round((height * height) / count) - 1, height - 2) + 1;
  const room = height - length;
  const last = count - height;
  if (top <= 0) return {start: 0, length};
  if (top >= last) return {start: room, length};
  const start =
    room < 2 ? Math.round((top / last) * room) : 1 + Math.floor(((top - 1) / last) * (room - 1));
  return {start: clamp(start, room), length};
};
