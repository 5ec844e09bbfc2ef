// One chat of an HTML export over its pages: its identity, members, what is missing.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {
  ArchiveEvent,
  Asset,
  Conversation,
  ConversationKind,
  PersonId,
} from '../../engine/model/archive.ts';
import {contentHash} from '../../engine/model/ids.ts';
import type {HtmlNode} from '../_shared/html-tree.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {folderOf} from '../_shared/telegram-folder.ts';
import type {ChatFacts} from './account.ts';
import type {Clock} from './clock.ts';
import {MessageReader} from './messages.ts';
import {pageNumber} from './pages.ts';
import type {People} from './people.ts';
import {formatId} from './shapes.ts';

export type ChatOptions = {
  readonly people: People;
  readonly clock: Clock;
  readonly media: MediaLookup;
  push(event: ArchiveEvent): void;
  readonly ctx: ReadContext;
  readonly facts: ChatFacts | undefined;
};

/** `chats/chat_001/` and `../../files/a.pdf` → `files/a.pdf`; undefined for what leaves the source. */
export const resolvePath = (folder: string, href: string): string | undefined => {
  const parts: string[] = [];
  for (const part of `${folder}${href}`.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
};

const isLink = (href: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(href);

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A per cent sign that is only a per cent sign.
  }
};

export class ChatReader {
  readonly #options: ChatOptions;
  readonly #messages: MessageReader;
  readonly #members = new Set<PersonId>();
  #path = '';
  #title: string | undefined;
  #id: string | undefined;
  #announced = -1;
  #avatar: Asset | undefined;
  #hasChanged = false;
  /** A page that the last one names as its next. */
  #next: string | undefined;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#messages = new MessageReader({
      clock: options.clock,
      people: options.people,
      asset: (href) => this.#asset(href),
      member: (id) => this.#members.add(id),
      photo: (asset) => {
        this.#avatar = asset;
        this.#hasChanged = true;
      },
      ownReaction: (name) => {
        if (!options.people.own(name)) return;
        const because = 'a reaction of theirs is marked as the own one';
        options.ctx.infer({what: 'owner', value: name, because});
      },
      unknown: (id, name) =>
        options.ctx.report({
          kind: 'unknown-kind',
          place: {path: this.#path, record: id},
          detail: `A kind of media called "${name}".`,
        }),
      duplicate: (id) =>
        options.ctx.report({
          kind: 'duplicate-record',
          place: {path: this.#path, record: id},
          detail: 'A message with this id came before; this one was left out.',
        }),
    });
  }

  open(path: string, index: number): void {
    this.#path = path;
    if (pageNumber(path) !== index + 1 && this.#next !== path) this.#gap(path);
    this.#next = undefined;
  }

  header(title: string): void {
    this.#title ??= title === '' ? undefined : title;
  }

  pagination(href: string, words: string): void {
    if (words === 'Next messages') this.#next = resolvePath(folderOf(this.#path), href);
  }

  message(node: HtmlNode): void {
    if (this.#id === undefined) this.#begin();
    const entry = this.#messages.read(node);
    if (entry) this.#options.push({type: 'entry', conversation: this.#id ?? '', entry});
  }

  close(): void {
    if (this.#id === undefined) this.#begin();
    if (this.#next !== undefined) {
      const detail = 'The last page names a next one that is not in the source.';
      this.#options.ctx.report({kind: 'export-incomplete', place: {path: this.#path}, detail});
    }
    const kind = this.#kind();
    if (kind === 'direct' && this.#options.facts === undefined) this.#learnOwner();
    if (this.#hasChanged || this.#announced !== this.#members.size || kind !== this.#firstKind())
      this.#announce(kind);
    if (this.#options.facts?.isOwnOnly === true) {
      const value = `own messages only: ${this.#title ?? ''}`;
      this.#options.ctx.infer({
        what: 'completeness',
        value,
        because: 'the list of chats counts outgoing messages',
      });
    }
  }

  #gap(path: string): void {
    const detail = 'A page is missing before this one.';
    this.#options.ctx.report({kind: 'sequence-gap', place: {path}, detail});
  }

  #begin(): void {
    const title = this.#options.facts?.name ?? this.#title;
    this.#title = title;
    this.#id = this.#options.people.chatId(`~${contentHash(title ?? this.#path)}`);
    this.#announce(this.#firstKind());
  }

  #firstKind(): ConversationKind {
    return this.#options.facts?.kind ?? 'unknown';
  }

  /** A single chat does not say what it is: two people of whom one gives the title are a private chat. */
  #kind(): ConversationKind {
    const first = this.#firstKind();
    if (first !== 'unknown' || this.#options.facts) return first;
    if (this.#members.size > 2) return 'group';
    return this.#title !== undefined && this.#members.has(this.#title) ? 'direct' : 'unknown';
  }

  #learnOwner(): void {
    const others = [...this.#members].filter((id) => id !== this.#title);
    const [owner] = others;
    if (owner === undefined || others.length !== 1 || !this.#options.people.own(owner)) return;
    this.#options.ctx.infer({
      what: 'owner',
      value: owner,
      because: 'the other side of a private chat',
    });
  }

  #announce(kind: ConversationKind): void {
    this.#announced = this.#members.size;
    this.#hasChanged = false;
    const {facts} = this.#options;
    const conversation: Conversation = {
      id: this.#id ?? '',
      kind,
      ...(this.#title === undefined ? {} : {title: this.#title}),
      platform: 'telegram',
      members: [...this.#members],
      ...(this.#avatar ? {avatar: this.#avatar} : {}),
      ...(facts ? {extras: {[formatId]: {type: facts.type}}} : {}),
    };
    this.#options.push({type: 'conversation', conversation});
  }

  #asset(href: string): Asset {
    if (isLink(href)) return {id: href, presence: 'remote', url: href};
    const folder = folderOf(this.#path);
    const path = resolvePath(folder, href);
    const {media, ctx} = this.#options;
    const entry = path === undefined ? undefined : (media.find(path) ?? media.find(decoded(path)));
    if (entry) return {id: entry.path, bytes: entry.size, presence: 'included'};
    ctx.report({
      kind: 'media-missing',
      place: {path: this.#path, ...(this.#id === undefined ? {} : {conversation: this.#id})},
      detail: 'The file that the message refers to is not in the export.',
    });
    return {id: href, presence: 'absent'};
  }
}
