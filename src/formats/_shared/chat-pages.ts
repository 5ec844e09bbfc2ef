// Drives writers that make one readable file per conversation: names of files and people, copied media, what a reply quotes. No markup.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {WriteContext, WriteOptions} from '../../engine/convert/format.ts';
import type {Sink, SinkFile} from '../../engine/io/sink.ts';
import type {
  Conversation,
  Entry,
  EntryId,
  EventBatch,
  Person,
  PersonId,
} from '../../engine/model/archive.ts';
import {entryText} from '../../engine/model/text.ts';
import {MediaShelf} from './media-shelf.ts';
import {outputName, uniqueNames} from './output-name.ts';
import {pageWords} from './page-words.table.ts';
import type {PageWords} from './page-words.table.ts';

/** Names to print; two people of one name are told apart by a handle or their id. */
export class PrintedNames {
  readonly #persons = new Map<PersonId, Person>();
  readonly #counts = new Map<string, number>();

  add(person: Person): void {
    const known = this.#persons.get(person.id);
    if (known?.name !== person.name) {
      this.#count(known?.name, -1);
      this.#count(person.name, 1);
    }
    this.#persons.set(person.id, person);
  }

  person(id: PersonId): Person | undefined {
    return this.#persons.get(id);
  }

  of(id: PersonId): string {
    const person = this.#persons.get(id);
    if (person?.name === undefined) return person?.handles?.[0]?.value ?? id;
    const isShared = (this.#counts.get(person.name) ?? 0) > 1;
    return isShared ? `${person.name} (${person.handles?.[0]?.value ?? id})` : person.name;
  }

  #count(name: string | undefined, change: number): void {
    if (name !== undefined) this.#counts.set(name, (this.#counts.get(name) ?? 0) + change);
  }
}

/** What a reply can show of its target. */
export type Quoted = {readonly who?: string; readonly text: string};

const maxQuotable = 20_000;
const maxQuoteLength = 160;

/** The last 20,000 entries, shortened: replies almost always answer one of them. */
class Quotable {
  readonly #entries = new Map<EntryId, Quoted>();

  add(id: EntryId, quoted: Quoted): void {
    if (this.#entries.size >= maxQuotable) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(id, quoted);
  }

  get(id: EntryId): Quoted | undefined {
    return this.#entries.get(id);
  }
}

const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxQuoteLength
    ? `${line.slice(0, maxQuoteLength).replace(/[\ud800-\udbff]$/, '')}…`
    : line;
};

/** Everything that a renderer may ask for while it writes one conversation. */
export class Page {
  readonly conversation: Conversation;
  readonly names: PrintedNames;
  readonly media: MediaShelf;
  readonly words: PageWords;
  readonly options: WriteOptions;
  readonly generator: string;
  readonly #quotable = new Quotable();

  constructor(
    conversation: Conversation,
    shared: {
      readonly names: PrintedNames;
      readonly media: MediaShelf;
      readonly options: WriteOptions;
      readonly generator: string;
    },
  ) {
    this.conversation = conversation;
    this.names = shared.names;
    this.media = shared.media;
    this.options = shared.options;
    this.generator = shared.generator;
    this.words = pageWords[shared.options.lang];
  }

  get title(): string {
    const {title, members} = this.conversation;
    return title ?? members.map((id) => this.names.of(id)).join(', ');
  }

  /** Remembers what later replies may quote. */
  saw(entry: Entry): void {
    const who = entry.from === undefined ? undefined : this.names.of(entry.from);
    const text = shorten(entryText(entry));
    this.#quotable.add(entry.id, {...(who === undefined ? {} : {who}), text});
  }

  /** What the export repeats of the target, else what was written of it before. */
  quoteOf(reply: NonNullable<Extract<Entry, {kind: 'message'}>['replyTo']>): Quoted {
    const {quote, entry} = reply;
    const known = entry === undefined ? undefined : this.#quotable.get(entry);
    const named =
      quote?.name ?? (quote?.person === undefined ? undefined : this.names.of(quote.person));
    const who = known?.who ?? named;
    const text = quote?.text === undefined ? (known?.text ?? '') : shorten(quote.text);
    return {...(who === undefined ? {} : {who}), text};
  }
}

export type PageWriter = {
  start(): string;
  entry(entry: Entry): Promise<string>;
  end(): string;
};

export type PageFormat = {
  readonly extension: string;
  /** Where media of the page `stem` go, relative to the page; undefined: they are not copied. */
  readonly mediaFolder?: (stem: string) => string;
  open(page: Page): PageWriter;
};

type OpenPage = {readonly file: SinkFile; readonly page: Page; readonly writer: PageWriter};

/** Takes grouped events (`needs: 'grouped'`). Memory: names, paths of media, 20,000 short quotes. */
export const writePages = async (
  batches: AsyncIterable<EventBatch>,
  format: PageFormat,
  {
    sink,
    options,
    ctx,
  }: {
    readonly sink: Sink;
    readonly options: WriteOptions;
    readonly ctx: WriteContext;
  },
): Promise<void> => {
  const names = new PrintedNames();
  const unique = uniqueNames();
  let current: OpenPage | undefined;
  const open = async (conversation: Conversation): Promise<OpenPage> => {
    const titled = conversation.title ?? conversation.members.map((id) => names.of(id)).join(', ');
    const name = unique(outputName(titled === '' ? options.label : titled, format.extension));
    const stem = name.slice(0, -format.extension.length - 1);
    const media = new MediaShelf(format.mediaFolder?.(stem), {sink, ctx});
    const page = new Page(conversation, {names, media, options, generator: ctx.generator});
    const file = await sink.create(name);
    const writer = format.open(page);
    return {file, page, writer};
  };
  const close = async (): Promise<void> => {
    await current?.file.write(current.writer.end());
    await current?.file.close();
    current = undefined;
  };
  try {
    for await (const batch of batches) {
      throwIfCancelled(ctx.signal);
      let text = '';
      for (const event of batch) {
        if (event.type === 'person') names.add(event.person);
        else if (event.type === 'conversation') {
          await current?.file.write(text);
          await close();
          current = await open(event.conversation);
          text = current.writer.start();
        } else if (current) {
          text += await current.writer.entry(event.entry);
          current.page.saw(event.entry);
        }
      }
      if (text !== '') await current?.file.write(text);
    }
    await close();
  } catch (error) {
    await current?.file.abort();
    throw error;
  }
};
