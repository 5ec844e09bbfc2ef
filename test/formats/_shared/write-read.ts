// Writes events with a format's writer into memory and reads them back with its reader.

import type {Format, WriteOptions} from '../../../src/engine/convert/format.ts';
import {memorySink, memorySource} from '../../../src/engine/io/memory-source.ts';
import type {MemorySink} from '../../../src/engine/io/memory-source.ts';
import type {ArchiveEvent, Asset, EventBatch, Inline} from '../../../src/engine/model/archive.ts';
import {eventFeatures} from '../../../src/engine/model/features.ts';
import type {Feature} from '../../../src/engine/model/features.ts';
import {inlinesText} from '../../../src/engine/model/text.ts';
import {ProblemLog} from '../../../src/engine/model/problem.ts';
import type {Problem} from '../../../src/engine/model/problem.ts';
import {groupByConversation} from '../../../src/engine/transform/group.ts';
import {find, readExport} from '../../helpers/read-all.ts';
import type {Heard} from '../../helpers/read-all.ts';

async function* inBatches(events: readonly ArchiveEvent[]): AsyncIterable<EventBatch> {
  for (let start = 0; start < events.length; start += 5) yield events.slice(start, start + 5);
}

export type Written = {readonly sink: MemorySink; readonly problems: readonly Problem[]};

export const defaultOptions: WriteOptions = {zone: 'UTC', label: 'Test chat', lang: 'en'};

/** `media`: bytes of included assets by id. */
export const writeEvents = async (
  format: Format,
  events: readonly ArchiveEvent[],
  {
    media = {},
    ...options
  }: Partial<WriteOptions> & {readonly media?: Readonly<Record<string, string>>} = {},
): Promise<Written> => {
  const {writer} = format;
  if (!writer) throw new Error(`${format.id} has no writer.`);
  const sink = memorySink();
  const log = new ProblemLog();
  const batches = inBatches(events);
  const asset = (wanted: Asset): AsyncIterable<Uint8Array> | undefined => {
    const content = Object.hasOwn(media, wanted.id) ? media[wanted.id] : undefined;
    return content === undefined ? undefined : bytesOf(content);
  };
  await writer.write(
    writer.needs === 'grouped' ? groupByConversation(batches) : batches,
    sink,
    {...defaultOptions, ...options},
    {
      signal: new AbortController().signal,
      report: log.report,
      generator: 'chatark test',
      now: () => 1_700_000_000_000,
      asset,
    },
  );
  return {sink, problems: log.summary().samples};
};

async function* bytesOf(content: string): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(content);
  yield bytes.subarray(0, 2);
  yield bytes.subarray(2);
}

/** Everything that the format's reader finds in what was written. */
export const readBack = async (format: Format, {sink}: Written): Promise<Heard> => {
  const source = memorySource(Object.fromEntries(sink.files), {label: 'written'});
  const {exports} = await find([format], source);
  const heard = await Promise.all(exports.map((found) => readExport(found)));
  return {
    events: heard.flatMap(({events}) => events),
    problems: heard.flatMap(({problems}) => problems),
    inferences: heard.flatMap(({inferences}) => inferences),
  };
};

/** The features that events use, each person and conversation by its last state. */
export const featuresOf = (events: readonly ArchiveEvent[], ownFormat: string): Set<Feature> => {
  const last = new Map<string, ArchiveEvent>();
  events.forEach((event, index) => {
    const key =
      event.type === 'entry'
        ? String(index)
        : `${event.type} ${event.type === 'person' ? event.person.id : event.conversation.id}`;
    last.set(key, event);
  });
  const used = new Set<Feature>();
  for (const event of last.values())
    eventFeatures(event, (feature) => used.add(feature), ownFormat);
  return used;
};

/** Do these inlines hold something that no target but ours nests: code blocks inside styles, markup inside link texts? */
const simpleInline = (inline: Inline): Inline => {
  if (inline.kind === 'url' && inline.inlines)
    return {...inline, inlines: [{kind: 'plain', text: inlinesText(inline.inlines)}]};
  if (inline.kind !== 'styled') return inline;
  const style = inline.style === 'spoiler' ? 'italic' : inline.style;
  return {...inline, style, inlines: [{kind: 'plain', text: inlinesText(inline.inlines)}]};
};

/** Takes out what the vocabulary of features is too coarse for: odd nesting, spoilers, measures of zero. */
export const simplified = (events: readonly ArchiveEvent[]): ArchiveEvent[] => {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
      if (key === 'inlines' || key === 'caption')
        return [key, (inner as Inline[]).map(simpleInline)];
      if (key === 'width' || key === 'durationSeconds') return [key, Number(inner) + 1];
      return [key, walk(inner)];
    });
    return Object.fromEntries(entries);
  };
  return walk(events) as ArchiveEvent[];
};

/** The features that the writer promises to hold, that were used, and that did not come back. */
export const brokenPromises = async (
  format: Format,
  archived: readonly ArchiveEvent[],
): Promise<Feature[]> => {
  const events = simplified(archived);
  const written = await writeEvents(format, events);
  const {events: back} = await readBack(format, written);
  const after = featuresOf(back, format.id);
  const held = format.writer?.holds ?? new Set<Feature>();
  return [...featuresOf(events, format.id)].filter(
    (feature) => held.has(feature) && !after.has(feature),
  );
};
