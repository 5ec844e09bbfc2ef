// One DingTalk message, whatever tool wrote it: the same facts under different names.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  Asset,
  BundleItem,
  Entry,
  Json,
  Moment,
  Part,
  PersonId,
  Reaction,
  Reference,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {epochMoment} from '../_shared/epoch-moment.ts';
import {ChatStream} from '../_shared/chat-stream.ts';
import {readSystemLine} from '../_shared/chinese-notice.ts';
import {assetAtPath, baseName, folderOf} from '../_shared/content-reference.ts';
import {localMoment} from '../_shared/local-time.ts';
import {
  idAt,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {markedParts, mediaOf, roleOfType} from './markup.ts';

const format = 'dingtalk';

const known = new Set([
  'messageId',
  'openMessageId',
  'message_id',
  'conversationId',
  'openConversationId',
  'conversation_id',
  'sender',
  'senderId',
  'senderOpenDingTalkId',
  'senderOpenDingtalkId',
  'sender_id',
  'sender_name',
  'senderType',
  'text',
  'content',
  'createTime',
  'datetime',
  'timestamp',
  'updateTime',
  'reactions',
  'quotedMessage',
  'forwarded',
  'resourceRefs',
  'recalled',
  'attachments',
  'threadId',
  'openConvThreadId',
  'local_id',
]);

/** A text that only stands for a medium. */
const mark = /^\s*(?:\[[^\]\n]{1,30}\])?\s*$/;

/** The tools write the word where they know no name. */
const realText = (text: string | undefined): string | undefined =>
  text === 'null' || text === 'undefined' ? undefined : text;

const first = (record: Loose, ...keys: readonly string[]): string | undefined => {
  for (const key of keys) {
    const value = realText(idAt(record, key));
    if (value !== undefined) return value;
  }
  return undefined;
};

export type DingSetup = {
  readonly lookup: MediaLookup;
  readonly attachments: ReadonlyMap<string, string>;
  /** The chat's name, where the folder tells. */
  readonly title: string | undefined;
  readonly id: string | undefined;
  readonly options: ReadOptions;
  readonly ctx: ReadContext;
};

export class DingReading {
  readonly stream: ChatStream;
  readonly #setup: DingSetup;
  readonly #fallback: string;
  readonly #folder: string;
  readonly #ids = new IdMaker();
  #place: Place;
  #lastAt: Moment = utcMoment(0, 's');

  constructor(input: ExportInput, setup: DingSetup) {
    this.#setup = setup;
    this.stream = new ChatStream(setup.ctx, {owner: setup.options.owner});
    this.#fallback = setup.id ?? setup.title ?? baseName(input.path).replace(/\.\w+$/, '');
    this.#folder = folderOf(input.path);
    this.#place = {path: input.path};
  }

  #time(record: Loose, ...keys: readonly string[]): Moment | undefined {
    for (const key of keys) {
      const stamp = epochMoment(numberAt(record, key));
      if (stamp) return stamp;
      const printed = localMoment(stringAt(record, key) ?? '', this.#setup.options.zone);
      if (printed) return printed;
    }
    return undefined;
  }

