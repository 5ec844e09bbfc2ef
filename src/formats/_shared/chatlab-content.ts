// What an entry becomes in ChatLab: one type code and one text, in a grammar that chatlab-entry.ts reads back. No files, no ids.

import type {BundleItem, Call, Entry, Message, Part} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {inlinesText, partText} from '../../engine/model/text.ts';
import {
  callLabels,
  cardLabels,
  chatlabType,
  outcomeLabels,
  partLabels,
  roleLabels,
  typeOfRole,
} from './chatlab-codes.table.ts';
import {referenceKind} from './content-reference.ts';

export type Lang = 'zh' | 'en';

export type ChatlabRecord = {
  readonly sender: string;
  readonly accountName: string;
  readonly timestamp: number;
  readonly type: number;
  readonly content: string;
  readonly chatRecords?: readonly ChatlabRecord[];
};

export type Content = {
  readonly type: number;
  readonly content: string;
  /** Extra keys, which ChatLab passes over: a role without a code of its own, words under a voice message that were not spoken. */
  readonly marks?: {readonly mediaRole?: string; readonly mediaText?: 'caption'};
  readonly items?: readonly BundleItem[];
  /** A part beside the leading one, of which only the text is left. */
  readonly isReduced: boolean;
};

type Written = {readonly type: number; readonly text: string; readonly marks?: Content['marks']};

const lines = (...pieces: readonly (string | undefined)[]): string =>
  pieces.filter((piece) => piece !== undefined && piece !== '').join('\n');

const label = (words: {readonly zh: string; readonly en: string}, lang: Lang): string =>
  `[${words[lang]}]`;

type MediaPart = Extract<Part, {kind: 'media'}>;

const mediaReference = (part: MediaPart, lang: Lang): string => {
  const {asset} = part;
  if (asset.presence === 'remote' && asset.url !== undefined && referenceKind(asset.url) === 'url')
    return asset.url;
  for (const candidate of [asset.id, asset.name])
    if (candidate !== undefined && referenceKind(candidate) !== undefined) return candidate;
  const name = asset.name ?? part.emoji;
  return `${label(roleLabels[part.role], lang)}${name === undefined ? '' : ` ${oneLine(name)}`}`;
};

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');

const writeMedia = (part: MediaPart, lang: Lang): Written => {
  const type = typeOfRole[part.role];
  const caption = part.caption ? inlinesText(part.caption) : '';
  const words = caption === '' && part.role === 'voice' ? part.transcript : caption;
  const hasOwnCode = ['image', 'voice', 'video', 'file', 'sticker'].includes(part.role);
  const isSpoken = part.role !== 'voice' || caption === '';
  return {
    type,
    text: lines(mediaReference(part, lang), words),
    ...(hasOwnCode && isSpoken
      ? {}
      : {marks: isSpoken ? {mediaRole: part.role} : {mediaText: 'caption' as const}}),
  };
};

const writeLocation = (part: Extract<Part, {kind: 'location'}>, lang: Lang): Written => {
  const {latitude, longitude} = part;
  const point =
    latitude === undefined || longitude === undefined ? undefined : `(${latitude}, ${longitude})`;
  const head = label(partLabels.location, lang);
  const name = part.name === undefined ? '' : ` ${oneLine(part.name)}`;
  return {
    type: chatlabType.location,
    text: lines(`${head}${name}`, part.address, part.url, point),
  };
};

const writeLink = (part: Extract<Part, {kind: 'link'}>, lang: Lang): Written => {
  const known = cardLabels.find(([card]) => card === (part.card ?? 'link'))?.[1];
  const head = known ? label(known, lang) : `[${part.card ?? ''}]`;
  const title = part.title === undefined ? '' : ` ${oneLine(part.title)}`;
  const isLink = part.card === undefined || part.card === 'link';
  return {
    type: isLink ? chatlabType.link : chatlabType.share,
    text: lines(`${head}${title}`, part.url, part.description),
  };
};

const writeTransfer = (part: Extract<Part, {kind: 'transfer'}>, lang: Lang): Written => {
  const head = label(partLabels[part.role], lang);
  const amount = [part.amount, part.currency].filter((piece) => piece !== undefined).join(' ');
  const state = part.state === undefined ? '' : ` (${part.state})`;
  return {
    type: part.role === 'red-packet' ? chatlabType.redPacket : chatlabType.transfer,
    text: lines(`${head}${amount === '' ? '' : ` ${amount}`}${state}`, part.note),
  };
};

