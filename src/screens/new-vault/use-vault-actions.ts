// What the screen of a new vault does besides drawing: looks at the place, takes the key file, makes the vault.
import {useRef} from 'react';
import {failureFrom, failureLine} from '../../app/i18n/error-words.ts';
import type {Strings} from '../../app/i18n/strings.ts';
import type {Services} from '../../app/services.ts';
import type {NewVaultAction, NewVaultState} from './state.ts';

/** Two different groups out of 13, by the clock: not a secret, only not always the same. */
const twoGroups = (now: number): readonly [number, number] => {
  const first = now % 13;
  return [first, (first + 1 + (Math.floor(now / 13) % 12)) % 13];
};

export type VaultActionsInput = {
  readonly services: Services;
  readonly strings: Strings;
  readonly state: NewVaultState;
  readonly dispatch: (action: NewVaultAction) => void;
};

export type VaultActions = {
  readonly checkPlace: (location: string) => Promise<void>;
  readonly takeKeyFile: (typed: string) => Promise<void>;
  /** It is kept here and in no state, until the vault is made. */
  readonly takePassphrase: (typed: string) => void;
  readonly create: (again: string) => Promise<void>;
};

export const useVaultActions = ({
  services,
  strings,
  state,
  dispatch,
}: VaultActionsInput): VaultActions => {
  const passphrase = useRef('');
  const {files, vaults, now} = services;
  const {start: text} = strings;
  const checkPlace = async (location: string): Promise<void> => {
    if (await vaults.isVault(location)) dispatch({type: 'problem', text: text.placeTaken});
    else dispatch({type: 'place', location});
  };
  const takeKeyFile = async (typed: string): Promise<void> => {
    const path = typed === '' ? '' : files.resolve(typed);
    if (path !== '' && (await files.kind(path)) !== 'file')
      dispatch({type: 'problem', text: text.noKeyFile});
    else dispatch({type: 'key-file', path});
  };
  const takePassphrase = (typed: string): void => {
    passphrase.current = typed;
    dispatch({type: 'passphrase'});
  };
  const create = async (again: string): Promise<void> => {
    if (again !== passphrase.current)
      return dispatch({type: 'problem', text: text.differ, step: 'passphrase'});
    dispatch({type: 'create'});
    try {
      const {name, location, keyFile} = state;
      const made = await vaults.create(
        {name, location},
        {passphrase: passphrase.current, ...(keyFile === '' ? {} : {keyFile})},
      );
      passphrase.current = '';
      dispatch({
        type: 'created',
        recoveryKey: made.recoveryKey,
        vault: made.vault.place.id,
        asked: twoGroups(now()),
      });
    } catch (error) {
      dispatch({type: 'problem', text: failureLine(failureFrom(error), strings), step: 'place'});
    }
  };
  return {checkPlace, takeKeyFile, takePassphrase, create};
};
