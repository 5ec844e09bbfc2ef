// Slack attachments: link previews, app cards and shared messages, as parts. The raw ones stay in `extras` as well.

import type {BundleItem, Inline, Moment, Origin, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {idAt, isLoose, isTrue, recordAt, recordsAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {partsOfBlocks} from './blocks.ts';
import {mediaOfFile} from './files.ts';
import type {MediaIndex} from './files.ts';
import {parseMrkdwn} from './mrkdwn.ts';
import type {Names} from './names.ts';
import type {People} from './people.ts';
import {momentOfTs} from './ts.ts';

export type AttachmentContext = {
  readonly names: Names;
  readonly people: People;
  readonly media: MediaIndex;
};

export type AttachmentsFinding = {
  readonly parts: readonly Part[];
  /** Set when the message is nothing but one shared message. */
  readonly origin?: Origin;
};

const plainText = (text: string | undefined, names: Names): string | undefined =>
  text === undefined ? undefined : inlinesText(parseMrkdwn(text, names));

const joined = (pieces: readonly (string | undefined)[]): string | undefined => {
  const text = pieces.filter((piece) => piece !== undefined && piece !== '').join('\n');
  return text === '' ? undefined : text;
};

const fieldLines = (attachment: Loose, names: Names): string[] =>
  recordsAt(attachment, 'fields').map((field) =>
    [plainText(stringAt(field, 'title'), names), plainText(stringAt(field, 'value'), names)]
      .filter((text) => text !== undefined)
      .join(': '),
  );

const remoteImage = (url: string, name: string | undefined): Part => ({
  kind: 'media',
  role: /\.gif(?:\?|$)/i.test(url) ? 'animation' : 'image',
  asset: {id: url, ...given({name}), presence: 'remote', url},
});

/** A preview or a card. */
const card = (attachment: Loose, {names, media}: AttachmentContext): readonly Part[] => {
  const image = stringAt(attachment, 'image_url');
  const thumbnail = image ?? stringAt(attachment, 'thumb_url');
  const title = plainText(stringAt(attachment, 'title'), names);
  const blocks = partsOfBlocks(recordsAt(attachment, 'blocks'), names).parts;
  const files = recordsAt(attachment, 'files').map((file) => mediaOfFile(file, media).part);
  const from = stringAt(attachment, 'from_url');
  const description = joined([
    plainText(stringAt(attachment, 'pretext'), names),
    plainText(stringAt(attachment, 'author_name'), names),
    plainText(stringAt(attachment, 'text'), names),
    ...fieldLines(attachment, names),
    recordsAt(attachment, 'actions')
      .map((action) => `[${stringAt(action, 'text') ?? ''}]`)
      .join(' '),
    stringAt(attachment, 'footer'),
  ]);
  const url =
    stringAt(attachment, 'title_link') ?? from ?? stringAt(attachment, 'original_url') ?? '';
  if (image !== undefined && description === undefined && from === undefined && url === '')
    return [remoteImage(image, title)];
  const hasCard =
    title !== undefined || description !== undefined || url !== '' || thumbnail !== undefined;
  const fallback =
    hasCard || blocks.length + files.length > 0
      ? undefined
      : plainText(stringAt(attachment, 'fallback'), names);
  const site = stringAt(attachment, 'service_name');
  const link: Part = {
    kind: 'link',
    url,
    ...given({title, description: description ?? fallback, site}),
    ...(from === undefined ? {card: 'card'} : {}),
    ...(thumbnail === undefined
      ? {}
      : {thumbnail: {id: thumbnail, presence: 'remote', url: thumbnail}}),
  };
  const isShown = hasCard || fallback !== undefined;
  return [...(isShown ? [link] : []), ...blocks, ...files];
};

const isShared = (attachment: Loose): boolean =>
  isTrue(attachment, 'is_share') || isTrue(attachment, 'is_msg_unfurl');

/** What a shared message holds: its blocks where they are there, else its text; its files. */
const sharedBody = (attachment: Loose, {names, media}: AttachmentContext): readonly Part[] => {
  const parts: Part[] = [];
  for (const holder of recordsAt(attachment, 'message_blocks')) {
    const message = recordAt(holder, 'message') ?? {};
    parts.push(...partsOfBlocks(recordsAt(message, 'blocks'), names).parts);
  }
  const text = stringAt(attachment, 'text');
  if (parts.length === 0 && text !== undefined)
    parts.push({kind: 'text', inlines: parseMrkdwn(text, names)});
  const files = recordsAt(attachment, 'files').map((file) => mediaOfFile(file, media).part);
  const image = stringAt(attachment, 'image_url');
  return [...parts, ...files, ...(image === undefined ? [] : [remoteImage(image, undefined)])];
};

const authorName = (attachment: Loose): string | undefined =>
  stringAt(attachment, 'author_subname') ?? stringAt(attachment, 'author_name');

const originOf = (attachment: Loose, {people}: AttachmentContext): Origin => {
  const author = idAt(attachment, 'author_id');
  const name = authorName(attachment);
  const ts = idAt(attachment, 'ts');
  const at: Moment | undefined = ts === undefined ? undefined : momentOfTs(ts);
  return given({
    person: author === undefined ? undefined : people.refer(author, given({name})),
    name: author === undefined ? name : undefined,
    conversation: stringAt(attachment, 'channel_name') ?? stringAt(attachment, 'channel_id'),
    entry: at === undefined ? undefined : ts,
    at,
  });
};

const emptyText: readonly Inline[] = [];

/**
 * `hasText`: the message says something itself. Then a shared message is a bundle below it, else the message is a forward of it.
 * A share without a content of its own is a forward whose content stands in the message (so does our writer).
 */
export const partsOfAttachments = (
  message: Loose,
  hasText: boolean,
  context: AttachmentContext,
): AttachmentsFinding => {
  const list = valueAt(message, 'attachments');
  const attachments = Array.isArray(list) ? list.filter(isLoose) : [];
  const shared = attachments.filter(isShared);
  const [only] = shared;
  const parts: Part[] = [];
  let origin: Origin | undefined;
  for (const attachment of attachments) {
    if (!isShared(attachment)) {
      parts.push(...card(attachment, context));
      continue;
    }
    const body = sharedBody(attachment, context);
    if (shared.length === 1 && attachment === only && (!hasText || body.length === 0)) {
      origin = originOf(attachment, context);
      parts.push(...body);
    } else parts.push(bundleOf(attachment, body, context));
  }
  return {parts, ...given({origin})};
};

const bundleOf = (attachment: Loose, body: readonly Part[], context: AttachmentContext): Part => {
  const {person, at} = originOf(attachment, context);
  const name =
    person === undefined ? authorName(attachment) : (context.people.nameOf(person) ?? person);
  const item: BundleItem = {
    ...given({name, at}),
    body: body.length > 0 ? body : [{kind: 'text', inlines: emptyText}],
  };
  return {
    kind: 'bundle',
    ...given({title: stringAt(attachment, 'channel_name') ?? stringAt(attachment, 'footer')}),
    items: [item],
  };
};
