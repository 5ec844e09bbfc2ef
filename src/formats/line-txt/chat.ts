// Turns records into entries of one conversation. No parsing of lines.

import type {Entry, NoticeEvent, PersonId} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ChatStream} from '../_shared/chat-stream.ts';
import {DayClock} from '../_shared/day-clock.ts';
import {authorKey, LineIds, stampOf} from '../_shared/line-ids.ts';
import {meaningOf, sentenceOf, unsentIn} from './body.ts';
import type {Said} from './body.ts';
import type {Survey} from './survey.ts';
import type {Record} from './transcript.ts';
import {formatId, ownerWords} from './words.table.ts';

const listOf = (names: string): string[] =>
  names
    .split(/[,、，]|\sand\s/)
    .map((name) => name.trim())
    .filter((name) => name !== '');

export class Chat {
  readonly #stream: ChatStream;
  readonly #found: Survey;
  readonly #ids = new LineIds();
  readonly #clock: DayClock;
  readonly #id: string;
  media = 0;

  constructor(stream: ChatStream, found: Survey, zone: string) {
    this.#stream = stream;
    this.#found = found;
    this.#clock = new DayClock(zone);
    const {title, saved, names, layout} = found;
    this.#id = title?.name ?? 'chat';
    const isGroup = title?.kind === 'group' || (layout === 'tab' && names.size > 2);
    stream.conversation({
      id: this.#id,
      kind: isGroup ? 'group' : title?.kind === 'one' ? 'direct' : 'unknown',
      ...given({title: title?.name}),
      platform: 'line',
      members: layout === 'tab' ? [...names].map((name) => this.#person(name)) : [],
      ...(title && {extras: {[formatId]: {title: title.line, ...given({saved})}}}),
    });
  }

  #person(name: string): PersonId {
    return this.#stream.person({id: name, name});
  }

  add(record: Record, path: string): void {
    const at = this.#clock.moment(record.time, 'min');
    const {author, text} = this.#split(record);
    const id = this.#ids.make(stampOf(record.time), authorKey(author ?? ''), text);
    const entry =
      author === undefined ? this.#system({id, at}, text) : this.#said({id, at}, author, text);
    this.#stream.entry(this.#id, entry, {path, line: record.line});
  }

  #split(record: Record): {readonly author?: string; readonly text: string} {
    const {author, text} = record;
    if (this.#found.layout === 'tab') return {text, ...given({author})};
    if (sentenceOf(text) || unsentIn(text)) return {text};
    return this.#found.borders.split(text);
  }

  #said(base: Pick<Entry, 'id' | 'at'>, author: string, text: string): Entry {
    const from = this.#person(author);
    const meaning = meaningOf(text, this.#found.layout === 'space');
    switch (meaning.kind) {
      case 'body':
        if (meaning.body.some(({kind}) => kind === 'media')) this.media++;
        return {kind: 'message', ...base, from, body: meaning.body};
      case 'call': {
        const {outcome, medium, seconds: durationSeconds} = meaning;
        return {kind: 'call', ...base, from, medium, outcome, ...given({durationSeconds}), text};
      }
      case 'unsent':
        return {kind: 'removed', ...base, from, removedBy: 'sender', text};
      default:
        return meaning satisfies never;
    }
  }

  #system(base: Pick<Entry, 'id' | 'at'>, text: string): Entry {
    const meaning = unsentIn(text);
    if (meaning?.kind === 'unsent') {
      const from = meaning.who === undefined ? undefined : this.#person(meaning.who);
      return {kind: 'removed', ...base, ...given({from}), removedBy: 'sender', text};
    }
    const said = sentenceOf(text);
    const who = said?.groups['who']?.trim();
    const isNamed = who !== undefined && who !== '' && !ownerWords.has(who.toLowerCase());
    const from = isNamed ? this.#person(who) : undefined;
    return {kind: 'notice', ...base, ...given({from}), event: this.#event(said), text};
  }

  #event(said: Said | undefined): NoticeEvent {
    if (!said) return {kind: 'other'};
    const {kind} = said.sentence;
    if (kind === 'members-added' || kind === 'members-removed')
      return {kind, members: listOf(said.groups['whom'] ?? '').map((name) => this.#person(name))};
    if (kind === 'renamed') return {kind, title: said.groups['title'] ?? ''};
    return kind === 'joined' || kind === 'left' || kind === 'photo-changed'
      ? {kind}
      : {kind: 'other', name: kind};
  }
}
