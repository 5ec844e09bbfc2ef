// Records into entries: what a text is (body.ts) and what a system line says (notices.ts), put into the model's words.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {
  ArchiveEvent,
  Call,
  Conversation,
  Entry,
  Notice,
  NoticeEvent,
  Part,
  PersonId,
} from '../../engine/model/archive.ts';
import {entryEvent} from '../../engine/model/build.ts';
import {withoutMarks} from '../_shared/invisible-marks.ts';
import {LineIds} from '../_shared/line-ids.ts';
import type {Attachments} from './attachments.ts';
import {readContent} from './body.ts';
import type {BodyContext, Content} from './body.ts';
import {languagesOf, phraseOf} from './lexicon.ts';
import {SentenceReader, you} from './notices.ts';
import type {Named, Sentence} from './notices.ts';
import {foldName, formatId} from './people.ts';
import type {People} from './people.ts';
import type {Plan} from './plan.ts';
import type {Record} from './transcript.ts';

type Surroundings = {
  readonly conversation: Conversation;
  readonly people: People;
  readonly attachments: Attachments;
};
type Place = {readonly path: string; readonly ctx: ReadContext};

/** Placeholders that are looked at to learn the language. */
const languageSamples = 200;

export class Entries {
  /** All entries so far. */
  count = 0;
  /** Media with a file, and without. */
  included = 0;
  omitted = 0;
  readonly #plan: Plan;
  readonly #around: Surroundings;
  readonly #place: Place;
  readonly #ids = new LineIds();
  readonly #sentences: SentenceReader;
  readonly #body: BodyContext;
  readonly #languages = new Map<string, number>();
  #languageSamples = 0;
  #vcards: number[] = [];

