// ChatLab's standard format as JSON Lines: a header line, the members, the messages. The one-document variant is `chatlab-json`.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {chatlabWriter} from '../_shared/chatlab-write.ts';
import {headLine} from '../_shared/json-head.ts';
import {recordAt, valueAt} from '../_shared/loose.ts';
import {openAsset, read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const line = headLine(sample);
  return line && valueAt(line, '_type') === 'header' && recordAt(line, 'chatlab')
    ? {match: 'certain', because: 'the first line is a ChatLab header'}
    : no;
};

export const chatlabJsonlFormat = defineFormat({
  id: 'chatlab-jsonl',
  title: {zh: 'ChatLab 标准格式 (JSONL)', en: 'ChatLab standard format (JSONL)'},
  platform: 'chatlab',
  reader: {recognize, read, openAsset},
  writer: chatlabWriter('jsonl'),
});
