// Raw messages of VK pages as entries: Russian dates, links to profiles, attachments that are only words and links.

import type {Asset, Entry, Extras, Moment, Part, PersonId} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import {floatingMoment, isRealTime} from '../../engine/model/time.ts';
import {mimeFromName} from '../../engine/io/mime.ts';
import type {LocalizedDates} from '../_shared/localized-date.ts';
import type {RawAttachment, RawMessage} from './page.ts';
import {attachmentKinds, editedMark, months, ownWords} from './words.table.ts';
import type {AttachmentKind} from './words.table.ts';

const format = 'vk-html';

const datePattern =
  /(\d{1,2})\s+(\p{L}{3})\p{L}*\.?\s+(\d{4})\s+\p{L}{1,3}\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])m)?/u;

/** `5 мар 2023 в 14:05:09`, `5 Mar 2023 at 2:05:09 pm`: local time, no zone. `dates` knows further languages. */
export const headerMoment = (
  header: string,
  zone: string,
  dates: LocalizedDates,
): Moment | undefined => {
  const known = shortMoment(header, zone);
  if (known) return known;
  const found = dates.parse(header.trim());
  return found && floatingMoment(found.time, found.hasSeconds ? 's' : 'min', zone);
};

const shortMoment = (header: string, zone: string): Moment | undefined => {
  const match = datePattern.exec(header.toLowerCase());
  if (!match) return undefined;
  const [, day, name = '', year, hour, minute, second, half] = match;
  const month = months.get(name);
  const shown = Number(hour);
  const time = {
    year: Number(year),
    month: month ?? 0,
    day: Number(day),
    hour: half === undefined ? shown : (shown % 12) + (half === 'p' ? 12 : 0),
    minute: Number(minute),
    second: Number(second ?? 0),
  };
  if (!isRealTime(time)) return undefined;
  return floatingMoment(time, second === undefined ? 'min' : 's', zone);
};

export type Sender = {
  readonly id: PersonId;
  readonly name: string | undefined;
  readonly url: string | undefined;
};

export const ownerId: PersonId = 'me';

/** `https://vk.com/id200` → `200`, `…/club5` and `…/public5` → `-5`; a short name stays as it is. */
export const profileId = (link: string): string | undefined => {
  const name = /vk\.(?:com|ru)\/([^/?#]+)/.exec(link)?.[1];
  if (name === undefined) return undefined;
  const person = /^id(\d+)$/.exec(name)?.[1];
  if (person !== undefined) return person;
  const community = /^(?:club|public|event)(\d+)$/.exec(name)?.[1];
  return community === undefined ? name : `-${community}`;
};

/** Undefined: the heading names nobody (a deleted account, or a line of the service). */
export const senderOf = (message: RawMessage): Sender | undefined => {
  const name = message.name.trim();
  const id = profileId(message.link);
  if (id !== undefined) return {id, name: name === '' ? undefined : name, url: message.link};
  const word = message.header.split(',')[0]?.trim() ?? '';
  if (ownWords.has(word.toLowerCase())) return {id: ownerId, name: undefined, url: undefined};
  const shown = name === '' ? word : name;
  return shown === '' || datePattern.test(shown)
    ? undefined
    : {id: shown, name: shown, url: undefined};
};

const kindOf = (description: string): AttachmentKind | undefined =>
  attachmentKinds.find(([pattern]) => pattern.test(description))?.[1];

const remote = (link: string): Asset => {
  const name = link.split(/[?#]/)[0]?.split('/').at(-1);
  const mime = name === undefined ? undefined : mimeFromName(name);
  return link === ''
    ? {id: 'attachment', presence: 'absent'}
    : {
        id: link,
        ...given({name: mime === undefined ? undefined : name, mime}),
        presence: 'remote',
        url: link,
      };
};

const partOf = ({description, link}: RawAttachment): Part | undefined => {
  const words = description.trim();
  const kind = kindOf(words);
  if (!kind)
    return link === ''
      ? {kind: 'raw', format, name: words, text: `[${words}]`}
      : {kind: 'link', url: link, ...(words !== '' && {title: words})};
  switch (kind.kind) {
    case 'media':
      return {kind: 'media', role: kind.role, asset: remote(link)};
    case 'link':
      return {kind: 'link', url: link, title: words, ...given({card: kind.card})};
    case 'location':
      return {kind: 'location', ...given({url: link === '' ? undefined : link})};
    case 'forwarded':
      return {kind: 'bundle', title: words, items: []};
    case 'deleted':
      return undefined;
    default:
      return kind satisfies never;
  }
};

const isDeleted = ({description}: RawAttachment): boolean =>
  kindOf(description.trim())?.kind === 'deleted';

/** Words of the page without its own line ends at the edges. */
const wordsOf = (text: string): string => text.replace(/^[\s\u00a0]+|[\s\u00a0]+$/g, '');

export type EntryContext = {readonly at: Moment; readonly from: PersonId | undefined};

export const vkEntry = (message: RawMessage, {at, from}: EntryContext): Entry => {
  const {id} = message;
  const text = wordsOf(message.text);
  if (message.isService || from === undefined)
    return {
      kind: 'notice',
      id,
      at,
      ...given({from}),
      event: {kind: 'other', name: 'service'},
      text,
    };
  const parts = message.attachments.flatMap((attachment) => partOf(attachment) ?? []);
  const body: readonly Part[] = [...(text === '' ? [] : [textPart(text)]), ...parts];
  const isEdited = editedMark.test(message.header);
  if (message.attachments.some(isDeleted))
    return {kind: 'removed', id, at, from, removedBy: 'unknown', ...(body.length > 0 && {body})};
  const descriptions = message.attachments.map(({description}) => description.trim());
  const extras: {extras?: Extras} =
    descriptions.length > 0 ? {extras: {[format]: {attachments: descriptions}}} : {};
  return {
    kind: 'message',
    id,
    at,
    from,
    body: body.length > 0 ? body : [textPart('')],
    ...(isEdited && {edits: [{}]}),
    ...extras,
  };
};
