// Inlines as Discord's markdown, in which nothing that people wrote becomes markup by accident.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {parseDiscordMarkdown} from './discord-markdown.ts';

export type MarkdownNames = {
  /** `@Name` or `<@123>` for a mention of somebody. */
  mention(inline: Extract<Inline, {kind: 'mention'}>): string;
  emoji(inline: Extract<Inline, {kind: 'emoji'}>): string;
};

const marks: Readonly<Partial<Record<Style, string>>> = {
  bold: '**',
  italic: '*',
  underline: '__',
  strike: '~~',
  spoiler: '||',
};

/** Styles that Discord has marks for. */
export const hasMark = (style: Style): boolean =>
  marks[style] !== undefined || style === 'code' || style === 'quote' || style === 'heading';

const link = /(?<![\p{L}\p{N}_])https?:\/\/[^\s<>\\`]{1,2000}/gu;

const isWord = (char: string): boolean => /[\p{L}\p{N}_]/u.test(char);

/** Does this character begin or end markup here? Stars between spaces and underscores inside words do not. */
const isMark = (text: string, at: number): boolean => {
  const char = text.charAt(at);
  const [before, after] = [text.charAt(at - 1), text.charAt(at + 1)];
  switch (char) {
    case '*':
      return !(/^\s?$/.test(before) && /^\s?$/.test(after));
    case '_':
      return before === '_' || after === '_' || !isWord(before) || !isWord(after);
    case '~':
    case '|':
      return before === char || after === char;
    case '[':
      return /^\[[^\]\n]{1,500}\]\(https?:/.test(text.slice(at, at + 520));
    case '<':
      return /^<(?:[@#:]|a:|t:|https?:)/.test(text.slice(at, at + 9));
    case '\\':
      return after !== '' && !/[\p{L}\p{N}\s]/u.test(after);
    case '@':
      return /^@(?:everyone|here)/.test(text.slice(at, at + 9));
    default:
      return char === '`';
  }
};

