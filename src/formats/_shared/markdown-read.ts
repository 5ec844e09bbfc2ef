// Markdown as chat programs use it (Mattermost, Zulip) to inlines, block by block and line by line. Not CommonMark: no HTML, no references.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {emojiOfShortcode} from './emoji-shortcodes.ts';
import {inlineWriter} from './inline-writer.ts';
import type {InlineWriter} from './inline-writer.ts';

export type MarkdownNames = {
  /** `@name`: the inline, and how much of the name it took; undefined: nobody is called so. */
  mention(name: string): {readonly inline: Inline; readonly length: number} | undefined;
  /** `:name:` of a custom emoji. */
  emoji(name: string): Inline | undefined;
};

const isWord = (char: string): boolean => /[\p{L}\p{N}_]/u.test(char);
const isSpace = (char: string): boolean => char === '' || /\s/.test(char);

const linkPattern =
  /!?\[((?:[^[\]\\\n]|\\.){0,1000})\]\(\s{0,9}<?([^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,500})?)>?(?:\s{1,9}"[^"\n]{0,500}")?\s{0,9}\)/y;
const anglePattern = /<((?:https?:\/\/|mailto:)[^<>\s]{1,2000})>/y;
const addressPattern = /https?:\/\/[^\s<>"'`]{1,2000}/y;
const mentionPattern = /@([A-Za-z0-9][A-Za-z0-9._-]{0,63})/y;
const emojiPattern = /:([A-Za-z0-9_+-]{1,64}):/y;
const punctuation = /[!-/:-@[-`{-~]/;

const markers: readonly (readonly [marker: string, styles: readonly Style[]])[] = [
  ['***', ['bold', 'italic']],
  ['___', ['bold', 'italic']],
  ['**', ['bold']],
  ['__', ['bold']],
  ['~~', ['strike']],
  ['*', ['italic']],
  ['_', ['italic']],
];

/** Styles inside styles; deeper ones are text. */
const maxStyles = 5;

const unescapeMarkdown = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** One paragraph. */
class Scanner {
  readonly #text: string;
  readonly #names: MarkdownNames;
  /** Up to where a marker was searched in vain. */
  readonly #noCloser = new Map<string, number>();
  #depth = 0;

  constructor(text: string, names: MarkdownNames) {
    this.#text = text;
    this.#names = names;
  }

  scan(start: number, end: number, out: InlineWriter): void {
    let plainFrom = start;
    let index = start;
    const flush = (): void => {
      if (index > plainFrom) out.plain(this.#text.slice(plainFrom, index));
    };
    while (index < end) {
      const next = this.#special(index, end, out, flush);
      if (next === index) index++;
      else plainFrom = index = next;
    }
    flush();
  }

  #special(index: number, end: number, out: InlineWriter, flush: () => void): number {
    switch (this.#text.charAt(index)) {
      case '\\':
        return this.#escaped(index, end, out, flush);
      case '`':
        return this.#code(index, end, out, flush);
      case '*':
      case '_':
      case '~':
        return this.#styled(index, end, out, flush);
      case '!':
      case '[':
        return this.#link(index, end, out, flush);
      case '<':
        return this.#angle(index, end, out, flush);
      case '@':
        return this.#mention(index, end, out, flush);
      case ':':
        return this.#emoji(index, end, out, flush);
      case 'h':
        return this.#address(index, end, out, flush);
      default:
        return index;
    }
  }

  #match(pattern: RegExp, index: number, end: number): RegExpExecArray | undefined {
    pattern.lastIndex = index;
    const match = pattern.exec(this.#text);
    return match && index + match[0].length <= end ? match : undefined;
  }

  #escaped(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const next = this.#text.charAt(index + 1);
    if (index + 1 >= end || !punctuation.test(next)) return index;
    flush();
    out.plain(next);
    return index + 2;
  }

  #code(index: number, end: number, out: InlineWriter, flush: () => void): number {
    let length = 1;
    while (this.#text.charAt(index + length) === '`') length++;
    const ticks = '`'.repeat(length);
    const close = this.#find(ticks, index + length, end);
    if (close < 0) return index;
    flush();
    const inner = this.#text.slice(index + length, close);
    const text = /^ .*\S.* $/s.test(inner) ? inner.slice(1, -1) : inner;
    out.inline({kind: 'styled', style: 'code', inlines: [{kind: 'plain', text}]});
    return close + length;
  }

  #styled(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const text = this.#text;
    if (this.#depth >= maxStyles) return index;
    for (const [marker, styles] of markers) {
      if (!text.startsWith(marker, index)) continue;
      const from = index + marker.length;
      if (isSpace(text.charAt(from)) || (marker.startsWith('_') && isWord(text.charAt(index - 1))))
        continue;
      const close = this.#closer(marker, from, end);
      if (close < 0) continue;
      flush();
      const inner = inlineWriter();
      this.#depth++;
      this.scan(from, close, inner);
      this.#depth--;
      const [inline] = styles.reduceRight<readonly Inline[]>(
        (inlines, style) => [{kind: 'styled', style, inlines}],
        inner.done(),
      );
      if (inline) out.inline(inline);
      return close + marker.length;
    }
    return index;
  }

  #closer(marker: string, from: number, end: number): number {
    const text = this.#text;
    for (
      let close = this.#find(marker, from, end);
      close >= 0;
      close = this.#find(marker, close + 1, end)
    ) {
      const after = text.charAt(close + marker.length);
      const isInWord = marker.startsWith('_') && isWord(after);
      // Of a longer run the last signs close: `**a*b***`.
      const isLonger = after === marker.charAt(0) && close + marker.length < end;
      if (close > from && !isSpace(text.charAt(close - 1)) && !isInWord && !isLonger) return close;
    }
    this.#failed(marker, end);
    return -1;
  }

  #find(piece: string, from: number, end: number): number {
    if (from < (this.#noCloser.get(piece) ?? 0)) return -1;
    const found = this.#text.indexOf(piece, from);
    if (found >= 0 && found + piece.length <= end) return found;
    this.#failed(piece, found < 0 ? this.#text.length : Math.min(found, end));
    return -1;
  }

  #failed(piece: string, upTo: number): void {
    this.#noCloser.set(piece, Math.max(upTo, this.#noCloser.get(piece) ?? 0));
  }

  #link(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const match = this.#match(linkPattern, index, end);
    if (!match) return index;
    flush();
    const url = unescapeMarkdown(match[2] ?? '');
    const label = unescapeMarkdown(match[1] ?? '');
    const isSame = label === url || label === '';
    out.inline(
      isSame ? {kind: 'url', url} : {kind: 'url', url, inlines: [{kind: 'plain', text: label}]},
    );
    return index + match[0].length;
  }

  #angle(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const match = this.#match(anglePattern, index, end);
    if (!match) return index;
    flush();
    out.inline({kind: 'url', url: match[1] ?? ''});
    return index + match[0].length;
  }

  /** A bare address stays text, but nothing in it is markup. */
  #address(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const match = this.#match(addressPattern, index, end);
    if (!match) return index;
    const url = match[0].replace(/[*_~.,;:!?)\]]+$/, '');
    flush();
    out.plain(url);
    return index + url.length;
  }

  #mention(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const match = isWord(this.#text.charAt(index - 1))
      ? undefined
      : this.#match(mentionPattern, index, end);
    const name = match?.[1];
    if (name === undefined) return index;
    const everyone = /^(?:all|channel|here)\b/i.exec(name)?.[0];
    const found =
      everyone === undefined
        ? this.#names.mention(name)
        : {
            inline: {kind: 'mention', text: `@${everyone}`, everyone: true} as const,
            length: everyone.length,
          };
    if (!found) return index;
    flush();
    out.inline(found.inline);
    return index + 1 + found.length;
  }

  #emoji(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const match = this.#match(emojiPattern, index, end);
    const name = match?.[1];
    if (name === undefined) return index;
    const custom = this.#names.emoji(name);
    const standard = custom ? undefined : emojiOfShortcode(name);
    if (!custom && standard === undefined) return index;
    flush();
    if (custom) out.inline(custom);
    else out.plain(standard ?? '');
    return index + name.length + 2;
  }
}

