// Which of WeFlow's files this is. By keys, columns and quoted names.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headObject} from '../_shared/json-head.ts';
import {recordAt} from '../_shared/loose.ts';

export type Variant = 'json' | 'txt' | 'csv';

const csvHeader = 'id,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime';
export const headPattern = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) '(.{0,200})'$/;

/** Every head stands at the beginning or after an empty line, and has words under it. */
const isTxt = (text: string): boolean => {
  const lines = text.split(/\r?\n/, 2000);
  if (!headPattern.test(lines[0] ?? '')) return false;
  return lines.length > 1 && (lines[1] ?? '') !== '';
};

export const variantOf = (sample: Sample): Variant | undefined => {
  const root = headObject(sample);
  if (root) return recordAt(root, 'weflow') && recordAt(root, 'session') ? 'json' : undefined;
  if (sample.text.startsWith(csvHeader)) return 'csv';
  return isTxt(sample.text) ? 'txt' : undefined;
};

const because: Readonly<Record<Variant, string>> = {
  json: 'the objects "weflow" and "session"',
  csv: 'the columns of WeFlow’s CSV for WeClone',
  txt: 'blocks that begin with a time and a name in single quotes',
};

/** The JSON of the same chat holds more. */
const hasRicher = (sample: Sample, variant: Variant): boolean =>
  variant !== 'json' && sample.has(sample.path.replace(/\.(?:txt|csv)$/i, '.json'));

export const recognize = (sample: Sample): Recognition => {
  const variant = variantOf(sample);
  if (!variant || hasRicher(sample, variant)) return no;
  return {match: 'certain', because: because[variant]};
};
