// Reads one chat of signal-export: `data.json`, or `chat.md` where there is no `data.json`.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import {throwIfCancelled} from '../../engine/errors.ts';
import {ownString, readLines} from '../../engine/io/lines.ts';
import type {ArchiveEvent, Asset, Conversation, EventBatch} from '../../engine/model/archive.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {recordLines} from '../_shared/json-lines.ts';
import {MediaLookup} from '../_shared/media-lookup.ts';
import {entryOf} from './entry.ts';
import {isRecord, recordFrom} from './json.ts';
import {isHead, recordOf} from './markdown.ts';
import {ownerName} from './shapes.ts';
import type {ExportRecord} from './shapes.ts';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Records and where they stand; undefined for one that is not understood. */
type Found = {readonly record: ExportRecord | undefined; readonly place: Place};

async function* fromJson(
  input: ExportInput,
  zone: string,
  ctx: ReadContext,
): AsyncGenerator<readonly Found[]> {
  for await (const lines of recordLines(input, ctx)) {
    yield lines.map(({value, place}) => ({
      record: isRecord(value) ? recordFrom(value, zone) : undefined,
      place,
    }));
  }
}

/** Lines of one message that are held; the rest of it is left out and told. */
const maxLines = 20_000;

async function* fromMarkdown(
  {source, path}: ExportInput,
  zone: string,
  ctx: ReadContext,
): AsyncGenerator<readonly Found[]> {
  let block: string[] = [];
  let start = 1;
  const found = (): Found => ({record: recordOf(block, zone), place: {path, line: start}});
  const batches = readLines(source.open(path), {onProgress: (bytes) => ctx.advanced(bytes)});
  for await (const lines of batches) {
    throwIfCancelled(ctx.signal);
    const records: Found[] = [];
    for (const {text, number} of lines) {
      if (isHead(text)) {
        if (block.length > 0) records.push(found());
        block = [ownString(text)];
        start = number;
      } else if (block.length > 0 && block.length < maxLines) block.push(ownString(text));
      else if (text.trim() !== '') {
        const detail = 'A line belongs to no message.';
        ctx.report({kind: 'line-not-understood', place: {path, line: number}, detail});
      }
    }
    if (records.length > 0) yield records;
  }
  if (block.length > 0) yield [found()];
}

class ChatReader {
  readonly #names = new Set<string>();
  readonly #senders = new Set<string>();
  readonly #ids = new IdMaker();
  readonly #media: MediaLookup;
  readonly #folder: string;
  readonly #ctx: ReadContext;
  readonly #owner: string;
  readonly #conversation: Conversation;
  events: ArchiveEvent[] = [];

  constructor(parts: {
    readonly path: string;
    readonly media: MediaLookup;
    readonly owner: string;
    readonly ctx: ReadContext;
  }) {
    this.#folder = folderOf(parts.path);
    this.#media = parts.media;
    this.#owner = parts.owner;
    this.#ctx = parts.ctx;
    const title = this.#folder.split('/').at(-1) ?? '';
    this.#conversation = {
      id: title || 'chat',
      kind: 'unknown',
      ...(title === '' ? {} : {title}),
      platform: 'signal',
      members: [],
    };
    this.events.push({type: 'conversation', conversation: this.#conversation});
  }

  add(record: ExportRecord, place: Place): void {
    const id = this.#ids.make([record.date, record.sender, record.text].join('\n'));
    const entry = entryOf(record, {
      id,
      see: (name) => this.#see(name),
      asset: (path, name) => this.#asset(path, name, place),
    });
    if (entry.from !== undefined) this.#senders.add(entry.from);
    this.events.push({type: 'entry', conversation: this.#conversation.id, entry});
  }

  #see(name: string): string {
    if (!this.#names.has(name)) {
      this.#names.add(name);
      const isOwner = name === this.#owner;
      this.events.push({type: 'person', person: {id: name, name, isOwner}});
    }
    return name;
  }

  /** Spaces are written as `%20`, every other character as it is. */
  #asset(path: string, name: string, place: Place): Asset {
    const plain = path.replaceAll('%20', ' ').replace(/^\.\.\//, '');
    const parent = folderOf(this.#folder);
    const entry = this.#media.find(plain, [this.#folder, parent]);
    const named = name === '' ? {} : {name};
    if (entry) return {id: entry.path, ...named, bytes: entry.size, presence: 'included'};
    this.#ctx.report({kind: 'media-missing', place, detail: 'A file is not in the export.'});
    return {id: plain, ...named, presence: 'absent'};
  }

  /** Two are a private chat when the other one gives it its name. */
  #kind(): Conversation['kind'] {
    const others = [...this.#senders].filter((name) => name !== this.#owner);
    if (others.length > 1) return 'group';
    if (others.length === 0)
      return this.#conversation.title === 'Note to Self' ? 'self' : 'unknown';
    return others[0] === this.#conversation.title ? 'direct' : 'unknown';
  }

  close(): void {
    const members = [...this.#senders];
    this.events.push({
      type: 'conversation',
      conversation: {...this.#conversation, kind: this.#kind(), members},
    });
  }
}

/** Memory: one message, the names of the people, the paths of the source. */
export async function* read(
  input: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const media = new MediaLookup(await input.source.list());
  const owner = options.owner ?? ownerName;
  const chat = new ChatReader({path: input.path, media, owner, ctx});
  const isJson = /\.jsonl?$/i.test(input.path);
  const because = 'the export prints local times without a zone';
  ctx.infer({what: 'zone', value: options.zone, because});
  const batches = (isJson ? fromJson : fromMarkdown)(input, options.zone, ctx);
  for await (const batch of batches) {
    for (const {record, place} of batch) {
      if (record) chat.add(record, place);
      else ctx.report({kind: 'record-not-understood', place, detail: 'This is no message.'});
    }
    if (chat.events.length >= 1_000) {
      yield chat.events;
      chat.events = [];
    }
  }
  chat.close();
  yield chat.events;
}
