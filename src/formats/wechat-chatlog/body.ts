// The Markdown-like text that chatlog prints in CSV and text answers: quotes as `> ` lines, media and cards as links.

import {given} from '../../engine/model/build.ts';
import {readCallLine} from '../_shared/chinese-call.ts';
import {kindOfWord} from '../_shared/wechat-codes.table.ts';
import type {WechatKind} from '../_shared/wechat-codes.table.ts';
import {roleOfKind} from '../_shared/wechat-facts.ts';
import type {WechatFacts} from '../_shared/wechat-facts.ts';

const linkPattern = /^!?\[([^\]|\n]{1,20})(?:\|([^\]\n]{0,400}))?\](?:\(([^()\s]{0,2000})\))?\s*$/u;

const moreWords: Readonly<Record<string, WechatKind>> = {
  合并转发: 'forward',
  通话: 'call',
  语音通话: 'call',
  名片: 'contact',
};

const kindOfLabel = (label: string): WechatKind | undefined =>
  (Object.hasOwn(moreWords, label) ? moreWords[label] : undefined) ?? kindOfWord(label);

const cardFacts = (
  kind: WechatKind,
  title: string | undefined,
  url: string | undefined,
): WechatFacts => {
  if (roleOfKind(kind) !== undefined)
    return {kind, media: given({name: title || undefined, url: url || undefined})};
  if (kind === 'location') return {kind, location: given({name: title?.replaceAll('|', ' ')})};
  if (kind === 'contact') return {kind, contact: {name: title ?? ''}};
  if (kind === 'call') return {kind, call: readCallLine(title ?? ''), ...given({text: title})};
  if (kind === 'transfer' || kind === 'red-packet') return {kind, transfer: given({note: title})};
  return {kind, ...given({title, url: url || undefined})};
};

/** `> Alice(wxid_alice) 01-02 11:04:05⏎> 你好⏎收到` → what is quoted, and the answer. */
const splitQuote = (text: string): WechatFacts | undefined => {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('>'));
  if (end === 0) return undefined;
  const quoted = lines.slice(0, end < 0 ? undefined : end).map((line) => line.replace(/^>\s?/, ''));
  const head = /^(.{0,120}?)\(([^()\s]{1,80})\)(?: .{0,40})?$/u.exec(quoted[0] ?? '');
  const name = head
    ? head[1] || head[2]
    : /^我(?: .{0,40})?$/.test(quoted[0] ?? '')
      ? '我'
      : undefined;
  const rest = name === undefined ? quoted : quoted.slice(1);
  return {
    kind: 'quote',
    text: end < 0 ? '' : lines.slice(end).join('\n'),
    reply: {quote: given({name, text: rest.join('\n')})},
  };
};

export const factsOfBody = (text: string): WechatFacts => {
  if (text.startsWith('>')) return splitQuote(text) ?? {kind: 'text', text};
  const first = text.split('\n', 1)[0] ?? '';
  const match = linkPattern.exec(first);
  const kind = match?.[1] === undefined ? undefined : kindOfLabel(match[1]);
  const isWhole = first.length === text.trimEnd().length || kind === 'forward' || kind === 'link';
  if (!match || kind === undefined || kind === 'text' || !isWhole) return {kind: 'text', text};
  const facts = cardFacts(kind, match[2], match[3]);
  const rest = text.slice(first.length).trim();
  return rest === '' ? facts : {...facts, description: rest};
};
