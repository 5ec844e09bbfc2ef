// Follows a Telegram export through its chats: people, chats, records, what to report. Fed with parsed records by read.ts.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  ArchiveEvent,
  Asset,
  Entry,
  EntryId,
  Handle,
  Moment,
  PersonId,
} from '../../engine/model/archive.ts';
import type {ProblemKind} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {Chat} from './chat.ts';
import {Clock} from './clock.ts';
import type {AssetFacts} from './media.ts';
import {readMessage} from './messages.ts';
import type {RecordContext} from './record.ts';
import {readService, readUnsupported} from './service.ts';
import {People, peerId} from './people.ts';
import type {Raw} from './shapes.ts';
import {mendWhatsApp, isFromWhatsApp} from './whatsapp.ts';

const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const word = (raw: Raw, key: string): string =>
  typeof raw[key] === 'string' ? (raw[key] as string).trim() : '';

const fullName = (raw: Raw): string =>
  `${word(raw, 'first_name')} ${word(raw, 'last_name')}`.trim();

/** A record by its own id, or by its number in the list. */
const recordName = (raw: unknown, index: number): string => {
  const id = isRaw(raw) ? raw['id'] : undefined;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : `messages[${index}]`;
};

/** Records without a time that are kept back until one with a time comes. */
const maxWaiting = 1_000;

/** From so many messages on, a group in which nobody else speaks is no accident. */
const manyMessages = 10;

export class ArchiveReader implements RecordContext {
  readonly people: People;
  readonly clock: Clock;
  readonly #ctx: ReadContext;
  readonly #path: string;
  readonly #media: MediaLookup;
  readonly #bases: readonly string[];
  #events: ArchiveEvent[] = [];
  #chat: Chat | undefined;
  readonly #chatIds = new Map<string, number>();
  #raw: unknown;
  /** The records of the batch under way. */
  #ahead: readonly unknown[] = [];
  #byte = 0;
  #index = 0;
  #waiting: {readonly raw: Raw; readonly byte: number; readonly index: number}[] = [];
  #isWhatsApp = false;
  #hasSpoken = false;
  readonly #isWithOwner: boolean;

