// Where one is in the restore wizard and what was chosen so far. Pure.

import type {JobSpec, VaultAccess} from '../../app/jobs/job.ts';
import type {Selection} from '../../engine/transform/filter.ts';

export type RestoreStep = 'what' | 'snapshot' | 'how' | 'format' | 'range' | 'target' | 'exists';

export type RestoreState = {
  readonly step: RestoreStep;
  /** An id, `latest` or `merged`. */
  readonly snapshot: string;
  /** Undefined: the original files. */
  readonly format: string | undefined;
  readonly selection: Selection;
  readonly out: string;
};

export type RestoreAction =
  | {readonly type: 'what'; readonly snapshot: string}
  | {readonly type: 'pick'}
  | {readonly type: 'originals'}
  | {readonly type: 'other'}
  | {readonly type: 'format'; readonly format: string}
  | {readonly type: 'range'; readonly selection: Selection}
  | {readonly type: 'target'; readonly out: string}
  | {readonly type: 'back'};

export const startRestore = (snapshot: string | undefined): RestoreState => ({
  step: snapshot === undefined ? 'what' : 'how',
  snapshot: snapshot ?? 'latest',
  format: undefined,
  selection: {},
  out: '',
});

const before = (state: RestoreState): RestoreStep => {
  switch (state.step) {
    case 'what':
    case 'snapshot':
    case 'how':
      return 'what';
    case 'format':
      return state.snapshot === 'merged' ? 'what' : 'how';
    case 'range':
      return 'format';
    case 'target':
      return state.format === undefined ? 'how' : 'range';
    case 'exists':
      return 'target';
    default:
      return state.step satisfies never;
  }
};

export const reduceRestore = (state: RestoreState, action: RestoreAction): RestoreState => {
  switch (action.type) {
    case 'what':
      return {
        ...state,
        snapshot: action.snapshot,
        step: action.snapshot === 'merged' ? 'format' : 'how',
      };
    case 'pick':
      return {...state, step: 'snapshot'};
    case 'originals':
      return {...state, format: undefined, selection: {}, step: 'target'};
    case 'other':
      return {...state, step: 'format'};
    case 'format':
      return {...state, format: action.format, step: 'range'};
    case 'range':
      return {...state, selection: action.selection, step: 'target'};
    case 'target':
      return {...state, out: action.out, step: 'exists'};
    case 'back':
      return {...state, step: before(state)};
    default:
      return action satisfies never;
  }
};

export const restoreSpec = (
  state: RestoreState,
  vault: VaultAccess,
  overwrite: boolean,
): JobSpec => {
  const {snapshot, format, selection, out} = state;
  if (format === undefined)
    return {kind: 'restore-files', vault, snapshot, out, overwrite: overwrite ? 'always' : 'never'};
  return {
    kind: 'restore-as',
    vault,
    snapshot,
    to: format,
    out: out.endsWith('/') ? out : `${out}/`,
    selection,
    overwrite,
  };
};
