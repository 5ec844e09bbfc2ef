// Reads canonical JSONL, checking each line against the schema; a line that does not fit is a problem, not an end.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {parseJsonLines} from '../../engine/io/json-stream.ts';
import type {ArchiveEvent, EventBatch} from '../../engine/model/archive.ts';
import {canonicalVersion, decodeLine} from '../../engine/model/canonical.ts';
import type {CanonicalLine} from '../../engine/model/canonical.ts';
import {SchemaError} from '../../engine/model/schema.ts';

type Where = {readonly path: string; readonly line: number};

/** Follows one file: order of first references, counts against the `end` line. */
class Follower {
  readonly #ctx: ReadContext;
  readonly #persons = new Set<string>();
  readonly #conversations = new Set<string>();
  #entries = 0;
  #hasEnd = false;

  constructor(ctx: ReadContext) {
    this.#ctx = ctx;
  }

  take(line: CanonicalLine, where: Where): ArchiveEvent | undefined {
    switch (line.type) {
      case 'header':
        this.#header(line.version, where);
        return undefined;
      case 'end':
        this.#end(line, where);
        return undefined;
      case 'person':
        this.#persons.add(line.person.id);
        return line;
      case 'conversation':
        this.#conversations.add(line.conversation.id);
        return line;
      case 'entry':
        this.#entries++;
        if (this.#conversations.has(line.conversation)) return line;
        this.#ctx.report({
          kind: 'record-skipped',
          place: where,
          detail: 'The conversation of this entry was not announced.',
        });
        return undefined;
      default:
        return line satisfies never;
    }
  }

  #header(version: number, place: Where): void {
    if (version > canonicalVersion) {
      this.#ctx.report({
        kind: 'unknown-version',
        place,
        detail: `Version ${version}; this program knows ${canonicalVersion}.`,
      });
    }
  }

  #end(
    counts: {readonly persons: number; readonly conversations: number; readonly entries: number},
    place: Where,
  ): void {
    this.#hasEnd = true;
    const found = [this.#persons.size, this.#conversations.size, this.#entries];
    const said = [counts.persons, counts.conversations, counts.entries];
    if (found.join() === said.join()) return;
    const detail = `The end line counts persons, conversations, entries as ${said.join(', ')}; found ${found.join(', ')}.`;
    this.#ctx.report({kind: 'export-incomplete', place, detail});
  }

  finish(place: Where): void {
    if (!this.#hasEnd)
      this.#ctx.report({kind: 'input-truncated', place, detail: 'No end line: the file was cut.'});
  }
}

/** Memory: the ids of persons and conversations. */
export async function* read(
  input: ExportInput,
  _options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {path} = input;
  const follower = new Follower(ctx);
  let lastLine = 0;
  const lines = parseJsonLines(input.source.open(path), {
    onError: ({kind, line, message, sample}) =>
      ctx.report({
        kind,
        place: {path, line},
        detail: message,
        ...(sample === undefined ? {} : {sample}),
      }),
    onProgress: (bytes) => ctx.advanced(bytes),
  });
  for await (const batch of lines) {
    throwIfCancelled(ctx.signal);
    const events: ArchiveEvent[] = [];
    for (const {value, line} of batch) {
      lastLine = line;
      try {
        const event = follower.take(decodeLine(value), {path, line});
        if (event) events.push(event);
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
        ctx.report({kind: 'record-not-understood', place: {path, line}, detail: error.message});
      }
    }
    if (events.length > 0) yield events;
  }
  if (lastLine === 0)
    throw new ChatError('input-malformed', 'The file holds no line of canonical JSONL.');
  follower.finish({path, line: lastLine});
}
