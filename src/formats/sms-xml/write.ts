// Writes files that SMS Backup & Restore puts back onto a phone: `sms-….xml` with all messages, `calls-….xml` where there are calls.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, WriteOptions, Writer} from '../../engine/convert/format.ts';
import {deflatedBlocks} from '../../engine/io/deflated-blocks.ts';
import type {Sink, SinkFile} from '../../engine/io/sink.ts';
import type {Asset, Conversation, Entry, Person, PersonId} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {outputName} from '../_shared/output-name.ts';
import {normalAddress} from '../_shared/android-values.ts';
import {assetMark, assetMarks, callRecord, messageRecord} from './write-records.ts';
import type {RecordContext, Thread} from './write-records.ts';

/** `~` separates the numbers of a group. */
const addressOf = (person: Person | undefined, id: PersonId): string => {
  const handles = person?.handles ?? [];
  const best = ['phone', 'email'].map(
    (kind) => handles.find((handle) => handle.kind === kind)?.value,
  );
  const address =
    best.find((value) => value !== undefined) ?? person?.name ?? handles[0]?.value ?? id;
  return normalAddress(address.replaceAll('~', '-')) || id;
};

/** The bytes as base64 text, in pieces; three bytes make four characters, so what is left over waits. */
async function* base64Of(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    if (whole > 0) yield bytes.toString('base64', 0, whole);
  }
  if (rest.length > 0) yield rest.toString('base64');
}

class Writing {
  readonly #options: WriteOptions;
  readonly #ctx: WriteContext;
  readonly #persons = new Map<PersonId, Person>();
  readonly #withoutNumber = new Set<PersonId>();
  readonly #media: AsyncIterable<Uint8Array>[] = [];
  readonly messages = deflatedBlocks();
  readonly calls = deflatedBlocks();
  messageCount = 0;
  callCount = 0;
  #owner: PersonId | undefined;
  #thread: Thread = {addresses: [], isGroup: false, title: ''};

  constructor(options: WriteOptions, ctx: WriteContext) {
    this.#options = options;
    this.#ctx = ctx;
  }

  person(person: Person): void {
    this.#persons.set(person.id, person);
  }

  #addressOf(id: PersonId): string {
    const person = this.#persons.get(id);
    const address = addressOf(person, id);
    if (!this.#withoutNumber.has(id) && !/^\+?\d+$/.test(address)) {
      this.#withoutNumber.add(id);
      const detail = 'A person without a phone number: the name stands in its place.';
      this.#ctx.report({kind: 'not-representable', place: {record: id}, detail});
    }
    return address;
  }

  /** A chat with one person is titled with that person's name: then the other one is the owner. */
  #ownerOf({kind, title, members}: Conversation): PersonId | undefined {
    const marked = members.find((id) => this.#persons.get(id)?.isOwner);
    if (marked !== undefined || kind === 'group' || members.length !== 2) return marked;
    const titled = members.find((id) => this.#persons.get(id)?.name === title);
    return titled === undefined ? undefined : members.find((id) => id !== titled);
  }

  conversation(conversation: Conversation): void {
    const {members, kind, title = ''} = conversation;
    this.#owner = this.#ownerOf(conversation);
    const others = members.filter((id) => id !== this.#owner);
    const isGroup = kind === 'group' || kind === 'channel' || others.length > 1;
    if (this.#owner === undefined) {
      const detail = 'Nobody is marked as the owner: every message is written as received.';
      this.#ctx.report({kind: 'not-representable', place: {conversation: conversation.id}, detail});
    }
    const shown = others.length > 0 ? others : members;
    const addresses = [...new Set(shown.map((id) => this.#addressOf(id)))];
    this.#thread = {
      addresses: addresses.length > 0 ? addresses : [title || conversation.id],
      isGroup,
      title,
    };
  }

  #mark(asset: Asset): string | undefined {
    if (asset.presence !== 'included') {
      const detail = 'A medium without its file: a line of text says what it was.';
      this.#ctx.report({kind: 'not-representable', place: {record: asset.id}, detail});
      return undefined;
    }
    const bytes = this.#ctx.asset(asset);
    return bytes && assetMark(this.#media.push(bytes) - 1);
  }

  async entry(entry: Entry): Promise<void> {
    const {from} = entry;
    const isOwn =
      from === this.#owner || (from !== undefined && this.#persons.get(from)?.isOwner === true);
    const context: RecordContext = {
      thread: this.#thread,
      sender: isOwn || from === undefined ? undefined : this.#addressOf(from),
      zone: this.#options.zone,
      mark: (asset) => this.#mark(asset),
    };
    switch (entry.kind) {
      case 'message':
        this.messageCount++;
        await this.messages.append(messageRecord(entry, context));
        break;
      case 'call':
        this.callCount++;
        await this.calls.append(callRecord(entry, context));
        break;
      case 'notice':
      case 'removed':
        break;
      default:
        assertNever(entry);
    }
  }

  /** Fills the bytes of media in where their marks stand. */
  async put(file: SinkFile, text: string): Promise<void> {
    for (const [index, piece] of text.split(assetMarks).entries()) {
      const media = index % 2 === 1 ? this.#media[Number(piece)] : undefined;
      if (!media) await file.write(piece);
      else for await (const base64 of base64Of(media)) await file.write(base64);
    }
  }
}

const prolog =
  "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<?xml-stylesheet type=\"text/xsl\" href=\"";

type Output = {
  readonly root: 'smses' | 'calls';
  readonly count: number;
  readonly blocks: ReturnType<typeof deflatedBlocks>;
};

const writeFile = async (
  sink: Sink,
  name: string,
  {root, count, blocks}: Output,
  put: (file: SinkFile, text: string) => Promise<void>,
): Promise<void> => {
  const file = await sink.create(name);
  try {
    const style = root === 'smses' ? 'sms.xsl' : 'calls.xsl';
    await file.write(`${prolog}${style}"?>\n<${root} count="${count}">\n`);
    for await (const text of blocks.read()) await put(file, text);
    await file.write(`</${root}>\n`);
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
};

/** Memory: the elements without their media, deflated, because their number stands at the top of the file. */
export const writer: Writer = {
  extension: 'xml',
  layout: 'folder',
  needs: 'grouped',
  holds: new Set([
    'person.owner',
    'conversation.title',
    'several-conversations',
    'time.seconds',
    'time.milliseconds',
    'message',
    'call',
    'call.duration',
    'text',
    'media',
    'media.file',
  ]),
  copiesMedia: true,
  async write(batches, sink, options, ctx) {
    const writing = new Writing(options, ctx);
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      for (const event of batch) {
        if (event.type === 'person') writing.person(event.person);
        else if (event.type === 'conversation') writing.conversation(event.conversation);
        else await writing.entry(event.entry);
      }
    }
    const put = (file: SinkFile, text: string): Promise<void> => {
      throwIfCancelled(ctx.signal);
      return writing.put(file, text);
    };
    const name = outputName(options.label, '').replace(/\.xml$/i, '');
    const {messages, messageCount, calls, callCount} = writing;
    const sms: Output = {root: 'smses', count: messageCount, blocks: messages};
    await writeFile(sink, `sms-${name.replace(/^sms-/, '')}.xml`, sms, put);
    if (callCount === 0) return;
    const log: Output = {root: 'calls', count: callCount, blocks: calls};
    await writeFile(sink, `calls-${name.replace(/^(?:sms|calls)-/, '')}.xml`, log, put);
  },
};
