// ChatLab's header, members and messages as events: the state that its JSON and its JSON Lines reader share. No parsing of files.

import type {ExportInput, ReadContext, ReadOptions} from '../../engine/convert/format.ts';
import type {
  Asset,
  Conversation,
  ConversationKind,
  Entry,
  Extras,
  Json,
  Moment,
  Person,
} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import {IdMaker} from '../../engine/model/ids.ts';
import type {Place} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {ChatStream} from './chat-stream.ts';
import {chatlabVersions, platformFromChatlab, validTypes} from './chatlab-codes.table.ts';
import {contentOf} from './chatlab-content.ts';
import {chatlabMoment, entryFromRecord} from './chatlab-entry.ts';
import type {EntryWords} from './chatlab-entry.ts';
import {assetAtPath, folderOf} from './content-reference.ts';
import {embeddedAsset, isDataUrl} from './data-url.ts';
import {
  idAt,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
  valueAt,
} from './loose.ts';
import type {Loose} from './loose.ts';
import {MediaLookup} from './media-lookup.ts';

export const systemSender = 'SYSTEM';

const headerKeys = new Set(['chatlab', 'meta', '_type', 'members', 'messages']);
const metaKeys = new Set(['name', 'platform', 'type', 'groupId', 'groupAvatar', 'ownerId']);
const memberKeys = new Set(['_type', 'platformId', 'accountName', 'aliases', 'avatar']);
const messageKeys = new Set([
  '_type',
  'sender',
  'accountName',
  'groupNickname',
  'timestamp',
  'type',
  'content',
  'platformMessageId',
  'replyToMessageId',
  'chatRecords',
  'mediaPath',
  'mediaRole',
  'mediaText',
]);

const kindOf = (meta: Loose): ConversationKind => {
  const special = stringAt(meta, 'conversationKind');
  if (special === 'channel' || special === 'self' || special === 'unknown') return special;
  const type = stringAt(meta, 'type');
  return type === 'private' ? 'direct' : type === 'group' ? 'group' : 'unknown';
};

/** Key of an avatar that stands in the file as a data URL. */
export const avatarKey = (owner: string): string => `#avatar/${owner}`;

/** Do nested records hold keys that the model has no place for (avatars, for one)? */
const hasMoreInside = (record: Loose): boolean =>
  recordsAt(record, 'chatRecords').some(
    (inner) => leftover(inner, messageKeys) !== undefined || hasMoreInside(inner),
  );

type Setup = {readonly format: string; readonly options: ReadOptions; readonly ctx: ReadContext};

