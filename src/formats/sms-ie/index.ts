// SMS Import / Export (Android, open source): messages.ndjson with its data folder, older JSON arrays, call logs. Recognised by its columns.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headLine} from '../_shared/json-head.ts';
import {valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {read} from './read.ts';

const has = (record: Loose, ...keys: readonly string[]): boolean =>
  keys.every((key) => valueAt(record, key) !== undefined);

/** Column names of Android's tables, and what the app adds with two underscores. */
const kindOf = (record: Loose): string | undefined => {
  if (has(record, '__parts') && has(record, 'date')) return 'MMS columns with __parts';
  const hasTimes = has(record, 'date', 'type');
  if (hasTimes && has(record, 'address', 'body', 'thread_id')) return 'SMS columns of Android';
  if (hasTimes && has(record, 'address', 'body', '__display_name')) return 'SMS columns of Android';
  if (hasTimes && has(record, 'number', 'duration', 'presentation'))
    return 'call columns of Android';
  return undefined;
};

/** The zip: its messages and the files of its MMS. */
const coverOf = (sample: Sample): {readonly covers?: string} => {
  const folder = sample.path.slice(0, sample.path.lastIndexOf('/') + 1);
  const isOwn = /^(?:messages\.ndjson$|data\/)/;
  const around = sample.paths.filter((path) => path.startsWith(folder));
  const isZip = around.length > 1 && around.every((path) => isOwn.test(path.slice(folder.length)));
  return isZip ? {covers: folder} : {};
};

const recognize = (sample: Sample): Recognition => {
  const isLines = /\.(?:ndjson|jsonl)$/i.test(sample.path);
  if (!isLines && !/\.json$/i.test(sample.path)) return no;
  const record = isLines ? headLine(sample) : headItem(sample);
  const because = record && kindOf(record);
  return because === undefined ? no : {match: 'certain', because, ...coverOf(sample)};
};

export const smsIeFormat = defineFormat({
  id: 'sms-ie',
  title: {
    zh: 'SMS Import / Export（Android，zip、NDJSON）',
    en: 'SMS Import / Export (Android; zip, NDJSON)',
  },
  platform: 'sms',
  reader: {recognize, read},
});
