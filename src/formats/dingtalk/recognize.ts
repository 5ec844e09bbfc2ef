// Which tool wrote it: by the contract's name, by the keys of a message, by the columns.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headObject} from '../_shared/json-head.ts';
import {recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export type Variant = 'dws' | 'list' | 'local' | 'csv';

const csvHeader =
  'datetime,sender_name,sender_id,message_id,message_type,content_type,text,recalled';

const has = (record: Loose | undefined, ...keys: readonly string[]): boolean =>
  record !== undefined && keys.every((key) => Object.hasOwn(record, key));

const isListed = (record: Loose | undefined): boolean =>
  has(record, 'openMessageId', 'createTime') && (has(record, 'content') || has(record, 'sender'));

export const variantOf = (sample: Sample): Variant | undefined => {
  if (sample.text.startsWith(csvHeader)) return 'csv';
  const root = headObject(sample);
  if (root && /^im\.message-list\.v\d/.test(stringAt(root, 'contractVersion') ?? '')) return 'dws';
  if (
    root &&
    (isListed(headItem(sample, 'messages')) ||
      (recordAt(root, 'result') === undefined &&
        has(headItem(sample, 'messages'), 'messageId', 'conversationId', 'createTime', 'sender')))
  )
    return 'dws';
  const item = headItem(sample);
  if (isListed(item)) return 'list';
  return has(item, 'conversation_id', 'message_id', 'sender_id', 'timestamp', 'content_type')
    ? 'local'
    : undefined;
};

const because: Readonly<Record<Variant, string>> = {
  dws: 'the contract im.message-list',
  list: 'a list of messages with openMessageId',
  local: 'a list of messages with conversation_id, content_type and a time in milliseconds',
  csv: 'the eight columns of a DingTalk exporter',
};

/** `群名_ID/messages.json`: the folder is the chat's. */
const ownFolder = (sample: Sample): {readonly covers: string} | undefined => {
  const match = /^(.*\/)messages\.json$/.exec(sample.path);
  if (match?.[1] === undefined) return undefined;
  return sample.has(`${match[1]}attachments_index.json`) ? {covers: match[1]} : undefined;
};

export const recognize = (sample: Sample): Recognition => {
  const variant = variantOf(sample);
  return variant
    ? {
        match: 'certain',
        because: because[variant],
        ...(variant === 'list' ? ownFolder(sample) : {}),
      }
    : no;
};
