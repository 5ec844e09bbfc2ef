// WeChat's message type codes (PC 3.x, 4.x composite, Android) and the words that exporters print for them. Data and arithmetic only.

export type WechatKind =
  | 'text'
  | 'image'
  | 'voice'
  | 'video'
  | 'sticker'
  | 'location'
  | 'live-location'
  | 'contact'
  | 'friend-request'
  | 'call'
  | 'system'
  | 'revoke'
  | 'pat'
  | 'link'
  | 'file'
  | 'music'
  | 'forward'
  | 'mini-program'
  | 'quote'
  | 'video-channel'
  | 'live'
  | 'announcement'
  | 'transfer'
  | 'red-packet'
  | 'note'
  | 'chain'
  | 'app'
  | 'unknown';

/** Main types that need no subtype. */
const byType: ReadonlyMap<number, WechatKind> = new Map([
  [1, 'text'],
  [3, 'image'],
  [34, 'voice'],
  [37, 'friend-request'],
  [42, 'contact'],
  [43, 'video'],
  [47, 'sticker'],
  [48, 'location'],
  [50, 'call'],
  [52, 'call'],
  [53, 'call'],
  [62, 'video'],
  [64, 'call'],
  [65, 'contact'],
  [66, 'contact'],
  [9999, 'system'],
  [10000, 'system'],
  [10002, 'revoke'],
  // Android keeps app messages under numbers of their own; the low 16 bits are 49.
  [16777265, 'app'],
  [268435505, 'app'],
  [419430449, 'transfer'],
  [436207665, 'red-packet'],
  [469762097, 'red-packet'],
  [822083633, 'quote'],
  [922746929, 'pat'],
  [1040187441, 'music'],
  [1048625, 'sticker'],
  [1090519089, 'file'],
  [-1879048186, 'live-location'],
]);

/** `<appmsg><type>`, also the subtype of type 49. */
const byAppType: ReadonlyMap<number, WechatKind> = new Map([
  [1, 'text'],
  [2, 'image'],
  [3, 'music'],
  [4, 'link'],
  [5, 'link'],
  [6, 'file'],
  [8, 'sticker'],
  [15, 'sticker'],
  [16, 'contact'],
  [17, 'live-location'],
  [19, 'forward'],
  [24, 'note'],
  [33, 'mini-program'],
  [36, 'mini-program'],
  [40, 'forward'],
  [44, 'mini-program'],
  [50, 'video-channel'],
  [51, 'video-channel'],
  [53, 'chain'],
  [57, 'quote'],
  [62, 'pat'],
  [63, 'live'],
  [68, 'link'],
  [74, 'file'],
  [76, 'music'],
  [87, 'announcement'],
  [88, 'live'],
  [92, 'music'],
  [111, 'live'],
  [2000, 'transfer'],
  [2001, 'red-packet'],
  [2002, 'red-packet'],
  [2003, 'red-packet'],
]);

export const kindOfAppType = (type: number): WechatKind => byAppType.get(type) ?? 'app';

/** Subtypes of type 10000 in PC 3.x. */
const bySystemSubtype: ReadonlyMap<number, WechatKind> = new Map([
  [4, 'pat'],
  [57, 'revoke'],
]);

export const kindOfCodes = (type: number, subtype = 0): WechatKind => {
  if (type === 49) return subtype === 0 ? 'app' : kindOfAppType(subtype);
  if (type === 10_000) return bySystemSubtype.get(subtype) ?? 'system';
  const known = byType.get(type);
  if (known) return known;
  return type > 65_535 && (type & 0xffff) === 49 ? 'app' : 'unknown';
};

export type LocalType = {readonly type: number; readonly subtype: number};

/** 4.x writes `subtype × 2^32 + type` into one number; the digits may come as text. Undefined: not a whole number of 63 bits. */
export const splitLocalType = (raw: number | string): LocalType | undefined => {
  if (typeof raw === 'number' && !Number.isSafeInteger(raw)) return undefined;
  const digits = String(raw).trim();
  if (!/^-?\d{1,19}$/.test(digits)) return undefined;
  const value = BigInt(digits);
  if (value < 0n || value < 0x1_0000_0000n) return {type: Number(value), subtype: 0};
  return {type: Number(value & 0xffff_ffffn), subtype: Number(value >> 32n)};
};

export const kindOfLocalType = (raw: number | string): WechatKind => {
  const parts = splitLocalType(raw);
  return parts ? kindOfCodes(parts.type, parts.subtype) : 'unknown';
};

