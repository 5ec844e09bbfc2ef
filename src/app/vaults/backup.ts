// A backup of named paths: their bytes, and the messages in them. Joins the vault (bytes, snapshots) with the formats (messages).

import {createHash} from 'node:crypto';
import {realpath} from 'node:fs/promises';
import {isAbsolute, relative} from 'node:path';
import {exportEvents} from '../../engine/convert/convert.ts';
import type {ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Registry} from '../../engine/convert/registry.ts';
import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {Entry} from '../../engine/model/archive.ts';
import {ProblemLog} from '../../engine/model/problem.ts';
import type {ProblemSummary} from '../../engine/model/problem.ts';
import {filterEvents, selectsAll} from '../../engine/transform/filter.ts';
import type {Selection} from '../../engine/transform/filter.ts';
import {mapAssets} from '../../engine/transform/map-assets.ts';
import {backup} from '../../engine/vault/backup.ts';
import type {BackupProgress} from '../../engine/vault/backup.ts';
import {ContentCutter} from '../../engine/vault/chunker.ts';
import {openLane} from '../../engine/vault/lane/read-lane.ts';
import type {Lane} from '../../engine/vault/lane/read-lane.ts';
import {writeLane} from '../../engine/vault/lane/write-lane.ts';
import type {LaneExport, WriteLaneOptions} from '../../engine/vault/lane/write-lane.ts';
import type {FileEntry} from '../../engine/vault/listing.ts';
import type {ObjectStore} from '../../engine/vault/object-store.ts';
import type {Reference} from '../../engine/vault/recipe.ts';
import type {Snapshot} from '../../engine/vault/snapshot.ts';
import {StreamWriter} from '../../engine/vault/stream.ts';
import type {Vault} from '../../engine/vault/vault.ts';
import {labelOf, openExports, readOptions} from '../inputs.ts';
import type {Located, OpenedExports, Overrides} from '../inputs.ts';
import type {FoundExport} from '../../engine/convert/recognize.ts';
import {findRoots, rawSource} from './raw-source.ts';
import type {RawSource, Root} from './raw-source.ts';

export type BackupRequest = {
  readonly paths: readonly string[];
  readonly overrides: Overrides;
  readonly selection: Selection;
  readonly label?: string;
  readonly tags?: readonly string[];
  readonly group?: string;
};

export type BackupContext = {
  /** Where the vault itself is: never backed up into itself. */
  readonly vaultFolder?: string;
  readonly registry: Registry;
  readonly signal: AbortSignal;
  readonly systemZone: string;
  readonly generator: string;
  onProgress?(progress: BackupProgress & {readonly entries: number}): void;
};

export type BackupAccount = {
  readonly snapshot: Snapshot;
  readonly entries: number;
  readonly conversations: number;
  readonly exports: number;
  /** Files that no format knows: stored byte for byte, without messages. */
  readonly unknown: number;
  /** Exports of which only a part was chosen: their messages are stored, their original files are not. */
  readonly withoutOriginals: readonly string[];
  readonly problems: ProblemSummary;
};

/** Changes when readers or segments change what they make of the same bytes. */
const readerVersion = 1;

/** Name in the backup of a place on this computer. */
const nameOf = (location: string, roots: readonly Root[], paths: readonly string[]): string => {
  for (const [index, root] of roots.entries()) {
    const path = (paths[index] ?? '').replace(/\/+$/, '');
    if (location === path) return root.name;
    if (location.startsWith(`${path}/`)) return `${root.name}/${location.slice(path.length + 1)}`;
  }
  return location;
};

/** The stored files that this export's reading depends on. */
const filesOf = (
  found: Located<FoundExport>,
  name: string,
  files: readonly FileEntry[],
): readonly FileEntry[] => {
  const archive = files.find(({path}) => name.startsWith(`${path}/`));
  if (archive) return [archive];
  const folder = name.slice(0, name.length - found.path.length);
  const covers = found.covers === undefined ? name : `${folder}${found.covers}`;
  return files.filter(({path}) => path === name || path.startsWith(covers));
};

