// Reads messages and calls that SMS Backup & Restore saved, in the order of the file. Holds one message without its pictures.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Attributes, MarkupEvent} from '../../engine/io/markup.ts';
import {scanXml} from '../../engine/io/xml-scan.ts';
import type {
  ConversationId,
  Entry,
  EventBatch,
  Handle,
  PersonId,
} from '../../engine/model/archive.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {contactName, given, normalAddress, numberOf} from './attributes.ts';
import {
  callEntry,
  draftOf,
  hiddenId,
  mmsEntry,
  mmsSender,
  ownerId,
  smsEntry,
  smsKey,
} from './entries.ts';
import type {Draft} from './entries.ts';
import {partOf} from './parts.ts';
import type {MmsPart} from './parts.ts';

type Open = Extract<MarkupEvent, {type: 'open'}>;
type Mms = {readonly attributes: Attributes; readonly byte: number; parts: MmsPart[]; addresses: Attributes[]};

const handleOf = (id: PersonId): readonly Handle[] => {
  if (id === hiddenId || id === ownerId) return [];
  if (/^\+?\d+$/.test(id)) return [{kind: 'phone', value: id}];
  return [{kind: id.includes('@') ? 'email' : 'other', value: id}];
};

class Reading {
  readonly #path: string;
  readonly #ctx: ReadContext;
  readonly #stream: ChatStream;
  readonly #ids = new Map<ConversationId, IdMaker>();
  readonly #named = new Set<string>();
  readonly #titles = new Map<ConversationId, string | undefined>();
  /** Numbers that only the owner can have. */
  readonly #own = new Set<string>();
  readonly #ownName: string | undefined;
  #root: Open | undefined;
  #isClosed = false;
  #count = 0;
  #mms: Mms | undefined;

  constructor(path: string, options: ReadOptions, ctx: ReadContext) {
    this.#path = path;
    this.#ctx = ctx;
    this.#stream = new ChatStream(ctx);
    const owner = normalAddress(options.owner ?? '');
    const isNumber = /^\+?\d+$/.test(owner);
    this.#ownName = isNumber || owner === '' ? undefined : owner;
    if (isNumber) this.#own.add(owner);
  }

  take(event: MarkupEvent): void {
    if (event.type === 'text') return;
    if (event.type === 'close') this.#close(event.name);
    else this.#open(event);
  }

