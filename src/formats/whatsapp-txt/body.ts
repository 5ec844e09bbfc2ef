// What the text of one message is: words, a file, a place, a poll, a call, a deleted message, or a line of the app itself.

import {plain, textPart} from '../../engine/model/build.ts';
import type {Asset, Inline, Part} from '../../engine/model/archive.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import {foldMarks, isDirectionMark, withoutMarks} from '../_shared/invisible-marks.ts';
import {isAppName, isVcard, roleOfName} from './attachments.ts';
import type {Attachments} from './attachments.ts';
import {callLength} from './calls.ts';
import {
  callMedium,
  isAttachedWord,
  isDeletedByAdmin,
  isEditedNote,
  isLocationWord,
  mayBeDeletedByAdmin,
  mayBePhrase,
  phraseOf,
} from './lexicon.ts';
import type {Phrase} from './lexicon.ts';
import {readPoll} from './polls.ts';

export type Content =
  | {
      readonly kind: 'message';
      readonly parts: readonly Part[];
      readonly isEdited?: boolean;
      /** The app's own words where the parts do not hold their meaning. */
      readonly note?: string;
      /** A placeholder for what was not exported. */
      readonly isOmitted?: true;
    }
  | {readonly kind: 'removed'; readonly by: 'sender' | 'admin'; readonly isByOwner: boolean}
  | {
      readonly kind: 'call';
      readonly medium: 'voice' | 'video';
      readonly outcome: 'answered' | 'missed' | 'unknown';
      readonly seconds?: number;
    }
  /** The app speaks. */
  | {readonly kind: 'notice'};

export type BodyContext = {
  readonly attachments: Attachments;
  /** An iPhone's file: what the app writes begins with a direction mark. */
  readonly isIos: boolean;
  /** Its system lines have authors, so that a mark in front tells the app from a person. */
  readonly areMarksReliable: boolean;
  /** The person behind a name, for mentions. */
  personOf(name: string): string | undefined;
};

type MessageContent = Extract<Content, {kind: 'message'}>;

const message = (...parts: Part[]): MessageContent => ({kind: 'message', parts});

const omitted: Asset = {id: 'omitted', presence: 'absent'};

/** A wide space without width: what the writer puts before text that would be read as something else. */
const shield = 0x200b;

const startsMarked = (text: string): boolean => isDirectionMark(text.charCodeAt(0));

// ---- plain text

/** `@⁨Ana⁩`: how iPhones print a mention. */
const mention = /@\u2068([^\u2068\u2069\n]{1,100})\u2069/g;

export const inlinesOf = (text: string, ctx: BodyContext): readonly Inline[] => {
  if (text === '') return [];
  if (!text.includes('@\u2068')) return [plain(text)];
  const inlines: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(mention)) {
    const name = match[1] ?? '';
    const person = ctx.personOf(name);
    if (match.index > from) inlines.push(plain(text.slice(from, match.index)));
    inlines.push({
      kind: 'mention',
      text: `@${name}`,
      ...(person === undefined ? {} : {person}),
    });
    from = match.index + match[0].length;
  }
  if (from < text.length) inlines.push(plain(text.slice(from)));
  return inlines;
};

const words = (text: string, ctx: BodyContext): Content => {
  const inlines = inlinesOf(text, ctx);
  return message(
    inlines.length === 1 && inlines[0]?.kind === 'plain' ? textPart(text) : {kind: 'text', inlines},
  );
};

// ---- files

const fileParts = (name: string, caption: string, ctx: BodyContext): Part[] => {
  const asset = ctx.attachments.asset(name);
  const more = caption === '' ? [] : inlinesOf(caption, ctx);
  if (isVcard(name)) {
    const contact: Part = {
      kind: 'contact',
      name: name.replace(/^\d{8}-|\.vcf$/gi, ''),
      vcard: asset,
    };
    return more.length > 0 ? [contact, {kind: 'text', inlines: more}] : [contact];
  }
  return [
    {kind: 'media', role: roleOfName(name), asset, ...(more.length > 0 ? {caption: more} : {})},
  ];
};

/** `IMG-….jpg (file attached)`, the caption on the lines below. */
const androidFile = /^(.{1,255}) \(([^()]{2,60})\)$/;

