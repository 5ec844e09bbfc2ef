// Making a vault, step by step: name, place, passphrase (perhaps a key file), once more, recovery key, two of its groups typed back. Pure.

export type VaultStep =
  'name' | 'place' | 'passphrase' | 'key-file' | 'again' | 'creating' | 'recovery' | 'check';

export type NewVaultState = {
  readonly step: VaultStep;
  readonly name: string;
  readonly location: string;
  /** Absolute path; empty: none. */
  readonly keyFile: string;
  readonly recoveryKey: string;
  /** Id in the address book, once it is made. */
  readonly vault: string;
  /** Which two groups (from 0) are asked for, and which of them is next. */
  readonly asked: readonly [number, number];
  readonly answered: number;
  readonly problem: string | undefined;
  /** Asked whether to leave although the recovery key is not checked. */
  readonly isLeaving: boolean;
};

export type NewVaultAction =
  | {readonly type: 'name'; readonly name: string}
  | {readonly type: 'place'; readonly location: string}
  | {readonly type: 'passphrase'}
  | {readonly type: 'ask-key-file'}
  | {readonly type: 'key-file'; readonly path: string}
  | {readonly type: 'create'}
  | {
      readonly type: 'created';
      readonly recoveryKey: string;
      readonly vault: string;
      readonly asked: readonly [number, number];
    }
  | {readonly type: 'written'}
  | {readonly type: 'answer'; readonly text: string; readonly wrong: string}
  | {readonly type: 'problem'; readonly text: string; readonly step?: VaultStep}
  | {readonly type: 'leaving'; readonly isLeaving: boolean}
  /** Unchecked, but the vault is there. */
  | {readonly type: 'left'}
  | {readonly type: 'back'};

export const startNewVault = (): NewVaultState => ({
  step: 'name',
  name: '',
  location: '',
  keyFile: '',
  recoveryKey: '',
  vault: '',
  asked: [0, 1],
  answered: 0,
  problem: undefined,
  isLeaving: false,
});

/** Crockford's letters as people copy them: case, O for 0, I and L for 1. */
const canonical = (text: string): string =>
  text.trim().toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');

export const groupsOf = (recoveryKey: string): readonly string[] => recoveryKey.split('-');

const before: Partial<Record<VaultStep, VaultStep>> = {
  place: 'name',
  passphrase: 'place',
  again: 'passphrase',
  'key-file': 'passphrase',
  check: 'recovery',
};

export const reduceNewVault = (state: NewVaultState, action: NewVaultAction): NewVaultState => {
  switch (action.type) {
    case 'name':
      return {...state, name: action.name, step: 'place', problem: undefined};
    case 'place':
      return {...state, location: action.location, step: 'passphrase', problem: undefined};
    case 'passphrase':
      return {...state, step: 'again', problem: undefined};
    case 'ask-key-file':
      return {...state, step: 'key-file', problem: undefined};
    case 'key-file':
      return {...state, step: 'passphrase', keyFile: action.path, problem: undefined};
    case 'create':
      return {...state, step: 'creating', problem: undefined};
    case 'created':
      return {
        ...state,
        step: 'recovery',
        recoveryKey: action.recoveryKey,
        vault: action.vault,
        asked: action.asked,
      };
    case 'written':
      return {...state, step: 'check'};
    case 'answer': {
      const group = groupsOf(state.recoveryKey)[state.asked[state.answered] ?? 0] ?? '';
      if (canonical(action.text) !== canonical(group)) return {...state, problem: action.wrong};
      return {...state, answered: state.answered + 1, problem: undefined};
    }
    case 'problem':
      return {...state, problem: action.text, step: action.step ?? state.step};
    case 'leaving':
      return {...state, isLeaving: action.isLeaving};
    case 'left':
      return {...state, step: 'check', answered: state.asked.length, isLeaving: false};
    case 'back':
      return {...state, step: before[state.step] ?? state.step, problem: undefined};
    default:
      return action satisfies never;
  }
};

export const isProven = (state: NewVaultState): boolean =>
  state.step === 'check' && state.answered >= state.asked.length;
