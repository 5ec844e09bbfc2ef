// The media of a message in Telegram's HTML export: previews that are links, and cards with a title and a status line.

import type {Asset, CallOutcome, Inline, MediaRole, Part} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {
  allByClass,
  byClass,
  findNode,
  hasClass,
  isElement,
  lineOf,
  nodeText,
} from '../_shared/html-tree.ts';
import type {HtmlNode} from '../_shared/html-tree.ts';
import {formatId} from './shapes.ts';
import {readInlines} from './text.ts';
import type {TextContext} from './text.ts';

export type MediaContext = TextContext & {
  /** Id of the message, for assets without a path. */
  readonly record: string;
  /** A card that no version known here has. */
  unknown(name: string): void;
};

export type CallCard = {
  readonly outcome: CallOutcome;
  readonly durationSeconds?: number;
  readonly text: string;
};

export type MediaReading = {
  readonly part?: Part;
  readonly call?: CallCard;
  readonly extras?: {readonly [key: string]: string};
};

/** `1:02:03` */
const secondsOf = (text: string | undefined): number | undefined => {
  const match = /(?:(\d{1,3}):)?(\d{1,2}):(\d{2})/.exec(text ?? '');
  return match
    ? Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3])
    : undefined;
};

/** `800×600` */
const sizeOf = (text: string | undefined): {width?: number; height?: number} => {
  const match = /(\d{1,6})\u00d7(\d{1,6})/.exec(text ?? '');
  return match ? {width: Number(match[1]), height: Number(match[2])} : {};
};

const previews: readonly (readonly [className: string, role: MediaRole])[] = [
  ['photo_wrap', 'image'],
  ['video_file_wrap', 'video'],
  ['sticker_wrap', 'sticker'],
  ['animated_wrap', 'animation'],
];

const preview = (wrap: HtmlNode, ctx: MediaContext): Part | undefined => {
  for (const [className, role] of previews) {
    const link = byClass(wrap, className);
    const href = link?.attributes['href'];
    if (!link || href === undefined || href === '') continue;
    const image = findNode(link, (node) => node.name === 'img')?.attributes['src'];
    const duration = secondsOf(lineOf(byClass(link, 'video_duration')));
    return {
      kind: 'media',
      role,
      asset: ctx.asset(href),
      ...given({
        durationSeconds: duration,
        thumbnail: image === undefined || image === href ? undefined : ctx.asset(image),
      }),
    };
  }
  return undefined;
};

// ---- cards

type Card = {
  readonly classes: HtmlNode;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  readonly href: string | undefined;
};

const cardOf = (wrap: HtmlNode): Card | undefined => {
  const card = byClass(wrap, 'media');
  return (
    card && {
      classes: card,
      title: lineOf(byClass(card, 'title')),
      description: lineOf(byClass(card, 'description')),
      status: lineOf(byClass(card, 'status')),
      href: card.attributes['href'] === '' ? undefined : card.attributes['href'],
    }
  );
};

const videoRoles: ReadonlyMap<string, MediaRole> = new Map<string, MediaRole>([
  ['Animation', 'animation'],
  ['Video message', 'video-note'],
]);

const roleOf = ({classes, title = ''}: Card): MediaRole | undefined => {
  if (hasClass(classes, 'media_photo')) return title === 'Sticker' ? 'sticker' : 'image';
  if (hasClass(classes, 'media_video')) return videoRoles.get(title) ?? 'video';
  if (hasClass(classes, 'media_voice_message')) return 'voice';
  if (hasClass(classes, 'media_audio_file')) return 'audio';
  return hasClass(classes, 'media_file') ? 'file' : undefined;
};

const generic =
  /^(?:Photo|Sticker|Animation|Video file|Video message|Voice message|Audio file|File|Self-destructing (?:photo|video))$/;

/** `800×600, 120.5 KB` → the size is too rough for `bytes`: it stays in the words. */
const fileCard = (card: Card, role: MediaRole, ctx: MediaContext): MediaReading => {
  const {title, description, status, href} = card;
  const name = title === undefined || generic.test(title) ? undefined : title;
  const asset: Asset =
    href === undefined
      ? {id: `${role}-${ctx.record}`, ...given({name}), presence: 'absent'}
      : {...ctx.asset(href), ...given({name})};
  const emoji = role === 'sticker' ? status?.split(', ')[0] : undefined;
  const isTimed = role !== 'file' && role !== 'image' && role !== 'sticker';
  const isViewOnce = title?.startsWith('Self-destructing') === true;
  return {
    part: {
      kind: 'media',
      role,
      asset,
      ...given({durationSeconds: isTimed ? secondsOf(status) : undefined, emoji}),
      ...sizeOf(status),
      ...(isViewOnce ? {isViewOnce} : {}),
    },
    ...(description === undefined && (href !== undefined || status === undefined)
      ? {}
      : {extras: given({description, status})}),
  };
};

const coordinates = (text: string | undefined): {latitude?: number; longitude?: number} => {
  const match = /(-?\d{1,3}(?:\.\d{1,20})?), ?(-?\d{1,3}(?:\.\d{1,20})?)/.exec(text ?? '');
  return match ? {latitude: Number(match[1]), longitude: Number(match[2])} : {};
};

const pointIn = (card: Card): {latitude?: number; longitude?: number} => ({
  ...coordinates(/[?&]q=([^&]*)/.exec(card.href ?? '')?.[1]),
  ...coordinates(card.status),
});

