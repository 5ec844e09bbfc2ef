// Google Chat: the takeout of all direct messages and spaces. Recognised by its messages.json files.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headObject} from '../_shared/json-head.ts';
import {recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import {coverOf} from './layout.ts';
import {read} from './read.ts';

const recognize = (sample: Sample): Recognition => {
  if (!sample.path.endsWith('.json')) return no;
  const message = headItem(sample, 'messages');
  const hasDate =
    message !== undefined &&
    (stringAt(message, 'created_date') !== undefined ||
      stringAt(message, 'deleted_date') !== undefined);
  const hasIds =
    message !== undefined &&
    (recordAt(message, 'creator') !== undefined || stringAt(message, 'message_id') !== undefined);
  const root = headObject(sample);
  const isEmpty =
    root !== undefined && Array.isArray(valueAt(root, 'messages')) && message === undefined;
  const covers = coverOf(sample.path, sample.paths);
  const isGroup = covers !== undefined && sample.path.endsWith('/messages.json');
  if (!(hasDate && hasIds) && !(isEmpty && isGroup)) return no;
  const because = isEmpty
    ? 'an empty messages.json beside a group_info.json'
    : 'messages with creator, created_date and message_id';
  return {match: 'certain', because, ...(covers === undefined ? {} : {covers})};
};

export const googleChatFormat = defineFormat({
  id: 'google-chat',
  title: {zh: 'Google Chat（Takeout）', en: 'Google Chat (Takeout)'},
  platform: 'google-chat',
  reader: {recognize, read},
});
