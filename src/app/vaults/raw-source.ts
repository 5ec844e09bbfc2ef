// What a backup stores: the named files and folders byte for byte, archives as the files that they are, under their own names.

import {realpath, stat} from 'node:fs/promises';
import {basename, resolve} from 'node:path';
import {directorySource} from '../../engine/io/directory-source.ts';
import {fileSource} from '../../engine/io/file-source.ts';
import {wholeOfPart} from '../../engine/io/open-inputs.ts';
import type {Source, SourceEntry} from '../../engine/io/source.ts';
import {withPath} from '../../engine/io/system-error.ts';
import {ChatError} from '../../engine/errors.ts';
import type {ReportProblem} from '../../engine/model/problem.ts';

/** One named path: where it is, and the name under which it stands in the backup. */
export type Root = {readonly location: string; readonly name: string; readonly isFolder: boolean};

export type RawSource = Source & {readonly roots: readonly Root[]};

/** The named paths as they will stand in a backup. Throws `not-found`, `usage`. */
export const findRoots = async (paths: readonly string[]): Promise<Root[]> => {
  const used = new Set<string>();
  const roots: Root[] = [];
  for (const path of paths) {
    const real = await withPath(path, () => realpath(path));
    const facts = await stat(real);
    if (!facts.isDirectory() && !facts.isFile())
      throw new ChatError('usage', `Neither a file nor a folder: ${path}`);
    const wanted = basename(resolve(path)) || 'root';
    let name = wanted;
    for (let count = 2; used.has(name); count++) name = `${wanted} (${count})`;
    used.add(name);
    roots.push({location: real, name, isFolder: facts.isDirectory()});
  }
  return roots;
};

/** Name in the backup of a place on this computer. Parts of one archive are one place: `x.zip` for `x-1.zip` and `x-2.zip`. */
export const nameOf = (
  location: string,
  roots: readonly Root[],
  paths: readonly string[],
): string => {
  const places = roots.flatMap((root, index) => {
    const path = (paths[index] ?? '').replace(/\/+$/, '');
    const [whole, name] = [wholeOfPart(path), wholeOfPart(root.name)];
    const own = {path, name: root.name};
    return whole === undefined || name === undefined ? [own] : [own, {path: whole, name}];
  });
  for (const {path, name} of places) {
    if (location === path) return name;
    if (location.startsWith(`${path}/`)) return `${name}/${location.slice(path.length + 1)}`;
  }
  return location;
};

const openRoot = async ({location, isFolder}: Root, report: ReportProblem): Promise<Source> => {
  if (isFolder) return directorySource(location, {onProblem: report});
  const {size, mtimeMs} = await withPath(location, () => stat(location));
  return fileSource({location, name: basename(location), size, modifiedMs: Math.round(mtimeMs)});
};

/**
 * Paths in it: `<name>` for a file, `<name>/…` for a folder. `list` looks at the disk anew each time, so that a backup notices what
 * changed meanwhile. `wants` leaves files out.
 */
export const rawSource = async (
  paths: readonly string[],
  report: ReportProblem,
  wants: (path: string) => boolean = () => true,
): Promise<RawSource> => {
  const roots = await findRoots(paths);
  let opened: readonly {readonly root: Root; readonly source: Source}[] = [];
  const inside = (path: string): {readonly source: Source; readonly path: string} => {
    for (const {root, source} of opened) {
      if (!root.isFolder && path === root.name) return {source, path: basename(root.location)};
      if (root.isFolder && path.startsWith(`${root.name}/`))
        return {source, path: path.slice(root.name.length + 1)};
    }
    throw new ChatError('not-found', `No file "${path}" in this source.`);
  };
  return {
    label: roots.map(({name}) => name).join(', '),
    roots,
    async list() {
      opened = await Promise.all(
        roots.map(async (root) => ({root, source: await openRoot(root, report)})),
      );
      const entries: SourceEntry[] = [];
      for (const {root, source} of opened) {
        for (const entry of await source.list()) {
          const path = root.isFolder ? `${root.name}/${entry.path}` : root.name;
          if (wants(path)) entries.push({...entry, path});
        }
      }
      return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async *open(path, range) {
      const place = inside(path);
      yield* place.source.open(place.path, range);
    },
    close: () => Promise.resolve(),
  };
};