  #open(event: Open): void {
    const {name, attributes, byte, large} = event;
    switch (name) {
      case 'smses':
      case 'calls':
        this.#root ??= event;
        break;
      case 'sms':
      case 'call':
        this.#count++;
        this.#add(event, large.length > 0);
        break;
      case 'mms':
        this.#count++;
        this.#mms = {attributes, byte, parts: [], addresses: []};
        break;
      case 'part':
        this.#mms?.parts.push({attributes, byte, large});
        break;
      case 'addr':
        this.#mms?.addresses.push(attributes);
        break;
      default:
        if (name !== 'parts' && name !== 'addrs') this.#unknown(name, byte);
    }
  }

  #unknown(name: string, byte: number): void {
    const detail = `Element <${name.slice(0, 60)}>.`;
    this.#ctx.report({kind: 'unknown-kind', place: {path: this.#path, byte}, detail});
  }

  #close(name: string): void {
    if (name === this.#root?.name) this.#isClosed = true;
    if (name !== 'mms' || !this.#mms) return;
    const mms = this.#mms;
    this.#mms = undefined;
    this.#addMms(mms);
  }

  #withoutTime(byte: number): void {
    const detail = 'No usable date.';
    this.#ctx.report({kind: 'record-skipped', place: {path: this.#path, byte}, detail});
  }

  #owner(): PersonId {
    const numbers = [...this.#own];
    const known = `${ownerId}\n${numbers.join('\n')}`;
    if (this.#named.has(known)) return ownerId;
    this.#named.add(known);
    return this.#stream.person({
      id: ownerId,
      ...(this.#ownName !== undefined && {name: this.#ownName}),
      isOwner: true,
      ...(numbers.length > 0 && {handles: numbers.flatMap(handleOf)}),
    });
  }

  /** An MMS between two phones names both. */
  #learnOwner(from: PersonId, draft: Draft, addresses: readonly Attributes[]): void {
    const wanted = from === ownerId ? 137 : 151;
    const named = addresses.filter((addr) => numberOf(addr, 'type') === wanted);
    const number = normalAddress(named[0]?.['address'] ?? '');
    const isSure = named.length === 1 && draft.addresses.length === 1 && /^\+?\d{5,}$/.test(number);
    if (!isSure || draft.addresses[0] === number || this.#own.has(number) || this.#own.size > 3)
      return;
    this.#own.add(number);
    const because = wanted === 137 ? 'the sender of an own MMS' : 'the recipient of a received MMS';
    this.#ctx.infer({what: 'owner', value: number, because});
    this.#owner();
  }

  #person(id: PersonId, name: string | undefined): PersonId {
    if (id === ownerId) return this.#owner();
    const known = `${id}\n${name ?? ''}`;
    if (this.#named.has(known)) return id;
    this.#named.add(known);
    const handles = handleOf(id);
    return this.#stream.person({
      id,
      ...(name !== undefined && {name}),
      isOwner: false,
      ...(handles.length > 0 && {handles}),
    });
  }

  /** The thread of these people; the phone keeps one for each set of numbers. */
  #conversation(draft: Draft, name: string | undefined): ConversationId {
    const {addresses} = draft;
    const isGroup = addresses.length > 1;
    const id = isGroup ? addresses.toSorted().join('~') : (addresses[0] ?? hiddenId);
    const title = name ?? this.#titles.get(id);
    if (this.#titles.has(id) && this.#titles.get(id) === title) return id;
    this.#titles.set(id, title);
    const others = addresses.map((address) => this.#person(address, isGroup ? undefined : name));
    return this.#stream.conversation({
      id,
      kind: isGroup ? 'group' : 'direct',
      title: title ?? addresses.join(', '),
      platform: 'sms',
      members: [this.#person(ownerId, undefined), ...others],
    });
  }

  #id(conversation: ConversationId, key: string): string {
    const maker = this.#ids.get(conversation) ?? new IdMaker(4096);
    this.#ids.set(conversation, maker);
    return maker.make(key);
  }

  #emit(conversation: ConversationId, entry: Entry, byte: number): void {
    this.#stream.entry(conversation, entry, {path: this.#path, byte});
  }

  #add({name, attributes, byte}: Open, isCut: boolean): void {
    const draft = draftOf(attributes, this.#own);
    if (!draft) return this.#withoutTime(byte);
    if (isCut) {
      const detail = 'A text larger than 256 KiB is left out.';
      this.#ctx.report({kind: 'record-too-large', place: {path: this.#path, byte}, detail});
    }
    const conversation = this.#conversation(draft, contactName(attributes));
    if (name === 'call') {
      const key = ['call', attributes['date'], attributes['type'], draft.addresses[0]].join('\n');
      this.#emit(conversation, callEntry(attributes, draft, this.#id(conversation, key)), byte);
    } else {
      const id = this.#id(conversation, smsKey(attributes, draft));
      const type = numberOf(attributes, 'type') ?? 0;
      if (type < 1 || type > 6) this.#unknown(`sms type="${type}"`, byte);
      this.#emit(conversation, smsEntry(attributes, draft, id), byte);
    }
  }

  #addMms({attributes, byte, parts: raw, addresses}: Mms): void {
    const draft = draftOf(attributes, this.#own);
    if (!draft) return this.#withoutTime(byte);
    const conversation = this.#conversation(draft, contactName(attributes));
    const {report} = this.#ctx;
    const parts = raw.flatMap((part) => partOf(part, {path: this.#path, report}) ?? []);
    const content = {parts, addresses};
    const from = mmsSender(attributes, draft, content);
    this.#person(from, undefined);
    this.#learnOwner(from, draft, addresses);
    const text = raw.map((part) => part.attributes['text'] ?? '').join('\n');
    const key = ['mms', attributes['date'], attributes['msg_box'], from, text].join('\n');
    const id = given(attributes, 'm_id') ?? this.#id(conversation, key);
    this.#emit(conversation, mmsEntry(attributes, draft, {...content, id, from}), byte);
  }

  full(): EventBatch | undefined {
    return this.#stream.full();
  }

  finish(): EventBatch | undefined {
    const root = this.#root;
    if (!root) throw new ChatError('input-malformed', 'The file has no <smses> or <calls>.');
    if (this.#mms) this.#addMms(this.#mms);
    const place = {path: this.#path};
    if (!this.#isClosed)
      this.#ctx.report({kind: 'input-truncated', place, detail: `<${root.name}> is never closed.`});
    const promised = numberOf(root.attributes, 'count');
    if (promised !== undefined && promised !== this.#count) {
      const detail = `The file says ${promised} records and holds ${this.#count}.`;
      this.#ctx.report({kind: 'export-incomplete', place, detail});
    }
    if (given(root.attributes, 'type') === 'incremental') {
      const because = 'the backup calls itself incremental';
      this.#ctx.infer({what: 'completeness', value: 'only what was new since the last backup', because});
    }
    return this.#stream.end();
  }
}

/** Memory: people, threads, the last ids of each thread, one MMS without its pictures. */
export async function* read(
  {source, path}: ExportInput,
  options: ReadOptions,
  ctx: ReadContext,
): AsyncIterable<EventBatch> {
  throwIfCancelled(ctx.signal);
  const reading = new Reading(path, options, ctx);
  const batches = scanXml(source.open(path), {
    maxAttribute: 262_144,
    onProgress: (bytes) => ctx.advanced(bytes),
    onError: ({byte, message}) =>
      ctx.report({kind: 'record-damaged', place: {path, byte}, detail: message}),
  });
  for await (const batch of batches) {
    for (const event of batch) {
      reading.take(event);
      const full = reading.full();
      if (full) yield full;
    }
  }
  const rest = reading.finish();
  if (rest) yield rest;
}
