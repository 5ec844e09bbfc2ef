// What Telegram Desktop writes into result.json, as far as the reader names it. Types and word tables, no behaviour.

import type {ConversationKind, MediaRole, Style} from '../../engine/model/archive.ts';

export const formatId = 'telegram-json';

/** A record of the export: every key may be missing, every value may be of another type. */
export type Raw = {readonly [key: string]: unknown};

type ChatType = {
  readonly kind: ConversationKind;
  /** Whose id space `id` belongs to: `user5`, `chat5` and `channel5` are three different things. */
  readonly peer: 'user' | 'chat' | 'channel';
  /** The title that Telegram shows for a chat without a name. */
  readonly title?: string;
};

export const chatTypes: ReadonlyMap<string, ChatType> = new Map<string, ChatType>([
  ['saved_messages', {kind: 'self', peer: 'user', title: 'Saved messages'}],
  ['replies', {kind: 'unknown', peer: 'user', title: 'Replies'}],
  ['verification_codes', {kind: 'direct', peer: 'user', title: 'Verification Codes'}],
  ['personal_chat', {kind: 'direct', peer: 'user'}],
  ['bot_chat', {kind: 'direct', peer: 'user'}],
  ['private_group', {kind: 'group', peer: 'chat'}],
  ['private_supergroup', {kind: 'group', peer: 'channel'}],
  ['public_supergroup', {kind: 'group', peer: 'channel'}],
  ['private_channel', {kind: 'channel', peer: 'channel'}],
  ['public_channel', {kind: 'channel', peer: 'channel'}],
  // WhatsApp chats that another exporter wrote in this shape (NOTES.md).
  ['calls', {kind: 'unknown', peer: 'chat'}],
  ['status_broadcast', {kind: 'channel', peer: 'chat'}],
  ['broadcast_channel', {kind: 'channel', peer: 'chat'}],
]);

/** `media_type` of a `file`; without one it is a plain file. */
export const mediaRoles: ReadonlyMap<string, MediaRole> = new Map<string, MediaRole>([
  ['sticker', 'sticker'],
  ['video_message', 'video-note'],
  ['voice_message', 'voice'],
  ['animation', 'animation'],
  ['video_file', 'video'],
  ['audio_file', 'audio'],
]);

/** Entity types that are a style of the text and nothing more. */
export const entityStyles: ReadonlyMap<string, Style> = new Map<string, Style>([
  ['hashtag', 'hashtag'],
  ['cashtag', 'cashtag'],
  ['bot_command', 'command'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['bank_card', 'bank-card'],
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['underline', 'underline'],
  ['strikethrough', 'strike'],
  ['spoiler', 'spoiler'],
  ['code', 'code'],
  ['blockquote', 'quote'],
]);

/** `self_destruct_period_seconds` of a photo or video that may be seen once. */
export const viewOnceSeconds = 2_147_483_647;

/** How a paid reaction looks in Telegram's own HTML export. */
export const paidReaction = '⭐';
