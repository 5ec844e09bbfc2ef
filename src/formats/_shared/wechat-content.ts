// The display texts that WeFlow, EchoTrace and CipherTalk print for a message whose kind is known: `[文件] a.pdf`, `收到[引用 阿丽：你好]`.

import {given} from '../../engine/model/build.ts';
import {readCallLine} from './chinese-call.ts';
import {referenceKind} from './content-reference.ts';
import type {WechatKind} from './wechat-codes.table.ts';
import {roleOfKind} from './wechat-facts.ts';
import type {WechatFacts} from './wechat-facts.ts';

/** `[文件] a.pdf` → `a.pdf`; a text without a label stays whole. */
export const afterLabel = (text: string): string =>
  text.replace(/^\s*[[【][^\]】\n]{1,20}[\]】]\s?[:：]?\s?/u, '').trim();

const quoteTail = /\n?\s?\[引用\s([^\]：:\n]{0,64})[：:]([^]{0,20000})\]\s*$/u;
const oldQuoteTail = /\n{1,2}\[引用\]\(([^)\n]{0,40})\)([^:：\n]{0,64})[:：]([^]{0,20000})$/u;

/** The answer and what it quotes, in the two ways in which exporters write both into one text. */
export const splitQuoteText = (text: string): WechatFacts => {
  const bracket = quoteTail.exec(text);
  if (bracket) {
    return {
      kind: 'quote',
      text: text.slice(0, bracket.index),
      reply: {quote: {name: bracket[1] ?? '', text: bracket[2] ?? ''}},
    };
  }
  const linked = oldQuoteTail.exec(text);
  if (!linked) return {kind: 'quote', text};
  return {
    kind: 'quote',
    text: text.slice(0, linked.index),
    reply: {quote: {name: linked[2] ?? '', text: linked[3] ?? ''}},
  };
};

const amountPattern = /[¥￥]\s?\d[\d,]{0,12}(?:\.\d{1,2})?/;

const payFacts = (kind: 'transfer' | 'red-packet', text: string): WechatFacts => {
  const amount = amountPattern.exec(text)?.[0];
  const note = afterLabel(text)
    .replace(amount ?? '', '')
    .trim();
  return {kind, transfer: given({amount, note: note === '' ? undefined : note})};
};

const mediaFacts = (kind: WechatKind, text: string): WechatFacts => {
  const first = text.split('\n', 1)[0] ?? '';
  if (referenceKind(first) === 'path' || referenceKind(first) === 'url') {
    const rest = text.slice(first.length).trim();
    return {
      kind,
      media: given({
        url: first,
        transcript: kind === 'voice' && rest !== '' ? rest : undefined,
        caption: kind !== 'voice' && rest !== '' ? rest : undefined,
      }),
    };
  }
  const words = afterLabel(text) || undefined;
  if (kind === 'voice') return {kind, media: given({transcript: words})};
  if (kind === 'sticker') return {kind, media: given({emoji: words})};
  if (kind === 'file') return {kind, media: given({name: words})};
  return {kind, media: given({caption: words})};
};

const linkFacts = (kind: WechatKind, text: string): WechatFacts => {
  const lines = afterLabel(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const url = lines.find((line) => /^https?:\/\/\S+$/i.test(line));
  const [title, ...description] = lines.filter((line) => line !== url);
  return {
    kind,
    ...given({
      title,
      url,
      description: description.length === 0 ? undefined : description.join('\n'),
    }),
  };
};

/** A medium's path, where there is one, comes back as `media.url`. */
export const factsOfContent = (kind: WechatKind, text: string): WechatFacts => {
  if (roleOfKind(kind) !== undefined) return mediaFacts(kind, text);
  switch (kind) {
    case 'text':
    case 'system':
    case 'revoke':
      return {kind, text};
    case 'quote':
      return splitQuoteText(text);
    case 'call':
      return {kind, call: readCallLine(text), text};
    case 'transfer':
    case 'red-packet':
      return payFacts(kind, text);
    case 'location':
    case 'live-location':
      return {kind, location: given({name: afterLabel(text) || undefined})};
    case 'contact':
    case 'friend-request':
      return {kind, contact: {name: afterLabel(text)}};
    case 'forward':
      return {kind, title: afterLabel(text)};
    case 'pat':
      return {kind, text: afterLabel(text) || text};
    case 'unknown':
      return {kind, text};
    default:
      return linkFacts(kind, text);
  }
};
