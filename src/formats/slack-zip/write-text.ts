// Inlines to Slack: as mrkdwn (`text`, for every consumer) and as a `rich_text` block (exact). The reverse of mrkdwn.ts and rich-text.ts.

import type {Inline, JsonObject, Style} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {emojiOfShortcode} from '../_shared/emoji-shortcodes.ts';
import {slug} from './write-ids.ts';
import type {SlackIds} from './write-ids.ts';

export const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const escapeUrl = (url: string): string =>
  url
    .replaceAll('&', '&amp;')
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E')
    .replaceAll('|', '%7C')
    .replace(/\s/g, (space) => encodeURIComponent(space));

const markers: Readonly<Partial<Record<Style, string>>> = {
  bold: '*',
  heading: '*',
  italic: '_',
  strike: '~',
  code: '`',
};

/** A marker must touch its text: spaces move outside. Text of several lines is marked line by line. */
const marked = (text: string, marker: string): string =>
  text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      if (inner === '') return line;
      const start = line.indexOf(inner);
      return `${line.slice(0, start)}${marker}${inner}${marker}${line.slice(start + inner.length)}`;
    })
    .join('\n');

const rangeOf = (text: string): string => {
  const word = text.replace(/^@/, '').toLowerCase();
  return word === 'here' || word === 'everyone' ? word : 'channel';
};

const mrkdwnOf = (inline: Inline, ids: SlackIds): string => {
  switch (inline.kind) {
    case 'plain':
      return escapeSlack(inline.text);
    case 'styled': {
      const text = mrkdwn(inline.inlines, ids);
      if (inline.style === 'quote') return text.replace(/^/gm, '&gt; ');
      const marker = markers[inline.style];
      return marker === undefined ? text : marked(text, marker);
    }
    case 'code-block':
      return `\`\`\`\n${escapeSlack(inline.text)}\n\`\`\``;
    case 'url': {
      const label =
        inline.inlines && escapeSlack(inlinesText(inline.inlines).replaceAll('\n', ' '));
      if (!/^[a-z][a-z0-9+.-]*:/i.test(inline.url)) return label ?? escapeSlack(inline.url);
      return `<${escapeUrl(inline.url)}${label === undefined ? '' : `|${label}`}>`;
    }
    case 'mention':
      if (inline.everyone) return `<!${rangeOf(inline.text)}>`;
      return inline.person === undefined
        ? escapeSlack(inline.text)
        : `<@${ids.user(inline.person)}>`;
    case 'emoji':
      return escapeSlack(inline.text);
    default:
      return assertNever(inline);
  }
};

export const mrkdwn = (inlines: readonly Inline[], ids: SlackIds): string =>
  inlines.map((inline) => mrkdwnOf(inline, ids)).join('');

// ---- rich text

type Flags = {readonly [flag: string]: true};
type Element = {[key: string]: unknown};
type Block =
  | {readonly kind: 'section'; readonly elements: Element[]}
  | {readonly kind: 'quote'; readonly elements: Element[]}
  | {readonly kind: 'preformatted'; readonly text: string; readonly language?: string}
  | {
      readonly kind: 'list';
      readonly isOrdered: boolean;
      readonly indent: number;
      readonly number: number;
      readonly items: Element[][];
    };

const flagOf: Readonly<Partial<Record<Style, string>>> = {
  bold: 'bold',
  heading: 'bold',
  italic: 'italic',
  strike: 'strike',
  underline: 'underline',
  code: 'code',
};

const withFlags = (element: Element, flags: Flags): Element =>
  Object.keys(flags).length > 0 ? {...element, style: flags} : element;

const itemMarker = /^( *)(?:[•*-]|(\d{1,9})\.) /;

class RichText {
  readonly #ids: SlackIds;
  readonly #blocks: Block[] = [];

  constructor(ids: SlackIds) {
    this.#ids = ids;
  }

  add(inlines: readonly Inline[], flags: Flags, to?: Element[]): void {
    for (const inline of inlines) this.#add(inline, flags, to);
  }

  done(): JsonObject {
    return {
      type: 'rich_text',
      elements: this.#blocks.map(blockJson) as unknown as JsonObject[],
    };
  }

