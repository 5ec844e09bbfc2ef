// Inlines as Discord's markdown, in which nothing that people wrote becomes markup by accident.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';

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

const link = /https?:\/\/[^\s<>]{1,2000}/g;

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
    default:
      return char === '`';
  }
};

const escapeMarks = (text: string): string =>
  text.replace(/[\\*_~|`[<]/g, (char, at: number) => (isMark(text, at) ? `\\${char}` : char));

const escapeLines = (text: string, isLineStart: boolean): string =>
  text
    .split('\n')
    .map((line, index) =>
      index > 0 || isLineStart ? line.replace(/^(>{1,3} |#{1,3} )/, '\\$1') : line,
    )
    .join('\n');

/** Links keep their characters; everything else loses its power. */
const escapeText = (text: string, isLineStart: boolean): string => {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(link)) {
    result += escapeMarks(text.slice(at, match.index));
    // The end of the link is where the reader would end it.
    const url = match[0].replace(/[.,:;"'!?)\]*_~|]+$/, '');
    result += url;
    at = match.index + url.length;
  }
  return escapeLines(result + escapeMarks(text.slice(at)), isLineStart).replace(
    /@(?=everyone|here)/g,
    '\\@',
  );
};

class MarkdownWriter {
  readonly #names: MarkdownNames;
  text = '';

  constructor(names: MarkdownNames) {
    this.#names = names;
  }

  get #isLineStart(): boolean {
    return this.text === '' || this.text.endsWith('\n');
  }

  all(inlines: readonly Inline[]): void {
    for (const inline of inlines) this.#one(inline);
  }

  #one(inline: Inline): void {
    switch (inline.kind) {
      case 'plain':
        this.text += escapeText(inline.text, this.#isLineStart);
        return;
      case 'styled':
        this.#styled(inline.style, inline.inlines);
        return;
      case 'code-block':
        this.#code(inline.text, inline.language);
        return;
      case 'url':
        this.#link(inline.url, inline.inlines);
        return;
      case 'mention':
        this.text += this.#names.mention(inline);
        return;
      case 'emoji':
        this.text += this.#names.emoji(inline);
        return;
      default:
        assertNever(inline);
    }
  }

  #inner(inlines: readonly Inline[]): string {
    const writer = new MarkdownWriter(this.#names);
    writer.all(inlines);
    return writer.text;
  }

  #styled(style: Style, inlines: readonly Inline[]): void {
    const mark = marks[style];
    if (mark !== undefined) {
      const inner = this.#inner(inlines);
      this.text += inner === '' ? '' : `${mark}${inner}${mark}`;
    } else if (style === 'code') this.#inlineCode(inlinesText(inlines));
    else if (style === 'quote') this.#quote(this.#inner(inlines));
    else if (style === 'heading')
      this.text += `${this.#isLineStart ? '# ' : ''}${this.#inner(inlines)}`;
    else this.all(inlines);
  }

  #quote(inner: string): void {
    if (!this.#isLineStart) this.text += '\n';
    this.text += inner
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
  }

  #inlineCode(text: string): void {
    if (text === '') return;
    const mark = text.includes('`') ? '``' : '`';
    this.text +=
      text.includes('``') || text.startsWith('`') || text.endsWith('`')
        ? escapeText(text, false)
        : `${mark}${text}${mark}`;
  }

  #code(text: string, language: string | undefined): void {
    if (text.includes('```') || text.trim() === '')
      this.text += escapeText(text, this.#isLineStart);
    else
      this.text += `\`\`\`${/^\w{1,20}$/.test(language ?? '') ? (language ?? '') : ''}\n${text}\n\`\`\``;
  }

  #link(url: string, inlines: readonly Inline[] | undefined): void {
    const isWeb = /^https?:\/\/[^\s()<>]+$/.test(url);
    if (!inlines)
      this.text += /^https?:\/\/[^\s<>]+$/.test(url) ? url : escapeText(url, this.#isLineStart);
    else if (isWeb && !inlinesText(inlines).includes(']'))
      this.text += `[${this.#inner(inlines)}](${url})`;
    else this.text += `${this.#inner(inlines)} (${url})`;
  }
}

export const writeDiscordMarkdown = (inlines: readonly Inline[], names: MarkdownNames): string => {
  const writer = new MarkdownWriter(names);
  writer.all(inlines);
  return writer.text;
};
