// Message bodies in HTML (Matrix, Teams, Pidgin) to inlines: styles, links, lists, quotes, code. Fragment in, inlines out; nothing is run.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {inlineWriter} from './inline-writer.ts';
import type {InlineWriter} from './inline-writer.ts';
import {isElement, mixedText, parseMixed} from './mixed-markup.ts';
import type {MixedElement, MixedNode} from './mixed-markup.ts';

/**
 * What a format makes of an element: inlines; `skip`: nothing, its content neither; undefined: what HTML makes of it.
 * `content` gives the inlines of the element's children.
 */
export type ElementRule = (
  element: MixedElement,
  content: () => readonly Inline[],
) => readonly Inline[] | 'skip' | undefined;

const styleOf: ReadonlyMap<string, Style> = new Map<string, Style>([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strike'],
  ['strike', 'strike'],
  ['del', 'strike'],
  ['code', 'code'],
  ['tt', 'code'],
]);

const headings: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const blocks: ReadonlySet<string> = new Set([
  'p',
  'div',
  'section',
  'article',
  'header',
  'footer',
  'table',
  'thead',
  'tbody',
  'tr',
  'figure',
  'figcaption',
  'details',
  'summary',
]);
const hidden: ReadonlySet<string> = new Set(['script', 'style', 'head', 'title', 'template']);
/** Elements without an end: what the parser took for their content follows them. */
const empty: ReadonlySet<string> = new Set(['img', 'hr', 'input', 'meta', 'link', 'wbr', 'col']);

const namedEntities: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nbsp: '\u00a0',
    hellip: '…',
    mdash: '—',
    ndash: '–',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    laquo: '«',
    raquo: '»',
    copy: '©',
    reg: '®',
    trade: '™',
    euro: '€',
    pound: '£',
    yen: '¥',
    cent: '¢',
    sect: '§',
    deg: '°',
    bull: '•',
    middot: '·',
    times: '×',
    divide: '÷',
    plusmn: '±',
    frac12: '½',
    frac14: '¼',
    para: '¶',
    shy: '\u00ad',
    zwj: '\u200d',
    zwnj: '\u200c',
    agrave: 'à',
    aacute: 'á',
    acirc: 'â',
    atilde: 'ã',
    auml: 'ä',
    aring: 'å',
    aelig: 'æ',
    ccedil: 'ç',
    egrave: 'è',
    eacute: 'é',
    ecirc: 'ê',
    euml: 'ë',
    igrave: 'ì',
    iacute: 'í',
    icirc: 'î',
    iuml: 'ï',
    ntilde: 'ñ',
    ograve: 'ò',
    oacute: 'ó',
    ocirc: 'ô',
    otilde: 'õ',
    ouml: 'ö',
    oslash: 'ø',
    ugrave: 'ù',
    uacute: 'ú',
    ucirc: 'û',
    uuml: 'ü',
    yacute: 'ý',
    szlig: 'ß',
    iexcl: '¡',
    iquest: '¿',
    Agrave: 'À',
    Aacute: 'Á',
    Auml: 'Ä',
    Aring: 'Å',
    AElig: 'Æ',
    Ccedil: 'Ç',
    Egrave: 'È',
    Eacute: 'É',
    Ntilde: 'Ñ',
    Ouml: 'Ö',
    Oslash: 'Ø',
    Uuml: 'Ü',
    larr: '←',
    rarr: '→',
    uarr: '↑',
    darr: '↓',
    hearts: '♥',
  }),
);

/** The common HTML names; the five of XML and numbers are the parser's. */
const withoutNames = (markup: string): string =>
  markup.includes('&')
    ? markup.replace(
        /&([A-Za-z]{2,8}\d{0,2});/g,
        (all, name: string) => namedEntities.get(name) ?? all,
      )
    : markup;

class HtmlReader {
  readonly #rule: ElementRule;

  constructor(rule: ElementRule) {
    this.#rule = rule;
  }

  read(nodes: readonly MixedNode[]): readonly Inline[] {
    const out = inlineWriter();
    this.#nodes(nodes, out);
    return trimmed(out.done());
  }

