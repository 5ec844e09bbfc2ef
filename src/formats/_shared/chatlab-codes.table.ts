// ChatLab's message type codes and the bracketed labels that stand for what its text-only content cannot hold. Data only.

import type {MediaRole} from '../../engine/model/archive.ts';

export const chatlabVersions: ReadonlySet<string> = new Set(['0.0.1', '0.0.2']);

export const chatlabType = {
  text: 0,
  image: 1,
  voice: 2,
  video: 3,
  file: 4,
  sticker: 5,
  link: 7,
  location: 8,
  redPacket: 20,
  transfer: 21,
  poke: 22,
  call: 23,
  share: 24,
  reply: 25,
  forward: 26,
  contact: 27,
  system: 80,
  recall: 81,
  other: 99,
} as const;

export const validTypes: ReadonlySet<number> = new Set(Object.values(chatlabType));

export const mediaTypes: ReadonlyMap<number, MediaRole> = new Map([
  [chatlabType.image, 'image'],
  [chatlabType.voice, 'voice'],
  [chatlabType.video, 'video'],
  [chatlabType.file, 'file'],
  [chatlabType.sticker, 'sticker'],
]);

/** The roles that have no code of their own are told apart by an extra key, which ChatLab passes over. */
export const typeOfRole: Readonly<Record<MediaRole, number>> = {
  image: chatlabType.image,
  video: chatlabType.video,
  'video-note': chatlabType.video,
  voice: chatlabType.voice,
  audio: chatlabType.file,
  file: chatlabType.file,
  sticker: chatlabType.sticker,
  animation: chatlabType.sticker,
};

type Label = {readonly zh: string; readonly en: string};

export const roleLabels: Readonly<Record<MediaRole, Label>> = {
  image: {zh: '图片', en: 'photo'},
  video: {zh: '视频', en: 'video'},
  'video-note': {zh: '视频留言', en: 'video note'},
  voice: {zh: '语音', en: 'voice'},
  audio: {zh: '音频', en: 'audio'},
  file: {zh: '文件', en: 'file'},
  sticker: {zh: '表情', en: 'sticker'},
  animation: {zh: '动图', en: 'animation'},
};

export const cardLabels: readonly (readonly [string, Label])[] = [
  ['link', {zh: '链接', en: 'link'}],
  ['mini-program', {zh: '小程序', en: 'mini program'}],
  ['music', {zh: '音乐', en: 'music'}],
  ['video-channel', {zh: '视频号', en: 'channel'}],
  ['live', {zh: '直播', en: 'live'}],
  ['note', {zh: '笔记', en: 'note'}],
  ['announcement', {zh: '群公告', en: 'announcement'}],
  ['card', {zh: '卡片', en: 'card'}],
];

export const partLabels = {
  location: {zh: '位置', en: 'location'},
  contact: {zh: '名片', en: 'contact'},
  bundle: {zh: '聊天记录', en: 'chat history'},
  transfer: {zh: '转账', en: 'transfer'},
  payment: {zh: '付款', en: 'payment'},
  'red-packet': {zh: '红包', en: 'red packet'},
  poll: {zh: '投票', en: 'poll'},
  quote: {zh: '引用', en: 'quote'},
} as const satisfies Record<string, Label>;

export const callLabels = {
  voice: {zh: '语音通话', en: 'voice call'},
  video: {zh: '视频通话', en: 'video call'},
  unknown: {zh: '通话', en: 'call'},
} as const satisfies Record<string, Label>;

/** Words that chinese-call.ts reads back. */
export const outcomeLabels = {
  answered: {zh: '已接听', en: 'answered'},
  missed: {zh: '未接听', en: 'missed'},
  declined: {zh: '已拒绝', en: 'declined'},
  busy: {zh: '忙线中', en: 'busy'},
  cancelled: {zh: '已取消', en: 'cancelled'},
  unknown: {zh: '', en: ''},
} as const satisfies Record<string, Label>;

/** ChatLab's own constant is `weixin`; everywhere else in this program it is `wechat`. */
export const platformFromChatlab = (platform: string): string =>
  platform === 'weixin' ? 'wechat' : platform;

export const platformToChatlab = (platform: string): string =>
  platform === 'wechat' ? 'weixin' : platform;
