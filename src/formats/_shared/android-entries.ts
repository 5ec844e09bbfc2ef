// One row of Android's sms, mms or calls table as an entry: who, when, what. Does not know the people of the file beyond this row.

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
import {
  addressesOf,
  given,
  leftoverOf,
  momentOf,
  normalAddress,
  numberOf,
} from './android-values.ts';
import type {Columns} from './android-values.ts';

export type Row = {
  /** Id of the format, for extras. */
  readonly format: string;
  readonly columns: Columns;
};

/** The phone's owner has no number in these files, or only this one. */
export const ownerId: PersonId = 'me';
const ownerToken = 'insert-address-token';
/** Calls and messages without a number. */
export const hiddenId: PersonId = 'hidden number';

const extrasOf = (row: Row, taken: ReadonlySet<string>): {extras?: Extras} => {
  const left = leftoverOf(row.columns, taken);
  return left ? {extras: {[row.format]: left}} : {};
};

// ---- sms

const smsTaken: ReadonlySet<string> = new Set(
  'address date type body contact_name readable_date __display_name'.split(' '),
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

/** `own`: numbers of the owner. Undefined: without a time nothing can be said of the row. */
export const draftOf = (columns: Columns, own: ReadonlySet<string>): Draft | undefined => {
  const at = momentOf(columns, 'date');
  const all = addressesOf(given(columns, 'address') ?? given(columns, 'number') ?? '');
  // Some phones list the owner among the members of a group.
  const others = all.filter((address) => !own.has(address) && address !== ownerToken);
  const addresses = others.length > 0 ? others : all;
  return at && {at, addresses: addresses.length > 0 ? addresses : [hiddenId]};
};

export const smsKey = (columns: Columns, draft: Draft): string =>
  [columns['date'], columns['type'], draft.addresses.join('~'), columns['body']].join('\n');

export const smsEntry = (row: Row, draft: Draft, id: EntryId): Message => {
  const {columns} = row;
  const type = numberOf(columns, 'type') ?? 1;
  const status = boxStatus(type, numberOf(columns, 'status'));
  return {
    kind: 'message',
    id,
    at: draft.at,
    from: isOwn(type) ? ownerId : (draft.addresses[0] ?? hiddenId),
    // A person may well write the word null.
    body: [textPart(columns['body'] ?? '')],
    ...(status && {status}),
    ...extrasOf(row, type >= 1 && type <= 6 ? smsTaken : smsTakenButType),
  };
};

// ---- mms

const mmsTaken: ReadonlySet<string> = new Set(
  'address date msg_box sub m_id contact_name readable_date __display_name'.split(' '),
);

const notification = 130;

export type MmsContent = {
  readonly parts: readonly Part[];
  /** Rows of the address table: who sent it and who got it. */
  readonly addresses: readonly Columns[];
};

const fromType = 137;

/** The sender stands in a row of its own; in chats with one person it is that person. */
export const mmsSender = (columns: Columns, draft: Draft, content: MmsContent): PersonId => {
  if (isOwn(numberOf(columns, 'msg_box') ?? 1)) return ownerId;
  const from = content.addresses.find((addr) => numberOf(addr, 'type') === fromType);
  const address = from && given(from, 'address');
  if (address !== undefined && address !== ownerToken) {
    const sender = normalAddress(address);
    // `12025550100` and `+12025550100` are the same phone.
    const known = draft.addresses.find(
      (other) => other.replace('+', '') === sender.replace('+', ''),
    );
    if (known !== undefined || draft.addresses.length > 1) return known ?? sender;
  }
  return draft.addresses[0] ?? hiddenId;
};

export const mmsEntry = (
  row: Row,
  draft: Draft,
  content: MmsContent & {readonly id: EntryId; readonly from: PersonId},
): Message => {
  const {columns, format} = row;
  const subject = given(columns, 'sub');
  const heading: readonly Part[] =
    subject === undefined
      ? []
      : [{kind: 'text', inlines: [{kind: 'styled', style: 'heading', inlines: [plain(subject)]}]}];
  const isUnloaded = numberOf(columns, 'm_type') === notification && content.parts.length === 0;
  const rest: readonly Part[] = isUnloaded
    ? [{kind: 'raw', format, name: 'mms-notification', text: '[MMS not downloaded]'}]
    : content.parts;
  const body = [...heading, ...rest];
  const status = boxStatus(numberOf(columns, 'msg_box') ?? 1, undefined);
  return {
    kind: 'message',
    id: content.id,
    at: draft.at,
    from: content.from,
    body: body.length > 0 ? body : [textPart('')],
    ...(status && {status}),
    ...extrasOf(row, mmsTaken),
  };
};

// ---- calls

const callTaken: ReadonlySet<string> = new Set(
  'number duration date presentation contact_name readable_date __display_name'.split(' '),
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

export const callEntry = (row: Row, draft: Draft, id: EntryId): Call => {
  const {columns, format} = row;
  const type = numberOf(columns, 'type') ?? 0;
  const duration = numberOf(columns, 'duration') ?? 0;
  const other = draft.addresses[0] ?? hiddenId;
  const isAnswered = type === outgoing && duration > 0;
  const taken = plainCallTypes.has(type) ? new Set([...callTaken, 'type']) : callTaken;
  const presentation = numberOf(columns, 'presentation') ?? 1;
  const extras = {
    ...extrasOf(row, taken).extras?.[format],
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
    ...(Object.keys(extras).length > 0 && {extras: {[format]: extras}}),
  };
};
