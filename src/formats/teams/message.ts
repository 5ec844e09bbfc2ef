// One chat message of Graph to one entry. Knows nothing of files and conversations (see read-graph.ts).

import type {
  Call,
  Entry,
  Extras,
  Message,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import type {Problem} from '../../engine/model/problem.ts';
import {bodyText} from '../../engine/model/text.ts';
import {parseIso} from '../../engine/model/time.ts';
import {inlineWriter} from '../_shared/inline-writer.ts';
import {leftover} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {findAttachments} from './attachments.ts';
import {partsOfHtml} from './content.ts';
import {listOf, recordOf, textOf, valueOf} from './graph.ts';
import type {People} from './people.ts';
import {eventKinds, reactionEmoji} from './words.table.ts';

export type MessageContext = {
  readonly people: People;
  readonly report: (problem: Omit<Problem, 'place'>, id: string) => void;
};

const both = (keys: readonly string[]): ReadonlySet<string> =>
  new Set(keys.flatMap((key) => [key, key.charAt(0).toUpperCase() + key.slice(1)]));

const taken = both([
  'id',
  'body',
  'createdDateTime',
  'lastModifiedDateTime',
  'lastEditedDateTime',
  'deletedDateTime',
  'from',
  'reactions',
  'replyToId',
  'messageType',
  'channelIdentity',
  'chatId',
  'subject',
  'mentions',
  'attachments',
  'etag',
]);

const takenOfNormal: ReadonlySet<string> = new Set([...taken, ...both(['importance'])]);

const timeOf = (record: Loose, key: string): Moment | undefined => {
  const text = textOf(record, key);
  return text === undefined ? undefined : parseIso(text, 'UTC');
};

/** `PT1H2M3.5S` in seconds. */
const secondsOf = (duration: string | undefined): number | undefined => {
  const match =
    /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5}(?:\.\d{1,9})?)S)?)?$/.exec(
      duration ?? '',
    );
  if (!match) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
};

class Conversion {
  readonly #record: Loose;
  readonly #context: MessageContext;
  readonly #id: string;

  constructor(record: Loose, id: string, context: MessageContext) {
    this.#record = record;
    this.#id = id;
    this.#context = context;
  }

