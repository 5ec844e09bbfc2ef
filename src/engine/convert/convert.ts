// The loop between a reader and a writer: selection, counting, cancellation, progress, problems, and the loss report. No format knowledge.

import {ChatError, throwIfCancelled} from '../errors.ts';
import type {Sink} from '../io/sink.ts';
import type {ArchiveEvent, Asset, EventBatch} from '../model/archive.ts';
import {eventFeatures, lossOf} from '../model/features.ts';
import type {Feature, FeatureCounts} from '../model/features.ts';
import {ProblemLog} from '../model/problem.ts';
import type {ProblemSummary, ReportProblem} from '../model/problem.ts';
import {filterEvents} from '../transform/filter.ts';
import type {Selection} from '../transform/filter.ts';
import {groupByConversation} from '../transform/group.ts';
import type {
  ExportInput,
  Inference,
  ReadContext,
  ReadOptions,
  WriteOptions,
  Writer,
} from './format.ts';
import type {FoundExport} from './recognize.ts';
import type {WritableFormat} from './registry.ts';

/** A stream of events and the way to the bytes of its assets: an export, a vault's snapshot, a merged timeline. */
export type EventSource = {
  readonly label: string;
  /** Id of the format that was read, where there is one. */
  readonly format?: string;
  read(ctx: ReadContext): AsyncIterable<EventBatch>;
  asset?(asset: Asset, ctx: ReadContext): AsyncIterable<Uint8Array>;
};

export const exportEvents = (
  found: FoundExport,
  options: ReadOptions,
  label: string,
): EventSource => {
  const input: ExportInput = {source: found.source, path: found.path};
  const {reader} = found.format;
  return {
    label,
    format: found.format.id,
    read: (ctx) => reader.read(input, options, ctx),
    asset: (asset, ctx) => reader.openAsset?.(input, asset, ctx) ?? found.source.open(asset.id),
  };
};

export type Counts = {
  entries: number;
  readonly persons: Set<string>;
  /** Entries of each conversation. */
  readonly conversations: Map<string, number>;
  readonly features: FeatureCounts;
};

const newCounts = (): Counts => ({
  entries: 0,
  persons: new Set(),
  conversations: new Map(),
  features: new Map(),
});

const count = (
  counts: Counts,
  event: ArchiveEvent,
  add: (feature: Feature) => void,
  ownFormat?: string,
): void => {
  eventFeatures(event, add, ownFormat);
  if (event.type === 'person') counts.persons.add(event.person.id);
  else if (event.type === 'conversation') {
    const {id} = event.conversation;
    if (!counts.conversations.has(id)) counts.conversations.set(id, 0);
  } else {
    counts.entries++;
    counts.conversations.set(
      event.conversation,
      (counts.conversations.get(event.conversation) ?? 0) + 1,
    );
  }
};

/** Counts features on the way; entries once each, persons and conversations by their last state would need memory, so by their first. */
async function* counted(
  batches: AsyncIterable<EventBatch>,
  counts: Counts,
  options: {
    readonly signal: AbortSignal;
    readonly ownFormat?: string;
    onBatch?(counts: Counts): void;
  },
): AsyncIterable<EventBatch> {
  const add = (feature: Feature): void => {
    counts.features.set(feature, (counts.features.get(feature) ?? 0) + 1);
  };
  for await (const batch of batches) {
    throwIfCancelled(options.signal);
    for (const event of batch) {
      const isRepeat =
        (event.type === 'person' && counts.persons.has(event.person.id)) ||
        (event.type === 'conversation' && counts.conversations.has(event.conversation.id));
      count(counts, event, isRepeat ? () => undefined : add, options.ownFormat);
    }
    options.onBatch?.(counts);
    yield batch;
  }
}

export type Progress = {readonly entries: number; readonly bytes: number};

export type RunOptions = {
  readonly signal: AbortSignal;
  readonly selection?: Selection;
  onProgress?(progress: Progress): void;
};

export type ConvertReport = {
  readonly entries: number;
  readonly persons: number;
  readonly conversations: number;
  /** Feature → how often it was used and could not be held. */
  readonly loss: ReadonlyMap<Feature, number>;
  readonly problems: ProblemSummary;
  readonly inferences: readonly Inference[];
  /** Feature → how often used. */
  readonly used: FeatureCounts;
};

type Run = {
  readonly log: ProblemLog;
  readonly inferences: Inference[];
  readonly counts: Counts;
  readonly ctx: ReadContext;
  readonly batches: AsyncIterable<EventBatch>;
};

const start = (from: EventSource, options: RunOptions, ownFormat: string | undefined): Run => {
  const log = new ProblemLog();
  const inferences: Inference[] = [];
  const counts = newCounts();
  let bytes = 0;
  const ctx: ReadContext = {
    signal: options.signal,
    report: log.report,
    advanced: (more) => {
      bytes += more;
    },
    infer: (inference) => inferences.push(inference),
  };
  const batches = counted(filterEvents(from.read(ctx), options.selection ?? {}), counts, {
    signal: options.signal,
    ...(ownFormat === undefined ? {} : {ownFormat}),
    onBatch: () => options.onProgress?.({entries: counts.entries, bytes}),
  });
  return {log, inferences, counts, ctx, batches};
};

/** What the writer's `holds` leaves out; a writer that makes one file of several conversations must say that it holds them. */
const lossFor = (run: Run, writer: Writer): ReadonlyMap<Feature, number> => {
  const used = new Map(run.counts.features);
  if (writer.layout === 'file' && run.counts.conversations.size > 1) {
    used.set('several-conversations', run.counts.conversations.size);
  }
  return lossOf(used, writer.holds);
};

