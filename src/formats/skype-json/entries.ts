// One message record of a Skype export as an entry, with what is needed to join the versions of an edited message.

import type {
  Call,
  Entry,
  Extras,
  JsonObject,
  Message,
  Moment,
  NoticeEvent,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {parseIso, utcMoment} from '../../engine/model/time.ts';
import {
  idAt,
  isLoose,
  isTrue,
  leftover,
  numberAt,
  recordAt,
  recordsAt,
  stringAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {elementsNamed, findElement, mixedText, parseMixed} from '../_shared/mixed-markup.ts';
import type {MixedElement, MixedNode} from '../_shared/mixed-markup.ts';
import {mriOf, readContent} from './content.ts';
import {partsOf} from './parts.ts';
import type {PartContext} from './parts.ts';

const format = 'skype-json';

export type RecordContext = PartContext & {
  readonly conversation: string;
  person(mri: string, name?: string): PersonId;
};

/** Times in properties are milliseconds as text. */
const stampAt = (record: Loose, key: string): Moment | undefined => {
  const stamp = idAt(record, key);
  return stamp !== undefined && /^\d{10,14}$/.test(stamp) ? utcMoment(Number(stamp)) : undefined;
};

/** The id of a message is the millisecond in which the server took it. */
export const recordMoment = (record: Loose): Moment | undefined =>
  parseIso(stringAt(record, 'originalarrivaltime') ?? '') ?? stampAt(record, 'id');

/** Some exports keep the list of reactions as JSON text. */
const emotionsOf = (properties: Loose): readonly Loose[] => {
  const value = valueAt(properties, 'emotions');
  if (typeof value !== 'string') return recordsAt(properties, 'emotions');
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed.filter(isLoose) : [];
  } catch {
    return []; // The text stays in extras.
  }
};

const reactionsOf = (properties: Loose, context: RecordContext): readonly Reaction[] =>
  emotionsOf(properties).flatMap((emotion): Reaction[] => {
    const key = stringAt(emotion, 'key');
    if (key === undefined) return [];
    const by = recordsAt(emotion, 'users').flatMap((user) => {
      const mri = stringAt(user, 'mri');
      const at = stampAt(user, 'time');
      return mri === undefined ? [] : {person: context.person(mri), ...(at && {at})};
    });
    return by.length === 0 ? [] : [{emoji: `:${key}:`, count: by.length, by}];
  });

const taken: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'originalarrivaltime',
  'messagetype',
  'version',
  'content',
  'conversationid',
  'from',
  'properties',
  'amsreferences',
]);
const propertiesTaken: ReadonlySet<string> = new Set([
  'edittime',
  'deletetime',
  'isserversidegenerated',
]);

const extrasOf = (record: Loose, isPlainType: boolean): {extras?: Extras} => {
  const properties = recordAt(record, 'properties') ?? {};
  const read = emotionsOf(properties).length > 0 ? ['emotions'] : [];
  const rest = leftover(properties, new Set([...propertiesTaken, ...read]));
  const all = {
    ...leftover(record, taken),
    ...(!isPlainType && {messagetype: stringAt(record, 'messagetype') ?? ''}),
    ...(rest && {properties: rest}),
  } as JsonObject;
  return Object.keys(all).length === 0 ? {} : {extras: {[format]: all}};
};

// ---- calls

const maxDuration = (parts: readonly MixedElement[]): number | undefined => {
  const seconds = parts.map((part) => Number(mixedText(elementsNamed(part.children, 'duration'))));
  const longest = Math.max(0, ...seconds.filter(Number.isFinite));
  return longest > 0 ? longest : undefined;
};

const callOf = (
  nodes: readonly MixedNode[],
  context: RecordContext,
): (Pick<Call, 'medium' | 'outcome'> & Partial<Call>) | undefined => {
  const list = findElement(nodes, 'partlist');
  const type = list?.attributes.get('type') ?? '';
  if (!list || type === 'started') return undefined;
  const parts = elementsNamed(list.children, 'part');
  const seconds = maxDuration(parts);
  const participants = parts.flatMap((part) => {
    const identity = part.attributes.get('identity');
    if (identity === undefined) return [];
    const name = mixedText(elementsNamed(part.children, 'name'));
    return name === '' ? context.person(mriOf(identity)) : context.person(mriOf(identity), name);
  });
  return {
    medium: 'unknown',
    outcome: type === 'missed' ? 'missed' : seconds === undefined ? 'unknown' : 'answered',
    ...given({durationSeconds: seconds}),
    ...(participants.length > 0 && {participants}),
  };
};

