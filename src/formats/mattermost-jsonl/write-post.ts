// One entry to one post object. What Mattermost has no place for becomes readable text, and a note in `props` for our own reader.

import type {
  Entry,
  Inline,
  Json,
  JsonObject,
  Message,
  NoticeEvent,
  Origin,
  Part,
} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {given, plain} from '../../engine/model/build.ts';
import {entryText, partText} from '../../engine/model/text.ts';
import {mattermostShortcode} from '../_shared/emoji-shortcodes.ts';
import {chatMarkdown} from '../_shared/markdown-write.ts';
import {encodeNote, forwardCard, noteKey} from './note.ts';
import type {Note} from './note.ts';
import type {Directory} from './write-directory.ts';

export type PostRecord = {[key: string]: Json | undefined};

export type PostContext = {
  readonly directory: Directory;
  /** Unique for equal messages. */
  readonly createAt: number;
  /** Paths of the copied files, by asset id. */
  readonly files: ReadonlyMap<string, string>;
};

const ownExtras = (entry: Entry): JsonObject => entry.extras?.['mattermost-jsonl'] ?? {};

const joinLines = (pieces: readonly (readonly Inline[])[]): readonly Inline[] =>
  pieces
    .filter((inlines) => inlines.length > 0)
    .flatMap((inlines, index) => (index === 0 ? inlines : [plain('\n'), ...inlines]));

/** A file that is not beside the bulk file is named in the text, with its address where it has one. */
const mediaInlines = (
  part: Extract<Part, {kind: 'media'}>,
  files: ReadonlyMap<string, string>,
): readonly Inline[] => {
  const caption = part.caption ?? [];
  if (files.has(part.asset.id)) return caption;
  const name = partText({...part, caption: []});
  const {url} = part.asset;
  const shown: Inline =
    url === undefined ? plain(name) : {kind: 'url', url, inlines: [plain(name)]};
  return joinLines([[shown], caption]);
};

const saidBy = (part: Part, files: ReadonlyMap<string, string>): readonly Inline[] => {
  switch (part.kind) {
    case 'text':
      return part.inlines;
    case 'media':
      return mediaInlines(part, files);
    case 'link':
      return [];
    case 'bundle':
      return joinLines([
        [plain(part.title ?? 'Forwarded messages')],
        ...part.items.map((item) => [
          plain(item.name === undefined ? '' : `${item.name}: `),
          ...joinLines(item.body.map((inner) => saidBy(inner, files))),
        ]),
      ]);
    case 'location':
    case 'contact':
    case 'poll':
    case 'transfer':
    case 'raw':
      return [plain(partText(part))];
    default:
      return assertNever(part);
  }
};

/** The parts, those inside merged forwards included. */
export const flatParts = (body: readonly Part[]): readonly Part[] =>
  body.flatMap((part) =>
    part.kind === 'bundle' ? [part, ...part.items.flatMap((item) => flatParts(item.body))] : [part],
  );

const card = (part: Extract<Part, {kind: 'link'}>): JsonObject => ({
  fallback: part.title ?? part.url,
  ...given({
    title: part.title,
    title_link: part.url === '' ? undefined : part.url,
    text: part.description,
    author_name: part.site,
    thumb_url: part.thumbnail?.url,
  }),
});

/** People see where a message came from; our reader takes it from the note. */
const forwardedCard = (origin: Origin, directory: Directory): JsonObject => {
  const person = origin.person === undefined ? undefined : directory.person(origin.person);
  const from = origin.name ?? person?.name ?? origin.conversation;
  const text = `Forwarded${from === undefined ? '' : ` from ${from}`}`;
  return {fallback: text, author_name: text, callback_id: forwardCard};
};

const quoteOf = (
  message: Message,
  {directory}: PostContext,
  isThreaded: boolean,
): readonly Inline[] => {
  const quote = message.replyTo?.quote;
  if (isThreaded || quote?.text === undefined) return [];
  const who =
    quote.name ?? (quote.person === undefined ? undefined : directory.person(quote.person)?.name);
  const text = who === undefined ? quote.text : `${who}: ${quote.text}`;
  return [{kind: 'styled', style: 'quote', inlines: [plain(text)]}];
};

const textOf = (message: Message, context: PostContext, isThreaded: boolean): string => {
  const said = message.body.map((part) => saidBy(part, context.files));
  return chatMarkdown(joinLines([quoteOf(message, context, isThreaded), ...said]), {
    mention: (person) => context.directory.username(person),
  });
};

const reactionName = (emoji: string): string =>
  mattermostShortcode(emoji) ??
  /^:([A-Za-z0-9_+-]{1,64}):$/.exec(emoji)?.[1] ??
  `emoji-${[...emoji]
    .slice(0, 8)
    .map((char) => (char.codePointAt(0) ?? 0).toString(16).padStart(2, '0'))
    .join('-')}`;

/** One record per person; nobody is invented for those that the source only counts. */
const reactionRecords = (message: Message, {directory, createAt}: PostContext): JsonObject[] =>
  (message.reactions ?? []).flatMap(({emoji, by}) =>
    (by ?? []).map(({person, at}) => ({
      user: directory.username(person),
      // The server refuses a reaction before its post.
      create_at: Math.max(at?.epochMs ?? createAt + 1, createAt),
      emoji_name: reactionName(emoji),
    })),
  );

