// One line of text being typed: pure. Positions are code units, always between two grapheme clusters.
import {assertNever} from '../../engine/model/assert-never.ts';
import {sanitizeLine} from '../terminal/sanitize.ts';
import {clusterEndAfter, clusterStartBefore, clusterWidth, graphemes} from '../terminal/width.ts';

export type TextFieldState = {
  readonly text: string;
  readonly caret: number;
  /** What Ctrl-_ goes back to, latest last. */
  readonly undo: readonly Snapshot[];
  /** Typing goes on in the same undo step until something else happens. */
  readonly isTyping: boolean;
};

type Snapshot = Pick<TextFieldState, 'text' | 'caret'>;

export type TextFieldAction =
  | {readonly type: 'type'; readonly text: string}
  /** One undoable edit, however long. */
  | {readonly type: 'paste'; readonly text: string}
  | {
      readonly type: 'erase';
      readonly range: 'left' | 'right' | 'word-left' | 'word-right' | 'start' | 'end';
    }
  | {
      readonly type: 'move';
      readonly to: 'left' | 'right' | 'word-left' | 'word-right' | 'start' | 'end';
    }
  | {readonly type: 'undo'}
  | {readonly type: 'set'; readonly text: string};

const undoSteps = 100;

export const textField = (text = ''): TextFieldState => ({
  text,
  caret: text.length,
  undo: [],
  isTyping: false,
});

/** The keys that a field takes besides those that type. */
const editingKeys: Readonly<Record<string, TextFieldAction>> = {
  backspace: {type: 'erase', range: 'left'},
  delete: {type: 'erase', range: 'right'},
  left: {type: 'move', to: 'left'},
  right: {type: 'move', to: 'right'},
  home: {type: 'move', to: 'start'},
  end: {type: 'move', to: 'end'},
  'ctrl+a': {type: 'move', to: 'start'},
  'ctrl+e': {type: 'move', to: 'end'},
  'ctrl+left': {type: 'move', to: 'word-left'},
  'ctrl+right': {type: 'move', to: 'word-right'},
  'alt+left': {type: 'move', to: 'word-left'},
  'alt+right': {type: 'move', to: 'word-right'},
  'alt+b': {type: 'move', to: 'word-left'},
  'alt+f': {type: 'move', to: 'word-right'},
  'ctrl+w': {type: 'erase', range: 'word-left'},
  'alt+backspace': {type: 'erase', range: 'word-left'},
  'alt+d': {type: 'erase', range: 'word-right'},
  'ctrl+u': {type: 'erase', range: 'start'},
  'ctrl+k': {type: 'erase', range: 'end'},
  'ctrl+_': {type: 'undo'},
};

/** What a key means to a field; undefined: it is not for the field. */
export const actionOfKey = (key: string, text: string): TextFieldAction | undefined => {
  const known = Object.hasOwn(editingKeys, key) ? editingKeys[key] : undefined;
  if (known !== undefined) return known;
  return text === '' ? undefined : {type: 'type', text};
};

const words = new Intl.Segmenter('und', {granularity: 'word'});

// Looking for the end of a word reads no further than this: each step of Intl.Segmenter copies the whole text.
const wordReach = 500;

const wordStartBefore = (text: string, caret: number): number => {
  const from = Math.max(0, caret - wordReach);
  const segments = Array.from(words.segment(text.slice(from, caret)));
  const last = segments.findLast(({isWordLike}) => isWordLike === true);
  return from + (last?.index ?? 0);
};

const wordEndAfter = (text: string, caret: number): number => {
  const segments = Array.from(words.segment(text.slice(caret, caret + wordReach)));
  const first = segments.find(({isWordLike}) => isWordLike === true);
  return first === undefined
    ? Math.min(text.length, caret + wordReach)
    : caret + first.index + first.segment.length;
};

type Target = 'left' | 'right' | 'word-left' | 'word-right' | 'start' | 'end';

