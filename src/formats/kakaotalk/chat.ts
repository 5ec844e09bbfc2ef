// Turns what was said into entries of one KakaoTalk chat: files, stickers, messages taken back, comings and goings. No parsing of lines.

import type {Entry, Moment, NoticeEvent, Part, PersonId} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {ReadContext} from '../../engine/convert/format.ts';
import type {Place} from '../../engine/model/problem.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {
  deleted,
  formatId,
  manyPhotos,
  mediaWords,
  namedFile,
  ownerNames,
  roleOfFile,
  sentences,
  sentFile,
} from './words.table.ts';
import type {Sentence} from './words.table.ts';

export type Said = {
  readonly at: Moment;
  readonly author?: string;
  readonly text: string;
  readonly place: Place;
};

type Known = {readonly sentence: Sentence; readonly who?: string; readonly whom?: string};

export const sentenceOf = (text: string): Known | undefined => {
  if (text.length > 600 || text.includes('\n')) return undefined;
  for (const sentence of sentences) {
    const groups = sentence.pattern.exec(text)?.groups;
    if (groups)
      return {sentence, ...given({who: groups['who']?.trim(), whom: groups['whom']?.trim()})};
  }
  return undefined;
};

const listOf = (names: string): string[] =>
  names
    .split(/님?,\s?|\sand(?:\s|$)|님과 /)
    .map((name) => name.trim())
    .filter((name) => name !== '');

export type Facts = {
  readonly title?: string;
  readonly kind: 'direct' | 'group' | 'unknown';
  readonly extras?: {readonly title?: string; readonly saved?: string};
};

export class Chat {
  readonly #stream: ChatStream;
  readonly #ctx: ReadContext;
  readonly #media: MediaLookup;
  readonly #folder: string;
  readonly #ids = new IdMaker();
  readonly #id: string;
  #isOwnerSaid = false;
  omitted = 0;

  constructor(
    stream: ChatStream,
    facts: Facts,
    more: {ctx: ReadContext; media: MediaLookup; path: string},
  ) {
    this.#stream = stream;
    this.#ctx = more.ctx;
    this.#media = more.media;
    this.#folder = more.path.slice(0, more.path.lastIndexOf('/') + 1);
    const {title, kind, extras} = facts;
    this.#id = title ?? 'chat';
    stream.conversation({
      id: this.#id,
      kind,
      ...given({title}),
      platform: 'kakaotalk',
      members: [],
      ...(extras && {extras: {[formatId]: extras}}),
    });
  }

  #person(name: string): PersonId {
    const isOwner = ownerNames.has(name);
    if (isOwner && !this.#isOwnerSaid) {
      this.#isOwnerSaid = true;
      this.#ctx.infer({what: 'owner', value: name, because: 'KakaoTalk’s word for oneself'});
    }
    return this.#stream.person({id: name, name, ...(isOwner && {isOwner})});
  }

  add(said: Said): void {
    this.#stream.entry(this.#id, this.#entry(said), said.place);
  }

  /** A row without a time, as computers leave of a deleted message. */
  removed(said: Said): void {
    this.#stream.entry(this.#id, this.#removed(said), said.place);
  }

  #base({at, author, text}: Said): Pick<Entry, 'id' | 'at'> {
    return {id: this.#ids.make(`${at.epochMs}\n${author ?? ''}\n${text}`), at};
  }

  #removed(said: Said): Entry {
    const {author, text} = said;
    const from = author === undefined ? undefined : this.#person(author);
    return {kind: 'removed', ...this.#base(said), ...given({from}), ...(text !== '' && {text})};
  }

  #entry(said: Said): Entry {
    const {author, text} = said;
    if (deleted.has(text.trim())) return this.#removed(said);
    const base = this.#base(said);
    if (author !== undefined)
      return {kind: 'message', ...base, from: this.#person(author), body: this.#body(said)};
    const known = sentenceOf(text);
    const from = known?.who === undefined ? undefined : this.#person(known.who);
    return {kind: 'notice', ...base, ...given({from}), event: this.#event(known), text};
  }

  #event(known: Known | undefined): NoticeEvent {
    if (!known) return {kind: 'other'};
    const {kind} = known.sentence;
    if (kind === 'joined' || kind === 'left') return {kind};
    return {kind, members: listOf(known.whom ?? '').map((name) => this.#person(name))};
  }

  #omitted(role: Extract<Part, {kind: 'media'}>['role'], name?: string): Part {
    this.omitted++;
    return {kind: 'media', role, asset: {id: 'omitted', ...given({name}), presence: 'absent'}};
  }

  #body({text, place}: Said): readonly Part[] {
    if (text.length > 2000) return [textPart(text)];
    const role = mediaWords.get(text.toLowerCase());
    if (role) return [this.#omitted(role)];
    const many = manyPhotos.exec(text);
    if (many) {
      const count = Math.max(1, Number(many[1] ?? many[2]));
      return Array.from({length: count}, () => this.#omitted('image'));
    }
    const file = namedFile.exec(text)?.[1];
    if (file !== undefined) return [this.#omitted('file', file.trim())];
    const names = text.split('\n');
    return names.every((name) => sentFile.test(name))
      ? names.map((name) => this.#sent(name, place))
      : [textPart(text)];
  }

  #sent(name: string, place: Place): Part {
    const role = roleOfFile(name);
    const entry = this.#media.find(this.#folder + name) ?? this.#media.byName(name);
    if (entry) {
      const asset = {id: entry.path, name, bytes: entry.size, presence: 'included' as const};
      return {kind: 'media', role, asset};
    }
    this.#ctx.report({kind: 'media-missing', place, detail: 'The file is not beside the text.'});
    return {kind: 'media', role, asset: {id: name, name, presence: 'absent'}};
  }
}
