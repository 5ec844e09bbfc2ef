// Writes the message lane of a snapshot: every understood export as segments and a catalogue. Derived data: it can be written again
// from the sources while they exist.

import type {EventSource} from '../../convert/convert.ts';
import type {ReadContext} from '../../convert/format.ts';
import {isChatError, throwIfCancelled} from '../../errors.ts';
import type {Conversation, Entry, EventBatch, Person} from '../../model/archive.ts';
import type {ProblemLog} from '../../model/problem.ts';
import {filterEvents} from '../../transform/filter.ts';
import type {Selection} from '../../transform/filter.ts';
import type {ObjectKind} from '../kinds.ts';
import {maxChunk} from '../limits.ts';
import type {ObjectStore} from '../object-store.ts';
import {RecipeBuilder} from '../recipe.ts';
import type {Reference} from '../recipe.ts';
import type {MessagesSection} from '../snapshot.ts';
import {encodeCatalogLine} from './catalog.ts';
import type {CatalogLine, ExportLine, SegmentLine} from './catalog.ts';
import {encodeSegment} from './segment.ts';

/** The version of segments and catalogue; in `about`, so that a later program knows what it reads. */
export const laneVersion = 1;

const segmentEntries = 2000;
/** Entries that wait in unfinished segments of all conversations together. */
const maxWaiting = 200_000;

/** `YYYY-MM` in UTC, as a number. */
const monthOf = (epochMs: number): number => {
  const date = new Date(epochMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

const compareEntries = (a: Entry, b: Entry): number =>
  a.at.epochMs - b.at.epochMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Some formats number in the order of time; others say nothing within one minute but by their order: keep it then. */
const sortEntries = (entries: Entry[]): Entry[] => {
  const isSorted = entries.every(
    (entry, index) => index === 0 || (entries[index - 1]?.at.epochMs ?? 0) <= entry.at.epochMs,
  );
  return isSorted
    ? entries
    : entries
        .map((entry, index) => ({entry, index}))
        .sort(
          (a, b) =>
            a.entry.at.epochMs - b.entry.at.epochMs ||
            a.index - b.index ||
            compareEntries(a.entry, b.entry),
        )
        .map(({entry}) => entry);
};

type OpenConversation = {
  conversation: Conversation;
  readonly segments: SegmentLine[];
  month: number;
  waiting: Entry[];
};

/** Collects the events of one export. */
class ExportWriter {
  readonly #store: ObjectStore;
  readonly #keep: (id: Uint8Array, length: number) => Promise<void>;
  readonly #persons = new Map<string, Person>();
  readonly #conversations = new Map<string, OpenConversation>();
  #waiting = 0;
  entries = 0;

  constructor(store: ObjectStore, keep: (id: Uint8Array, length: number) => Promise<void>) {
    this.#store = store;
    this.#keep = keep;
  }

  async take(batch: EventBatch): Promise<void> {
    for (const event of batch) {
      if (event.type === 'person') this.#persons.set(event.person.id, event.person);
      else if (event.type === 'conversation') {
        const open = this.#conversations.get(event.conversation.id);
        if (open) open.conversation = event.conversation;
        else
          this.#conversations.set(event.conversation.id, {
            conversation: event.conversation,
            segments: [],
            month: 0,
            waiting: [],
          });
      } else {
        const open = this.#conversations.get(event.conversation);
        if (open) await this.#add(open, event.entry);
      }
    }
    if (this.#waiting > maxWaiting) await this.#closeLargest();
  }

  async #add(open: OpenConversation, entry: Entry): Promise<void> {
    const month = monthOf(entry.at.epochMs);
    if (open.waiting.length > 0 && (open.month !== month || open.waiting.length >= segmentEntries))
      await this.#close(open);
    open.month = month;
    open.waiting.push(entry);
    this.#waiting++;
    this.entries++;
  }

  async #closeLargest(): Promise<void> {
    const byLength = [...this.#conversations.values()].sort(
      (a, b) => b.waiting.length - a.waiting.length,
    );
    for (const open of byLength.slice(0, Math.ceil(byLength.length / 2))) await this.#close(open);
  }

  async #close(open: OpenConversation): Promise<void> {
    if (open.waiting.length === 0) return;
    const entries = sortEntries(open.waiting);
    open.waiting = [];
    this.#waiting -= entries.length;
    const encoded = encodeSegment(entries);
    const columns = await this.#put('columns', encoded.columns);
    const texts = await this.#put('texts', encoded.texts);
    open.segments.push({
      type: 'segment',
      count: entries.length,
      first: entries[0]?.at.epochMs ?? 0,
      last: entries.at(-1)?.at.epochMs ?? 0,
      columns: columns.ids,
      texts: texts.ids,
      columnsBytes: columns.bytes,
      textsBytes: texts.bytes,
    });
  }

  async #put(
    kind: ObjectKind,
    text: string,
  ): Promise<{readonly ids: Uint8Array[]; readonly bytes: number}> {
    const bytes = new TextEncoder().encode(text);
    const ids: Uint8Array[] = [];
    for (let start = 0; start < bytes.length; start += maxChunk) {
      const chunk = bytes.subarray(start, start + maxChunk);
      const id = await this.#store.put(kind, chunk);
      await this.#keep(id, chunk.length);
      ids.push(id);
    }
    return {ids, bytes: bytes.length};
  }

  async *finish(): AsyncIterable<CatalogLine> {
    for (const person of this.#persons.values()) yield {type: 'person', person};
    for (const open of this.#conversations.values()) {
      await this.#close(open);
      const segments = open.segments
        .map((segment, index) => ({segment, index}))
        .sort((a, b) => a.segment.first - b.segment.first || a.index - b.index)
        .map(({segment}) => segment);
      const entries = segments.reduce((sum, {count}) => sum + count, 0);
      const first = segments.reduce((least, segment) => Math.min(least, segment.first), Infinity);
      const last = segments.reduce((most, segment) => Math.max(most, segment.last), -Infinity);
      yield {
        type: 'conversation',
        conversation: open.conversation,
        entries,
        ...(entries === 0 ? {} : {first, last}),
      };
      yield* segments;
    }
  }
}

