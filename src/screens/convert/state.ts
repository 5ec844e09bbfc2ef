// Where one is in the convert wizard and what was chosen so far. Pure.

export type ConvertStep =
  | {readonly name: 'files'}
  | {readonly name: 'format'}
  /** The preview job is running or over. */
  | {readonly name: 'preview'; readonly job: number}
  | {readonly name: 'target'};

export type ConvertState = {
  readonly step: ConvertStep;
  readonly paths: readonly string[];
  readonly format: string | undefined;
};

export type ConvertAction =
  | {readonly type: 'files'; readonly paths: readonly string[]}
  | {readonly type: 'format'; readonly format: string; readonly job: number}
  | {readonly type: 'go-on'}
  | {readonly type: 'back'};

export const startConvert = (paths: readonly string[]): ConvertState => ({
  step: {name: paths.length > 0 ? 'format' : 'files'},
  paths,
  format: undefined,
});

export const reduceConvert = (state: ConvertState, action: ConvertAction): ConvertState => {
  switch (action.type) {
    case 'files':
      return {...state, paths: action.paths, step: {name: 'format'}};
    case 'format':
      return {...state, format: action.format, step: {name: 'preview', job: action.job}};
    case 'go-on':
      return {...state, step: {name: 'target'}};
    case 'back':
      return {...state, step: {name: state.step.name === 'format' ? 'files' : 'format'}};
    default:
      return action satisfies never;
  }
};

/** `Ana.zip` and `html` → `Ana.html` or `Ana/`, beside the first file. */
export const suggestedName = (first: string, extension: string, isFolder: boolean): string => {
  const stem = first.replace(/\.(?:zip|txt|json|jsonl|csv|html?|xml|tar|gz|tgz|mht)$/i, '');
  return isFolder ? `${stem}-converted/` : `${stem}.converted.${extension}`;
};
