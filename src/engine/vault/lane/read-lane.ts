// Reads the message lane of a snapshot: its chats, pages of their entries, all of them as a stream. Never parses an export.

import {isChatError, throwIfCancelled} from '../../errors.ts';
import type {Conversation, Entry, EventBatch, Person} from '../../model/archive.ts';
import {DamagedError} from '../bytes.ts';
import {linesOf} from '../listing.ts';
import type {Snapshot} from '../snapshot.ts';
import {readStream} from '../stream.ts';
import type {ChunkSource} from '../stream.ts';
import {decodeCatalogLine} from './catalog.ts';
import type {CatalogLine, ExportLine, SegmentLine} from './catalog.ts';
import {decodeSegment} from './segment.ts';

export type LaneChat = {
  readonly export: ExportLine;
  readonly conversation: Conversation;
  readonly entries: number;
  readonly first?: number;
  readonly last?: number;
  /** In the order of time. */
  readonly segments: readonly SegmentLine[];
};

export type Lane = {
  readonly snapshot: Snapshot;
  readonly exports: readonly ExportLine[];
  readonly chats: readonly LaneChat[];
  /** Of one export, by id. */
  personsOf(from: ExportLine): ReadonlyMap<string, Person>;
  /** The catalogue as it stands, for reuse by a later backup. */
  linesOf(from: ExportLine): readonly CatalogLine[];
};

type Part = {
  readonly export: ExportLine;
  readonly lines: CatalogLine[];
  readonly persons: Map<string, Person>;
  readonly chats: {conversation: CatalogLine & {type: 'conversation'}; segments: SegmentLine[]}[];
};

const damage = (error: unknown): never => {
  throw error instanceof DamagedError
    ? Object.assign(new DamagedError(`The message catalogue: ${error.message}`))
    : error;
};

const addLine = (parts: Part[], line: CatalogLine): void => {
  if (line.type === 'export') {
    parts.push({export: line, lines: [line], persons: new Map(), chats: []});
    return;
  }
  const part = parts.at(-1);
  if (!part) throw new DamagedError('a catalogue that does not begin with an export');
  part.lines.push(line);
  if (line.type === 'person') part.persons.set(line.person.id, line.person);
  else if (line.type === 'conversation') part.chats.push({conversation: line, segments: []});
  else part.chats.at(-1)?.segments.push(line);
};

const asChats = (part: Part): LaneChat[] =>
  part.chats.map(({conversation, segments}) => ({
    export: part.export,
    conversation: conversation.conversation,
    entries: conversation.entries,
    ...(conversation.first === undefined || conversation.last === undefined
      ? {}
      : {first: conversation.first, last: conversation.last}),
    segments,
  }));

/** Undefined: the snapshot has no messages. Throws `vault-damaged` or DamagedError where the catalogue cannot be read. */
export const openLane = async (
  source: ChunkSource,
  snapshot: Snapshot,
): Promise<Lane | undefined> => {
  if (!snapshot.messages) return undefined;
  const parts: Part[] = [];
  try {
    for await (const line of linesOf(readStream(source, snapshot.messages.catalog))) {
      addLine(parts, decodeCatalogLine(Buffer.from(line).toString('utf8')));
    }
  } catch (error) {
    return damage(error);
  }
  const partOf = (from: ExportLine): Part | undefined => parts.find((part) => part.export === from);
  return {
    snapshot,
    exports: parts.map((part) => part.export),
    chats: parts.flatMap(asChats),
    personsOf: (from) => partOf(from)?.persons ?? new Map(),
    linesOf: (from) => partOf(from)?.lines ?? [],
  };
};

const readText = async (source: ChunkSource, ids: readonly Uint8Array[]): Promise<string> => {
  const [only] = ids;
  if (ids.length === 1 && only) return Buffer.from(await source.get(only)).toString('utf8');
  const chunks: Uint8Array[] = [];
  for (const id of ids) chunks.push(await source.get(id));
  return Buffer.concat(chunks).toString('utf8');
};

export const readTexts = (source: ChunkSource, segment: SegmentLine): Promise<string> =>
  readText(source, segment.texts);

/** Throws `vault-damaged` or DamagedError; the other segments are not harmed by it. */
export const readSegment = async (source: ChunkSource, segment: SegmentLine): Promise<Entry[]> => {
  const columns = await readText(source, segment.columns);
  return decodeSegment({columns, texts: await readText(source, segment.texts)});
};

