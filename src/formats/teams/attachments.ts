// Attachments of a Graph message: files, quoted messages (replies), forwarded messages, cards. No I/O.

import {mimeFromName} from '../../engine/io/mime.ts';
import type {Origin, Part, Reference} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {parseIso} from '../../engine/model/time.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {htmlInlines} from '../_shared/html-inlines.ts';
import type {Loose} from '../_shared/loose.ts';
import {isLoose} from '../_shared/loose.ts';
import {mediaRole} from '../_shared/media-role.ts';
import {partsOfHtml} from './content.ts';
import {innerJson, recordOf, textOf} from './graph.ts';
import type {People} from './people.ts';

export type AttachmentsFinding = {
  readonly parts: readonly Part[];
  readonly replyTo?: Reference;
  readonly origin?: Origin;
};

const file = (attachment: Loose): Part => {
  const url = textOf(attachment, 'contentUrl');
  const name = textOf(attachment, 'name');
  const type = textOf(attachment, 'contentType') ?? '';
  const mime = type.includes('/') && !type.endsWith('/*') ? type : mimeFromName(name ?? url ?? '');
  const isWeb = url !== undefined && /^https?:/i.test(url);
  return {
    kind: 'media',
    role: mediaRole(mime),
    asset: {
      id: url ?? textOf(attachment, 'id') ?? name ?? 'file',
      ...given({name, mime}),
      presence: isWeb ? 'remote' : 'absent',
      ...(isWeb ? {url} : {}),
    },
  };
};

const plainText = (html: string | undefined): string | undefined =>
  html === undefined ? undefined : inlinesText(htmlInlines(html));

const quote = (content: Loose, people: People): Reference => {
  const sender = recordOf(content, 'messageSender');
  const person = sender && people.ofIdentity(sender);
  return {
    ...given({entry: textOf(content, 'messageId')}),
    quote: given({person, text: plainText(textOf(content, 'messagePreview'))}),
  };
};

const forward = (content: Loose, people: People): AttachmentsFinding => {
  const sender = recordOf(content, 'originalMessageSender');
  const time = textOf(content, 'originalSentDateTime');
  const body = partsOfHtml(textOf(content, 'originalMessageContent') ?? '', {
    mentioned: () => undefined,
  });
  return {
    parts: body,
    origin: given({
      person: sender && people.ofIdentity(sender),
      conversation: textOf(content, 'originalConversationId'),
      entry: textOf(content, 'originalMessageId'),
      at: time === undefined ? undefined : parseIso(time),
    }),
  };
};

const maxTexts = 200;

/** The words of an adaptive or hero card, in the order of reading. */
const cardTexts = (value: unknown, texts: string[]): void => {
  if (texts.length >= maxTexts) return;
  if (Array.isArray(value)) for (const item of value) cardTexts(item, texts);
  if (!isLoose(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') {
      if (['title', 'subtitle', 'text', 'value', 'summary'].includes(key) && inner.trim() !== '')
        texts.push(plainText(inner) ?? inner);
    } else cardTexts(inner, texts);
  }
};

const card = (attachment: Loose): Part => {
  const content = textOf(attachment, 'content');
  const json = innerJson(content);
  const texts: string[] = [];
  if (json) cardTexts(json, texts);
  else if (content !== undefined) texts.push(plainText(content) ?? content);
  const [first, ...rest] = texts;
  const type = (textOf(attachment, 'contentType') ?? '').replace(
    /^application\/vnd\.microsoft\.(?:teams\.)?card\.?/,
    '',
  );
  return {
    kind: 'link',
    url: textOf(attachment, 'contentUrl') ?? '',
    ...given({
      title: textOf(attachment, 'name') ?? first,
      description: rest.length > 0 ? rest.join('\n') : undefined,
    }),
    card: type === '' ? 'card' : type,
  };
};

export const findAttachments = (
  attachments: readonly Loose[],
  people: People,
): AttachmentsFinding => {
  const parts: Part[] = [];
  let replyTo: Reference | undefined;
  let origin: Origin | undefined;
  for (const attachment of attachments) {
    const type = textOf(attachment, 'contentType') ?? '';
    const content = innerJson(textOf(attachment, 'content')) ?? {};
    if (type === 'messageReference') replyTo ??= quote(content, people);
    else if (type === 'forwardedMessageReference') {
      const found = forward(content, people);
      origin ??= found.origin;
      parts.push(...found.parts);
    } else if (type === 'reference' || /^(?:image|video|audio|text|file)\b/.test(type))
      parts.push(file(attachment));
    else if (type.startsWith('application/vnd.microsoft')) parts.push(card(attachment));
    else parts.push(file(attachment));
  }
  return {parts, ...given({replyTo, origin})};
};
