// Files that belong to chats and cannot be read here: encrypted databases, backups for one program only, training sets, pages. Explains, reads nothing.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {ChatError} from '../../engine/errors.ts';
import {refusalFor} from './rules.ts';

const recognize = (sample: Sample): Recognition => {
  const refusal = refusalFor(sample);
  return refusal ? {match: 'refused', ...refusal} : no;
};

const read = (): never => {
  throw new ChatError('format-refused', 'This kind of file is recognised, and cannot be read.', {
    hint: 'Look at the file again with inspect: it says why, and what to do instead.',
  });
};

export const refusalsFormat = defineFormat({
  id: 'refusals',
  title: {zh: '认得但不能读的文件', en: 'Recognised, not readable'},
  platform: 'unknown',
  reader: {recognize, read},
});
