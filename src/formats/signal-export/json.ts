// The lines of `data.json`: an object each, in spite of the file's name.

import {parseIso} from '../../engine/model/time.ts';
import {idAt, isTrue, leftover, recordAt, recordsAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {formatId} from './shapes.ts';
import type {ExportRecord, FileRef} from './shapes.ts';

const keys: ReadonlySet<string> = new Set([
  'date',
  'sender',
  'body',
  'quote',
  'sticker',
  'reactions',
  'attachments',
  'deleted',
  'call',
  'missed',
]);

export const isRecord = (line: Loose): boolean =>
  typeof valueAt(line, 'date') === 'string' &&
  typeof valueAt(line, 'sender') === 'string' &&
  typeof valueAt(line, 'body') === 'string' &&
  Array.isArray(valueAt(line, 'reactions')) &&
  Array.isArray(valueAt(line, 'attachments')) &&
  Object.hasOwn(line, 'quote') &&
  Object.hasOwn(line, 'sticker');

/** `[name, emoji]` each. */
const reactionsOf = (line: Loose): [string, string][] => {
  const list = valueAt(line, 'reactions');
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((one) => {
    const [name, emoji]: readonly unknown[] = Array.isArray(one) ? one : [];
    return typeof name === 'string' && typeof emoji === 'string' ? [[name, emoji]] : [];
  });
};

const fileOf = (attachment: Loose): FileRef => {
  const missing = stringAt(attachment, 'missing_kind');
  return {
    name: stringAt(attachment, 'name') ?? '',
    path: stringAt(attachment, 'path') ?? '',
    ...(missing === undefined ? {} : {missing}),
  };
};

/** The key of a sticker pack opens it and is left where it is. */
const stickerOf = (sticker: Loose): NonNullable<ExportRecord['sticker']> => {
  const [pack, id] = [stringAt(sticker, 'packId') ?? '', idAt(sticker, 'id') ?? ''];
  const extension = stringAt(sticker, 'extension');
  return {
    emoji: stringAt(sticker, 'emoji') ?? '',
    ...(pack === '' ? {} : {id: `${pack}/${id}`}),
    ...(extension === undefined ? {} : {path: `exported_stickers/${pack}/${id}.${extension}`}),
  };
};

export const recordFrom = (line: Loose, zone: string): ExportRecord | undefined => {
  const date = stringAt(line, 'date') ?? '';
  const at = parseIso(date, zone);
  if (!at) return undefined;
  const sticker = recordAt(line, 'sticker');
  const left = leftover(line, keys);
  return {
    date,
    at,
    sender: stringAt(line, 'sender') ?? 'No-Sender',
    text: (stringAt(line, 'body') ?? '').trimEnd(),
    quote: (stringAt(line, 'quote') ?? '').trim().replace(/^> ?/gm, ''),
    ...(sticker ? {sticker: stickerOf(sticker)} : {}),
    reactions: reactionsOf(line),
    files: recordsAt(line, 'attachments').map(fileOf),
    isDeleted: isTrue(line, 'deleted'),
    isCall: isTrue(line, 'call'),
    ...(left ? {extras: {[formatId]: left}} : {}),
  };
};
