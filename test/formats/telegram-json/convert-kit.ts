// Reads files in memory with one format and writes events with one, as the engine does it.

import type {Format, ReadOptions} from '../../../src/engine/convert/format.ts';
import {memorySink, memorySource} from '../../../src/engine/io/memory-source.ts';
import type {Source} from '../../../src/engine/io/source.ts';
import type {ArchiveEvent, EventBatch} from '../../../src/engine/model/archive.ts';
import {ProblemLog} from '../../../src/engine/model/problem.ts';
import type {Problem} from '../../../src/engine/model/problem.ts';
import {groupByConversation} from '../../../src/engine/transform/group.ts';
import {makeContext, optionsFor} from '../../helpers/read-all.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export const readFiles = async (
  format: Format,
  files: Files,
  path: string,
  options: Partial<ReadOptions> = {},
) => readSource(format, memorySource(files), path, options);

export const readSource = async (
  format: Format,
  source: Source,
  path: string,
  options: Partial<ReadOptions> = {},
) => {
  const {ctx, log, inferences} = makeContext();
  const events: ArchiveEvent[] = [];
  if (!format.reader) throw new Error('No reader.');
  for await (const batch of format.reader.read({source, path}, optionsFor(format, options), ctx))
    events.push(...batch);
  return {events, problems: log.summary().samples, inferences};
};

async function* batchesOf(events: readonly ArchiveEvent[]): AsyncGenerator<EventBatch> {
  for (let at = 0; at < events.length; at += 3) yield events.slice(at, at + 3);
}

export type Written = {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly Problem[];
  text(path?: string): string;
};

export const writeEvents = async (
  format: Format,
  events: readonly ArchiveEvent[],
  source: Source = memorySource({}),
): Promise<Written> => {
  const sink = memorySink();
  const log = new ProblemLog();
  const {writer} = format;
  if (!writer) throw new Error('No writer.');
  const batches =
    writer.needs === 'grouped' ? groupByConversation(batchesOf(events)) : batchesOf(events);
  await writer.write(
    batches,
    sink,
    {zone: 'Europe/Berlin', label: 'test', lang: 'en'},
    {
      signal: new AbortController().signal,
      report: log.report,
      generator: 'chatark test',
      now: () => 0,
      asset: (asset) => (asset.presence === 'included' ? source.open(asset.id) : undefined),
    },
  );
  return {files: sink.files, problems: log.summary().samples, text: (path) => sink.text(path)};
};

/** The last state of each person and conversation, and all entries in order, conversation by conversation. */
export const settled = (events: readonly ArchiveEvent[]) => {
  const persons = new Map<string, unknown>();
  const conversations = new Map<string, unknown>();
  const entries = new Map<string, unknown[]>();
  for (const event of events) {
    if (event.type === 'person') persons.set(event.person.id, event.person);
    else if (event.type === 'conversation')
      conversations.set(event.conversation.id, event.conversation);
    else entries.set(event.conversation, [...(entries.get(event.conversation) ?? []), event.entry]);
  }
  return {persons, conversations, entries};
};
