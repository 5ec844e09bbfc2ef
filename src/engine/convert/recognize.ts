// Finds the exports in a source by asking every reader about every file. Bounded: one head of 64 KiB per file.

import {ChatError, throwIfCancelled} from '../errors.ts';
import {decodeHead} from '../io/decode.ts';
import {mimeFromName} from '../io/mime.ts';
import type {Source, SourceEntry} from '../io/source.ts';
import type {ReportProblem} from '../model/problem.ts';
import type {Recognition, Sample} from './format.ts';
import type {ReadableFormat, Registry} from './registry.ts';

export type Candidate = {readonly format: ReadableFormat; readonly because: string};

/** One export in a source. `others` are further formats that it could be as well (only where nothing was certain). */
export type FoundExport = Candidate & {
  readonly source: Source;
  readonly path: string;
  readonly match: 'certain' | 'possible';
  readonly covers?: string;
  readonly others: readonly Candidate[];
};

export type RefusedExport = {
  readonly source: Source;
  readonly path: string;
  readonly format: string;
  readonly because: string;
  readonly hint: string;
};

export type Findings = {
  readonly exports: readonly FoundExport[];
  readonly refused: readonly RefusedExport[];
  /** Files that no reader knows and no export covers; media files are not counted. */
  readonly unknown: readonly string[];
};

const headBytes = 65_536;
const maxPaths = 100_000;

/** The first 64 KiB of a file. */
export const readHead = async (
  source: Source,
  path: string,
  length = headBytes,
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open(path, {length})) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= length) break;
  }
  const head = new Uint8Array(Math.min(size, length));
  let offset = 0;
  for (const chunk of chunks) {
    head.set(chunk.subarray(0, Math.min(chunk.length, head.length - offset)), offset);
    offset += chunk.length;
  }
  return head;
};

export const makeSample = (
  entry: SourceEntry,
  head: Uint8Array,
  paths: readonly string[],
): Sample => {
  let set: Set<string> | undefined;
  let text: string | undefined;
  return {
    path: entry.path,
    size: entry.size,
    head,
    get text() {
      text ??= decodeHead(head);
      return text;
    },
    paths,
    has: (path) => {
      set ??= new Set(paths);
      return set.has(path);
    },
  };
};

const depth = (path: string): number => path.split('/').length;

/** Shallow files first: the anchor of a multi-file export stands above its parts. */
const byDepth = (a: SourceEntry, b: SourceEntry): number =>
  depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1);

const isMediaName = (path: string): boolean =>
  /^(?:image|video|audio)\//.test(mimeFromName(path) ?? '');

type Answers = {
  readonly certain: readonly (Candidate & {readonly covers?: string})[];
  readonly possible: readonly (Candidate & {readonly covers?: string})[];
  readonly refused: readonly {
    readonly format: string;
    readonly because: string;
    readonly hint: string;
    readonly covers?: string;
  }[];
};

const withCovers = (
  recognition: Exclude<Recognition, {match: 'no'}>,
): {readonly covers?: string} =>
  recognition.covers === undefined ? {} : {covers: recognition.covers};

/** What every reader says of one file. */
export const askReaders = (readable: readonly ReadableFormat[], sample: Sample): Answers => {
  const answers = {certain: [], possible: [], refused: []} as {
    certain: (Candidate & {covers?: string})[];
    possible: (Candidate & {covers?: string})[];
    refused: {format: string; because: string; hint: string; covers?: string}[];
  };
  for (const format of readable) {
    const recognition = format.reader.recognize(sample);
    if (recognition.match === 'no') continue;
    const {because} = recognition;
    if (recognition.match === 'refused') {
      answers.refused.push({
        format: format.id,
        because,
        hint: recognition.hint,
        ...withCovers(recognition),
      });
    } else answers[recognition.match].push({format, because, ...withCovers(recognition)});
  }
  return answers;
};

export type FindOptions = {
  readonly signal: AbortSignal;
  readonly report: ReportProblem;
  /** Take this format at every file where it is at least possible, or at all where nothing else is known (`--from`). */
  readonly only?: ReadableFormat;
};

const isCovered = (path: string, covers: readonly string[]): boolean =>
  covers.some((prefix) => path.startsWith(prefix));

const headOf = async (
  source: Source,
  entry: SourceEntry,
  options: FindOptions,
): Promise<Uint8Array | ChatError | undefined> => {
  try {
    return await readHead(source, entry.path);
  } catch (error) {
    throwIfCancelled(options.signal);
    if (error instanceof ChatError && error.code === 'input-encrypted') return error;
    options.report({
      kind: 'file-unreadable',
      place: {path: entry.path},
      detail: error instanceof Error ? error.message : String(error),
    });
    return undefined;
  }
};

/**
 * Looks through the whole source. A `certain` answer wins; a refusal counts where nothing is certain; else the `possible` ones, all
 * of them given. Order of the result: by depth, then by path.
 */
export const findExports = async (
  source: Source,
  registry: Registry,
  options: FindOptions,
): Promise<Findings> => {
  const entries = (await source.list()).slice(0, maxPaths);
  const paths = entries.map((entry) => entry.path);
  const readable = options.only ? [options.only] : registry.readable;
  const exports: FoundExport[] = [];
  const refused: RefusedExport[] = [];
  const unknown: string[] = [];
  const covers: string[] = [];
  for (const entry of [...entries].sort(byDepth)) {
    throwIfCancelled(options.signal);
    if (isCovered(entry.path, covers) || (entries.length > 1 && isMediaName(entry.path))) continue;
    const head = await headOf(source, entry, options);
    if (!head) continue;
    if (head instanceof ChatError) {
      const hint = head.hint ?? 'Export it again without a password.';
      refused.push({source, path: entry.path, format: 'encrypted', because: head.message, hint});
      continue;
    }
    const answers = askReaders(readable, makeSample(entry, head, paths));
    const [best, ...others] =
      answers.certain.length > 0
        ? answers.certain
        : answers.refused.length > 0
          ? []
          : answers.possible;
    const [refusal] = best ? [] : answers.refused;
    if (best) {
      const match = answers.certain.length > 0 ? 'certain' : 'possible';
      exports.push({...best, source, path: entry.path, match, others});
    } else if (refusal) refused.push({...refusal, source, path: entry.path});
    else if (options.only && entries.length === 1) {
      exports.push({
        format: options.only,
        because: 'chosen by hand',
        source,
        path: entry.path,
        match: 'possible',
        others: [],
      });
    } else unknown.push(entry.path);
    const prefix = (best ?? refusal)?.covers;
    if (prefix !== undefined) covers.push(prefix);
  }
  const isOpen = (path: string): boolean => !isCovered(path, covers);
  return {exports, refused, unknown: unknown.filter(isOpen)};
};
