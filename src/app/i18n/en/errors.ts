// Errors speak English by themselves.
import type {errors as zh} from '../zh/errors.ts';

export const errors: typeof zh = {
  bug: {text: 'This is a bug of ours.', hint: 'Please report what stands below.'},
  usage: undefined,
  'done-with-losses': undefined,
  'no-vault': undefined,
  'vault-locked': undefined,
  'wrong-passphrase': undefined,
  'vault-damaged': undefined,
  'no-space': undefined,
  'newer-format': undefined,
  'verify-found-damage': undefined,
  'vault-exists': undefined,
  'storage-unreachable': undefined,
  'not-found': undefined,
  'no-permission': undefined,
  'target-exists': undefined,
  'format-unknown': undefined,
  'input-malformed': undefined,
  'input-limit': undefined,
  'input-encrypted': undefined,
  'format-refused': undefined,
  cancelled: undefined,
};
