// The elements of a QCE message as parts, with what they say of replies, calls and system lines. Files are looked up by the caller.

import type {
  Asset,
  BundleItem,
  Inline,
  Json,
  JsonObject,
  MediaRole,
  Part,
  PersonId,
  Reference,
} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {epochMoment} from '../_shared/epoch-moment.ts';
import {readCallLine} from '../_shared/chinese-call.ts';
import type {CallFacts} from '../_shared/chinese-call.ts';
import {
  idAt,
  leftover,
  numberAt,
  positiveAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';

const format = 'qq-shuakami-json';

export type Element = {readonly type: string; readonly data: Loose};

export type ElementWords = {
  /** Announces and resolves whoever `uid`/`uin`/`name` mean. */
  person(record: Loose): PersonId | undefined;
  /** The file that an element or resource means. */
  asset(data: Loose): Asset;
  /** A reply's target by its id, or by the sequence number that newer versions write instead. */
  target(reply: Loose): string | undefined;
  unknown(type: string): void;
};

export type Decoded = {
  readonly parts: readonly Part[];
  readonly reply?: Reference;
  readonly call?: CallFacts & {readonly text?: string};
  /** Words and subtype of a system element. */
  readonly system?: {readonly text: string; readonly subType?: string};
  /** Fields of elements that the model has no place for. */
  readonly rest?: readonly JsonObject[];
};

const mediaRoles: Readonly<Record<string, MediaRole>> = {
  image: 'image',
  picture: 'image',
  video: 'video',
  audio: 'voice',
  voice: 'voice',
  ptt: 'voice',
  file: 'file',
  market_face: 'sticker',
  giphy: 'animation',
};

export const isMediaType = (type: string): boolean => Object.hasOwn(mediaRoles, type);

const faceText = (data: Loose): string => {
  const name = stringAt(data, 'name') ?? idAt(data, 'id') ?? '表情';
  return /^[[/]/.test(name) ? name : `[${name}]`;
};

const faceInline = (data: Loose): Inline => ({
  kind: 'emoji',
  text: faceText(data),
  ...given({id: idAt(data, 'id')}),
});

const isEveryone = (data: Loose): boolean =>
  numberAt(data, 'atType') === 1 ||
  stringAt(data, 'type') === 'all' ||
  stringAt(data, 'uid') === 'all' ||
  stringAt(data, 'name') === '全体成员';

const mentionText = (data: Loose): string => {
  const name = stringAt(data, 'name') ?? idAt(data, 'uin') ?? idAt(data, 'uid') ?? '';
  return name.startsWith('@') ? name : `@${name}`;
};

const mentionInline = (data: Loose, words: ElementWords): Inline => {
  if (isEveryone(data)) return {kind: 'mention', text: mentionText(data), everyone: true};
  const person = words.person(data);
  return {kind: 'mention', text: mentionText(data), ...given({person})};
};

const mediaPart = (type: string, data: Loose, words: ElementWords): Part => {
  const isSticker = type === 'image' && stringAt(data, 'subType') === 'sticker';
  const role = isSticker ? 'sticker' : (mediaRoles[type] ?? 'file');
  return {
    kind: 'media',
    role,
    asset: words.asset(data),
    ...given({
      durationSeconds: positiveAt(data, 'duration'),
      width: positiveAt(data, 'width'),
      height: positiveAt(data, 'height'),
      emoji: role === 'sticker' ? stringAt(data, 'name') : undefined,
      transcript:
        stringAt(data, 'transcript') ?? (role === 'voice' ? stringAt(data, 'text') : undefined),
    }),
  };
};

const forwardItem = (record: Loose, words: ElementWords, depth: number): BundleItem => {
  const sender = recordAt(record, 'sender') ?? record;
  const at = epochMoment(numberAt(record, 'timestamp') ?? numberAt(record, 'time'));
  const content = recordAt(record, 'content') ?? record;
  const elements = elementsOf(content);
  const text = stringAt(content, 'text') ?? stringAt(record, 'content') ?? '';
  const body =
    elements.length > 0 ? decodeElements(elements, text, words, depth + 1).parts : [textPart(text)];
  return {
    ...given({
      name:
        stringAt(sender, 'name') ?? stringAt(sender, 'senderName') ?? stringAt(sender, 'nickname'),
      at,
    }),
    body: body.length > 0 ? body : [textPart(text)],
  };
};

const previewItem = (line: string): BundleItem => {
  const match = /^([^:：\n]{1,40})[:：]\s?(.*)$/su.exec(line);
  return match
    ? {name: match[1] ?? '', body: [textPart(match[2] ?? '')]}
    : {body: [textPart(line)]};
};

const maxNesting = 12;

const forwardPart = (data: Loose, words: ElementWords, depth: number): Part => {
  const nested = depth < maxNesting ? recordsAt(data, 'messages') : [];
  const items =
    nested.length > 0
      ? nested.map((record) => forwardItem(record, words, depth))
      : stringsAt(data, 'preview').map(previewItem);
  return {
    kind: 'bundle',
    ...given({title: stringAt(data, 'title') ?? stringAt(data, 'summary')}),
    items,
  };
};

const locationPart = (data: Loose): Part => ({
  kind: 'location',
  ...given({
    latitude: numberAt(data, 'latitude') ?? numberAt(data, 'lat'),
    longitude: numberAt(data, 'longitude') ?? numberAt(data, 'lng') ?? numberAt(data, 'lon'),
    name: stringAt(data, 'name') ?? stringAt(data, 'title'),
    address: stringAt(data, 'address') ?? stringAt(data, 'content'),
  }),
});

const cardPart = (data: Loose): Part => ({
  kind: 'link',
  url: stringAt(data, 'url') ?? '',
  ...given({
    title: stringAt(data, 'title') ?? stringAt(data, 'summary'),
    description: stringAt(data, 'description'),
    site: stringAt(data, 'appName'),
  }),
  card: 'card',
});

const walletPart = (data: Loose): Part => ({
  kind: 'transfer',
  role: 'red-packet',
  ...given({
    amount: stringAt(data, 'amount'),
    note: stringAt(data, 'title') ?? stringAt(data, 'text') ?? stringAt(data, 'summary'),
  }),
});

const wordsOf = (data: Loose): string | undefined =>
  stringAt(data, 'text') ??
  stringAt(data, 'summary') ??
  stringAt(data, 'title') ??
  stringAt(data, 'content') ??
  stringAt(data, 'name');

/** Types that are known and have no place in the model but a raw part. */
const rawTypes: ReadonlySet<string> = new Set([
  'calendar',
  'long_message',
  'inline_keyboard',
  'face_bubble',
  'tofu_record',
  'task_top_msg',
  'recommended_msg',
  'action_bar',
  'yolo_game_result',
  'live_gift',
  'av_record',
  'system',
]);

const takenKeys: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  face: ['id', 'name'],
  at: ['uid', 'uin', 'name', 'atType', 'type'],
  reply: [
    'messageId',
    'referencedMessageId',
    'senderUin',
    'senderName',
    'content',
    'timestamp',
    'senderUid',
  ],
  image: ['filename', 'size', 'width', 'height', 'url', 'localPath', 'subType'],
  video: ['filename', 'size', 'width', 'height', 'url', 'localPath', 'duration'],
  audio: ['filename', 'size', 'url', 'localPath', 'duration', 'text', 'transcript'],
  file: ['filename', 'size', 'url', 'localPath'],
  market_face: ['name', 'url', 'localPath'],
  forward: ['title', 'summary', 'preview', 'messages'],
  json: ['title', 'description', 'url', 'appName'],
  location: ['latitude', 'longitude', 'lat', 'lng', 'lon', 'name', 'title', 'address'],
  wallet: ['amount', 'title'],
  markdown: ['content', 'text', 'markdown'],
};

const restOf = ({type, data}: Element): JsonObject | undefined => {
  if (rawTypes.has(type) || !Object.hasOwn(takenKeys, type)) return undefined;
  const rest = leftover(data, new Set(['type', ...(takenKeys[type] ?? [])]));
  return rest && {type, ...rest};
};

export const elementsOf = (content: Loose): readonly Element[] =>
  recordsAt(content, 'elements').map((element) => ({
    type: stringAt(element, 'type') ?? 'unknown',
    data: recordAt(element, 'data') ?? element,
  }));

export const replyOf = (data: Loose, words: ElementWords): Reference => {
  const person = words.person({
    uin: valueAt(data, 'senderUin'),
    uid: valueAt(data, 'senderUid'),
    name: valueAt(data, 'senderName'),
  });
  const quote = given({
    person,
    name: stringAt(data, 'senderName'),
    at: epochMoment(numberAt(data, 'timestamp')),
    text: stringAt(data, 'content'),
  });
  return given({
    entry: words.target(data),
    quote: Object.keys(quote).length === 0 ? undefined : quote,
  });
};

/** Collects parts; texts, faces and mentions in a row make one text part. */
class PartWriter {
  readonly parts: Part[] = [];
  #inlines: Inline[] = [];

  inline(inline: Inline): void {
    const last = this.#inlines.at(-1);
    if (inline.kind === 'plain' && last?.kind === 'plain')
      this.#inlines[this.#inlines.length - 1] = plain(last.text + inline.text);
    else if (inline.kind !== 'plain' || inline.text !== '') this.#inlines.push(inline);
  }

  part(part: Part): void {
    this.flush();
    this.parts.push(part);
  }

  flush(): void {
    if (this.#inlines.length > 0) this.parts.push({kind: 'text', inlines: this.#inlines});
    this.#inlines = [];
  }
}

const otherPart = ({type, data}: Element, words: ElementWords): Part => {
  if (!rawTypes.has(type)) words.unknown(type);
  return {kind: 'raw', format, name: type, text: wordsOf(data) ?? `[${type}]`, value: data as Json};
};

const writeElement = (
  element: Element,
  writer: PartWriter,
  setup: {words: ElementWords; depth: number},
): void => {
  const {type, data} = element;
  const {words, depth} = setup;
  if (isMediaType(type)) return writer.part(mediaPart(type, data, words));
  switch (type) {
    case 'text':
      return writer.inline(plain(stringAt(data, 'text') ?? ''));
    case 'markdown':
      return writer.inline(
        plain(
          stringAt(data, 'content') ?? stringAt(data, 'markdown') ?? stringAt(data, 'text') ?? '',
        ),
      );
    case 'face':
      return writer.inline(faceInline(data));
    case 'at':
      return writer.inline(mentionInline(data, words));
    case 'reply':
    case 'system':
    case 'av_record':
      return undefined;
    case 'forward':
      return writer.part(forwardPart(data, words, depth));
    case 'json':
      return writer.part(cardPart(data));
    case 'location':
      return writer.part(locationPart(data));
    case 'wallet':
      return writer.part(walletPart(data));
    default:
      return writer.part(otherPart(element, words));
  }
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const mediaMark =
  /^\s*\[(?:图片|文件|语音|视频|音频|表情|动画表情|商城表情|image|file|audio|video)(?:[\s:：][^\]\n]{0,300})?\]\s*/i;

/**
 * Some versions write the whole message as text first, with marks for everything, and then the elements again. Their marks are
 * taken out of the text: `[图片: a.png]` goes, `[[微笑]]` and `@Alice` become what they stand for.
 */
const writeSummary = (
  text: string,
  elements: readonly Element[],
  setup: {writer: PartWriter; words: ElementWords; depth: number},
): void => {
  const {writer, words, depth} = setup;
  let rest = text;
  if (elements.some(({type}) => type === 'reply'))
    rest = rest.replace(/^\[回复[^\n]{0,2000}\]\n?/, '');
  for (const {type} of elements) if (isMediaType(type)) rest = rest.replace(mediaMark, '');
  for (const {type, data} of elements) {
    if (type !== 'face' && type !== 'at') continue;
    const inline = type === 'face' ? faceInline(data) : mentionInline(data, words);
    const mark = inline.kind === 'emoji' || inline.kind === 'mention' ? inline.text : '';
    const match = new RegExp(`\\[${escaped(mark)}\\]|${escaped(mark)}`).exec(rest);
    if (!match || mark === '') continue;
    writer.inline(plain(rest.slice(0, match.index)));
    writer.inline(inline);
    rest = rest.slice(match.index + match[0].length);
  }
  const others = elements.filter(({type}) => type !== 'face' && type !== 'at');
  if (rest.trim() !== '' || others.length === 0) writer.inline(plain(rest));
  for (const element of others) writeElement(element, writer, {words, depth});
};

/** `text`: the message's own rendering, by which the doubled form is told apart. */
export const decodeElements = (
  elements: readonly Element[],
  text: string,
  words: ElementWords,
  depth = 0,
): Decoded => {
  const writer = new PartWriter();
  const [first, ...others] = elements;
  const isSummary =
    first?.type === 'text' &&
    others.length > 0 &&
    text !== '' &&
    stringAt(first.data, 'text') === text;
  if (isSummary) writeSummary(text, others, {writer, words, depth});
  else for (const element of elements) writeElement(element, writer, {words, depth});
  writer.flush();
  const reply = elements.find(({type}) => type === 'reply');
  const system = elements.find(({type}) => type === 'system');
  const record = elements.find(({type}) => type === 'av_record');
  const rest = elements.map(restOf).filter((value) => value !== undefined);
  const callText = record && (stringAt(record.data, 'text') ?? stringAt(record.data, 'summary'));
  return {
    parts: writer.parts,
    ...given({
      reply: reply && replyOf(reply.data, words),
      system: system && {
        text: wordsOf(system.data) ?? text,
        ...given({subType: stringAt(system.data, 'subType')}),
      },
      call: record && {...callFacts(record.data, callText ?? text), text: callText ?? text},
      rest: rest.length === 0 ? undefined : rest,
    }),
  };
};

const callFacts = (data: Loose, text: string): CallFacts => {
  const facts = readCallLine(text);
  const kind = `${stringAt(data, 'type') ?? ''}`;
  const medium = facts.medium === 'unknown' ? readCallLine(kind).medium : facts.medium;
  return {...facts, medium};
};
