// Unlocking: with what, and how the last attempt went. Pure; holds no secret.

export type UnlockState = {
  readonly asked: 'passphrase' | 'recovery' | 'key-file';
  /** Absolute path; empty: none. */
  readonly keyFile: string;
  readonly attempt:
    {readonly status: 'asking' | 'busy'} | {readonly status: 'failed'; readonly error: unknown};
};

export type UnlockAction =
  | {readonly type: 'switch'}
  | {readonly type: 'ask-key-file'}
  | {readonly type: 'key-file'; readonly path: string}
  | {readonly type: 'try'}
  | {readonly type: 'failed'; readonly error: unknown};

export const startUnlock: UnlockState = {
  asked: 'passphrase',
  keyFile: '',
  attempt: {status: 'asking'},
};

export const reduceUnlock = (state: UnlockState, action: UnlockAction): UnlockState => {
  switch (action.type) {
    case 'switch':
      return {
        ...state,
        asked: state.asked === 'passphrase' ? 'recovery' : 'passphrase',
        attempt: {status: 'asking'},
      };
    case 'ask-key-file':
      return {...state, asked: 'key-file'};
    case 'key-file':
      return {...state, asked: 'passphrase', keyFile: action.path, attempt: {status: 'asking'}};
    case 'try':
      return {...state, attempt: {status: 'busy'}};
    case 'failed':
      return {...state, attempt: {status: 'failed', error: action.error}};
    default:
      return action satisfies never;
  }
};
