// Discord's markdown as inlines, where it is safe: what is not clearly markup stays plain text. Writing: discord-markdown-write.ts.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {inlineWriter} from './inline-writer.ts';
import type {InlineWriter} from './inline-writer.ts';

export type MarkdownContext = {
  /** `<@123>`; undefined where nothing is known of the id. */
  user?(id: string): Inline | undefined;
  /** `<@&123>` or `<#123>`. */
  named?(sign: '@' | '#', id: string): Inline | undefined;
  /** A run of text without markup: names and emoji may be found in it. */
  text?(text: string, into: InlineWriter): void;
};

/** Deeper nesting is read as plain text. */
const maxDepth = 8;

type Delimiter = {
  readonly mark: string;
  readonly styles: readonly Style[];
  /** Position of the closing mark at or after `from`, or -1. */
  close(text: string, from: number, mark: string): number;
};

/** The mark, not followed by its own character. */
const exact = (text: string, from: number, mark: string): number => {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (text.charAt(at + mark.length) !== mark.charAt(0)) return at;
  }
  return -1;
};

const first = (text: string, from: number, mark: string): number => text.indexOf(mark, from);

const isWord = (char: string): boolean => /[\p{L}\p{N}_]/u.test(char);

/** A single star: not before or after a space, not part of a longer row. */
const star = (text: string, from: number): number => {
  if (/\s/.test(text.charAt(from))) return -1;
  for (let at = text.indexOf('*', from); at >= 0; at = text.indexOf('*', at + 1)) {
    const before = text.charAt(at - 1);
    if (text.charAt(at + 1) === '*') at++;
    else if (before !== '*' && !/\s/.test(before) && at > from) return at;
  }
  return -1;
};

/** A single underscore: words with underscores inside are no markup. */
const underscore = (text: string, from: number): number => {
  if (from >= 2 && isWord(text.charAt(from - 2))) return -1;
  for (let at = text.indexOf('_', from); at >= 0; at = text.indexOf('_', at + 1)) {
    if (text.charAt(at + 1) === '_') at++;
    else if (at > from && text.charAt(at - 1) !== '_' && !isWord(text.charAt(at + 1))) return at;
  }
  return -1;
};

/** Longer marks first. */
const delimiters: readonly Delimiter[] = [
  {mark: '***', styles: ['italic', 'bold'], close: exact},
  {mark: '___', styles: ['italic', 'underline'], close: exact},
  {mark: '**', styles: ['bold'], close: exact},
  {mark: '__', styles: ['underline'], close: exact},
  {mark: '~~', styles: ['strike'], close: first},
  {mark: '||', styles: ['spoiler'], close: first},
  {mark: '*', styles: ['italic'], close: star},
  {mark: '_', styles: ['italic'], close: underscore},
];