const propsOf = (entry: Entry, note: Note, more: JsonObject = {}): JsonObject => {
  const own = ownExtras(entry)['props'];
  const known =
    typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as JsonObject) : {};
  return {...more, ...known, [noteKey]: encodeNote(note)};
};

const restOf = (entry: Entry): JsonObject => {
  const {props: _, ...rest} = ownExtras(entry);
  return rest;
};

const isBot = (entry: Entry, directory: Directory): boolean =>
  entry.from !== undefined && directory.person(entry.from)?.isBot === true;

const messageRecord = (message: Message, context: PostContext, isThreaded: boolean): PostRecord => {
  const {directory, createAt, files} = context;
  const cards = flatParts(message.body)
    .filter((part) => part.kind === 'link')
    .map(card);
  const edited = message.edits?.at(-1);
  const target = message.replyTo?.entry;
  const origin = message.forwardedFrom;
  const forward = origin && {
    ...origin,
    ...(origin.person === undefined ? {} : {person: directory.username(origin.person)}),
  };
  const counts = (message.reactions ?? [])
    .filter(({count, by}) => count > (by ?? []).length)
    .map(({emoji, count}) => ({emoji, count}));
  const note = {
    ...(counts.length > 0 ? {counts} : {}),
    id: message.id,
    ...given({reply: target, forward: forward as unknown as JsonObject | undefined}),
  };
  const shown = [...(origin ? [forwardedCard(origin, directory)] : []), ...cards];
  const more = {
    ...(shown.length > 0 ? {attachments: shown} : {}),
    ...(isBot(message, directory) ? {from_bot: 'true'} : {}),
  };
  const paths = flatParts(message.body).flatMap((part) =>
    part.kind === 'media' ? (files.get(part.asset.id) ?? []) : [],
  );
  const reactions = reactionRecords(message, context);
  return {
    ...restOf(message),
    user: directory.username(message.from),
    message: textOf(message, context, isThreaded),
    create_at: createAt,
    props: propsOf(message, note, more),
    // 0 says that a post was never edited.
    ...(edited ? {edit_at: Math.max(edited.at?.epochMs ?? createAt + 1, 1)} : {}),
    ...(message.isPinned ? {is_pinned: true} : {}),
    ...(reactions.length > 0 ? {reactions} : {}),
    ...(paths.length > 0 ? {attachments: [...new Set(paths)].map((path) => ({path}))} : {}),
  };
};

const withUsernames = (event: NoticeEvent, directory: Directory): NoticeEvent => {
  if ('members' in event && event.members)
    return {...event, members: event.members.map((id) => directory.username(id))};
  return event.kind === 'poked' && event.target !== undefined
    ? {...event, target: directory.username(event.target)}
    : event;
};

const noticeType = (event: NoticeEvent): string => {
  switch (event.kind) {
    case 'joined':
      return 'system_join_channel';
    case 'left':
      return 'system_leave_channel';
    case 'renamed':
      return 'system_displayname_change';
    case 'topic-changed':
      return 'system_header_change';
    default:
      return 'system_generic';
  }
};

const escaped = (text: string): string => chatMarkdown([plain(text)], {mention: () => undefined});

const noticeRecord = (
  notice: Extract<Entry, {kind: 'notice'}>,
  {directory, createAt}: PostContext,
): PostRecord => {
  const rest = restOf(notice);
  const isOwn = typeof rest['type'] === 'string';
  const note: Note = {
    id: notice.id,
    ...(isOwn ? {} : {notice: withUsernames(notice.event, directory)}),
  };
  return {
    type: noticeType(notice.event),
    ...rest,
    user: directory.username(notice.from),
    message: isOwn ? notice.text : escaped(notice.text),
    create_at: createAt,
    props: propsOf(notice, note),
  };
};

const callRecord = (
  call: Extract<Entry, {kind: 'call'}>,
  {directory, createAt}: PostContext,
): PostRecord => {
  const end =
    call.durationSeconds === undefined ? undefined : createAt + call.durationSeconds * 1000;
  return {
    type: 'custom_calls',
    ...restOf(call),
    user: directory.username(call.from),
    message: call.text ?? '',
    create_at: createAt,
    props: propsOf(
      call,
      {id: call.id, medium: call.medium, outcome: call.outcome},
      {
        title: entryText(call),
        start_at: createAt,
        ...given({end_at: end}),
        ...(call.participants
          ? {participants: call.participants.map((id) => directory.username(id))}
          : {}),
      },
    ),
  };
};

const removedRecord = (
  entry: Extract<Entry, {kind: 'removed'}>,
  {directory, createAt}: PostContext,
): PostRecord => ({
  ...restOf(entry),
  user: directory.username(entry.from),
  message: escaped(entry.text ?? 'This message was removed.'),
  create_at: createAt,
  props: propsOf(entry, {
    id: entry.id,
    isRemoved: true,
    ...given({removedBy: entry.removedBy, text: entry.text}),
  }),
});

export const postOf = (entry: Entry, context: PostContext, isThreaded: boolean): PostRecord => {
  switch (entry.kind) {
    case 'message':
      return messageRecord(entry, context, isThreaded);
    case 'notice':
      return noticeRecord(entry, context);
    case 'call':
      return callRecord(entry, context);
    case 'removed':
      return removedRecord(entry, context);
    default:
      return assertNever(entry);
  }
};
