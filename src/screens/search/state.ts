// A search and its hits. Pure.

import type {ListState} from '../../app/ui/list-state.ts';
import type {Entry, Person} from '../../engine/model/archive.ts';

export type FoundHit = {
  /** Id of the backup. */
  readonly snapshot: string;
  /** Position in `lane.chats`. */
  readonly chat: number;
  readonly position: number;
  readonly entry: Entry;
  readonly sender: Person | undefined;
};

export type SearchState = {
  readonly status: 'asking' | 'searching' | 'done';
  readonly hits: readonly FoundHit[];
  readonly problem: string | undefined;
};

export type SearchAction =
  | {readonly type: 'ask'}
  | {readonly type: 'start'}
  | {readonly type: 'hits'; readonly hits: readonly FoundHit[]}
  | {readonly type: 'end'}
  | {readonly type: 'problem'; readonly text: string};

/** What comes back when one returns from a hit. */
export type SearchSaved = {
  readonly words: string;
  readonly state: SearchState;
  readonly list: ListState;
};

export const emptySearch: SearchState = {status: 'asking', hits: [], problem: undefined};

export const reduceSearch = (state: SearchState, action: SearchAction): SearchState => {
  switch (action.type) {
    case 'ask':
      return {...state, status: 'asking', problem: undefined};
    case 'start':
      return {status: 'searching', hits: [], problem: undefined};
    case 'hits':
      return {...state, hits: [...state.hits, ...action.hits]};
    case 'end':
      return {...state, status: 'done', problem: undefined};
    case 'problem':
      return {...state, status: 'asking', problem: action.text};
    default:
      return action satisfies never;
  }
};
