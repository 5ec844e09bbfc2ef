// The content of Skype messages: a fragment of XML with words, emoticons, mentions, quotes and edit marks. Fragment in, inlines out.

import type {Inline, PersonId, Reference, Style} from '../../engine/model/archive.ts';
import {given, plain} from '../../engine/model/build.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {inlineWriter} from '../_shared/inline-writer.ts';
import type {InlineWriter} from '../_shared/inline-writer.ts';
import {isElement, mixedText, parseMixed} from '../_shared/mixed-markup.ts';
import type {MixedElement, MixedNode} from '../_shared/mixed-markup.ts';

const styles: ReadonlyMap<string, Style> = new Map([
  ['b', 'bold'],
  ['i', 'italic'],
  ['s', 'strike'],
  ['u', 'underline'],
]);

/** Marks without words: edits, formatting of the client, the frame of quotes for old clients. */
const silent: ReadonlySet<string> = new Set(['e_m', 'legacyquote', 'c_i', 'rss']);

export type Content = {
  readonly inlines: readonly Inline[];
  /** What the message answers: its first quote. */
  readonly reply: Reference | undefined;
  readonly isEdited: boolean;
};

export type ContentContext = {
  person(mri: string): PersonId;
  /** The conversation that the message stands in. */
  readonly conversation: string;
};

/** People in attributes have no type: `live:ana` is `8:live:ana`. */
export const mriOf = (author: string): string => (/^\d+:/.test(author) ? author : `8:${author}`);

const quoteText = (nodes: readonly MixedNode[]): string =>
  mixedText(nodes.filter((node) => !isElement(node) || !silent.has(node.name)));

const referenceOf = (quote: MixedElement, context: ContentContext): Reference => {
  const {attributes} = quote;
  const author = attributes.get('author');
  const seconds = Number(attributes.get('timestamp') ?? Number.NaN);
  const conversation = attributes.get('conversation');
  const entry = attributes.get('messageid');
  return {
    ...given({entry: entry === '' ? undefined : entry}),
    ...(conversation !== undefined &&
      conversation !== '' &&
      conversation !== context.conversation && {conversation}),
    quote: given({
      person: author === undefined || author === '' ? undefined : context.person(mriOf(author)),
      name: attributes.get('authorname'),
      at: Number.isInteger(seconds) ? utcMoment(seconds * 1000, 's') : undefined,
      text: quoteText(quote.children),
    }),
  };
};

class Writer {
  readonly #context: ContentContext;
  reply: Reference | undefined;
  isEdited = false;

  constructor(context: ContentContext) {
    this.#context = context;
  }

  inlines(nodes: readonly MixedNode[]): readonly Inline[] {
    const writer = inlineWriter();
    for (const node of nodes) {
      if (isElement(node)) this.#element(node, writer);
      else writer.plain(node.text);
    }
    return writer.done();
  }

  #element(element: MixedElement, writer: InlineWriter): void {
    const {name, attributes, children} = element;
    const style = styles.get(name);
    if (name === 'e_m') this.isEdited = true;
    if (silent.has(name)) return;
    if (name === 'br') writer.plain('\n');
    else if (style) writer.inline({kind: 'styled', style, inlines: this.inlines(children)});
    else if (name === 'pre') writer.inline({kind: 'code-block', text: mixedText(children)});
    else if (name === 'ss') this.#emoticon(element, writer);
    else if (name === 'a') this.#link(element, writer);
    else if (name === 'at')
      writer.inline({
        kind: 'mention',
        text: mixedText(children),
        ...given({person: this.#mentioned(attributes.get('id'))}),
      });
    else if (name === 'quote') this.#quote(element, writer);
    else for (const inline of this.inlines(children)) writer.inline(inline);
  }

  #mentioned(id: string | undefined): PersonId | undefined {
    return id === undefined || id === '*' ? undefined : this.#context.person(mriOf(id));
  }

  #emoticon({attributes, children}: MixedElement, writer: InlineWriter): void {
    const text = mixedText(children);
    const id = attributes.get('type');
    writer.inline({
      kind: 'emoji',
      text: text === '' ? `(${id ?? 'emoticon'})` : text,
      ...given({id}),
    });
  }

  #link({attributes, children}: MixedElement, writer: InlineWriter): void {
    const url = attributes.get('href') ?? mixedText(children);
    const text = mixedText(children);
    writer.inline({kind: 'url', url, ...(text !== url && {inlines: this.inlines(children)})});
  }

  #quote(element: MixedElement, writer: InlineWriter): void {
    if (!this.reply) {
      this.reply = referenceOf(element, this.#context);
      return;
    }
    const name = element.attributes.get('authorname');
    const text = quoteText(element.children);
    writer.inline({
      kind: 'styled',
      style: 'quote',
      inlines: [plain(name ? `${name}: ${text}` : text)],
    });
  }
}

export const readContent = (markup: string, context: ContentContext): Content => {
  const writer = new Writer(context);
  const inlines = writer.inlines(parseMixed(markup));
  return {inlines, reply: writer.reply, isEdited: writer.isEdited};
};
