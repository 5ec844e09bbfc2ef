// A record as an entry: message, deletion or call.

import type {
  Call,
  CallOutcome,
  Entry,
  Part,
  PersonId,
  Reaction,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import type {Asset, MediaRole} from '../../engine/model/archive.ts';
import type {ExportRecord} from './shapes.ts';
import {ownerName} from './shapes.ts';

export type EntryContext = {
  readonly id: string;
  see(name: string): PersonId;
  asset(path: string, name: string): Asset;
};

const roles: readonly (readonly [extension: RegExp, role: MediaRole])[] = [
  [/\.gif$/i, 'animation'],
  [/\.(?:png|jpe?g|tiff?|webp|apng|svg|heic|avif|bmp)$/i, 'image'],
  [/\.(?:m4a|aac|mp3|ogg|opus|wav|flac)$/i, 'audio'],
  [/\.(?:mp4|mov|mkv|mpe?g|webm|avi|3gp)$/i, 'video'],
];

const roleOf = (name: string): MediaRole =>
  roles.find(([extension]) => extension.test(name))?.[1] ?? 'file';

const filePart = (file: ExportRecord['files'][number], index: number, ctx: EntryContext): Part => {
  if (file.path === '') {
    const asset: Asset = {id: `${ctx.id}#${index}`, presence: 'absent'};
    return {kind: 'media', role: file.missing === 'media' ? 'image' : 'file', asset};
  }
  return {kind: 'media', role: roleOf(file.path), asset: ctx.asset(file.path, file.name)};
};

const bodyOf = (record: ExportRecord, ctx: EntryContext): Part[] => {
  const {sticker} = record;
  const body: Part[] = [
    ...(record.text === '' ? [] : [textPart(record.text)]),
    ...record.files.map((file, index) => filePart(file, index, ctx)),
  ];
  if (sticker) {
    const asset: Asset =
      sticker.path === undefined
        ? {id: `sticker:${sticker.id ?? sticker.emoji}`, presence: 'absent'}
        : ctx.asset(`../${sticker.path}`, '');
    body.push({
      kind: 'media',
      role: 'sticker',
      asset,
      ...given({emoji: sticker.emoji || undefined}),
    });
  }
  return body.length > 0 ? body : [textPart('')];
};

const reactionsOf = (record: ExportRecord, ctx: EntryContext): readonly Reaction[] => {
  const groups = new Map<string, {person: PersonId}[]>();
  for (const [name, emoji] of record.reactions) {
    const by = groups.get(emoji) ?? [];
    groups.set(emoji, by);
    by.push({person: ctx.see(name)});
  }
  return [...groups].map(([emoji, by]) => ({emoji, count: by.length, by}));
};

const outcomeOf = (text: string): CallOutcome => {
  if (/accepted/.test(text)) return 'answered';
  if (/declined/.test(text)) return 'declined';
  if (/^Missed|\(missed/i.test(text)) return 'missed';
  return /unanswered/.test(text) ? 'cancelled' : 'unknown';
};

/** `Incoming voice call (accepted, 1m 5s)`. */
const callOf = (record: ExportRecord, ctx: EntryContext): Call => {
  const [, minutes = '0', seconds] = /(?:(\d+)m )?(\d+)s\)$/.exec(record.text) ?? [];
  let medium: Call['medium'] = 'unknown';
  if (/ voice call/.test(record.text)) medium = 'voice';
  else if (/ video call/.test(record.text)) medium = 'video';
  return {
    kind: 'call',
    id: ctx.id,
    at: record.at,
    from: ctx.see(record.text.startsWith('Outgoing') ? ownerName : record.sender),
    medium,
    outcome: outcomeOf(record.text),
    ...given({
      durationSeconds: seconds === undefined ? undefined : Number(minutes) * 60 + Number(seconds),
      text: record.text || undefined,
      extras: record.extras,
    }),
  };
};

export const entryOf = (record: ExportRecord, ctx: EntryContext): Entry => {
  if (record.isCall) return callOf(record, ctx);
  const base = {id: ctx.id, at: record.at, from: ctx.see(record.sender)};
  const extras = given({extras: record.extras});
  if (record.isDeleted) return {kind: 'removed', ...base, removedBy: 'sender', ...extras};
  const reactions = reactionsOf(record, ctx);
  return {
    kind: 'message',
    ...base,
    body: bodyOf(record, ctx),
    ...given({
      replyTo: record.quote === '' ? undefined : {quote: {text: record.quote}},
      reactions: reactions.length > 0 ? reactions : undefined,
    }),
    ...extras,
  };
};
