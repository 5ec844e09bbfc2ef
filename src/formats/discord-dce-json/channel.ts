// One channel over its files: identity, members, repeated ids, counts against what the files say.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {
  ArchiveEvent,
  Asset,
  Conversation,
  Json,
  PersonId,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ProblemKind} from '../../engine/model/problem.ts';
import {idAt, isLoose, leftover, numberAt, recordAt, stringAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {SeenSnowflakes} from '../_shared/seen-snowflakes.ts';
import type {AssetFacts} from './assets.ts';
import {readRecord} from './messages.ts';
import type {RecordContext} from './messages.ts';
import type {People} from './people.ts';
import {channelKinds, formatId, threadTypes} from './shapes.ts';

export type ChannelOptions = {
  readonly people: People;
  push(event: ArchiveEvent): void;
  readonly ctx: ReadContext;
  asset(url: string, facts?: AssetFacts): Asset;
};

const ownChannelKeys: ReadonlySet<string> = new Set([
  'id',
  'originalId',
  'name',
  'topic',
  'iconUrl',
  'isSelf',
]);

export class ChannelReader implements RecordContext {
  readonly people: People;
  readonly #options: ChannelOptions;
  readonly #members = new Set<PersonId>();
  readonly #seen = new SeenSnowflakes();
  #header: Loose = {};
  #path = '';
  #id: string | undefined;
  #byte = 0;
  #record = '';
  #inFile = 0;
  #announced = -1;

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.people = options.people;
  }

  get #channel(): Loose {
    return recordAt(this.#header, 'channel') ?? {};
  }

  get channel(): string {
    return idAt(this.#channel, 'id') ?? '';
  }

  get guild(): string {
    return idAt(recordAt(this.#header, 'guild') ?? {}, 'id') ?? '0';
  }

  asset(url: string, facts?: AssetFacts): Asset {
    return this.#options.asset(url, facts);
  }

  member(id: PersonId): void {
    this.#members.add(id);
  }

  report(kind: ProblemKind, detail: string): void {
    const place = {
      path: this.#path,
      byte: this.#byte,
      record: this.#record,
      ...given({conversation: this.#id}),
    };
    this.#options.ctx.report({kind, place, detail});
  }

  openFile(path: string, header: Loose): void {
    this.#path = path;
    this.#inFile = 0;
    if (this.#id !== undefined) return;
    this.#header = header;
    this.#id = stringAt(this.#channel, 'originalId') ?? (this.channel || `~${path}`);
    this.#sayRange();
    this.#announce();
  }

  record(value: unknown, byte: number): void {
    this.#byte = byte;
    this.#record = isLoose(value) ? (idAt(value, 'id') ?? '') : '';
    this.#inFile++;
    if (!isLoose(value) || this.#record === '') {
      this.report('record-not-understood', 'Not a message with an id.');
      return;
    }
    if (!this.#seen.add(this.#record)) {
      this.report('duplicate-record', 'A message with this id came before; this one was left out.');
      return;
    }
    const entry = readRecord(value, stringAt(value, 'originalId') ?? this.#record, this);
    if (!entry) this.report('time-not-understood', 'The message has no time and was left out.');
    else this.#options.push({type: 'entry', conversation: this.#id ?? '', entry});
  }

  closeFile(path: string, members: Loose, isComplete: boolean): void {
    this.#path = path;
    if (this.#id === undefined) this.openFile(path, members);
    const said = numberAt(members, 'messageCount');
    if (!isComplete || said === undefined || said === this.#inFile) return;
    const detail = `The file says that it holds ${said} messages; it holds ${this.#inFile}.`;
    this.#options.ctx.report({kind: 'export-incomplete', place: {path}, detail});
  }

  close(): void {
    if (this.#id === undefined) return;
    this.#learnOwner();
    if (this.#announced !== this.#members.size) this.#announce();
  }

  /** The other side of a private chat gives it its name. */
  #learnOwner(): void {
    const {people} = this;
    const title = stringAt(this.#channel, 'name');
    if (
      stringAt(this.#channel, 'type') !== 'DirectTextChat' ||
      people.owner !== undefined ||
      title === undefined
    )
      return;
    const others = [...this.#members].filter((id) => !people.isNamed(id, title));
    const [owner] = others;
    if (
      owner === undefined ||
      others.length !== 1 ||
      this.#members.size !== 2 ||
      !people.own(owner)
    )
      return;
    const because = 'the other one of the two gives the chat its name';
    this.#options.ctx.infer({what: 'owner', value: people.nameOf(owner) ?? owner, because});
  }

  #sayRange(): void {
    const range = recordAt(this.#header, 'dateRange') ?? {};
    const words = [
      ['after', stringAt(range, 'after')],
      ['before', stringAt(range, 'before')],
    ]
      .filter(([, date]) => date !== undefined)
      .map((pair) => pair.join(' '));
    if (words.length === 0) return;
    const value = `${stringAt(this.#channel, 'name') ?? this.#id ?? ''}: ${words.join(', ')}`;
    this.#options.ctx.infer({
      what: 'completeness',
      value,
      because: 'the file holds only this range of dates',
    });
  }

  #announce(): void {
    this.#announced = this.#members.size;
    const channel = this.#channel;
    const type = idAt(channel, 'type') ?? '';
    const icon = stringAt(channel, 'iconUrl');
    const parent = threadTypes.has(type) ? idAt(channel, 'categoryId') : undefined;
    const conversation: Conversation = {
      id: this.#id ?? '',
      kind: channel['isSelf'] === true ? 'self' : (channelKinds.get(type) ?? 'unknown'),
      ...given({title: stringAt(channel, 'name')}),
      platform: 'discord',
      members: [...this.#members],
      ...given({
        topic: stringAt(channel, 'topic'),
        parent: stringAt(channel, 'categoryOriginalId') ?? parent,
      }),
      ...(icon === undefined ? {} : {avatar: this.asset(icon)}),
      extras: {[formatId]: this.#extras(channel)},
    };
    this.#options.push({type: 'conversation', conversation});
  }

  #extras(channel: Loose): {[key: string]: Json} {
    const guild = recordAt(this.#header, 'guild');
    const range = recordAt(this.#header, 'dateRange');
    const facts: {[key: string]: Json} = {};
    if (guild) facts['guild'] = guild as Json;
    facts['channel'] = (leftover(channel, ownChannelKeys) ?? {}) as Json;
    if (range && leftover(range, new Set())) facts['dateRange'] = range as Json;
    const exported = stringAt(this.#header, 'exportedAt');
    if (exported !== undefined) facts['exportedAt'] = exported;
    return facts;
  }
}
