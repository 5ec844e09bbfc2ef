// Running text as Telegram's `text` and `text_entities`. A flat list: what lies inside one another is said with `styles`.

import type {Inline, PersonId, Style} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {entityStyles} from './shapes.ts';
import type {Fields} from './write-json.ts';
import {userId} from './write-ids.ts';

const typeOfStyle: ReadonlyMap<Style, string> = new Map(
  [...entityStyles].map(([type, style]) => [style, type]),
);

/** Telegram has no headings and lists: a heading is bold there, a list item plain. */
const typeFor = (style: Style): string =>
  typeOfStyle.get(style) ?? (style === 'heading' ? 'bold' : 'plain');

/** `styles` is written where the type alone would not bring them back. */
const entity = (
  type: string,
  text: string,
  styles: readonly Style[],
  more: Fields = {},
): Fields => ({
  type,
  text,
  ...more,
  ...(type === 'blockquote' && styles.length === 1 ? {collapsed: false} : {}),
  ...(styles.length === 0 || (styles.length === 1 && typeOfStyle.get(styles[0] ?? 'bold') === type)
    ? {}
    : {styles}),
});

/** The innermost style is the one that a reader of the type alone sees. */
const styledText = (text: string, styles: readonly Style[]): Fields => {
  const last = styles.at(-1);
  return entity(last === undefined ? 'plain' : typeFor(last), text, styles);
};

type Mention = Extract<Inline, {kind: 'mention'}>;

const mention = ({text, person, everyone}: Mention, styles: readonly Style[]): Fields => {
  const user: unknown = person === undefined ? undefined : userId(person as PersonId);
  if (user === undefined) return entity('mention', text, styles, everyone ? {everyone} : {});
  return entity('mention_name', text, styles, {user_id: user, ...(everyone ? {everyone} : {})});
};

/** Where the pictures of custom emoji were copied to, by asset id. */
export type EmojiPaths = ReadonlyMap<string, string>;

const leaf = (
  inline: Exclude<Inline, {kind: 'styled'}>,
  styles: readonly Style[],
  paths: EmojiPaths,
): Fields => {
  switch (inline.kind) {
    case 'plain':
      return styledText(inline.text, styles);
    case 'code-block':
      return entity('pre', inline.text, styles, {language: inline.language ?? ''});
    case 'url':
      return inline.inlines
        ? entity('text_link', inlinesText(inline.inlines), styles, {href: inline.url})
        : entity('link', inline.url, styles);
    case 'mention':
      return mention(inline, styles);
    case 'emoji':
      return entity('custom_emoji', inline.text, styles, {
        document_id: (inline.asset && paths.get(inline.asset.id)) ?? inline.id ?? '',
      });
    default:
      return assertNever(inline);
  }
};

type Target = {readonly into: Fields[]; readonly paths: EmojiPaths};

const collect = (inlines: readonly Inline[], styles: readonly Style[], target: Target): void => {
  for (const inline of inlines) {
    if (inline.kind === 'styled') collect(inline.inlines, [...styles, inline.style], target);
    else target.into.push(leaf(inline, styles, target.paths));
  }
};

/** The text itself: always a list, also for no text (the Signal importer reads nothing else). */
export const textEntities = (
  inlines: readonly Inline[],
  paths: EmojiPaths = new Map(),
): Fields[] => {
  const entities: Fields[] = [];
  collect(inlines, [], {into: entities, paths});
  return entities.filter((one) => one['text'] !== '');
};

/** The older form beside it: a string, or a list where plain texts are strings. */
export const textValue = (entities: readonly Fields[]): unknown => {
  const [first] = entities;
  if (!first) return '';
  const items = entities.map((one) =>
    one['type'] === 'plain' && !('styles' in one) ? one['text'] : one,
  );
  return entities.length === 1 && typeof items[0] === 'string' ? items[0] : items;
};

/** Is there styling inside a link, which a flat list cannot say? */
export const hasStyledLink = (inlines: readonly Inline[]): boolean =>
  inlines.some((inline) => {
    if (inline.kind === 'styled') return hasStyledLink(inline.inlines);
    return (
      inline.kind === 'url' &&
      inline.inlines !== undefined &&
      inline.inlines.some((one) => one.kind !== 'plain')
    );
  });