const readAndroidFile = (text: string, ctx: BodyContext): Content | undefined => {
  const lineEnd = text.indexOf('\n');
  const first = withoutMarks(lineEnd < 0 ? text : text.slice(0, lineEnd));
  if (!first.endsWith(')')) return undefined;
  const match = androidFile.exec(first);
  const [, name = '', word = ''] = match ?? [];
  const isFile =
    match !== null &&
    (isAttachedWord(word)
      ? /\.\w{1,10}$/.test(name)
      : isAppName(name) || ctx.attachments.find(name) !== undefined);
  if (!isFile) return undefined;
  return message(...fileParts(name, lineEnd < 0 ? '' : text.slice(lineEnd + 1), ctx));
};

/** `<attached: 00000047-A PDF.pdf>` */
const iosFile = /^<([^<>:\n]{1,40}): ?([^<>\n]{1,255})>$/;

/** `A PDF.pdf • ⟨LRM⟩1 page ⟨LRM⟩<attached: …>` */
const readIosFile = (text: string, ctx: BodyContext): Content | undefined => {
  const open = text.lastIndexOf('<');
  const match = open < 0 || text.length - open > 320 ? null : iosFile.exec(text.slice(open));
  if (!match) return undefined;
  const [, word = '', shown = ''] = match;
  const name = withoutMarks(shown);
  const isFile =
    isAttachedWord(word) || /^\d{8}-/.test(name) || ctx.attachments.find(name) !== undefined;
  if (!isFile) return undefined;
  const {caption, note} = aroundFile(text.slice(0, open), name.replace(/^\d{8}-/, ''));
  const content = message(...fileParts(name, caption, ctx));
  return note === undefined ? content : {...content, note};
};

/** What stands before a file: its own name, `name • 2 pages`, or a caption. */
const aroundFile = (before: string, name: string): {caption: string; note?: string} => {
  const text = withoutMarks(before).trim();
  if (text === '' || text === name) return {caption: ''};
  const [title = '', ...facts] = text.split(' • ');
  if (title === name && facts.length > 0) return {caption: '', note: facts.join(' • ')};
  return {caption: before.replace(/[\u200e\u200f]/g, '').trim()};
};

// ---- files that were left out

const placeholder = (part: Part, note?: string): MessageContent => ({
  ...message(part),
  isOmitted: true,
  ...(note === undefined || note === '' ? {} : {note}),
});

const omittedContent = (phrase: Phrase & {kind: 'omitted'}): Content =>
  placeholder(
    phrase.role === 'contact'
      ? {kind: 'contact', name: '', vcard: omitted}
      : {kind: 'media', role: phrase.role, asset: omitted},
  );

/** `name.pdf • ⟨LRM⟩2 pages ⟨LRM⟩document omitted` */
const readOmittedFile = (text: string, ctx: BodyContext): Content | undefined => {
  const at = Math.max(text.lastIndexOf('\u200e'), text.lastIndexOf('\u200f'));
  if (at <= 0) return undefined;
  const phrase = phraseOf(text.slice(at));
  if (phrase?.kind !== 'omitted' || phrase.role === 'contact') return undefined;
  const before = withoutMarks(text.slice(0, at)).trim();
  const [name = '', ...facts] = before.split(' • ');
  const isName = facts.length > 0 || /^[^\n]{1,250}\.\w{1,10}$/.test(name);
  const {role} = phrase;
  if (!isName) {
    const caption = before === '' ? {} : {caption: inlinesOf(before, ctx)};
    return placeholder({kind: 'media', role, asset: omitted, ...caption});
  }
  const mime = mimeFromName(name);
  const asset: Asset = {id: name, name, ...(mime === undefined ? {} : {mime}), presence: 'absent'};
  return placeholder({kind: 'media', role, asset}, facts.join(' • '));
};

