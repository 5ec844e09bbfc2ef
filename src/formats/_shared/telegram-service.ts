// Telegram's service lines as events, and their sentences in both directions. Knows neither JSON nor HTML.

import type {CallOutcome, NoticeEvent, PersonId} from '../../engine/model/archive.ts';
import {printedAmount} from './telegram-money.ts';
import {periodWords, serviceRows} from './telegram-service.table.ts';

export type ServiceField = string | number | boolean | readonly string[];

/** Fields of a service record by Telegram's names; lists are lists of words. */
export type ServiceFields = ReadonlyMap<string, ServiceField>;

const placeholder = /\{(\w+)\}/g;

/** `['Ana', 'Ben', 'Cy']` → `Ana, Ben and Cy` */
export const joinNames = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const splitNames = (list: string): string[] => {
  const cut = list.lastIndexOf(' and ');
  const pieces = cut < 0 ? [list] : [...list.slice(0, cut).split(', '), list.slice(cut + 5)];
  return pieces.filter((piece) => piece !== '');
};

const isGiven = (value: ServiceField | undefined): boolean =>
  typeof value === 'object' ? value.length > 0 : value !== undefined && value !== '';

const fill = (sentence: string, fields: ServiceFields): string | undefined => {
  let isWhole = true;
  const text = sentence.replace(placeholder, (_, name: string) => {
    const value = fields.get(name);
    if (!isGiven(value)) isWhole = false;
    return typeof value === 'object' ? joinNames(value) : String(value ?? '');
  });
  return isWhole ? text : undefined;
};

const sentencesByAction: ReadonlyMap<string, readonly string[]> = new Map(
  serviceRows.map(([action, ...sentences]) => [action, sentences]),
);

/** Calls have no sentence: the HTML export shows them as cards. */
export const isKnownAction = (action: string): boolean =>
  sentencesByAction.has(action) || action === 'phone_call' || action === 'conference_call';

const numberOf = (fields: ServiceFields, name: string): number => Number(fields.get(name) ?? 0);