const escapeLines = (text: string, isLineStart: boolean): string =>
  text
    .split('\n')
    .map((line, index) =>
      index > 0 || isLineStart ? line.replace(/^(>{1,3} |#{1,3} )/, '\\$1') : line,
    )
    .join('\n');

/** Where links stand, as the reader would find them: their characters keep their meaning. */
const linkRanges = (text: string): readonly (readonly [from: number, to: number])[] =>
  [...text.matchAll(link)].map((match) => {
    const url = match[0].replace(/[.,:;"'!?)\]*_~|]+$/, '');
    return [match.index, match.index + url.length];
  });

/** Everything outside of links loses its power. */
const escapeText = (text: string, isLineStart: boolean): string => {
  const links = linkRanges(text);
  const isInLink = (at: number): boolean => links.some(([from, to]) => at >= from && at < to);
  const marked = text.replace(/[\\*_~|`[<@]/g, (char, at: number) =>
    isMark(text, at) && !isInLink(at) ? `\\${char}` : char,
  );
  return escapeLines(marked, isLineStart);
};

class MarkdownWriter {
  readonly #names: MarkdownNames;
  /** Words only: no marks at all. */
  readonly #isPlain: boolean;
  #text = '';
  /** Where a bare link begins that nothing follows yet. */
  #link = -1;

  constructor(names: MarkdownNames, isPlain = false) {
    this.#names = names;
    this.#isPlain = isPlain;
  }

  get #isLineStart(): boolean {
    return this.#text === '' || this.#text.endsWith('\n');
  }

  all(inlines: readonly Inline[]): this {
    for (const inline of inlines) this.#one(inline);
    return this;
  }

  /** `isInside`: marks follow at once. */
  done(isInside: boolean): string {
    if (isInside) this.#closeLink();
    return this.#text;
  }

  #append(text: string): void {
    if (text === '') return;
    // What follows a bare link without a space would become part of it.
    if (!/^\s/.test(text)) this.#closeLink();
    this.#link = -1;
    this.#text += text;
  }

  #closeLink(): void {
    if (this.#link < 0) return;
    this.#text = `${this.#text.slice(0, this.#link)}<${this.#text.slice(this.#link)}>`;
    this.#link = -1;
  }

  #one(inline: Inline): void {
    switch (inline.kind) {
      case 'plain':
        this.#plain(inline.text);
        return;
      case 'styled':
        this.#styled(inline.style, inline.inlines);
        return;
      case 'code-block':
        this.#code(inline.text, inline.language);
        return;
      case 'url':
        this.#url(inline.url, inline.inlines);
        return;
      case 'mention':
        this.#append(this.#names.mention(inline));
        return;
      case 'emoji':
        this.#append(this.#names.emoji(inline));
        return;
      default:
        assertNever(inline);
    }
  }

  #plain(text: string): void {
    this.#append(escapeText(text, this.#isLineStart));
  }

  #inner(inlines: readonly Inline[]): string {
    return new MarkdownWriter(this.#names, this.#isPlain).all(inlines).done(true);
  }

  #styled(style: Style, inlines: readonly Inline[]): void {
    if (this.#isPlain) {
      this.all(inlines);
      return;
    }
    const mark = marks[style];
    if (mark !== undefined) {
      const inner = this.#inner(inlines);
      this.#append(inner === '' ? '' : `${mark}${inner}${mark}`);
    } else if (style === 'code') this.#inlineCode(inlinesText(inlines));
    else if (style === 'quote') this.#quote(this.#inner(inlines));
    else if (style === 'heading')
      this.#append(`${this.#isLineStart ? '# ' : ''}${this.#inner(inlines)}`);
    else this.all(inlines);
  }

  #quote(inner: string): void {
    if (!this.#isLineStart) this.#append('\n');
    const lines = inner.split('\n').map((line) => `> ${line}`);
    this.#append(lines.join('\n'));
  }

  #inlineCode(text: string): void {
    const mark = text.includes('`') ? '``' : '`';
    const isHopeless = text.includes('``') || /^`|`$/.test(text);
    if (isHopeless) this.#plain(text);
    else if (text !== '') this.#append(`${mark}${text}${mark}`);
  }

  #code(text: string, language: string | undefined): void {
    const word = /^\w{1,20}$/.test(language ?? '') ? (language ?? '') : '';
    if (this.#isPlain || text.includes('```') || text.trim() === '') this.#plain(text);
    else this.#append(`\`\`\`${word}\n${text}\n\`\`\``);
  }

  #url(url: string, inlines: readonly Inline[] | undefined): void {
    const isWeb = /^https?:\/\/[^\s()<>\\`]+$/.test(url);
    if (!inlines) {
      if (!isWeb || /[.,:;"'!?)\]*_~|]$/.test(url)) {
        this.#plain(url);
        return;
      }
      this.#append(url);
      this.#link = this.#text.length - url.length;
    } else if (isWeb && /^[^\]\n]+$/.test(inlinesText(inlines))) {
      this.#append(`[${this.#inner(inlines)}](${url})`);
    } else this.#append(`${this.#inner(inlines)} (${url})`);
  }
}

/** The words that a reader finds, spaces aside. */
const wordsOf = (markdown: string): string =>
  inlinesText(parseDiscordMarkdown(markdown)).replaceAll(/\s/g, '');

/**
 * Marks that stand side by side can become other marks (`**a**` and `*b*`). So the result is read again: when its words are not
 * those of the same inlines without styles, the styles are left out.
 */
export const writeDiscordMarkdown = (inlines: readonly Inline[], names: MarkdownNames): string => {
  const text = new MarkdownWriter(names).all(inlines).done(false);
  if (inlines.every(({kind}) => kind === 'plain' || kind === 'emoji')) return text;
  const bare = new MarkdownWriter(names, true).all(inlines).done(false);
  return wordsOf(text) === wordsOf(bare) ? text : bare;
};
