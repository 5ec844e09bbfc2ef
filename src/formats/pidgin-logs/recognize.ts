// Knows libpurple logs by their first line. No I/O.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {logFolder} from '../_shared/log-folder.ts';
import {isLogName, parseHeader} from './header.ts';

export const logRoot = (path: string, paths: readonly string[]): string | undefined =>
  logFolder(path, paths, isLogName);

export const recognize = (sample: Sample): Recognition => {
  if (!/\.(?:html?|txt)$/i.test(sample.path)) return no;
  const header = parseHeader(sample.text);
  if (!header) return no;
  const root = logRoot(sample.path, sample.paths);
  return {
    match: 'certain',
    because: `a Pidgin log: "${header.kind === 'system' ? 'System log for account' : 'Conversation with'} …" (${header.protocol})`,
    ...(root === undefined ? {} : {covers: root}),
  };
};
