// The content of a message as parts: text, files, stickers, contacts, polls, payments.

import type {Inline, MediaRole, Part, PollOption} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import type {Place} from '../../engine/model/problem.ts';
import {isTrue, positiveAt, recordAt, recordsAt, stringAt, idAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {mediaRole} from '../_shared/media-role.ts';
import type {Files} from './assets.ts';
import type {People} from './people.ts';
import {formatId, safe} from './shapes.ts';
import {inlinesOf} from './text.ts';

export type BodyContext = {
  readonly people: People;
  readonly files: Files;
  readonly place: Place;
  /** The message's id: files without a hash are named after it. */
  readonly id: string;
};

const roleOf = (attachment: Loose, mime: string | undefined): MediaRole => {
  switch (stringAt(attachment, 'flag')) {
    case 'VOICE_MESSAGE':
      return 'voice';
    case 'BORDERLESS':
      return 'sticker';
    case 'GIF':
      return 'animation';
    default:
      return mediaRole(mime);
  }
};

/** `attachment` = `{pointer, flag, …}`. */
const mediaPart = (attachment: Loose, index: number, ctx: BodyContext): Part => {
  const pointer = recordAt(attachment, 'pointer') ?? {};
  const caption = stringAt(pointer, 'caption');
  return {
    kind: 'media',
    role: roleOf(attachment, stringAt(pointer, 'contentType')),
    asset: ctx.files.asset(pointer, `${ctx.id}#${index}`, ctx.place),
    ...given({
      caption: caption === undefined ? undefined : [plain(caption)],
      width: positiveAt(pointer, 'width'),
      height: positiveAt(pointer, 'height'),
    }),
  };
};

const linkPart = (preview: Loose, index: number, ctx: BodyContext): Part => {
  const image = recordAt(preview, 'image');
  return {
    kind: 'link',
    url: stringAt(preview, 'url') ?? '',
    ...given({
      title: stringAt(preview, 'title'),
      description: stringAt(preview, 'description'),
      thumbnail: image && ctx.files.asset(image, `${ctx.id}#link${index}`, ctx.place),
    }),
  };
};

const standard = (message: Loose, ctx: BodyContext): Part[] => {
  const inlines: readonly Inline[] = inlinesOf(recordAt(message, 'text') ?? {}, ctx.people);
  const long = recordAt(message, 'longText');
  return [
    ...(inlines.length > 0 ? [{kind: 'text' as const, inlines}] : []),
    ...recordsAt(message, 'attachments').map((one, index) => mediaPart(one, index, ctx)),
    ...recordsAt(message, 'linkPreview').map((one, index) => linkPart(one, index, ctx)),
    ...(long
      ? [
          {
            kind: 'media' as const,
            role: 'file' as const,
            asset: ctx.files.asset(long, `${ctx.id}#text`, ctx.place),
          },
        ]
      : []),
  ];
};

const stickerPart = (message: Loose, ctx: BodyContext): Part => {
  const sticker = recordAt(message, 'sticker') ?? {};
  const id = `sticker:${stringAt(sticker, 'packId') ?? ''}/${idAt(sticker, 'stickerId') ?? '0'}`;
  return {
    kind: 'media',
    role: 'sticker',
    asset: ctx.files.asset(recordAt(sticker, 'data') ?? {}, id, ctx.place),
    ...given({emoji: stringAt(sticker, 'emoji')}),
  };
};

const contactPart = (contact: Loose): Part => {
  const name = recordAt(contact, 'name') ?? {};
  const words = ['prefix', 'givenName', 'middleName', 'familyName', 'suffix'].flatMap(
    (key) => stringAt(name, key) ?? [],
  );
  const phones = recordsAt(contact, 'number').flatMap((one) => stringAt(one, 'value') ?? []);
  const emails = recordsAt(contact, 'email').flatMap((one) => stringAt(one, 'value') ?? []);
  const fallback = stringAt(name, 'nickname') ?? stringAt(contact, 'organization');
  return {
    kind: 'contact',
    name: words.join(' ') || (fallback ?? phones[0] ?? ''),
    ...(phones.length > 0 ? {phones} : {}),
    ...(emails.length > 0 ? {emails} : {}),
  };
};

const optionOf = (option: Loose, ctx: BodyContext): PollOption => {
  const voters = recordsAt(option, 'votes').map((vote) => ctx.people.see(idAt(vote, 'voterId')));
  return {
    text: stringAt(option, 'option') ?? '',
    votes: voters.length,
    ...(voters.length > 0 ? {voters} : {}),
  };
};

const pollPart = (poll: Loose, ctx: BodyContext): Part => {
  const options = recordsAt(poll, 'options').map((option) => optionOf(option, ctx));
  const voters = new Set(options.flatMap((option) => option.voters ?? []));
  return {
    kind: 'poll',
    question: stringAt(poll, 'question') ?? '',
    options,
    isClosed: isTrue(poll, 'hasEnded'),
    totalVoters: voters.size,
  };
};

const viewOnce = (message: Loose, ctx: BodyContext): Part => {
  const attachment = recordAt(message, 'attachment');
  if (attachment) {
    const part = mediaPart(attachment, 0, ctx);
    return part.kind === 'media' ? {...part, isViewOnce: true} : part;
  }
  const asset = {id: `${ctx.id}#once`, presence: 'absent' as const};
  return {kind: 'media', role: 'image', asset, isViewOnce: true};
};

const storyReply = (message: Loose, ctx: BodyContext): Part[] => {
  const emoji = stringAt(message, 'emoji');
  return emoji === undefined
    ? standard(recordAt(message, 'textReply') ?? {}, ctx)
    : [textPart(emoji)];
};

const payment = (message: Loose): Part => ({
  kind: 'transfer',
  role: 'payment',
  currency: 'MOB',
  ...given({amount: idAt(message, 'amountMob'), note: stringAt(message, 'note')}),
});

/** Undefined: no kind of content that is known. */
export const partsOf = (kind: string, message: Loose, ctx: BodyContext): Part[] | undefined => {
  switch (kind) {
    case 'standardMessage':
      return standard(message, ctx);
    case 'stickerMessage':
      return [stickerPart(message, ctx)];
    case 'contactMessage':
      return [contactPart(recordAt(message, 'contact') ?? recordsAt(message, 'contact')[0] ?? {})];
    case 'poll':
      return [pollPart(message, ctx)];
    case 'viewOnceMessage':
      return [viewOnce(message, ctx)];
    case 'directStoryReplyMessage':
      return storyReply(message, ctx);
    case 'paymentNotification':
      return [payment(message)];
    case 'giftBadge':
      return [{kind: 'raw', format: formatId, name: kind, text: kind, value: safe(message)}];
    default:
      return undefined;
  }
};
