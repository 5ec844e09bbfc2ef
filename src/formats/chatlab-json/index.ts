// ChatLab's standard format as one JSON document: one chat per file, members, messages. The JSON Lines variant is `chatlab-jsonl`.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {chatlabWriter} from '../_shared/chatlab-write.ts';
import {headObject} from '../_shared/json-head.ts';
import {recordAt, stringAt} from '../_shared/loose.ts';
import {openAsset, read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  const root = headObject(sample);
  const chatlab = root && !Object.hasOwn(root, '_type') ? recordAt(root, 'chatlab') : undefined;
  return chatlab && stringAt(chatlab, 'version') !== undefined
    ? {match: 'certain', because: 'the object "chatlab" with a version'}
    : no;
};

export const chatlabJsonFormat = defineFormat({
  id: 'chatlab-json',
  title: {zh: 'ChatLab 标准格式 (JSON)', en: 'ChatLab standard format (JSON)'},
  platform: 'chatlab',
  reader: {recognize, read, openAsset},
  writer: chatlabWriter('json'),
});
