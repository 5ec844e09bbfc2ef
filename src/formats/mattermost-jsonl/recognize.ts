// Knows a Mattermost bulk file by its lines: each names its type and holds an object under that name. No I/O.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headLine} from '../_shared/json-head.ts';
import {numberAt, recordAt, stringAt} from '../_shared/loose.ts';

/** Types whose objects are told from anything else by a field. */
const proof: ReadonlyMap<string, string> = new Map([
  ['team', 'name'],
  ['channel', 'name'],
  ['user', 'username'],
  ['bot', 'username'],
  ['post', 'channel'],
  ['direct_channel', 'members'],
  ['direct_post', 'user'],
  ['emoji', 'name'],
]);

export const recognize = (sample: Sample): Recognition => {
  const line = headLine(sample);
  if (!line) return no;
  const type = stringAt(line, 'type') ?? '';
  const isVersion =
    type === 'version' && numberAt(line, 'version') !== undefined && !('format' in line);
  const record = recordAt(line, type);
  const field = proof.get(type);
  const isLine = record !== undefined && field !== undefined && Object.hasOwn(record, field);
  const isDirect =
    record !== undefined && type.startsWith('direct_') && Object.hasOwn(record, 'participants');
  if (!isVersion && !isLine && !isDirect) return no;
  const folder = sample.path.slice(0, sample.path.lastIndexOf('/') + 1);
  const hasFiles = sample.paths.some((path) => path.startsWith(`${folder}data/`));
  return {
    match: 'certain',
    because: `the first line is a Mattermost bulk "${type}" record`,
    ...(hasFiles ? {covers: folder} : {}),
  };
};
