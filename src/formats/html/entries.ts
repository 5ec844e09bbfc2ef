// One entry as an article of the page: who, when, what, and what happened to it afterwards.

import type {
  Edit,
  Entry,
  EntryId,
  Message,
  Moment,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {assertNever} from '../../engine/model/assert-never.ts';
import {contentHash} from '../../engine/model/ids.ts';
import {formatClock, formatDay} from '../../engine/model/time.ts';
import type {Page} from '../_shared/chat-pages.ts';
import {escapeHtml} from '../_shared/html-text.ts';
import {durationText, partsHtml} from './parts.ts';

/** Ids may hold anything; encoded they are a valid id and fragment alike. */
const anchor = (id: EntryId): string => `e-${encodeURIComponent(id.toWellFormed())}`;

const hue = (id: PersonId): number => Number.parseInt(contentHash(id).slice(0, 5), 36) % 12;

const timeHtml = (at: Moment, {options}: Page): string => {
  const iso = new Date(at.epochMs).toISOString();
  const clock = at.precision === 'day' ? '' : formatClock(at, options.zone);
  const full = `${formatDay(at, options.zone)} ${formatClock(at, options.zone)}`;
  return `<time datetime="${iso}" title="${full}">${clock}</time>`;
};

const dayAndClock = (at: Moment, day: string, {options}: Page): string => {
  const clock = formatClock(at, options.zone);
  const own = formatDay(at, options.zone);
  return own === day ? clock : `${own} ${clock}`;
};

const face = async (id: PersonId, page: Page): Promise<string> => {
  const avatar = page.names.person(id)?.avatar;
  const path = avatar && (await page.media.place(avatar));
  if (path === undefined) return '';
  const source = escapeHtml(path.split('/').map(encodeURIComponent).join('/'));
  return `<img class="face" src="${source}" alt="" loading="lazy">`;
};

const replyHtml = (message: Message, page: Page): string => {
  const {replyTo, thread} = message;
  const {words} = page;
  const reference = replyTo ?? (thread === undefined ? undefined : {entry: thread});
  if (!reference) return '';
  const {who, text} = page.quoteOf(reference);
  const label = replyTo ? words.replyTo : words.thread;
  const shown = `${label}${who === undefined ? '' : ` ${who}`}: ${text === '' ? words.earlier : text}`;
  const isHere = reference.entry !== undefined && replyTo?.conversation === undefined;
  return isHere && reference.entry !== undefined
    ? `<a class="quote" dir="auto" href="#${anchor(reference.entry)}">${escapeHtml(shown)}</a>`
    : `<span class="quote" dir="auto">${escapeHtml(shown)}</span>`;
};

const forwardHtml = ({forwardedFrom: origin}: Message, {names, words, options}: Page): string => {
  if (!origin) return '';
  const name = origin.name ?? (origin.person === undefined ? undefined : names.of(origin.person));
  const from = [name, origin.conversation].filter((text) => text !== undefined).join(', ');
  const at = origin.at
    ? ` · ${formatDay(origin.at, options.zone)} ${formatClock(origin.at, options.zone)}`
    : '';
  const label = from === '' ? words.forwarded : `${words.forwardedFrom} ${from}`;
  return `<div class="note">${escapeHtml(label + at)}</div>`;
};

const reactionHtml = ({emoji, count, by}: Reaction, {names}: Page): string => {
  const who = (by ?? []).map(({person}) => names.of(person)).join(', ');
  const title = who === '' ? '' : ` title="${escapeHtml(who)}"`;
  return `<li${title}>${escapeHtml(emoji)} ${count}</li>`;
};

const editsHtml = async (edits: readonly Edit[], day: string, page: Page): Promise<string> => {
  const {words} = page;
  const items: string[] = [];
  for (const {at, before} of edits) {
    const when = at ? ` ${dayAndClock(at, day, page)}` : '';
    const label = escapeHtml(`${words.edited}${when}`);
    items.push(
      before
        ? `<details><summary>${label} · ${escapeHtml(words.before)}</summary>${await partsHtml(before, page)}</details>`
        : `<span class="note">${label}</span>`,
    );
  }
  return items.join(' ');
};

const tail = async (message: Message, day: string, page: Page): Promise<string> => {
  const {reactions, edits, isPinned, status} = message;
  const {words} = page;
  const list = (reactions ?? []).map((reaction) => reactionHtml(reaction, page)).join('');
  const marks = [
    isPinned ? words.pinned : undefined,
    status === undefined ? undefined : words.status[status],
  ].filter((mark) => mark !== undefined);
  return (
    (edits ? await editsHtml(edits, day, page) : '') +
    (marks.length > 0 ? ` <span class="note">${escapeHtml(marks.join(' · '))}</span>` : '') +
    (list === '' ? '' : `<ul class="reactions">${list}</ul>`)
  );
};

export type EntryPlace = {
  /** The day that the entry stands under. */
  readonly day: string;
  /** Right after another message of the same person. */
  readonly isNext: boolean;
};

const head = async (from: PersonId | undefined, at: Moment, page: Page): Promise<string> => {
  const who =
    from === undefined
      ? ''
      : `${await face(from, page)}<span class="who h${hue(from)}"><bdi>${escapeHtml(page.names.of(from))}</bdi></span>`;
  return `<header>${who}${timeHtml(at, page)}</header>`;
};

const classes = (from: PersonId | undefined, page: Page, more: string): string => {
  const isOwn = from !== undefined && page.names.person(from)?.isOwner === true;
  return [isOwn ? 'own' : '', more].filter((name) => name !== '').join(' ');
};

const messageHtml = async (message: Message, place: EntryPlace, page: Page): Promise<string> => {
  const {from, at, id, body} = message;
  const isNext = place.isNext && !message.replyTo && !message.forwardedFrom;
  return (
    `<article id="${anchor(id)}" class="${classes(from, page, isNext ? 'next' : '')}">` +
    (await head(from, at, page)) +
    forwardHtml(message, page) +
    replyHtml(message, page) +
    (await partsHtml(body, page)) +
    (await tail(message, place.day, page)) +
    '</article>\n'
  );
};

const lineHtml = (entry: Entry, text: string, page: Page): string => {
  const who =
    entry.from === undefined ? '' : `<bdi>${escapeHtml(page.names.of(entry.from))}</bdi> · `;
  return `<article id="${anchor(entry.id)}" class="line">${who}<span dir="auto">${escapeHtml(text)}</span> ${timeHtml(entry.at, page)}</article>\n`;
};

const callText = (call: Extract<Entry, {kind: 'call'}>, {words, names}: Page): string => {
  const people = (call.participants ?? []).map((id) => names.of(id)).join(', ');
  const facts = [
    words.call[call.medium],
    words.outcome[call.outcome],
    durationText(call.durationSeconds),
    people,
    call.text,
  ];
  return facts.filter((fact) => fact !== undefined && fact !== '').join(' · ');
};

const removedHtml = async (
  entry: Extract<Entry, {kind: 'removed'}>,
  place: EntryPlace,
  page: Page,
): Promise<string> => {
  const {words} = page;
  const by = entry.removedBy === undefined ? '' : ` ${words.removedBy[entry.removedBy]}`;
  const when = entry.removedAt ? ` ${dayAndClock(entry.removedAt, place.day, page)}` : '';
  const label = escapeHtml(`${words.removed}${by}${when}`);
  const text =
    entry.text === undefined ? '' : `<div class="text" dir="auto">${escapeHtml(entry.text)}</div>`;
  return (
    `<article id="${anchor(entry.id)}" class="${classes(entry.from, page, '')}">` +
    (await head(entry.from, entry.at, page)) +
    `<div class="gone">${label}</div>${text}${entry.body ? await partsHtml(entry.body, page) : ''}</article>\n`
  );
};

export const entryHtml = async (entry: Entry, place: EntryPlace, page: Page): Promise<string> => {
  switch (entry.kind) {
    case 'message':
      return messageHtml(entry, place, page);
    case 'call':
      return lineHtml(entry, callText(entry, page), page);
    case 'notice':
      return lineHtml(entry, entry.text === '' ? entry.event.kind : entry.text, page);
    case 'removed':
      return removedHtml(entry, place, page);
    default:
      return assertNever(entry);
  }
};
