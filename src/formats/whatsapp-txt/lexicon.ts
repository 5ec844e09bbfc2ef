// Looks up what the app itself writes into bodies, in any language we have words for. Knows words, not grammar (body.ts).

import {ownString} from '../../engine/io/lines.ts';
import type {MediaRole} from '../../engine/model/archive.ts';
import {foldMarks} from '../_shared/invisible-marks.ts';
import {
  androidAttached,
  androidOmitted,
  deleted,
  deletedByYou,
  iosWords,
  liveLocation,
  locationWords,
  missedVideo,
  missedVoice,
} from './lexicon.table.ts';
import {
  callNotAnswered,
  callWords,
  deletedByAdmin,
  editedNotes,
  encryptionStems,
  securityCodeStems,
  videoNoteOmitted,
} from './words.table.ts';

/** What a whole line of the app means. */
export type Phrase =
  /** `isExact`: the phrase names the kind of media. */
  | {readonly kind: 'omitted'; readonly role: MediaRole | 'contact'; readonly isExact: boolean}
  | {readonly kind: 'deleted'}
  | {readonly kind: 'deleted-by-you'}
  | {readonly kind: 'missed'; readonly medium: 'voice' | 'video'}
  | {readonly kind: 'live-location'};

/** Marks gone, spaces plain, one case, one Unicode form, no full stop at the end. */
export const foldPhrase = (text: string): string =>
  foldMarks(text)
    .normalize('NFC')
    .toLowerCase()
    .replace(/ {2,}/g, ' ')
    .trim()
    .replace(/[.。।]$/, '');

const phrases = new Map<string, Phrase>();
const shownForms = new Set<string>();
/** Words whose meaning depends on what stands around them. */
const foldedSet = (words: Iterable<string>): ReadonlySet<string> =>
  new Set([...words].map(foldPhrase));

const iosRoles: readonly (readonly [
  'image' | 'video' | 'audio' | 'contact' | 'sticker' | 'gif' | 'document',
  MediaRole | 'contact',
])[] = [
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['contact', 'contact'],
  ['sticker', 'sticker'],
  ['gif', 'animation'],
  ['document', 'file'],
];

const learn = (text: string, phrase: Phrase): void => {
  const key = foldPhrase(text);
  if (!phrases.has(key)) phrases.set(key, phrase);
  // Files hold either Unicode form, and of some letters neither is the one that was typed into the table.
  for (const shown of [text, key, text.normalize('NFC'), text.normalize('NFD')]) {
    shownForms.add(shown);
    shownForms.add(shown.charAt(0).toUpperCase() + shown.slice(1));
  }
};

for (const text of videoNoteOmitted)
  learn(text, {kind: 'omitted', role: 'video-note', isExact: true});
for (const words of Object.values(iosWords)) {
  for (const [word, role] of iosRoles) {
    const text = words[word];
    if (text !== undefined) learn(text, {kind: 'omitted', role, isExact: true});
  }
}
for (const text of Object.values(androidOmitted).flat())
  learn(text, {kind: 'omitted', role: 'file', isExact: false});
for (const text of deletedByYou) learn(text, {kind: 'deleted-by-you'});
for (const text of deleted) learn(text, {kind: 'deleted'});
for (const text of missedVideo) learn(text, {kind: 'missed', medium: 'video'});
for (const text of missedVoice) learn(text, {kind: 'missed', medium: 'voice'});
for (const text of liveLocation) learn(text, {kind: 'live-location'});

/** The same few placeholders come again and again. */
const answers = new Map<string, Phrase>();

/** The meaning of a whole text, if it is one of the app's own. */
export const phraseOf = (text: string): Phrase | undefined => {
  const known = answers.get(text);
  if (known) return known;
  const phrase = phrases.get(foldPhrase(text));
  if (phrase && answers.size < 500) answers.set(ownString(text), phrase);
  return phrase;
};

