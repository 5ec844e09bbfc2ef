// Audit lines, an audit array, or an answer of wecom-cli.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headLine, headObject} from '../_shared/json-head.ts';
import {stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export type Variant = 'audit-lines' | 'audit-array' | 'cli';

const actions: ReadonlySet<unknown> = new Set(['send', 'recall', 'switch']);

const isAudit = (record: Loose | undefined): boolean =>
  record !== undefined &&
  stringAt(record, 'msgid') !== undefined &&
  actions.has(valueAt(record, 'action')) &&
  (Object.hasOwn(record, 'msgtime') || Object.hasOwn(record, 'time'));

const isCli = (record: Loose | undefined): boolean =>
  record !== undefined &&
  ['userid', 'send_time', 'msgtype'].every((key) => stringAt(record, key) !== undefined);

export const variantOf = (sample: Sample): Variant | undefined => {
  if (isAudit(headItem(sample))) return 'audit-array';
  const root = headObject(sample);
  if (root && isCli(headItem(sample, 'messages'))) return 'cli';
  return isAudit(headLine(sample)) ? 'audit-lines' : undefined;
};

const because: Readonly<Record<Variant, string>> = {
  'audit-lines': 'lines with msgid and action, as the message audit gives them',
  'audit-array': 'a list with msgid and action, as the message audit gives them',
  cli: 'messages with userid, send_time and msgtype, as wecom-cli gives them',
};

export const recognize = (sample: Sample): Recognition => {
  const variant = variantOf(sample);
  return variant ? {match: 'certain', because: because[variant]} : no;
};
