// One message record of a Messenger or Instagram export (JSON, repaired text) as an entry. Files and threads are somebody else's business.

import type {
  Asset,
  Call,
  Entry,
  EntryId,
  Extras,
  JsonObject,
  MediaRole,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {idAt, isTrue, leftover, numberAt, recordAt, recordsAt, stringAt, valueAt} from './loose.ts';
import type {Loose} from './loose.ts';
import {mediaRole} from './media-role.ts';
import {attachmentLine, noticePhrases, reactionLine, videoWord} from './meta-phrases.table.ts';

/** What the record needs from around it. */
export type MetaScope = {
  readonly format: string;
  asset(uri: string): Asset;
  /** Announces a person by name. */
  person(name: string): PersonId;
  entryId(key: string): EntryId;
};

/** Encrypted chats have other names for the same fields. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['senderName', 'sender_name'],
  ['timestamp', 'timestamp_ms'],
  ['text', 'content'],
  ['isUnsent', 'is_unsent'],
]);

/** The record of an end-to-end-encrypted chat in the words of the other export. */
export const fromEncrypted = (record: Loose): Loose =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [otherNames.get(key) ?? key, value]),
  );

const mediaKeys: readonly (readonly [key: string, role: MediaRole])[] = [
  ['photos', 'image'],
  ['videos', 'video'],
  ['audio_files', 'audio'],
  ['gifs', 'animation'],
  ['files', 'file'],
];

const taken: ReadonlySet<string> = new Set([
  'sender_name',
  'timestamp_ms',
  'content',
  'photos',
  'videos',
  'audio_files',
  'gifs',
  'files',
  'media',
  'sticker',
  'share',
  'reactions',
  'call_duration',
  'missed',
  'is_unsent',
  'users',
  'type',
]);
/** The old internal id is 0 in every export that was seen. */
const takenWithId: ReadonlySet<string> = new Set([...taken, 'sender_id_INTERNAL']);

/** Recorded in the app, as its file names say. */
const isVoice = (uri: string): boolean => /(?:^|\/)audioclip[^/]*$/i.test(uri);

const mediaPart = (
  item: Loose,
  role: MediaRole | undefined,
  scope: MetaScope,
): Part | undefined => {
  const uri = stringAt(item, 'uri');
  if (uri === undefined) return undefined;
  const asset = scope.asset(uri);
  const thumbnail = stringAt(recordAt(item, 'thumbnail') ?? {}, 'uri');
  const known = role ?? mediaRole(asset.mime);
  return {
    kind: 'media',
    role: known !== 'file' && isVoice(uri) ? 'voice' : known,
    asset,
    ...given({thumbnail: thumbnail === undefined ? undefined : scope.asset(thumbnail)}),
  };
};

const mediaParts = (record: Loose, scope: MetaScope): readonly Part[] => {
  if (!hasAttachments(record)) return [];
  const listed = mediaKeys.flatMap(([key, role]) =>
    recordsAt(record, key).map((item) => mediaPart(item, role, scope)),
  );
  const loose = recordsAt(record, 'media').map((item) => mediaPart(item, undefined, scope));
  const sticker = recordAt(record, 'sticker');
  const all = [...listed, ...loose, sticker && mediaPart(sticker, 'sticker', scope)];
  return all.filter((part) => part !== undefined);
};

const shareParts = (record: Loose): readonly Part[] => {
  const share = recordAt(record, 'share');
  if (!share) return [];
  const [link, text] = [stringAt(share, 'link'), stringAt(share, 'share_text')];
  if (link === undefined && text === undefined) return [];
  return [{kind: 'link', url: link ?? '', ...given({description: text})}];
};

const bodyOf = (record: Loose, scope: MetaScope): readonly Part[] => {
  const content = stringAt(record, 'content');
  const attached = [...mediaParts(record, scope), ...shareParts(record)];
  const isPlaceholder =
    attached.length > 0 && content !== undefined && attachmentLine.test(content);
  if (content === undefined || isPlaceholder)
    return attached.length > 0 ? attached : [textPart('')];
  // A shared link repeats its address as the text.
  const isLink = attached.some((part) => part.kind === 'link' && part.url === content);
  return isLink ? attached : [textPart(content), ...attached];
};

