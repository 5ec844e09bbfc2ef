// Tells a data package by its first channel's file; the whole package is one export.

import {no} from '../../engine/convert/format.ts';
import type {Recognition, Sample} from '../../engine/convert/format.ts';
import {headObject} from '../_shared/json-head.ts';
import {idAt, valueAt} from '../_shared/loose.ts';
import {layoutOf} from './layout.ts';

export const recognize = (sample: Sample): Recognition => {
  const layout = layoutOf(sample.path, sample.paths);
  if (!layout || layout.channels[0]?.info !== sample.path) return no;
  const channel = headObject(sample);
  if (!channel || idAt(channel, 'id') === undefined || valueAt(channel, 'type') === undefined)
    return no;
  const because = 'folders of channels, each with a channel.json';
  // A package's own folder holds nothing else; messages that lie at the top may have neighbours.
  const covers = layout.folder === '' ? '' : layout.root;
  return {match: 'certain', because, covers};
};
