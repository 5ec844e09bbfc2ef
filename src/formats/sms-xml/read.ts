// Reads messages and calls that SMS Backup & Restore saved, in the order of the file. Holds one message without its pictures.

import {ChatError, throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {Attributes, MarkupEvent} from '../../engine/io/markup.ts';
import {scanXml} from '../../engine/io/xml-scan.ts';
import type {EventBatch} from '../../engine/model/archive.ts';
import {AndroidThreads} from '../_shared/android-threads.ts';
import {given, numberOf} from '../_shared/android-values.ts';
import {partOf} from './parts.ts';
import type {MmsPart} from './parts.ts';

type Open = Extract<MarkupEvent, {type: 'open'}>;
type Mms = {
  readonly attributes: Attributes;
  readonly byte: number;
  readonly parts: MmsPart[];
  readonly addresses: Attributes[];
};

class Reading {
  readonly #path: string;
  readonly #ctx: ReadContext;
  readonly threads: AndroidThreads;
  #root: Open | undefined;
  #isClosed = false;
  #count = 0;
  #mms: Mms | undefined;

  constructor(path: string, options: ReadOptions, ctx: ReadContext) {
    this.#path = path;
    this.#ctx = ctx;
    this.threads = new AndroidThreads('sms-xml', options, ctx);
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
        this.#add(event);
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
        if (name === 'parts' || name === 'addrs') return;
        this.#ctx.report({
          kind: 'unknown-kind',
          place: {path: this.#path, byte},
          detail: `Element <${name.slice(0, 60)}>.`,
        });
    }
  }

  #add({name, attributes, byte, large}: Open): void {
    const place = {path: this.#path, byte};
    if (large.length > 0) {
      const detail = 'A text larger than 256 KiB is left out.';
      this.#ctx.report({kind: 'record-too-large', place, detail});
    }
    if (name === 'call') this.threads.call({table: 'call', columns: attributes, place});
    else this.threads.sms({table: 'sms', columns: attributes, place});
  }

  #close(name: string): void {
    if (name === this.#root?.name) this.#isClosed = true;
    if (name === 'mms') this.#endMms();
  }

  #endMms(): void {
    const mms = this.#mms;
    this.#mms = undefined;
    if (!mms) return;
    const {attributes: columns, byte, parts, addresses} = mms;
    const where = {path: this.#path, report: this.#ctx.report};
    this.threads.mms({
      table: 'mms',
      columns,
      place: {path: this.#path, byte},
      parts: parts.flatMap((part) => partOf(part, where) ?? []),
      text: parts.map((part) => part.attributes['text'] ?? '').join('\n'),
      addresses,
    });
  }

  finish(): void {
    const root = this.#root;
    if (!root) throw new ChatError('input-malformed', 'The file has no <smses> or <calls>.');
    this.#endMms();
    const place = {path: this.#path};
    if (!this.#isClosed)
      this.#ctx.report({kind: 'input-truncated', place, detail: `<${root.name}> is never closed.`});
    const promised = numberOf(root.attributes, 'count');
    if (promised !== undefined && promised > this.#count) {
      const detail = `The file says ${promised} records and holds ${this.#count}.`;
      this.#ctx.report({kind: 'export-incomplete', place, detail});
    }
    if (given(root.attributes, 'type') === 'incremental') {
      const because = 'the backup calls itself incremental';
      const value = 'only what was new since the last backup';
      this.#ctx.infer({what: 'completeness', value, because});
    }
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
      const full = reading.threads.full();
      if (full) yield full;
    }
  }
  reading.finish();
  const rest = reading.threads.end();
  if (rest) yield rest;
}