/** Call `header`, `member`s, `begin`, `message`s in this order; take the events from `stream`. Memory: the members. */
export class ChatlabReading {
  readonly stream: ChatStream;
  readonly #format: string;
  readonly #ctx: ReadContext;
  readonly #words: EntryWords;
  readonly #ids = new IdMaker();
  readonly #members = new Map<string, Person>();
  #meta: Loose = {};
  #root: {readonly chatlab: Loose; readonly rest: Json | undefined} = {
    chatlab: {},
    rest: undefined,
  };
  #conversation = '';
  #lastAt: Moment = utcMoment(0, 's');
  #place: Place;

  private constructor(input: ExportInput, setup: Setup, lookup: MediaLookup) {
    const {ctx, options, format} = setup;
    this.stream = new ChatStream(ctx, {owner: options.owner});
    this.#format = format;
    this.#ctx = ctx;
    this.#place = {path: input.path};
    const bases = [folderOf(input.path)];
    const missing = (path: string): void =>
      ctx.report({kind: 'media-missing', place: this.#place, sample: path});
    this.#words = {format, media: {lookup, bases, missing}};
  }

  static async open(input: ExportInput, setup: Setup): Promise<ChatlabReading> {
    return new ChatlabReading(input, setup, new MediaLookup(await input.source.list()));
  }

  /** `chatlab` and `meta`, as they stand in the root of the JSON or in the header line. */
  header(root: Loose, place: Place): void {
    const chatlab = recordAt(root, 'chatlab') ?? {};
    this.#meta = recordAt(root, 'meta') ?? {};
    const version = stringAt(chatlab, 'version');
    if (version !== undefined) {
      this.#ctx.infer({what: 'version', value: version, because: 'the header says so'});
    }
    if (version === undefined || !chatlabVersions.has(version)) {
      this.#ctx.report({
        kind: 'unknown-version',
        place,
        detail: `ChatLab format version ${version ?? 'missing'}; known are 0.0.1 and 0.0.2.`,
      });
    }
    this.#root = {chatlab, rest: leftover(root, headerKeys)};
  }

  member(record: Loose): void {
    const id = idAt(record, 'platformId');
    if (id === undefined || id === systemSender) return;
    const name = stringAt(record, 'accountName');
    const group = stringAt(record, 'groupNickname');
    const aliases = [...stringsAt(record, 'aliases'), ...(group === undefined ? [] : [group])];
    const other = [...new Set(aliases)].filter((alias) => alias !== name);
    const ownerId = idAt(this.#meta, 'ownerId');
    const extras = leftover(record, memberKeys);
    this.#members.set(id, {
      id,
      ...given({
        name,
        isOwner: ownerId === undefined ? undefined : ownerId === id,
        handles: [{kind: 'platform' as const, value: id}],
        aliases: other.length === 0 ? undefined : other,
        avatar: this.#picture(stringAt(record, 'avatar'), id),
        extras: extras && {[this.#format]: extras},
      }),
    });
  }

  #picture(value: string | undefined, key: string): Asset | undefined {
    if (value === undefined) return undefined;
    if (isDataUrl(value)) return embeddedAsset(avatarKey(key), value);
    if (/^https?:/i.test(value)) return {id: value, presence: 'remote', url: value};
    return assetAtPath(value, this.#words.media);
  }

  announceMembers(): void {
    for (const person of this.#members.values()) this.stream.person(person);
  }

  /** Announces the people and the chat; once, after header and members. */
  begin(): void {
    this.announceMembers();
    const kind = kindOf(this.#meta);
    const ownerId = idAt(this.#meta, 'ownerId');
    const others = [...this.#members.keys()].filter((id) => id !== ownerId);
    const title = stringAt(this.#meta, 'name');
    const peer = kind === 'direct' && others.length === 1 ? others[0] : undefined;
    this.#conversation =
      idAt(this.#meta, 'groupId') ?? idAt(this.#meta, 'sourceSessionId') ?? peer ?? title ?? 'chat';
    const platform = stringAt(this.#meta, 'platform');
    this.stream.conversation({
      id: this.#conversation,
      kind,
      ...given({
        title,
        platform: platform === undefined ? undefined : platformFromChatlab(platform),
      }),
      members: [...this.#members.keys()],
      ...given({
        avatar: this.#picture(stringAt(this.#meta, 'groupAvatar'), '#group'),
        extras: this.#conversationExtras(platform),
      }),
    } satisfies Conversation);
  }

  #conversationExtras(platform: string | undefined): Extras | undefined {
    const meta = leftover(this.#meta, metaKeys) ?? {};
    const {chatlab, rest} = this.#root;
    const own = {
      ...given({
        chatlab: leftover(chatlab, new Set()),
        meta: {...meta, ...given({platform})},
        root: rest,
      }),
    };
    return {[this.#format]: own};
  }

  message(record: Loose, place: Place): void {
    this.#place = place;
    const at = this.#moment(record, place);
    const sender = idAt(record, 'sender');
    const type = numberAt(record, 'type');
    const isSystem = sender === undefined || sender === systemSender;
    if (type === undefined || !validTypes.has(type)) {
      this.#ctx.report({
        kind: 'unknown-kind',
        place,
        detail: `Message type ${String(valueAt(record, 'type')).slice(0, 40)}.`,
      });
    }
    if (!isSystem) this.#sender(sender, record);
    else if (sender === undefined)
      this.#ctx.report({kind: 'field-not-understood', place, detail: 'The message has no sender.'});
    const id = this.#idOf(record, at);
    const entry = entryFromRecord(
      record,
      {id, at, from: isSystem ? undefined : sender},
      this.#words,
    );
    const extras = this.#extrasOf(record, entry, isSystem ? undefined : sender);
    this.stream.entry(this.#conversation, extras ? {...entry, extras} : entry, place);
  }

  #moment(record: Loose, place: Place): Moment {
    const at = chatlabMoment(record);
    if (at) {
      this.#lastAt = at;
      return at;
    }
    this.#ctx.report({
      kind: 'time-not-understood',
      place,
      detail: 'The message has no readable timestamp; it is given the time of the one before.',
    });
    return this.#lastAt;
  }

  #sender(id: string, record: Loose): void {
    const known = this.#members.get(id);
    const name = stringAt(record, 'accountName');
    if (known && this.stream.knows(id) && (name === undefined || known.name === name)) return;
    this.stream.person({
      id,
      ...given({name}),
      ...(known ? {} : {handles: [{kind: 'platform', value: id}]}),
    });
  }

  #idOf(record: Loose, at: Moment): string {
    const own = idAt(record, 'platformMessageId');
    if (own !== undefined) return own;
    const parts = [at.epochMs, idAt(record, 'sender'), record['type'], record['content']];
    return this.#ids.make(parts.map((part) => String(part ?? '')).join('\u0000'));
  }

  /** What the entry would not give back when it is written again. */
  #extrasOf(record: Loose, entry: Entry, sender: string | undefined): Extras | undefined {
    const {type, content} = contentOf(entry, 'zh');
    const known = sender === undefined ? undefined : this.#members.get(sender);
    const group = stringAt(record, 'groupNickname');
    const isOwnContent = valueAt(record, 'content') === content;
    const own = {
      ...leftover(record, messageKeys),
      ...given({
        type: record['type'] === type ? undefined : (record['type'] as Json),
        content: isOwnContent ? undefined : (record['content'] as Json | undefined),
        groupNickname:
          group === undefined || (known?.aliases ?? []).includes(group) ? undefined : group,
        accountName:
          stringAt(record, 'accountName') === (known?.name ?? stringAt(record, 'accountName'))
            ? undefined
            : stringAt(record, 'accountName'),
        mediaPath: stringAt(record, 'mediaPath'),
        chatRecords: hasMoreInside(record) ? (record['chatRecords'] as Json) : undefined,
      }),
    };
    return Object.keys(own).length === 0 ? undefined : {[this.#format]: own};
  }
}
