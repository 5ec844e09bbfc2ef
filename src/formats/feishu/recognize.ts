// Where the messages stand in the file: in an answer of lark-cli or of the open platform, in a bare list, or line by line.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headItem, headLine, headObject, jsonHead} from '../_shared/json-head.ts';
import {isLoose, recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

/** The pattern of the messages for the JSON reader; undefined: JSON Lines. */
export type Layout = {readonly items: readonly string[] | undefined; readonly because: string};

const isMessage = (record: unknown): record is Loose =>
  isLoose(record) &&
  (stringAt(record, 'message_id')?.startsWith('om_') ?? false) &&
  stringAt(record, 'msg_type') !== undefined;

const firstOf = (record: Loose | undefined, key: string): unknown => {
  const list = record && valueAt(record, key);
  return Array.isArray(list) ? list[0] : undefined;
};

const why = (record: Loose): string =>
  recordAt(record, 'body')
    ? 'messages om_… with body.content, as the open platform gives them'
    : 'messages om_… with rendered content, as lark-cli gives them';

export const layoutOf = (sample: Sample): Layout | undefined => {
  const bare = headItem(sample);
  if (isMessage(bare)) return {items: ['[]'], because: why(bare)};
  const root = headObject(sample);
  const data = root && recordAt(root, 'data');
  for (const [holder, prefix] of [
    [data, 'data.'],
    [root, ''],
  ] as const) {
    for (const key of ['messages', 'items']) {
      const first = firstOf(holder, key);
      if (isMessage(first)) return {items: [`${prefix}${key}[]`], because: why(first)};
    }
  }
  const pages = jsonHead(sample);
  const page: unknown = Array.isArray(pages) ? pages[0] : undefined;
  const inner = isLoose(page) ? (recordAt(page, 'data') ?? page) : undefined;
  for (const key of ['messages', 'items']) {
    const first = firstOf(inner, key);
    const prefix = isLoose(page) && recordAt(page, 'data') ? '[].data.' : '[].';
    if (isMessage(first))
      return {items: [`${prefix}${key}[]`], because: `a list of pages: ${why(first)}`};
  }
  const line = headLine(sample);
  return isMessage(line) ? {items: undefined, because: why(line)} : undefined;
};

export const recognize = (sample: Sample): Recognition => {
  const layout = layoutOf(sample);
  return layout ? {match: 'certain', because: layout.because} : no;
};
