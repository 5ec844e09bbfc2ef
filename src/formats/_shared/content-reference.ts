// Reads the one text that some exporters give for a medium: a path, a link, a placeholder in brackets, and perhaps words after it.

import type {SourceEntry} from '../../engine/io/source.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {MediaLookup} from './media-lookup.ts';

export const baseName = (path: string): string => path.split(/[/\\]/).pop() ?? path;

export const folderOf = (path: string): string =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';

/** `http://…/a b.jpg` is a link, `media/x.jpg` and `a.pdf` are paths, `[图片]` is a placeholder. */
export const referenceKind = (line: string): 'url' | 'path' | 'placeholder' | undefined => {
  if (line === '' || line.length > 1000) return undefined;
  if (/^https?:\/\/\S+$/i.test(line)) return 'url';
  if (/^[[【][^\]】]{1,60}[\]】](?: .{0,400})?$/u.test(line)) return 'placeholder';
  if (!/\.[A-Za-z0-9]{1,8}$/.test(line) || /[\n<>|*?"]/.test(line)) return undefined;
  return /[/\\]/.test(line) || mimeFromName(line) !== undefined ? 'path' : undefined;
};

const placeholderName = (line: string): string | undefined =>
  /^[[【][^\]】]{1,60}[\]】] (.+)$/u.exec(line)?.[1];

const bytesOf = (entry: SourceEntry | undefined): number | undefined => entry?.size;

export type AssetWords = {
  readonly lookup: MediaLookup;
  /** Folders against which paths are resolved. */
  readonly bases: readonly string[];
  /** Called for a path that is not in the source. */
  missing(path: string): void;
};

/** The asset that a path, link or placeholder stands for. */
export const assetFrom = (reference: string, words: AssetWords): Asset => {
  const kind = referenceKind(reference);
  if (kind === 'url') return {id: reference, presence: 'remote', url: reference};
  if (kind !== 'path') {
    return {
      id: reference,
      ...given({name: placeholderName(reference)}),
      presence: 'absent',
    };
  }
  return assetAtPath(reference, words);
};

/** `../images/a.jpg` seen from `texts` → `images/a.jpg`; what leads out of the source stays as it is. */
const withoutDots = (path: string, base: string): string => {
  const parts = base.split('/').filter((part) => part !== '');
  const rest: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..' && rest.length > 0) rest.pop();
    else if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') rest.push(part);
  }
  return [...parts, ...rest].join('/');
};

const findFile = (path: string, {lookup, bases}: AssetWords): SourceEntry | undefined => {
  if (!/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path)) return lookup.find(path, bases);
  for (const base of bases) {
    const entry = lookup.find(withoutDots(path, base));
    if (entry) return entry;
  }
  return undefined;
};

/** The file at a path of the export, or what is known of it when it is not there. */
export const assetAtPath = (path: string, words: AssetWords): Asset => {
  const entry = findFile(path, words);
  if (!entry) words.missing(path);
  const name = baseName(entry?.path ?? path);
  return {
    id: entry?.path ?? path,
    ...given({
      name: name === '' ? undefined : name,
      mime: mimeFromName(name),
      bytes: bytesOf(entry),
    }),
    presence: entry ? 'included' : 'absent',
  };
};
