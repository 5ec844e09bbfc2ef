// What the text of a line means: words, a placeholder, a call, a message taken back, a system sentence. No times, no names of senders.

import type {CallOutcome, Part} from '../../engine/model/archive.ts';
import {textPart} from '../../engine/model/build.ts';
import {shield} from './transcript.ts';
import {
  barePlaceholders,
  callOutcomes,
  formatId,
  ownerWords,
  placeholders,
  sentences,
  unsent,
} from './words.table.ts';
import type {Placeholder, Sentence} from './words.table.ts';

export type Meaning =
  | {readonly kind: 'body'; readonly body: readonly Part[]}
  | {
      readonly kind: 'call';
      readonly outcome: CallOutcome;
      readonly medium: 'voice' | 'video' | 'unknown';
      readonly seconds?: number;
    }
  /** `who`: as the sentence names it; absent where it does not, or names the owner. */
  | {readonly kind: 'unsent'; readonly who?: string};

const placeholderPart = (meaning: Placeholder, text: string, detail: string): Part => {
  if ('role' in meaning) {
    const asset = {
      id: 'omitted',
      ...(detail === '' ? {} : {name: detail}),
      presence: 'absent' as const,
    };
    return {kind: 'media', role: meaning.role, asset};
  }
  switch (meaning.card) {
    case 'location': {
      const url = /https?:\/\/\S+/.exec(detail)?.[0];
      const name = (url === undefined ? detail : detail.replace(url, '')).trim();
      return {
        kind: 'location',
        ...(name === '' ? {} : {name}),
        ...(url === undefined ? {} : {url}),
      };
    }
    case 'contact':
      return {kind: 'contact', name: detail === '' ? text : detail};
    case 'album':
    case 'note':
    case 'gift':
    case 'music':
    case 'poll':
      return {kind: 'raw', format: formatId, name: meaning.card, text};
    default:
      return meaning.card satisfies never;
  }
};

const bracketed = /^\[([^[\]]{1,40})\]\s?([^\n]{0,400})$/;

const asPlaceholder = (text: string, isBare: boolean): Part | undefined => {
  if (isBare) {
    const meaning = barePlaceholders.get(text.toLowerCase());
    if (meaning) return placeholderPart(meaning, text, '');
  }
  const match = bracketed.exec(text);
  const meaning = match ? placeholders.get((match[1] ?? '').toLowerCase()) : undefined;
  if (!meaning) return undefined;
  const detail = (match?.[2] ?? '').trim();
  // `[Photo] look at this` is what somebody typed: only files, places and people have a name behind the word.
  const mayHaveDetail =
    'role' in meaning
      ? meaning.role === 'file'
      : meaning.card === 'location' || meaning.card === 'contact';
  return detail === '' || mayHaveDetail ? placeholderPart(meaning, text, detail) : undefined;
};

const secondsOf = (text: string): number | undefined => {
  const match = /(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?!\d)/.exec(text);
  return match
    ? Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3])
    : undefined;
};

const asCall = (text: string): Meaning | undefined => {
  const words = /^☎\ufe0f?\s?([^\n]{1,120})$/.exec(text)?.[1];
  if (words === undefined) return undefined;
  const seconds = secondsOf(words);
  const outcome =
    callOutcomes.find(([pattern]) => pattern.test(words))?.[1] ??
    (seconds === undefined ? 'unknown' : 'answered');
  const medium = /video|ビデオ|視訊|视频|영상|วิดีโอ/i.test(words) ? 'video' : 'unknown';
  return {kind: 'call', outcome, medium, ...(seconds === undefined ? {} : {seconds})};
};

const asUnsent = (text: string): Meaning | undefined => {
  if (text.length > 200) return undefined;
  for (const pattern of unsent) {
    const match = pattern.exec(text);
    if (!match) continue;
    const who = match.groups?.['who']?.trim();
    return {
      kind: 'unsent',
      ...(who === undefined || ownerWords.has(who.toLowerCase()) ? {} : {who}),
    };
  }
  return undefined;
};

/** Anything but words; undefined: just a text. */
const special = (text: string, isBare: boolean): Meaning | undefined => {
  const part = asPlaceholder(text, isBare);
  return part ? {kind: 'body', body: [part]} : (asCall(text) ?? asUnsent(text));
};

/** `isBare`: the layout of computers, whose placeholders have no brackets. */
export const meaningOf = (text: string, isBare = false): Meaning => {
  if (text.startsWith(shield) && special(text.slice(1), isBare))
    return {kind: 'body', body: [textPart(text.slice(1))]};
  return special(text, isBare) ?? {kind: 'body', body: [textPart(text)]};
};

export const unsentIn = asUnsent;

export type Said = {
  readonly sentence: Sentence;
  readonly groups: {readonly [name: string]: string | undefined};
};

/** The system sentence that the text is. */
export const sentenceOf = (text: string): Said | undefined => {
  if (text.length > 600 || text.includes('\n')) return undefined;
  for (const sentence of sentences) {
    const match = sentence.pattern.exec(text);
    if (match) return {sentence, groups: match.groups ?? {}};
  }
  return undefined;
};
