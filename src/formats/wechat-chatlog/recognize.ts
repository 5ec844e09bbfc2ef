// Which of chatlog's three answers this is.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem} from '../_shared/json-head.ts';

export type Variant = 'json' | 'csv' | 'txt';

const csvHeader = 'Time,SenderName,Sender,TalkerName,Talker,Content';

/** `Alice(wxid_alice) [群(1@chatroom)] 2024-01-02 11:04:05`; groups: name, id, chat name, chat id, date, clock. */
export const headPattern =
  /^(?!>)(?:我|(.{0,120}?)\(([A-Za-z0-9_@.\u4e00-\u9fff-]{1,80})\))(?: \[(.{0,120}?)\(([^()\s]{1,80})\)\])? ((?:\d{4}-)?\d{2}-\d{2} )?(\d{2}:\d{2}:\d{2})$/u;

const isTxt = (text: string): boolean => {
  const lines = text.split(/\r?\n/, 500);
  if (!headPattern.test(lines[0] ?? '') || (lines[1] ?? '') === '') return false;
  return lines.some((line) => headPattern.exec(line)?.[2] !== undefined);
};

export const variantOf = (sample: Sample): Variant | undefined => {
  const item = headItem(sample);
  if (item)
    return ['seq', 'talker', 'isChatRoom', 'subType'].every((key) => Object.hasOwn(item, key))
      ? 'json'
      : undefined;
  if (sample.text.startsWith(csvHeader)) return 'csv';
  return isTxt(sample.text) ? 'txt' : undefined;
};

const because: Readonly<Record<Variant, string>> = {
  json: 'a list of messages with seq, talker, isChatRoom and subType',
  csv: 'the six columns of chatlog',
  txt: 'blocks that begin with a name, an id in brackets and a time',
};

export const recognize = (sample: Sample): Recognition => {
  const variant = variantOf(sample);
  return variant ? {match: 'certain', because: because[variant]} : no;
};
