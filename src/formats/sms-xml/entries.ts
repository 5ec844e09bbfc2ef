// One `sms`, `mms` or `call` element as an entry: who, when, what. Does not know the people of the file beyond this element.

import type {Attributes} from '../../engine/io/markup.ts';
import type {
  Call,
  CallOutcome,
  DeliveryStatus,
  EntryId,
  Extras,
  Message,
  Moment,
  Part,
  PersonId,
} from '../../engine/model/archive.ts';
import {plain, textPart} from '../../engine/model/build.ts';
import {addressesOf, given, leftoverOf, momentOf, normalAddress, numberOf} from './attributes.ts';

/** The phone's owner has no number in these files, or only this one. */
export const ownerId: PersonId = 'me';
const ownerToken = 'insert-address-token';
/** Calls and messages without a number. */
export const hiddenId: PersonId = 'hidden number';

const extrasOf = (attributes: Attributes, taken: ReadonlySet<string>): {extras?: Extras} => {
  const left = leftoverOf(attributes, taken);
  return left ? {extras: {'sms-xml': left}} : {};
};

// ---- sms

const smsTaken: ReadonlySet<string> = new Set(
  'address date type body contact_name readable_date'.split(' '),
);

const smsTakenButType: ReadonlySet<string> = new Set(
  [...smsTaken].filter((name) => name !== 'type'),
);

/** Types 2 to 6 were written on this phone. */
const isOwn = (type: number): boolean => type >= 2 && type <= 6;

const boxStatus = (box: number, report: number | undefined): DeliveryStatus | undefined => {
  if (!isOwn(box)) return undefined;
  if (box === 3) return 'draft';
  if (box === 5) return 'failed';
  if (box === 4 || box === 6) return 'sending';
  if (report === 0) return 'delivered';
  return report === 64 ? 'failed' : 'sent';
};

export type Draft = {
  readonly at: Moment;
  /** Everybody but the owner. */
  readonly addresses: readonly string[];
};

/** `own`: numbers of the owner. Undefined: without a time nothing can be said of the element. */
export const draftOf = (attributes: Attributes, own: ReadonlySet<string>): Draft | undefined => {
  const at = momentOf(attributes, 'date');
  const all = addressesOf(given(attributes, 'address') ?? given(attributes, 'number') ?? '');
  // Some phones list the owner among the members of a group.
  const others = all.filter((address) => !own.has(address) && address !== ownerToken);
  const addresses = others.length > 0 ? others : all;
  return at && {at, addresses: addresses.length > 0 ? addresses : [hiddenId]};
};

export const smsKey = (attributes: Attributes, draft: Draft): string =>
  [attributes['date'], attributes['type'], draft.addresses.join('~'), attributes['body']].join('\n');

export const smsEntry = (attributes: Attributes, draft: Draft, id: EntryId): Message => {
  const type = numberOf(attributes, 'type') ?? 1;
  const status = boxStatus(type, numberOf(attributes, 'status'));
  return {
    kind: 'message',
    id,
    at: draft.at,
    from: isOwn(type) ? ownerId : (draft.addresses[0] ?? hiddenId),
    // A person may well write the word null.
    body: [textPart(attributes['body'] ?? '')],
    ...(status && {status}),
    ...extrasOf(attributes, type >= 1 && type <= 6 ? smsTaken : smsTakenButType),
  };
};

// ---- mms

const mmsTaken: ReadonlySet<string> = new Set(
  'address date msg_box sub m_id contact_name readable_date'.split(' '),
);

const notification = 130;

export type MmsContent = {
  readonly parts: readonly Part[];
  /** `addr` elements. */
  readonly addresses: readonly Attributes[];
};

const fromType = 137;

/** The sender stands in an element of its own; in chats with one person it is that person. */
export const mmsSender = (attributes: Attributes, draft: Draft, content: MmsContent): PersonId => {
  if (isOwn(numberOf(attributes, 'msg_box') ?? 1)) return ownerId;
  const from = content.addresses.find((addr) => numberOf(addr, 'type') === fromType);
  const address = from && given(from, 'address');
  if (address !== undefined && address !== ownerToken) {
    const sender = normalAddress(address);
    // `12025550100` and `+12025550100` are the same phone.
    const known = draft.addresses.find((other) => other.replace('+', '') === sender.replace('+', ''));
    if (known !== undefined || draft.addresses.length > 1) return known ?? sender;
  }
  return draft.addresses[0] ?? hiddenId;
};

export const mmsEntry = (
  attributes: Attributes,
  draft: Draft,
  content: MmsContent & {readonly id: EntryId; readonly from: PersonId},
): Message => {
  const subject = given(attributes, 'sub');
  const heading: readonly Part[] =
    subject === undefined
      ? []
      : [{kind: 'text', inlines: [{kind: 'styled', style: 'heading', inlines: [plain(subject)]}]}];
  const isUnloaded = numberOf(attributes, 'm_type') === notification && content.parts.length === 0;
  const rest: readonly Part[] = isUnloaded
    ? [{kind: 'raw', format: 'sms-xml', name: 'mms-notification', text: '[MMS not downloaded]'}]
    : content.parts;
  const body = [...heading, ...rest];
  const status = boxStatus(numberOf(attributes, 'msg_box') ?? 1, undefined);
  return {
    kind: 'message',
    id: content.id,
    at: draft.at,
    from: content.from,
    body: body.length > 0 ? body : [textPart('')],
    ...(status && {status}),
    ...extrasOf(attributes, mmsTaken),
  };
};

// ---- calls

const callTaken: ReadonlySet<string> = new Set(
  'number duration date presentation contact_name readable_date'.split(' '),
);

const outgoing = 2;

const outcomes: ReadonlyMap<number, CallOutcome> = new Map([
  [1, 'answered'],
  [3, 'missed'],
  [4, 'missed'],
  [5, 'declined'],
  [6, 'declined'],
  [7, 'answered'],
]);

/** Types that outcome and direction already say. */
const plainCallTypes: ReadonlySet<number> = new Set([1, 2, 3, 5]);

export const callEntry = (attributes: Attributes, draft: Draft, id: EntryId): Call => {
  const type = numberOf(attributes, 'type') ?? 0;
  const duration = numberOf(attributes, 'duration') ?? 0;
  const other = draft.addresses[0] ?? hiddenId;
  const isAnswered = type === outgoing && duration > 0;
  const taken = plainCallTypes.has(type) ? new Set([...callTaken, 'type']) : callTaken;
  const presentation = numberOf(attributes, 'presentation') ?? 1;
  const extras = {
    ...extrasOf(attributes, taken).extras?.['sms-xml'],
    ...(presentation !== 1 && {presentation: String(presentation)}),
  };
  return {
    kind: 'call',
    id,
    at: draft.at,
    from: type === outgoing ? ownerId : other,
    medium: 'voice',
    outcome: isAnswered ? 'answered' : (outcomes.get(type) ?? 'unknown'),
    ...(duration > 0 && {durationSeconds: duration}),
    participants: [ownerId, other],
    ...(Object.keys(extras).length > 0 && {extras: {'sms-xml': extras}}),
  };
};