const fingerprintOf = (
  found: Located<FoundExport>,
  options: ReadOptions,
  selection: Selection,
  files: readonly FileEntry[],
): string => {
  const hash = createHash('sha256');
  const facts = [
    readerVersion,
    found.format.id,
    found.path,
    options,
    selection,
    files.map(({path, sha256}) => [path, sha256]),
  ];
  return hash.update(JSON.stringify(facts)).digest('hex');
};

type Run = {
  readonly vault: Vault;
  readonly request: BackupRequest;
  readonly context: BackupContext;
  readonly raw: RawSource;
  readonly opened: OpenedExports;
  readonly log: ProblemLog;
};

const laneExports = (run: Run, files: readonly FileEntry[]): LaneExport[] =>
  run.opened.exports.map((found) => {
    const {overrides, selection, paths} = run.request;
    const options = readOptions(found.format, overrides, run.context.systemZone);
    const path = nameOf(found.location, run.raw.roots, paths);
    const label = labelOf(found);
    return {
      path,
      format: found.format.id,
      label,
      options,
      fingerprint: fingerprintOf(found, options, selection, filesOf(found, path, files)),
      events: exportEvents(found, options, label),
    };
  });

const writeCatalog = async (
  vault: Vault,
  store: ObjectStore,
  lines: AsyncIterable<string>,
): Promise<Reference | undefined> => {
  const writer = new StreamWriter(store, 'listing', new ContentCutter(vault.state.tools.keys.gear));
  for await (const line of lines) await writer.write(Buffer.from(line, 'utf8'));
  return writer.finish();
};

/** What an earlier snapshot made of the same bytes; only when every piece of it is still trusted. */
const reuseFrom =
  (lane: Lane | undefined, store: ObjectStore): WriteLaneOptions['reuse'] =>
  async (fingerprint) => {
    const known = lane?.exports.find((each) => each.fingerprint === fingerprint);
    if (!lane || !known) return undefined;
    const lines = lane.linesOf(known);
    const isWhole = lines.every(
      (line) =>
        line.type !== 'segment' || [...line.columns, ...line.texts].every((id) => store.has(id)),
    );
    return isWhole ? lines : undefined;
  };

const assetsOf = (entry: Entry, take: (id: string) => void): void => {
  mapAssets(entry, (asset) => {
    if (asset.presence === 'included') take(asset.id);
    return asset;
  });
};

/** Which files a selection leaves in: those of exports that are chosen whole, and the media of what is chosen of the others. */
const chooseFiles = async (
  run: Omit<Run, 'raw'> & {readonly roots: readonly Root[]},
): Promise<{readonly left: ReadonlySet<string>; readonly withoutOriginals: string[]}> => {
  const {opened, request, context, roots} = run;
  const left = new Set<string>();
  const withoutOriginals: string[] = [];
  let total = 0;
  for (const found of opened.exports) {
    const ctx: ReadContext = {
      signal: context.signal,
      report: () => undefined,
      advanced: () => undefined,
      infer: () => undefined,
    };
    const options = readOptions(found.format, request.overrides, context.systemZone);
    const input = {source: found.source, path: found.path};
    let [all, chosen] = [0, 0];
    const media = new Set<string>();
    const everything = async function* () {
      for await (const batch of found.format.reader.read(input, options, ctx)) {
        throwIfCancelled(context.signal);
        all += batch.filter(({type}) => type === 'entry').length;
        yield batch;
      }
    };
    for await (const batch of filterEvents(everything(), request.selection)) {
      for (const event of batch) {
        if (event.type !== 'entry') continue;
        chosen++;
        assetsOf(event.entry, (id) => media.add(id));
      }
    }
    total += chosen;
    const name = nameOf(found.location, roots, request.paths);
    const base = name.slice(0, name.length - found.path.length);
    if (chosen === all) left.add(found.covers === undefined ? name : `${base}${found.covers}`);
    else withoutOriginals.push(name);
    if (chosen > 0) for (const id of media) left.add(`${base}${id}`);
  }
  if (total === 0) {
    throw new ChatError('usage', 'Nothing fits the chats and dates that were chosen.', {
      hint: 'chatark inspect lists the chats and their dates.',
    });
  }
  return {left, withoutOriginals};
};

