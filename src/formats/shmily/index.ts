// Shmily-Msg: one JSON array per source and peer, made by its getters for QQ, WeChat, SMS, calls and mail. Reading only.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem} from '../_shared/json-head.ts';
import {valueAt} from '../_shared/loose.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const item = headItem(sample);
  const direction = item && valueAt(item, 'direction');
  return item &&
    (direction === 'go' || direction === 'come') &&
    ['source', 'ms', 'html'].every((key) => Object.hasOwn(item, key))
    ? {match: 'certain', because: 'a list of records with source, direction, ms and html'}
    : no;
};

export const shmilyFormat = defineFormat({
  id: 'shmily',
  title: {zh: 'Shmily-Msg (json)', en: 'Shmily-Msg (json)'},
  platform: 'shmily',
  reader: {recognize, read},
});