/** Which sentence, where the fields' values and not their presence decide. */
const choices: ReadonlyMap<string, (fields: ServiceFields) => number> = new Map([
  [
    'gift_code_prize',
    (fields: ServiceFields) =>
      fields.get('unclaimed') === true ? 2 : fields.get('via_giveaway') === true ? 1 : 0,
  ],
  [
    'giveaway_results',
    (fields: ServiceFields) => {
      if (numberOf(fields, 'winners') === 0) return 4;
      const isStars = numberOf(fields, 'stars') > 0;
      if (numberOf(fields, 'unclaimed') > 0) return isStars ? 2 : 3;
      return isStars ? 1 : 0;
    },
  ],
  [
    'send_payment',
    (fields: ServiceFields) =>
      fields.get('recurring') === 'used' ? 2 : fields.get('recurring') === 'init' ? 0 : 1,
  ],
  [
    'process_suggested_post',
    (fields: ServiceFields) =>
      fields.get('rejected') !== true ? 0 : fields.has('comment') ? 1 : 2,
  ],
  [
    'suggested_post_refund',
    (fields: ServiceFields) => (fields.get('user_initiated') === true ? 0 : 1),
  ],
]);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const scheduleText = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return '';
  const day = `${twoDigits(date.getUTCDate())}.${twoDigits(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
  return `${day} ${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())} UTC`;
};

/** `period` 86400 gets the words `24 hours` that the sentence wants; so for amounts and times. */
const withWords = (fields: ServiceFields): ServiceFields => {
  const words = new Map(fields);
  const period = fields.get('period');
  if (typeof period === 'number' && period !== 0) {
    words.set('period_text', periodWords.get(period) ?? `${period} seconds`);
  }
  const amount = fields.get('amount');
  const currency = fields.get('currency');
  if (typeof amount === 'number' && typeof currency === 'string') {
    words.set('money', `${printedAmount(amount, currency)} ${currency}`);
  }
  const schedule = fields.get('schedule_date');
  if (typeof schedule === 'number') words.set('schedule_text', scheduleText(schedule));
  const price = fields.get('price_amount_whole');
  if (price !== undefined)
    words.set(
      'price_text',
      `${String(price)} ${String(fields.get('price_currency') ?? '')}`.trim(),
    );
  return words;
};

/** The English sentence that Telegram's own HTML export has for this action; empty when there is none. */
export const serviceText = (action: string, fields: ServiceFields): string => {
  const full = withWords(fields);
  const all = sentencesByAction.get(action) ?? [];
  const chosen = choices.get(action)?.(fields);
  for (const sentence of chosen === undefined ? all : all.slice(chosen, chosen + 1)) {
    const text = fill(sentence, full);
    if (text !== undefined) return text;
  }
  return '';
};

type Pattern = {readonly action: string; readonly regex: RegExp; readonly names: readonly string[]};

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const toPattern = (action: string, sentence: string): Pattern => {
  const names = [...sentence.matchAll(placeholder)].map((match) => match[1] ?? '');
  const source = sentence
    .split(placeholder)
    .map((piece, index) => (index % 2 === 1 ? '(.+?)' : escapeRegex(piece)))
    .join('');
  return {action, names, regex: new RegExp(`^${source.trimEnd()}$`, 'su')};
};

const patterns: readonly Pattern[] = serviceRows.flatMap(([action, ...sentences]) =>
  sentences.map((sentence) => toPattern(action, sentence)),
);

const listFields = new Set(['members', 'values', 'completed', 'incompleted']);

const fieldValue = (name: string, text: string): ServiceField => {
  if (listFields.has(name)) return splitNames(text);
  return name !== 'title' && name !== 'from' && /^\d{1,15}$/.test(text) ? Number(text) : text;
};

const periodOf = (words: string): number | undefined => {
  for (const [period, known] of periodWords) if (known === words) return period;
  const seconds = /^(\d{1,10}) seconds$/.exec(words);
  return seconds ? Number(seconds[1]) : undefined;
};

/** Longer lines are no service lines; the patterns must not be tried on them. */
const maxSentence = 2_000;

/** What a sentence of the HTML export says; undefined when it is none of Telegram's (a bot's or a newer version's own text). */
export const parseServiceText = (
  text: string,
): {readonly action: string; readonly fields: ServiceFields} | undefined => {
  if (text.length > maxSentence) return undefined;
  for (const {action, regex, names} of patterns) {
    const match = regex.exec(text);
    if (!match) continue;
    const fields = new Map<string, ServiceField>();
    names.forEach((name, index) => fields.set(name, fieldValue(name, match[index + 1] ?? '')));
    const period = fields.get('period_text');
    const seconds = typeof period === 'string' ? periodOf(period) : undefined;
    if (action === 'set_messages_ttl')
      fields.set('period', period === undefined ? 0 : (seconds ?? ''));
    return {action, fields};
  }
  return undefined;
};

// ---- events

export type ServiceSubject = {
  readonly fields: ServiceFields;
  readonly from?: PersonId;
  /** `members`, resolved. */
  readonly members: readonly PersonId[];
  /** `message_id`, where there is one. */
  readonly entry?: string;
};

const textOf = (fields: ServiceFields, name: string): string | undefined => {
  const value = fields.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const titled = <Kind extends 'created' | 'migrated' | 'thread-started'>(
  kind: Kind,
  fields: ServiceFields,
): {kind: Kind; title?: string} => {
  const title = textOf(fields, 'title');
  return title === undefined ? {kind} : {kind, title};
};

const isSelf = ({from, members}: ServiceSubject): boolean =>
  members.length === 1 && from !== undefined && members[0] === from;

const builders: ReadonlyMap<string, (subject: ServiceSubject) => NoticeEvent> = new Map<
  string,
  (subject: ServiceSubject) => NoticeEvent
>([
  ['create_group', ({fields}) => titled('created', fields)],
  ['create_channel', ({fields}) => titled('created', fields)],
  ['edit_group_title', ({fields}) => ({kind: 'renamed', title: textOf(fields, 'title') ?? ''})],
  ['edit_group_photo', () => ({kind: 'photo-changed'})],
  ['delete_group_photo', () => ({kind: 'photo-changed'})],
  [
    'invite_members',
    (subject) =>
      isSelf(subject) ? {kind: 'joined'} : {kind: 'members-added', members: subject.members},
  ],
  [
    'remove_members',
    (subject) =>
      isSelf(subject) ? {kind: 'left'} : {kind: 'members-removed', members: subject.members},
  ],
  ['join_group_by_link', () => ({kind: 'joined', by: 'link'})],
  ['join_group_by_request', () => ({kind: 'joined', by: 'request'})],
  ['migrate_to_supergroup', () => ({kind: 'migrated'})],
  ['migrate_from_group', ({fields}) => titled('migrated', fields)],
  ['pin_message', ({entry}) => (entry === undefined ? {kind: 'pinned'} : {kind: 'pinned', entry})],
  ['take_screenshot', () => ({kind: 'screenshot'})],
  [
    'set_messages_ttl',
    ({fields}) => {
      const seconds = fields.get('period');
      return typeof seconds === 'number'
        ? {kind: 'timer-changed', seconds}
        : {kind: 'timer-changed'};
    },
  ],
  ['topic_created', ({fields}) => titled('thread-started', fields)],
]);

/** What happened; `other` with the action's name for what the model has no word for. */
export const serviceEvent = (action: string, subject: ServiceSubject): NoticeEvent =>
  builders.get(action)?.(subject) ??
  (action === '' ? {kind: 'other'} : {kind: 'other', name: action});

/** `discard_reason` of a call. A busy line on an incoming call means that it was declined. */
export const callOutcome = (
  reason: string | undefined,
  hasDuration: boolean,
  isOutgoing: boolean | undefined,
): CallOutcome => {
  if (hasDuration && reason !== 'missed') return 'answered';
  switch (reason) {
    case 'missed':
      return isOutgoing === true ? 'cancelled' : 'missed';
    case 'busy':
      return isOutgoing === false ? 'declined' : 'busy';
    case 'hangup':
      return 'answered';
    default:
      return 'unknown';
  }
};
