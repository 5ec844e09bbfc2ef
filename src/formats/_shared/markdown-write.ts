// Inlines as the Markdown of chat programs (Mattermost, Zulip): compact, line for line, the reverse of markdown-read.ts. For files see
// markdown-text.ts.

import type {Inline, PersonId, Style} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';

export type MarkdownTargets = {
  /** `@name` of a person; undefined: the printed text stays. */
  mention(person: PersonId): string | undefined;
};

const addresses = /https?:\/\/[^\s<>"'`]{1,2000}/g;

/** A backslash before what would be markup; addresses stay as they are. */
const escapeText = (text: string): string => {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(addresses)) {
    result += escapePiece(text.slice(at, match.index)).replace(/<$/, '\\<') + match[0];
    at = match.index + match[0].length;
  }
  return result + escapePiece(text.slice(at));
};

const escapePiece = (text: string): string =>
  text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/[`*~[\]]/g, '\\$&')
    .replace(/_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_/gu, '\\_')
    .replace(/<(?=https?:|mailto:)/g, '\\<')
    .replace(/:(?=[A-Za-z0-9_+-]{1,64}:)/g, '\\:')
    .replace(/(?<![\p{L}\p{N}_])@(?=[A-Za-z0-9])/gu, '\\@');

/** At the beginning of a line. */
const escapeStart = (line: string): string =>
  line
    .replace(/^( {0,3})(#{1,6} |>|[-+] )/, '$1\\$2')
    .replace(/^( {0,40}\d{1,9})([.)] )/, '$1\\$2');

const wraps: Readonly<Partial<Record<Style, string>>> = {
  bold: '**',
  italic: '*',
  strike: '~~',
};

const wrapped = (text: string, marker: string): string =>
  text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      const start = line.indexOf(inner);
      if (inner === '') return line;
      return line.slice(0, start) + marker + inner + marker + line.slice(start + inner.length);
    })
    .join('\n');

const ticksFor = (text: string, least: number): string => {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
};

const codeSpan = (text: string): string => {
  const ticks = ticksFor(text, 1);
  const pad = /^`|`$|^ .*\S.* $/s.test(text) ? ' ' : '';
  return text === '' ? '' : `${ticks}${pad}${text}${pad}${ticks}`;
};

const itemMarker = /^( *)(?:[•*-]|(\d{1,9})\.) /;

class MarkdownWriter {
  readonly #targets: MarkdownTargets;
  #text = '';
  /** The text ends with a block, whose line nothing may continue. */
  #isAfterBlock = false;
  #isAfterName = false;

  constructor(targets: MarkdownTargets) {
    this.#targets = targets;
  }

  write(inlines: readonly Inline[]): string {
    for (const inline of inlines) this.#add(inline);
    return this.#text;
  }

  get #isLineStart(): boolean {
    return this.#text === '' || this.#text.endsWith('\n');
  }

  #inner(inlines: readonly Inline[]): string {
    return new MarkdownWriter(this.#targets).write(inlines);
  }

  /** A block ends its line; the text before and after brings its own line feeds where there are any. */
  #block(text: string): void {
    if (!this.#isLineStart) this.#text += '\n';
    this.#text += text;
    this.#isAfterBlock = true;
  }

  #add(inline: Inline): void {
    const continues = inline.kind !== 'plain' || !inline.text.startsWith('\n');
    if (this.#isAfterBlock && continues) this.#text += '\n';
    const isName = inline.kind !== 'plain' || /^[A-Za-z0-9._-]/.test(inline.text);
    if (this.#isAfterName && isName) this.#text += ' ';
    this.#isAfterBlock = false;
    this.#isAfterName = false;
    switch (inline.kind) {
      case 'plain':
        this.#plain(inline.text);
        return;
      case 'styled':
        this.#styled(inline);
        return;
      case 'code-block': {
        const fence = ticksFor(inline.text, 3);
        const language = inline.language?.replace(/[`\s]/g, '') ?? '';
        this.#block(`${fence}${language}\n${inline.text}\n${fence}`);
        return;
      }
      case 'url':
        this.#text += urlMarkdown(inline);
        return;
      case 'mention':
        this.#mention(inline);
        return;
      case 'emoji':
        this.#text += /^:[a-z0-9_+-]+:$/.test(inline.text) ? inline.text : escapeText(inline.text);
        return;
      default:
        assertNever(inline);
    }
  }

  /** A name must stand alone to be one: `ok@ana` is an address. */
  #mention({text, person, everyone}: Extract<Inline, {kind: 'mention'}>): void {
    const name = everyone
      ? everyoneName(text)
      : person === undefined
        ? undefined
        : this.#targets.mention(person);
    if (name === undefined) {
      this.#text += escapeText(text);
      return;
    }
    if (/[\p{L}\p{N}_]$/u.test(this.#text)) this.#text += ' ';
    this.#text += `@${name}`;
    this.#isAfterName = true;
  }

  #plain(text: string): void {
    this.#text += escapeText(text)
      .split('\n')
      .map((line, index) => (index > 0 || this.#isLineStart ? escapeStart(line) : line))
      .join('\n');
  }

  #styled({style, inlines}: Extract<Inline, {kind: 'styled'}>): void {
    switch (style) {
      case 'code':
        this.#text += codeSpan(inlinesText(inlines).replaceAll('\n', ' '));
        return;
      case 'quote':
        this.#block(this.#inner(inlines).replace(/^/gm, '> '));
        return;
      case 'heading':
        this.#block(`#### ${this.#inner(inlines).replaceAll('\n', ' ')}`);
        return;
      case 'list-item':
        this.#block(this.#item(inlines));
        return;
      default: {
        const marker = wraps[style];
        this.#text +=
          marker === undefined ? this.#inner(inlines) : wrapped(this.#inner(inlines), marker);
      }
    }
  }

  #item(inlines: readonly Inline[]): string {
    const [first, ...rest] = inlines;
    const marker = first?.kind === 'plain' ? itemMarker.exec(first.text) : null;
    const shown: readonly Inline[] =
      first?.kind === 'plain' && marker
        ? [{kind: 'plain', text: first.text.slice(marker[0].length)}, ...rest]
        : inlines;
    const bullet = marker?.[2] === undefined ? '-' : `${marker[2]}.`;
    return `${marker?.[1] ?? ''}${bullet} ${this.#inner(shown).replaceAll('\n', ' ')}`;
  }
}

const everyoneName = (text: string): string => {
  const word = text.replace(/^@/, '').toLowerCase();
  return word === 'here' || word === 'channel' ? word : 'all';
};

const urlMarkdown = ({url, inlines}: Extract<Inline, {kind: 'url'}>): string => {
  const safe = url.replace(
    /[\s<>()\\]/g,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  if (!inlines) return /^https?:/i.test(url) ? `<${safe}>` : escapeText(url);
  const label = inlinesText(inlines)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\[\]]/g, '\\$&');
  return `[${label}](${safe})`;
};

export const chatMarkdown = (inlines: readonly Inline[], targets: MarkdownTargets): string =>
  new MarkdownWriter(targets).write(inlines);
