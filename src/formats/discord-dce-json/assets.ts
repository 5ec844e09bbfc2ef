// Links and paths of assets: on the net, in the folder beside the file, or lost.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {Asset} from '../../engine/model/archive.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {folderOf} from './files.ts';

export type AssetPlace = {
  readonly path: string;
  readonly media: MediaLookup;
  readonly ctx: ReadContext;
};

export type AssetFacts = {readonly id?: string; readonly name?: string; readonly bytes?: number};

const isLink = (url: string): boolean => /^(?:https?|attachment|data):/i.test(url);

/** `C:\exports\x_Files\a.png` → `x_Files/a.png`: an absolute path is of another computer. */
const insidePath = (url: string): string => {
  const path = url.replaceAll('\\', '/');
  if (!/^(?:[a-z]:)?\//i.test(path)) return path;
  return path.split('/').slice(-2).join('/');
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A per cent sign that is only a per cent sign.
  }
};

export const assetAt = (
  url: string,
  {path, media, ctx}: AssetPlace,
  facts: AssetFacts = {},
): Asset => {
  const {id, ...rest} = facts;
  if (url === '') return {id: id ?? 'unknown', ...rest, presence: 'absent'};
  if (isLink(url)) return {id: id ?? url, ...rest, presence: 'remote', url};
  const inside = insidePath(url);
  const bases = [folderOf(path)];
  const entry = media.find(inside, bases) ?? media.find(decoded(inside), bases);
  if (entry) return {id: entry.path, bytes: entry.size, ...rest, presence: 'included'};
  ctx.report({
    kind: 'media-missing',
    place: {path},
    detail: 'A file beside the export is not there.',
    sample: url.slice(0, 200),
  });
  return {id: inside, ...rest, presence: 'absent'};
};