/** `<Media omitted>`; in a language that we do not know, any two words between angle brackets. */
const readAngled = (text: string): Content | undefined => {
  if (!text.startsWith('<')) return undefined;
  const inner = text.slice(1, -1).trim();
  const phrase = phraseOf(inner);
  if (phrase?.kind === 'omitted') return omittedContent(phrase);
  const isSentence =
    /^\p{L}[\p{L}\p{M} ’'‘]{3,60}$/u.test(inner) &&
    (/\p{L} \p{L}/u.test(inner) || /[^\u0000-\u024f]{4}/u.test(inner));
  return isSentence ? placeholder({kind: 'media', role: 'file', asset: omitted}, inner) : undefined;
};

/** `<Media omitted>` with the caption on the lines below. */
const readOmittedAbove = (text: string, ctx: BodyContext): Content | undefined => {
  const lineEnd = text.indexOf('\n');
  if (lineEnd < 0 || text.charCodeAt(0) !== 60 || text.charCodeAt(lineEnd - 1) !== 62)
    return undefined;
  const phrase = phraseOf(text.slice(1, lineEnd - 1));
  if (phrase?.kind !== 'omitted' || phrase.role === 'contact') return undefined;
  const caption = inlinesOf(text.slice(lineEnd + 1), ctx);
  return placeholder({
    kind: 'media',
    role: phrase.role,
    asset: omitted,
    ...(caption.length > 0 ? {caption} : {}),
  });
};

// ---- places

const coordinates =
  /^([^\n]{0,200}?)(?: \(([^\n]{1,200})\))?: ?(https:\/\/maps\.google\.com\/\?q=(-?\d{1,3}(?:\.\d{1,20})?),(-?\d{1,3}(?:\.\d{1,20})?))$/;
const placeLine = /^(.{1,300}?)(?: \((.{1,300})\))?: (https:\/\/foursquare\.com\/v\/\S{1,200})$/;
const placeLines = /^([^\n]{1,300})\n([^\n]{0,300})\n(https:\/\/foursquare\.com\/v\/\S{1,200})$/;

const namedPlace = (name: string, address = ''): {name?: string; address?: string} => ({
  ...(name === '' ? {} : {name}),
  ...(address === '' ? {} : {address}),
});

const readPlace = (marked: string): Content | undefined => {
  const text = withoutMarks(marked);
  const point = coordinates.exec(text);
  if (point) {
    const [, word = '', address, url = '', latitude, longitude] = point;
    const isName = !isLocationWord(word) && !startsMarked(marked);
    return message({
      kind: 'location',
      latitude: Number(latitude),
      longitude: Number(longitude),
      ...(isName ? namedPlace(word, address) : {}),
      url,
    });
  }
  const place = placeLine.exec(text) ?? placeLines.exec(text);
  if (!place) return undefined;
  const [, name = '', address, url = ''] = place;
  return message({kind: 'location', ...namedPlace(name, address), url});
};

// ---- calls, edits, polls

/** `⟨LRM⟩Voice call, ⟨LRM⟩5 min` */
const readCall = (text: string): Content | undefined => {
  const [head = '', ...rest] = foldMarks(text).split(/, |\. |: /);
  const phrase = phraseOf(head);
  if (phrase?.kind === 'missed') return contentOf(phrase);
  const medium = callMedium(head);
  if (medium === undefined) return undefined;
  return {kind: 'call', medium, ...callLength(rest.join(', '))};
};

type EditNote = {
  /** The text without the note, or without the shield of a note that somebody typed. */
  readonly text: string;
  readonly isTyped: boolean;
};

/** `text <This message was edited>`; on iPhones, in a language that we do not know, anything with a mark in front. */
const editNoteOf = (text: string, ctx: BodyContext): EditNote | undefined => {
  const open = text.endsWith('>') ? text.lastIndexOf('<') : -1;
  if (open < 0 || text.length - open > 80) return undefined;
  const note = text.slice(open + 1, -1);
  const isMarked = isDirectionMark(text.charCodeAt(open - 1));
  const isUnknown = ctx.isIos && isMarked && open > 1 && !/[:\n]/.test(note);
  if (!isUnknown && !isEditedNote(note)) return undefined;
  if (text.charCodeAt(open - 1) === shield)
    return {text: text.slice(0, open - 1) + text.slice(open), isTyped: true};
  return {
    text: text
      .slice(0, open)
      .replace(/[\u200e\u200f]+$/, '')
      .replace(/[ \n]$/, ''),
    isTyped: false,
  };
};

const pollPart = (text: string): Content | undefined => {
  const poll = readPoll(withoutMarks(text).split('\n'));
  return poll ? message(poll) : undefined;
};

// ---- all of it

const contentOf = (phrase: Phrase): Content => {
  switch (phrase.kind) {
    case 'omitted':
      return omittedContent(phrase);
    case 'deleted':
      return {kind: 'removed', by: 'sender', isByOwner: false};
    case 'deleted-by-you':
      return {kind: 'removed', by: 'sender', isByOwner: true};
    case 'missed':
      return {kind: 'call', medium: phrase.medium, outcome: 'missed'};
    case 'live-location':
      return message({kind: 'location', isLive: true});
    default:
      return phrase satisfies never;
  }
};

/** A whole line of the app. `image omitted` counts only where a mark says that the app wrote it. */
const readPhrase = (text: string, ctx: BodyContext): Content | undefined => {
  const phrase = mayBePhrase(withoutMarks(text)) ? phraseOf(text) : undefined;
  if (!phrase) return undefined;
  const isTyped = ctx.isIos && ctx.areMarksReliable && !startsMarked(text);
  const isBare = phrase.kind === 'omitted' && !(ctx.isIos && phrase.isExact);
  return isTyped || isBare ? undefined : contentOf(phrase);
};

/** What the app writes with a mark in front. */
const readMarked = (text: string, ctx: BodyContext, isLineMarked: boolean): Content | undefined => {
  const known = readPhrase(text, ctx) ?? readCall(text) ?? pollPart(text);
  if (known) return known;
  if (isDeletedByAdmin(text)) return {kind: 'removed', by: 'admin', isByOwner: false};
  if (!ctx.isIos || !ctx.areMarksReliable) return undefined;
  // A mark before the whole line: media, in words that we do not know.
  return isLineMarked
    ? placeholder({kind: 'media', role: 'file', asset: omitted}, foldMarks(text).trim())
    : {kind: 'notice'};
};

const readSpecial = (
  text: string,
  ctx: BodyContext,
  isLineMarked: boolean,
): Content | undefined => {
  if (text.endsWith('>')) {
    const found = readIosFile(text, ctx) ?? readAngled(text);
    if (found) return found;
  }
  const file =
    readAndroidFile(text, ctx) ?? readOmittedFile(text, ctx) ?? readOmittedAbove(text, ctx);
  if (file) return file;
  const place = text.includes('https://') ? readPlace(text) : undefined;
  if (place) return place;
  if (text === 'null' && !ctx.isIos) {
    return message({kind: 'media', role: 'image', asset: omitted, isViewOnce: true});
  }
  if (startsMarked(text)) return readMarked(text, ctx, isLineMarked);
  return readPhrase(text, ctx) ?? readUnmarked(text, ctx);
};

const readUnmarked = (text: string, ctx: BodyContext): Content | undefined => {
  if (ctx.isIos && ctx.areMarksReliable) return pollPart(text);
  if (isDeletedByAdmin(text)) return {kind: 'removed', by: 'admin', isByOwner: false};
  return pollPart(text);
};

/** A text that the writer protected: it looked like the app's own words. */
const unshielded = (text: string, ctx: BodyContext): string | undefined => {
  if (text.charCodeAt(0) !== shield) return undefined;
  const inner = text.replace(/^\u200b+/, '');
  return readSpecial(inner, ctx, false) === undefined ? undefined : text.slice(1);
};

/** Would this text, written as it is, be read as anything but words? */
const needsShield = (text: string, ctx: BodyContext): boolean =>
  readSpecial(text.replace(/^\u200b+/, ''), ctx, false) !== undefined;

const mapLink = 'https://maps.google.com/?q=';
const placeLink = 'https://foursquare.com/v/';

/** Nearly all texts are words: everything that is not must show it here, cheaply. */
const isSuspicious = (text: string): boolean => {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  if (last === 62 || last === 41 || first === shield || isDirectionMark(first)) return true;
  if (mayBePhrase(text) || text === 'null' || mayBeDeletedByAdmin(text)) return true;
  const lineEnd = text.indexOf('\n');
  if (lineEnd > 0) {
    const before = text.charCodeAt(lineEnd - 1);
    if (before === 41 || before === 58 || before === 62) return true;
  }
  return text.includes('https://') && (text.includes(mapLink) || text.includes(placeLink));
};

const readUnedited = (text: string, ctx: BodyContext, isLineMarked: boolean): Content => {
  const inner = unshielded(text, ctx);
  if (inner !== undefined) return words(inner, ctx);
  return readSpecial(text, ctx, isLineMarked) ?? words(text, ctx);
};

/** `isLineMarked`: the line begins with a direction mark, as those with media do on iPhones. */
export const readContent = (text: string, ctx: BodyContext, isLineMarked: boolean): Content => {
  if (!isLineMarked && !isSuspicious(text)) return words(text, ctx);
  const edit = editNoteOf(text, ctx);
  if (!edit) return readUnedited(text, ctx, isLineMarked);
  const content = readUnedited(edit.text, ctx, isLineMarked);
  if (edit.isTyped) return content;
  return content.kind === 'message'
    ? {...content, isEdited: true}
    : readUnedited(text, ctx, isLineMarked);
};

/** A text as it must be written so that it is read as words again. */
export const shielded = (text: string, ctx: BodyContext): string => {
  const edit = editNoteOf(text.replace(/\u200b+(?=<[^<>]*>$)/, ''), ctx);
  const open = text.lastIndexOf('<');
  const noteless = edit ? `${text.slice(0, open)}\u200b${text.slice(open)}` : text;
  return needsShield(text, ctx) ? `\u200b${noteless}` : noteless;
};
