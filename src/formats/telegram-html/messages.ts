// One `div.message` of Telegram's HTML export as an entry. Keeps the sender of the message before: joined messages have none.

import type {
  Asset,
  Call,
  Entry,
  EntryId,
  Inline,
  Json,
  Message,
  Moment,
  Notice,
  Origin,
  PersonId,
  Reaction,
  Reference,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {
  allByClass,
  byClass,
  findNode,
  hasClass,
  isElement,
  lineOf,
  nodeText,
} from '../_shared/html-tree.ts';
import type {HtmlNode} from '../_shared/html-tree.ts';
import {SeenIds} from '../_shared/seen-ids.ts';
import {parseServiceText, serviceEvent} from '../_shared/telegram-service.ts';
import {deletedNames} from '../_shared/telegram-service.table.ts';
import type {Clock} from './clock.ts';
import {readMedia, withCaption} from './media.ts';
import type {MediaContext} from './media.ts';
import type {People} from './people.ts';
import {emptyChat, formatId, unsupported} from './shapes.ts';
import {readInlines} from './text.ts';

export type PageContext = {
  readonly clock: Clock;
  readonly people: People;
  asset(href: string): Asset;
  member(id: PersonId): void;
  photo(asset: Asset | undefined): void;
  duplicate(id: EntryId): void;
  unknown(id: EntryId, name: string): void;
  /** The own reaction of the owner. */
  ownReaction(name: string): void;
};

type Sender = {readonly name: string | undefined; readonly viaBot: string | undefined};

/** `Ana via @gif` */
const senderOf = (line: string | undefined): Sender => {
  const match = /^(.*?) via @(\S+)$/s.exec(line ?? '');
  return match ? {name: match[1]?.trim(), viaBot: `@${match[2]}`} : {name: line, viaBot: undefined};
};

/** The words of an element without those of the elements inside it. */
const ownWords = (node: HtmlNode | undefined): string | undefined => {
  const text = node?.children
    .filter((child) => !isElement(child))
    .join('')
    .trim();
  return text === undefined || text === '' ? undefined : text;
};

const childWith = (node: HtmlNode, name: string): HtmlNode | undefined =>
  node.children.filter(isElement).find((child) => hasClass(child, name));

const messageLink = /#go_to_message(-?\d+)$/;

const linkedMessage = (node: HtmlNode): EntryId | undefined => {
  const link = findNode(node, (inner) => messageLink.test(inner.attributes['href'] ?? ''));
  return link && messageLink.exec(link.attributes['href'] ?? '')?.[1];
};

/** Ids of date lines count down from -1; messages of an old basic group lie a thousand million below. */
const isDateLine = (id: number): boolean => id < 0 && id > -500_000_000;

type Extras = {[key: string]: Json};

/** Follows one chat over its pages. Memory: four bytes per message. */
export class MessageReader {
  readonly #ctx: PageContext;
  readonly #seen = new SeenIds();
  #sender: Sender = {name: undefined, viaBot: undefined};
  #origin: Origin | undefined;
  #last: Moment | undefined;

  constructor(ctx: PageContext) {
    this.#ctx = ctx;
  }

  /** Undefined: a line between two days, or nothing. */
  read(node: HtmlNode): Entry | undefined {
    const id = /^message(-?\d+)$/.exec(node.attributes['id'] ?? '')?.[1];
    if (id === undefined) return undefined;
    if (hasClass(node, 'service')) return this.#service(node, id);
    if (!this.#isNew(id)) return undefined;
    return this.#message(node, id);
  }

  #isNew(id: EntryId): boolean {
    const isNew = this.#seen.add(Number(id));
    if (!isNew) this.#ctx.duplicate(id);
    return isNew;
  }

  // ---- service lines

  #service(node: HtmlNode, id: EntryId): Notice | undefined {
    const details = byClass(node, 'details') ?? node;
    const text = nodeText(details).trim();
    if (isDateLine(Number(id))) {
      const day = this.#ctx.clock.day(text);
      if (day && (!this.#last || day.epochMs > this.#last.epochMs)) this.#last = day;
      if (day || text === emptyChat) return undefined;
    }
    if (!this.#isNew(id)) return undefined;
    this.#sender = {name: undefined, viaBot: undefined};
    return this.#notice(node, id, text);
  }

  #notice(node: HtmlNode, id: EntryId, text: string): Notice {
    const {people} = this.#ctx;
    // Service lines have no time of their own: it was on that day, after what stands before.
    const at: Moment = this.#last
      ? {...this.#last, precision: 'day'}
      : {epochMs: 0, precision: 'day', zone: {kind: 'utc'}};
    if (unsupported.test(text))
      return {kind: 'notice', id, at, event: {kind: 'other', name: 'unsupported'}, text};
    const read = parseServiceText(text);
    const actor = read?.fields.get('from');
    const from =
      typeof actor === 'string' && !deletedNames.has(actor) ? people.see(actor) : undefined;
    const named = read?.fields.get('members');
    const members = (Array.isArray(named) ? (named as readonly string[]) : [])
      .filter((name) => !deletedNames.has(name))
      .map((name) => people.see(name));
    for (const person of from === undefined ? members : [from, ...members])
      this.#ctx.member(person);
    const entry = linkedMessage(node);
    if (read?.action === 'edit_group_photo') this.#groupPhoto(node);
    if (read?.action === 'delete_group_photo') this.#ctx.photo(undefined);
    const subject = {
      fields: read?.fields ?? new Map<string, never>(),
      members,
      ...given({from, entry}),
    };
    return {
      kind: 'notice',
      id,
      at,
      ...given({from}),
      event: serviceEvent(read?.action ?? '', subject),
      text,
    };
  }

  #groupPhoto(node: HtmlNode): void {
    const href = byClass(node, 'userpic_link')?.attributes['href'];
    if (href !== undefined && href !== '') this.#ctx.photo(this.#ctx.asset(href));
  }

  // ---- messages

  #message(node: HtmlNode, id: EntryId): Message | Call {
    const outer = childWith(node, 'body') ?? node;
    const at =
      this.#ctx.clock.at(byClass(outer, 'date')?.attributes['title']) ?? this.#fallbackTime();
    this.#last = at;
    const name = childWith(outer, 'from_name');
    if (name) this.#sender = senderOf(lineOf(name));
    const forwarded = childWith(outer, 'forwarded');
    const forwardedFrom = this.#forward(forwarded);
    const from = this.#ctx.people.see(this.#sender.name);
    this.#ctx.member(from);
    const inner = forwarded ?? outer;
    const media: MediaContext = {
      record: id,
      asset: (href) => this.#ctx.asset(href),
      unknown: (name) => this.#ctx.unknown(id, name),
    };
    const wrap = childWith(inner, 'media_wrap');
    const reading = wrap ? readMedia(wrap, media) : {};
    const text = childWith(inner, 'text');
    const inlines: readonly Inline[] = text ? readInlines(text, media) : [];
    if (reading.call) return {kind: 'call', id, at, from, medium: 'unknown', ...reading.call};
    const body = reading.part
      ? withCaption(reading.part, inlines)
      : [{kind: 'text' as const, inlines}];
    const reactions = this.#reactions(outer, media);
    const replyTo = this.#reply(inner);
    const extras = this.#extras(inner, reading.extras);
    return {
      kind: 'message',
      id,
      at,
      from,
      body,
      ...given({replyTo, forwardedFrom}),
      ...(reactions.length > 0 ? {reactions} : {}),
      ...(Object.keys(extras).length > 0 ? {extras: {[formatId]: extras}} : {}),
    };
  }

  #fallbackTime(): Moment {
    return this.#last
      ? {...this.#last, precision: 'day'}
      : {epochMs: 0, precision: 'day', zone: {kind: 'utc'}};
  }

  /** A forwarded message that is joined to the one before has no name: it comes from the same place. */
  #forward(forwarded: HtmlNode | undefined): Origin | undefined {
    if (!forwarded) {
      this.#origin = undefined;
      return undefined;
    }
    const line = childWith(forwarded, 'from_name');
    if (!line) return this.#origin ?? {};
    const {name, viaBot} = senderOf(ownWords(line));
    const date = byClass(line, 'date');
    const at = this.#ctx.clock.at(date?.attributes['title']);
    if (viaBot !== undefined) this.#sender = {...this.#sender, viaBot};
    const isGone = name === undefined || deletedNames.has(name);
    this.#origin = {...(isGone ? {} : {name}), ...given({at})};
    return this.#origin;
  }

  #reply(inner: HtmlNode): Reference | undefined {
    const line = childWith(inner, 'reply_to');
    if (!line) return undefined;
    const entry = linkedMessage(line);
    return entry === undefined ? {} : {entry};
  }

  #reactions(outer: HtmlNode, media: MediaContext): readonly Reaction[] {
    const list = childWith(outer, 'reactions');
    if (!list) return [];
    return list.children
      .filter(isElement)
      .filter((one) => hasClass(one, 'reaction'))
      .map((one) => this.#reaction(one, media));
  }

  #reaction(node: HtmlNode, media: MediaContext): Reaction {
    const symbol = byClass(node, 'emoji');
    const [inline] = symbol ? readInlines(symbol, media) : [];
    const names = allByClass(node, 'initials')
      .map((one) => one.attributes['title'] ?? '')
      .filter((name) => name !== '');
    const [only] = names;
    // The own reaction is marked; with one name beside it, that is the owner's.
    if (hasClass(node, 'active') && names.length === 1 && only !== undefined)
      this.#ctx.ownReaction(only);
    const by = names
      .filter((name) => !deletedNames.has(name))
      .map((name) => ({person: this.#ctx.people.see(name)}));
    for (const {person} of by) this.#ctx.member(person);
    const count = Number(lineOf(byClass(node, 'count')) ?? names.length);
    const isCustom = inline?.kind === 'emoji' && inline.id !== undefined;
    return {
      emoji: isCustom ? `:${inline.id ?? ''}:` : (symbol && nodeText(symbol).trim()) || '?',
      count: Number.isSafeInteger(count) && count > 0 ? count : Math.max(1, names.length),
      ...(by.length > 0 ? {by} : {}),
      ...(inline?.kind === 'emoji' && inline.asset ? {asset: inline.asset} : {}),
    };
  }

  #extras(inner: HtmlNode, media: {readonly [key: string]: string} | undefined): Extras {
    const extras: Extras = {...media};
    const author = lineOf(childWith(inner, 'signature'));
    if (author !== undefined) extras['author'] = author;
    if (this.#sender.viaBot !== undefined) extras['via_bot'] = this.#sender.viaBot;
    const rows = allByClass(inner, 'bot_button_row').map((row) =>
      allByClass(row, 'bot_button').map((button) => {
        const link = findNode(button, (one) => one.name === 'a');
        return given({
          text: lineOf(button),
          url: link?.attributes['href'],
          action: link?.attributes['onclick'],
        }) as {[key: string]: string};
      }),
    );
    if (rows.length > 0) extras['inline_bot_buttons'] = rows;
    return extras;
  }
}
