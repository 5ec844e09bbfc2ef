// One page of a Messenger or Instagram download in HTML as raw messages. Known by its class names; what they mean is in read.ts.

import type {MarkupBatch, MarkupEvent} from '../../engine/io/markup.ts';

export type RawMedia = {readonly tag: 'img' | 'video' | 'audio' | 'a'; readonly uri: string};

export type RawMessage = {
  name: string;
  readonly lines: string[];
  readonly media: RawMedia[];
  /** `❤Ana Pérez`: the emoji, then who. */
  readonly reactions: string[];
  time: string;
};

type Open = Extract<MarkupEvent, {type: 'open'}>;
type Place = 'none' | 'name' | 'body' | 'reaction' | 'time' | 'title';

/** One of these marks a piece of a message; the other class names are layout. */
const placeOf = (event: Open): Place | undefined => {
  const classes = (event.attributes['class'] ?? '').split(/\s+/);
  if (event.name === 'title') return 'title';
  if (classes.includes('_a6-h') && classes.includes('_a6-i')) return 'name';
  if (classes.includes('_a6-p') && classes.includes('_2ph_')) return 'body';
  if (classes.includes('_a72d') || classes.includes('_a6-o')) return 'time';
  return undefined;
};

const voidTags: ReadonlySet<string> = new Set([
  'br',
  'img',
  'hr',
  'meta',
  'link',
  'input',
  'source',
  'wbr',
]);
const mediaTags: ReadonlySet<string> = new Set(['img', 'video', 'audio', 'a']);

const newMessage = (): RawMessage => ({name: '', lines: [], media: [], reactions: [], time: ''});

/** Messages end with their time. */
export class PageReader {
  title = '';
  #done: RawMessage[] = [];
  #message = newMessage();
  #depth = 0;
  readonly #places: {readonly place: Place; readonly depth: number}[] = [];
  #line = '';

  get #place(): Place {
    return this.#places.at(-1)?.place ?? 'none';
  }

  read(batch: MarkupBatch): readonly RawMessage[] {
    for (const event of batch) {
      if (event.type === 'open') this.#open(event);
      else if (event.type === 'close') this.#close(event.name);
      else this.#text(event.text);
    }
    const done = this.#done;
    this.#done = [];
    return done;
  }

  #open(event: Open): void {
    const {name, attributes} = event;
    if (name === 'br') this.#text('\n');
    const uri = attributes['src'] ?? attributes['href'];
    if (this.#place === 'body' && mediaTags.has(name) && uri !== undefined && uri !== '')
      this.#message.media.push({tag: name as RawMedia['tag'], uri});
    if (voidTags.has(name)) return;
    this.#depth++;
    if (this.#place === 'body' && name === 'div') this.#endLine();
    const place = name === 'li' && this.#place === 'body' ? 'reaction' : placeOf(event);
    if (place === undefined) return;
    if (place === 'name') this.#message = newMessage();
    if (place === 'reaction') this.#message.reactions.push('');
    this.#places.push({place, depth: this.#depth});
  }

  #close(name: string): void {
    if (voidTags.has(name)) return;
    if (name === 'div') this.#endLine();
    const top = this.#places.at(-1);
    if (top?.depth === this.#depth) {
      this.#places.pop();
      if (top.place === 'time' && this.#place !== 'time') this.#end();
    }
    this.#depth--;
  }

  #end(): void {
    const message = this.#message;
    this.#message = newMessage();
    if (message.name.trim() !== '') this.#done.push(message);
  }

  #endLine(): void {
    if (this.#line.trim() !== '') this.#message.lines.push(this.#line.trim());
    this.#line = '';
  }

  #text(text: string): void {
    const {reactions} = this.#message;
    switch (this.#place) {
      case 'title':
        this.title += text;
        break;
      case 'name':
        this.#message.name += text;
        break;
      case 'body':
        this.#line += text;
        break;
      case 'reaction':
        reactions[reactions.length - 1] = (reactions.at(-1) ?? '') + text;
        break;
      case 'time':
        this.#message.time += text;
        break;
      case 'none':
        break;
      default:
        this.#place satisfies never;
    }
  }
}
