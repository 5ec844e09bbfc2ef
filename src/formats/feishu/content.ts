// What a Feishu message says: the structured content of the open platform, or the text with markers that lark-cli renders from it.

import type {Asset, Inline, Json, MediaRole, Part, PersonId} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {parseJson} from '../../engine/io/json-repair.ts';
import {inlineWriter} from '../_shared/inline-writer.ts';
import {
  idAt,
  isLoose,
  numberAt,
  positiveAt,
  recordAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

const format = 'feishu';

export type Mention = {
  readonly key: string | undefined;
  readonly name: string | undefined;
  readonly person: PersonId | undefined;
  readonly everyone: boolean;
};

export type ContentWords = {
  readonly mentions: readonly Mention[];
  asset(key: string, name: string | undefined): Asset;
  unknown(type: string): void;
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const mentionInline = (mention: Mention): Inline => ({
  kind: 'mention',
  text: `@${mention.name ?? mention.key ?? ''}`.replace(/^@@/, '@'),
  ...given({person: mention.person}),
  ...(mention.everyone ? {everyone: true} : {}),
});

/** `@_user_1 你好` or `@Bob 你好`, whichever stands there. */
export const mentionInlines = (text: string, mentions: readonly Mention[]): readonly Inline[] => {
  const marks = new Map<string, Mention>();
  for (const mention of mentions.slice(0, 500)) {
    if (mention.key !== undefined) marks.set(mention.key, mention);
    if (mention.name !== undefined && mention.name !== '') marks.set(`@${mention.name}`, mention);
  }
  if (marks.size === 0) return text === '' ? [] : [plain(text)];
  const pattern = [...marks.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');
  const writer = inlineWriter();
  let at = 0;
  for (const match of text.matchAll(new RegExp(pattern, 'g'))) {
    const mention = marks.get(match[0]);
    if (!mention) continue;
    writer.plain(text.slice(at, match.index));
    writer.inline(mentionInline(mention));
    at = match.index + match[0].length;
  }
  writer.plain(text.slice(at));
  return writer.done();
};

const media = (
  role: MediaRole,
  key: string,
  rest: {name?: string | undefined; duration?: number | undefined},
  words: ContentWords,
): Part => ({
  kind: 'media',
  role,
  asset: words.asset(key, rest.name),
  ...given({durationSeconds: rest.duration}),
});

const tagRoles: Readonly<Record<string, MediaRole>> = {
  file: 'file',
  audio: 'voice',
  video: 'video',
  image: 'image',
  sticker: 'sticker',
  folder: 'file',
};

const marker =
  /\[Image: ([\w-]{1,200})\]|<(file|audio|video|image|sticker|folder)\s([^<>]{1,1000}?)\/?>(?:<\/\2>)?|!\[[^\]\n]{0,100}\]\((img_[\w-]{1,200})\)/g;

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]{1,500})"`).exec(tag)?.[1];

/** lark-cli: words with markers for what is no text. */
export const renderedParts = (text: string, words: ContentWords): readonly Part[] => {
  const parts: Part[] = [];
  const push = (piece: string): void => {
    const trimmed = piece.replace(/^\n|\n$/g, '');
    if (trimmed.trim() !== '')
      parts.push({kind: 'text', inlines: mentionInlines(trimmed, words.mentions)});
  };
  let at = 0;
  for (const match of text.matchAll(marker)) {
    push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [, image, tag, attributes = '', inline] = match;
    const key = image ?? inline ?? attribute(attributes, 'key') ?? '';
    const role = tag === undefined ? 'image' : (tagRoles[tag] ?? 'file');
    const ms = Number(attribute(attributes, 'duration') ?? Number.NaN);
    parts.push(
      media(
        role,
        key,
        {name: attribute(attributes, 'name'), duration: ms > 0 ? ms / 1000 : undefined},
        words,
      ),
    );
  }
  push(text.slice(at));
  return parts.length > 0 ? parts : [textPart('')];
};

const stylesOf = (element: Loose): readonly string[] => stringsAt(element, 'style');

const styleNames = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  lineThrough: 'strike',
} as const;

const styled = (inline: Inline, element: Loose): Inline => {
  let result = inline;
  for (const style of stylesOf(element))
    if (Object.hasOwn(styleNames, style))
      result = {
        kind: 'styled',
        style: styleNames[style as keyof typeof styleNames],
        inlines: [result],
      };
  return result;
};