// ---- notices

const targets = (root: MixedElement, context: RecordContext): readonly PersonId[] =>
  elementsNamed(root.children, 'target').map((target) =>
    context.person(
      mriOf(mixedText(elementsNamed(target.children, 'id')) || mixedText(target.children)),
    ),
  );

const valueText = (root: MixedElement): string => mixedText(elementsNamed(root.children, 'value'));

type Activity = (
  root: MixedElement,
  context: RecordContext,
  from: PersonId | undefined,
) => NoticeEvent;

const activities: ReadonlyMap<string, Activity> = new Map<string, Activity>([
  [
    'AddMember',
    (root, context, from) => {
      const members = targets(root, context);
      return members.length === 1 && members[0] === from
        ? {kind: 'joined'}
        : {kind: 'members-added', members};
    },
  ],
  [
    'DeleteMember',
    (root, context, from) => {
      const members = targets(root, context);
      return members.length === 1 && members[0] === from
        ? {kind: 'left'}
        : {kind: 'members-removed', members};
    },
  ],
  ['TopicUpdate', (root) => ({kind: 'renamed', title: valueText(root)})],
  ['PictureUpdate', () => ({kind: 'photo-changed'})],
  [
    'RoleUpdate',
    (root, context) => ({
      kind: 'role-changed',
      members: targets(root, context),
      ...given({
        role:
          mixedText(elementsNamed(findElement(root.children, 'target')?.children ?? [], 'role')) ||
          undefined,
      }),
    }),
  ],
]);

const firstElement = (nodes: readonly MixedNode[]): MixedElement | undefined =>
  nodes.find((node) => node.kind === 'element');

const initiatorOf = (
  root: MixedElement | undefined,
  context: RecordContext,
): PersonId | undefined => {
  const mri = root && mixedText(elementsNamed(root.children, 'initiator'));
  return mri ? context.person(mriOf(mri)) : undefined;
};

const noticeOf = (
  type: string,
  nodes: readonly MixedNode[],
  context: RecordContext,
): {readonly event: NoticeEvent; readonly from: PersonId | undefined} | undefined => {
  const [family = '', name = ''] = type.split('/');
  const root = firstElement(nodes);
  const from = initiatorOf(root, context);
  if (family === 'ThreadActivity') {
    const activity = activities.get(name);
    return {event: activity && root ? activity(root, context, from) : {kind: 'other', name}, from};
  }
  if (family === 'EndToEndEncryption') return {event: {kind: 'encryption'}, from};
  if (family === 'Event') return {event: {kind: 'other', name: 'call-started'}, from};
  if (family === 'InviteFreeRelationshipChanged' || type === 'Notice')
    return {event: {kind: 'other', name: type}, from};
  return undefined;
};

// ---- records

export type SkypeRecord = {
  readonly entry: Entry;
  /** Two records with one key are versions of one message, if one of them was edited. */
  readonly key: string;
  readonly version: number;
  readonly isEdited: boolean;
};

type Base = {readonly id: string; readonly at: Moment; readonly from: PersonId};

const plainTypes: ReadonlySet<string> = new Set(['Text', 'RichText', 'RichText/Html']);

const messageOf = (
  record: Loose,
  base: Base,
  context: RecordContext,
): {message: Message; isEdited: boolean} => {
  const type = stringAt(record, 'messagetype') ?? 'Text';
  const markup = stringAt(record, 'content') ?? '';
  const properties = recordAt(record, 'properties') ?? {};
  const parts = partsOf(type, markup, context);
  const content = parts ? undefined : readContent(markup, context);
  const reactions = reactionsOf(properties, context);
  const editedAt = stampAt(properties, 'edittime');
  const isEdited = editedAt !== undefined || content?.isEdited === true;
  const message: Message = {
    kind: 'message',
    ...base,
    body:
      parts ??
      (content && content.inlines.length > 0
        ? [{kind: 'text', inlines: content.inlines}]
        : [textPart('')]),
    ...given({replyTo: content?.reply}),
    ...(reactions.length > 0 && {reactions}),
    ...(isEdited && {edits: [given({at: editedAt})]}),
    ...extrasOf(record, plainTypes.has(type) || parts !== undefined),
  };
  return {message, isEdited};
};