/** A gap where a damaged segment was: shown to the person instead of its entries. */
export type LostSegment = {readonly chat: LaneChat; readonly segment: SegmentLine};

export type ReadLaneOptions = {
  readonly signal: AbortSignal;
  /** Called for a segment that cannot be read; without it the error is thrown. */
  onLost?(lost: LostSegment): void;
};

const isDamage = (error: unknown): boolean =>
  error instanceof DamagedError || (isChatError(error) && error.code === 'vault-damaged');

const trySegment = async (
  source: ChunkSource,
  chat: LaneChat,
  segment: SegmentLine,
  options: ReadLaneOptions,
): Promise<Entry[]> => {
  try {
    return await readSegment(source, segment);
  } catch (error) {
    if (!options.onLost || !isDamage(error)) throw error;
    options.onLost({chat, segment});
    return [];
  }
};

/** The events of one export, as its reader gave them, in the order of time. */
export async function* laneEvents(
  source: ChunkSource,
  lane: Lane,
  from: ExportLine,
  options: ReadLaneOptions,
): AsyncIterable<EventBatch> {
  const persons = [...lane.personsOf(from).values()];
  if (persons.length > 0) yield persons.map((person) => ({type: 'person' as const, person}));
  for (const chat of lane.chats) {
    if (chat.export !== from) continue;
    yield [{type: 'conversation', conversation: chat.conversation}];
    for (const segment of chat.segments) {
      throwIfCancelled(options.signal);
      const entries = await trySegment(source, chat, segment, options);
      if (entries.length > 0)
        yield entries.map((entry) => ({
          type: 'entry' as const,
          conversation: chat.conversation.id,
          entry,
        }));
    }
  }
}

/**
 * Entries of a chat by position (0 = oldest). Opens only the segments that the page touches: a chat of a million messages opens as fast
 * as a small one. Holds the last few segments.
 */
export class ChatPages {
  readonly #source: ChunkSource;
  readonly #chat: LaneChat;
  readonly #starts: readonly number[];
  readonly #cache = new Map<number, readonly Entry[]>();

  constructor(source: ChunkSource, chat: LaneChat) {
    this.#source = source;
    this.#chat = chat;
    let start = 0;
    this.#starts = chat.segments.map(({count}) => {
      const here = start;
      start += count;
      return here;
    });
  }

  get count(): number {
    return this.#chat.entries;
  }

  /** Index of the segment that holds this position. */
  #segmentAt(position: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async #entries(index: number): Promise<readonly Entry[]> {
    const known = this.#cache.get(index);
    if (known) return known;
    const segment = this.#chat.segments[index];
    const entries = segment ? await readSegment(this.#source, segment) : [];
    this.#cache.set(index, entries);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > 8 && oldest !== undefined) this.#cache.delete(oldest);
    return entries;
  }

  async page(start: number, count: number): Promise<readonly Entry[]> {
    const result: Entry[] = [];
    const end = Math.min(this.count, start + count);
    for (let at = Math.max(0, start); at < end;) {
      const index = this.#segmentAt(at);
      const entries = await this.#entries(index);
      const offset = at - (this.#starts[index] ?? 0);
      const piece = entries.slice(offset, offset + end - at);
      if (piece.length === 0) break;
      result.push(...piece);
      at += piece.length;
    }
    return result;
  }

  /** Position of the first entry at or after an instant; `count` when there is none. */
  async positionAt(epochMs: number): Promise<number> {
    const index = this.#chat.segments.findIndex(({last}) => last >= epochMs);
    if (index < 0) return this.count;
    const within = (await this.#entries(index)).findIndex((entry) => entry.at.epochMs >= epochMs);
    return (this.#starts[index] ?? 0) + Math.max(0, within);
  }

  /** Position of an entry, looked for outward from its segment's neighbours; undefined when the chat has no such id. */
  async positionOf(id: string): Promise<number | undefined> {
    for (let index = this.#chat.segments.length - 1; index >= 0; index--) {
      const within = (await this.#entries(index)).findIndex((entry) => entry.id === id);
      if (within >= 0) return (this.#starts[index] ?? 0) + within;
    }
    return undefined;
  }
}
