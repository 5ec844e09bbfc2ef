// Running text of Telegram's HTML export as inlines. The tags are Telegram's own few; everything else is read as its text.

import type {Asset, Inline, Style} from '../../engine/model/archive.ts';
import {hasClass, isElement, nodeText} from '../_shared/html-tree.ts';
import type {HtmlNode} from '../_shared/html-tree.ts';

export type TextContext = {
  /** The asset at a path that is relative to the page. */
  asset(href: string): Asset;
};

const styleOfTag: ReadonlyMap<string, Style> = new Map<string, Style>([
  ['strong', 'bold'],
  ['b', 'bold'],
  ['em', 'italic'],
  ['i', 'italic'],
  ['u', 'underline'],
  ['s', 'strike'],
  ['code', 'code'],
  ['blockquote', 'quote'],
]);

/** `onclick="return ShowHashtag(…)"` */
const styleOfAction: readonly (readonly [call: string, style: Style])[] = [
  ['ShowHashtag', 'hashtag'],
  ['ShowCashtag', 'cashtag'],
  ['ShowBotCommand', 'command'],
];

const styled = (style: Style, inlines: readonly Inline[]): Inline => ({
  kind: 'styled',
  style,
  inlines,
});

const plainOf = (text: string): readonly Inline[] => (text === '' ? [] : [{kind: 'plain', text}]);

const link = (node: HtmlNode, ctx: TextContext): Inline => {
  const href = node.attributes['href'] ?? '';
  const action = node.attributes['onclick'] ?? '';
  const text = nodeText(node);
  const style = styleOfAction.find(([call]) => action.includes(call))?.[1];
  if (style) return styled(style, plainOf(text));
  if (action.includes('ShowMentionName')) return {kind: 'mention', text};
  if (/ShowNot(?:Loaded|Available)Emoji/.test(action)) return {kind: 'emoji', text};
  if (/^mailto:/i.test(href)) return styled('email', plainOf(text));
  if (/^tel:/i.test(href)) return styled('phone', plainOf(text));
  if (text.startsWith('@') && href.endsWith(text.slice(1))) return {kind: 'mention', text};
  // A custom emoji whose picture was exported links to it.
  if (/^(?:\.\.\/|chats\/[^/]*\/)*stickers\//.test(href)) {
    return {kind: 'emoji', text, id: href, asset: ctx.asset(href)};
  }
  return href === text || href === ''
    ? {kind: 'url', url: text}
    : {kind: 'url', url: href, inlines: plainOf(text)};
};

const push = (inlines: Inline[], inline: Inline): void => {
  const last = inlines.at(-1);
  if (inline.kind === 'plain' && last?.kind === 'plain') {
    inlines[inlines.length - 1] = {kind: 'plain', text: last.text + inline.text};
  } else inlines.push(inline);
};

const element = (node: HtmlNode, ctx: TextContext): readonly Inline[] => {
  const style = styleOfTag.get(node.name);
  if (style) return [styled(style, collect(node, ctx))];
  if (node.name === 'br') return [{kind: 'plain', text: '\n'}];
  if (node.name === 'pre') return [{kind: 'code-block', text: nodeText(node)}];
  if (node.name === 'a') return [link(node, ctx)];
  if (hasClass(node, 'spoiler')) return [styled('spoiler', collect(node, ctx))];
  return collect(node, ctx);
};

const collect = (node: HtmlNode, ctx: TextContext): Inline[] => {
  const inlines: Inline[] = [];
  for (const child of node.children) {
    if (!isElement(child)) push(inlines, {kind: 'plain', text: child});
    else for (const inline of element(child, ctx)) push(inlines, inline);
  }
  return inlines;
};

/** The line feeds and spaces at both ends belong to the page's layout. */
const trimEnds = (inlines: Inline[]): Inline[] => {
  const [first] = inlines;
  if (first?.kind === 'plain') inlines[0] = {kind: 'plain', text: first.text.trimStart()};
  const last = inlines.at(-1);
  if (last?.kind === 'plain')
    inlines[inlines.length - 1] = {kind: 'plain', text: last.text.trimEnd()};
  return inlines.filter((inline) => inline.kind !== 'plain' || inline.text !== '');
};

export const readInlines = (node: HtmlNode, ctx: TextContext): readonly Inline[] =>
  trimEnds(collect(node, ctx));
