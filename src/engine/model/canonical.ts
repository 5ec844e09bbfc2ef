// Canonical JSONL, version 1: the archive as lines of JSON with a fixed key order. Encoding and checking of single lines, no I/O.

import type {ArchiveEvent, Conversation, Entry, Person} from './archive.ts';
import {
  anyJson,
  boolean,
  instant,
  integer,
  lazy,
  list,
  number,
  object,
  oneOf,
  recordOfObjects,
  string,
  union,
} from './schema.ts';
import type {Field, Type} from './schema.ts';

export const canonicalVersion = 1;

const zone = union('kind', {
  utc: [],
  offset: [['minutes', integer]],
  floating: [['assumedZone', string]],
});

export const momentType = object(
  ['epochMs', instant],
  ['precision', oneOf('ms', 's', 'min', 'day')],
  ['zone', zone],
);

const extras: Field = ['extras', recordOfObjects, 'optional'];

const asset = object(
  ['id', string],
  ['name', string, 'optional'],
  ['mime', string, 'optional'],
  ['bytes', integer, 'optional'],
  ['sha256', string, 'optional'],
  ['presence', oneOf('included', 'absent', 'remote')],
  ['url', string, 'optional'],
);

const inlines: Type = list(lazy(() => inline));

const style = oneOf(
  'bold',
  'italic',
  'underline',
  'strike',
  'spoiler',
  'code',
  'quote',
  'heading',
  'list-item',
  'hashtag',
  'cashtag',
  'command',
  'email',
  'phone',
  'bank-card',
);

const inline: Type = union('kind', {
  plain: [['text', string]],
  styled: [
    ['style', style],
    ['inlines', inlines],
  ],
  'code-block': [
    ['text', string],
    ['language', string, 'optional'],
  ],
  url: [
    ['url', string],
    ['inlines', inlines, 'optional'],
  ],
  mention: [
    ['text', string],
    ['person', string, 'optional'],
    ['everyone', boolean, 'optional'],
  ],
  emoji: [
    ['text', string],
    ['id', string, 'optional'],
    ['asset', asset, 'optional'],
  ],
});

const body: Type = list(lazy(() => part));

const pollOption = object(
  ['text', string],
  ['votes', integer, 'optional'],
  ['voters', list(string), 'optional'],
  ['isChosen', boolean, 'optional'],
);

const bundleItem = object(
  ['name', string, 'optional'],
  ['at', momentType, 'optional'],
  ['body', body],
);

const media: readonly Field[] = [
  ['role', oneOf('image', 'video', 'audio', 'voice', 'video-note', 'sticker', 'animation', 'file')],
  ['asset', asset],
  ['caption', inlines, 'optional'],
  ['durationSeconds', number, 'optional'],
  ['width', number, 'optional'],
  ['height', number, 'optional'],
  ['transcript', string, 'optional'],
  ['emoji', string, 'optional'],
  ['isSpoiler', boolean, 'optional'],
  ['isViewOnce', boolean, 'optional'],
  ['thumbnail', asset, 'optional'],
];

const part: Type = union('kind', {
  text: [['inlines', inlines]],
  media,
  location: [
    ['latitude', number, 'optional'],
    ['longitude', number, 'optional'],
    ['name', string, 'optional'],
    ['address', string, 'optional'],
    ['isLive', boolean, 'optional'],
    ['url', string, 'optional'],
  ],
  contact: [
    ['name', string],
    ['phones', list(string), 'optional'],
    ['emails', list(string), 'optional'],
    ['person', string, 'optional'],
    ['vcard', asset, 'optional'],
  ],
  poll: [
    ['question', string],
    ['options', list(pollOption)],
    ['isClosed', boolean, 'optional'],
    ['totalVoters', integer, 'optional'],
  ],
  link: [
    ['url', string],
    ['title', string, 'optional'],
    ['description', string, 'optional'],
    ['site', string, 'optional'],
    ['card', string, 'optional'],
    ['thumbnail', asset, 'optional'],
  ],
  transfer: [
    ['role', oneOf('transfer', 'red-packet', 'payment')],
    ['amount', string, 'optional'],
    ['currency', string, 'optional'],
    ['note', string, 'optional'],
    ['state', string, 'optional'],
  ],
  bundle: [
    ['title', string, 'optional'],
    ['items', list(bundleItem)],
  ],
  raw: [
    ['format', string],
    ['name', string],
    ['text', string],
    ['value', anyJson, 'optional'],
  ],
});

const handle = object(
  ['kind', oneOf('platform', 'phone', 'email', 'username', 'url', 'other')],
  ['value', string],
);

export const personType = object(
  ['id', string],
  ['name', string, 'optional'],
  ['isOwner', boolean, 'optional'],
  ['handles', list(handle), 'optional'],
  ['aliases', list(string), 'optional'],
  ['isBot', boolean, 'optional'],
  ['avatar', asset, 'optional'],
  extras,
);

