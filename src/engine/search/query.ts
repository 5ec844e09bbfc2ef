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

const isHasWord = (word: string): word is HasWord => (hasWords as readonly string[]).includes(word);
const isEntryKind = (word: string): word is Entry['kind'] =>
  (entryKinds as readonly string[]).includes(word);

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
    case 'has':
      return isHasWord(value)
        ? {kind: 'has', what: value}
        : wrong(`has:${value} is not known.`, `Known: ${hasWords.join(', ')}`);
    case 'kind':
      return isEntryKind(value)
        ? {kind: 'entry-kind', what: value}
        : wrong(`kind:${value} is not known.`, `Known: ${entryKinds.join(', ')}`);
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
    const needle = fold(
      field === undefined && name !== undefined ? whole.slice(minus?.length ?? 0) : value,
    );
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
