// Search in the message lane: the text blocks first, the columns only of segments that can have a hit. Newest segments first.

import {throwIfCancelled} from '../../errors.ts';
import type {Entry} from '../../model/archive.ts';
import {fold} from '../../search/fold.ts';
import {makeSubject, matches} from '../../search/match.ts';
import type {Query, Term} from '../../search/query.ts';
import type {Hit} from '../../search/search.ts';
import type {ChunkSource} from '../stream.ts';
import type {SegmentLine} from './catalog.ts';
import {readSegment, readTexts} from './read-lane.ts';
import type {Lane, LaneChat} from './read-lane.ts';
import {textEnd} from './segment.ts';

export type LaneHit = Hit & {
  readonly chat: LaneChat;
  /** Position in the chat, for `ChatPages`. */
  readonly position: number;
};

export type SearchLaneOptions = {
  readonly signal: AbortSignal;
  readonly context: number;
  /** Only this chat. */
  readonly chat?: LaneChat;
  onProgress?(done: number, total: number): void;
};

/** Folded texts of segments that were searched before: the second query of a session reads nothing. Bounded by `limit` characters. */
export class TextCache {
  readonly #texts = new Map<SegmentLine, string>();
  readonly #limit: number;
  #size = 0;

  constructor(limit = 128 * 1024 * 1024) {
    this.#limit = limit;
  }

  async get(source: ChunkSource, segment: SegmentLine): Promise<string> {
    const known = this.#texts.get(segment);
    if (known !== undefined) return known;
    const text = fold(await readTexts(source, segment));
    if (this.#size + text.length <= this.#limit) {
      this.#texts.set(segment, text);
      this.#size += text.length;
    }
    return text;
  }
}

/** Needles that a segment must hold somewhere to have any hit. */
const required = (terms: readonly Term[]): readonly string[] =>
  terms.flatMap((term) => (term.kind === 'text' ? [term.needle] : []));

type TimeRange = {readonly from: number; readonly until: number};

const rangeOf = (terms: readonly Term[]): TimeRange =>
  terms.reduce<TimeRange>(
    (range, term) =>
      term.kind === 'time'
        ? {from: Math.max(range.from, term.from), until: Math.min(range.until, term.until)}
        : range,
    {from: -Infinity, until: Infinity},
  );

type Spot = {readonly chat: LaneChat; readonly segment: SegmentLine; readonly start: number};

/** Newest first, so that the first hits are what people look for most. */
const spotsOf = (lane: Lane, query: Query, only: LaneChat | undefined): Spot[] => {
  const range = rangeOf(query.terms);
  const spots: Spot[] = [];
  for (const chat of lane.chats) {
    if (only && chat !== only) continue;
    let start = 0;
    for (const segment of chat.segments) {
      if (segment.last >= range.from && segment.first < range.until)
        spots.push({chat, segment, start});
      start += segment.count;
    }
  }
  return spots.sort((a, b) => b.segment.last - a.segment.last);
};

const isPossible = async (
  source: ChunkSource,
  segment: SegmentLine,
  needles: readonly string[],
  cache: TextCache,
): Promise<boolean> => {
  if (needles.length === 0) return true;
  const text = await cache.get(source, segment);
  return needles.every((needle) => !needle.includes(textEnd) && text.includes(needle));
};

const hitsIn = (
  entries: readonly Entry[],
  spot: Spot,
  lane: Lane,
  query: Query,
  context: number,
): LaneHit[] => {
  const persons = lane.personsOf(spot.chat.export);
  const hits: LaneHit[] = [];
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (!entry) continue;
    const sender = entry.from === undefined ? undefined : persons.get(entry.from);
    if (!matches(query, makeSubject(entry, sender, spot.chat.conversation))) continue;
    hits.push({
      entry,
      sender,
      conversation: spot.chat.conversation,
      before: entries.slice(Math.max(0, index - context), index),
      after: entries.slice(index + 1, index + 1 + context),
      chat: spot.chat,
      position: spot.start + index,
    });
  }
  return hits;
};

/** Hits of each segment, newest first. Neighbours come from the same segment. */
export async function* searchLane(
  source: ChunkSource,
  lane: Lane,
  query: Query,
  options: SearchLaneOptions & {readonly cache?: TextCache},
): AsyncIterable<readonly LaneHit[]> {
  const spots = spotsOf(lane, query, options.chat);
  const needles = required(query.terms);
  const cache = options.cache ?? new TextCache(0);
  for (const [done, spot] of spots.entries()) {
    throwIfCancelled(options.signal);
    options.onProgress?.(done, spots.length);
    if (!(await isPossible(source, spot.segment, needles, cache))) continue;
    const hits = hitsIn(
      await readSegment(source, spot.segment),
      spot,
      lane,
      query,
      options.context,
    );
    if (hits.length > 0) yield hits;
  }
  options.onProgress?.(spots.length, spots.length);
}