  #nodes(nodes: readonly MixedNode[], out: InlineWriter): void {
    for (const node of nodes) {
      if (isElement(node)) this.#element(node, out);
      else this.#text(node.text, out);
    }
  }

  /** White space is one space, and none at the beginning of a line; a no-break space stays. */
  #text(text: string, out: InlineWriter): void {
    const collapsed = text.replace(/[ \t\r\n\f]+/g, ' ');
    out.plain(out.isAtLineStart() ? collapsed.replace(/^ /, '') : collapsed);
  }

  #element(element: MixedElement, out: InlineWriter): void {
    const {name, children} = element;
    if (hidden.has(name)) return;
    const own = this.#rule(element, () => this.#inner(children));
    if (own !== undefined) {
      if (own !== 'skip') for (const inline of own) out.inline(inline);
      if (empty.has(name)) this.#nodes(children, out);
      return;
    }
    const style = styleOf.get(name);
    if (style) this.#styled(style, children, out);
    else if (headings.has(name))
      this.#block(out, {kind: 'styled', style: 'heading', inlines: this.read(children)});
    else if (blocks.has(name)) this.#paragraph(children, out);
    else this.#other(element, out);
  }

  #other(element: MixedElement, out: InlineWriter): void {
    const {name, children} = element;
    switch (name) {
      case 'br':
        out.plain('\n');
        return;
      case 'a':
        this.#link(element, out);
        return;
      case 'blockquote':
        this.#block(out, {kind: 'styled', style: 'quote', inlines: this.read(children)});
        return;
      case 'pre':
        this.#code(element, out);
        return;
      case 'ul':
      case 'ol':
        this.#list(element, 0, out);
        return;
      case 'hr':
        startLine(out);
        this.#nodes(children, out);
        return;
      case 'img':
        this.#text(element.attributes.get('alt') ?? element.attributes.get('title') ?? '', out);
        this.#nodes(children, out);
        return;
      case 'td':
      case 'th':
        if (!out.isAtLineStart()) out.plain(' | ');
        this.#nodes(children, out);
        return;
      default:
        this.#nodes(children, out);
    }
  }

  #inner(children: readonly MixedNode[]): readonly Inline[] {
    const out = inlineWriter();
    out.plain('\u0000'); // Not at the beginning of a line: a space after the tag counts.
    this.#nodes(children, out);
    const [first, ...rest] = out.done();
    if (first?.kind !== 'plain') return rest;
    const text = first.text.slice(1);
    return text === '' ? rest : [{kind: 'plain', text}, ...rest];
  }

  #styled(style: Style, children: readonly MixedNode[], out: InlineWriter): void {
    const inlines = this.#inner(children);
    if (inlines.length > 0) out.inline({kind: 'styled', style, inlines});
  }

  #block(out: InlineWriter, inline: Inline): void {
    startLine(out);
    out.inline(inline);
    // What follows begins a line of its own.
    out.plain('\n');
  }

  #paragraph(children: readonly MixedNode[], out: InlineWriter): void {
    startLine(out);
    this.#nodes(children, out);
    startLine(out);
  }

  #link({attributes, children}: MixedElement, out: InlineWriter): void {
    const url = attributes.get('href') ?? '';
    const inlines = this.#inner(children);
    const text = inlinesText(inlines);
    if (url === '') for (const inline of inlines) out.inline(inline);
    else if (text === '' || text === url) out.inline({kind: 'url', url});
    else out.inline({kind: 'url', url, inlines});
  }

  #code({children}: MixedElement, out: InlineWriter): void {
    const [only] = children.filter((child) => isElement(child) || child.text.trim() !== '');
    const inside = only && isElement(only) && only.name === 'code' ? only : undefined;
    const language = /\blanguage-([\w+#.-]{1,40})/.exec(inside?.attributes.get('class') ?? '')?.[1];
    const text = mixedText(inside?.children ?? children).replace(/^\n|\n$/g, '');
    this.#block(out, {kind: 'code-block', text, ...(language === undefined ? {} : {language})});
  }

  #list({name, attributes, children}: MixedElement, level: number, out: InlineWriter): void {
    let number = Number.parseInt(attributes.get('start') ?? '1', 10) || 1;
    for (const item of children) {
      if (!isElement(item)) continue;
      if (item.name !== 'li') {
        this.#element(item, out);
        continue;
      }
      const lists = item.children.filter((child) => isElement(child) && /^[uo]l$/.test(child.name));
      const text = this.read(item.children.filter((child) => !lists.includes(child)));
      const marker = `${'    '.repeat(Math.min(level, 8))}${name === 'ol' ? `${number++}. ` : '• '}`;
      const line = inlineWriter();
      line.plain(marker);
      for (const inline of text) line.inline(inline);
      this.#block(out, {kind: 'styled', style: 'list-item', inlines: line.done()});
      for (const list of lists) if (isElement(list)) this.#list(list, level + 1, out);
    }
  }
}

const startLine = (out: InlineWriter): void => {
  if (!out.isAtLineStart()) out.plain('\n');
};

/** Without the line feeds that blocks leave at both ends. */
const trimmed = (inlines: readonly Inline[]): readonly Inline[] => {
  const list = [...inlines];
  const [first] = list;
  if (first?.kind === 'plain') list[0] = {kind: 'plain', text: first.text.replace(/^\s*\n/, '')};
  const last = list.at(-1);
  if (last?.kind === 'plain')
    list[list.length - 1] = {kind: 'plain', text: last.text.replace(/[ \n]+$/, '')};
  return list.filter((inline) => inline.kind !== 'plain' || inline.text !== '');
};

export const htmlInlines = (
  markup: string,
  rule: ElementRule = () => undefined,
): readonly Inline[] => new HtmlReader(rule).read(parseMixed(withoutNames(markup)));