export const conversationType = object(
  ['id', string],
  ['kind', oneOf('direct', 'group', 'channel', 'self', 'unknown')],
  ['title', string, 'optional'],
  ['platform', string, 'optional'],
  ['members', list(string)],
  ['topic', string, 'optional'],
  ['parent', string, 'optional'],
  ['avatar', asset, 'optional'],
  extras,
);

const quote = object(
  ['person', string, 'optional'],
  ['name', string, 'optional'],
  ['at', momentType, 'optional'],
  ['text', string, 'optional'],
);

const reference = object(
  ['entry', string, 'optional'],
  ['conversation', string, 'optional'],
  ['quote', quote, 'optional'],
);

const origin = object(
  ['person', string, 'optional'],
  ['name', string, 'optional'],
  ['conversation', string, 'optional'],
  ['entry', string, 'optional'],
  ['at', momentType, 'optional'],
);

const reaction = object(
  ['emoji', string],
  ['count', integer],
  ['by', list(object(['person', string], ['at', momentType, 'optional'])), 'optional'],
  ['asset', asset, 'optional'],
);

const edit = object(['at', momentType, 'optional'], ['before', body, 'optional']);

const members: Field = ['members', list(string)];

const noticeEvent = union('kind', {
  created: [['title', string, 'optional']],
  renamed: [['title', string]],
  'topic-changed': [['topic', string, 'optional']],
  'photo-changed': [],
  'members-added': [members],
  'members-removed': [members],
  joined: [['by', string, 'optional']],
  left: [],
  'role-changed': [
    ['members', list(string), 'optional'],
    ['role', string, 'optional'],
  ],
  pinned: [['entry', string, 'optional']],
  'timer-changed': [['seconds', integer, 'optional']],
  encryption: [],
  'number-changed': [],
  'profile-changed': [['name', string, 'optional']],
  migrated: [['title', string, 'optional']],
  poked: [['target', string, 'optional']],
  screenshot: [],
  'thread-started': [['title', string, 'optional']],
  blocked: [['isBlocked', boolean]],
  other: [['name', string, 'optional']],
});

const base: readonly Field[] = [
  ['id', string],
  ['at', momentType],
];

export const entryType: Type = union('kind', {
  message: [
    ...base,
    ['from', string],
    ['body', list(part, 1)],
    ['replyTo', reference, 'optional'],
    ['thread', string, 'optional'],
    ['forwardedFrom', origin, 'optional'],
    ['reactions', list(reaction), 'optional'],
    ['edits', list(edit), 'optional'],
    ['isPinned', boolean, 'optional'],
    ['status', oneOf('draft', 'sending', 'failed', 'sent', 'delivered', 'read'), 'optional'],
    extras,
  ],
  call: [
    ...base,
    ['from', string],
    ['medium', oneOf('voice', 'video', 'unknown')],
    ['outcome', oneOf('answered', 'missed', 'declined', 'busy', 'cancelled', 'unknown')],
    ['durationSeconds', number, 'optional'],
    ['participants', list(string), 'optional'],
    ['text', string, 'optional'],
    extras,
  ],
  notice: [...base, ['from', string, 'optional'], ['event', noticeEvent], ['text', string], extras],
  removed: [
    ...base,
    ['from', string, 'optional'],
    ['removedBy', oneOf('sender', 'admin', 'unknown'), 'optional'],
    ['removedAt', momentType, 'optional'],
    ['text', string, 'optional'],
    ['body', body, 'optional'],
    extras,
  ],
});

export type CanonicalHeader = {
  readonly version: number;
  readonly generator: string;
  readonly source?: {readonly format?: string; readonly label: string};
};

export type CanonicalEnd = {
  readonly persons: number;
  readonly conversations: number;
  readonly entries: number;
};

export type CanonicalLine =
  | ({readonly type: 'header'; readonly format: 'chatark'} & CanonicalHeader)
  | ArchiveEvent
  | ({readonly type: 'end'} & CanonicalEnd);

const lineType = union('type', {
  header: [
    ['format', oneOf('chatark')],
    ['version', integer],
    ['generator', string],
    ['source', object(['format', string, 'optional'], ['label', string]), 'optional'],
  ],
  person: [['person', personType]],
  conversation: [['conversation', conversationType]],
  entry: [
    ['conversation', string],
    ['entry', entryType],
  ],
  end: [
    ['persons', integer],
    ['conversations', integer],
    ['entries', integer],
  ],
});

/** One line without its line feed. */
export const encodeLine = (line: CanonicalLine): string => lineType.encode(line);

export const encodeEntry = (entry: Entry): string => entryType.encode(entry);
export const encodePerson = (person: Person): string => personType.encode(person);
export const encodeConversation = (conversation: Conversation): string =>
  conversationType.encode(conversation);

/** Checks a parsed line; throws SchemaError with the place. Keys of newer versions are left out. */
export const decodeLine = (value: unknown): CanonicalLine =>
  lineType.decode(value, '') as CanonicalLine;

export const decodeEntry = (value: unknown): Entry => entryType.decode(value, '') as Entry;
export const decodePerson = (value: unknown): Person => personType.decode(value, '') as Person;
export const decodeConversation = (value: unknown): Conversation =>
  conversationType.decode(value, '') as Conversation;