/** Says of a path in the backup whether it lies outside the vault's own folder. */
const outsideOf = async (
  folder: string | undefined,
  paths: readonly string[],
): Promise<(path: string) => boolean> => {
  if (folder === undefined) return () => true;
  const vault = await realpath(folder);
  const inner: string[] = [];
  for (const {location, name, isFolder} of await findRoots(paths)) {
    const way = relative(location, vault);
    if (isFolder && !way.startsWith('..') && !isAbsolute(way))
      inner.push(way === '' ? `${name}/` : `${name}/${way}/`);
  }
  return (path) => !inner.some((prefix) => path.startsWith(prefix));
};

const isLeft = (path: string, left: ReadonlySet<string>): boolean =>
  left.has(path) ||
  [...left].some(
    (each) => each.startsWith(`${path}/`) || (each.endsWith('/') && path.startsWith(each)),
  );

const run = async (
  vault: Vault,
  request: BackupRequest,
  context: BackupContext,
): Promise<BackupAccount> => {
  const log = new ProblemLog();
  const {report} = log;
  const opened = await openExports(request.paths, {
    registry: context.registry,
    signal: context.signal,
    report,
  });
  try {
    const isOutside = await outsideOf(context.vaultFolder, request.paths);
    const whole = await rawSource(request.paths, report, isOutside);
    const choice = selectsAll(request.selection)
      ? undefined
      : await chooseFiles({vault, request, context, opened, log, roots: whole.roots});
    const raw = choice
      ? await rawSource(
          request.paths,
          report,
          (path) => isOutside(path) && isLeft(path, choice.left),
        )
      : whole;
    const state: Run = {vault, request, context, raw, opened, log};
    let entries = 0;
    const {snapshot} = await backup(vault, raw, {
      label: request.label ?? '',
      tags: request.tags ?? [],
      ...(request.group === undefined ? {} : {group: request.group}),
      tool: context.generator,
      signal: context.signal,
      onProgress: (progress) => context.onProgress?.({...progress, entries}),
      messages: async ({store, files, signal}) => {
        const previous = (await vault.snapshots()).findLast(
          (each) => each.messages && each.group === (request.group ?? raw.label),
        );
        const lane = previous && (await openLane(vault.reader, previous));
        return writeLane(store, laneExports(state, files), {
          signal,
          selection: request.selection,
          log,
          reuse: reuseFrom(lane, store),
          writeCatalog: (lines) => writeCatalog(vault, store, lines),
          onProgress: (progress) => {
            entries = progress.entries;
            context.onProgress?.({
              phase: 'messages',
              filesDone: 0,
              filesTotal: 0,
              bytesDone: 0,
              bytesTotal: 0,
              bytesStored: store.stats.bytesStored,
              currentPath: progress.currentPath,
              entries,
            });
          },
        });
      },
    });
    const about = snapshot.messages?.about ?? {};
    const amount = (key: string): number => (typeof about[key] === 'number' ? about[key] : 0);
    return {
      snapshot,
      entries: amount('entries'),
      conversations: amount('conversations'),
      exports: amount('exports'),
      unknown: opened.unknown.filter((location) =>
        isOutside(nameOf(location, whole.roots, request.paths)),
      ).length,
      withoutOriginals: choice?.withoutOriginals ?? [],
      problems: log.summary(),
    };
  } finally {
    await opened.close();
  }
};

/** Throws what `backup` throws, and `format-unknown` never: unknown files are backed up too. */
export const backupPaths = run;
