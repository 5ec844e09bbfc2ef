// Files of the Teams web chat exporter: JSON with meta, or CSV without. One conversation per file.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Entry, EventBatch, Json, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {readCsv} from '../../engine/io/csv.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {jsonEvents} from '../_shared/json-records.ts';
import {idAt, isLoose, numberAt, recordAt, recordsAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {entryOfWebMessage} from './web-message.ts';

class WebReader {
  readonly stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #path: string;
  readonly #ids = new IdMaker();
  readonly #idByName = new Map<string, PersonId>();
  #conversation: string | undefined;

  constructor(input: ExportInput, options: ReadOptions, ctx: ReadContext) {
    this.#ctx = ctx;
    this.#path = input.path;
    this.stream = new ChatStream(ctx, {owner: options.owner});
  }

  /** `meta` stands before the messages. */
  start(meta: Loose): void {
    if (this.#conversation !== undefined) return;
    const stem = this.#path.slice(this.#path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
    const members = recordsAt(meta, 'participants').flatMap((person) => {
      const name = stringAt(person, 'name');
      return name === undefined ? [] : [this.#participant(name, idAt(person, 'mri'))];
    });
    const id = stringAt(meta, 'conversationId') ?? stem;
    const isPair = id.endsWith('@unq.gbl.spaces');
    this.#conversation = this.stream.conversation({
      id,
      kind: isPair ? 'direct' : id.includes('@thread') ? 'group' : 'unknown',
      title: stringAt(meta, 'title') ?? stem,
      platform: 'teams',
      members,
    });
    const partial = recordAt(meta, 'partial');
    if (partial) {
      const detail = `The exporter could not read everything (${stringAt(partial, 'reason') ?? 'partial'}).`;
      this.#ctx.report({kind: 'export-incomplete', place: {path: this.#path}, detail});
    }
    const from = stringAt(meta, 'startAt') ?? stringAt(meta, 'timeRange');
    if (from !== undefined)
      this.#ctx.infer({
        what: 'completeness',
        value: `a range: ${from}`,
        because: 'the exporter was asked for it',
      });
    if ((numberAt(meta, 'memberCount') ?? 0) > members.length && members.length > 0)
      this.#ctx.report({
        kind: 'cap-reached',
        place: {path: this.#path},
        detail: 'Not all members are listed.',
      });
  }

  #participant(name: string, mri: string | undefined): PersonId {
    // Two people of one name cannot be told apart by the messages, which have names only.
    const id = this.#idByName.get(name) ?? mri ?? name;
    this.#idByName.set(name, id);
    return this.stream.person({
      id,
      name,
      ...(mri === undefined ? {} : {handles: [{kind: 'platform', value: mri}]}),
    });
  }

  #person(name: string, isOwn: boolean): PersonId {
    const id = this.#idByName.get(name) ?? name;
    this.#idByName.set(name, id);
    return this.stream.person({id, name, ...(isOwn ? {isOwner: true} : {})});
  }

  add(record: Loose, place: Place): void {
    this.start({});
    const context = {
      person: (name: string, isOwn: boolean) => this.#person(name, isOwn),
      ids: this.#ids,
    };
    const entry: Entry | undefined = entryOfWebMessage(record, context);
    if (!entry) {
      this.#ctx.report({
        kind: 'time-not-understood',
        place,
        detail: 'A message without a time is left out.',
      });
      return;
    }
    if (this.#conversation !== undefined) this.stream.entry(this.#conversation, entry, place);
  }
}

export async function* readWebJson(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const reader = new WebReader(input, options, ctx);
  for await (const event of jsonEvents({source, path, items: ['messages[]']}, ctx)) {
    const meta = recordAt(event.around[0] ?? {}, 'meta');
    if (event.type === 'enter' && meta) reader.start(meta);
    if (event.type !== 'items') continue;
    for (const [index, value] of event.values.entries()) {
      const place = {path, byte: event.bytes[index] ?? 0};
      if (isLoose(value)) reader.add(value, place);
      else ctx.report({kind: 'record-skipped', place, detail: 'Not an object.'});
    }
    const full = reader.stream.full();
    if (full) yield full;
  }
  reader.start({});
  const rest = reader.stream.end();
  if (rest) yield rest;
}

/** A cell that a spreadsheet would run is written with `'` before it. */
const unguarded = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

const parsed = (cell: string): Json | undefined => {
  if (cell === '') return undefined;
  try {
    return JSON.parse(cell) as Json;
  } catch {
    return undefined; // Cut by a spreadsheet: the readable column beside it has the words.
  }
};

/** A row as the record that the JSON form would have. */
const recordOfRow = (row: ReadonlyMap<string, string>): Loose => {
  const cell = (name: string): string => unguarded(row.get(name) ?? '');
  const text = (name: string): string | undefined => (cell(name) === '' ? undefined : cell(name));
  const said = (name: string): Loose | undefined => {
    const match = /^([^:\n]{1,80}): ([^]*)$/.exec(cell(name));
    return match
      ? {author: match[1], originalAuthor: match[1], text: match[2], originalText: match[2]}
      : undefined;
  };
  return given({
    id: text('id'),
    author: text('author'),
    timestamp: text('timestamp'),
    text: text('text'),
    edited: cell('edited') === 'true',
    deleted: cell('deleted') === 'true',
    system: cell('system') === 'true',
    isOwn: cell('is_own') === 'true',
    subject: text('subject'),
    importance: text('importance'),
    messageType: text('message_type'),
    reactions: parsed(cell('reactions_json')),
    attachments: parsed(cell('attachments_json')),
    replyTo: said('reply_to'),
    forwarded: said('forwarded'),
  });
};

export async function* readWebCsv(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  const {source, path} = input;
  const reader = new WebReader(input, options, ctx);
  let columns: readonly string[] | undefined;
  const batches = readCsv(source.open(path), {
    delimiter: ',',
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({line, message}) =>
      ctx.report({kind: 'record-damaged', place: {path, line}, detail: message}),
  });
  for await (const rows of batches) {
    throwIfCancelled(ctx.signal);
    for (const {cells, line} of rows) {
      const [first = ''] = cells;
      if (columns) {
        const names = columns;
        reader.add(recordOfRow(new Map(cells.map((cell, index) => [names[index] ?? '', cell]))), {
          path,
          line,
        });
      } else if (first === 'id') columns = cells;
      else if (/WARNING/.test(first))
        ctx.report({
          kind: 'export-incomplete',
          place: {path, line},
          detail: 'The file itself says so.',
        });
    }
    const full = reader.stream.full();
    if (full) yield full;
  }
  reader.start({});
  const rest = reader.stream.end();
  if (rest) yield rest;
}
