// English sentences that Messenger and Instagram write as the content of a message. Other languages are not known; their lines stay messages.

import type {NoticeEvent} from '../../engine/model/archive.ts';

type Phrase = {
  /** Group 1 is the subject: `You`, the sender's name, or its beginning. */
  readonly pattern: RegExp;
  event(match: readonly (string | undefined)[]): NoticeEvent;
};

const other = (name: string) => (): NoticeEvent => ({kind: 'other', name});

export const noticePhrases: readonly Phrase[] = [
  {
    pattern: /^(.{1,200}?) named the group (.{1,300}?)\.?$/s,
    event: ([, , title = '']) => ({kind: 'renamed', title}),
  },
  {
    pattern: /^(.{1,200}?) changed the group (?:photo|picture)\.?$/,
    event: () => ({kind: 'photo-changed'}),
  },
  {
    pattern: /^(.{1,200}?) added (.{1,300}?) to the group\.?$/,
    event: ([, , name = '']) => ({kind: 'members-added', members: [name]}),
  },
  {
    pattern: /^(.{1,200}?) removed (.{1,300}?) from the group\.?$/,
    event: ([, , name = '']) => ({kind: 'members-removed', members: [name]}),
  },
  {pattern: /^(.{1,200}?) left the (?:group|chat)\.?$/, event: () => ({kind: 'left'})},
  {pattern: /^(.{1,200}?) joined the (?:group|chat)\.?$/, event: () => ({kind: 'joined'})},
  {pattern: /^(.{1,200}?) created the group\.?$/, event: () => ({kind: 'created'})},
  {pattern: /^(.{1,200}?) pinned a message\.?$/, event: () => ({kind: 'pinned'})},
  {
    pattern:
      /^(.{1,200}?) set (?:the nickname for .{1,200}?|(?:your|his|her|their|his own|her own|their own) nickname) to .{1,200}$/,
    event: other('nickname'),
  },
  {
    pattern:
      /^(.{1,200}?) cleared (?:the nickname for .{1,200}?|(?:your|his|her|their|his own|her own|their own) nickname)\.?$/,
    event: other('nickname'),
  },
  {
    pattern:
      /^(.{1,200}?) (?:changed the (?:chat )?(?:theme|colou?rs?)(?: to .{1,200})?|set the (?:emoji|quick reaction) to .{1,40})\.?$/,
    event: other('theme'),
  },
  {pattern: /^(.{1,200}?) created a poll: .{1,500}$/s, event: other('poll')},
  {
    pattern:
      /^(.{1,200}?) (?:voted for|changed (?:his|her|their|your) vote to) .{1,500} in the poll: .{1,500}$/s,
    event: other('poll-vote'),
  },
  {pattern: /^(.{1,200}?) started a (?:video )?(?:call|chat)\.?$/, event: other('call-started')},
  {
    pattern: /^(.{1,200}?) turned (?:on|off) (?:disappearing messages|vanish mode)\.?.{0,200}$/,
    event: other('timer'),
  },
];

/** Lines that only say that somebody reacted; Instagram writes them beside the reaction itself. */
export const reactionLine = /^(?:Liked a message|Reacted \S{1,16} to (?:your|a) message\s?)$/u;

/** What stands as content beside an attachment that is in the record itself. */
export const attachmentLine =
  /^(?:.{1,200} )?sent (?:an? (?:attachment|photo|video|GIF|sticker|voice message|link|file|location|post|reel|story)|\d{1,3} (?:photos|videos|files))\.?$/;

/** A call that was made with the camera. */
export const videoWord = /\bvideo\b/i;
