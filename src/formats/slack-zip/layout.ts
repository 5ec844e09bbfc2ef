// Which files of a tree belong to a Slack export, by their paths. Opens nothing.

import {parentOf} from './paths.ts';

/** In the order in which they are taken as the anchor of an export. */
export const indexNames = [
  'users.json',
  'org_users.json',
  'channels.json',
  'groups.json',
  'dms.json',
  'mpims.json',
] as const;

export type IndexName = (typeof indexNames)[number];

const indexPattern = /^(?:teams\/[^/]+\/)?(users|org_users|channels|groups|dms|mpims)\.json$/;
const dayPattern = /^(?:teams\/[^/]+\/)?([^/]+)\/\d{4}-\d\d-\d\d\.json$/;

export const isIndexName = (name: string): name is IndexName =>
  (indexNames as readonly string[]).includes(name);

/** The index files that stand in one folder, best anchor first. */
export const indexesIn = (folder: string, has: (path: string) => boolean): string[] =>
  indexNames.map((name) => folder + name).filter(has);

export const isDayFile = (path: string): boolean => /(?:^|\/)\d{4}-\d\d-\d\d\.json$/.test(path);

/** Are there day files in folders below this one? */
export const hasDays = (root: string, paths: readonly string[]): boolean =>
  paths.some((path) => path.startsWith(root) && dayPattern.test(path.slice(root.length)));

export type ExportFiles = {
  readonly root: string;
  readonly indexes: ReadonlyMap<IndexName, readonly string[]>;
  /** Folder name → its day files in order. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** JSON files at the top that are neither (canvases, integration logs). */
  readonly others: readonly string[];
};

const push = <Key>(lists: Map<Key, string[]>, key: Key, path: string): void => {
  const list = lists.get(key);
  if (list) list.push(path);
  else lists.set(key, [path]);
};

export const exportFiles = (root: string, paths: readonly string[]): ExportFiles => {
  const indexes = new Map<IndexName, string[]>();
  const folders = new Map<string, string[]>();
  const others: string[] = [];
  for (const path of paths) {
    if (!path.startsWith(root)) continue;
    const rest = path.slice(root.length);
    const index = `${indexPattern.exec(rest)?.[1] ?? ''}.json`;
    const folder = dayPattern.exec(rest)?.[1];
    if (isIndexName(index)) push(indexes, index, path);
    else if (folder !== undefined) push(folders, folder, path);
    else if (/^(?:teams\/[^/]+\/)?[^/]+\.json$/.test(rest)) others.push(path);
  }
  return {root, indexes, folders, others};
};

/** Day files beside this one: a channel's folder without the rest of its export. */
export const daysBeside = (path: string, paths: readonly string[]): string[] => {
  const folder = parentOf(path);
  return paths.filter((other) => isDayFile(other) && parentOf(other) === folder);
};

const dumpName = /^[CDGW][A-Z0-9]{6,}(?:-\d{9,11}\.\d{6})?\.json$/;
const dumpMedia = /^[CDGW][A-Z0-9]{6,}(?:-\d{9,11}\.\d{6})?\/[^/]+$/;

/** The dump files of a folder that holds nothing but dumps and their files; undefined where it holds something else. */
export const dumpFolder = (path: string, paths: readonly string[]): string[] | undefined => {
  const folder = parentOf(path);
  const dumps: string[] = [];
  for (const other of paths) {
    if (!other.startsWith(folder)) continue;
    const rest = other.slice(folder.length);
    if (dumpName.test(rest)) dumps.push(other);
    else if (!dumpMedia.test(rest) && !/^(?:__uploads|__avatars)\//.test(rest)) return undefined;
  }
  return dumps.includes(path) ? dumps : undefined;
};

/** The packed JSON files of a folder; `isAlone`: there is nothing else but slackdump's media. */
export const packedIn = (
  folder: string,
  paths: readonly string[],
): {readonly files: readonly string[]; readonly isAlone: boolean} => {
  const below = paths.filter((path) => path.startsWith(folder));
  const files = below.filter((path) => /^[^/]+\.json\.gz$/.test(path.slice(folder.length)));
  const media = below.filter((path) => /^__(?:uploads|avatars)\//.test(path.slice(folder.length)));
  return {files, isAlone: files.length + media.length === below.length};
};
