// One chat item as entries: a message, a deletion, a call, or the lines of an update.

import type {
  DeliveryStatus,
  Edit,
  Entry,
  Message,
  Moment,
  PersonId,
  Reaction,
  Reference,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import {utcMoment} from '../../engine/model/time.ts';
import type {ReadContext} from '../../engine/convert/format.ts';
import type {Place} from '../../engine/model/problem.ts';
import {idAt, isLoose, recordAt, recordsAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {Files} from './assets.ts';
import {partsOf} from './body.ts';
import {callOf} from './calls.ts';
import type {People} from './people.ts';
import {formatId, rest, safe} from './shapes.ts';
import {inlinesOf} from './text.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {targetOf, updatesOf} from './updates.ts';
import {caseOf, momentAt, msAt} from './wire.ts';

export type ItemContext = {
  readonly people: People;
  readonly files: Files;
  readonly ctx: ReadContext;
};

/** The chat that an item stands in. */
export type ItemChat = {
  readonly ids: IdMaker;
  /** The other one of a private chat. */
  readonly other?: PersonId;
};

const contentKinds = [
  'standardMessage',
  'contactMessage',
  'stickerMessage',
  'remoteDeletedMessage',
  'adminDeletedMessage',
  'updateMessage',
  'paymentNotification',
  'giftBadge',
  'viewOnceMessage',
  'directStoryReplyMessage',
  'poll',
];

const envelope = [
  'chatId',
  'authorId',
  'dateSent',
  'revisions',
  'pinDetails',
  'incoming',
  'outgoing',
  'directionless',
];

/** Keys of contents that are in the model. */
const understood = [
  'text',
  'reactions',
  'quote',
  'linkPreview',
  'contact',
  'sticker',
  'question',
  'options',
  'hasEnded',
  'amountMob',
  'note',
  'emoji',
  'textReply',
];

/** The content's name and record; a kind that is not known is whatever else has an object. */
const contentOf = (item: Loose): readonly [name: string, content: Loose] | undefined => {
  const name = contentKinds.find((kind) => isLoose(valueAt(item, kind)));
  if (name !== undefined) return [name, recordAt(item, name) ?? {}];
  const others = Object.fromEntries(
    Object.entries(item).filter(([key]) => !envelope.includes(key) && key !== '__proto__'),
  );
  return caseOf(others);
};

const reactionsOf = (content: Loose, people: People): readonly Reaction[] => {
  const groups = new Map<string, {person: PersonId; at?: Moment}[]>();
  for (const reaction of recordsAt(content, 'reactions')) {
    const emoji = stringAt(reaction, 'emoji') ?? '';
    const by = groups.get(emoji) ?? [];
    groups.set(emoji, by);
    by.push({
      person: people.see(idAt(reaction, 'authorId')),
      ...given({at: momentAt(reaction, 'sentTimestamp')}),
    });
  }
  return [...groups].map(([emoji, by]) => ({emoji, count: by.length, by}));
};

/** From worst to best; the message's state is the worst of its receivers'. */
const states: readonly (readonly [key: string, status: DeliveryStatus])[] = [
  ['failed', 'failed'],
  ['pending', 'sending'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['viewed', 'read'],
];

const statusOf = (item: Loose): DeliveryStatus | undefined => {
  const outgoing = recordAt(item, 'outgoing');
  if (!outgoing) return undefined;
  const receivers = recordsAt(outgoing, 'sendStatus');
  const worst = states.find(([key]) => receivers.some((one) => isLoose(valueAt(one, key))));
  return worst?.[1];
};

const replyOf = (content: Loose, people: People): Reference | undefined => {
  const quote = recordAt(content, 'quote');
  if (!quote) return undefined;
  const words = recordAt(quote, 'text');
  const text = words ? inlinesText(inlinesOf(words, people)) : stringAt(quote, 'text');
  const person = people.see(idAt(quote, 'authorId'));
  const entry = targetOf(quote, people, 'authorId');
  return {
    ...given({entry}),
    quote: {
      person,
      ...given({at: momentAt(quote, 'targetSentTimestamp'), text: text || undefined}),
    },
  };
};

export class ItemReader {
  readonly #context: ItemContext;

  constructor(context: ItemContext) {
    this.#context = context;
  }

  /** Undefined (reported) where an item has no time. */
  read(item: Loose, chat: ItemChat, place: Place): readonly Entry[] | undefined {
    const {people, ctx} = this.#context;
    const first = recordsAt(item, 'revisions')[0];
    // An edited message stands where it was first sent.
    const ms = (first && msAt(first, 'dateSent')) ?? msAt(item, 'dateSent');
    if (ms === undefined) {
      ctx.report({kind: 'time-not-understood', place, detail: 'An item has no time.'});
      return undefined;
    }
    const from = people.see(idAt(item, 'authorId'));
    const [name, content] = contentOf(item) ?? ['nothing', {}];
    if (name === 'updateMessage') return this.#update({item, content, from, ms, chat, place});
    const key = `${from}:${ms}`;
    const count = /\.(\d+)$/.exec(chat.ids.make(key))?.[1];
    const id = count === undefined ? key : `${key}.${count}`;
    const at = utcMoment(ms);
    if (name === 'remoteDeletedMessage' || name === 'adminDeletedMessage') {
      const isAdmin = name === 'adminDeletedMessage';
      const removedBy = isAdmin ? 'admin' : 'sender';
      return [{kind: 'removed', id, at, from, removedBy, ...this.#extras(item, name, content)}];
    }
    return [this.#message({item, name, content, id, at, from, place})];
  }

  #extras(item: Loose, name: string, content: Loose): ReturnType<typeof rest> {
    const {extras: around} = rest(item, [...envelope.slice(0, 5), ...contentKinds]);
    const {extras: inside} = rest(content, understood);
    const left = {
      ...around?.[formatId],
      ...(inside ? {[name]: inside[formatId]} : {}),
    };
    return Object.keys(left).length > 0 ? {extras: {[formatId]: left}} : {};
  }

  #message(parts: {
    item: Loose;
    name: string;
    content: Loose;
    id: string;
    at: Moment;
    from: PersonId;
    place: Place;
  }): Message {
    const {item, name, content, id, at, from, place} = parts;
    const {people, ctx} = this.#context;
    const body = partsOf(name, content, {...this.#context, place, id});
    if (!body) {
      ctx.report({
        kind: 'unknown-kind',
        place,
        detail: 'A kind of message is not known.',
        sample: name.slice(0, 200),
      });
    }
    const known = body ?? [
      {kind: 'raw' as const, format: formatId, name, text: name, value: safe(content)},
    ];
    const reactions = reactionsOf(content, people);
    const edits = this.#edits(item, place, id);
    return {
      kind: 'message',
      id,
      at,
      from,
      body: known.length > 0 ? known : [textPart('')],
      ...given({
        replyTo: replyOf(content, people),
        reactions: reactions.length > 0 ? reactions : undefined,
        edits: edits.length > 0 ? edits : undefined,
        isPinned: recordAt(item, 'pinDetails') ? true : undefined,
        status: statusOf(item),
      }),
      ...this.#extras(item, name, known[0]?.kind === 'raw' ? {} : content),
    };
  }

  /** Each edit is dated by the text that came after it. */
  #edits(item: Loose, place: Place, id: string): readonly Edit[] {
    const revisions = recordsAt(item, 'revisions');
    return revisions.map((revision, index) => {
      const [name, content] = contentOf(revision) ?? ['nothing', {}];
      const at = momentAt(revisions[index + 1] ?? item, 'dateSent');
      const before = partsOf(name, content, {...this.#context, place, id: `${id}~${index}`});
      return {...given({at}), ...(before && before.length > 0 ? {before} : {})};
    });
  }

  #update(parts: {
    item: Loose;
    content: Loose;
    from: PersonId;
    ms: number;
    chat: ItemChat;
    place: Place;
  }): readonly Entry[] {
    const {item, content, from, ms, chat, place} = parts;
    const {people, ctx} = this.#context;
    const [name, update] = caseOf(content) ?? ['updateMessage', {}];
    const at = utcMoment(ms);
    const id = (detail: string): string => chat.ids.make(`${from}\n${ms}\n${name}\n${detail}`);
    const other = chat.other ?? from;
    if (name === 'individualCall' || name === 'groupCall') {
      const call = callOf(name, update, {id: id(idAt(update, 'callId') ?? ''), at, other}, people);
      if (call) return [call];
    }
    const updates = updatesOf(name, update, people);
    if (!updates) {
      ctx.report({
        kind: 'unknown-kind',
        place,
        detail: 'A kind of update is not known.',
        sample: name.slice(0, 200),
      });
    }
    const extras = {extras: {[formatId]: {[name]: safe(update), ...this.#around(item)}}};
    return (updates ?? [{event: {kind: 'other' as const, name}}]).map((one, index) => ({
      kind: 'notice',
      id: id(JSON.stringify(one)),
      at,
      from: one.from ?? from,
      event: one.event,
      text: '',
      ...(index === 0 ? extras : {}),
    }));
  }

  #around(item: Loose): {readonly [key: string]: never} {
    const {extras} = rest(item, [...envelope, 'updateMessage']);
    return (extras?.[formatId] ?? {}) as {readonly [key: string]: never};
  }
}