/** Newer exports tell when, in seconds or milliseconds. */
const reactionMoment = (reaction: Loose): Moment | undefined => {
  const stamp = numberAt(reaction, 'timestamp');
  if (stamp === undefined || stamp <= 0) return undefined;
  return stamp < 1e11 ? utcMoment(Math.floor(stamp) * 1000, 's') : utcMoment(Math.floor(stamp));
};

const reactionsOf = (record: Loose, scope: MetaScope): readonly Reaction[] => {
  const byEmoji = new Map<string, {person: PersonId; at?: Moment}[]>();
  for (const reaction of recordsAt(record, 'reactions')) {
    const [emoji, actor] = [stringAt(reaction, 'reaction'), stringAt(reaction, 'actor')];
    if (emoji === undefined || actor === undefined) continue;
    const at = reactionMoment(reaction);
    const by = byEmoji.get(emoji) ?? [];
    by.push({person: scope.person(actor), ...(at && {at})});
    byEmoji.set(emoji, by);
  }
  return [...byEmoji].map(([emoji, by]) => ({emoji, count: by.length, by}));
};

const attachmentKeys: readonly string[] = [
  ...mediaKeys.map(([key]) => key),
  'media',
  'sticker',
  'share',
];

const hasAttachments = (record: Loose): boolean =>
  attachmentKeys.some((key) => Object.hasOwn(record, key));

/** When the pictures were taken, and what else the export says of an attachment. */
const attachmentExtras = (record: Loose): JsonObject => {
  if (!hasAttachments(record)) return {};
  const items = [...mediaKeys.map(([key]) => key), 'media'].flatMap((key) =>
    recordsAt(record, key),
  );
  const stamps = items.flatMap((item) => numberAt(item, 'creation_timestamp') ?? []);
  const rest = items.flatMap(
    (item) => leftover(item, new Set(['uri', 'creation_timestamp', 'thumbnail'])) ?? [],
  );
  const stickers = leftover(recordAt(record, 'sticker') ?? {}, new Set(['uri']));
  const share = leftover(recordAt(record, 'share') ?? {}, new Set(['link', 'share_text']));
  return {
    ...(stamps.length > 0 && {creation_timestamp: stamps}),
    ...(rest.length > 0 && {attachments: rest}),
    ...given({sticker: stickers, share}),
  } as JsonObject;
};

/** Types that the entry itself says. */
const plainTypes: ReadonlySet<string> = new Set(
  'Generic Share Call Subscribe Unsubscribe text media link'.split(' '),
);

const extrasOf = (record: Loose, body: readonly Part[], format: string): {extras?: Extras} => {
  const content = stringAt(record, 'content');
  const isShown = body.some((part) =>
    part.kind === 'text' ? part.inlines.length > 0 : part.kind === 'link' && part.url === content,
  );
  const type = stringAt(record, 'type');
  const users = recordsAt(record, 'users').flatMap((user) => stringAt(user, 'name') ?? []);
  const extras = {
    ...leftover(record, numberAt(record, 'sender_id_INTERNAL') === 0 ? takenWithId : taken),
    ...(users.length > 0 && {users}),
    ...(type !== undefined && !plainTypes.has(type) && {type}),
    ...(content !== undefined && !isShown && body.length > 0 && {content}),
    ...attachmentExtras(record),
  };
  return Object.keys(extras).length === 0 ? {} : {extras: {[format]: extras as JsonObject}};
};

const callOf = (record: Loose): Pick<Call, 'medium' | 'outcome'> & Partial<Call> => {
  const content = stringAt(record, 'content');
  const duration = numberAt(record, 'call_duration');
  const answered = duration !== undefined && duration > 0;
  return {
    medium: content === undefined ? 'unknown' : videoWord.test(content) ? 'video' : 'voice',
    outcome: isTrue(record, 'missed') ? 'missed' : answered ? 'answered' : 'unknown',
    ...(answered && {durationSeconds: duration}),
    ...given({text: content}),
  };
};

