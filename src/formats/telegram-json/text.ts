// Telegram's `text_entities` (and the older `text`) as running text. Reading only; write-text.ts goes the other way.

import type {Inline, PersonId, Style} from '../../engine/model/archive.ts';
import {entityStyles} from './shapes.ts';
import type {Raw} from './shapes.ts';

export type TextReading = {
  readonly inlines: readonly Inline[];
  /** false: something in the entities has no place in the inlines (a folded quotation, an unknown type). */
  readonly isExact: boolean;
};

export type TextContext = {
  /** Makes sure that the person is announced. */
  mention(user: string): PersonId;
  /** The asset of a custom emoji's picture, where the export has it. */
  emoji(document: string, text: string): Inline;
};

const nothing: TextReading = {inlines: [], isExact: true};

const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const only = (text: string): readonly Inline[] => [{kind: 'plain', text}];

const stringOf = (entity: Raw, key: string): string => {
  const value = entity[key];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};

const knownKeys: ReadonlyMap<string, string> = new Map([
  ['text_link', 'href'],
  ['pre', 'language'],
  ['mention_name', 'user_id'],
  ['custom_emoji', 'document_id'],
]);

const hasOtherKeys = (entity: Raw, type: string): boolean => {
  const own = knownKeys.get(type);
  if (type === 'custom_emoji' && stringOf(entity, 'document_id').startsWith('(')) return true;
  for (const key of Object.keys(entity)) {
    if (key === 'type' || key === 'text' || key === own) continue;
    if (key === 'collapsed' && entity[key] === false) continue;
    if (key === 'styles' || key === 'everyone') continue;
    return true;
  }
  return false;
};

const everyoneOf = (entity: Raw): {everyone?: true} =>
  entity['everyone'] === true ? {everyone: true} : {};

/** Undefined: no type that is known. */
const toInline = (type: string, entity: Raw, ctx: TextContext): Inline | undefined => {
  const text = stringOf(entity, 'text');
  if (Array.isArray(entity['styles'])) return nested(type, entity, ctx);
  const style = entityStyles.get(type);
  if (style) return {kind: 'styled', style, inlines: only(text)};
  switch (type) {
    case 'plain':
      return {kind: 'plain', text};
    case 'link':
      return {kind: 'url', url: text};
    case 'text_link':
      return {kind: 'url', url: stringOf(entity, 'href'), inlines: only(text)};
    case 'mention':
      return {kind: 'mention', text, ...everyoneOf(entity)};
    case 'mention_name': {
      const user = stringOf(entity, 'user_id');
      const person = user === '' ? {} : {person: ctx.mention(user)};
      return {kind: 'mention', text, ...person, ...everyoneOf(entity)};
    }
    case 'pre': {
      const language = stringOf(entity, 'language');
      return language === '' ? {kind: 'code-block', text} : {kind: 'code-block', text, language};
    }
    case 'custom_emoji':
      return ctx.emoji(stringOf(entity, 'document_id'), text);
    default:
      return undefined;
  }
};

const allStyles: ReadonlySet<unknown> = new Set<Style>([
  ...entityStyles.values(),
  'heading',
  'list-item',
]);

const isStyle = (value: unknown): value is Style => allStyles.has(value);

/** `styles`, ChatArk's own key: all styles of the text, the outermost first. The type is then only the best that Telegram has. */
const nested = (type: string, entity: Raw, ctx: TextContext): Inline | undefined => {
  const {styles, ...rest} = entity;
  const isText = type === 'plain' || entityStyles.has(type);
  const leaf = toInline(isText ? 'plain' : type, rest, ctx);
  if (!leaf || !Array.isArray(styles)) return leaf;
  return styles
    .filter(isStyle)
    .reduceRight<Inline>((inner, style) => ({kind: 'styled', style, inlines: [inner]}), leaf);
};

const pushPlain = (inlines: Inline[], text: string): void => {
  if (text === '') return;
  const last = inlines.at(-1);
  if (last?.kind === 'plain') inlines[inlines.length - 1] = {kind: 'plain', text: last.text + text};
  else inlines.push({kind: 'plain', text});
};

const readList = (list: readonly unknown[], ctx: TextContext): TextReading => {
  const inlines: Inline[] = [];
  let isExact = true;
  for (const item of list) {
    if (typeof item === 'string') pushPlain(inlines, item);
    if (!isRaw(item)) continue;
    const type = stringOf(item, 'type');
    const inline = toInline(type, item, ctx);
    if (inline === undefined || inline.kind === 'plain') {
      pushPlain(inlines, stringOf(item, 'text'));
      if (inline === undefined) isExact = false;
    } else inlines.push(inline);
    if (hasOtherKeys(item, type)) isExact = false;
  }
  return {inlines, isExact};
};

/** `text` may be a string, a list of strings and entities, or missing; `entities` is the newer form and is preferred. */
export const readText = (text: unknown, entities: unknown, ctx: TextContext): TextReading => {
  if (Array.isArray(entities)) {
    const list: readonly unknown[] = entities;
    if (list.length === 0 && (text === '' || text === undefined)) return nothing;
    const [first] = list;
    // Nine messages of ten are one plain text: not worth a list.
    if (
      list.length === 1 &&
      isRaw(first) &&
      first['type'] === 'plain' &&
      first['styles'] === undefined
    ) {
      const only = first['text'];
      if (typeof only === 'string' && only !== '')
        return {inlines: [{kind: 'plain', text: only}], isExact: true};
    }
    if (list.length > 0) return readList(list, ctx);
  }
  if (typeof text === 'string') return text === '' ? nothing : {inlines: only(text), isExact: true};
  return Array.isArray(text) ? readList(text, ctx) : nothing;
};