/** An export to put into the lane. */
export type LaneExport = Pick<
  ExportLine,
  'path' | 'format' | 'label' | 'options' | 'fingerprint'
> & {
  readonly events: EventSource;
};

export type LaneProgress = {readonly entries: number; readonly currentPath: string};

export type WriteLaneOptions = {
  readonly signal: AbortSignal;
  readonly selection?: Selection;
  /** One per export: what was not understood. */
  readonly log: ProblemLog;
  /** Lines of the previous snapshot's export with this fingerprint, when all its chunks are still to be had: it need not be read again. */
  reuse(fingerprint: string): Promise<readonly CatalogLine[] | undefined>;
  /** Writes a stream of catalogue lines; gives its reference. */
  writeCatalog(lines: AsyncIterable<string>): Promise<Reference | undefined>;
  onProgress?(progress: LaneProgress): void;
};

type Totals = {entries: number; conversations: number; segments: number; exports: number};

/** Undefined when nothing was understood. An export that turns out malformed is reported and left out: its bytes are kept anyway. */
export const writeLane = async (
  store: ObjectStore,
  exports: readonly LaneExport[],
  options: WriteLaneOptions,
): Promise<MessagesSection | undefined> => {
  const objects = new RecipeBuilder((node) => store.put('recipe', node));
  const totals: Totals = {entries: 0, conversations: 0, segments: 0, exports: 0};
  const keep = (id: Uint8Array, length: number): Promise<void> => objects.add({id, length});
  const catalog = await options.writeCatalog(laneLines({store, exports, options, totals, keep}));
  if (catalog === undefined) return undefined;
  const kept = await objects.finish();
  return {
    catalog,
    ...(kept === undefined ? {} : {objects: kept}),
    about: {lane: laneVersion, ...totals},
  };
};

type LaneRun = {
  readonly store: ObjectStore;
  readonly exports: readonly LaneExport[];
  readonly options: WriteLaneOptions;
  readonly totals: Totals;
  keep(id: Uint8Array, length: number): Promise<void>;
};

const note = (totals: Totals, line: CatalogLine): void => {
  if (line.type === 'conversation') {
    totals.conversations++;
    totals.entries += line.entries;
  } else if (line.type === 'segment') totals.segments++;
};

/** Lengths of the pieces of one blob: all full but the last. */
const pieceLengths = (count: number, bytes: number): number[] =>
  Array.from({length: count}, (_, index) =>
    index < count - 1 ? maxChunk : bytes - maxChunk * (count - 1),
  );

const keepReused = async (run: LaneRun, line: CatalogLine): Promise<void> => {
  if (line.type !== 'segment') return;
  const lengths = [
    ...pieceLengths(line.columns.length, line.columnsBytes),
    ...pieceLengths(line.texts.length, line.textsBytes),
  ];
  for (const [index, id] of [...line.columns, ...line.texts].entries())
    await run.keep(id, lengths[index] ?? 0);
};

async function* laneLines(run: LaneRun): AsyncIterable<string> {
  for (const each of run.exports) {
    throwIfCancelled(run.options.signal);
    const reused = await run.options.reuse(each.fingerprint);
    const lines = reused ?? (await readExport(run, each));
    if (!lines) continue;
    run.totals.exports++;
    for (const line of lines) {
      note(run.totals, line);
      if (reused) await keepReused(run, line);
      yield `${encodeCatalogLine(line)}\n`;
    }
  }
}

const readExport = async (
  run: LaneRun,
  each: LaneExport,
): Promise<readonly CatalogLine[] | undefined> => {
  const {signal, log, selection, onProgress} = run.options;
  const writer = new ExportWriter(run.store, run.keep);
  const before = log.summary().total;
  const ctx: ReadContext = {
    signal,
    report: log.report,
    advanced: () => undefined,
    infer: () => undefined,
  };
  try {
    for await (const batch of filterEvents(each.events.read(ctx), selection ?? {})) {
      throwIfCancelled(signal);
      await writer.take(batch);
      onProgress?.({entries: run.totals.entries + writer.entries, currentPath: each.path});
    }
  } catch (error) {
    if (!isChatError(error) || !error.code.startsWith('input-')) throw error;
    log.report({kind: 'file-unreadable', place: {path: each.path}, detail: error.message});
  }
  const {path, format, label, options, fingerprint} = each;
  const lines: CatalogLine[] = [];
  for await (const line of writer.finish()) lines.push(line);
  if (writer.entries === 0 && lines.length === 0) return undefined;
  const problems = log.summary().total - before;
  return [
    {type: 'export', path, format, label, options, fingerprint, entries: writer.entries, problems},
    ...lines,
  ];
};
