// One page of a VK archive as raw messages: headings, words, attachments. HTML events in, plain records out; what they mean is in entries.

import type {MarkupBatch, MarkupEvent} from '../../engine/io/markup.ts';

export type RawAttachment = {description: string; link: string};

export type RawMessage = {
  readonly id: string;
  /** The heading without the name: `, 5 мар 2023 в 14:05:09 (ред.)` or `Вы, 5 мар …`. */
  header: string;
  /** The link around the name, and the name. */
  link: string;
  name: string;
  text: string;
  readonly attachments: RawAttachment[];
  /** A line of the service (`… вышел из беседы`). */
  isService: boolean;
};

type Open = Extract<MarkupEvent, {type: 'open'}>;

const hasClass = (event: Open, name: string): boolean =>
  (event.attributes['class'] ?? '').split(/\s+/).includes(name);

/** What the text under way belongs to. */
type Place = 'none' | 'header' | 'name' | 'body' | 'description' | 'link';

const inner: ReadonlySet<string> = new Set(['br', 'img', 'hr', 'meta', 'link', 'input', 'wbr']);

export class PageReader {
  readonly #done: RawMessage[] = [];
  #message: RawMessage | undefined;
  /** Depths at which the message and the pieces inside of it were opened. */
  #depth = 0;
  #messageDepth = 0;
  readonly #places: {readonly place: Place; readonly depth: number}[] = [];

  get #place(): Place {
    return this.#places.at(-1)?.place ?? 'none';
  }

  #enter(place: Place): void {
    this.#places.push({place, depth: this.#depth});
  }

  read(batch: MarkupBatch): readonly RawMessage[] {
    for (const event of batch) {
      if (event.type === 'open') this.#open(event);
      else if (event.type === 'close') this.#close(event.name);
      else this.#text(event.text);
    }
    return this.#done.splice(0);
  }

  /** The page ends inside of a message. */
  finish(): RawMessage | undefined {
    const message = this.#message;
    this.#message = undefined;
    return message;
  }

  #open(event: Open): void {
    if (inner.has(event.name)) {
      if (event.name === 'br' && this.#place === 'body') this.#text('\n');
      return;
    }
    this.#depth++;
    const id = event.attributes['data-id'];
    if (id !== undefined && hasClass(event, 'message')) {
      this.#begin(id);
      return;
    }
    const message = this.#message;
    if (!message) return;
    if (hasClass(event, 'message__header')) this.#enter('header');
    else if (this.#place === 'header' && event.name === 'a') {
      message.link = event.attributes['href'] ?? '';
      this.#enter('name');
    } else if (hasClass(event, 'attachment__description')) {
      message.attachments.push({description: '', link: ''});
      this.#enter('description');
    } else if (hasClass(event, 'attachment__link')) this.#attachmentLink(event);
    else if (hasClass(event, 'im_srv_lnk') || hasClass(event, 'im_srv_text'))
      message.isService = true;
    else if (this.#place === 'none' && this.#depth === this.#messageDepth + 1) this.#enter('body');
  }

  #attachmentLink(event: Open): void {
    const attachments = this.#message?.attachments ?? [];
    const last = attachments.at(-1);
    const href = event.attributes['href'] ?? '';
    if (last && last.link === '') last.link = href;
    else attachments.push({description: '', link: href});
    this.#enter('link');
  }

  #begin(id: string): void {
    const cut = this.finish();
    if (cut) this.#done.push(cut);
    this.#message = {
      id,
      header: '',
      link: '',
      name: '',
      text: '',
      attachments: [],
      isService: false,
    };
    this.#messageDepth = this.#depth;
    this.#places.length = 0;
  }

  #close(name: string): void {
    if (inner.has(name)) return;
    while ((this.#places.at(-1)?.depth ?? 0) >= this.#depth && this.#places.length > 0)
      this.#places.pop();
    if (this.#message && this.#depth <= this.#messageDepth) {
      const message = this.finish();
      if (message) this.#done.push(message);
    }
    this.#depth--;
  }

  #text(text: string): void {
    const message = this.#message;
    const last = message?.attachments.at(-1);
    switch (this.#place) {
      case 'header':
        if (message) message.header += text;
        break;
      case 'name':
        if (message) message.name += text;
        break;
      case 'body':
        if (message) message.text += text;
        break;
      case 'description':
        if (last) last.description += text;
        break;
      case 'link':
      case 'none':
        break;
      default:
        this.#place satisfies never;
    }
  }
}

/** The list of chats: folder of each and its title. */
export class IndexReader {
  readonly chats = new Map<string, string>();
  #isPeer = false;
  #folder: string | undefined;

  read(batch: MarkupBatch): void {
    for (const event of batch) {
      if (event.type === 'open') {
        if (hasClass(event, 'message-peer--id')) this.#isPeer = true;
        const href = event.attributes['href'] ?? '';
        const folder = /^(?:\.\/)?(-?\d+)\/messages\d+\.html$/.exec(href)?.[1];
        if (this.#isPeer && event.name === 'a' && folder !== undefined) {
          this.#folder = folder;
          this.chats.set(folder, '');
        }
      } else if (event.type === 'close' && event.name === 'a') {
        this.#folder = undefined;
        this.#isPeer = false;
      } else if (event.type === 'text' && this.#folder !== undefined)
        this.chats.set(this.#folder, (this.chats.get(this.#folder) ?? '') + event.text);
    }
  }
}