const words: Readonly<Record<string, WechatKind>> = {
  文本: 'text',
  文本消息: 'text',
  text: 'text',
  图片: 'image',
  图片消息: 'image',
  image: 'image',
  语音: 'voice',
  语音消息: 'voice',
  voice: 'voice',
  视频: 'video',
  视频消息: 'video',
  小视频: 'video',
  video: 'video',
  表情包: 'sticker',
  动画表情: 'sticker',
  '表情包/动画表情': 'sticker',
  sticker: 'sticker',
  emoji: 'sticker',
  位置: 'location',
  位置消息: 'location',
  位置分享: 'location',
  location: 'location',
  实时位置共享: 'live-location',
  共享实时位置: 'live-location',
  名片: 'contact',
  名片消息: 'contact',
  '个人/公众号名片': 'contact',
  个人名片: 'contact',
  公众号名片: 'contact',
  企业微信名片: 'contact',
  好友推荐消息: 'contact',
  card: 'contact',
  contact: 'contact',
  添加好友: 'friend-request',
  好友请求: 'friend-request',
  通话消息: 'call',
  音视频通话: 'call',
  语音通话: 'call',
  视频通话: 'call',
  语音聊天: 'call',
  voip: 'call',
  系统消息: 'system',
  系统通知: 'system',
  邀请加群: 'system',
  system: 'system',
  撤回消息: 'revoke',
  拍一拍: 'pat',
  拍一拍消息: 'pat',
  链接消息: 'link',
  分享链接: 'link',
  卡片式链接: 'link',
  '(分享)卡片式链接': 'link',
  图文消息: 'link',
  链接: 'link',
  link: 'link',
  文件: 'file',
  文件消息: 'file',
  file: 'file',
  音乐消息: 'music',
  音乐分享: 'music',
  音乐卡片: 'music',
  '(分享)音乐': 'music',
  music: 'music',
  聊天记录: 'forward',
  聊天记录合并转发: 'forward',
  合并转发的聊天记录: 'forward',
  合并转发: 'forward',
  小程序: 'mini-program',
  小程序消息: 'mini-program',
  小程序分享: 'mini-program',
  '(分享)小程序': 'mini-program',
  引用消息: 'quote',
  引用回复: 'quote',
  带有引用的文本消息: 'quote',
  quote: 'quote',
  视频号: 'video-channel',
  视频号消息: 'video-channel',
  '(分享)视频号视频': 'video-channel',
  '(分享)视频号名片': 'video-channel',
  视频号直播卡片: 'live',
  视频号直播: 'live',
  '(分享)视频号直播': 'live',
  群公告: 'announcement',
  转账: 'transfer',
  转账消息: 'transfer',
  转账卡片: 'transfer',
  transfer: 'transfer',
  红包: 'red-packet',
  红包消息: 'red-packet',
  红包卡片: 'red-packet',
  收藏笔记: 'note',
  '(分享)笔记': 'note',
  笔记: 'note',
  接龙: 'chain',
};

/** Words that exporters print where they do not know either; codes decide then. */
const vague: ReadonlySet<string> = new Set([
  '其他消息',
  '未知类型',
  '未知',
  'unknown',
  'other',
  '',
]);

export const isVagueWord = (word: string): boolean =>
  vague.has(word.trim()) || /^未知(?:类型|消息)?\s*[(（]/.test(word.trim());

/** Undefined for a word that is not in the table. */
export const kindOfWord = (word: string): WechatKind | undefined => {
  const bare = word.trim();
  return Object.hasOwn(words, bare) ? words[bare] : undefined;
};

/** `paysubtype` of a transfer, as the app shows it. */
export const transferStates: ReadonlyMap<number, string> = new Map([
  [1, 'sent'],
  [3, 'received'],
  [4, 'refunded'],
  [5, 'received'],
  [7, 'sent'],
  [8, 'sent'],
  [9, 'refunded'],
  [10, 'expired'],
]);

/** `datatype` of the items in a merged forward. */
export const recordKinds: ReadonlyMap<number, WechatKind> = new Map([
  [1, 'text'],
  [2, 'image'],
  [3, 'voice'],
  [4, 'video'],
  [5, 'link'],
  [6, 'location'],
  [7, 'music'],
  [8, 'file'],
  [16, 'contact'],
  [17, 'forward'],
  [19, 'mini-program'],
  [22, 'video-channel'],
  [23, 'live'],
  [29, 'music'],
  [32, 'music'],
  [36, 'mini-program'],
  [37, 'sticker'],
]);

/** The card names that link parts get. */
export const cardNames: Readonly<Partial<Record<WechatKind, string>>> = {
  'mini-program': 'mini-program',
  music: 'music',
  'video-channel': 'video-channel',
  live: 'live',
  announcement: 'announcement',
  note: 'note',
  chain: 'chain',
  app: 'card',
};

/** The bracketed words by which exporters and the app itself stand for a kind without text. */
export const placeholderOf: Readonly<Record<WechatKind, string>> = {
  text: '',
  image: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  sticker: '[动画表情]',
  location: '[位置]',
  'live-location': '[实时位置]',
  contact: '[名片]',
  'friend-request': '[好友请求]',
  call: '[通话]',
  system: '[系统消息]',
  revoke: '[撤回]',
  pat: '[拍一拍]',
  link: '[链接]',
  file: '[文件]',
  music: '[音乐]',
  forward: '[聊天记录]',
  'mini-program': '[小程序]',
  quote: '[引用]',
  'video-channel': '[视频号]',
  live: '[直播]',
  announcement: '[群公告]',
  transfer: '[转账]',
  'red-packet': '[红包]',
  note: '[笔记]',
  chain: '[接龙]',
  app: '[卡片]',
  unknown: '[未知消息]',
};
