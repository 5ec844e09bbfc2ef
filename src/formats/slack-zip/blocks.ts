// Block Kit (what apps and the editor lay out) to parts. Interaction (buttons, menus) becomes text that can be read.

import type {Inline, Part} from '../../engine/model/archive.ts';
import {given, plain} from '../../engine/model/build.ts';
import {inlineWriter} from '../_shared/inline-writer.ts';
import type {InlineWriter} from '../_shared/inline-writer.ts';
import {recordAt, recordsAt, stringAt, valueAt, isLoose} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {parseMrkdwn} from './mrkdwn.ts';
import type {Names} from './names.ts';
import {richTextInlines} from './rich-text.ts';

/** A text object, `{type: plain_text | mrkdwn, text}`, or a bare string. */
const textObject = (value: unknown, names: Names): readonly Inline[] => {
  if (typeof value === 'string') return [plain(value)];
  if (!isLoose(value)) return [];
  const text = stringAt(value, 'text') ?? '';
  if (text === '') return [];
  return stringAt(value, 'type') === 'mrkdwn'
    ? parseMrkdwn(text, names)
    : parseEmojiOnly(text, names);
};

/** `plain_text` knows no markup but emoji names; one line of mrkdwn with its markers made inert would be the same. */
const parseEmojiOnly = (text: string, names: Names): readonly Inline[] =>
  /:[a-z0-9_+'-]+:/.test(text)
    ? [plain(text.replace(/:[a-z0-9_+'-]{1,100}:/g, (code) => emojiText(code, names)))]
    : [plain(text)];

const emojiText = (code: string, names: Names): string => {
  const [inline] = parseMrkdwn(code, names);
  return inline?.kind === 'plain' ? inline.text : code;
};

const imagePart = (image: Loose): Part => {
  const url =
    stringAt(image, 'image_url') ?? stringAt(recordAt(image, 'slack_file') ?? {}, 'url') ?? '';
  const name = stringAt(image, 'alt_text');
  return {
    kind: 'media',
    role: /\.gif(?:\?|$)/i.test(url) ? 'animation' : 'image',
    asset: {
      id: url === '' ? 'image' : url,
      ...given({name}),
      presence: url === '' ? 'absent' : 'remote',
      ...(url === '' ? {} : {url}),
    },
  };
};

type Collector = {readonly out: InlineWriter; readonly media: Part[]};

const line = (inlines: readonly Inline[], {out}: Collector): void => {
  if (inlines.length === 0) return;
  if (!out.isAtLineStart()) out.plain('\n');
  for (const inline of inlines) out.inline(inline);
};

/** `[Yes] [No]` */
const buttons = (elements: readonly Loose[], names: Names): readonly Inline[] => {
  const labels = elements
    .map((element) =>
      textObject(valueAt(element, 'text') ?? valueAt(element, 'placeholder'), names),
    )
    .filter((label) => label.length > 0);
  return labels.flatMap((label, index) => [plain(index === 0 ? '[' : ' ['), ...label, plain(']')]);
};

const accessory = (element: Loose | undefined, names: Names, to: Collector): void => {
  if (!element) return;
  if (stringAt(element, 'type') === 'image') to.media.push(imagePart(element));
  else if (stringAt(element, 'type') === 'button') line(buttons([element], names), to);
};

const section = (block: Loose, names: Names, to: Collector): void => {
  line(textObject(valueAt(block, 'text'), names), to);
  const fields = valueAt(block, 'fields');
  if (Array.isArray(fields)) for (const field of fields) line(textObject(field, names), to);
  accessory(recordAt(block, 'accessory'), names, to);
};

const context = (block: Loose, names: Names, to: Collector): void => {
  const inlines: Inline[] = [];
  for (const element of recordsAt(block, 'elements')) {
    if (stringAt(element, 'type') === 'image') {
      to.media.push(imagePart(element));
      continue;
    }
    if (inlines.length > 0) inlines.push(plain(' '));
    inlines.push(...textObject(element, names));
  }
  line(inlines, to);
};

const image = (block: Loose, names: Names, to: Collector): void => {
  const caption = textObject(valueAt(block, 'title'), names);
  const part = imagePart(block);
  to.media.push(part.kind === 'media' && caption.length > 0 ? {...part, caption} : part);
};

const video = (block: Loose, names: Names, to: Collector): void => {
  const url = stringAt(block, 'title_url') ?? stringAt(block, 'video_url') ?? '';
  const thumbnail = stringAt(block, 'thumbnail_url');
  const text = (key: string): string | undefined => {
    const inlines = textObject(valueAt(block, key), names);
    return (
      inlines.map((inline) => (inline.kind === 'plain' ? inline.text : '')).join('') || undefined
    );
  };
  to.media.push({
    kind: 'link',
    url,
    ...given({
      title: text('title'),
      description: text('description'),
      site: stringAt(block, 'provider_name'),
    }),
    card: 'video',
    ...(thumbnail === undefined
      ? {}
      : {thumbnail: {id: thumbnail, presence: 'remote', url: thumbnail}}),
  });
};

/** One block; false: its kind is unknown, and only its text (if it has one) was taken. */
const takeBlock = (block: Loose, names: Names, to: Collector): boolean => {
  switch (stringAt(block, 'type')) {
    case 'rich_text':
      line(richTextInlines(block, names), to);
      return true;
    case 'section':
      section(block, names, to);
      return true;
    case 'header':
      line(
        [{kind: 'styled', style: 'heading', inlines: textObject(valueAt(block, 'text'), names)}],
        to,
      );
      return true;
    case 'context':
      context(block, names, to);
      return true;
    case 'markdown':
      line(textObject(stringAt(block, 'text'), names), to);
      return true;
    case 'actions':
    case 'context_actions':
      line(buttons(recordsAt(block, 'elements'), names), to);
      return true;
    case 'image':
      image(block, names, to);
      return true;
    case 'video':
      video(block, names, to);
      return true;
    case 'divider':
    case 'file': // The file itself is in `files`.
    case 'call': // The room is in `room`.
      return true;
    case 'input':
      line(textObject(valueAt(block, 'label'), names), to);
      return true;
    default:
      line(textObject(valueAt(block, 'text'), names), to);
      return false;
  }
};

export type BlocksFinding = {
  readonly parts: readonly Part[];
  /** There are blocks that the parts do not say everything about: keep the raw ones. */
  readonly isExact: boolean;
  /** Types that are not known. */
  readonly unknown: readonly string[];
};

export const partsOfBlocks = (blocks: readonly Loose[], names: Names): BlocksFinding => {
  const to: Collector = {out: inlineWriter(), media: []};
  const unknown: string[] = [];
  for (const block of blocks)
    if (!takeBlock(block, names, to)) unknown.push(stringAt(block, 'type') ?? 'without a type');
  const inlines = to.out.done();
  const text: Part[] = inlines.length > 0 ? [{kind: 'text', inlines}] : [];
  const isExact = blocks.every((block) => stringAt(block, 'type') === 'rich_text');
  return {parts: [...text, ...to.media], isExact, unknown};
};
