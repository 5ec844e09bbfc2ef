// What KakaoTalk itself writes into an export, in Korean and English. Data only.

import type {MediaRole} from '../../engine/model/archive.ts';

export const formatId = 'kakaotalk';

export const titles: readonly {
  readonly pattern: RegExp;
  readonly kind: 'direct' | 'group' | 'unknown';
}[] = [
  {pattern: /^(.{1,300}?)\s?님과 카카오톡 대화$/, kind: 'direct'},
  {pattern: /^(.{1,300}?)\s?카카오톡 대화$/, kind: 'group'},
  {pattern: /^KakaoTalk Chats with (.{1,300})$/i, kind: 'unknown'},
  {pattern: /^Talk_\d{4}[\d. :_-]{1,30}()(?:\.txt)?$/i, kind: 'unknown'},
];

export const savedPattern = /^(?:저장한 날짜|Date Saved)\s?:/i;

/** Words that stand for a file, whole texts in lower case. */
export const mediaWords: ReadonlyMap<string, MediaRole> = new Map([
  ['사진', 'image'],
  ['photo', 'image'],
  ['photos', 'image'],
  ['동영상', 'video'],
  ['video', 'video'],
  ['이모티콘', 'sticker'],
  ['emoticon', 'sticker'],
  ['emoticons', 'sticker'],
  ['음성메시지', 'voice'],
  ['voice message', 'voice'],
]);

/** `사진 3장`, `3 photos`. */
export const manyPhotos = /^(?:사진 (\d{1,2})장|(\d{1,2}) photos)$/i;
export const namedFile = /^(?:파일|File)\s?: ([^\n]{1,300})$/i;
/** Android puts the file beside the text under this name. */
export const sentFile = /^[0-9a-f]{64}\.[a-z0-9]{1,5}$/i;

const roles: Readonly<Record<string, MediaRole>> = {
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  webp: 'image',
  heic: 'image',
  gif: 'animation',
  mp4: 'video',
  mov: 'video',
  m4a: 'voice',
};
export const roleOfFile = (name: string): MediaRole =>
  roles[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'file';

export const deleted: ReadonlySet<string> = new Set([
  '삭제된 메시지입니다.',
  'The message has been deleted.',
  'This message has been deleted.',
]);

/** Names by which an export calls the exporting person. */
export const ownerNames: ReadonlySet<string> = new Set(['나', '회원님']);

export type Sentence = {
  readonly pattern: RegExp;
  readonly kind: 'joined' | 'left' | 'members-added' | 'members-removed';
};

/** Groups: `who` did it, `whom` it was done to. */
export const sentences: readonly Sentence[] = [
  {
    pattern: /^(?<who>.{1,100}?)님이 (?<whom>.{1,400}?)님?을 초대(?:하였|했)습니다\.?$/,
    kind: 'members-added',
  },
  {pattern: /^(?<whom>.{1,400}?)님을 초대(?:하였|했)습니다\.?$/, kind: 'members-added'},
  {pattern: /^(?<who>.{1,100}?)님이 (?:들어왔|입장하였)습니다\.?$/, kind: 'joined'},
  {pattern: /^(?<who>.{1,100}?)님이 (?:나갔|퇴장하였)습니다\.?$/, kind: 'left'},
  {pattern: /^(?<whom>.{1,100}?)님을 내보냈습니다\.?$/, kind: 'members-removed'},
  {pattern: /^(?<who>.{1,100}?) invited (?<whom>.{1,400}?)\s?\.$/, kind: 'members-added'},
  {pattern: /^(?<who>.{1,100}?) joined this chatroom\.?$/, kind: 'joined'},
  {pattern: /^(?<who>.{1,100}?) left this chatroom\.?$/, kind: 'left'},
  {pattern: /^(?<whom>.{1,100}?) has been removed from this chatroom\.?$/, kind: 'members-removed'},
];