const usersOf = (record: Loose, scope: MetaScope): readonly PersonId[] => {
  const users = valueAt(record, 'users');
  if (!Array.isArray(users)) return [];
  const names = users.flatMap((user: unknown) => {
    if (typeof user === 'string') return user;
    return typeof user === 'object' && user !== null ? (stringAt(user as Loose, 'name') ?? []) : [];
  });
  return names.map((name) => scope.person(name));
};

/** `type` of older exports. */
const memberEvent = (record: Loose, scope: MetaScope, from: PersonId): NoticeEvent | undefined => {
  const type = stringAt(record, 'type');
  if (type !== 'Subscribe' && type !== 'Unsubscribe') return undefined;
  const members = usersOf(record, scope);
  const isOwnAct = members.length === 0 || (members.length === 1 && members[0] === from);
  if (type === 'Subscribe') return isOwnAct ? {kind: 'joined'} : {kind: 'members-added', members};
  return isOwnAct ? {kind: 'left'} : {kind: 'members-removed', members};
};

const isSubject = (subject: string | undefined, sender: string): boolean =>
  subject !== undefined &&
  (subject === 'You' || subject === sender || sender.startsWith(`${subject} `));

/** Lines that the app wrote: only in their exact words, and only about the sender of the record. */
const phraseEvent = (record: Loose, scope: MetaScope, sender: string): NoticeEvent | undefined => {
  const content = stringAt(record, 'content');
  if (content === undefined || content.length > 800) return undefined;
  if (reactionLine.test(content)) return {kind: 'other', name: 'reaction'};
  for (const {pattern, event} of noticePhrases) {
    const match = pattern.exec(content);
    if (!match || !isSubject(match[1], sender)) continue;
    const found = event(match);
    if (found.kind !== 'members-added' && found.kind !== 'members-removed') return found;
    const listed = usersOf(record, scope);
    const named = listed.length > 0 ? listed : found.members.map((name) => scope.person(name));
    return {...found, members: named};
  }
  return undefined;
};

const noticeOf = (record: Loose, scope: MetaScope, sender: string): NoticeEvent | undefined => {
  const hasAttachment =
    mediaKeys.some(([key]) => recordsAt(record, key).length > 0) ||
    recordAt(record, 'share') !== undefined ||
    recordAt(record, 'sticker') !== undefined;
  const member = memberEvent(record, scope, scope.person(sender));
  if (member || hasAttachment) return member;
  const phrase = phraseEvent(record, scope, sender);
  // `users` stands only in lines about members, whatever their language.
  return (
    phrase ?? (usersOf(record, scope).length > 0 ? {kind: 'other', name: 'members'} : undefined)
  );
};

/** Undefined where the record has no sender or no time: nothing can be said of it. */
export const metaEntry = (record: Loose, scope: MetaScope): Entry | undefined => {
  const stamp = numberAt(record, 'timestamp_ms');
  const sender = stringAt(record, 'sender_name') ?? idAt(record, 'sender_id_INTERNAL');
  if (stamp === undefined || sender === undefined || Math.abs(stamp) > 8.64e15) return undefined;
  const content = stringAt(record, 'content') ?? '';
  const base = {
    id: scope.entryId(`${stamp}\n${sender}\n${content}`),
    at: utcMoment(Math.floor(stamp)),
    from: scope.person(sender),
  };
  const {format} = scope;
  const isCall =
    stringAt(record, 'type') === 'Call' || valueAt(record, 'call_duration') !== undefined;
  if (isCall) return {kind: 'call', ...base, ...callOf(record), ...extrasOf(record, [], format)};
  const event = noticeOf(record, scope, sender);
  if (event)
    return {kind: 'notice', ...base, event, text: content, ...extrasOf(record, [], format)};
  const body = bodyOf(record, scope);
  const extras = extrasOf(record, body, format);
  if (isTrue(record, 'is_unsent')) {
    const isEmpty = body.every((part) => part.kind === 'text' && part.inlines.length === 0);
    return {kind: 'removed', ...base, removedBy: 'sender', ...(!isEmpty && {body}), ...extras};
  }
  const reactions = reactionsOf(record, scope);
  return {kind: 'message', ...base, body, ...(reactions.length > 0 && {reactions}), ...extras};
};
