// One Slack message object to one entry. Knows nothing of files and their order (see read.ts).

import type {
  Call,
  Edit,
  Entry,
  Extras,
  Json,
  JsonObject,
  Message,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import type {Problem} from '../../engine/model/problem.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {emojiOfShortcode} from '../_shared/emoji-shortcodes.ts';
import {
  idAt,
  isLoose,
  isTrue,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {sliceInlines} from '../_shared/inline-slices.ts';
import {partsOfAttachments} from './attachments.ts';
import {partsOfBlocks} from './blocks.ts';
import {mediaOfFile} from './files.ts';
import type {MediaIndex} from './files.ts';
import {parseMrkdwn, unescapeSlack} from './mrkdwn.ts';
import {MessageNames} from './names.ts';
import {noteOf} from './note.ts';
import type {People, PersonHint} from './people.ts';
import {ruleOf} from './subtypes.table.ts';
import type {SubtypeRule} from './subtypes.table.ts';
import {isTs, momentOfTs} from './ts.ts';

export type MessageContext = {
  readonly people: People;
  /** Names of channels by id. */
  readonly channels: ReadonlyMap<string, string>;
  readonly media: MediaIndex;
  readonly report: (problem: Omit<Problem, 'place'>, record: string) => void;
};

const taken = new Set([
  'type',
  'ts',
  'user',
  'thread_ts',
  'reactions',
  'edited',
  'user_profile',
  'bot_profile',
  'files',
  'file',
  'text',
  'blocks',
  'slackdump_thread_replies',
]);

const notKept = [
  'type',
  'ts',
  'user',
  'text',
  'user_profile',
  'bot_profile',
  'slackdump_thread_replies',
];

type Base = {readonly id: string; readonly at: Moment};

/** One message being read. */
class Conversion {
  readonly #record: Loose;
  readonly #context: MessageContext;
  readonly #names: MessageNames;
  readonly #id: string;
  readonly #extras: {[key: string]: Json | undefined};

  constructor(record: Loose, id: string, context: MessageContext) {
    this.#record = record;
    this.#context = context;
    this.#id = id;
    this.#names = new MessageNames(context.people, context.channels);
    this.#extras = {...leftover(record, taken)};
  }

  entry(at: Moment): Entry {
    const base: Base = {id: this.#id, at};
    const rule = this.#rule();
    if (rule.as !== 'message') this.#keepRaw();
    switch (rule.as) {
      case 'message':
        return this.#message(base);
      case 'notice':
        return this.#notice(base, rule);
      case 'call':
        return this.#call(base);
      case 'removed':
        return this.#removed(base);
    }
  }

  /** What only a message has a field for: people reply to, and react to, join lines too. */
  #keepRaw(): void {
    const kept = leftover(this.#record, new Set(notKept));
    if (kept?.['thread_ts'] === this.#id) delete (kept as {[key: string]: unknown})['thread_ts'];
    Object.assign(this.#extras, kept);
  }

  #rule(): SubtypeRule {
    const note = noteOf(this.#record);
    if (note?.notice) return {as: 'notice'};
    const subtype = stringAt(this.#record, 'subtype');
    if (subtype === undefined) return {as: 'message'};
    const rule = ruleOf(subtype);
    if (rule) return rule;
    const kind = recordAt(this.#record, 'room') ? 'call' : 'notice';
    this.#context.report({kind: 'unknown-kind', detail: `Subtype ${subtype}.`}, this.#id);
    return {as: kind};
  }

  // ---- who

  #author(): PersonId {
    const {people} = this.#context;
    const comment = recordAt(this.#record, 'comment') ?? {};
    const user = idAt(this.#record, 'user') ?? idAt(comment, 'user');
    if (user !== undefined && !(user === 'U00' && this.#botHint().name !== undefined)) {
      // An app that posts as a user.
      const app = leftover(recordAt(this.#record, 'bot_profile') ?? {}, new Set(['icons']));
      if (app) this.#extras['bot_profile'] = app;
      return people.refer(user, this.#userHint());
    }
    const bot = idAt(this.#record, 'bot_id');
    const hint = this.#botHint();
    if (bot !== undefined) return people.refer(bot, {...hint, isBot: true});
    if (hint.name !== undefined) return people.referByName(hint.name, {isBot: true});
    return people.refer('unknown');
  }

  #userHint(): PersonHint {
    const profile = recordAt(this.#record, 'user_profile') ?? {};
    const names = ['display_name', 'real_name', 'name'].map((key) => stringAt(profile, key));
    return given({
      name: names.find((name) => name !== undefined),
      avatarUrl: stringAt(profile, 'image_72'),
    });
  }

  #botHint(): PersonHint {
    const profile = recordAt(this.#record, 'bot_profile') ?? {};
    const icons = recordAt(profile, 'icons') ?? recordAt(this.#record, 'icons') ?? {};
    return given({
      name: stringAt(this.#record, 'username') ?? stringAt(profile, 'name'),
      avatarUrl: stringAt(icons, 'image_72') ?? stringAt(icons, 'image_48'),
      raw: leftover(profile, new Set(['id', 'name', 'icons'])),
    });
  }

  // ---- what

  /** The blocks where they are the exact form, else the text. What the inlines lose stays raw. */
  #said(): readonly Part[] {
    const blocks = recordsAt(this.#record, 'blocks');
    const text = stringAt(this.#record, 'text');
    const finding = blocks.length > 0 ? partsOfBlocks(blocks, this.#names) : undefined;
    for (const type of finding?.unknown ?? [])
      this.#context.report({kind: 'unknown-kind', detail: `Block ${type}.`}, this.#id);
    if (finding && finding.parts.length > 0) {
      if (!finding.isExact || !this.#names.isExact) {
        this.#extras['blocks'] = valueAt(this.#record, 'blocks') as Json;
        if (!finding.isExact && text !== undefined) this.#extras['text'] = text;
      }
      return finding.parts;
    }
    if (text === undefined) return [];
    const inlines = parseMrkdwn(text, this.#names);
    if (!this.#names.isExact) this.#extras['text'] = text;
    return [{kind: 'text', inlines}];
  }

  #files(): readonly Part[] {
    const single = recordAt(this.#record, 'file');
    const files = [...recordsAt(this.#record, 'files'), ...(single ? [single] : [])];
    if (files.length === 0) return [];
    const findings = files.map((file) => mediaOfFile(file, this.#context.media));
    this.#extras['files'] = findings.map(({rest}) => rest);
    for (const {isMissing, part} of findings) {
      if (isMissing && part.kind === 'media')
        this.#context.report({kind: 'media-missing', detail: `File ${part.asset.id}.`}, this.#id);
    }
    return findings.map(({part}) => part);
  }

  #body(): {readonly body: readonly Part[]; readonly origin?: Message['forwardedFrom']} {
    const said = this.#said();
    const files = this.#files();
    const {media, people} = this.#context;
    const hasText = said.length > 0 || files.length > 0;
    const shared = partsOfAttachments(this.#record, hasText, {names: this.#names, people, media});
    const own = captioned(said, files);
    // For the writer: a title that is not in the text is Slack's own, and stays only a title.
    if (own.isInText) this.#extras['captions'] = 'in text';
    const body = [...own.parts, ...shared.parts];
    const isAction = stringAt(this.#record, 'subtype') === 'me_message';
    const complete = isAction ? body.map(italic) : body;
    return {
      body: complete.length > 0 ? complete : [textPart('')],
      ...given({origin: shared.origin}),
    };
  }

  #message(base: Base): Message {
    const from = this.#author();
    const {body, origin} = this.#body();
    const thread = idAt(this.#record, 'thread_ts');
    const reactions = recordsAt(this.#record, 'reactions').map((item) => this.#reaction(item));
    const pinned = valueAt(this.#record, 'pinned_to');
    const target = noteOf(this.#record)?.reply;
    return {
      kind: 'message',
      ...base,
      from,
      body,
      ...given({replyTo: target === undefined ? undefined : {entry: target}}),
      ...(thread === undefined || thread === base.id ? {} : {thread}),
      ...given({forwardedFrom: origin}),
      ...(reactions.length > 0 ? {reactions} : {}),
      ...given({edits: this.#edits(from)}),
      ...(Array.isArray(pinned) && pinned.length > 0 ? {isPinned: true} : {}),
      ...this.#rest(),
    };
  }

  #edits(author: PersonId): readonly Edit[] | undefined {
    const edited = recordAt(this.#record, 'edited');
    if (!edited) return undefined;
    const ts = idAt(edited, 'ts');
    const user = idAt(edited, 'user');
    if (user !== undefined && user !== author) this.#extras['edited'] = {user};
    return [given({at: ts === undefined ? undefined : momentOfTs(ts)})];
  }

  #reaction(item: Loose): Reaction {
    const name = stringAt(item, 'name') ?? '';
    const users = stringsAt(item, 'users');
    const by = users.map((user) => ({person: this.#context.people.refer(user)}));
    const url = stringAt(item, 'url');
    return {
      emoji: emojiOfShortcode(name) ?? hexEmoji(name) ?? `:${name}:`,
      count: Math.max(Math.trunc(numberAt(item, 'count') ?? 0), users.length),
      ...(by.length > 0 ? {by} : {}),
      ...(url === undefined ? {} : {asset: {id: url, presence: 'remote', url}}),
    };
  }

  // ---- what is no message

  #plainText(): string {
    const text = stringAt(this.#record, 'text') ?? '';
    const plain = inlinesText(parseMrkdwn(text, this.#names));
    if (/<[@#!]/.test(text) || plain !== unescapeSlack(text)) this.#extras['text'] = text;
    return plain;
  }

  #notice(base: Base, rule: Extract<SubtypeRule, {as: 'notice'}>): Entry {
    const note = noteOf(this.#record)?.notice;
    const user = idAt(this.#record, 'user') ?? idAt(this.#record, 'bot_id');
    const from = user === undefined || (note && user === 'USLACKBOT') ? undefined : this.#author();
    const text = this.#plainText();
    const event = note ? this.#ourEvent(note) : this.#event(rule.event);
    return {kind: 'notice', ...base, ...given({from}), event, text, ...this.#rest()};
  }

  /** An event that our writer kept: its people are Slack users now. */
  #ourEvent(event: NoticeEvent): NoticeEvent {
    const {people} = this.#context;
    if ('members' in event && event.members)
      return {...event, members: event.members.map((id) => people.refer(id))};
    return event.kind === 'poked' && event.target !== undefined
      ? {...event, target: people.refer(event.target)}
      : event;
  }

  #event(kind: Extract<SubtypeRule, {as: 'notice'}>['event']): NoticeEvent {
    const record = this.#record;
    switch (kind) {
      case 'joined': {
        const inviter = idAt(record, 'inviter');
        const by = inviter === undefined ? undefined : this.#context.people.refer(inviter);
        return {kind, ...given({by: by && (this.#context.people.nameOf(by) ?? by)})};
      }
      case 'topic-changed':
        return {kind, ...given({topic: this.#unescaped('topic')})};
      case 'renamed':
        return {kind, title: this.#unescaped('name') ?? ''};
      case 'pinned':
        return {kind, ...given({entry: pinnedTs(record)})};
      case 'left':
        return {kind};
      default:
        return {kind: 'other', ...given({name: stringAt(record, 'subtype')})};
    }
  }

  #unescaped(key: string): string | undefined {
    const text = stringAt(this.#record, key);
    return text === undefined ? undefined : unescapeSlack(text);
  }

  #call(base: Base): Call {
    const room = recordAt(this.#record, 'room') ?? {};
    const {people} = this.#context;
    const start = numberAt(room, 'date_start') ?? 0;
    const end = numberAt(room, 'date_end') ?? 0;
    const ids = new Set([
      ...stringsAt(room, 'participant_history'),
      ...stringsAt(room, 'participants'),
    ]);
    const participants = [...ids].map((id) => people.refer(id));
    const by = idAt(room, 'created_by');
    const text = this.#plainText();
    return {
      kind: 'call',
      ...base,
      from: by === undefined ? this.#author() : people.refer(by),
      medium: mediumOf(room),
      outcome: outcomeOf(room, participants.length),
      ...(end >= start && start > 0 ? {durationSeconds: end - start} : {}),
      ...(participants.length > 0 ? {participants} : {}),
      ...(text === '' ? {} : {text}),
      ...this.#rest(),
    };
  }

  #removed(base: Base): Entry {
    const user = idAt(this.#record, 'user');
    const text = this.#plainText();
    return {
      kind: 'removed',
      ...base,
      ...(user === undefined || user === 'USLACKBOT' ? {} : {from: this.#author()}),
      removedBy: 'unknown',
      ...(text === '' ? {} : {text}),
      ...this.#rest(),
    };
  }

  #rest(): {readonly extras?: Extras} {
    const extras = this.#extras;
    if (noteOf(this.#record)) delete extras['metadata'];
    return Object.keys(extras).length === 0 ? {} : {extras: {'slack-zip': extras as JsonObject}};
  }
}

const mediumOf = (room: Loose): Call['medium'] => {
  const word = stringAt(room, 'medium');
  return word === 'voice' || word === 'video' ? word : 'unknown';
};

const outcomeOf = (room: Loose, participants: number): Call['outcome'] => {
  if (isTrue(room, 'was_rejected')) return 'declined';
  if (isTrue(room, 'was_missed')) return 'missed';
  return isTrue(room, 'was_accepted') || participants > 1 ? 'answered' : 'unknown';
};

const pinnedTs = (record: Loose): string | undefined => {
  const item = recordAt(record, 'item') ?? {};
  const message = recordAt(item, 'message') ?? item;
  const attachment = recordsAt(record, 'attachments')[0] ?? {};
  return [idAt(message, 'ts'), idAt(attachment, 'ts')].find(isTs);
};

/** `emoji-1fae9`: how our writer names an emoji that has no short name. */
const hexEmoji = (name: string): string | undefined => {
  const hex = /^emoji((?:-[0-9a-f]{2,6}){1,12})$/.exec(name)?.[1];
  const points = hex
    ?.slice(1)
    .split('-')
    .map((part) => Number.parseInt(part, 16));
  return points?.every((point) => point > 0 && point <= 0x10ffff)
    ? String.fromCodePoint(...points)
    : undefined;
};

const italic = (part: Part): Part =>
  part.kind === 'text' && part.inlines.length > 0
    ? {...part, inlines: [{kind: 'styled', style: 'italic', inlines: part.inlines}]}
    : part;

/** The title of a file is its caption; where a text ends with the titles of its files, they are taken out of it. */
const captioned = (
  said: readonly Part[],
  files: readonly Part[],
): {readonly parts: readonly Part[]; readonly isInText: boolean} => {
  const apart = {parts: [...said, ...files], isInText: false};
  const [text, ...more] = said;
  const titles = files.flatMap((part) =>
    part.kind === 'media' && part.caption ? [inlinesText(part.caption)] : [],
  );
  if (text?.kind !== 'text' || titles.length === 0) return apart;
  const whole = inlinesText(text.inlines);
  const start = whole.length - titles.join('\n').length;
  const isTail = start === 0 || whole.charAt(start - 1) === '\n';
  if (!isTail || !whole.endsWith(titles.join('\n'))) return apart;
  let at = start;
  const withCaptions = files.map((part): Part => {
    if (part.kind !== 'media' || !part.caption) return part;
    const end = at + inlinesText(part.caption).length;
    const caption = sliceInlines(text.inlines, at, end);
    at = end + 1;
    return {...part, caption};
  });
  const before = sliceInlines(text.inlines, 0, start - 1);
  const rest = start > 0 ? [{...text, inlines: before}] : [];
  return {parts: [...rest, ...more, ...withCaptions], isInText: true};
};

/** RTM events that wrap a message: unwrap them, so that a log of a live session reads like an export. */
const unwrap = (record: Loose): {readonly record: Loose; readonly before?: Loose} => {
  const subtype = stringAt(record, 'subtype');
  const inner = recordAt(record, 'message');
  const before = recordAt(record, 'previous_message');
  if (subtype === 'message_changed' && inner) return {record: inner, ...given({before})};
  if (subtype === 'message_deleted' && before)
    return {record: {...before, subtype: 'tombstone'}, before};
  return {record};
};

/** Undefined where the record is no message, or has no time (reported). */
export const entryOfMessage = (value: unknown, context: MessageContext): Entry | undefined => {
  if (!isLoose(value)) {
    context.report({kind: 'record-skipped', detail: 'Not an object.'}, '');
    return undefined;
  }
  const {record, before} = unwrap(value);
  const ts = idAt(record, 'ts') ?? idAt(value, 'ts');
  const at = ts === undefined ? undefined : momentOfTs(ts);
  if (ts === undefined || !at) {
    const sample = JSON.stringify(valueAt(record, 'ts')) ?? '';
    context.report(
      {kind: 'time-not-understood', detail: 'A message without a time is left out.', sample},
      ts ?? '',
    );
    return undefined;
  }
  const entry = new Conversion(record, ts, context).entry(at);
  if (!before) return entry;
  const body = bodyBefore(before, ts, context);
  if (entry.kind === 'removed') return {...entry, ...given({body})};
  if (entry.kind !== 'message' || !body) return entry;
  const [edit = {}] = entry.edits ?? [];
  return {...entry, edits: [{...edit, before: body}]};
};

const bodyBefore = (
  before: Loose,
  ts: string,
  context: MessageContext,
): readonly Part[] | undefined => {
  const entry = new Conversion(before, ts, context).entry(utcMoment(0));
  return entry.kind === 'message' ? entry.body : undefined;
};
