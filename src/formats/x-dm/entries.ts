// One event of an X conversation as an entry. Names of people are not in the archive: ids are all there is.

import {decodeEntities} from '../../engine/io/entities.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {
  Asset,
  Entry,
  EntryId,
  Extras,
  Inline,
  MediaRole,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {parseIso} from '../../engine/model/time.ts';
import {
  idAt,
  isLoose,
  leftover,
  recordsAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {mediaRole} from '../_shared/media-role.ts';

const format = 'x-dm';

export type EventContext = {
  person(id: string): PersonId;
  entryId(key: string): EntryId;
  /** The stored file of a message's picture, by the end of its address; each is given once. */
  stored(message: string, name: string): {readonly path: string; readonly size: number} | undefined;
  missing(record: string): void;
  unknown(detail: string): void;
};

const baseName = (url: string): string => url.split(/[?#]/)[0]?.split('/').at(-1) ?? url;

/** Animated pictures are stored as films; the address tells. */
const roleOf = (url: string, mime: string | undefined): MediaRole =>
  /\/dm_gif/.test(url) ? 'animation' : mediaRole(mime);

const mediaPart = (url: string, message: string, context: EventContext): Part => {
  const name = baseName(url);
  const file = context.stored(message, name);
  const shown = file ? baseName(file.path) : name;
  const about = {name: shown, ...given({mime: mimeFromName(shown) ?? mimeFromName(name)})};
  if (!file) context.missing(url);
  const asset: Asset = file
    ? {id: file.path, ...about, bytes: file.size, presence: 'included', url}
    : {id: url, ...about, presence: 'absent', url};
  return {kind: 'media', role: roleOf(url, about.mime), asset};
};

const isMediaLink = (expanded: string): boolean => /\/messages\/media\/\d+/.test(expanded);

/** Short links become what they stand for; those of the pictures below are left out. */
const inlinesOf = (text: string, urls: readonly Loose[], hasMedia: boolean): readonly Inline[] => {
  const targets = new Map<string, string>();
  for (const url of urls) {
    const [short, long] = [stringAt(url, 'url'), stringAt(url, 'expanded')];
    if (short !== undefined && long !== undefined) targets.set(short, long);
  }
  const inlines: Inline[] = [];
  // Group: every second piece is a short link.
  for (const [index, piece] of text.split(/(https?:\/\/t\.co\/\w{1,40})/).entries()) {
    const target = index % 2 === 1 ? (targets.get(piece) ?? piece) : undefined;
    if (target !== undefined && hasMedia && isMediaLink(target)) continue;
    if (target !== undefined) inlines.push({kind: 'url', url: target});
    else if (piece !== '') inlines.push(plain(piece));
  }
  const last = inlines.at(-1);
  if (hasMedia && last?.kind === 'plain') {
    const trimmed = last.text.trimEnd();
    inlines.splice(-1, 1, ...(trimmed === '' ? [] : [plain(trimmed)]));
  }
  return inlines;
};

const bodyOf = (message: Loose, id: string, context: EventContext): readonly Part[] => {
  const media = stringsAt(message, 'mediaUrls').map((url) => mediaPart(url, id, context));
  const text = decodeEntities(stringAt(message, 'text') ?? '');
  const inlines = inlinesOf(text, recordsAt(message, 'urls'), media.length > 0);
  const body = [...(inlines.length > 0 ? [{kind: 'text' as const, inlines}] : []), ...media];
  return body.length > 0 ? body : [textPart('')];
};

/** Words (`like`) or the emoji itself. */
const emojiOf = (key: string): string => (/^[\w-]+$/.test(key) ? `:${key}:` : key);

const reactionsOf = (message: Loose, context: EventContext): readonly Reaction[] => {
  const byKey = new Map<string, {person: PersonId; at?: Moment}[]>();
  for (const reaction of recordsAt(message, 'reactions')) {
    const [key, sender] = [stringAt(reaction, 'reactionKey'), idAt(reaction, 'senderId')];
    if (key === undefined || sender === undefined) continue;
    const at = parseIso(stringAt(reaction, 'createdAt') ?? '');
    byKey.set(key, [...(byKey.get(key) ?? []), {person: context.person(sender), ...(at && {at})}]);
  }
  return [...byKey].map(([key, by]) => ({emoji: emojiOf(key), count: by.length, by}));
};

const messageTaken: ReadonlySet<string> = new Set(
  'id senderId recipientId text createdAt urls mediaUrls reactions'.split(' '),
);

const extrasOf = (event: Loose, taken: ReadonlySet<string>): {extras?: Extras} => {
  const rest = leftover(event, taken);
  return rest ? {extras: {[format]: rest}} : {};
};

const personsAt = (event: Loose, key: string, context: EventContext): readonly PersonId[] => {
  const list = valueAt(event, key);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const id = isLoose(item) ? idAt(item, 'userId') : typeof item === 'string' ? item : undefined;
    return id === undefined ? [] : context.person(id);
  });
};

type Notice = {readonly event: NoticeEvent; readonly from?: PersonId};

const noticeOf = (name: string, event: Loose, context: EventContext): Notice => {
  const initiator = idAt(event, 'initiatingUserId');
  const from = initiator === undefined ? undefined : context.person(initiator);
  switch (name) {
    case 'joinConversation':
      return {
        event: {kind: 'members-added', members: personsAt(event, 'participantsSnapshot', context)},
        ...given({from}),
      };
    case 'participantsJoin':
      return {
        event: {kind: 'members-added', members: personsAt(event, 'userIds', context)},
        ...given({from}),
      };
    case 'participantsLeave': {
      const members = personsAt(event, 'userIds', context);
      const [only] = members;
      return members.length === 1 && only !== undefined
        ? {event: {kind: 'left'}, from: only}
        : {event: {kind: 'members-removed', members}, ...given({from})};
    }
    case 'conversationNameUpdate':
      return {event: {kind: 'renamed', title: stringAt(event, 'name') ?? ''}, ...given({from})};
    default:
      context.unknown(`Event ${name.slice(0, 60)}.`);
      return {event: {kind: 'other', name}, ...given({from})};
  }
};

const noticeTaken: ReadonlySet<string> = new Set(
  'createdAt initiatingUserId userIds participantsSnapshot name id'.split(' '),
);

/** Undefined: no time. `record` has one key, which names the event. */
export const eventEntry = (record: Loose, context: EventContext): Entry | undefined => {
  const [pair] = Object.entries(record).filter(([, value]) => isLoose(value));
  if (!pair) return undefined;
  const [name, value] = pair;
  const event = value as Loose;
  const at = parseIso(stringAt(event, 'createdAt') ?? '');
  if (!at) return undefined;
  const sender = idAt(event, 'senderId');
  if (name.endsWith('essageCreate') && sender !== undefined) {
    const text = stringAt(event, 'text') ?? '';
    const id = idAt(event, 'id') ?? context.entryId(`${at.epochMs}\n${sender}\n${text}`);
    const reactions = reactionsOf(event, context);
    return {
      kind: 'message',
      id,
      at,
      from: context.person(sender),
      body: bodyOf(event, id, context),
      ...(reactions.length > 0 && {reactions}),
      ...extrasOf(event, messageTaken),
    };
  }
  const notice = noticeOf(name, event, context);
  const id = idAt(event, 'id') ?? context.entryId(`${at.epochMs}\n${name}\n${notice.from ?? ''}`);
  const isKnown = notice.event.kind !== 'other';
  return {
    kind: 'notice',
    id,
    at,
    ...given({from: notice.from}),
    event: notice.event,
    text: '',
    ...extrasOf(event, isKnown ? noticeTaken : new Set(['createdAt', 'id'])),
  };
};