const isNoticeType = (type: string): boolean =>
  /^(?:ThreadActivity|EndToEndEncryption|InviteFreeRelationshipChanged)\/|^(?:Notice|Event\/Call)$/.test(
    type,
  );

const withExtras = (
  record: Loose,
  more: {readonly [key: string]: string | undefined},
): {extras?: Extras} => {
  const all = {...extrasOf(record, true).extras?.[format], ...given(more)};
  return Object.keys(all).length === 0 ? {} : {extras: {[format]: all}};
};

/** In groups the thread itself "sends" what the server noted. */
const isThread = (mri: string): boolean => mri.startsWith('19:');

const systemEntry = (record: Loose, base: Base, context: RecordContext): Entry => {
  const type = stringAt(record, 'messagetype') ?? '';
  const nodes = parseMixed(stringAt(record, 'content') ?? '');
  const call = type === 'Event/Call' ? callOf(nodes, context) : undefined;
  const callId = findElement(nodes, 'partlist')?.attributes.get('callid');
  if (call) return {kind: 'call', ...base, ...call, ...withExtras(record, {callId})};
  const notice = noticeOf(type, nodes, context);
  const from = notice?.from ?? (isThread(base.from) ? undefined : base.from);
  const event = notice?.event ?? {kind: 'other', name: type};
  // What the event does not say stays in the fragment.
  const isWhole = event.kind !== 'other' && event.kind !== 'photo-changed';
  const extras = withExtras(record, {content: isWhole ? undefined : stringAt(record, 'content')});
  const words = event.kind === 'other' && type === 'Notice' ? mixedText(nodes) : '';
  const {from: _, ...rest} = base;
  return {kind: 'notice', ...rest, ...given({from}), event, text: words, ...extras};
};

const isKnownType = (type: string): boolean =>
  plainTypes.has(type) || isNoticeType(type) || /^(?:RichText\/|Poll$|PopCard$)/.test(type);

/** Undefined: without a time nothing can be said. */
export const skypeRecord = (record: Loose, context: RecordContext): SkypeRecord | undefined => {
  const at = recordMoment(record);
  if (!at) return undefined;
  const type = stringAt(record, 'messagetype') ?? 'Text';
  if (!isKnownType(type)) context.unknown(`Message type ${type}.`);
  const mri = stringAt(record, 'from') ?? '';
  const isSystem = isNoticeType(type);
  const from = isSystem && isThread(mri) ? mri : context.person(mri === '' ? 'unknown' : mri);
  const base = {id: idAt(record, 'id') ?? String(at.epochMs), at, from};
  const version = numberAt(record, 'version') ?? 0;
  const key = `${mri}\n${stringAt(record, 'originalarrivaltime') ?? base.id}`;
  const properties = recordAt(record, 'properties') ?? {};
  const removedAt = stampAt(properties, 'deletetime');
  if (removedAt || isTrue(properties, 'isdeleted')) {
    const entry: Entry = {kind: 'removed', ...base, removedBy: 'sender', ...given({removedAt})};
    return {entry, key, version, isEdited: true};
  }
  if (isSystem)
    return {entry: systemEntry(record, base, context), key: '', version, isEdited: false};
  const {message, isEdited} = messageOf(record, base, context);
  return {entry: message, key, version, isEdited};
};

/** Versions of one message become the newest one, and the others its history. */
export const joinVersions = (versions: readonly SkypeRecord[]): readonly Entry[] => {
  const inOrder = versions.toSorted((a, b) => a.version - b.version);
  const last = inOrder.at(-1);
  if (!last || versions.length === 1 || !inOrder.some(({isEdited}) => isEdited))
    return inOrder.map(({entry}) => entry);
  const older = inOrder.slice(0, -1).flatMap(({entry}) => (entry.kind === 'message' ? entry : []));
  const {entry} = last;
  if (entry.kind === 'removed') {
    const body = older.at(-1)?.body;
    return [{...entry, ...given({body})}];
  }
  if (entry.kind !== 'message') return inOrder.map((version) => version.entry);
  const edits = older.map((message, index) => {
    const next = older[index + 1] ?? entry;
    return {...given({at: next.edits?.at(-1)?.at}), before: message.body};
  });
  return [{...entry, edits}];
};
