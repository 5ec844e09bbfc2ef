// One channel of a package: its description and its messages in the order of time.

import type {ReadContext} from '../../engine/convert/format.ts';
import type {
  ArchiveEvent,
  Asset,
  Conversation,
  EventBatch,
  Handle,
  Message,
  Part,
  Person,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {parseIso} from '../../engine/model/time.ts';
import {parseDiscordMarkdown} from '../_shared/discord-markdown.ts';
import {idAt, leftover, recordAt, stringAt, valueAt} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {channelTypes, formatId} from './shapes.ts';

export type Names = {
  readonly channels: ReadonlyMap<string, string>;
  readonly servers: ReadonlyMap<string, string>;
};

export type Row = {
  readonly id: string;
  readonly time: string;
  readonly text: string;
  readonly files: string;
  readonly place: Place;
};

/** What of `user.json` says who somebody is; settings, payments and addresses stay where they are. */
export const ownerOf = (user: Loose, wanted: string | undefined): Person => {
  const id = idAt(user, 'id');
  const username = stringAt(user, 'username');
  const handles: Handle[] = [];
  if (id !== undefined) handles.push({kind: 'platform', value: id});
  if (username !== undefined) handles.push({kind: 'username', value: username});
  const name = stringAt(user, 'global_name') ?? username ?? wanted;
  return {
    id: id ?? 'self',
    ...given({name}),
    isOwner: true,
    ...(handles.length > 0 ? {handles} : {}),
  };
};

const typeOf = (info: Loose): string => {
  const type = idAt(info, 'type') ?? '';
  return (Object.hasOwn(channelTypes, type) ? channelTypes[type] : undefined) ?? type;
};

const kindOf = (type: string): Conversation['kind'] => {
  if (type === 'DM') return 'direct';
  if (type === 'GROUP_DM') return 'group';
  return type === '' ? 'unknown' : 'channel';
};

/** `Direct Message with tomas#0` names the other one. */
const directName = (name: string | undefined): string | undefined =>
  /^Direct Message with (.+?)(?:#0)?$/.exec(name ?? '')?.[1];

const roles: readonly (readonly [
  extension: RegExp,
  role: 'image' | 'video' | 'audio' | 'animation',
])[] = [
  [/\.gif$/i, 'animation'],
  [/\.(?:png|jpe?g|webp|avif|heic|bmp)$/i, 'image'],
  [/\.(?:mp4|mov|webm|mkv)$/i, 'video'],
  [/\.(?:mp3|ogg|opus|wav|m4a|flac|aac)$/i, 'audio'],
];

/** Links expire; their path says what they were. */
const attachment = (url: string): Part => {
  const name = url.replace(/[?#].*$/, '').replace(/^.*\//, '');
  const asset: Asset = {id: url, ...given({name: name || undefined}), presence: 'remote', url};
  const role = roles.find(([extension]) => extension.test(name))?.[1] ?? 'file';
  return {kind: 'media', role, asset, ...(name.startsWith('SPOILER_') ? {isSpoiler: true} : {})};
};

export class ChannelReader {
  readonly #conversation: Conversation;
  readonly #people: Person[] = [];
  /** Those of whom more is known than before. */
  readonly #fresh: Person[] = [];
  readonly #owner: Person;
  readonly #ctx: ReadContext;
  readonly #ids = new IdMaker();
  #messages: Message[] = [];

  constructor(parts: {
    readonly id: string;
    readonly info: Loose;
    readonly names: Names;
    readonly owner: Person;
    /** Everybody that was announced; grows. */
    readonly known: Map<string, Person>;
    readonly ctx: ReadContext;
  }) {
    const {id, info, names, owner, ctx} = parts;
    this.#owner = owner;
    this.#ctx = ctx;
    const type = typeOf(info);
    const indexed = names.channels.get(id);
    const other = type === 'DM' ? directName(indexed) : undefined;
    this.#recipients(info, other, parts.known);
    const guild = recordAt(info, 'guild');
    const guildId = guild && idAt(guild, 'id');
    const guildName = guild && (stringAt(guild, 'name') ?? names.servers.get(guildId ?? ''));
    const left = {
      ...leftover(info, new Set(['id', 'name', 'guild', 'recipients'])),
      ...given({guild: guild && given({id: guildId, name: guildName})}),
    };
    this.#conversation = {
      id,
      kind: kindOf(type),
      ...given({title: stringAt(info, 'name') ?? other ?? indexed}),
      platform: 'discord',
      members: [owner.id, ...this.#people.map((person) => person.id)],
      extras: {[formatId]: left},
    };
  }

  /** Only ids, the owner's among them; a private chat's index knows the other one's name. */
  #recipients(info: Loose, other: string | undefined, known: Map<string, Person>): void {
    const list = valueAt(info, 'recipients');
    const ids = (Array.isArray(list) ? (list as readonly unknown[]) : []).filter(
      (one): one is string => typeof one === 'string' && /^\d{1,20}$/.test(one),
    );
    const others = [...new Set(ids)].filter((one) => one !== this.#owner.id);
    // Beside somebody who is deleted, the id that is left may be the owner's.
    const isCertain = others.length === 1 && Array.isArray(list) && list.length === ids.length;
    for (const id of others) {
      const before = known.get(id);
      const name = before?.name ?? (isCertain ? other : undefined);
      const handles: Handle[] = [{kind: 'platform', value: id}];
      const isOwner = this.#owner.handles ? false : undefined; // Without an account it may be any.
      const person: Person = {id, ...given({name, isOwner}), handles};
      this.#people.push(person);
      if (!before || before.name !== name) this.#fresh.push(person);
      known.set(id, person);
    }
  }

  add({id, time, text, files, place}: Row): void {
    const at = parseIso(time.trim().replace(' ', 'T'), 'UTC');
    if (!at) {
      this.#ctx.report({
        kind: 'time-not-understood',
        place: {...place, record: id.slice(0, 40)},
        detail: 'A message has no time.',
        sample: time.slice(0, 200),
      });
      return;
    }
    // The package prints UTC without saying so.
    const moment = at.zone.kind === 'floating' ? {...at, zone: {kind: 'utc' as const}} : at;
    const inlines = parseDiscordMarkdown(text, {
      user: (user) => this.#mention(user),
      named: (sign, other) => ({
        kind: 'mention',
        text: sign === '#' ? `<#${other}>` : `<@&${other}>`,
      }),
    });
    const media = files
      .split(/\s+/)
      .filter((url) => url !== '')
      .map(attachment);
    const body: Part[] = [
      ...(inlines.length > 0 ? [{kind: 'text' as const, inlines}] : []),
      ...media,
    ];
    this.#messages.push({
      kind: 'message',
      id: /^\d{1,32}$/.test(id) ? id : this.#ids.make(`${time}\n${text}`),
      at: moment,
      from: this.#owner.id,
      body: body.length > 0 ? body : [textPart('')],
    });
  }

  #mention(id: string): {kind: 'mention'; text: string; person?: string} {
    const person = [this.#owner, ...this.#people].find((one) => one.id === id);
    return person
      ? {
          kind: 'mention',
          text: person.name === undefined ? `<@${id}>` : `@${person.name}`,
          person: id,
        }
      : {kind: 'mention', text: `<@${id}>`};
  }

  *batches(): IterableIterator<EventBatch> {
    const messages = this.#messages.toSorted((a, b) => a.at.epochMs - b.at.epochMs);
    this.#messages = [];
    const conversation = this.#conversation;
    let events: ArchiveEvent[] = this.#fresh.map((person) => ({type: 'person', person}));
    events.push({type: 'conversation', conversation});
    for (const entry of messages) {
      events.push({type: 'entry', conversation: conversation.id, entry});
      if (events.length < 1_000) continue;
      yield events;
      events = [];
    }
    if (events.length > 0) yield events;
  }
}
