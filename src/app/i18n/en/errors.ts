// Errors speak English by themselves: no words here means their own.
import type {errors as zh} from '../zh/errors.ts';

const own = {text: '', hint: ''};

export const errors: typeof zh = {
  bug: {text: 'This is a bug of ours.', hint: 'Please report what stands below.'},
  usage: own,
  'done-with-losses': own,
  'no-vault': own,
  'vault-locked': own,
  'wrong-passphrase': own,
  'vault-damaged': own,
  'no-space': own,
  'newer-format': own,
  'verify-found-damage': own,
  'vault-exists': own,
  'storage-unreachable': own,
  'not-found': own,
  'no-permission': own,
  'target-exists': own,
  'format-unknown': own,
  'input-malformed': own,
  'input-limit': own,
  'input-encrypted': own,
  'format-refused': own,
  cancelled: own,
};