  #add(inline: Inline, flags: Flags, to: Element[] | undefined): void {
    switch (inline.kind) {
      case 'plain':
        this.#text(inline.text, flags, to);
        return;
      case 'styled':
        this.#styled(inline, flags, to);
        return;
      case 'code-block':
        if (to) this.#text(inline.text, {...flags, code: true}, to);
        else
          this.#blocks.push({
            kind: 'preformatted',
            text: inline.text,
            ...(inline.language === undefined ? {} : {language: inline.language}),
          });
        return;
      case 'url':
        this.#push(urlElement(inline), flags, to);
        return;
      case 'mention':
        this.#push(this.#mention(inline), flags, to);
        return;
      case 'emoji':
        this.#push(emojiElement(inline), flags, to);
        return;
      default:
        assertNever(inline);
    }
  }

  #styled(
    inline: Extract<Inline, {kind: 'styled'}>,
    flags: Flags,
    to: Element[] | undefined,
  ): void {
    if (!to && inline.style === 'quote') {
      const elements: Element[] = [];
      this.add(inline.inlines, flags, elements);
      this.#blocks.push({kind: 'quote', elements});
    } else if (!to && inline.style === 'list-item') this.#item(inline.inlines, flags);
    else {
      const flag = flagOf[inline.style];
      this.add(inline.inlines, flag === undefined ? flags : {...flags, [flag]: true}, to);
    }
  }

  #item(inlines: readonly Inline[], flags: Flags): void {
    const [first, ...rest] = inlines;
    const text = first?.kind === 'plain' ? first.text : '';
    const marker = itemMarker.exec(text);
    const isOrdered = marker?.[2] !== undefined;
    const indent = Math.min(Math.floor((marker?.[1]?.length ?? 0) / 4), 8);
    const number = Number(marker?.[2] ?? 0);
    const elements: Element[] = [];
    const shown: readonly Inline[] = marker
      ? [{kind: 'plain', text: text.slice(marker[0].length)}, ...rest]
      : inlines;
    this.add(shown, flags, elements);
    const last = this.#blocks.at(-1);
    const continues =
      last?.kind === 'list' &&
      last.isOrdered === isOrdered &&
      last.indent === indent &&
      (!isOrdered || last.number + last.items.length === number);
    if (continues) last.items.push(elements);
    else this.#blocks.push({kind: 'list', isOrdered, indent, number, items: [elements]});
  }

  #mention(inline: Extract<Inline, {kind: 'mention'}>): Element {
    if (inline.everyone) return {type: 'broadcast', range: rangeOf(inline.text)};
    return inline.person === undefined
      ? {type: 'text', text: inline.text}
      : {type: 'user', user_id: this.#ids.user(inline.person)};
  }

  /** A block ends its line by itself, so the line feed after it is not text. */
  #text(text: string, flags: Flags, to: Element[] | undefined): void {
    const isAfterBlock = !to && this.#blocks.length > 0 && this.#blocks.at(-1)?.kind !== 'section';
    const shown = isAfterBlock && text.startsWith('\n') ? text.slice(1) : text;
    if (shown !== '') this.#push({type: 'text', text: shown}, flags, to);
  }

  #push(element: Element, flags: Flags, to: Element[] | undefined): void {
    const complete = withFlags(element, flags);
    if (to) {
      to.push(complete);
      return;
    }
    const last = this.#blocks.at(-1);
    if (last?.kind === 'section') last.elements.push(complete);
    else this.#blocks.push({kind: 'section', elements: [complete]});
  }
}

/**
 * An empty `unicode` keeps a custom emoji from being read as the standard one of the same name; `fallback` is how the other platform
 * prints it (`[微笑]`).
 */
const emojiElement = ({text, id}: Extract<Inline, {kind: 'emoji'}>): Element => {
  const own = /^:([a-z0-9_+'-]+):$/.exec(text)?.[1];
  const made = slug(text, '_-');
  const name = own ?? (made === '' ? `emoji-${slug(id ?? '')}` : made);
  return {
    type: 'emoji',
    name,
    ...(emojiOfShortcode(name) === undefined ? {} : {unicode: ''}),
    ...(own === undefined ? {fallback: text} : {}),
  };
};

const urlElement = (inline: Extract<Inline, {kind: 'url'}>): Element => ({
  type: 'link',
  url: inline.url,
  ...(inline.inlines ? {text: inlinesText(inline.inlines)} : {}),
});

const blockJson = (block: Block): Element => {
  switch (block.kind) {
    case 'section':
      return {type: 'rich_text_section', elements: block.elements};
    case 'quote':
      return {type: 'rich_text_quote', elements: block.elements};
    case 'preformatted':
      return {
        type: 'rich_text_preformatted',
        elements: [{type: 'text', text: block.text}],
        ...(block.language === undefined ? {} : {language: block.language}),
      };
    case 'list':
      return {
        type: 'rich_text_list',
        style: block.isOrdered ? 'ordered' : 'bullet',
        indent: block.indent,
        ...(block.isOrdered && block.number > 1 ? {offset: block.number - 1} : {}),
        elements: block.items.map((elements) => ({type: 'rich_text_section', elements})),
      };
    default:
      return assertNever(block);
  }
};

/** Plain text that mrkdwn would read as markup (`2*3*4`, `:smile:`, a leading `>`) needs the exact form too. */
const looksMarked = (inline: Inline): boolean =>
  inline.kind !== 'plain' || /[*_~`]|:[a-z0-9_+'-]+:|^>/m.test(inline.text);

/** Undefined where the `text` alone says everything. */
export const richText = (inlines: readonly Inline[], ids: SlackIds): JsonObject | undefined => {
  if (!inlines.some(looksMarked)) return undefined;
  const rich = new RichText(ids);
  rich.add(inlines, {});
  return rich.done();
};
