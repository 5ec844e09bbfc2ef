// The body of one Google Chat message: text with its annotations, cards of links and files. Pure.

import type {Inline, JsonObject, Part, PersonId, Style} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {idAt, isLoose, numberAt, recordAt, recordsAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

const styles: ReadonlyMap<string, Style> = new Map([
  ['BOLD', 'bold'],
  ['ITALIC', 'italic'],
  ['STRIKE', 'strike'],
  ['UNDERLINE', 'underline'],
  ['MONOSPACE', 'code'],
  ['HIDDEN', 'spoiler'],
  ['BULLETED_LIST_ITEM', 'list-item'],
  ['QUOTE', 'quote'],
]);

/** Marks that say nothing about single words. */
const silentFormats: ReadonlySet<string> = new Set(['BULLETED_LIST', 'FONT_COLOR']);

export type BodyContext = {
  person(user: Loose): PersonId | undefined;
  /** An annotation that is not understood. */
  unknown(name: string): void;
};

type Span = {
  readonly start: number;
  readonly end: number;
  wrap(inlines: readonly Inline[], text: string): Inline;
};

const inlineText = (inlines: readonly Inline[], text: string): readonly Inline[] =>
  inlines.length > 0 ? inlines : [plain(text)];

const formatSpan = (format: Loose, context: BodyContext): Span['wrap'] | undefined => {
  const type = stringAt(format, 'format_type') ?? '';
  const style = styles.get(type);
  if (style) return (inlines) => ({kind: 'styled', style, inlines});
  if (type === 'MONOSPACE_BLOCK' || type === 'SOURCE_CODE')
    return (_, text) => ({kind: 'code-block', text});
  if (!silentFormats.has(type)) context.unknown(`format ${type}`);
  return undefined;
};

/** Google wraps addresses in a key of this name. */
const wrapped = 'private_do_not_access_or_else_safe_url_wrapped_value';

const urlOf = (value: unknown): string | undefined => {
  if (typeof value === 'string' && value !== '') return value;
  return isLoose(value) ? stringAt(value, wrapped) : undefined;
};

const wrapOf = (annotation: Loose, context: BodyContext): Span['wrap'] | undefined => {
  const format = recordAt(annotation, 'format_metadata');
  if (format) return formatSpan(format, context);
  const link = recordAt(annotation, 'url_metadata');
  const url = link && urlOf(valueAt(link, 'url'));
  if (url !== undefined)
    return (inlines, text) =>
      text === url ? {kind: 'url', url} : {kind: 'url', url, inlines: inlineText(inlines, text)};
  const mention = recordAt(annotation, 'user_mention_metadata');
  if (mention) {
    const person = context.person(recordAt(mention, 'user') ?? mention);
    const everyone = stringAt(mention, 'type') === 'MENTION_ALL' || undefined;
    return (_, text) => ({kind: 'mention', text, ...given({person, everyone})});
  }
  const emoji = recordAt(annotation, 'custom_emoji_metadata');
  if (!emoji) return undefined;
  const custom = recordAt(emoji, 'custom_emoji') ?? emoji;
  const name = stringAt(custom, 'shortcode') ?? stringAt(custom, 'name');
  const id = idAt(custom, 'uuid') ?? idAt(custom, 'id');
  return (_, text) => ({kind: 'emoji', text: name ?? text, ...given({id})});
};

/** Annotations with a place in the text, outer ones first; one that crosses another is cut at its end. */
const spansOf = (record: Loose, text: string, context: BodyContext): readonly Span[] => {
  const spans: Span[] = [];
  for (const annotation of recordsAt(record, 'annotations')) {
    const start = Math.max(0, numberAt(annotation, 'start_index') ?? 0);
    const end = Math.min(text.length, start + (numberAt(annotation, 'length') ?? 0));
    const wrap = start < end ? wrapOf(annotation, context) : undefined;
    if (wrap) spans.push({start, end, wrap});
  }
  return spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
};

const maxSpans = 2000;

const inlinesOf = (
  text: string,
  spans: readonly Span[],
  range: readonly [number, number],
): readonly Inline[] => {
  const inlines: Inline[] = [];
  let [at] = range;
  const [, end] = range;
  const addPlain = (to: number): void => {
    if (at < to) inlines.push(plain(text.slice(at, to)));
    at = Math.max(at, to);
  };
  for (let index = 0; index < spans.length;) {
    const span = spans[index];
    if (!span) break;
    const start = Math.max(at, span.start);
    const stop = Math.min(end, span.end);
    let inside = index + 1;
    while (inside < spans.length && (spans[inside]?.start ?? stop) < stop) inside++;
    addPlain(start);
    if (start < stop) {
      const inner = inlinesOf(text, spans.slice(index + 1, inside), [start, stop]);
      inlines.push(span.wrap(inner, text.slice(start, stop)));
      at = stop;
    }
    index = inside;
  }
  addPlain(end);
  return inlines;
};

const textOf = (record: Loose, context: BodyContext): readonly Part[] => {
  const text = stringAt(record, 'text');
  if (text === undefined) return [];
  const spans = spansOf(record, text, context);
  if (spans.length > maxSpans) return [textPart(text)];
  return [{kind: 'text', inlines: inlinesOf(text, spans, [0, text.length])}];
};

const linkCard = (annotation: Loose): Part | undefined => {
  const link = recordAt(annotation, 'url_metadata');
  const url = link && urlOf(valueAt(link, 'url'));
  const title = link && stringAt(link, 'title');
  if (!link || url === undefined || title === undefined) return undefined;
  const image = urlOf(valueAt(link, 'image_url'));
  return {
    kind: 'link',
    url,
    title,
    ...given({
      description: stringAt(link, 'snippet'),
      site: stringAt(link, 'domain'),
      thumbnail:
        image === undefined ? undefined : {id: image, presence: 'remote' as const, url: image},
    }),
  };
};

const driveCard = (annotation: Loose): Part | undefined => {
  const file = recordAt(annotation, 'drive_metadata');
  const id = file && idAt(file, 'id');
  if (!file || id === undefined) return undefined;
  const url = `https://drive.google.com/open?id=${id}`;
  return {kind: 'link', url, ...given({title: stringAt(file, 'title')}), card: 'drive'};
};

const callCard = (annotation: Loose): Part | undefined => {
  const call = recordAt(annotation, 'video_call_metadata');
  if (!call) return undefined;
  const space = recordAt(call, 'meeting_space') ?? call;
  const url = stringAt(space, 'meeting_url') ?? urlOf(valueAt(space, 'url')) ?? '';
  return {
    kind: 'link',
    url,
    ...given({title: stringAt(space, 'meeting_code')}),
    card: 'video-call',
  };
};

const videoCard = (annotation: Loose): Part | undefined => {
  const id = idAt(recordAt(annotation, 'youtube_metadata') ?? {}, 'id');
  return id === undefined
    ? undefined
    : {kind: 'link', url: `https://www.youtube.com/watch?v=${id}`, card: 'video'};
};

const known: ReadonlySet<string> = new Set([
  'start_index',
  'length',
  'chip_render_type',
  'format_metadata',
  'url_metadata',
  'user_mention_metadata',
  'custom_emoji_metadata',
  'drive_metadata',
  'video_call_metadata',
  'youtube_metadata',
]);

/** Annotations of kinds that are not known here, for `extras`. */
export const strangeAnnotations = (record: Loose, context: BodyContext): readonly JsonObject[] => {
  const strange: JsonObject[] = [];
  for (const annotation of recordsAt(record, 'annotations')) {
    const names = Object.keys(annotation).filter((name) => !known.has(name));
    if (names.length === 0) continue;
    if (!names.every((name) => name === 'interaction_data')) context.unknown(names.join(', '));
    strange.push(annotation as JsonObject);
  }
  return strange;
};

/** Without files: those belong to the folder. */
export const bodyOf = (record: Loose, context: BodyContext): readonly Part[] => {
  const cards = recordsAt(record, 'annotations').flatMap(
    (annotation) =>
      linkCard(annotation) ??
      driveCard(annotation) ??
      callCard(annotation) ??
      videoCard(annotation) ??
      [],
  );
  return [...textOf(record, context), ...cards];
};