const elementInline = (element: Loose, words: ContentWords): Inline | undefined => {
  const text = stringAt(element, 'text') ?? '';
  switch (stringAt(element, 'tag')) {
    case 'text':
    case 'md':
      return styled(plain(text), element);
    case 'a':
      return {kind: 'url', url: stringAt(element, 'href') ?? '', inlines: [plain(text)]};
    case 'at': {
      const id = stringAt(element, 'user_id') ?? '';
      const mention = words.mentions.find(({key, person}) => key === id || person === id);
      const name = stringAt(element, 'user_name') ?? mention?.name;
      return mentionInline({
        key: id,
        name,
        person: mention?.person,
        everyone: id === 'all' || id === '@_all',
      });
    }
    case 'emotion':
      return {
        kind: 'emoji',
        text: `[${stringAt(element, 'emoji_type') ?? ''}]`,
        ...given({id: stringAt(element, 'emoji_type')}),
      };
    case 'code_block':
      return {
        kind: 'code-block',
        text,
        ...given({language: stringAt(element, 'language')?.toLowerCase()}),
      };
    default:
      return undefined;
  }
};

/** The break before a picture is the picture's own. */
const withoutLastBreak = (inlines: readonly Inline[]): readonly Inline[] => {
  const last = inlines.at(-1);
  if (last?.kind !== 'plain' || !last.text.endsWith('\n')) return inlines;
  const text = last.text.slice(0, -1);
  return [...inlines.slice(0, -1), ...(text === '' ? [] : [plain(text)])];
};

/** `post`: lines of elements; media break the text. Some producers put a language in between. */
const postParts = (content: Loose, words: ContentWords): readonly Part[] => {
  const inner = Array.isArray(valueAt(content, 'content'))
    ? content
    : (Object.values(content).find(
        (value) => isLoose(value) && Array.isArray(valueAt(value, 'content')),
      ) as Loose | undefined);
  const parts: Part[] = [];
  let writer = inlineWriter();
  const flush = (): void => {
    const inlines = withoutLastBreak(writer.done());
    if (inlines.length > 0) parts.push({kind: 'text', inlines});
    writer = inlineWriter();
  };
  const title = inner && stringAt(inner, 'title');
  if (title !== undefined)
    writer.inline({kind: 'styled', style: 'heading', inlines: [plain(title)]});
  const lines: unknown = inner && valueAt(inner, 'content');
  for (const line of Array.isArray(lines) ? (lines as unknown[]) : []) {
    if (!writer.isAtLineStart()) writer.plain('\n');
    for (const element of Array.isArray(line) ? line.filter(isLoose) : []) {
      const inline = elementInline(element, words);
      const key = stringAt(element, 'image_key') ?? stringAt(element, 'file_key');
      if (inline) writer.inline(inline);
      else if (key !== undefined) {
        flush();
        parts.push(media(stringAt(element, 'tag') === 'media' ? 'video' : 'image', key, {}, words));
      } else if (stringAt(element, 'tag') !== 'hr') writer.plain(stringAt(element, 'text') ?? '');
    }
  }
  flush();
  return parts.length > 0 ? parts : [textPart('')];
};

/** All words in a card, in order: cards have no other form that a reader could keep. */
const cardText = (value: unknown, depth = 0): string[] => {
  if (depth > 30) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => cardText(item, depth + 1));
  if (!isLoose(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string'
      ? ['text', 'content', 'title'].includes(key)
        ? [inner]
        : []
      : cardText(inner, depth + 1),
  );
};

const rawPart = (type: string, content: Loose, text: string): Part => ({
  kind: 'raw',
  format,
  name: type,
  text,
  value: content as Json,
});

const knownRaw: ReadonlySet<string> = new Set([
  'share_calendar_event',
  'calendar',
  'general_calendar',
  'video_chat',
  'todo',
  'system',
  'merge_forward',
]);

const mediaTypes: Readonly<Record<string, MediaRole>> = {
  image: 'image',
  file: 'file',
  folder: 'file',
  audio: 'voice',
  media: 'video',
  video: 'video',
  sticker: 'sticker',
};

const wordsOf = (content: Loose): string =>
  stringAt(content, 'text') ??
  stringAt(content, 'topic') ??
  stringAt(content, 'title') ??
  stringAt(content, 'summary') ??
  cardText(content).join('\n');

