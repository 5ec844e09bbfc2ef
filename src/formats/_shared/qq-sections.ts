// What the text and the MHT export of QQ's message manager have in common: sections per chat, senders as printed, people and ids.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {
  ConversationKind,
  Entry,
  Inline,
  Moment,
  Part,
  PersonId,
} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import type {ChatStream} from './chat-stream.ts';
import {readSystemLine} from './chinese-notice.ts';

export type QqSender = {
  /** As printed, with its title and id. */
  readonly printed: string;
  readonly name: string;
  /** QQ number or e-mail address; absent in talks of two. */
  readonly id?: string;
  readonly isEmail: boolean;
  /** Group title or role: `【管理员】`. */
  readonly title?: string;
  readonly isSystem: boolean;
};

const systemIds: ReadonlySet<string> = new Set(['10000', '1000000']);
const systemNames: ReadonlySet<string> = new Set(['系统消息', '系統訊息', 'System Message']);

/** `【管理员】Bob(x)(10002)`: the last brackets hold the id, the first the title. */
export const parseQqSender = (printed: string): QqSender => {
  const text = printed.trim();
  const match = /^(.*?)(?:\((\d{4,12})\)|<([^<>\s]{1,100}@[^<>\s]{1,100})>)$/su.exec(text);
  const named = (match?.[1] ?? text).trim();
  const titled = match ? /^【([^【】]{1,30})】(.*)$/su.exec(named) : null;
  const id = match?.[2] ?? match?.[3];
  const name = titled?.[2] ?? named;
  return {
    printed: text,
    name,
    ...given({id, title: titled?.[1]}),
    isEmail: match?.[3] !== undefined,
    isSystem:
      (id !== undefined && systemIds.has(id)) || (id === undefined && systemNames.has(name)),
  };
};

const imageMark = /\[图片\]|\[圖片\]|\[Image\]/;
const faceMark = /\[表情\]|\[Emoticon\]/;

const inlinesOf = (text: string): readonly Inline[] => {
  const inlines: Inline[] = [];
  for (const piece of text.split(new RegExp(`(${faceMark.source})`))) {
    if (piece === '') continue;
    inlines.push(faceMark.test(piece) ? {kind: 'emoji', text: piece} : plain(piece));
  }
  return inlines;
};

/** `看[图片]好[表情]` → text, an absent picture, text with a custom emoji. */
export const qqTextParts = (body: string): readonly Part[] => {
  if (!imageMark.test(body) && !faceMark.test(body)) return [textPart(body)];
  const parts: Part[] = [];
  for (const piece of body.split(new RegExp(`(${imageMark.source})`))) {
    if (imageMark.test(piece)) {
      parts.push({kind: 'media', role: 'image', asset: {id: piece, presence: 'absent'}});
    } else if (piece.trim() !== '') {
      const inlines = inlinesOf(piece.replace(/^\n|\n$/g, ''));
      parts.push({kind: 'text', inlines});
    }
  }
  return parts.length === 0 ? [textPart('')] : parts;
};

/** What a first pass may know of a section. */
export type SectionFacts = {readonly names: Set<string>; hasIds: boolean};

const groupWords = /群|多人聊天|讨论组|討論組|group|discussion/i;

type Section = {
  readonly id: string;
  readonly group: string | undefined;
  readonly title: string;
  readonly facts: SectionFacts;
  readonly ids: IdMaker;
};

export type QqMessage = {
  readonly at: Moment;
  /** The time as printed, for ids that survive another zone. */
  readonly printedTime: string;
  readonly sender: QqSender;
  readonly body: readonly Part[];
  /** The body as text, for ids and system lines. */
  readonly text: string;
  readonly isOwn?: boolean;
};

export class QqChats {
  readonly #stream: ChatStream;
  readonly #format: string;
  readonly #ctx: ReadContext;
  readonly #hasChosenOwner: boolean;
  readonly #groupOf = new Map<string, string>();
  readonly #sections = new Map<string, Section>();
  #section: Section | undefined;
  #saidOwner = false;