const fencePattern = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]{0,40})[^`]*$/;
const quotePattern = /^ {0,3}> ?/;
const itemPattern = /^( {0,40})(?:[-*+]|(\d{1,9})[.)]) +(?=\S)/;
const headingPattern = /^ {0,3}#{1,6} +(?=\S)/;
const maxDepth = 8;

const paragraph = (lines: readonly string[], names: MarkdownNames, out: InlineWriter): void => {
  const text = lines.join('\n');
  new Scanner(text, names).scan(0, text.length, out);
};

const inlineLine = (text: string, names: MarkdownNames, prefix = ''): readonly Inline[] => {
  const out = inlineWriter();
  out.plain(prefix);
  new Scanner(text, names).scan(0, text.length, out);
  return out.done();
};

/** Reads blocks from lines; each gives its inlines, and a plain line feed stands between them. */
class Blocks {
  readonly #lines: readonly string[];
  readonly #names: MarkdownNames;
  readonly #depth: number;
  readonly #out = inlineWriter();
  #at = 0;

  constructor(lines: readonly string[], names: MarkdownNames, depth: number) {
    this.#lines = lines;
    this.#names = names;
    this.#depth = depth;
  }

  read(): readonly Inline[] {
    while (this.#at < this.#lines.length) {
      if (this.#at > 0) this.#out.plain('\n');
      this.#block(this.#lines[this.#at] ?? '');
    }
    return this.#out.done();
  }

  #block(line: string): void {
    const fence = fencePattern.exec(line);
    if (fence) this.#code(fence[1] ?? '```', fence[2] ?? '');
    else if (quotePattern.test(line) && this.#depth < maxDepth) this.#quote();
    else if (itemPattern.test(line)) this.#item(line);
    else if (headingPattern.test(line)) {
      const inlines = inlineLine(
        line.replace(headingPattern, '').replace(/\s+#+\s*$/, ''),
        this.#names,
      );
      this.#out.inline({kind: 'styled', style: 'heading', inlines});
      this.#at++;
    } else this.#paragraph();
  }

  #take(while_: (line: string) => boolean): string[] {
    const taken: string[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at] ?? '';
      if (!while_(line)) break;
      taken.push(line);
    }
    return taken;
  }

  #code(fence: string, language: string): void {
    this.#at++;
    const close = new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}\\s*$`);
    const text = this.#take((line) => !close.test(line)).join('\n');
    this.#at++;
    this.#out.inline({kind: 'code-block', text, ...(language === '' ? {} : {language})});
  }

  #quote(): void {
    const lines = this.#take((line) => quotePattern.test(line));
    const inner = lines.map((line) => line.replace(quotePattern, ''));
    const inlines = new Blocks(inner, this.#names, this.#depth + 1).read();
    this.#out.inline({kind: 'styled', style: 'quote', inlines});
  }

  #item(line: string): void {
    const match = itemPattern.exec(line);
    const indent = '    '.repeat(Math.min(Math.ceil((match?.[1]?.length ?? 0) / 4), 8));
    const marker = match?.[2] === undefined ? '• ' : `${match[2]}. `;
    const inlines = inlineLine(line.slice(match?.[0].length ?? 0), this.#names, indent + marker);
    this.#out.inline({kind: 'styled', style: 'list-item', inlines});
    this.#at++;
  }

  #paragraph(): void {
    const first = this.#at;
    const lines = this.#take(
      (line) =>
        this.#at === first ||
        !(
          fencePattern.test(line) ||
          (quotePattern.test(line) && this.#depth < maxDepth) ||
          itemPattern.test(line) ||
          headingPattern.test(line)
        ),
    );
    paragraph(lines, this.#names, this.#out);
  }
}

export const parseMarkdown = (text: string, names: MarkdownNames): readonly Inline[] =>
  text === '' ? [] : new Blocks(text.replaceAll('\r\n', '\n').split('\n'), names, 0).read();
