// Words of VK's archive pages in the languages of its interface: months, "you", attachments. Facts from observed pages; other words stay text.

import type {MediaRole} from '../../engine/model/archive.ts';

/** The first letters of a month, as VK shortens it, and whole names in the genitive begin alike. */
export const months: ReadonlyMap<string, number> = new Map([
  ['янв', 1],
  ['фев', 2],
  ['мар', 3],
  ['апр', 4],
  ['мая', 5],
  ['май', 5],
  ['июн', 6],
  ['июл', 7],
  ['авг', 8],
  ['сен', 9],
  ['окт', 10],
  ['ноя', 11],
  ['дек', 12],
  // Ukrainian
  ['січ', 1],
  ['лют', 2],
  ['бер', 3],
  ['кві', 4],
  ['тра', 5],
  ['чер', 6],
  ['лип', 7],
  ['сер', 8],
  ['вер', 9],
  ['жов', 10],
  ['лис', 11],
  ['гру', 12],
  // English
  ['jan', 1],
  ['feb', 2],
  ['mar', 3],
  ['apr', 4],
  ['may', 5],
  ['jun', 6],
  ['jul', 7],
  ['aug', 8],
  ['sep', 9],
  ['oct', 10],
  ['nov', 11],
  ['dec', 12],
]);

/** The owner of the archive, in the heading of a message. */
export const ownWords: ReadonlySet<string> = new Set(['вы', 'ви', 'you']);

export type AttachmentKind =
  | {readonly kind: 'media'; readonly role: MediaRole}
  | {readonly kind: 'link'; readonly card?: string}
  | {readonly kind: 'location'}
  | {readonly kind: 'deleted'}
  | {readonly kind: 'forwarded'};

const media = (role: MediaRole): AttachmentKind => ({kind: 'media', role});

/** The first pattern that fits the description of an attachment. */
export const attachmentKinds: readonly (readonly [pattern: RegExp, kind: AttachmentKind])[] = [
  [/^(?:Сообщение удалено|Повідомлення видалено|Message deleted)/i, {kind: 'deleted'}],
  [/прикрепл[её]нн|прикріплен|attached message/i, {kind: 'forwarded'}],
  [/^(?:Фотографи|Фото|Photo)/i, media('image')],
  [/^(?:Видео|Відео|Video)/i, media('video')],
  [/^(?:Голосов|Voice|Аудиосообщение)/i, media('voice')],
  [/^(?:Аудио|Аудіо|Audio)/i, media('audio')],
  [/^(?:Стикер|Стікер|Sticker)/i, media('sticker')],
  [/^(?:Файл|Документ|File|Document)/i, media('file')],
  [/^(?:Карта|Місце|Место|Location|Map)/i, {kind: 'location'}],
  [/^(?:Ссылка|Посилання|Link)/i, {kind: 'link'}],
  [/^(?:Запись на стене|Запис на стіні|Wall post|Post)/i, {kind: 'link', card: 'post'}],
  [/^(?:Комментарий|Коментар|Comment)/i, {kind: 'link', card: 'comment'}],
  [/^(?:Подарок|Подарунок|Gift)/i, {kind: 'link', card: 'gift'}],
  [/^(?:Опрос|Опитування|Poll)/i, {kind: 'link', card: 'poll'}],
  [/^(?:Товар|Product)/i, {kind: 'link', card: 'product'}],
  [/^(?:История|Історія|Story)/i, {kind: 'link', card: 'story'}],
  [/^(?:Статья|Стаття|Article)/i, {kind: 'link', card: 'article'}],
  [/^(?:Плейлист|Playlist)/i, {kind: 'link', card: 'music'}],
];

/** `(ред.)` behind the time. */
export const editedMark = /\((?:ред|edited)\.?\)/i;