  #moment(record: Loose): Moment {
    const at = this.#time(record, 'timestamp', 'createTime', 'datetime');
    if (at) this.#lastAt = at;
    else this.#setup.ctx.report({kind: 'time-not-understood', place: this.#place});
    return this.#lastAt;
  }

  #conversation(record: Loose): string {
    const id =
      first(record, 'conversationId', 'openConversationId', 'conversation_id') ?? this.#fallback;
    if (!this.stream.hasConversation(id))
      this.stream.conversation({
        id,
        kind: 'unknown',
        ...given({title: this.#setup.title ?? (id === this.#fallback ? id : undefined)}),
        platform: 'dingtalk',
        members: [],
      });
    return id;
  }

  #sender(record: Loose): PersonId | undefined {
    const id = first(
      record,
      'senderId',
      'senderOpenDingTalkId',
      'senderOpenDingtalkId',
      'sender_id',
    );
    const name = realText(stringAt(record, 'sender_name') ?? stringAt(record, 'sender'));
    const person = id ?? name;
    if (person === undefined) return undefined;
    const isBot = /bot|robot/i.test(stringAt(record, 'senderType') ?? '');
    return this.stream.person({
      id: person,
      ...given({name}),
      ...(id === undefined || this.stream.knows(person)
        ? {}
        : {handles: [{kind: 'platform', value: id}]}),
      ...(isBot ? {isBot} : {}),
    });
  }

  #asset(id: string, name: string | undefined): Asset {
    const folder = this.#folder === '' ? '' : `${this.#folder}/`;
    const missing = (): void =>
      this.#setup.ctx.report({
        kind: 'media-missing',
        place: this.#place,
        sample: (name ?? id).slice(0, 200),
      });
    const indexed =
      this.#setup.attachments.get(id) ??
      (name === undefined ? undefined : this.#setup.attachments.get(name));
    const beside =
      name === undefined
        ? undefined
        : this.#setup.lookup.find(name, [`${folder}attachments`, this.#folder])?.path;
    const path = indexed ?? beside;
    if (path !== undefined)
      return {
        ...assetAtPath(path, {lookup: this.#setup.lookup, bases: [''], missing}),
        ...given({name}),
      };
    if (/[/\\][^/\\]+\.\w{1,8}$/.test(id)) missing();
    return {id, ...given({name}), presence: 'absent'};
  }

  #body(record: Loose): readonly Part[] {
    const text = stringAt(record, 'text') ?? stringAt(record, 'content') ?? '';
    const parts = [...markedParts(text, (id, name) => this.#asset(id, name))];
    const isMarked = parts.some(({kind}) => kind === 'media');
    const type =
      stringAt(record, 'content_type') ??
      stringAt(record, 'messageType') ??
      stringAt(record, 'message_type');
    const listed = [...recordsAt(record, 'resourceRefs'), ...recordsAt(record, 'attachments')];
    for (const resource of isMarked ? [] : listed) {
      const id = first(resource, 'resourceId', 'mediaId', 'media_id', 'id', 'path', 'url') ?? '';
      const name =
        stringAt(resource, 'name') ??
        stringAt(resource, 'file_name') ??
        stringAt(resource, 'filename');
      const role = roleOfType(stringAt(resource, 'type')) ?? roleOfType(type) ?? 'file';
      parts.push(mediaOf(role, this.#asset(stringAt(resource, 'path') ?? id, name)));
    }
    const forwarded = recordsAt(record, 'forwarded');
    if (forwarded.length > 0)
      parts.push({kind: 'bundle', items: forwarded.map((inner) => this.#item(inner))});
    const role = roleOfType(type);
    if (parts.length === 1 && role !== undefined && mark.test(text))
      return [mediaOf(role, {id: text.trim(), presence: 'absent'})];
    const isBare = text.trim() === '' || (listed.length > 0 && mark.test(text));
    return parts.length > 1 && isBare ? parts.slice(1) : parts;
  }

  #item(record: Loose): BundleItem {
    const text = stringAt(record, 'text') ?? stringAt(record, 'content') ?? '';
    return {
      ...given({
        name: realText(stringAt(record, 'sender') ?? stringAt(record, 'sender_name')),
        at: this.#time(record, 'createTime', 'timestamp'),
      }),
      body: markedParts(text, (id, name) => this.#asset(id, name)),
    };
  }

  #reply(record: Loose): Reference | undefined {
    const quoted = recordAt(record, 'quotedMessage');
    if (!quoted) return undefined;
    const quote = given({
      name: realText(stringAt(quoted, 'sender')),
      at: this.#time(quoted, 'createTime', 'timestamp'),
      text: stringAt(quoted, 'text') ?? stringAt(quoted, 'content'),
    });
    return given({
      entry: first(quoted, 'messageId', 'openMessageId'),
      quote: Object.keys(quote).length === 0 ? undefined : quote,
    });
  }

  #reactions(record: Loose): readonly Reaction[] | undefined {
    const reactions = recordsAt(record, 'reactions').map((reaction): Reaction => {
      const emoji =
        stringAt(reaction, 'emoji') ??
        stringAt(reaction, 'name') ??
        stringAt(reaction, 'emotionName') ??
        stringAt(reaction, 'type') ??
        '?';
      const people = recordsAt(reaction, 'users').flatMap((user) => {
        const id = first(user, 'id', 'userId', 'openDingTalkId', 'name');
        return id === undefined
          ? []
          : [{person: this.stream.person({id, ...given({name: stringAt(user, 'name')})})}];
      });
      const count = numberAt(reaction, 'count') ?? Math.max(1, people.length);
      return {
        emoji,
        count: Math.max(0, Math.trunc(count)),
        ...(people.length === 0 ? {} : {by: people}),
      };
    });
    return reactions.length === 0 ? undefined : reactions;
  }

  take(record: Loose, place: Place): void {
    this.#place = place;
    const at = this.#moment(record);
    const sender = this.#sender(record);
    const conversation = this.#conversation(record);
    const text = stringAt(record, 'text') ?? stringAt(record, 'content') ?? '';
    const own = first(record, 'messageId', 'openMessageId', 'message_id');
    const id = own ?? this.#ids.make([at.epochMs, sender ?? '', text].join('\u0000'));
    const extras = {
      ...leftover(record, known),
      ...given({
        thread: first(record, 'threadId', 'openConvThreadId'),
        local_id: valueAt(record, 'local_id') as Json | undefined,
      }),
    };
    const entry = this.#entry(record, {id, at, from: sender}, text);
    const hasExtras = Object.keys(extras).length > 0;
    this.stream.entry(
      conversation,
      hasExtras ? {...entry, extras: {[format]: extras}} : entry,
      place,
    );
  }

  #entry(
    record: Loose,
    stem: {id: string; at: Moment; from: PersonId | undefined},
    text: string,
  ): Entry {
    const {id, at} = stem;
    const type = stringAt(record, 'messageType') ?? stringAt(record, 'message_type') ?? '';
    const recalled = valueAt(record, 'recalled');
    if (
      recalled === true ||
      recalled === 'true' ||
      recalled === 'True' ||
      recalled === '1' ||
      recalled === 1
    ) {
      const body = text === '' ? {} : {body: this.#body(record)};
      return {kind: 'removed', id, at, ...given({from: stem.from}), removedBy: 'unknown', ...body};
    }
    if (/^system|^notice/i.test(type) || stringAt(record, 'senderType') === 'system') {
      const said = readSystemLine(text);
      return said.kind === 'recalled'
        ? {kind: 'removed', id, at, ...given({from: stem.from}), removedBy: 'unknown', text}
        : {kind: 'notice', id, at, ...given({from: stem.from}), event: said.event, text};
    }
    const body = this.#body(record);
    const updated = this.#time(record, 'updateTime');
    const isEdited = updated !== undefined && updated.epochMs > at.epochMs;
    return {
      kind: 'message',
      id,
      at,
      from: stem.from ?? this.stream.nobody(),
      body: body.length > 0 ? body : [textPart('')],
      ...given({replyTo: this.#reply(record), reactions: this.#reactions(record)}),
      ...(isEdited ? {edits: [{at: updated}]} : {}),
    };
  }
}
