// One entry of a chat as one mail: who, when, what it answers, the text and the parts that are attached. No I/O.

import type {Asset, Entry, Message, Moment, Part, PersonId} from '../../engine/model/archive.ts';
import {contentHash} from '../../engine/model/ids.ts';
import {offsetMinutes, wallClock} from '../../engine/model/time.ts';
import type {Page} from '../_shared/chat-pages.ts';
import {entryWords} from '../_shared/entry-words.ts';
import {displayName, encodedText, quotedPrintable} from '../_shared/mime-text.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];
const two = (value: number): string => String(value).padStart(2, '0');

const minutesOf = ({zone, epochMs}: Moment): number => {
  if (zone.kind === 'offset') return zone.minutes;
  return zone.kind === 'utc' ? 0 : offsetMinutes(zone.assumedZone, epochMs);
};

/** `Tue, 02 Jan 2024 12:00:05 +0200` */
export const mailDate = (at: Moment): string => {
  const {year, month, day, hour, minute, second} = wallClock(at);
  const minutes = Math.round(minutesOf(at));
  const size = Math.abs(minutes);
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  const date = `${two(day)} ${monthNames[month - 1] ?? ''} ${String(year).padStart(4, '0')}`;
  return `${weekday}, ${date} ${two(hour)}:${two(minute)}:${two(second)} ${offset}`;
};

/** The line before a mail in a mailbox, in UTC as RFC 4155 has it. */
export const fromLine = ({epochMs}: Moment): string => {
  const date = new Date(epochMs);
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const day = `${weekdays[date.getUTCDay()] ?? ''} ${monthNames[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)}`;
  return `From chat@chatark.invalid ${day} ${clock.map(two).join(':')} ${date.getUTCFullYear()}`;
};

/** Addresses that cannot be delivered to: `.invalid` is reserved for that. */
const address = (kind: string, id: string): string => `${kind}-${contentHash(id)}@chatark.invalid`;

const mailAddress = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/;

const personAddress = (id: PersonId, {names}: Page): string => {
  const own = names.person(id)?.handles?.find(({value}) => mailAddress.test(value))?.value;
  return `${displayName(names.of(id))}\n <${own ?? address('person', id)}>`;
};

const messageId = (entry: string, {conversation}: Page): string =>
  `<${contentHash(`${conversation.platform ?? ''}\n${conversation.id}\n${entry}`)}@chatark.invalid>`;

const recipients = (entry: Entry, page: Page): string => {
  const {conversation} = page;
  const others = conversation.members.filter((id) => id !== entry.from);
  return conversation.kind === 'direct' && others.length > 0
    ? others.map((id) => personAddress(id, page)).join(',\n ')
    : `${displayName(page.title === '' ? conversation.id : page.title)}\n <${address('chat', conversation.id)}>`;
};

const references = ({replyTo, thread}: Message): readonly string[] => [
  ...new Set([thread, replyTo?.entry].filter((id) => id !== undefined)),
];

/** Header fields up to those of the content. */
export const mailHeaders = (entry: Entry, page: Page): string => {
  const {conversation, generator} = page;
  const from =
    entry.from === undefined
      ? `${displayName(page.title)}\n <${address('chat', conversation.id)}>`
      : personAddress(entry.from, page);
  const chain = entry.kind === 'message' ? references(entry).map((id) => messageId(id, page)) : [];
  const target = chain.at(-1);
  const subject = page.title === '' ? conversation.id : page.title;
  return [
    `Message-ID: ${messageId(entry.id, page)}`,
    `Date: ${mailDate(entry.at)}`,
    `From: ${from}`,
    `To: ${recipients(entry, page)}`,
    `Subject: ${target === undefined ? '' : 'Re: '}${encodedText(subject)}`,
    ...(target === undefined ? [] : [`In-Reply-To: ${target}`, `References: ${chain.join('\n ')}`]),
    `X-Chat-Platform: ${encodedText(conversation.platform ?? 'unknown')}`,
    `X-Chat-Conversation: ${encodedText(conversation.id)}`,
    `X-Chat-Entry: ${encodedText(entry.id)}`,
    `X-Mailer: ${encodedText(generator)}`,
    'MIME-Version: 1.0',
    '',
  ].join('\n');
};

/** The text part with its headers. The sender stands in the header alone. */
export const textPart = async (entry: Entry, page: Page): Promise<string> => {
  const words = await entryWords(entry, page);
  const who = entry.from === undefined ? '' : page.names.of(entry.from);
  const text =
    entry.kind === 'message' && words.startsWith(`${who}: `) ? words.slice(who.length + 2) : words;
  return `Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n${quotedPrintable(text)}\n`;
};

/** No line of quoted-printable text begins with two hyphens and `=_`. */
export const boundaryOf = (entry: Entry): string => `=_chat_${contentHash(entry.id)}`;

const partAssets = (part: Part): readonly Asset[] => {
  if (part.kind === 'media') return [part.asset];
  return part.kind === 'bundle' ? part.items.flatMap(({body}) => body.flatMap(partAssets)) : [];
};

/** What can be attached: assets whose bytes are in the archive. */
export const includedAssets = (entry: Entry): readonly Asset[] => {
  if (entry.kind !== 'message' && entry.kind !== 'removed') return [];
  const included = (entry.body ?? []).flatMap(partAssets);
  return included.filter(({presence}) => presence === 'included');
};
