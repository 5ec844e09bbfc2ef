// A backup of named paths: their bytes, and the messages in them. Joins the vault (bytes, snapshots) with the formats (messages).

import {createHash, randomUUID} from 'node:crypto';
import {realpath} from 'node:fs/promises';
import {isAbsolute, relative} from 'node:path';
import {exportEvents} from '../../engine/convert/convert.ts';
import type {ReadOptions} from '../../engine/convert/format.ts';
import type {Registry} from '../../engine/convert/registry.ts';
import {wholeOfPart} from '../../engine/io/open-inputs.ts';
import {ProblemLog} from '../../engine/model/problem.ts';
import type {ProblemSummary} from '../../engine/model/problem.ts';
import {selectsAll} from '../../engine/transform/filter.ts';
import type {Selection} from '../../engine/transform/filter.ts';
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
import {chooseFiles, chosenSource} from './choose-files.ts';
import {findRoots, nameOf, rawSource} from './raw-source.ts';
import type {RawSource} from './raw-source.ts';

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

/** The stored files that this export's reading depends on; none where its original is not stored. */
const filesOf = (
  found: Located<FoundExport>,
  name: string,
  files: readonly FileEntry[],
): readonly FileEntry[] => {
  const archives = files.filter(({path}) =>
    [path, wholeOfPart(path)].some((each) => each !== undefined && name.startsWith(`${each}/`)),
  );
  if (archives.length > 0) return archives;
  if (!files.some(({path}) => path === name)) return [];
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
    // Without the original nothing tells whether it changed: it is read again each time.
    files.length === 0 ? randomUUID() : files.map(({path, sha256}) => [path, sha256]),
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
    keepsDamaged: true,
  });
  try {
    const isOutside = await outsideOf(context.vaultFolder, request.paths);
    const whole = await rawSource(request.paths, report, isOutside);
    const choice = selectsAll(request.selection)
      ? undefined
      : await chooseFiles(opened, whole, {
          selection: request.selection,
          signal: context.signal,
          nameOf: (location) => nameOf(location, whole.roots, request.paths),
          optionsFor: (format) => readOptions(format, request.overrides, context.systemZone),
        });
    const raw = choice ? chosenSource(whole, choice) : whole;
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