  constructor(
    stream: ChatStream,
    setup: {readonly format: string; readonly ctx: ReadContext; readonly owner: string | undefined},
  ) {
    this.#stream = stream;
    this.#format = setup.format;
    this.#ctx = setup.ctx;
    this.#hasChosenOwner = setup.owner !== undefined;
  }

  get isOpen(): boolean {
    return this.#section !== undefined;
  }

  /** A chat begins (or goes on). Two chats of one name in different contact groups are two chats. */
  begin(group: string | undefined, title: string, facts?: SectionFacts): void {
    this.end();
    const home = this.#groupOf.get(title);
    if (home === undefined) this.#groupOf.set(title, group ?? '');
    const id = home === undefined || home === (group ?? '') ? title : `${title} (${group ?? ''})`;
    const known = this.#sections.get(id);
    this.#section = known ?? {
      id,
      group,
      title,
      facts: facts ?? {names: new Set(), hasIds: false},
      ids: new IdMaker(),
    };
    this.#sections.set(id, this.#section);
    this.#announce();
  }

  /** The chat is over; what was learned of it is told. */
  end(): void {
    if (this.#section) this.#announce();
    this.#section = undefined;
  }

  #kind(section: Section): ConversationKind {
    const {facts, group} = section;
    if (facts.hasIds || facts.names.size > 2) return 'group';
    return group !== undefined && groupWords.test(group) ? 'group' : 'direct';
  }

  #announce(): void {
    const section = this.#section;
    if (!section) return;
    const extras =
      section.group === undefined ? {} : {extras: {[this.#format]: {group: section.group}}};
    this.#stream.conversation({
      id: section.id,
      kind: this.#kind(section),
      title: section.title,
      platform: 'qq',
      members: [],
      ...extras,
    });
  }

  /** In a talk of two, whoever does not bear the chat's name. */
  #ownerByTitle(section: Section, name: string): boolean | undefined {
    const {names} = section.facts;
    if (this.#hasChosenOwner || this.#kind(section) === 'group' || !names.has(section.title))
      return undefined;
    if (name === section.title) return false;
    if (names.size !== 2) return undefined;
    if (!this.#saidOwner)
      this.#ctx.infer({
        what: 'owner',
        value: name,
        because: `in the talk with "${section.title}" the other name is you`,
      });
    this.#saidOwner = true;
    return true;
  }

  person(sender: QqSender, isOwn?: boolean): PersonId {
    const section = this.#section;
    const isOwner =
      isOwn ??
      (section && sender.id === undefined ? this.#ownerByTitle(section, sender.name) : undefined);
    return this.#stream.person({
      id: sender.id ?? (sender.name || '?'),
      ...given({
        name: sender.name === '' ? undefined : sender.name,
        isOwner,
        handles:
          sender.id === undefined
            ? undefined
            : [
                {
                  kind: sender.isEmail ? ('email' as const) : ('platform' as const),
                  value: sender.id,
                },
              ],
      }),
    });
  }

  message(message: QqMessage, place: Place): void {
    const section = this.#section;
    if (!section) throw new Error('A message before its chat.');
    const {sender, at, text} = message;
    if (sender.id !== undefined && !sender.isSystem) section.facts.hasIds = true;
    if (!sender.isSystem) section.facts.names.add(sender.name);
    const id = section.ids.make([message.printedTime, sender.printed, text].join('\u0000'));
    const extras =
      sender.title === undefined ? {} : {extras: {[this.#format]: {title: sender.title}}};
    this.#stream.entry(section.id, this.#entry(message, {id, at}, extras), place);
  }

  #entry(message: QqMessage, stem: {id: string; at: Moment}, extras: object): Entry {
    const {sender, text, body} = message;
    if (!sender.isSystem) {
      return {kind: 'message', ...stem, from: this.person(sender, message.isOwn), body, ...extras};
    }
    const said = readSystemLine(text);
    return said.kind === 'recalled'
      ? {kind: 'removed', ...stem, removedBy: 'unknown', text}
      : {kind: 'notice', ...stem, event: said.event, text};
  }
}
