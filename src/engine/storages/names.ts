// Which names a storage accepts. The same rule for every storage, so that a vault can be copied anywhere.
import {ChatError} from '../errors.ts';

const partPattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

export const isStorageName = (name: string): boolean =>
  name.length <= 512 && name.split('/').every((part) => partPattern.test(part));

export const checkName = (name: string): void => {
  if (!isStorageName(name))
    throw new Error(`Not a storage name: ${JSON.stringify(name.slice(0, 80))}`);
};

export const notFound = (name: string): ChatError =>
  new ChatError('not-found', `${name} is not in the vault’s storage.`);

export const byName = (a: {readonly name: string}, b: {readonly name: string}): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
