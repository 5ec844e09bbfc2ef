// Walking through folders and marking what is wanted: where one is, what is marked. Pure.

import type {FileItem} from '../../app/services.ts';

export type BrowserState = {
  readonly folder: string;
  /** The folder that was left for this one: the cursor begins on it. */
  readonly from: string | undefined;
  readonly isHiddenShown: boolean;
  /** Absolute paths, in the order of marking. */
  readonly marked: readonly string[];
  /** A path is being typed. */
  readonly isTyping: boolean;
};

export type BrowserAction =
  | {readonly type: 'enter'; readonly folder: string}
  | {readonly type: 'toggle'; readonly path: string}
  | {readonly type: 'add'; readonly path: string}
  | {readonly type: 'clear'}
  | {readonly type: 'hidden'}
  | {readonly type: 'typing'; readonly isTyping: boolean};

export const startBrowsing = (folder: string, marked: readonly string[] = []): BrowserState => ({
  folder,
  from: marked[0],
  isHiddenShown: false,
  marked,
  isTyping: false,
});

export const reduceBrowser = (state: BrowserState, action: BrowserAction): BrowserState => {
  switch (action.type) {
    case 'enter':
      return {...state, folder: action.folder, from: state.folder, isTyping: false};
    case 'toggle':
      return {
        ...state,
        marked: state.marked.includes(action.path)
          ? state.marked.filter((path) => path !== action.path)
          : [...state.marked, action.path],
      };
    case 'add':
      return {
        ...state,
        isTyping: false,
        marked: state.marked.includes(action.path) ? state.marked : [...state.marked, action.path],
      };
    case 'clear':
      return {...state, marked: []};
    case 'hidden':
      return {...state, isHiddenShown: !state.isHiddenShown};
    case 'typing':
      return {...state, isTyping: action.isTyping};
    default:
      return action satisfies never;
  }
};

export type BrowserRow =
  | {readonly kind: 'next'}
  | {readonly kind: 'parent'}
  | {readonly kind: 'item'; readonly item: FileItem};

/** Going on, going up, then what is in the folder. */
export const browserRows = (items: readonly FileItem[]): readonly BrowserRow[] => [
  {kind: 'next'},
  {kind: 'parent'},
  ...items.map((item): BrowserRow => ({kind: 'item', item})),
];

/** Where the cursor begins: on the folder one came out of, else on the first thing in the folder. */
export const firstRow = (rows: readonly BrowserRow[], from: string | undefined): number => {
  const known = rows.findIndex((row) => row.kind === 'item' && row.item.path === from);
  return known >= 0 ? known : Math.min(2, rows.length - 1);
};