const writePart = (part: Part, lang: Lang): Written => {
  switch (part.kind) {
    case 'text':
      return {type: chatlabType.text, text: inlinesText(part.inlines)};
    case 'media':
      return writeMedia(part, lang);
    case 'location':
      return writeLocation(part, lang);
    case 'contact': {
      const head = `${label(partLabels.contact, lang)} ${oneLine(part.name)}`;
      const ways = [...(part.phones ?? []), ...(part.emails ?? [])];
      return {type: chatlabType.contact, text: lines(head, ...ways)};
    }
    case 'poll':
      return {type: chatlabType.other, text: partText(part)};
    case 'link':
      return writeLink(part, lang);
    case 'transfer':
      return writeTransfer(part, lang);
    case 'bundle': {
      const title = part.title === undefined ? '' : ` ${oneLine(part.title)}`;
      const text = `${label(partLabels.bundle, lang)}${title}`;
      return {type: chatlabType.forward, text};
    }
    case 'raw':
      return {type: chatlabType.other, text: part.text};
    default:
      return assertNever(part);
  }
};

/** A quote that points at nothing is worth a line; one that names its target is shown by ChatLab itself. */
const quoteLine = (message: Message, lang: Lang): string | undefined => {
  const reply = message.replyTo;
  if (!reply || reply.entry !== undefined || !reply.quote) return undefined;
  const said = [reply.quote.name, reply.quote.text].filter((piece) => piece !== undefined);
  return `[${partLabels.quote[lang]} ${oneLine(said.join(': '))}]`;
};

const messageContent = (message: Message, lang: Lang): Content => {
  const written = message.body.map((part) => writePart(part, lang));
  const lead =
    written.find(({type}) => type === chatlabType.forward) ??
    written.find(({type}) => type !== chatlabType.text);
  const others = written.filter((piece) => piece !== lead);
  const isReply = message.replyTo?.entry !== undefined;
  const bundle = message.body.find((part) => part.kind === 'bundle');
  return {
    type: lead?.type ?? (isReply ? chatlabType.reply : chatlabType.text),
    content: lines(quoteLine(message, lang), lead?.text, ...others.map(({text}) => text)),
    ...(lead?.marks === undefined ? {} : {marks: lead.marks}),
    ...(bundle?.kind === 'bundle' && bundle.items.length > 0 ? {items: bundle.items} : {}),
    isReduced: others.some(({type}) => type !== chatlabType.text),
  };
};

const clock = (seconds: number): string => {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours === 0 ? rest : `${two(hours)}:${rest}`;
};

const callContent = (call: Call, lang: Lang): string => {
  const words = [
    label(callLabels[call.medium], lang),
    outcomeLabels[call.outcome][lang],
    call.durationSeconds === undefined ? '' : clock(call.durationSeconds),
  ];
  return words.filter((word) => word !== '').join(' ');
};

/** The type code and text of an entry. */
export const contentOf = (entry: Entry, lang: Lang): Content => {
  switch (entry.kind) {
    case 'message':
      return messageContent(entry, lang);
    case 'call':
      return {type: chatlabType.call, content: callContent(entry, lang), isReduced: false};
    case 'notice': {
      const type = entry.event.kind === 'poked' ? chatlabType.poke : chatlabType.system;
      return {type, content: entry.text, isReduced: false};
    }
    case 'removed':
      return {type: chatlabType.recall, content: entry.text ?? '', isReduced: false};
    default:
      return assertNever(entry);
  }
};

/** One message of a merged forward. */
export const nestedRecord = (item: BundleItem, lang: Lang): ChatlabRecord => {
  const written = item.body.map((part) => writePart(part, lang));
  const lead =
    written.find(({type}) => type === chatlabType.forward) ??
    written.find(({type}) => type !== chatlabType.text);
  const bundle = item.body.find((part) => part.kind === 'bundle');
  const name = item.name === undefined || item.name === '' ? '?' : item.name;
  return {
    sender: name,
    accountName: name,
    timestamp: Math.max(0, Math.floor((item.at?.epochMs ?? 0) / 1000)),
    type: lead?.type ?? chatlabType.text,
    content: lines(...written.map(({text}) => text)),
    ...(bundle?.kind === 'bundle' && bundle.items.length > 0
      ? {chatRecords: bundle.items.map((inner) => nestedRecord(inner, lang))}
      : {}),
  };
};