const positionOf = (target: Target, {text, caret}: TextFieldState): number => {
  switch (target) {
    case 'left':
      return clusterStartBefore(text, caret);
    case 'right':
      return clusterEndAfter(text, caret);
    case 'word-left':
      return wordStartBefore(text, caret);
    case 'word-right':
      return wordEndAfter(text, caret);
    case 'start':
      return 0;
    case 'end':
      return text.length;
    default:
      return assertNever(target);
  }
};

const remember = ({undo, text, caret}: TextFieldState): readonly Snapshot[] =>
  [...undo, {text, caret}].slice(-undoSteps);

/** Newlines and tabs become spaces, other controls go: a field is one line. */
const insertable = (text: string): string =>
  text.replaceAll(/[\n\t]+/g, ' ').replaceAll(/[\p{Control}\p{Surrogate}]/gu, '');

const insert = (state: TextFieldState, text: string, isTyping: boolean): TextFieldState => {
  const clean = insertable(text);
  if (clean === '') return state;
  const next = state.text.slice(0, state.caret) + clean + state.text.slice(state.caret);
  const at = state.caret + clean.length;
  // What was inserted may have joined what follows, as a joiner does between two emoji.
  const joined = clusterEndAfter(next, clusterStartBefore(next, at));
  return {
    text: next,
    caret: Math.max(at, joined),
    undo: isTyping && state.isTyping ? state.undo : remember(state),
    isTyping,
  };
};

const erase = (state: TextFieldState, range: Target): TextFieldState => {
  const other = positionOf(range, state);
  if (other === state.caret) return state;
  const start = Math.min(other, state.caret);
  const end = Math.max(other, state.caret);
  const text = state.text.slice(0, start) + state.text.slice(end);
  return {text, caret: start, undo: remember(state), isTyping: false};
};

export const reduceTextField = (state: TextFieldState, action: TextFieldAction): TextFieldState => {
  switch (action.type) {
    case 'type':
      return insert(state, action.text, true);
    case 'paste':
      return insert(state, action.text.replace(/\n+$/, ''), false);
    case 'erase':
      return erase(state, action.range);
    case 'move':
      return {...state, caret: positionOf(action.to, state), isTyping: false};
    case 'undo': {
      const before = state.undo.at(-1);
      return before === undefined
        ? state
        : {...before, undo: state.undo.slice(0, -1), isTyping: false};
    }
    case 'set':
      return {...textField(action.text), undo: remember(state)};
    default:
      return assertNever(action);
  }
};

export type FieldView = {
  /** What of the text is seen, safe to show. */
  readonly text: string;
  /** Columns from the start of the seen text. */
  readonly caretColumn: number;
};

/** The part of the text around the caret that fits into `width` columns, the cell of the caret included. */
export const viewField = (
  {text, caret}: Pick<TextFieldState, 'text' | 'caret'>,
  width: number,
  isMasked = false,
): FieldView => {
  const shown = (cluster: string): string => (isMasked ? '*' : sanitizeLine(cluster));
  const columnsOf = (cluster: string): number =>
    graphemes(shown(cluster)).reduce((sum, each) => sum + clusterWidth(each), 0);
  // A view of `width` columns can hold at most so many code units; a long paste is not measured from its start.
  const reach = width * 32;
  const before = graphemes(text.slice(Math.max(0, caret - reach), caret));
  const after = graphemes(text.slice(caret, caret + reach));
  let start = before.length;
  let caretColumn = 0;
  while (start > 0) {
    const columns = columnsOf(before[start - 1] ?? '');
    if (caretColumn + columns > width - 1) break;
    caretColumn += columns;
    start -= 1;
  }
  let used = caretColumn;
  let end = 0;
  while (end < after.length) {
    const columns = columnsOf(after[end] ?? '');
    if (used + columns > width) break;
    used += columns;
    end += 1;
  }
  return {text: [...before.slice(start), ...after.slice(0, end)].map(shown).join(''), caretColumn};
};
