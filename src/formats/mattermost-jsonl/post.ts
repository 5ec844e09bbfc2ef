// One post (or reply, or direct post) to one entry. Knows nothing of lines and channels (see read.ts).

import type {
  Asset,
  Call,
  Entry,
  EntryId,
  Json,
  JsonObject,
  Message,
  Moment,
  NoticeEvent,
  Origin,
  Part,
  Reaction,
  Removed,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {IdMaker} from '../../engine/model/ids.ts';
import type {Problem} from '../../engine/model/problem.ts';
import {inlinesText} from '../../engine/model/text.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {emojiOfShortcode} from '../_shared/emoji-shortcodes.ts';
import {
  idAt,
  isTrue,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {parseMarkdown} from '../_shared/markdown-read.ts';
import type {MarkdownNames} from '../_shared/markdown-read.ts';
import {mediaRole} from '../_shared/media-role.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import {forwardCard, noteKey, noteOf} from './note.ts';
import type {Note, ReactionCount} from './note.ts';
import type {People} from './people.ts';
import {postTypes} from './post-types.table.ts';
import type {PostRule} from './post-types.table.ts';

export type PostContext = {
  readonly people: People;
  readonly media: MediaLookup;
  /** Folders to which attachment paths are relative. */
  readonly bases: readonly string[];
  /** Files of custom emoji by name. */
  readonly emoji: ReadonlyMap<string, Asset>;
  readonly ids: IdMaker;
  /** The root of the thread, for a reply. */
  readonly root?: EntryId;
  readonly report: (problem: Omit<Problem, 'place'>) => void;
};

const taken = new Set([
  'team',
  'channel',
  'channel_members',
  'participants',
  'user',
  'message',
  'create_at',
  'edit_at',
  'reactions',
  'replies',
  'attachments',
  'is_pinned',
  'id',
  'delete_at',
]);

const momentAt = (record: Loose, key: string): Moment | undefined => {
  const ms = numberAt(record, key);
  return ms !== undefined && ms > 0 && ms < 1e14 ? utcMoment(Math.trunc(ms)) : undefined;
};

class Conversion {
  readonly #post: Loose;
  readonly #props: Loose;
  readonly #note: Note;
  readonly #context: PostContext;
  readonly #type: string;

  constructor(post: Loose, context: PostContext) {
    this.#post = post;
    this.#props = recordAt(post, 'props') ?? {};
    this.#note = noteOf(this.#props) ?? {};
    this.#context = context;
    this.#type = stringAt(post, 'type') ?? '';
  }

  entry(at: Moment): Entry {
    const {user, message} = this.#words();
    const own = idAt(this.#post, 'id') ?? this.#note.id;
    const id = own ?? this.#context.ids.make(`${user}\n${at.epochMs}\n${message}`);
    const base = {id, at};
    const isDeleted = momentAt(this.#post, 'delete_at') !== undefined;
    if (this.#note.isRemoved || isDeleted) return this.#removed(base);
    const rule = this.#rule();
    switch (rule.as) {
      case 'message':
        return this.#message(base);
      case 'call':
        return this.#call(base);
      case 'notice':
        return this.#notice(base, rule);
    }
  }

  #words(): {readonly user: string; readonly message: string} {
    return {
      user: stringAt(this.#post, 'user') ?? '',
      message: stringAt(this.#post, 'message') ?? '',
    };
  }

  #rule(): PostRule {
    if (this.#note.notice) return {as: 'notice'};
    const rule = postTypes.get(this.#type);
    if (rule) return rule;
    const isSystem = this.#type.startsWith('system_');
    // Plugins name their own types `custom_…`; their message is text like any other.
    if (!this.#type.startsWith('custom_'))
      this.#context.report({kind: 'unknown-kind', detail: `Post type ${this.#type}.`});
    return {as: isSystem ? 'notice' : 'message'};
  }

  #author(): string {
    const isBot = this.#props['from_bot'] === 'true' || this.#props['from_webhook'] === 'true';
    const user = stringAt(this.#post, 'user') ?? 'unknown';
    return this.#context.people.refer(user, isBot ? {isBot} : {});
  }

  #names(): MarkdownNames {
    const {people, emoji} = this.#context;
    return {
      mention: (name) => {
        // A sentence may end right after a name; names may hold dots too.
        for (let id = name.toLowerCase(); id !== ''; id = id.slice(0, -1)) {
          if (people.knows(id))
            return {
              inline: {kind: 'mention', text: `@${people.nameOf(id)}`, person: id},
              length: id.length,
            };
          if (!/[._-]$/.test(id)) return undefined;
        }
        return undefined;
      },
      emoji: (name) => {
        const asset = emoji.get(name);
        return asset && {kind: 'emoji', text: `:${name}:`, id: name, asset};
      },
    };
  }

  // ---- what

  #body(): readonly Part[] {
    const {message} = this.#words();
    const inlines = parseMarkdown(message, this.#names());
    const text: readonly Part[] = inlines.length > 0 ? [{kind: 'text', inlines}] : [];
    const isAction = this.#type === 'me' || this.#type === 'system_me';
    const said = isAction ? text.map(italic) : text;
    const files = recordsAt(this.#post, 'attachments').map((file) => this.#file(file));
    const cards = recordsAt(this.#props, 'attachments')
      .filter((card) => stringAt(card, 'callback_id') !== forwardCard)
      .map((card) => this.#card(card));
    const body = [...said, ...files, ...cards];
    return body.length > 0 ? body : [textPart('')];
  }

  #file(attachment: Loose): Part {
    const path = stringAt(attachment, 'path') ?? '';
    const found = this.#context.media.find(path, this.#context.bases);
    if (!found) this.#context.report({kind: 'media-missing', detail: `Attachment ${path}.`});
    const name = path.slice(path.lastIndexOf('/') + 1);
    const mime = mimeFromName(name);
    return {
      kind: 'media',
      role: mediaRole(mime),
      asset: {
        id: found?.path ?? path,
        ...given({name: name === '' ? undefined : name, mime, bytes: found?.size}),
        presence: found ? 'included' : 'absent',
      },
    };
  }

  /** A card of an integration, in the shape of Slack's. */
  #card(card: Loose): Part {
    const text = (key: string): string | undefined => {
      const value = stringAt(card, key);
      return value === undefined ? undefined : inlinesText(parseMarkdown(value, this.#names()));
    };
    const fields = recordsAt(card, 'fields').map((field) =>
      [stringAt(field, 'title'), idAt(field, 'value')]
        .filter((item) => item !== undefined)
        .join(': '),
    );
    const lines = [
      text('pretext'),
      stringAt(card, 'author_name'),
      text('text'),
      ...fields,
      stringAt(card, 'footer'),
    ];
    const description = lines.filter((line) => line !== undefined && line !== '').join('\n');
    const image = stringAt(card, 'image_url') ?? stringAt(card, 'thumb_url');
    const title = text('title');
    return {
      kind: 'link',
      url: stringAt(card, 'title_link') ?? '',
      ...given({
        title,
        description:
          description === ''
            ? title === undefined
              ? stringAt(card, 'fallback')
              : undefined
            : description,
      }),
      card: 'card',
      ...(image === undefined ? {} : {thumbnail: {id: image, presence: 'remote', url: image}}),
    };
  }

  #reactions(): readonly Reaction[] {
    const groups = new Map<string, {readonly person: string; readonly at?: Moment}[]>();
    for (const reaction of recordsAt(this.#post, 'reactions')) {
      const name = stringAt(reaction, 'emoji_name') ?? '';
      const user = this.#context.people.refer(stringAt(reaction, 'user') ?? 'unknown');
      const by = groups.get(name) ?? [];
      groups.set(name, by);
      by.push({person: user, ...given({at: momentAt(reaction, 'create_at')})});
    }
    const reactions = [...groups].map(([name, by]) => ({
      emoji: emojiOfShortcode(name) ?? hexEmoji(name) ?? `:${name}:`,
      count: by.length,
      by,
      ...given({asset: this.#context.emoji.get(name)}),
    }));
    return withCounts(reactions, this.#note.counts ?? []);
  }

  #rest(): {readonly extras?: {readonly [format: string]: JsonObject}} {
    const props = leftover(this.#props, new Set([noteKey]));
    const rest = leftover(this.#post, new Set([...taken, 'props']));
    const extras = {...rest, ...(props ? {props: props as Json} : {})};
    return Object.keys(extras).length > 0 ? {extras: {'mattermost-jsonl': extras}} : {};
  }

  #message(base: {readonly id: EntryId; readonly at: Moment}): Message {
    const reactions = this.#reactions();
    const edited = momentAt(this.#post, 'edit_at');
    const {reply, forward} = this.#note;
    return {
      kind: 'message',
      ...base,
      from: this.#author(),
      body: this.#body(),
      ...(reply === undefined ? {} : {replyTo: {entry: reply}}),
      ...given({thread: this.#context.root}),
      ...(forward ? {forwardedFrom: this.#origin(forward)} : {}),
      ...(reactions.length > 0 ? {reactions} : {}),
      ...(edited ? {edits: [{at: edited}]} : {}),
      ...(isTrue(this.#post, 'is_pinned') ? {isPinned: true} : {}),
      ...this.#rest(),
    };
  }

  #origin(origin: Origin): Origin {
    if (origin.person !== undefined) this.#context.people.refer(origin.person);
    return origin;
  }

  #notice(base: {readonly id: EntryId; readonly at: Moment}, rule: PostRule): Entry {
    const {message} = this.#words();
    const from = stringAt(this.#post, 'user') === 'chatark-system' ? undefined : this.#author();
    return {
      kind: 'notice',
      ...base,
      ...given({from}),
      event: this.#note.notice ? this.#ownEvent(this.#note.notice) : this.#event(rule.event),
      text: this.#note.notice ? inlinesText(parseMarkdown(message, this.#names())) : message,
      ...this.#rest(),
    };
  }

  #ownEvent(event: NoticeEvent): NoticeEvent {
    const {people} = this.#context;
    if ('members' in event) for (const id of event.members ?? []) people.refer(id);
    if (event.kind === 'poked' && event.target !== undefined) people.refer(event.target);
    return event;
  }

  #event(kind: PostRule['event']): NoticeEvent {
    const props = this.#props;
    switch (kind) {
      case 'joined':
      case 'left':
        return {kind};
      case 'members-added':
      case 'members-removed': {
        const keys = ['addedUsername', 'removedUsername', 'added_username', 'removed_username'];
        const name = keys.map((key) => stringAt(props, key)).find((value) => value !== undefined);
        return {kind, members: name === undefined ? [] : [this.#context.people.refer(name)]};
      }
      case 'topic-changed':
        return {kind, ...given({topic: stringAt(props, 'new_header')})};
      case 'renamed': {
        const title = stringAt(props, 'new_displayname');
        return title === undefined ? {kind: 'other', name: this.#type} : {kind, title};
      }
      default:
        return {kind: 'other', name: this.#type};
    }
  }

  #call(base: {readonly id: EntryId; readonly at: Moment}): Call {
    const {message} = this.#words();
    const [start, end] = [
      numberAt(this.#props, 'start_at') ?? 0,
      numberAt(this.#props, 'end_at') ?? 0,
    ];
    const people = stringsAt(this.#props, 'participants').map((id) =>
      this.#context.people.refer(id),
    );
    return {
      kind: 'call',
      ...base,
      from: this.#author(),
      medium: media.find((word) => word === this.#note.medium) ?? 'voice',
      outcome: outcomes.find((word) => word === this.#note.outcome) ?? 'unknown',
      ...(start > 0 && end >= start ? {durationSeconds: (end - start) / 1000} : {}),
      ...(people.length > 0 ? {participants: people} : {}),
      ...(message === '' ? {} : {text: message}),
      ...this.#rest(),
    };
  }

  #removed(base: {readonly id: EntryId; readonly at: Moment}): Removed {
    const {isRemoved, text} = this.#note;
    const removedAt = momentAt(this.#post, 'delete_at');
    const from = stringAt(this.#post, 'user') === 'chatark-system' ? undefined : this.#author();
    const by = removers.find((word) => word === this.#note.removedBy);
    return {
      kind: 'removed',
      ...base,
      ...given({from, removedBy: by, removedAt}),
      ...(isRemoved ? given({text}) : {body: this.#body()}),
      ...this.#rest(),
    };
  }
}

const withCounts = (
  reactions: readonly Reaction[],
  counts: readonly ReactionCount[],
): readonly Reaction[] => {
  const known = reactions.map((reaction) => {
    const count = counts.find(({emoji}) => emoji === reaction.emoji)?.count ?? 0;
    return {...reaction, count: Math.max(reaction.count, count)};
  });
  const others = counts.filter(
    ({emoji}) => !reactions.some((reaction) => reaction.emoji === emoji),
  );
  return [...known, ...others];
};

const media = ['voice', 'video', 'unknown'] as const;
const outcomes = ['answered', 'missed', 'declined', 'busy', 'cancelled', 'unknown'] as const;
const removers = ['sender', 'admin', 'unknown'] as const;

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

/** The server stores `/me waves` as `*waves*`; others may not. */
const italic = (part: Part): Part => {
  if (part.kind !== 'text') return part;
  const [first, second] = part.inlines;
  if (first?.kind === 'styled' && first.style === 'italic' && !second) return part;
  return {...part, inlines: [{kind: 'styled', style: 'italic', inlines: part.inlines}]};
};

/** Undefined where the post has no time (reported). */
export const entryOfPost = (post: Loose, context: PostContext): Entry | undefined => {
  const at = momentAt(post, 'create_at');
  if (at) return new Conversion(post, context).entry(at);
  context.report({kind: 'time-not-understood', detail: 'A post without create_at is left out.'});
  return undefined;
};
