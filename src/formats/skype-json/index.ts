// Skype: the archive of messages that the service gave until it ended in May 2025 (messages.json, alone or in a tar). Recognised by its keys.

import {defineFormat, no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headObject} from '../_shared/json-head.ts';
import {stringAt, valueAt} from '../_shared/loose.ts';
import {read} from './read.ts';

const ownFiles = /^(?:messages\.json|endpoints\.json|media\/.*)$/s;

/** The archive: messages, endpoints, media. */
const coverOf = (sample: Sample): {readonly covers?: string} => {
  const folder = sample.path.slice(0, sample.path.lastIndexOf('/') + 1);
  const around = sample.paths.filter((path) => path.startsWith(folder));
  const isWhole =
    around.length > 1 && around.every((path) => ownFiles.test(path.slice(folder.length)));
  return isWhole ? {covers: folder} : {};
};

const recognize = (sample: Sample): Recognition => {
  if (!/\.json$/i.test(sample.path)) return no;
  const root = headObject(sample);
  return root &&
    stringAt(root, 'userId') !== undefined &&
    valueAt(root, 'exportDate') !== undefined &&
    Array.isArray(valueAt(root, 'conversations'))
    ? {match: 'certain', because: 'userId, exportDate and conversations', ...coverOf(sample)}
    : no;
};

export const skypeJsonFormat = defineFormat({
  id: 'skype-json',
  title: {zh: 'Skype 聊天存档（JSON、tar）', en: 'Skype archive (JSON, tar)'},
  platform: 'skype',
  reader: {recognize, read},
});
