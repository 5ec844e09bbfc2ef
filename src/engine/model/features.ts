// What an archive uses and what a writer can hold, in one vocabulary; the loss report is their difference.

import type {
  ArchiveEvent,
  Asset,
  Entry,
  Extras,
  Inline,
  Moment,
  Part,
  Person,
  Conversation,
} from './archive.ts';
import {assertNever} from './assert-never.ts';

/** API: names appear in loss reports and are never renamed. */
export const allFeatures = [
  'person.name',
  'person.handles',
  'person.aliases',
  'person.avatar',
  'person.owner',
  'person.bot',
  'conversation.title',
  'conversation.kind',
  'conversation.members',
  'conversation.topic',
  'conversation.avatar',
  'conversation.parent',
  'several-conversations',
  'entry.platform-id',
  'time.seconds',
  'time.milliseconds',
  'time.zone',
  'message',
  'call',
  'call.duration',
  'notice',
  'notice.event',
  'removed',
  'removed.body',
  'text',
  'text.style',
  'text.code-block',
  'text.url',
  'text.mention',
  'text.custom-emoji',
  'media',
  'media.file',
  'media.caption',
  'media.duration',
  'media.size',
  'media.transcript',
  'media.thumbnail',
  'media.view-once',
  'media.role',
  'sticker',
  'location',
  'contact',
  'poll',
  'poll.votes',
  'link-card',
  'transfer',
  'bundle',
  'raw',
  'reply',
  'reply.quote',
  'thread',
  'forward',
  'reaction',
  'reaction.people',
  'edit',
  'edit.history',
  'pin',
  'status',
  'extras',
] as const;

export type Feature = (typeof allFeatures)[number];

/** How often each feature is used. */
export type FeatureCounts = Map<Feature, number>;

type Add = (feature: Feature) => void;

const momentFeatures = (at: Moment, add: Add): void => {
  if (at.precision === 's' || at.precision === 'ms') add('time.seconds');
  if (at.precision === 'ms' && at.epochMs % 1000 !== 0) add('time.milliseconds');
  if (at.zone.kind === 'offset') add('time.zone');
};

const inlineFeatures = (inlines: readonly Inline[], add: Add): void => {
  for (const inline of inlines) {
    switch (inline.kind) {
      case 'plain':
        break;
      case 'styled':
        add('text.style');
        inlineFeatures(inline.inlines, add);
        break;
      case 'code-block':
        add('text.code-block');
        break;
      case 'url':
        if (inline.inlines) {
          add('text.url');
          inlineFeatures(inline.inlines, add);
        }
        break;
      case 'mention':
        if (inline.person !== undefined || inline.everyone) add('text.mention');
        break;
      case 'emoji':
        add('text.custom-emoji');
        break;
      default:
        assertNever(inline);
    }
  }
};

const assetFeatures = (asset: Asset, add: Add): void => {
  if (asset.presence === 'included') add('media.file');
};

type MediaPart = Extract<Part, {kind: 'media'}>;

const mediaFeatures = (part: MediaPart, add: Add): void => {
  add(part.role === 'sticker' ? 'sticker' : 'media');
  if (part.role !== 'file' && part.role !== 'sticker') add('media.role');
  assetFeatures(part.asset, add);
  if (part.caption && part.caption.length > 0) {
    add('media.caption');
    inlineFeatures(part.caption, add);
  }
  if (part.durationSeconds !== undefined) add('media.duration');
  if (part.width !== undefined || part.height !== undefined) add('media.size');
  if (part.transcript !== undefined) add('media.transcript');
  if (part.thumbnail !== undefined) add('media.thumbnail');
  if (part.isViewOnce) add('media.view-once');
};

const partFeatures = (parts: readonly Part[], add: Add): void => {
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        if (part.inlines.length > 0) add('text');
        inlineFeatures(part.inlines, add);
        break;
      case 'media':
        mediaFeatures(part, add);
        break;
      case 'location':
      case 'contact':
      case 'transfer':
      case 'raw':
        add(part.kind);
        break;
      case 'poll':
        add('poll');
        if (
          part.options.some((option) => option.votes !== undefined || option.voters !== undefined)
        )
          add('poll.votes');
        break;
      case 'link':
        add('link-card');
        break;
      case 'bundle':
        add('bundle');
        for (const item of part.items) partFeatures(item.body, add);
        break;
      default:
        assertNever(part);
    }
  }
};