const otherParts = (type: string, content: Loose, words: ContentWords): readonly Part[] => {
  switch (type) {
    case 'location':
      return [
        {
          kind: 'location',
          ...given({
            latitude: numberAt(content, 'latitude'),
            longitude: numberAt(content, 'longitude'),
            name: stringAt(content, 'name'),
          }),
        },
      ];
    case 'share_user':
      return [{kind: 'contact', name: idAt(content, 'user_id') ?? ''}];
    case 'share_chat':
      return [
        {kind: 'contact', name: stringAt(content, 'chat_name') ?? idAt(content, 'chat_id') ?? ''},
      ];
    case 'interactive': {
      const [title, ...rest] = cardText(content);
      return [
        {
          kind: 'link',
          url: '',
          ...given({title, description: rest.length === 0 ? undefined : rest.join('\n')}),
          card: 'card',
        },
      ];
    }
    case 'hongbao':
      return [{kind: 'transfer', role: 'red-packet', ...given({note: stringAt(content, 'text')})}];
    case 'vote':
      return [
        {
          kind: 'poll',
          question: stringAt(content, 'topic') ?? '',
          options: stringsAt(content, 'options').map((text) => ({text})),
        },
      ];
    default:
      if (!knownRaw.has(type)) words.unknown(type);
      return [rawPart(type, content, wordsOf(content) || `[${type}]`)];
  }
};

/** Open platform: `body.content` is JSON in a string. */
export const structuredParts = (
  type: string,
  source: string,
  words: ContentWords,
): readonly Part[] => {
  let content: Loose = {};
  try {
    const {value} = parseJson(source, {bigNumbers: 'string'});
    if (isLoose(value)) content = value;
  } catch {
    return [textPart(source)]; // Recalled messages hold plain words here.
  }
  if (type === 'text')
    return [
      {kind: 'text', inlines: mentionInlines(stringAt(content, 'text') ?? '', words.mentions)},
    ];
  if (type === 'post') return postParts(content, words);
  if (Object.hasOwn(mediaTypes, type)) {
    const key = stringAt(content, 'file_key') ?? stringAt(content, 'image_key') ?? '';
    const ms = positiveAt(content, 'duration');
    const name = stringAt(content, 'file_name');
    return [
      media(
        mediaTypes[type] ?? 'file',
        key,
        {name, duration: ms === undefined ? undefined : ms / 1000},
        words,
      ),
    ];
  }
  return otherParts(type, content, words);
};

/** The words of a system message: `{from_user} invited {to_chatters}` with the names put in. */
export const systemText = (source: string): string => {
  try {
    const {value} = parseJson(source);
    if (!isLoose(value)) return source;
    const template = stringAt(value, 'template');
    if (template === undefined) return wordsOf(value) || source;
    return template.replace(/\{(\w{1,40})\}/g, (all, key: string) => {
      const names = stringsAt(value, key);
      return names.length > 0
        ? names.join('、')
        : (stringAt(recordAt(value, key) ?? {}, 'name') ?? stringAt(value, key) ?? all);
    });
  } catch {
    return source; // lark-cli has put the names in already.
  }
};

/** Items of a merged forward that the open platform lists beside it. */
export const isChild = (record: Loose): boolean =>
  stringAt(record, 'upper_message_id') !== undefined;

/** lark-cli's words for kinds that the text alone does not tell. */
export const renderedByType = (
  type: string,
  text: string,
  words: ContentWords,
): readonly Part[] => {
  switch (type) {
    case 'text':
    case 'post':
    case 'image':
    case 'file':
    case 'folder':
    case 'audio':
    case 'video':
    case 'media':
    case 'sticker': {
      const parts = renderedParts(text, words);
      const isMark = /^\[[^\]\n]{1,40}\]$/.test(text.trim());
      const role = mediaTypes[type];
      return role !== undefined && isMark && !parts.some(({kind}) => kind === 'media')
        ? [{kind: 'media', role, asset: {id: text.trim(), presence: 'absent'}}]
        : parts;
    }
    case 'interactive': {
      const [title, ...rest] = text.split('\n');
      return [
        {
          kind: 'link',
          url: '',
          ...given({title, description: rest.length === 0 ? undefined : rest.join('\n')}),
          card: 'card',
        },
      ];
    }
    case 'merge_forward':
      return [{kind: 'bundle', items: forwardLines(text)}];
    case 'share_user':
    case 'share_chat':
      return [{kind: 'contact', name: text}];
    case 'location':
      return [{kind: 'location', name: text}];
    case 'hongbao':
      return [{kind: 'transfer', role: 'red-packet', note: text}];
    case 'vote':
    case 'todo':
    case 'calendar':
    case 'general_calendar':
    case 'share_calendar_event':
    case 'video_chat':
      return [{kind: 'raw', format, name: type, text}];
    default:
      words.unknown(type);
      return [{kind: 'raw', format, name: type, text}];
  }
};

/** Lines between `<forwarded_messages>` tags, or the whole text as one item. */
const forwardLines = (text: string) => {
  const inner = text.replace(/<\/?forwarded_messages>/g, '').trim();
  return inner === '' ? [] : [{body: [textPart(inner)]}];
};
