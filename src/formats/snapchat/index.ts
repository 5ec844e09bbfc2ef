// Snapchat: chats and snaps of a "My Data" download with JSON files. Recognised by the keys of its records.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headObject} from '../_shared/json-head.ts';
import {isLoose, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {coverOf} from './files.ts';
import {read} from './read.ts';

const isRecord = (record: Loose): boolean =>
  stringAt(record, 'Media Type') !== undefined &&
  stringAt(record, 'Created') !== undefined &&
  (valueAt(record, 'Created(microseconds)') !== undefined ||
    stringAt(record, 'From') !== undefined ||
    stringAt(record, 'To') !== undefined);

const recognize = (sample: Sample): Recognition => {
  if (!/\.json$/i.test(sample.path)) return no;
  const root = headObject(sample);
  const lists = root ? Object.values(root).filter(Array.isArray) : [];
  const records = lists.flatMap((list: readonly unknown[]) => list.filter(isLoose));
  if (!records.some(isRecord)) return no;
  const covers = coverOf(sample.path, sample.paths);
  const because = 'lists of records with Media Type, Created and From';
  return {match: 'certain', because, ...(covers === undefined ? {} : {covers})};
};

export const snapchatFormat = defineFormat({
  id: 'snapchat',
  title: {zh: 'Snapchat 我的数据（JSON）', en: 'Snapchat My Data (JSON)'},
  platform: 'snapchat',
  reader: {recognize, read},
});