type MessageEntry = Extract<Entry, {kind: 'message'}>;

const relationFeatures = (message: MessageEntry, add: Add): void => {
  if (message.replyTo) {
    if (message.replyTo.entry !== undefined) add('reply');
    if (message.replyTo.quote) add('reply.quote');
  }
  if (message.thread !== undefined) add('thread');
  if (message.forwardedFrom) add('forward');
  if (message.reactions && message.reactions.length > 0) {
    add('reaction');
    if (message.reactions.some((reaction) => reaction.by && reaction.by.length > 0))
      add('reaction.people');
  }
  if (message.edits && message.edits.length > 0) {
    add('edit');
    if (message.edits.some((edit) => edit.before)) add('edit.history');
  }
  if (message.isPinned) add('pin');
  if (message.status !== undefined) add('status');
};

const entryFeatures = (entry: Entry, add: Add): void => {
  momentFeatures(entry.at, add);
  if (!entry.id.startsWith('~')) add('entry.platform-id');
  switch (entry.kind) {
    case 'message':
      add('message');
      partFeatures(entry.body, add);
      relationFeatures(entry, add);
      break;
    case 'call':
      add('call');
      if (entry.durationSeconds !== undefined) add('call.duration');
      break;
    case 'notice':
      add('notice');
      if (entry.event.kind !== 'other') add('notice.event');
      break;
    case 'removed':
      add('removed');
      if (entry.body) {
        add('removed.body');
        partFeatures(entry.body, add);
      }
      break;
    default:
      assertNever(entry);
  }
};

const personFeatures = (person: Person, add: Add): void => {
  if (person.name !== undefined) add('person.name');
  if (person.handles && person.handles.length > 0) add('person.handles');
  if (person.aliases && person.aliases.length > 0) add('person.aliases');
  if (person.avatar) add('person.avatar');
  if (person.isOwner) add('person.owner');
  if (person.isBot) add('person.bot');
};

const conversationFeatures = (conversation: Conversation, add: Add): void => {
  if (conversation.title !== undefined) add('conversation.title');
  if (conversation.kind !== 'unknown') add('conversation.kind');
  if (conversation.members.length > 0) add('conversation.members');
  if (conversation.topic !== undefined) add('conversation.topic');
  if (conversation.avatar) add('conversation.avatar');
  if (conversation.parent !== undefined) add('conversation.parent');
};

const extrasFeature = (
  extras: Extras | undefined,
  ownFormat: string | undefined,
  add: Add,
): void => {
  if (!extras) return;
  for (const format of Object.keys(extras)) if (format !== ownFormat) return add('extras');
};

/**
 * Calls `add` once for each feature use in the event. `ownFormat`: the format being written; a writer puts its own format's extras
 * back, so only those of other formats count.
 */
export const eventFeatures = (event: ArchiveEvent, add: Add, ownFormat?: string): void => {
  switch (event.type) {
    case 'person':
      personFeatures(event.person, add);
      extrasFeature(event.person.extras, ownFormat, add);
      break;
    case 'conversation':
      conversationFeatures(event.conversation, add);
      extrasFeature(event.conversation.extras, ownFormat, add);
      break;
    case 'entry':
      entryFeatures(event.entry, add);
      extrasFeature(event.entry.extras, ownFormat, add);
      break;
    default:
      assertNever(event);
  }
};

/** What is used and not held: the loss. Order: that of `allFeatures`. */
export const lossOf = (
  used: FeatureCounts,
  held: ReadonlySet<Feature>,
): ReadonlyMap<Feature, number> => {
  const loss = new Map<Feature, number>();
  for (const feature of allFeatures) {
    const count = used.get(feature) ?? 0;
    if (count > 0 && !held.has(feature)) loss.set(feature, count);
  }
  return loss;
};
