// The query language: words, "phrases", from: in: before: after: has: kind:, `-` for not, OR. Text to AST, nothing is searched here.

import type {Entry, MediaRole} from '../model/archive.ts';
import {ChatError} from '../errors.ts';
import {parsePeriod} from '../model/time.ts';
import {fold} from './fold.ts';

export type HasWord =
  | MediaRole
  | 'media'
  | 'photo'
  | 'link'
  | 'location'
  | 'contact'
  | 'poll'
  | 'transfer'
  | 'reply'
  | 'reaction'
  | 'forward';

export type Term =
  /** `needle` is folded. */
  | {readonly kind: 'text'; readonly needle: string}
  | {readonly kind: 'from'; readonly name: string}
  | {readonly kind: 'in'; readonly name: string}
  /** Half-open range in epoch milliseconds. */
  | {readonly kind: 'time'; readonly from: number; readonly until: number}
  | {readonly kind: 'has'; readonly what: HasWord}
  | {readonly kind: 'entry-kind'; readonly what: Entry['kind']}
  | {readonly kind: 'not'; readonly term: Term}
  | {readonly kind: 'any'; readonly terms: readonly Term[]};

/** All terms must hold. */
export type Query = {readonly terms: readonly Term[]};

const hasWords: readonly HasWord[] = [
  'media',
  'photo',
  'image',
  'video',
  'audio',
  'voice',
  'video-note',
  'sticker',
  'animation',
  'file',
  'link',
  'location',
  'contact',
  'poll',
  'transfer',
  'reply',
  'reaction',
  'forward',
];
const entryKinds: readonly Entry['kind'][] = ['message', 'call', 'notice', 'removed'];

/** What people write for them in Chinese. */
const chineseWords = new Map<string, HasWord | Entry['kind']>([
  ['媒体', 'media'],
  ['图片', 'image'],
  ['照片', 'photo'],
  ['视频', 'video'],
  ['音频', 'audio'],
  ['语音', 'voice'],
  ['表情', 'sticker'],
  ['文件', 'file'],
  ['链接', 'link'],
  ['位置', 'location'],
  ['名片', 'contact'],
  ['投票', 'poll'],
  ['转账', 'transfer'],
  ['回复', 'reply'],
  ['转发', 'forward'],
  ['消息', 'message'],
  ['通话', 'call'],
  ['通知', 'notice'],
  ['撤回', 'removed'],
]);

const wordOf = <T extends string>(value: string, known: readonly T[]): T | undefined => {
  const word = chineseWords.get(value) ?? value.toLowerCase();
  return known.find((each) => each === word);
};

/** What people type on Chinese keyboards and in Chinese. */
const fields = new Map<string, string>([
  ['from', 'from'],
  ['发自', 'from'],
  ['谁', 'from'],
  ['in', 'in'],
  ['chat', 'in'],
  ['在', 'in'],
  ['before', 'before'],
  ['之前', 'before'],
  ['after', 'after'],
  ['since', 'after'],
  ['之后', 'after'],
  ['on', 'on'],
  ['date', 'on'],
  ['日期', 'on'],
  ['has', 'has'],
  ['含', 'has'],
  ['kind', 'kind'],
  ['类型', 'kind'],
]);

const pieces = /(-?)(?:([\p{L}]+)[:：])?(?:"([^"]*)"?|“([^”]*)”?|(\S+))/gu;

const wrong = (message: string, hint: string): never => {
  throw new ChatError('usage', message, {hint});
};

const timeTerm = (field: string, value: string, zone: string): Term => {
  const found =
    parsePeriod(value, zone) ??
    wrong(`"${field}:${value}" is no date.`, 'Examples: 2024, 2024-05, 2024-05-03.');
  if (field === 'before') return {kind: 'time', from: -Infinity, until: found.start};
  if (field === 'after') return {kind: 'time', from: found.start, until: Infinity};
  return {kind: 'time', from: found.start, until: found.end};
};

const fieldTerm = (field: string, value: string, zone: string): Term => {
  switch (field) {
    case 'from':
      return {kind: 'from', name: fold(value)};
    case 'in':
      return {kind: 'in', name: fold(value)};
    case 'has': {
      const what = wordOf(value, hasWords);
      return what === undefined
        ? wrong(`has:${value} is not known.`, `Known: ${hasWords.join(', ')}`)
        : {kind: 'has', what};
    }
    case 'kind': {
      const what = wordOf(value, entryKinds);
      return what === undefined
        ? wrong(`kind:${value} is not known.`, `Known: ${entryKinds.join(', ')}`)
        : {kind: 'entry-kind', what};
    }
    default:
      return timeTerm(field, value, zone);
  }
};

/**
 * Dates are days in `zone`. A word before a colon that is no field (`http://…`, `12:30`) is text.
 * Throws `usage` for an empty query, an unknown has: or kind:, or a bad date.
 */
export const parseQuery = (text: string, zone: string): Query => {
  const terms: Term[] = [];
  let joinsPrevious = false;
  for (const match of text.matchAll(pieces)) {
    const [whole, minus, name, quoted, curly, bare] = match;
    const value = quoted ?? curly ?? bare ?? '';
    if (whole === 'OR' || whole === '|') {
      joinsPrevious = terms.length > 0;
      continue;
    }
    const field = name === undefined ? undefined : fields.get(name.toLowerCase());
    const needle = fold(field === undefined && name !== undefined ? `${name}:${value}` : value);
    if (needle === '') continue;
    const positive =
      field === undefined ? ({kind: 'text', needle} as const) : fieldTerm(field, value, zone);
    const term: Term = minus === '-' ? {kind: 'not', term: positive} : positive;
    const previous = joinsPrevious ? terms.pop() : undefined;
    if (previous)
      terms.push({
        kind: 'any',
        terms: previous.kind === 'any' ? [...previous.terms, term] : [previous, term],
      });
    else terms.push(term);
    joinsPrevious = false;
  }
  if (terms.length === 0)
    wrong(
      'There is nothing to search for.',
      'Example: chatark search "早上好 from:Ana after:2024" PATH',
    );
  return {terms};
};

/** The texts that a hit shows, for highlighting; folded. */
export const needlesOf = (query: Query): readonly string[] => {
  const needles: string[] = [];
  const visit = (term: Term): void => {
    if (term.kind === 'text') needles.push(term.needle);
    else if (term.kind === 'any') term.terms.forEach(visit);
  };
  query.terms.forEach(visit);
  return needles;
};