  constructor(input: ExportInput, options: ReadOptions, ctx: ReadContext, media: MediaLookup) {
    this.#ctx = ctx;
    this.#path = input.path;
    this.#media = media;
    this.#bases = [folderOf(input.path)];
    this.#isWithOwner = options.owner !== undefined;
    this.people = new People((event) => this.#events.push(event), options.owner);
    this.clock = new Clock(options.zone, (zone) =>
      ctx.infer({
        what: 'zone',
        value: zone,
        because: 'the local times against the exact ones of the same message',
      }),
    );
  }

  get chat(): Chat {
    if (!this.#chat) throw new Error('A record outside a chat.');
    return this.#chat;
  }

  take(): ArchiveEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  get size(): number {
    return this.#events.length;
  }

  report(kind: ProblemKind, detail: string): void {
    const conversation = this.#chat?.id;
    this.#ctx.report({
      kind,
      place: {
        path: this.#path,
        byte: this.#byte,
        record: recordName(this.#raw, this.#index),
        ...(conversation === undefined ? {} : {conversation}),
      },
      detail,
    });
  }

  asset(path: string, facts: AssetFacts): Asset {
    const entry = this.#media.find(path, this.#bases);
    if (entry) {
      return {id: entry.path, bytes: entry.size, ...facts, presence: 'included'};
    }
    this.report('media-missing', 'The file that the message refers to is not in the export.');
    return {id: path, ...facts, presence: 'absent'};
  }

  // ---- people

  /**
   * Service lines name people without ids. A name that nobody has yet is looked for among the next records; a member who never
   * speaks stays a name in the line's text, so that nobody becomes two persons.
   */
  personNamed(name: string): PersonId | undefined {
    const known = this.people.named(name);
    if (known !== undefined) return known;
    for (const value of this.#ahead) {
      if (!isRaw(value) || value['from'] !== name) continue;
      const id = peerId(value['from_id']);
      if (id !== undefined) return this.people.see(id, name);
    }
    return undefined;
  }

  personal(info: Raw): void {
    const user = peerId(info['user_id']);
    if (user === undefined) return;
    const handles: Handle[] = [];
    const phone = word(info, 'phone_number');
    const username = word(info, 'username').replace(/^@/, '');
    if (phone !== '') handles.push({kind: 'phone', value: phone});
    if (username !== '') handles.push({kind: 'username', value: username});
    const name = fullName(info);
    const bio = word(info, 'bio');
    const isNew = this.people.owner === undefined && !this.#isWithOwner;
    this.people.describe(this.people.see(user, name), {
      ...(name === '' ? {} : {name}),
      handles,
      isOwner: true,
      ...(bio === '' ? {} : {extras: {bio}}),
    });
    if (isNew) this.#sayOwner(user, 'the personal information in the export');
  }

  contact(record: Raw): void {
    const phone = word(record, 'phone_number');
    const name = fullName(record);
    const id = peerId(record['user_id']) ?? (phone || name);
    if (id === '') return;
    this.people.describe(id, {
      ...(name === '' ? {} : {name}),
      ...(phone === '' ? {} : {handles: [{kind: 'phone', value: phone}]}),
    });
  }

  /** `people`, ChatArk's own list: what Telegram's records cannot say of somebody. */
  known(record: Raw): void {
    const peer = peerId(record['id']);
    if (peer === undefined) return;
    const original = word(record, 'original_id');
    if (original !== '') this.people.alias(peer, original);
    const name = word(record, 'name');
    const isOwner = record['is_owner'] === true;
    const {aliases, handles} = record;
    this.people.describe(original === '' ? peer : original, {
      ...(name === '' ? {} : {name}),
      handles: Array.isArray(handles) ? handles.filter(isHandle) : [],
      aliases: Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string') : [],
      isOwner,
      ...(typeof record['is_bot'] === 'boolean' ? {isBot: record['is_bot']} : {}),
    });
    if (isOwner && this.people.owner === (original || peer)) {
      this.#sayOwner(original || peer, 'the list of people in the file');
    }
  }

  /** Lists of the account export that hold facts about the owner: kept with the owner. */
  ownFacts(facts: {readonly [key: string]: unknown}): void {
    const {owner} = this.people;
    if (owner === undefined || Object.keys(facts).length === 0) return;
    const pictures = facts['profile_pictures'];
    const photo = Array.isArray(pictures) && isRaw(pictures[0]) ? pictures[0]['photo'] : undefined;
    const entry = typeof photo === 'string' ? this.#media.find(photo, this.#bases) : undefined;
    this.people.describe(owner, {
      extras: facts,
      ...(entry ? {avatar: {id: entry.path, bytes: entry.size, presence: 'included'}} : {}),
    });
  }

  // ---- chats

  openChat(header: Raw, isLeft: boolean): void {
    const make = (idSuffix: string): Chat => new Chat(header, {isLeft, idSuffix, path: this.#path});
    const {id} = make('');
    const before = this.#chatIds.get(id) ?? 0;
    this.#chatIds.set(id, before + 1);
    this.#chat = make(before === 0 ? '' : `.${before + 1}`);
    if (before > 0) this.report('duplicate-record', 'Another chat of this export has the same id.');
    this.#hasSpoken = false;
    const {chat} = this;
    if (chat.kind === 'self' && /^user\d+$/.test(chat.id) && this.people.own(chat.id)) {
      this.#sayOwner(chat.id, 'the saved messages are of this person');
    }
  }

  /** The conversation is announced at its first record: only then is it known where it comes from. */
  #announce(): void {
    if (this.#hasSpoken) return;
    this.#hasSpoken = true;
    const {chat} = this;
    const {peer} = chat;
    if (peer !== undefined) {
      chat.member(this.people.see(peer, chat.kind === 'direct' ? chat.name : undefined));
      if (chat.kind === 'direct' && this.people.owner !== undefined) chat.member(this.people.owner);
    }
    this.#events.push(chat.announce(this.#isWhatsApp ? 'whatsapp' : 'telegram'));
  }

  closeChat(): void {
    if (!this.#chat) return;
    this.#flushWaiting(undefined);
    this.#announce();
    const {chat} = this;
    if (!chat.isDone) {
      this.#events.push(chat.announce(this.#isWhatsApp ? 'whatsapp' : 'telegram'));
    }
    if (chat.kind === 'group' && chat.count >= manyMessages && chat.isOnly(this.people.owner)) {
      this.#ctx.infer({
        what: 'completeness',
        value: `own messages only: ${chat.title ?? chat.id}`,
        because: 'nobody but the owner speaks in this group; Telegram exports groups so by default',
      });
    }
    this.#chat = undefined;
  }

  /** Before the records of a batch: the first one shows who wrote the file. */
  look(values: readonly unknown[]): void {
    this.#ahead = values;
    if (this.#isWhatsApp || this.#hasSpoken || !isFromWhatsApp(values)) return;
    this.#isWhatsApp = true;
    this.#ctx.infer({
      what: 'dialect',
      value: 'whatsapp-chat-exporter',
      because: 'exact times are numbers and the sender user00000 is "Me"',
    });
    if (this.people.own('user00000')) this.#sayOwner('user00000', 'the sender that is called "Me"');
  }

  // ---- records

  #at(raw: unknown, byte: number, index: number): void {
    this.#raw = raw;
    this.#byte = byte;
    this.#index = index;
  }