const special = /[\\*_~|`<[@h]/g;

const linkPattern = /^https?:\/\/[^\s<>\\`]{1,2000}/;
const anglePattern = /^<(https?:\/\/[^\s<>\\`]{1,2000})>/;
const userPattern = /^<@!?(\d{1,20})>/;
const namedPattern = /^<([@#])&?!?(\d{1,20})>/;
const emojiPattern = /^<(a?):(\w{1,32}):(\d{1,20})>/;
const maskedPattern = /^\[([^\]\n]{1,500})\]\((https?:\/\/[^\s()<>]{1,2000})\)/;
const everyonePattern = /^@(?:everyone|here)(?!\w)/;

class LineParser {
  readonly #text: string;
  readonly #ctx: MarkdownContext;
  readonly #depth: number;
  readonly #into: InlineWriter = inlineWriter();
  /** Marks of which no closing one is left: they need not be looked for again. */
  readonly #hopeless = new Set<string>();
  #at = 0;
  #plainFrom = 0;

  constructor(text: string, ctx: MarkdownContext, depth: number) {
    this.#text = text;
    this.#ctx = ctx;
    this.#depth = depth;
  }

  parse(): readonly Inline[] {
    while (this.#at < this.#text.length) {
      special.lastIndex = this.#at;
      const next = special.exec(this.#text);
      if (!next) break;
      this.#at = next.index;
      if (!this.#token()) this.#at++;
    }
    this.#at = this.#text.length;
    this.#flush();
    return this.#into.done();
  }

  /** Gives out the plain text before the cursor. */
  #flush(): void {
    const text = this.#text.slice(this.#plainFrom, this.#at);
    if (text !== '') {
      if (this.#ctx.text) this.#ctx.text(text, this.#into);
      else this.#into.plain(text);
    }
  }

  /** Puts `inline` for the next `length` characters. */
  #take(inline: Inline, length: number): true {
    this.#flush();
    this.#into.inline(inline);
    this.#at += length;
    this.#plainFrom = this.#at;
    return true;
  }

  #token(): boolean {
    const char = this.#text.charAt(this.#at);
    switch (char) {
      case '\\':
        return this.#escape();
      case '`':
        return this.#code();
      case '<':
        return this.#angle();
      case '[':
        return this.#masked();
      case '@':
        return this.#everyone();
      case 'h':
        return this.#link();
      default:
        return this.#delimited();
    }
  }

  #ahead(length: number): string {
    return this.#text.slice(this.#at, this.#at + length);
  }

  #escape(): boolean {
    const next = this.#text.charAt(this.#at + 1);
    if (next === '' || /[\p{L}\p{N}\s]/u.test(next)) return false;
    return this.#take({kind: 'plain', text: next}, 2);
  }

  #code(): boolean {
    const mark = this.#ahead(2) === '``' ? '``' : '`';
    const from = this.#at + mark.length;
    const end = this.#text.indexOf(mark, from);
    const text = end < 0 ? '' : this.#text.slice(from, end);
    if (text === '' || (mark === '`' && text.includes('`'))) return false;
    const inline: Inline = {kind: 'styled', style: 'code', inlines: [{kind: 'plain', text}]};
    return this.#take(inline, text.length + 2 * mark.length);
  }

  #angle(): boolean {
    const ahead = this.#ahead(2_010);
    const user = userPattern.exec(ahead);
    if (user) return this.#put(this.#ctx.user?.(user[1] ?? ''), user[0].length);
    const named = namedPattern.exec(ahead);
    if (named) {
      const sign = named[1] === '#' ? '#' : '@';
      return this.#put(this.#ctx.named?.(sign, named[2] ?? ''), named[0].length);
    }
    const emoji = emojiPattern.exec(ahead);
    if (emoji) {
      return this.#take(
        {kind: 'emoji', text: `:${emoji[2] ?? ''}:`, id: emoji[3] ?? ''},
        emoji[0].length,
      );
    }
    const link = anglePattern.exec(ahead);
    return link ? this.#take({kind: 'url', url: link[1] ?? ''}, link[0].length) : false;
  }

  #put(inline: Inline | undefined, length: number): boolean {
    return inline ? this.#take(inline, length) : false;
  }

  #masked(): boolean {
    const match = maskedPattern.exec(this.#ahead(2_600));
    if (!match) return false;
    const inlines = parseInline(match[1] ?? '', this.#ctx, this.#depth + 1);
    return this.#take({kind: 'url', url: match[2] ?? '', inlines}, match[0].length);
  }

  #everyone(): boolean {
    const match = everyonePattern.exec(this.#ahead(10));
    return match
      ? this.#take({kind: 'mention', text: match[0], everyone: true}, match[0].length)
      : false;
  }

  #link(): boolean {
    if (isWord(this.#text.charAt(this.#at - 1))) return false;
    const match = linkPattern.exec(this.#ahead(2_010));
    // What ends a sentence does not end its link.
    const url = match?.[0].replace(/[.,:;"'!?)\]*_~|]+$/, '');
    return url === undefined || url.length < 9 ? false : this.#take({kind: 'url', url}, url.length);
  }

  #delimited(): boolean {
    if (this.#depth >= maxDepth) return false;
    for (const delimiter of delimiters) {
      if (this.#text.startsWith(delimiter.mark, this.#at) && this.#styled(delimiter)) return true;
    }
    return false;
  }

  #styled({mark, styles, close}: Delimiter): boolean {
    if (this.#hopeless.has(mark)) return false;
    const from = this.#at + mark.length;
    const end = close(this.#text, from, mark);
    if (end < 0 && this.#text.indexOf(mark, from) < 0) this.#hopeless.add(mark);
    if (end <= from) return false;
    const inner = parseInline(this.#text.slice(from, end), this.#ctx, this.#depth + 1);
    const inline = styles.reduceRight<readonly Inline[]>(
      (inlines, style) => [{kind: 'styled', style, inlines}],
      inner,
    )[0];
    return inline ? this.#take(inline, end + mark.length - this.#at) : false;
  }
}

const parseInline = (text: string, ctx: MarkdownContext, depth: number): readonly Inline[] =>
  new LineParser(text, ctx, depth).parse();

// ---- blocks

const fence = '```';

/** A quotation's or heading's text, one line or more, under `style`. */
const block = (style: Style, text: string, ctx: MarkdownContext, into: InlineWriter): void => {
  into.inline({kind: 'styled', style, inlines: parseInline(text, ctx, 1)});
};

const quoteLine = /^> (.*)$/;
const headingLine = /^#{1,3} (\S.*)$/;

/** Lines outside of code: quotations and headings are whole lines, the rest is running text. */
const parseLines = (
  text: string,
  ctx: MarkdownContext,
  into: InlineWriter,
  atStart: boolean,
): void => {
  const lines = text.split('\n');
  let run: string[] = [];
  let needsFeed = false;
  const flush = (): void => {
    if (run.length === 0) return;
    if (needsFeed) into.plain('\n');
    for (const inline of parseInline(run.join('\n'), ctx, 0)) into.inline(inline);
    run = [];
    needsFeed = true;
  };
  const put = (style: Style, body: string): void => {
    flush();
    if (needsFeed) into.plain('\n');
    block(style, body, ctx, into);
    needsFeed = true;
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const isLineStart = at > 0 || atStart;
    if (isLineStart && line.startsWith('>>> ')) {
      put('quote', [line.slice(4), ...lines.slice(at + 1)].join('\n'));
      return;
    }
    if (isLineStart && quoteLine.test(line)) {
      const quoted = [line.slice(2)];
      while (quoteLine.test(lines[at + 1] ?? '')) quoted.push((lines[++at] ?? '').slice(2));
      put('quote', quoted.join('\n'));
      continue;
    }
    const heading = isLineStart ? headingLine.exec(line) : null;
    if (heading) put('heading', heading[1] ?? '');
    else run.push(line);
  }
  flush();
};

/** ```` ```ts⏎code``` ````: the word before the first line feed is the language. */
const codeBlock = (body: string): Inline => {
  const match = /^(?:(\w{1,20})\n|\n)?([^]*)$/.exec(body);
  const language = match?.[1];
  const text = (match?.[2] ?? body).replace(/^[\r\n]+|[\r\n]+$/g, '');
  return {kind: 'code-block', text, ...(language === undefined ? {} : {language})};
};

/** Discord's own limit is 4,000; what is longer is no message of a person and stays plain. */
const maxLength = 8_000;

/** Never loses a character that is not markup. */
export const parseDiscordMarkdown = (
  text: string,
  ctx: MarkdownContext = {},
): readonly Inline[] => {
  const into = inlineWriter();
  if (text.length > maxLength) into.plain(text);
  if (text.length > maxLength) return into.done();
  let at = 0;
  for (;;) {
    const open = text.indexOf(fence, at);
    const close = open < 0 ? -1 : text.indexOf(fence, open + 3);
    const isBlock = close > open + 3 && text.slice(open + 3, close).trim() !== '';
    const end = isBlock ? open : text.length;
    if (end > at) parseLines(text.slice(at, end), ctx, into, into.isAtLineStart());
    if (!isBlock) return into.done();
    into.inline(codeBlock(text.slice(open + 3, close)));
    at = close + 3;
  }
};