  constructor(plan: Plan, around: Surroundings, place: Place) {
    const {people, attachments} = around;
    this.#plan = plan;
    this.#around = around;
    this.#place = place;
    this.#sentences = new SentenceReader((name) => people.has(name));
    this.#body = {
      attachments,
      isIos: plan.isIos,
      areMarksReliable: plan.areMarksReliable,
      personOf: (name) => (people.has(name) ? people.of(name) : undefined),
    };
  }

  /** The language whose words were seen most, when one stands out. */
  get language(): string | undefined {
    const [first, second] = [...this.#languages].sort(([, a], [, b]) => b - a);
    return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
  }

  /** Positions in the batch of messages whose contact files can be read; asking empties the list. */
  takeVcards(): readonly number[] {
    const vcards = this.#vcards;
    this.#vcards = [];
    return vcards;
  }

  add(record: Record, batch: ArchiveEvent[]): void {
    this.count++;
    const entry = this.#entryOf(record);
    const news = this.#around.people.takeNews();
    if (news.length > 0) batch.push(...news);
    if (entry.kind === 'message' && entry.body[0]?.kind === 'contact')
      this.#vcards.push(batch.length);
    batch.push(entryEvent(this.#around.conversation.id, entry));
  }

  #entryOf(record: Record): Entry {
    const {author, text, at, stamp} = record;
    const id = this.#ids.make(stamp, author?.key ?? 0, text);
    if (author === undefined) return this.#senderless(record, id);
    const content = readContent(text, this.#body, record.isMarked);
    if (content.kind === 'notice' || author.name === this.#plan.groupAsAuthor)
      return this.#notice(record, id);
    const from = this.#around.people.of(author.name);
    switch (content.kind) {
      case 'message':
        return this.#message({content, record, id, from});
      case 'removed':
        return {kind: 'removed', id, at, from, removedBy: content.by, text: withoutMarks(text)};
      case 'call':
        return callOf(content, {id, at, from}, text);
      default:
        return content satisfies never;
    }
  }

  #message({
    content,
    record,
    id,
    from,
  }: {
    content: Content & {kind: 'message'};
    record: Record;
    id: string;
    from: PersonId;
  }): Entry {
    const {parts, isEdited, note} = content;
    if (content.isOmitted) this.#countOmitted(record.text);
    else if (parts[0]?.kind !== 'text') this.#countFile(parts, record);
    return {
      kind: 'message',
      id,
      at: record.at,
      from,
      body: parts,
      ...(isEdited === true ? {edits: [{}]} : {}),
      ...(note === undefined ? {} : {extras: {[formatId]: {note}}}),
    };
  }

  #countFile([part]: readonly Part[], {line}: Record): void {
    const asset =
      part?.kind === 'media' ? part.asset : part?.kind === 'contact' ? part.vcard : undefined;
    if (asset?.presence === 'included') this.included++;
    else if (asset?.name !== undefined) {
      this.#place.ctx.report({
        kind: 'media-missing',
        place: {path: this.#place.path, line},
        detail: `The file "${asset.name}" is not in the export.`,
      });
    }
  }

  #countOmitted(text: string): void {
    this.omitted++;
    if (this.#languageSamples++ >= languageSamples) return;
    const bare = withoutMarks(text).replace(/^<|>$/g, '');
    for (const language of languagesOf(bare)) this.#speak(language);
  }

  #speak(language: string): void {
    this.#languages.set(language, (this.#languages.get(language) ?? 0) + 1);
  }

  // ---- lines of the app

  /** In old files calls have no author; in a chat of two a missed one came from the other. */
  #senderless(record: Record, id: string): Entry {
    const {text, at} = record;
    const phrase = phraseOf(text.replace(/ (?:at|um|a las|à) \d.*$/u, ''));
    const {owner, members} = this.#around.people;
    const [one, two, ...more] = members;
    const partner = more.length > 0 || owner === undefined ? undefined : one === owner ? two : one;
    if (phrase?.kind === 'deleted') return {kind: 'removed', id, at, removedBy: 'unknown', text};
    if (phrase?.kind === 'missed' && partner !== undefined) {
      return {kind: 'call', id, at, from: partner, medium: phrase.medium, outcome: 'missed', text};
    }
    return this.#notice(record, id);
  }

  #notice(record: Record, id: string): Notice {
    const {at, author} = record;
    // The writer takes colons apart that would make a name of the words before them.
    const text = withoutMarks(record.text).trim().replaceAll(':\u200b', ':');
    const sentence = this.#sentences.read(text);
    if (!sentence) this.#reportUnknown(record);
    else if (sentence.language !== undefined) this.#speak(sentence.language);
    const event = this.#eventOf(sentence);
    const actor = sentence?.actor === undefined ? undefined : this.#personOf(sentence.actor);
    const isAttributed =
      author !== undefined &&
      author.name !== this.#plan.groupAsAuthor &&
      sentence?.kind !== 'encryption' &&
      sentence?.actor === undefined;
    const from =
      actor ??
      (isAttributed && author !== undefined ? this.#around.people.of(author.name) : undefined);
    return {kind: 'notice', id, at, ...(from === undefined ? {} : {from}), event, text};
  }

  #reportUnknown({line, text}: Record): void {
    this.#place.ctx.report({
      kind: 'unknown-kind',
      place: {path: this.#place.path, line},
      detail: 'A system line in words that are not known; kept as a notice.',
      sample: withoutMarks(text).slice(0, 200),
    });
  }

  #personOf(name: Named): PersonId | undefined {
    return name === you ? this.#around.people.owner : this.#around.people.of(foldName(name));
  }

  #peopleOf(names: readonly Named[]): readonly PersonId[] {
    return names.map((name) => this.#personOf(name)).filter((id) => id !== undefined);
  }

  #eventOf(sentence: Sentence | undefined): NoticeEvent {
    if (!sentence) return {kind: 'other'};
    const {kind, title, seconds} = sentence;
    switch (kind) {
      case 'created':
        return {kind, ...(title === undefined ? {} : {title})};
      case 'renamed':
        return title === undefined ? {kind: 'other', name: kind} : {kind, title};
      case 'members-added':
      case 'members-removed':
        return {kind, members: this.#peopleOf(sentence.members)};
      case 'role-changed':
        return {kind, members: this.#peopleOf(sentence.members)};
      case 'timer-changed':
        return {kind, ...(seconds === undefined ? {} : {seconds})};
      case 'blocked':
      case 'unblocked':
        return {kind: 'blocked', isBlocked: kind === 'blocked'};
      case 'photo-changed':
      case 'topic-changed':
      case 'joined':
      case 'left':
      case 'number-changed':
      case 'pinned':
      case 'encryption':
        return {kind};
      case 'settings':
      case 'business':
      case 'call-started':
      case 'contact':
      case 'chat-privacy':
      case 'community':
        return {kind: 'other', name: kind};
      default:
        return kind satisfies never;
    }
  }
}

const callOf = (
  {medium, outcome, seconds}: Content & {kind: 'call'},
  base: Pick<Call, 'id' | 'at' | 'from'>,
  text: string,
): Call => ({
  kind: 'call',
  ...base,
  medium,
  outcome,
  ...(seconds === undefined ? {} : {durationSeconds: seconds}),
  text: withoutMarks(text),
});
