// Slack's `rich_text` blocks to inlines: the exact form of what a person typed. Other blocks are in blocks.ts.

import type {Inline, Style} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {emojiOfShortcode} from '../_shared/emoji-shortcodes.ts';
import {inlineWriter} from '../_shared/inline-writer.ts';
import type {InlineWriter} from '../_shared/inline-writer.ts';
import {idAt, isTrue, numberAt, recordAt, recordsAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {Names} from './names.ts';

/** Outermost first. */
const styleOrder: readonly (readonly [key: string, style: Style])[] = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['underline', 'underline'],
  ['strike', 'strike'],
  ['code', 'code'],
];

const styled = (inline: Inline, style: Loose | undefined): Inline => {
  if (!style) return inline;
  return styleOrder.reduceRight<Inline>(
    (inner, [key, name]) =>
      isTrue(style, key) ? {kind: 'styled', style: name, inlines: [inner]} : inner,
    inline,
  );
};

/** `1f44d-1f3fb`; undefined when it is no list of code points. */
const fromHex = (hex: string): string | undefined => {
  const points = hex.split('-').map((part) => Number.parseInt(part, 16));
  return points.length < 16 && points.every((point) => point > 0 && point <= 0x10ffff)
    ? String.fromCodePoint(...points)
    : undefined;
};

const emoji = (element: Loose): Inline => {
  const name = stringAt(element, 'name') ?? '';
  const tone = numberAt(element, 'skin_tone');
  const shortcode = tone === undefined || name.includes('::') ? name : `${name}::skin-tone-${tone}`;
  // Our writer says in this way that a custom emoji only shares its name with a standard one.
  const isCustom = valueAt(element, 'unicode') === '';
  const text = isCustom
    ? undefined
    : (fromHex(stringAt(element, 'unicode') ?? '') ?? emojiOfShortcode(shortcode));
  return text === undefined
    ? {kind: 'emoji', text: stringAt(element, 'fallback') ?? `:${name}:`, id: name}
    : {kind: 'plain', text};
};

const link = (element: Loose): Inline => {
  const url = stringAt(element, 'url') ?? '';
  const text = stringAt(element, 'text');
  return text === undefined || text === url
    ? {kind: 'url', url}
    : {kind: 'url', url, inlines: [{kind: 'plain', text}]};
};

const inlineOf = (element: Loose, names: Names): Inline => {
  const id = (key: string): string => idAt(element, key) ?? '';
  switch (stringAt(element, 'type')) {
    case 'text':
      return {kind: 'plain', text: stringAt(element, 'text') ?? ''};
    case 'link':
      return link(element);
    case 'emoji':
      return emoji(element);
    case 'user':
      return names.mention(id('user_id'), undefined);
    case 'channel':
      return names.channel(id('channel_id'), undefined);
    case 'usergroup':
      return names.userGroup(id('usergroup_id'), undefined);
    case 'broadcast':
      return {kind: 'mention', text: `@${stringAt(element, 'range') ?? 'channel'}`, everyone: true};
    case 'color':
      return {kind: 'plain', text: stringAt(element, 'value') ?? ''};
    default: {
      // date, team, and what newer versions add: the fallback text is all that can be shown.
      names.inexact();
      const shown = ['fallback', 'text', 'value', 'team_id', 'timestamp'].map((key) =>
        idAt(element, key),
      );
      return {kind: 'plain', text: shown.find((text) => text !== undefined) ?? ''};
    }
  }
};

const run = (elements: readonly Loose[], names: Names, out: InlineWriter): void => {
  for (const element of elements) {
    const inline = inlineOf(element, names);
    if (inline.kind === 'plain' && inline.text === '') continue;
    out.inline(styled(inline, recordAt(element, 'style')));
  }
};

const plainText = (elements: readonly Loose[], names: Names): string => {
  let text = '';
  for (const element of elements) {
    const inline = inlineOf(element, names);
    if (inline.kind === 'url') text += inline.url;
    else if (inline.kind !== 'styled') text += inline.text;
  }
  return text;
};

/** A paragraph, list, quote or code block ends its line, whether or not the source prints the line feed. */
const startLine = (out: InlineWriter): void => {
  if (!out.isAtLineStart()) out.plain('\n');
};

const listItems = (element: Loose, names: Names, out: InlineWriter): void => {
  const indent = '    '.repeat(Math.min(numberAt(element, 'indent') ?? 0, 8));
  const isOrdered = stringAt(element, 'style') === 'ordered';
  let number = (numberAt(element, 'offset') ?? 0) + 1;
  for (const item of recordsAt(element, 'elements')) {
    startLine(out);
    const inner = inlineWriter();
    inner.plain(indent + (isOrdered ? `${number++}. ` : '• '));
    run(recordsAt(item, 'elements'), names, inner);
    out.inline({kind: 'styled', style: 'list-item', inlines: inner.done()});
  }
};

/** One element of a `rich_text` block. */
const block = (element: Loose, names: Names, out: InlineWriter): void => {
  const elements = recordsAt(element, 'elements');
  startLine(out);
  switch (stringAt(element, 'type')) {
    case 'rich_text_section':
      run(elements, names, out);
      break;
    case 'rich_text_list':
      listItems(element, names, out);
      break;
    case 'rich_text_quote': {
      const inner = inlineWriter();
      run(elements, names, inner);
      out.inline({kind: 'styled', style: 'quote', inlines: inner.done()});
      break;
    }
    case 'rich_text_preformatted':
      out.inline({
        kind: 'code-block',
        text: plainText(elements, names),
        ...given({language: stringAt(element, 'language')}),
      });
      break;
    default:
      names.inexact();
      run(elements, names, out);
  }
};

export const richTextInlines = (richText: Loose, names: Names): readonly Inline[] => {
  const out = inlineWriter();
  for (const element of recordsAt(richText, 'elements')) block(element, names, out);
  return out.done();
};