  record(raw: unknown, byte: number, index: number): void {
    this.#at(raw, byte, index);
    if (!isRaw(raw)) {
      this.report('record-not-understood', 'Not an object.');
      return;
    }
    if (!this.#hasSpoken) this.#announce();
    const at = this.clock.at(raw, 'date');
    if (at) {
      if (this.#waiting.length > 0) this.#flushWaiting(at);
      this.#at(raw, byte, index);
      this.chat.last = at;
      this.#entry(raw, at);
      return;
    }
    if (raw['type'] !== 'unsupported')
      this.report(
        'time-not-understood',
        'No time that could be read; it stands where its neighbours are.',
      );
    if (this.chat.last) this.#entry(raw, {...this.chat.last, precision: 'day'});
    else {
      this.#waiting.push({raw, byte, index});
      if (this.#waiting.length >= maxWaiting) this.#flushWaiting(undefined);
    }
  }

  #flushWaiting(at: Moment | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const {raw, byte, index} of waiting) {
      this.#at(raw, byte, index);
      this.#entry(raw, at ? {...at, precision: 'day'} : utcMoment(0, 'day'));
    }
  }

  #entry(raw: Raw, at: Moment): void {
    const {chat} = this;
    const id = chat.idOf(raw, () =>
      JSON.stringify([
        raw['from'] ?? raw['actor'],
        raw['date_unixtime'] ?? raw['date'],
        raw['text'],
      ]),
    );
    if (id === undefined) {
      this.report('duplicate-record', 'A record with this id came before; this one was left out.');
      return;
    }
    const entry = this.#read(this.#isWhatsApp ? mendWhatsApp(raw) : raw, id, at);
    this.#learnOwner(entry);
    chat.count++;
    this.#events.push({type: 'entry', conversation: chat.id, entry});
  }

  #read(raw: Raw, id: EntryId, at: Moment): Entry {
    const {type} = raw;
    if (type === 'message') return readMessage(raw, id, at, this);
    if (type === 'service' || (type === undefined && typeof raw['action'] === 'string')) {
      return readService(raw, id, at, this);
    }
    if (type === undefined) return readMessage(raw, id, at, this);
    this.report('unknown-kind', `A record of the type "${String(type).slice(0, 80)}".`);
    return readUnsupported(raw, id, at);
  }

  /** In a chat of two, the one who is not the other side. */
  #learnOwner(entry: Entry): void {
    if (this.people.owner !== undefined || this.#isWithOwner || entry.kind === 'notice') return;
    const {chat} = this;
    const {from} = entry;
    if (chat.kind !== 'direct' || from === undefined || from === chat.peer) return;
    const isUser = /^user\d+$/.test(from);
    // Without numbers, the chat's name is the other side's.
    if (isUser ? !/^user\d+$/.test(chat.id) : chat.name === undefined || chat.name === from) return;
    if (this.people.own(from)) this.#sayOwner(from, 'the other side of a private chat');
  }

  #sayOwner(id: string, because: string): void {
    this.#ctx.infer({what: 'owner', value: this.people.nameOf(id) ?? id, because});
  }

  checkCancelled(): void {
    throwIfCancelled(this.#ctx.signal);
  }
}

const isHandle = (value: unknown): value is Handle =>
  isRaw(value) && typeof value['kind'] === 'string' && typeof value['value'] === 'string';
