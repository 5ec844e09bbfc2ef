// Which file belongs to which media id: attachments_index.json of the exporters, whatever its exact shape.

import type {ExportInput, ReadContext} from '../../engine/convert/format.ts';
import {baseName, folderOf} from '../_shared/content-reference.ts';
import {smallJson} from '../_shared/json-records.ts';
import {isLoose} from '../_shared/loose.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';

const maxPairs = 200_000;

/** Collects, from any object, the strings that name files of the source and joins them to its other strings and its own key. */
const collect = (
  value: unknown,
  key: string,
  found: {
    readonly pairs: Map<string, string>;
    file(text: string): string | undefined;
    depth: number;
  },
): void => {
  if (found.depth > 20 || found.pairs.size > maxPairs) return;
  const deeper = {...found, depth: found.depth + 1};
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) collect(item, key, deeper);
    return;
  }
  if (typeof value === 'string') {
    const path = found.file(value);
    if (path !== undefined && key !== '') found.pairs.set(key, path);
    return;
  }
  if (!isLoose(value)) return;
  const strings = Object.values(value).filter((item): item is string => typeof item === 'string');
  const paths = strings.map(found.file).filter((path) => path !== undefined);
  const [path] = paths;
  if (path !== undefined)
    for (const text of [key, ...strings]) if (text.length >= 4) found.pairs.set(text, path);
  for (const [name, inner] of Object.entries(value))
    if (typeof inner === 'object' || path === undefined) collect(inner, name, deeper);
};

/** Media id → path in the source. */
export const readAttachments = async (
  input: ExportInput,
  lookup: MediaLookup,
  ctx: ReadContext,
): Promise<ReadonlyMap<string, string>> => {
  const pairs = new Map<string, string>();
  const folder = folderOf(input.path);
  const folders = [folder, folderOf(folder)];
  const entries = await input.source.list();
  const index = entries.find(
    ({path}) => baseName(path) === 'attachments_index.json' && folders.includes(folderOf(path)),
  );
  if (!index) return pairs;
  const base = folderOf(index.path);
  const file = (text: string): string | undefined => {
    if (!/\.[A-Za-z0-9]{1,8}$/.test(text) || text.length > 500) return undefined;
    return lookup.find(text, [base, base === '' ? 'attachments' : `${base}/attachments`])?.path;
  };
  collect(await smallJson(input.source, index.path, ctx), '', {pairs, file, depth: 0});
  return pairs;
};