const reportOf = (run: Run, writer: Writer): ConvertReport => ({
  entries: run.counts.entries,
  persons: run.counts.persons.size,
  conversations: run.counts.conversations.size,
  loss: lossFor(run, writer),
  problems: run.log.summary(),
  inferences: run.inferences,
  used: run.counts.features,
});

/** Reads everything, writes nothing: what `convert` would lose. Equal to the report of the conversion itself. */
export const previewLoss = async (
  from: EventSource,
  to: WritableFormat,
  options: RunOptions,
): Promise<ConvertReport> => {
  const run = start(from, options, to.id);
  for await (const batch of run.batches)
    if (batch.length === 0) throw new Error('A reader gave an empty batch.');
  return reportOf(run, to.writer);
};

const guardAsset = async function* (
  chunks: AsyncIterable<Uint8Array>,
  asset: Asset,
  report: ReportProblem,
): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (!(error instanceof ChatError) || error.code === 'cancelled') throw error;
    report({kind: 'media-unreadable', place: {path: asset.id}, detail: error.message});
    throw error;
  }
};

/** The same stream, or undefined if it ends without an entry. Holds what comes before the first entry: persons and conversations. */
const untilEntry = async (
  batches: AsyncIterable<EventBatch>,
): Promise<AsyncIterable<EventBatch> | undefined> => {
  const iterator = batches[Symbol.asyncIterator]();
  const held: EventBatch[] = [];
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return undefined;
    held.push(next.value);
    if (next.value.some(({type}) => type === 'entry')) break;
  }
  return (async function* () {
    yield* held;
    yield* {[Symbol.asyncIterator]: () => iterator};
  })();
};

/**
 * Reads, selects, writes. The writer's files appear whole or not at all (the sink's promise).
 * Throws ChatError: what the reader or the sink throws, `cancelled`.
 */
export const convert = async (
  from: EventSource,
  to: WritableFormat,
  sink: Sink,
  options: RunOptions & {
    readonly write: Omit<WriteOptions, 'label' | 'sourceFormat'>;
    readonly generator: string;
    /** Writes nothing where nothing was chosen: of several exports, most may lack the chat that is wanted. */
    readonly skipEmpty?: boolean;
    now(): number;
  },
): Promise<ConvertReport> => {
  const run = start(from, options, to.id);
  const {writer} = to;
  const chosen = options.skipEmpty === true ? await untilEntry(run.batches) : run.batches;
  if (!chosen) return reportOf(run, writer);
  const batches = writer.needs === 'grouped' ? groupByConversation(chosen) : chosen;
  const writeOptions: WriteOptions = {
    ...options.write,
    label: from.label,
    ...(from.format === undefined ? {} : {sourceFormat: from.format}),
  };
  await writer.write(batches, sink, writeOptions, {
    signal: options.signal,
    report: run.log.report,
    generator: options.generator,
    now: options.now,
    asset: (asset) => {
      if (asset.presence !== 'included' || !from.asset) return undefined;
      return guardAsset(from.asset(asset, run.ctx), asset, run.log.report);
    },
  });
  return reportOf(run, writer);
};

export type ConversationSummary = {
  readonly id: string;
  title?: string;
  kind: string;
  platform?: string;
  members: number;
  entries: number;
  first?: number;
  last?: number;
};

export type ExportSummary = {
  readonly entries: number;
  readonly persons: number;
  readonly owner?: string;
  readonly conversations: readonly ConversationSummary[];
  /** Kind of entry, or `media:<role>` → how many. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly used: FeatureCounts;
  readonly problems: ProblemSummary;
  readonly inferences: readonly Inference[];
};

const kindsOf = (event: ArchiveEvent & {type: 'entry'}, kinds: Map<string, number>): void => {
  const add = (kind: string): void => void kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const {entry} = event;
  add(entry.kind);
  if (entry.kind !== 'message') return;
  for (const part of entry.body)
    if (part.kind !== 'text') add(part.kind === 'media' ? `media:${part.role}` : part.kind);
};

/** A full pass that keeps only counts: what is in there, from when to when, and what was not understood. */
export const summarize = async (from: EventSource, options: RunOptions): Promise<ExportSummary> => {
  const run = start(from, options, undefined);
  const conversations = new Map<string, ConversationSummary>();
  const kinds = new Map<string, number>();
  let owner: string | undefined;
  for await (const batch of run.batches) {
    for (const event of batch) {
      if (event.type === 'person') {
        if (event.person.isOwner) owner = event.person.name ?? event.person.id;
      } else if (event.type === 'conversation') {
        const {id, kind, title, platform, members} = event.conversation;
        const summary = conversations.get(id) ?? {id, kind, members: 0, entries: 0};
        Object.assign(
          summary,
          {kind, members: members.length},
          title === undefined ? {} : {title},
          platform === undefined ? {} : {platform},
        );
        conversations.set(id, summary);
      } else {
        kindsOf(event, kinds);
        const summary = conversations.get(event.conversation);
        if (!summary) continue;
        const {epochMs} = event.entry.at;
        summary.entries++;
        summary.first = Math.min(summary.first ?? epochMs, epochMs);
        summary.last = Math.max(summary.last ?? epochMs, epochMs);
      }
    }
  }
  return {
    entries: run.counts.entries,
    persons: run.counts.persons.size,
    ...(owner === undefined ? {} : {owner}),
    conversations: [...conversations.values()],
    kinds,
    used: run.counts.features,
    problems: run.log.summary(),
    inferences: run.inferences,
  };
};
