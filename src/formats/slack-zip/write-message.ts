// One entry to one Slack message object. What Slack has no place for becomes readable text.

import type {
  Call,
  Entry,
  Inline,
  Json,
  JsonObject,
  Message,
  Notice,
  NoticeEvent,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {given, plain} from '../../engine/model/build.ts';
import {contentHash} from '../../engine/model/ids.ts';
import {inlinesText, partText} from '../../engine/model/text.ts';
import {slackShortcode} from '../_shared/emoji-shortcodes.ts';
import {encodeNote} from './note.ts';
import type {WrittenFile} from './write-files.ts';
import type {SlackIds} from './write-ids.ts';
import {escapeSlack, mrkdwn, richText} from './write-text.ts';

export type SlackRecord = {[key: string]: Json | undefined};

/** What the writer of a conversation knows around one entry. */
export type EntryPlace = {
  readonly ts: string;
  readonly channel: string;
  /** The root of the thread that the entry belongs to. */
  readonly threadTs?: string;
  /** The ts of the entry that this one replies to, where that is not the root. */
  readonly replyTs?: string;
  /** The ts of another entry of the conversation. */
  tsOf(entry: string): string | undefined;
  readonly ids: SlackIds;
  readonly files: readonly WrittenFile[];
};

type MediaPart = Extract<Part, {kind: 'media'}>;

export const ownExtras = (entry: Entry): JsonObject => entry.extras?.['slack-zip'] ?? {};

const without = (record: JsonObject, ...keys: readonly string[]): SlackRecord =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));

const joinLines = (pieces: readonly (readonly Inline[])[]): readonly Inline[] =>
  pieces
    .filter((inlines) => inlines.length > 0)
    .flatMap((inlines, index) => (index === 0 ? inlines : [plain('\n'), ...inlines]));

/** Text of a part that is neither a file nor a link card. */
const saidBy = (part: Part): readonly Inline[] => {
  switch (part.kind) {
    case 'text':
      return part.inlines;
    case 'media':
    case 'link':
      return [];
    case 'location':
      return [plain([partText(part), mapLink(part)].filter((text) => text !== '').join(' '))];
    case 'contact':
    case 'poll':
    case 'transfer':
    case 'raw':
      return [plain(partText(part))];
    case 'bundle':
      return joinLines([
        [plain(part.title ?? 'Forwarded messages')],
        ...part.items.map((item) => [
          plain(item.name === undefined ? '' : `${item.name}: `),
          ...joinLines(item.body.map(saidBy)),
        ]),
      ]);
    default:
      return assertNever(part);
  }
};

