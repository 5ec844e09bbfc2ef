// Walking through folders and marking what is wanted: where one is, what is marked. Pure.

export type BrowserState = {
  readonly folder: string;
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
  isHiddenShown: false,
  marked,
  isTyping: false,
});

export const reduceBrowser = (state: BrowserState, action: BrowserAction): BrowserState => {
  switch (action.type) {
    case 'enter':
      return {...state, folder: action.folder, isTyping: false};
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
