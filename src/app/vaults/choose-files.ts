// Which files a backup of chosen chats stores: originals that were chosen whole, and the media of what was chosen of the others. Archives
// that hold both are not stored as they are; what was chosen of them stands below their name.

import type {ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {FoundExport} from '../../engine/convert/recognize.ts';
import type {ReadableFormat} from '../../engine/convert/registry.ts';
import {ChatError, isChatError, throwIfCancelled} from '../../engine/errors.ts';
import {wholeOfPart} from '../../engine/io/open-inputs.ts';
import {byPath} from '../../engine/io/memory-source.ts';
import type {Source, SourceEntry} from '../../engine/io/source.ts';
import type {Entry, EventBatch} from '../../engine/model/archive.ts';
import {filterEvents} from '../../engine/transform/filter.ts';
import type {Selection} from '../../engine/transform/filter.ts';
import {mapAssets} from '../../engine/transform/map-assets.ts';
import type {Located, OpenedExports} from '../inputs.ts';

type Inner = {readonly source: Source; readonly inside: string; readonly entry: SourceEntry};

export type Choice = {
  /** Files and, ending with `/`, folders on the disk, by their name in the backup. */
  readonly left: ReadonlySet<string>;
  /** Files out of archives that are not stored whole, by their name in the backup. */
  readonly inner: ReadonlyMap<string, Inner>;
  /** Exports of which only a part was chosen. */
  readonly withoutOriginals: readonly string[];
};

export type ChooseOptions = {
  readonly selection: Selection;
  readonly signal: AbortSignal;
  /** Name in the backup of a place on this computer. */
  nameOf(location: string): string;
  optionsFor(format: ReadableFormat): ReadOptions;
};

const assetsOf = (entry: Entry, take: (id: string) => void): void => {
  mapAssets(entry, (asset) => {
    if (asset.presence === 'included') take(asset.id);
    return asset;
  });
};

type Count = {
  readonly chosen: number;
  readonly isWhole: boolean;
  readonly media: ReadonlySet<string>;
};

/** An export that cannot be read to its end is not chosen whole. */
const countChosen = async (
  found: Located<FoundExport>,
  {selection, signal, optionsFor}: ChooseOptions,
): Promise<Count> => {
  const ctx: ReadContext = {
    signal,
    report: () => undefined,
    advanced: () => undefined,
    infer: () => undefined,
  };
  const {format, source, path} = found;
  const media = new Set<string>();
  let [all, chosen] = [0, 0];
  const everything = async function* (): AsyncIterable<EventBatch> {
    for await (const batch of format.reader.read({source, path}, optionsFor(format), ctx)) {
      throwIfCancelled(signal);
      all += batch.filter(({type}) => type === 'entry').length;
      yield batch;
    }
  };
  try {
    for await (const batch of filterEvents(everything(), selection)) {
      for (const event of batch) {
        if (event.type !== 'entry') continue;
        chosen++;
        assetsOf(event.entry, (id) => media.add(id));
      }
    }
  } catch (error) {
    // The reading for the messages says what is wrong with it.
    if (!isChatError(error) || !error.code.startsWith('input-')) throw error;
    return {chosen, isWhole: false, media};
  }
  return {chosen, isWhole: all > 0 && chosen === all, media};
};

/** Is this file, or a folder above it, in the set? */
const isIn = (path: string, left: ReadonlySet<string>): boolean => {
  if (left.has(path) || left.has('')) return true;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
    if (left.has(path.slice(0, at + 1))) return true;
  return false;
};

/** The archives on the disk by what stands before the paths inside; parts of one archive together. */
const archivesIn = (entries: readonly SourceEntry[]): ReadonlyMap<string, readonly string[]> => {
  const archives = new Map<string, string[]>();
  for (const {path} of entries)
    for (const name of [path, wholeOfPart(path)])
      if (name !== undefined) archives.set(`${name}/`, [...(archives.get(`${name}/`) ?? []), path]);
  return archives;
};

/** Reads every export once. Throws `usage` where nothing was chosen. */
export const chooseFiles = async (
  opened: OpenedExports,
  disk: Source,
  options: ChooseOptions,
): Promise<Choice> => {
  const archives = archivesIn(await disk.list());
  const left = new Set<string>();
  const withoutOriginals: string[] = [];
  const broken = new Map<string, Source>();
  const whole = new Map<string, readonly string[]>();
  let total = 0;
  for (const found of opened.exports) {
    const {chosen, isWhole, media} = await countChosen(found, options);
    total += chosen;
    const name = options.nameOf(found.location);
    const base = name.slice(0, name.length - found.path.length);
    if (isWhole) left.add(found.covers === undefined ? name : `${base}${found.covers}`);
    else withoutOriginals.push(name);
    for (const id of media) left.add(`${base}${id}`);
    const files = archives.get(base);
    if (!files) continue;
    if (isWhole) whole.set(base, files);
    else broken.set(base, found.source);
  }
  if (total === 0) {
    throw new ChatError('usage', 'Nothing fits the chats and dates that were chosen.', {
      hint: 'chatark inspect lists the chats and their dates.',
    });
  }
  for (const [base, files] of whole)
    if (!broken.has(base)) for (const path of files) left.add(path);
  const inner = new Map<string, Inner>();
  for (const [base, source] of broken) {
    for (const entry of await source.list()) {
      const path = `${base}${entry.path}`;
      if (isIn(path, left)) inner.set(path, {source, inside: entry.path, entry: {...entry, path}});
    }
  }
  return {left, inner, withoutOriginals};
};

/** What was chosen, as one tree. */
export const chosenSource = <T extends Source>(disk: T, {left, inner}: Choice): T => ({
  ...disk,
  list: async () => {
    const stored = (await disk.list()).filter(({path}) => isIn(path, left));
    return [...stored, ...[...inner.values()].map(({entry}) => entry)].toSorted(byPath);
  },
  open: (path, range) => {
    const one = inner.get(path);
    return one ? one.source.open(one.inside, range) : disk.open(path, range);
  },
});
