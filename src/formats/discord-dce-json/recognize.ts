// Tells DiscordChatExporter's JSON by its first keys, and whether a folder is made of nothing else.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headObject} from '../_shared/json-head.ts';
import {idAt, recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import {coveredFolder, isLaterFile} from './files.ts';

export const recognize = (sample: Sample): Recognition => {
  const root = headObject(sample);
  const guild = root && recordAt(root, 'guild');
  const channel = root && recordAt(root, 'channel');
  if (!guild || !channel) return no;
  const hasIds = idAt(guild, 'id') !== undefined && idAt(channel, 'id') !== undefined;
  const hasMessages =
    Array.isArray(valueAt(root, 'messages')) || /"messages"\s*:\s*\[/.test(sample.text);
  if (!hasIds || !hasMessages || stringAt(channel, 'type') === undefined) return no;
  if (isLaterFile(sample)) return no;
  const because = 'a guild and a channel with their ids, and messages';
  return {match: 'certain', because, ...coveredFolder(sample)};
};
