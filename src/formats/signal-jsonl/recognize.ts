// Tells Signal's export by its first two lines, and whether its folder holds nothing else.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {isLoose, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {frameOf} from './shapes.ts';

const lineAt = (line: string): Loose | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isLoose(value) ? value : undefined;
  } catch {
    return undefined; // Cut, or no JSON.
  }
};

const ownFile = /^(?:main\.jsonl|metadata\.json|files\/.*)$/i;

/** The folder of the export, when all that lies in it is the export's. */
const coveredFolder = (sample: Sample): {readonly covers?: string} => {
  const folder = sample.path.slice(0, sample.path.lastIndexOf('/') + 1);
  const inside = sample.paths.filter((path) => path.startsWith(folder));
  return inside.every((path) => path === sample.path || ownFile.test(path.slice(folder.length)))
    ? {covers: folder}
    : {};
};

export const recognize = (sample: Sample): Recognition => {
  if (!sample.text.trimStart().startsWith('{')) return no;
  const [first = '', second] = sample.text.trimStart().split('\n', 2);
  const info = lineAt(first);
  if (!info || valueAt(info, 'version') === undefined) return no;
  if (valueAt(info, 'backupTimeMs') === undefined) return no;
  const because = 'a line of the backup’s time, then frames';
  const frame = lineAt(second ?? '');
  // An export that was cut behind its first line has a key that nothing else has.
  const isOwn = frame
    ? frameOf(frame) !== undefined
    : valueAt(info, 'mediaRootBackupKey') !== undefined;
  return isOwn ? {match: 'certain', because, ...coveredFolder(sample)} : no;
};
