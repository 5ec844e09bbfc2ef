// The table rows of QQ's page as captions, days and messages. Goes by nesting and a few colours, not by the exact styles.

import {given} from '../../engine/model/build.ts';
import type {MarkupEvent} from '../../engine/io/markup.ts';

export type TextStyle = 'bold' | 'italic' | 'underline';

const styleTags: ReadonlyMap<string, TextStyle> = new Map([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
]);

export type BodyPiece =
  | {readonly kind: 'text'; readonly text: string; readonly style?: TextStyle}
  | {readonly kind: 'image'; readonly src: string}
  | {readonly kind: 'link'; readonly url: string; readonly text: string};

export type Row =
  | {readonly kind: 'group'; readonly text: string}
  | {readonly kind: 'chat'; readonly text: string}
  | {readonly kind: 'day'; readonly text: string}
  | {
      readonly kind: 'message';
      readonly sender: string;
      readonly time: string;
      readonly isOwn?: boolean;
      readonly body: readonly BodyPiece[];
    }
  | {readonly kind: 'odd'; readonly text: string};

const ownColour = /#42b475/i;
const otherColour = /#006efe/i;
const maxText = 4 * 1024 * 1024;

const spaces = (text: string): string => text.replaceAll('\u00a0', ' ');

/** Collects one row. `level`: how many divs are open inside it; `block`: which of the outer divs it is. */
class RowBuilder {
  level = 0;
  block = -1;
  length = 0;
  sender = '';
  time = '';
  bare = '';
  colour: string | undefined;
  readonly body: BodyPiece[] = [];
  link: string | undefined;
  #style: TextStyle | undefined;

  open(event: Extract<MarkupEvent, {type: 'open'}>): void {
    const {name, attributes} = event;
    if (name === 'div') {
      if (this.level++ === 0 && ++this.block === 0) this.colour = attributes['style'] ?? '';
    } else if (name === 'br') this.text('\n');
    else if (name === 'a') this.link = attributes['href'];
    else if (styleTags.has(name)) this.#style = styleTags.get(name);
    else if (name === 'img' && this.block >= 1) {
      const src = attributes['src'];
      if (src !== undefined && src !== '') this.body.push({kind: 'image', src});
    }
  }

  close(name: string): void {
    if (name === 'div' && this.level > 0) this.level--;
    if (name === 'a') this.link = undefined;
    if (styleTags.has(name)) this.#style = undefined;
  }

  text(text: string): void {
    this.length += text.length;
    if (this.length > maxText) return;
    if (this.level === 0) this.bare += text;
    else if (this.block > 0) this.#words(text);
    else if (this.level > 1) this.sender += text;
    else this.time += text;
  }

  #words(text: string): void {
    const {link} = this;
    const last = this.body.at(-1);
    if (link !== undefined && link !== '')
      this.body.push({kind: 'link', url: link, text: spaces(text)});
    else if (last?.kind === 'text' && last.style === this.#style)
      this.body[this.body.length - 1] = {...last, text: last.text + spaces(text)};
    else this.body.push({kind: 'text', text: spaces(text), ...given({style: this.#style})});
  }

  /** Undefined for rows that say nothing. */
  done(): Row | undefined {
    const caption = spaces(this.bare + this.time).trim();
    if (this.block >= 1 && this.sender !== '') return this.#message();
    if (this.block >= 1 && /\d:\d\d/.test(this.time)) return this.#message();
    const match = /^(消息分组|消息对象|日期)\s?[:：]\s?(.*)$/su.exec(caption);
    if (match) {
      const kinds = {消息分组: 'group', 消息对象: 'chat', 日期: 'day'} as const;
      return {kind: kinds[match[1] as keyof typeof kinds], text: (match[2] ?? '').trim()};
    }
    const rest = this.body.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
    const text = spaces(`${this.sender}${caption}${rest}`).trim();
    return text === '' || text === '消息记录' ? undefined : {kind: 'odd', text};
  }

  #message(): Row {
    const own = ownColour.test(this.colour ?? '')
      ? true
      : otherColour.test(this.colour ?? '')
        ? false
        : undefined;
    return {
      kind: 'message',
      sender: spaces(this.sender),
      time: spaces(this.time).trim(),
      ...(own === undefined ? {} : {isOwn: own}),
      body: this.body,
    };
  }
}

/** Cuts a stream of markup into rows. Memory: one row, at most 4 Mi characters. */
export class RowCutter {
  #row: RowBuilder | undefined;

  push(event: MarkupEvent): Row | undefined {
    switch (event.type) {
      case 'open':
        if (event.name === 'tr') {
          const before = this.#row?.done();
          this.#row = new RowBuilder();
          return before;
        }
        this.#row?.open(event);
        return undefined;
      case 'close': {
        if (event.name !== 'tr') {
          this.#row?.close(event.name);
          return undefined;
        }
        const row = this.#row?.done();
        this.#row = undefined;
        return row;
      }
      case 'text':
        this.#row?.text(event.text);
        return undefined;
      default:
        return event satisfies never;
    }
  }
}
