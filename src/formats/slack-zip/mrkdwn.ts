// Slack's mrkdwn (the `text` of a message) to inlines. Not Markdown: one asterisk is bold, and `& < >` come as entities.

import type {Inline} from '../../engine/model/archive.ts';
import {emojiOfShortcode} from '../_shared/emoji-shortcodes.ts';
import {inlineWriter} from '../_shared/inline-writer.ts';
import type {InlineWriter} from '../_shared/inline-writer.ts';
import type {Names} from './names.ts';

const entities: Readonly<Record<string, string>> = {'&amp;': '&', '&lt;': '<', '&gt;': '>'};

export const unescapeSlack = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    : text;

const styles = {'*': 'bold', _: 'italic', '~': 'strike'} as const;
type Marker = keyof typeof styles;
const isMarker = (char: string): char is Marker => char === '*' || char === '_' || char === '~';

const isWord = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);
const isSpace = (char: string): boolean => char === '' || /\s/.test(char);

const referencePattern = /<([^<>\n]+)>/y;
const emojiPattern = /:([a-z0-9_+'-]{1,100}(?:::skin-tone-[2-6](?:-[2-6])?)?):/y;

/** `<…>` without its brackets. */
const reference = (inner: string, names: Names, out: InlineWriter): void => {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescapeSlack(inner.slice(bar + 1));
  const id = target.slice(1);
  if (target.startsWith('@')) out.inline(names.mention(id, label));
  else if (target.startsWith('#')) out.inline(names.channel(id, label));
  else if (target.startsWith('!')) command(id, label, names, out);
  else if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    const url = unescapeSlack(target);
    const shown = label === undefined || label === url ? undefined : [{kind: 'plain', text: label}];
    out.inline(
      shown ? {kind: 'url', url, inlines: shown as readonly Inline[]} : {kind: 'url', url},
    );
  } else out.plain(`<${unescapeSlack(inner)}>`);
};

/** `!here`, `!subteam^S1|@team`, `!date^1392734382^{date}|Feb 18`. */
const command = (id: string, label: string | undefined, names: Names, out: InlineWriter): void => {
  const [word = '', argument = ''] = id.split('^');
  if (['here', 'channel', 'everyone', 'group'].includes(word)) {
    out.inline({kind: 'mention', text: `@${word}`, everyone: true});
  } else if (word === 'subteam') out.inline(names.userGroup(argument, label));
  else {
    names.inexact();
    out.plain(label ?? (word === 'date' ? argument : `<!${id}>`));
  }
};

/** Styles inside styles; deeper ones are text. */
const maxStyles = 5;

class Scanner {
  readonly #text: string;
  readonly #names: Names;
  /** Where a search for a closing marker has failed already: nothing closes before that place. */
  readonly #noCloser = new Map<string, number>();
  #line = {from: 0, to: -1};
  #depth = 0;

  constructor(text: string, names: Names) {
    this.#text = text;
    this.#names = names;
  }

  scan(start: number, end: number, out: InlineWriter): void {
    const text = this.#text;
    let plainFrom = start;
    let index = start;
    const flush = (): void => {
      if (index > plainFrom) out.plain(unescapeSlack(text.slice(plainFrom, index)));
    };
    while (index < end) {
      const next = this.#special(index, end, out, flush);
      if (next === index) index++;
      else plainFrom = index = next;
    }
    flush();
  }

  /** Writes what begins here and gives the place after it; the same place where nothing begins. */
  #special(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const char = this.#text.charAt(index);
    if (char === '<') return this.#reference(index, end, out, flush);
    if (char === ':') return this.#emoji(index, end, out, flush);
    if (char === '`') return this.#code(index, end, out, flush);
    return isMarker(char) ? this.#styled(char, index, end, {out, flush}) : index;
  }

  #reference(index: number, end: number, out: InlineWriter, flush: () => void): number {
    referencePattern.lastIndex = index;
    const match = referencePattern.exec(this.#text);
    if (!match || index + match[0].length > end) return index;
    flush();
    reference(match[1] ?? '', this.#names, out);
    return index + match[0].length;
  }

  #emoji(index: number, end: number, out: InlineWriter, flush: () => void): number {
    emojiPattern.lastIndex = index;
    const match = emojiPattern.exec(this.#text);
    if (!match || index + match[0].length > end) return index;
    const emoji = emojiOfShortcode(match[1] ?? '');
    if (emoji === undefined) return index;
    flush();
    out.plain(emoji);
    return index + match[0].length;
  }

  #code(index: number, end: number, out: InlineWriter, flush: () => void): number {
    const close = this.#find('`', index + 1, this.#lineEnd(index, end));
    if (close <= index + 1) return index;
    flush();
    const code: Inline = {kind: 'plain', text: unescapeSlack(this.#text.slice(index + 1, close))};
    out.inline({kind: 'styled', style: 'code', inlines: [code]});
    return close + 1;
  }

  /** A marker opens before something that is not a space, and not in the middle of a word. */
  #styled(
    marker: Marker,
    index: number,
    end: number,
    to: {readonly out: InlineWriter; readonly flush: () => void},
  ): number {
    const text = this.#text;
    if (this.#depth >= maxStyles) return index;
    if (isWord(text.charAt(index - 1)) || isSpace(text.charAt(index + 1))) return index;
    const close = this.#closer(marker, index + 1, this.#lineEnd(index, end));
    if (close < 0) return index;
    to.flush();
    const inner = inlineWriter();
    this.#depth++;
    this.scan(index + 1, close, inner);
    this.#depth--;
    to.out.inline({kind: 'styled', style: styles[marker], inlines: inner.done()});
    return close + 1;
  }

  #closer(marker: Marker, from: number, end: number): number {
    const text = this.#text;
    let close = this.#find(marker, from, end);
    while (close >= 0) {
      const isEmpty = close === from;
      if (!isEmpty && !isSpace(text.charAt(close - 1)) && !isWord(text.charAt(close + 1)))
        return close;
      close = this.#find(marker, close + 1, end);
    }
    this.#failed(marker, end);
    return -1;
  }

  #find(char: string, from: number, end: number): number {
    if (from < (this.#noCloser.get(char) ?? 0)) return -1;
    const found = this.#text.indexOf(char, from);
    if (found >= 0 && found < end) return found;
    this.#failed(char, found < 0 ? this.#text.length : Math.min(found, end));
    return -1;
  }

  #failed(char: string, upTo: number): void {
    this.#noCloser.set(char, Math.max(upTo, this.#noCloser.get(char) ?? 0));
  }

  /** Cached: a long line with many markers would else be searched once for each of them. */
  #lineEnd(from: number, end: number): number {
    const {from: known, to} = this.#line;
    if (from < known || from > to) {
      const found = this.#text.indexOf('\n', from);
      this.#line = {from, to: found < 0 ? this.#text.length : found};
    }
    return Math.min(this.#line.to, end);
  }
}

const quotePattern = /^(?:&gt;|>) ?/;
const restPattern = /^(?:&gt;|>){3} ?/;

/** Runs of lines that are quoted (without their marker), or not. `>>>` quotes all that follows. */
function* runs(text: string): Generator<{readonly text: string; readonly isQuote: boolean}> {
  const lines = text.split('\n');
  let run: string[] = [];
  let isQuote = false;
  for (const [index, line] of lines.entries()) {
    const isRest = restPattern.test(line);
    const quotes = isRest || quotePattern.test(line);
    if (index > 0 && quotes !== isQuote) {
      yield {text: run.join('\n'), isQuote};
      run = [];
    }
    isQuote = quotes;
    if (isRest) {
      run.push(line.replace(restPattern, ''), ...lines.slice(index + 1));
      break;
    }
    run.push(quotes ? line.replace(quotePattern, '') : line);
  }
  yield {text: run.join('\n'), isQuote};
}

const quotes = (text: string, names: Names, out: InlineWriter): void => {
  let isFirst = true;
  for (const {text: piece, isQuote} of runs(text)) {
    if (!isFirst) out.plain('\n');
    isFirst = false;
    const to = isQuote ? inlineWriter() : out;
    new Scanner(piece, names).scan(0, piece.length, to);
    if (isQuote) out.inline({kind: 'styled', style: 'quote', inlines: to.done()});
  }
};

/** The inlines of a mrkdwn text. */
export const parseMrkdwn = (text: string, names: Names): readonly Inline[] => {
  const out = inlineWriter();
  let index = 0;
  while (index < text.length) {
    const open = text.indexOf('```', index);
    const close = open < 0 ? -1 : text.indexOf('```', open + 3);
    const end = close < 0 ? text.length : open;
    if (end > index) quotes(text.slice(index, end), names, out);
    if (close < 0) break;
    const code = unescapeSlack(text.slice(open + 3, close)).replace(/^\n|\n$/g, '');
    out.inline({kind: 'code-block', text: code});
    index = close + 3;
  }
  return out.done();
};
