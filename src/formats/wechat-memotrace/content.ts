// The texts that MemoTrace prints for what is no text: `【文件】a.pdf 1.2 MB …`, `收到⏎引用：阿丽: 你好`. Both generations' brackets.

import {given} from '../../engine/model/build.ts';
import {readCallLine} from '../_shared/chinese-call.ts';
import {kindOfWord} from '../_shared/wechat-codes.table.ts';
import type {WechatKind} from '../_shared/wechat-codes.table.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';

type Labelled = {readonly label: string; readonly rest: string};

/** `【图片】 words` or `[图片]words` → the label and what follows. */
const splitLabel = (text: string): Labelled | undefined => {
  const match = /^\s*[【[]([^】\]\n]{1,20})[】\]]\s*[:：]?\s?/u.exec(text);
  return match ? {label: match[1] ?? '', rest: text.slice(match[0].length)} : undefined;
};

const units: Readonly<Record<string, number>> = {B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3};

/** `报告.pdf 1.23 MB ./file/报告.pdf pdf 0123…` */
const fileFacts = (rest: string): WechatFacts => {
  const match = /^(.{1,300}?)\s+(\d{1,6}(?:\.\d{1,3})?)\s?(B|KB|MB|GB)\b\s*(.*)$/su.exec(
    rest.trim(),
  );
  if (!match) return {kind: 'file', media: given({name: rest.trim() || undefined})};
  const [, name = '', size = '0', unit = 'B', tail = ''] = match;
  const md5 = /\b[0-9a-fA-F]{32}\b/.exec(tail)?.[0];
  const path = /^(\S{0,300}[/\\].{0,300}?\.[A-Za-z0-9]{1,8})(?=\s|$)/.exec(tail)?.[1];
  return {
    kind: 'file',
    media: given({name, bytes: Math.round(Number(size) * (units[unit] ?? 1)), md5, url: path}),
  };
};

/** The last `引用：` splits the answer from what it quotes; a name ends at the first colon. */
export const splitQuote = (text: string): WechatFacts => {
  const at = Math.max(text.lastIndexOf('\n引用：'), text.lastIndexOf('\n引用:'));
  if (at < 0) return {kind: 'quote', text};
  const quoted = text.slice(at + 4);
  const match = /^([^:：\n]{1,64})[:：]\s?(.*)$/su.exec(quoted);
  return {
    kind: 'quote',
    text: text.slice(0, at),
    reply: {quote: match ? {name: match[1] ?? '', text: match[2] ?? ''} : {text: quoted}},
  };
};

const fieldPattern =
  /^\s*(?:title|标题|description|描述|简介|url|链接|地址|name|来源|appname)\s*[:：]\s?(.*)$/iu;
const namedField = (lines: readonly string[], names: string): string | undefined => {
  const pattern = new RegExp(`^\\s*(?:${names})\\s*[:：]\\s?(.*)$`, 'iu');
  for (const line of lines) {
    const value = pattern.exec(line)?.[1]?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
};

/** Title, description and address on lines of their own, with or without words before them. */
const linkFacts = (kind: WechatKind, rest: string): WechatFacts => {
  const lines = rest
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const bare = lines.filter((line) => !fieldPattern.test(line));
  const url = namedField(lines, 'url|链接|地址') ?? bare.find((line) => /^https?:\/\//i.test(line));
  const [title, ...description] = bare.filter((line) => line !== url);
  return {
    kind,
    ...given({
      title: namedField(lines, 'title|标题') ?? title,
      description:
        namedField(lines, 'description|描述|简介') ??
        (description.length === 0 ? undefined : description.join('\n')),
      url,
      site: namedField(lines, 'name|来源|appname'),
    }),
  };
};

const transferFacts = (text: string, labelled: Labelled | undefined): WechatFacts => {
  const amount = /[¥￥]?\s?\d[\d,]{0,12}(?:\.\d{1,2})?/.exec(labelled?.rest ?? text)?.[0]?.trim();
  const isState = labelled !== undefined && labelled.label !== '转账';
  return {
    kind: 'transfer',
    transfer: given({
      amount,
      state: isState ? labelled.label : undefined,
      note: amount === undefined ? labelled?.rest || text : undefined,
    }),
  };
};

const mediaFacts = (
  kind: WechatKind,
  labelled: Labelled | undefined,
  text: string,
): WechatFacts => {
  const rest = (labelled ? labelled.rest : text).trim();
  const words = rest === '' ? undefined : rest;
  if (kind === 'voice') return {kind, media: given({transcript: words})};
  if (kind === 'sticker') return {kind, media: given({emoji: words})};
  return {kind, media: given({caption: words})};
};

/** The facts of a printed text whose kind the export names. */
export const factsOf = (kind: WechatKind, text: string): WechatFacts => {
  const labelled = splitLabel(text);
  const rest = labelled ? labelled.rest : text;
  switch (kind) {
    case 'image':
    case 'video':
    case 'voice':
    case 'sticker':
      return mediaFacts(kind, labelled, text);
    case 'file':
      return fileFacts(rest);
    case 'quote':
      return splitQuote(text);
    case 'link':
    case 'music':
    case 'mini-program':
    case 'video-channel':
    case 'note':
    case 'live':
      return linkFacts(kind, rest);
    case 'call':
      return {kind, call: readCallLine(text), text};
    case 'transfer':
      return transferFacts(text, labelled);
    case 'red-packet':
      return {kind, transfer: given({note: rest.trim() || undefined})};
    case 'location':
    case 'live-location':
      return {kind, location: given({name: rest.trim() || undefined})};
    case 'contact':
      return {kind, contact: {name: rest.trim()}};
    case 'forward':
      return {kind, ...given({title: rest.trim() || undefined})};
    default:
      return {kind, text};
  }
};

const bracketKinds: Readonly<Record<string, WechatKind>> = {
  音频: 'voice',
  语音: 'voice',
  图片: 'image',
  视频: 'video',
  表情包: 'sticker',
  文件: 'file',
  名片: 'contact',
};

/** Where no column names the kind (TXT): the label in full brackets, the old short ones, or a quote. */
export const factsOfBareText = (text: string): WechatFacts => {
  const labelled = splitLabel(text);
  if (labelled) {
    const {label, rest} = labelled;
    const isFull = text.trimStart().startsWith('【');
    const kind = Object.hasOwn(bracketKinds, label) ? bracketKinds[label] : kindOfWord(label);
    const isWhole = rest.trim() === '';
    if (
      kind !== undefined &&
      kind !== 'text' &&
      kind !== 'system' &&
      (isFull || isWhole || kind === 'link' || kind === 'music')
    )
      return factsOf(kind, text);
  }
  if (/\n引用[:：]/.test(text)) return splitQuote(text);
  return {kind: 'text', text};
};