  entry(at: Moment): Entry {
    const base = {id: this.#id, at};
    const detail = recordOf(this.#record, 'eventDetail');
    const deletedAt = timeOf(this.#record, 'deletedDateTime');
    const type = textOf(this.#record, 'messageType') ?? 'message';
    if (detail || (type !== 'message' && !this.#author())) return this.#system(base, detail);
    if (type !== 'message' && type !== 'unknownFutureValue')
      this.#context.report({kind: 'unknown-kind', detail: `Message type ${type}.`}, this.#id);
    if (!deletedAt) return this.#message(base);
    const body = this.#body().parts.filter(
      (part) => part.kind !== 'text' || part.inlines.length > 0,
    );
    return {
      kind: 'removed',
      ...base,
      ...given({from: this.#author()}),
      removedBy: 'unknown',
      removedAt: deletedAt,
      ...(body.length > 0 ? {body} : {}),
      ...this.#rest(),
    };
  }

  #author(): PersonId | undefined {
    const from = recordOf(this.#record, 'from');
    return from && this.#context.people.ofIdentity(from);
  }

  #mentions(): ReadonlyMap<string, Loose> {
    return new Map(
      listOf(this.#record, 'mentions').map((mention) => [textOf(mention, 'id') ?? '', mention]),
    );
  }

  #said(): readonly Part[] {
    const body = recordOf(this.#record, 'body') ?? {};
    const content = textOf(body, 'content') ?? '';
    if ((textOf(body, 'contentType') ?? 'html').toLowerCase() === 'text')
      return content === '' ? [] : [textPart(content)];
    const mentions = this.#mentions();
    return partsOfHtml(content, {
      mentioned: (id) => {
        const target = recordOf(mentions.get(id) ?? {}, 'mentioned');
        if (!target) return undefined;
        // A channel, team or tag: everybody in it.
        const isGroup = !recordOf(target, 'user') && !recordOf(target, 'application');
        if (isGroup) return {everyone: true};
        return given({person: this.#context.people.ofIdentity(target)});
      },
    });
  }

  #body(): {readonly parts: readonly Part[]} & Omit<ReturnType<typeof findAttachments>, 'parts'> {
    const found = findAttachments(listOf(this.#record, 'attachments'), this.#context.people);
    const subject = textOf(this.#record, 'subject');
    const said = this.#said();
    const parts = [...(subject === undefined ? said : withSubject(subject, said)), ...found.parts];
    return {...found, parts};
  }

  #message(base: {readonly id: string; readonly at: Moment}): Message {
    const {parts, replyTo, origin} = this.#body();
    const root = textOf(this.#record, 'replyToId');
    const edited = timeOf(this.#record, 'lastEditedDateTime');
    const reactions = this.#reactions();
    return {
      kind: 'message',
      ...base,
      from: this.#author() ?? this.#context.people.add({id: 'unknown'}) ?? 'unknown',
      body: parts.length > 0 ? parts : [textPart('')],
      ...given({replyTo}),
      ...(root === undefined || root === base.id ? {} : {thread: root}),
      ...given({forwardedFrom: origin}),
      ...(reactions.length > 0 ? {reactions} : {}),
      ...(edited ? {edits: [{at: edited}]} : {}),
      ...this.#rest(),
    };
  }

  #reactions(): readonly Reaction[] {
    const groups = new Map<string, {person: PersonId; at?: Moment}[]>();
    const counts = new Map<string, number>();
    for (const reaction of listOf(this.#record, 'reactions')) {
      const word = textOf(reaction, 'reactionType') ?? '';
      const name = word === 'custom' ? `:${textOf(reaction, 'displayName') ?? 'custom'}:` : word;
      const emoji = reactionEmoji.get(name) ?? name;
      const user = recordOf(reaction, 'user');
      const person = user && this.#context.people.ofIdentity(user);
      const by = groups.get(emoji) ?? [];
      groups.set(emoji, by);
      counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
      if (person !== undefined)
        by.push({person, ...given({at: timeOf(reaction, 'createdDateTime')})});
    }
    return [...groups].map(([emoji, by]) => ({
      emoji,
      count: counts.get(emoji) ?? by.length,
      ...(by.length > 0 ? {by} : {}),
    }));
  }

  // ---- system events

  #system(base: {readonly id: string; readonly at: Moment}, detail: Loose | undefined): Entry {
    const name = eventName(detail);
    const initiator = detail && recordOf(detail, 'initiator');
    const from = this.#author() ?? (initiator && this.#context.people.ofIdentity(initiator));
    if (detail && name === 'callEnded') return this.#call(base, from, detail);
    const event = this.#event(name, detail ?? {});
    const text = bodyText(this.#said());
    return {kind: 'notice', ...base, ...given({from}), event, text, ...this.#rest()};
  }

  #event(name: string, detail: Loose): NoticeEvent {
    const known = eventKinds.get(name);
    if (!known) return {kind: 'other', ...(name === '' ? {} : {name})};
    const text = known.field === undefined ? undefined : textOf(detail, known.field);
    const members = listOf(detail, 'members').flatMap(
      (member) => this.#context.people.ofIdentity(member) ?? [],
    );
    switch (known.kind) {
      case 'created':
        return {kind: 'created', ...given({title: text})};
      case 'members-added':
      case 'members-removed':
        return {kind: known.kind, members};
      case 'renamed':
        return text === undefined ? {kind: 'other', name} : {kind: 'renamed', title: text};
      case 'topic-changed':
        return {kind: 'topic-changed', ...given({topic: text})};
      case 'role-changed':
        return {kind: 'role-changed', ...(members.length > 0 ? {members} : {})};
      default:
        return {kind: known.kind};
    }
  }

  #call(
    base: {readonly id: string; readonly at: Moment},
    from: PersonId | undefined,
    detail: Loose,
  ): Call {
    const participants = listOf(detail, 'callParticipants').flatMap((person) => {
      const identity = recordOf(person, 'participant') ?? person;
      return this.#context.people.ofIdentity(identity) ?? [];
    });
    const seconds = secondsOf(textOf(detail, 'callDuration'));
    return {
      kind: 'call',
      ...base,
      from: from ?? participants[0] ?? this.#context.people.add({id: 'unknown'}) ?? 'unknown',
      medium: 'unknown',
      outcome: participants.length > 1 || (seconds ?? 0) > 0 ? 'answered' : 'unknown',
      ...given({durationSeconds: seconds}),
      ...(participants.length > 0 ? {participants} : {}),
      ...this.#rest(),
    };
  }

  #rest(): {readonly extras?: Extras} {
    const isNormal = textOf(this.#record, 'importance') === 'normal';
    const extras = leftover(this.#record, isNormal ? takenOfNormal : taken);
    return extras ? {extras: {teams: extras}} : {};
  }
}

/** `#microsoft.graph.membersAddedEventMessageDetail` → `membersAdded`. */
const eventName = (detail: Loose | undefined): string => {
  const type =
    detail &&
    (valueOf(detail, '@odata.type') ??
      valueOf(detail, 'oDataType') ??
      valueOf(detail, 'odataType'));
  return typeof type === 'string'
    ? type.replace(/^.*\./, '').replace(/EventMessageDetail$/, '')
    : '';
};

/** The title of a post stands above it. */
const withSubject = (subject: string, said: readonly Part[]): readonly Part[] => {
  const out = inlineWriter();
  out.inline({kind: 'styled', style: 'heading', inlines: [plain(subject)]});
  const [first, ...rest] = said;
  if (first?.kind !== 'text') return [{kind: 'text', inlines: out.done()}, ...said];
  out.plain('\n');
  for (const inline of first.inlines) out.inline(inline);
  return [{kind: 'text', inlines: out.done()}, ...rest];
};

/** Undefined where the record has no id or time (reported). */
export const entryOfMessage = (record: Loose, context: MessageContext): Entry | undefined => {
  const id = textOf(record, 'id');
  const at = timeOf(record, 'createdDateTime');
  if (id !== undefined && at) return new Conversion(record, id, context).entry(at);
  context.report({kind: 'record-skipped', detail: 'A message without id or time.'}, id ?? '');
  return undefined;
};
