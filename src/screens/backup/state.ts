// Where one is in the backup wizard and what was chosen so far. Pure.

import type {Format} from '../../app/i18n/format.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import type {InspectedChat, JobResult} from '../../app/jobs/job.ts';
import type {Selection} from '../../engine/transform/filter.ts';

export type BackupStep =
  'files' | 'looking' | 'found' | 'range' | 'chats' | 'dates' | 'vault' | 'open-vault' | 'confirm';

export type BackupState = {
  readonly step: BackupStep;
  readonly paths: readonly string[];
  /** The job that looks at the files. */
  readonly inspection: number | undefined;
  readonly selection: Selection;
  /** Id in the address book. */
  readonly vault: string | undefined;
  /** Ids in the address book when one went off to make a new vault: the one that is not among them is taken. */
  readonly known: readonly string[] | undefined;
};

export type BackupAction =
  | {readonly type: 'files'; readonly paths: readonly string[]; readonly job: number}
  | {readonly type: 'found'}
  | {readonly type: 'step'; readonly step: BackupStep}
  | {readonly type: 'selection'; readonly selection: Selection}
  | {readonly type: 'make'; readonly known: readonly string[]}
  | {readonly type: 'vault'; readonly vault: string}
  | {readonly type: 'back'};

export const startBackup = (): BackupState => ({
  step: 'files',
  paths: [],
  inspection: undefined,
  selection: {},
  vault: undefined,
  known: undefined,
});

const before: Readonly<Record<BackupStep, BackupStep>> = {
  files: 'files',
  looking: 'files',
  found: 'files',
  range: 'found',
  chats: 'range',
  dates: 'range',
  vault: 'range',
  'open-vault': 'vault',
  confirm: 'vault',
};

export const reduceBackup = (state: BackupState, action: BackupAction): BackupState => {
  switch (action.type) {
    case 'files':
      return {
        ...state,
        paths: action.paths,
        inspection: action.job,
        selection: {},
        step: 'looking',
      };
    case 'found':
      return state.step === 'looking' ? {...state, step: 'found'} : state;
    case 'step':
      return {...state, step: action.step};
    case 'selection':
      return {...state, selection: action.selection, step: 'vault'};
    case 'make':
      return {...state, known: action.known};
    case 'vault':
      return {...state, vault: action.vault, known: undefined, step: 'confirm'};
    case 'back':
      return {...state, step: before[state.step]};
    default:
      return action satisfies never;
  }
};

export type Inspection = Extract<JobResult, {kind: 'inspect'}>;

/** All chats of all exports, largest first; chats of one id are ticked together. */
export const chatsOf = (inspection: Inspection): readonly InspectedChat[] => {
  const byId = new Map<string, InspectedChat>();
  for (const chat of inspection.exports.flatMap(({chats}) => chats)) {
    const known = byId.get(chat.id);
    byId.set(
      chat.id,
      known
        ? {
            ...known,
            entries: known.entries + chat.entries,
            ...(chat.last === undefined ? {} : {last: Math.max(chat.last, known.last ?? 0)}),
          }
        : chat,
    );
  }
  return [...byId.values()].sort((a, b) => b.entries - a.entries);
};

/** Undefined: all of them, so that chats which come later are not left out. */
export const chosenChats = (
  chats: readonly InspectedChat[],
  marked: ReadonlySet<string>,
): readonly string[] | undefined =>
  chats.every(({id}) => marked.has(id))
    ? undefined
    : chats.filter(({id}) => marked.has(id)).map(({id}) => id);

type RangeWords = {readonly text: Strings['start']; readonly format: Format; readonly zone: string};

/** `3 chats, 2024-01-01 … 2024-12-31` */
export const rangeText = (
  {chats, since, until}: Selection,
  {text, format, zone}: RangeWords,
): string => {
  const what = chats ? text.chatCount(format.count(chats.length)) : text.allChats;
  if (since === undefined && until === undefined) return what;
  const from = since === undefined ? '' : format.date(since, zone);
  // The end is exclusive: the last day that is in it is the one before.
  const to = until === undefined ? '' : format.date(until - 1, zone);
  return `${what}  ${from} … ${to}`;
};