const mapLink = ({latitude, longitude, url}: Extract<Part, {kind: 'location'}>): string =>
  latitude === undefined || longitude === undefined || url !== undefined
    ? ''
    : `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;

/** The parts, those inside merged forwards included: their files and links are files and links of the message. */
const flat = (body: readonly Part[]): readonly Part[] =>
  body.flatMap((part) =>
    part.kind === 'bundle' ? [part, ...part.items.flatMap((item) => flat(item.body))] : [part],
  );

/** The text, and the captions behind it. */
const textOf = (
  body: readonly Part[],
  quote: readonly Inline[],
  hasOwnTitles: boolean,
): readonly Inline[] => {
  const said = body.map(saidBy);
  const captions = flat(body).map((part) => (part.kind === 'media' ? (part.caption ?? []) : []));
  return joinLines([quote, ...said, ...(hasOwnTitles ? [] : captions)]);
};

/** `> Ana: see you` for a reply whose target is not in this conversation. */
const quoteOf = (message: Message, place: EntryPlace): readonly Inline[] => {
  const {replyTo} = message;
  if (!replyTo?.quote?.text || place.replyTs !== undefined || place.threadTs !== undefined)
    return [];
  const {name, person, text} = replyTo.quote;
  const who = name ?? (person === undefined ? undefined : place.ids.personOf(person)?.name);
  const inlines = [plain(who === undefined ? text : `${who}: ${text}`)];
  return [{kind: 'styled', style: 'quote', inlines}];
};

const linkAttachment = (part: Extract<Part, {kind: 'link'}>): SlackRecord => ({
  ...(part.card === undefined && part.url !== ''
    ? {from_url: part.url, original_url: part.url}
    : {}),
  fallback: escapeSlack(part.title ?? part.url),
  ...given({
    title: part.title === undefined ? undefined : escapeSlack(part.title),
    title_link: part.url === '' ? undefined : part.url,
    text: part.description === undefined ? undefined : escapeSlack(part.description),
    service_name: part.site,
    thumb_url: part.thumbnail?.url,
  }),
});

const forwardAttachment = (message: Message, {ids, tsOf}: EntryPlace): SlackRecord => {
  const origin = message.forwardedFrom ?? {};
  const name =
    origin.name ?? (origin.person === undefined ? undefined : ids.personOf(origin.person)?.name);
  return {
    is_share: true,
    is_msg_unfurl: true,
    fallback: `Forwarded${name === undefined ? '' : ` from ${name}`}`,
    ...given({
      author_id: origin.person === undefined ? undefined : ids.user(origin.person),
      author_name: name,
      channel_name: origin.conversation,
      ts:
        (origin.entry === undefined ? undefined : tsOf(origin.entry)) ??
        (origin.at ? (origin.at.epochMs / 1000).toFixed(6) : undefined),
    }),
  };
};

const attachmentsOf = (message: Message, place: EntryPlace): readonly JsonObject[] => [
  ...flat(message.body).flatMap((part) => (part.kind === 'link' ? [linkAttachment(part)] : [])),
  ...(message.forwardedFrom ? [forwardAttachment(message, place)] : []),
];

/** A custom emoji keeps its name; an emoji without a short name is spelled by its code points, as note.ts of the reader expects. */
const reactionName = (emoji: string): string =>
  slackShortcode(emoji) ??
  /^:([a-z0-9_+'-]+):$/.exec(emoji)?.[1] ??
  `emoji-${[...emoji]
    .slice(0, 12)
    .map((char) => (char.codePointAt(0) ?? 0).toString(16).padStart(2, '0'))
    .join('-')}`;

const reactionRecord = ({emoji, count, by, asset}: Reaction, ids: SlackIds): JsonObject => ({
  name: reactionName(emoji),
  users: (by ?? []).map(({person}) => ids.user(person)),
  count,
  ...given({url: asset?.url}),
});

/** The parts that stand in raw blocks or attachments already, when a Slack message goes back to Slack. */
const isNative = (extras: JsonObject, key: string): boolean => Array.isArray(extras[key]);

const author = (from: PersonId, extras: JsonObject, ids: SlackIds): SlackRecord => {
  const person = ids.personOf(from);
  if (!person || !ids.isBotId(person)) return {user: ids.user(from)};
  return {
    subtype: 'bot_message',
    bot_id: from,
    ...(extras['username'] === undefined ? given({username: person.name}) : {}),
  };
};

/** A shared message whose words stand in the attachment has no text of its own. */
const isSharedAlone = (message: Message, extras: JsonObject): boolean =>
  message.forwardedFrom !== undefined &&
  isNative(extras, 'attachments') &&
  (extras['attachments'] as readonly JsonObject[]).some(
    (attachment) => attachment['text'] !== undefined || attachment['message_blocks'] !== undefined,
  );

const said = (message: Message, place: EntryPlace, extras: JsonObject): SlackRecord => {
  const isAction = extras['subtype'] === 'me_message';
  const hasOwnTitles = isNative(extras, 'files') && extras['captions'] === undefined;
  // Shared messages that go back as attachments are not said twice.
  const isShared = isNative(extras, 'attachments');
  const own = message.body.filter((part) => !(isShared && part.kind === 'bundle'));
  const body = isAction ? own.map(withoutItalic) : own;
  const inlines = isSharedAlone(message, extras)
    ? []
    : textOf(body, quoteOf(message, place), hasOwnTitles);
  const raw = extras['text'];
  const rich = isNative(extras, 'blocks') || isAction ? undefined : richText(inlines, place.ids);
  return {
    text: typeof raw === 'string' ? raw : mrkdwn(inlines, place.ids),
    ...(rich && typeof raw !== 'string' ? {blocks: [rich]} : {}),
  };
};

const withoutItalic = (part: Part): Part => {
  const [only] = part.kind === 'text' ? part.inlines : [];
  return part.kind === 'text' && only?.kind === 'styled' ? {...part, inlines: only.inlines} : part;
};

const editedRecord = (message: Message, extras: JsonObject, user: string): SlackRecord => {
  const edit = message.edits?.at(-1);
  if (!edit) return {};
  const known = extras['edited'] as JsonObject | undefined;
  // Zero is Slack's own word for "never" and "unknown".
  const ts = edit.at ? `${Math.floor(edit.at.epochMs / 1000)}.000000` : '0000000000.000000';
  return {edited: {user: known?.['user'] ?? user, ts}};
};

const messageRecord = (message: Message, place: EntryPlace): SlackRecord => {
  const {ids, ts, threadTs, replyTs, channel, files} = place;
  const extras = ownExtras(message);
  const user = ids.user(message.from);
  const attachments = isNative(extras, 'attachments') ? [] : attachmentsOf(message, place);
  const note = replyTs === undefined ? undefined : encodeNote({reply: replyTs});
  return {
    type: 'message',
    ...author(message.from, extras, ids),
    ts,
    ...without(extras, 'text', 'files', 'edited', 'captions'),
    ...said(message, place, extras),
    ...(threadTs === undefined ? {} : {thread_ts: threadTs}),
    ...editedRecord(message, extras, user),
    ...(message.reactions
      ? {reactions: message.reactions.map((reaction) => reactionRecord(reaction, ids))}
      : {}),
    ...(files.length > 0 ? {files: files.map(({record}) => record)} : {}),
    ...(attachments.length > 0 ? {attachments} : {}),
    ...(message.isPinned && extras['pinned_to'] === undefined ? {pinned_to: [channel]} : {}),
    ...(note === undefined ? {} : {metadata: note}),
  };
};

// ---- what is no message

/** Slack's own lines, where it has one for the event. */
const nativeNotice = (notice: Notice): SlackRecord | undefined => {
  if (notice.from === undefined) return undefined;
  switch (notice.event.kind) {
    case 'joined':
      return {subtype: 'channel_join'};
    case 'left':
      return {subtype: 'channel_leave'};
    case 'renamed':
      return {subtype: 'channel_name', name: escapeSlack(notice.event.title)};
    case 'topic-changed':
      return {subtype: 'channel_topic', topic: escapeSlack(notice.event.topic ?? '')};
    default:
      return undefined;
  }
};

const withSlackIds = (event: NoticeEvent, {ids, tsOf}: EntryPlace): NoticeEvent => {
  if ('members' in event && event.members)
    return {...event, members: event.members.map((id) => ids.user(id))};
  if (event.kind === 'poked' && event.target !== undefined)
    return {...event, target: ids.user(event.target)};
  if (event.kind === 'pinned' && event.entry !== undefined)
    return {...event, entry: tsOf(event.entry) ?? event.entry};
  return event;
};

const noticeRecord = (notice: Notice, place: EntryPlace): SlackRecord => {
  const {ids, ts} = place;
  const extras = ownExtras(notice);
  const text = typeof extras['text'] === 'string' ? extras['text'] : escapeSlack(notice.text);
  const isSlack = typeof extras['subtype'] === 'string';
  const native = isSlack ? {} : nativeNotice(notice);
  const user = notice.from === undefined ? 'USLACKBOT' : ids.user(notice.from);
  const note = native ? undefined : encodeNote({notice: withSlackIds(notice.event, place)});
  return {
    type: 'message',
    user,
    ts,
    ...without(extras, 'text'),
    text,
    ...native,
    ...(note === undefined ? {} : {metadata: note}),
  };
};

const roomOf = (call: Call, {ids, ts}: EntryPlace): JsonObject => {
  const start = Math.max(Math.floor(call.at.epochMs / 1000), 1);
  const people = (call.participants ?? []).map((id) => ids.user(id));
  return {
    id: `R${contentHash(ts).toUpperCase().slice(0, 10)}`,
    name: '',
    created_by: ids.user(call.from),
    date_start: start,
    date_end: call.durationSeconds === undefined ? 0 : start + call.durationSeconds,
    participants: [],
    participant_history: people,
    has_ended: true,
    thread_root_ts: ts,
    ...(call.outcome === 'answered' ? {was_accepted: true} : {}),
    ...(call.outcome === 'declined' ? {was_rejected: true} : {}),
    ...(call.outcome === 'missed' ? {was_missed: true} : {}),
    ...(call.medium === 'unknown' ? {} : {medium: call.medium}),
  };
};

const callRecord = (call: Call, place: EntryPlace): SlackRecord => {
  const extras = ownExtras(call);
  return {
    type: 'message',
    subtype: 'huddle_thread',
    user: 'USLACKBOT',
    ts: place.ts,
    text: escapeSlack(
      call.text ?? `A ${call.medium === 'unknown' ? '' : `${call.medium} `}call took place`,
    ),
    room: roomOf(call, place),
    ...extras,
  };
};

const removedRecord = (
  entry: Extract<Entry, {kind: 'removed'}>,
  {ids, ts}: EntryPlace,
): SlackRecord => ({
  type: 'message',
  subtype: 'tombstone',
  user: entry.from === undefined ? 'USLACKBOT' : ids.user(entry.from),
  ts,
  text: escapeSlack(entry.text ?? 'This message was deleted.'),
  ...without(ownExtras(entry), 'text'),
  hidden: true,
});

export const recordOf = (entry: Entry, place: EntryPlace): SlackRecord => {
  switch (entry.kind) {
    case 'message':
      return messageRecord(entry, place);
    case 'notice':
      return noticeRecord(entry, place);
    case 'call':
      return callRecord(entry, place);
    case 'removed':
      return removedRecord(entry, place);
    default:
      return assertNever(entry);
  }
};

/** The files of a message that Slack shows as files, with what Slack said of each before. */
export const filesOf = (
  message: Message,
): readonly {readonly part: MediaPart; readonly known?: JsonObject}[] => {
  const extras = ownExtras(message);
  const known = isNative(extras, 'files') ? (extras['files'] as readonly JsonObject[]) : undefined;
  const media = flat(message.body).filter((part) => part.kind === 'media');
  if (known) {
    return known.flatMap((file) => {
      const id = String(file['id'] ?? '');
      const part = media.find(({asset}) => id !== '' && asset.id.includes(id));
      return part ? [{part, known: file}] : [];
    });
  }
  // Images of blocks and cards come back with them.
  const isLaidOut = isNative(extras, 'blocks') || isNative(extras, 'attachments');
  return isLaidOut ? [] : media.map((part) => ({part}));
};

/** The caption is the file's title too: that tells the reader which end of the message's text is a caption. */
export const titleOf = (part: MediaPart, known: JsonObject | undefined): string | undefined => {
  if (typeof known?.['title'] === 'string') return known['title'];
  return part.caption ? inlinesText(part.caption) : undefined;
};