const contactCard = (card: Card, ctx: MediaContext): MediaReading => {
  const phone = card.status?.replace(/ - vCard$/, '');
  return {
    part: {
      kind: 'contact',
      name: card.title ?? phone ?? '',
      ...(phone === undefined || phone === '' ? {} : {phones: [phone]}),
      ...(card.href === undefined ? {} : {vcard: ctx.asset(card.href)}),
    },
  };
};

const locationCard = (card: Card): MediaReading => {
  const isVenue = hasClass(card.classes, 'media_venue');
  return {
    part: {
      kind: 'location',
      ...pointIn(card),
      ...given({
        name: isVenue ? card.title : undefined,
        address: isVenue ? card.description : undefined,
        isLive: hasClass(card.classes, 'media_live_location') ? true : undefined,
        url: card.href,
      }),
    },
  };
};

const invoiceCard = ({title, description, status}: Card): MediaReading => ({
  part: {
    kind: 'transfer',
    role: 'payment',
    ...given({
      amount: status,
      note: [title, description].filter((word) => word !== undefined).join(': ') || undefined,
    }),
  },
});

const callOutcomes: ReadonlyMap<string, CallOutcome> = new Map<string, CallOutcome>([
  ['Missed', 'missed'],
  ['Cancelled', 'cancelled'],
  ['Declined', 'declined'],
]);

/** `Outgoing (63 seconds)` */
const callCard = ({status = ''}: Card): MediaReading => {
  const match = /^(.*?)(?: \((\d{1,9}) seconds\))?$/s.exec(status);
  const seconds = match?.[2] === undefined ? undefined : Number(match[2]);
  const outcome =
    seconds === undefined ? (callOutcomes.get(match?.[1] ?? '') ?? 'unknown') : 'answered';
  return {call: {outcome, text: status, ...given({durationSeconds: seconds})}};
};

const readCard = (card: Card, ctx: MediaContext): MediaReading => {
  const role = roleOf(card);
  if (role) return fileCard(card, role, ctx);
  const {classes} = card;
  if (hasClass(classes, 'media_call')) return callCard(card);
  if (hasClass(classes, 'media_contact')) return contactCard(card, ctx);
  if (
    ['media_location', 'media_live_location', 'media_venue'].some((name) => hasClass(classes, name))
  ) {
    return locationCard(card);
  }
  if (hasClass(classes, 'media_invoice')) return invoiceCard(card);
  if (hasClass(classes, 'media_game')) {
    const facts = given({title: card.title, description: card.description});
    return {part: {kind: 'link', url: card.href ?? '', ...facts, card: 'game'}};
  }
  const name = /media_(\w+)/.exec(classes.attributes['class'] ?? '')?.[1] ?? 'media';
  const text = [card.title, card.description, card.status].filter(Boolean).join('\n');
  ctx.unknown(name);
  return {part: {kind: 'raw', format: formatId, name, text}};
};

// ---- polls and what stands in the same frame

const votes = (text: string | undefined): number | undefined => {
  if (text?.includes('No votes') === true) return 0;
  const match = /(\d{1,10}) votes?/.exec(text ?? '');
  return match ? Number(match[1]) : undefined;
};

const answerText = (answer: HtmlNode, ctx: MediaContext): string => {
  const children = answer.children.filter(
    (child) => !isElement(child) || !hasClass(child, 'details'),
  );
  return inlinesText(readInlines({...answer, children}, ctx))
    .replace(/^- /, '')
    .trim();
};

const pollPart = (poll: HtmlNode, ctx: MediaContext): Part => {
  const question = lineOf(byClass(poll, 'question')) ?? '';
  const details = lineOf(byClass(poll, 'details'));
  const answers = allByClass(poll, 'answer');
  if (details === 'To-do List') {
    const lines = answers.map((answer) => `- ${answerText(answer, ctx)}`);
    return {
      kind: 'raw',
      format: formatId,
      name: 'todo_list',
      text: [question, ...lines].join('\n'),
    };
  }
  const total = votes(lineOf(byClass(poll, 'total')));
  return {
    kind: 'poll',
    question,
    options: answers.map((answer) => {
      const said = lineOf(byClass(answer, 'details'));
      return {
        text: answerText(answer, ctx),
        votes: votes(said) ?? 0,
        ...(said?.includes('chosen') === true ? {isChosen: true} : {}),
      };
    }),
    isClosed: details === 'Final results',
    ...given({totalVoters: total}),
  };
};

const joinedLines = (node: HtmlNode): string =>
  nodeText(node)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

/** What `div.media_wrap` holds; undefined where it is empty. */
export const readMedia = (wrap: HtmlNode, ctx: MediaContext): MediaReading => {
  const part = preview(wrap, ctx);
  if (part) return {part};
  const poll = byClass(wrap, 'media_poll');
  if (poll) return {part: pollPart(poll, ctx)};
  const giveaway = byClass(wrap, 'media_giveaway');
  if (giveaway) {
    return {part: {kind: 'raw', format: formatId, name: 'giveaway', text: joinedLines(giveaway)}};
  }
  const card = cardOf(wrap);
  return card ? readCard(card, ctx) : {};
};

/** A text beside a file is its caption. */
export const withCaption = (part: Part, inlines: readonly Inline[]): readonly Part[] => {
  if (inlines.length === 0) return [part];
  return part.kind === 'media' ? [{...part, caption: inlines}] : [part, {kind: 'text', inlines}];
};