const filterBits = 1 << 15;
const filter = new Uint8Array(filterBits);
const small = (code: number): number => (code < 128 ? code | 32 : code);
const isStop = (code: number): boolean => code === 46 || code === 0x3002 || code === 0x964;

/** From the first letter, one in the middle, the last one before a full stop, and the length between. */
const filterKey = (text: string): number => {
  const end = text.length - (isStop(text.charCodeAt(text.length - 1)) ? 1 : 0);
  const ends = small(text.charCodeAt(0)) * 31 + small(text.charCodeAt(end - 1));
  const all = (ends * 127 + end) * 37 + small(text.charCodeAt(end >> 1));
  return (all ^ (all >>> 15)) & (filterBits - 1);
};
for (const shown of shownForms) filter[filterKey(shown)] = 1;
const longestPhrase = Math.max(...[...shownForms].map((shown) => shown.length)) + 1;

/**
 * A quick no for nearly every text that a person wrote. Marks in front must be taken away before.
 */
export const mayBePhrase = (text: string): boolean =>
  text.length <= longestPhrase && filter[filterKey(text)] === 1;

const attachedWords = foldedSet([
  ...androidAttached,
  ...Object.values(iosWords).flatMap((words) => words.attached ?? []),
]);
const locationNames = foldedSet(locationWords);
const edits = foldedSet(editedNotes);
const notAnswered = foldedSet(callNotAnswered);
const voiceCalls = foldedSet(callWords.voice);
const videoCalls = foldedSet(callWords.video);
const adminPrefixes = deletedByAdmin.map(foldPhrase);
const cryptoStems = [...encryptionStems, ...securityCodeStems].map(foldPhrase);

export const isAttachedWord = (text: string): boolean => attachedWords.has(foldPhrase(text));
export const isLocationWord = (text: string): boolean => locationNames.has(foldPhrase(text));
export const isEditedNote = (text: string): boolean => edits.has(foldPhrase(text));
export const isNotAnswered = (text: string): boolean => notAnswered.has(foldPhrase(text));

export const callMedium = (text: string): 'voice' | 'video' | undefined => {
  const folded = foldPhrase(text);
  if (voiceCalls.has(folded)) return 'voice';
  return videoCalls.has(folded) ? 'video' : undefined;
};

const adminFirst = new Set(deletedByAdmin.map((prefix) => prefix.charCodeAt(0)));

/** A quick look, as `mayBePhrase` is. */
export const mayBeDeletedByAdmin = (text: string): boolean =>
  text.length > 20 &&
  text.length < 200 &&
  adminFirst.has(text.charCodeAt(0)) &&
  deletedByAdmin.some((prefix) => text.startsWith(prefix));

/** `This message was deleted by admin Ana.` */
export const isDeletedByAdmin = (text: string): boolean => {
  const folded = foldPhrase(text);
  return (
    folded.length < 200 &&
    adminPrefixes.some((prefix) => folded === prefix || folded.startsWith(`${prefix} `)) &&
    /admin|gelösch|elimin|supprim|apagad|delet/.test(folded)
  );
};

/** Is this system line about encryption, or about a changed security code? */
export const isAboutEncryption = (text: string): boolean => {
  const folded = foldPhrase(text);
  return cryptoStems.some((stem) => folded.includes(stem));
};

/** The language whose words a phrase belongs to, where only one has it. */
const languages = new Map<string, Set<string>>();
const spoken = (text: string | undefined, language: string): void => {
  if (text === undefined) return;
  const key = foldPhrase(text);
  const known = languages.get(key) ?? new Set<string>();
  languages.set(key, known.add(language));
};
for (const [language, words] of Object.entries(iosWords))
  for (const word of Object.values(words)) if (typeof word === 'string') spoken(word, language);
for (const [language, words] of Object.entries(androidOmitted))
  for (const word of words) spoken(word, language);

export const languagesOf = (text: string): readonly string[] => [
  ...(languages.get(foldPhrase(text)) ?? []),
];
