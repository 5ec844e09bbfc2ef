// snapshots/: one immutable record per backup. Writing it is the commit; what no snapshot reaches does not exist.
import {damaged} from './bytes.ts';
import {maxSnapshotProblems} from './limits.ts';
import {parseReference, writeReference, type Reference} from './recipe.ts';
import {parseJsonObject} from './records.ts';

export type SnapshotProblem = {
  readonly path: string;
  /** unreadable: could not be read; vanished: listed, then gone; changed: changed while it was read, twice. */
  readonly code: 'unreadable' | 'vanished' | 'changed';
  readonly detail: string;
};

export type FilesSection = {
  /** Absent: no files. */
  readonly listing?: Reference;
  readonly count: number;
  readonly bytes: number;
};

/** The message lane's part. `objects` is a recipe over exactly the chunks that the lane keeps alive. */
export type MessagesSection = {
  readonly catalog: Reference;
  readonly objects?: Reference;
  /** The lane's own: reader id and version, counts. */
  readonly about: {readonly [key: string]: unknown};
};

export type SnapshotStats = {
  readonly filesNew: number;
  readonly filesUnchanged: number;
  readonly bytesNew: number;
  readonly bytesStored: number;
};

export type SnapshotContent = {
  readonly counter: number;
  readonly previous?: string;
  readonly startedMs: number;
  readonly createdMs: number;
  readonly tool: string;
  readonly label: string;
  readonly tags: readonly string[];
  readonly group: string;
  readonly source: string;
  readonly files: FilesSection;
  readonly messages?: MessagesSection;
  readonly isPartial: boolean;
  readonly problemCount: number;
  readonly problems: readonly SnapshotProblem[];
  readonly stats: SnapshotStats;
};

export type Snapshot = SnapshotContent & {
  /** The file's name: its SHA-256. People use the first 8 digits. */
  readonly id: string;
};

const stream = (reference: Reference | undefined): {root?: string; length: number} =>
  reference === undefined
    ? {length: 0}
    : {root: writeReference(reference), length: reference.length};

export const writeSnapshot = (snapshot: SnapshotContent): Uint8Array => {
  const {messages} = snapshot;
  const json = {
    version: 1,
    counter: snapshot.counter,
    previous: snapshot.previous,
    startedMs: snapshot.startedMs,
    createdMs: snapshot.createdMs,
    tool: snapshot.tool,
    label: snapshot.label,
    tags: snapshot.tags,
    group: snapshot.group,
    source: snapshot.source,
    files: {
      ...stream(snapshot.files.listing),
      count: snapshot.files.count,
      bytes: snapshot.files.bytes,
    },
    messages: messages && {
      catalog: stream(messages.catalog),
      objects: stream(messages.objects),
      about: messages.about,
    },
    partial: snapshot.isPartial,
    problemCount: snapshot.problemCount,
    problems: snapshot.problems.slice(0, maxSnapshotProblems),
    stats: snapshot.stats,
  };
  return Buffer.from(JSON.stringify(json), 'utf8');
};

type Fields = Readonly<Record<string, unknown>>;

const object = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : damaged('not an object');

const text = (value: unknown): string =>
  typeof value === 'string' ? value : damaged('not a text');

const amount = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : damaged('not an amount');

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : damaged('not a list');

const readStream = (value: unknown): Reference | undefined => {
  const {root, length} = object(value);
  return root === undefined ? undefined : parseReference(root, length);
};

const readFiles = (value: unknown): FilesSection => {
  const {count, bytes} = object(value);
  const listing = readStream(value);
  const section = {count: amount(count), bytes: amount(bytes)};
  return listing === undefined ? section : {...section, listing};
};

const readMessages = (value: unknown): MessagesSection => {
  const {catalog, objects, about} = object(value);
  const section = {
    catalog: readStream(catalog) ?? damaged('an empty catalogue'),
    about: object(about),
  };
  const kept = readStream(objects);
  return kept === undefined ? section : {...section, objects: kept};
};

const readProblem = (value: unknown): SnapshotProblem => {
  const {path, code, detail} = object(value);
  const known = code === 'vanished' || code === 'changed' ? code : 'unreadable';
  return {path: text(path), code: known, detail: text(detail)};
};

/** Throws DamagedError. */
export const readSnapshot = (bytes: Uint8Array, id: string): Snapshot => {
  const json = parseJsonObject(bytes);
  if (json['version'] !== 1) damaged('a snapshot of an unknown version');
  const stats = object(json['stats']);
  const {previous, messages} = json;
  return {
    id,
    counter: amount(json['counter']),
    ...(previous === undefined ? {} : {previous: text(previous)}),
    startedMs: amount(json['startedMs']),
    createdMs: amount(json['createdMs']),
    tool: text(json['tool']),
    label: text(json['label']),
    tags: list(json['tags']).map(text),
    group: text(json['group']),
    source: text(json['source']),
    files: readFiles(json['files']),
    ...(messages === undefined ? {} : {messages: readMessages(messages)}),
    isPartial: json['partial'] === true,
    problemCount: amount(json['problemCount']),
    problems: list(json['problems']).map(readProblem),
    stats: {
      filesNew: amount(stats['filesNew']),
      filesUnchanged: amount(stats['filesUnchanged']),
      bytesNew: amount(stats['bytesNew']),
      bytesStored: amount(stats['bytesStored']),
    },
  };
};

/** Oldest first; two writers may have given the same counter. */
export const compareSnapshots = (a: Snapshot, b: Snapshot): number =>
  a.counter - b.counter || a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1);

/** By `latest`, the id or the beginning of one (at least 4 digits). Undefined: none or several. */
export const findSnapshot = (
  snapshots: readonly Snapshot[],
  name: string,
): Snapshot | undefined => {
  if (name === 'latest') return snapshots.at(-1);
  if (!/^[0-9a-f]{4,64}$/.test(name)) return undefined;
  const found = snapshots.filter(({id}) => id.startsWith(name));
  return found.length === 1 ? found[0] : undefined;
};
