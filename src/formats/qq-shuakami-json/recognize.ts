// One document, a manifest with chunks beside it, or a chunk whose manifest is lost. By keys, never by name.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {folderOf} from '../_shared/content-reference.ts';
import {headLine, headObject} from '../_shared/json-head.ts';
import {recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

export type Variant = 'single' | 'chunked' | 'chunk';

const isExporter = (root: Loose): boolean => {
  const metadata = recordAt(root, 'metadata');
  const chat = recordAt(root, 'chatInfo');
  if (!metadata || !chat) return false;
  if (stringAt(metadata, 'name')?.startsWith('QQChatExporter')) return true;
  const type = stringAt(chat, 'type');
  return (
    recordAt(root, 'statistics') !== undefined &&
    (type === 'group' || type === 'private' || type === 'temp')
  );
};

const isChunked = (root: Loose): boolean =>
  recordAt(root, 'chunked') !== undefined ||
  stringAt(recordAt(root, 'metadata') ?? {}, 'format') === 'chunked-jsonl';

/** A message line: QQ's two ids of the sender and a content made of elements. */
const isMessage = (line: Loose): boolean => {
  const sender = recordAt(line, 'sender');
  const content = recordAt(line, 'content');
  return (
    sender !== undefined &&
    content !== undefined &&
    Object.hasOwn(sender, 'uid') &&
    Array.isArray(valueAt(content, 'elements')) &&
    (Object.hasOwn(line, 'recalled') || Object.hasOwn(line, 'seq'))
  );
};

export const variantOf = (sample: Sample): Variant | undefined => {
  const root = headObject(sample);
  if (root && isExporter(root)) return isChunked(root) ? 'chunked' : 'single';
  const line = headLine(sample);
  return line && isMessage(line) ? 'chunk' : undefined;
};

export const recognize = (sample: Sample): Recognition => {
  switch (variantOf(sample)) {
    case 'single':
      return {match: 'certain', because: 'metadata and chatInfo of QQChatExporter'};
    case 'chunked': {
      const folder = folderOf(sample.path);
      const because = 'a manifest of QQChatExporter with chunks';
      return {match: 'certain', because, covers: folder === '' ? '' : `${folder}/`};
    }
    case 'chunk':
      return {match: 'certain', because: 'message lines of QQChatExporter without their manifest'};
    default:
      return no;
  }
};
