// One event of Hangouts.json as an entry. People are announced by the caller.

import type {
  Asset,
  Call,
  Entry,
  Extras,
  Inline,
  JsonObject,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
  Style,
} from '../../engine/model/archive.ts';
import {given, plain, textPart} from '../../engine/model/build.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {
  idAt,
  isTrue,
  leftover,
  numberAt,
  positiveAt,
  recordAt,
  recordsAt,
  stringAt,
  stringsAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {participantId} from './shapes.ts';

export type EventContext = {
  person(id: string): PersonId;
  /** The picture at an address, if the takeout holds it. */
  asset(url: string): Asset;
  unknown(detail: string): void;
};

const styles: readonly (readonly [key: string, style: Style])[] = [
  ['bold', 'bold'],
  ['italics', 'italic'],
  ['strikethrough', 'strike'],
  ['underline', 'underline'],
];

const styled = (segment: Loose, inline: Inline): Inline => {
  const formatting = recordAt(segment, 'formatting') ?? {};
  return styles.reduce<Inline>(
    (inner, [key, style]) =>
      isTrue(formatting, key) ? {kind: 'styled', style, inlines: [inner]} : inner,
    inline,
  );
};

/** All segments: words, line ends and links in turn. */
const inlinesOf = (content: Loose): readonly Inline[] => {
  const inlines: Inline[] = [];
  for (const segment of recordsAt(content, 'segment')) {
    const text =
      stringAt(segment, 'text') ?? (stringAt(segment, 'type') === 'LINE_BREAK' ? '\n' : '');
    const url = stringAt(recordAt(segment, 'link_data') ?? {}, 'link_target');
    if (text === '') continue;
    const last = inlines.at(-1);
    const inline: Inline =
      url === undefined
        ? styled(segment, plain(text))
        : {kind: 'url', url, ...(text !== url && {inlines: [plain(text)]})};
    if (inline.kind === 'plain' && last?.kind === 'plain')
      inlines[inlines.length - 1] = plain(last.text + inline.text);
    else inlines.push(inline);
  }
  return inlines;
};

const photoPart = (item: Loose, context: EventContext): Part | undefined => {
  const photo = recordAt(item, 'plus_photo');
  const url =
    photo &&
    (stringAt(photo, 'original_content_url') ??
      stringAt(photo, 'url') ??
      stringAt(recordAt(photo, 'thumbnail') ?? {}, 'image_url'));
  if (!photo || url === undefined) return undefined;
  const type = stringAt(photo, 'media_type') ?? 'PHOTO';
  const role = type === 'VIDEO' ? 'video' : type.startsWith('ANIMATED') ? 'animation' : 'image';
  return {kind: 'media', role, asset: context.asset(url)};
};

const placePart = (item: Loose): Part | undefined => {
  const place = recordAt(item, 'place_v2') ?? recordAt(item, 'place');
  if (!place) return undefined;
  const geo = recordAt(recordAt(place, 'geo') ?? {}, 'geo_coordinates_v2') ?? {};
  const address = recordAt(recordAt(place, 'address') ?? {}, 'postal_address_v2') ?? {};
  return {
    kind: 'location',
    ...given({
      latitude: numberAt(geo, 'latitude'),
      longitude: numberAt(geo, 'longitude'),
      name: stringAt(place, 'name'),
      address: stringAt(address, 'street_address') ?? stringAt(address, 'name'),
      url: stringAt(place, 'url'),
    }),
  };
};

const attachmentPart = (attachment: Loose, context: EventContext): Part => {
  const item = recordAt(attachment, 'embed_item') ?? {};
  const known = photoPart(item, context) ?? placePart(item);
  if (known) return known;
  const name = stringsAt(item, 'type').join(', ') || 'attachment';
  context.unknown(`Attachment ${name}.`);
  return {kind: 'raw', format: 'hangouts', name, text: `[${name}]`, value: item as JsonObject};
};

const messageBody = (event: Loose, context: EventContext): readonly Part[] => {
  const content = recordAt(recordAt(event, 'chat_message') ?? {}, 'message_content') ?? {};
  const inlines = inlinesOf(content);
  const attachments = recordsAt(content, 'attachment').map((item) => attachmentPart(item, context));
  const text: readonly Part[] = inlines.length > 0 ? [{kind: 'text', inlines}] : [];
  const body = [...text, ...attachments];
  return body.length > 0 ? body : [textPart('')];
};

const membersEvent = (change: Loose, from: PersonId, context: EventContext): NoticeEvent => {
  const ids = recordsAt(change, 'participant_id').flatMap((id) => participantId(id) ?? []);
  const members = ids.map((id) => context.person(id));
  const isOwnAct = members.length === 1 && members[0] === from;
  if (stringAt(change, 'type') === 'LEAVE')
    return isOwnAct ? {kind: 'left'} : {kind: 'members-removed', members};
  return isOwnAct ? {kind: 'joined'} : {kind: 'members-added', members};
};

const callOf = (
  event: Loose,
  context: EventContext,
): Pick<Call, 'medium' | 'outcome'> & Partial<Call> => {
  const call = recordAt(event, 'hangout_event') ?? {};
  const seconds = positiveAt(call, 'hangout_duration_secs');
  const media = stringAt(call, 'media_type') ?? '';
  const ids = recordsAt(call, 'participant_id').flatMap((id) => participantId(id) ?? []);
  return {
    medium: media === 'AUDIO_VIDEO' ? 'video' : media === 'AUDIO_ONLY' ? 'voice' : 'unknown',
    outcome: seconds === undefined ? 'unknown' : 'answered',
    ...given({durationSeconds: seconds}),
    ...(ids.length > 0 && {participants: ids.map((id) => context.person(id))}),
  };
};

/** Microseconds since 1970, as text: more digits than a number can hold. */
export const eventMoment = (event: Loose): Moment | undefined => {
  const stamp = idAt(event, 'timestamp');
  return stamp !== undefined && /^\d{4,19}$/.test(stamp)
    ? utcMoment(Number(stamp.slice(0, -3)))
    : undefined;
};

const taken: ReadonlySet<string> = new Set([
  'conversation_id',
  'sender_id',
  'timestamp',
  'event_id',
  'event_type',
  'chat_message',
  'hangout_event',
  'membership_change',
  'conversation_rename',
  // Which of the owner's devices heard of it.
  'self_event_state',
  'advances_sort_timestamp',
  'event_version',
  'delivery_medium',
]);

const extrasOf = (event: Loose): {extras?: Extras} => {
  const medium = recordAt(event, 'delivery_medium') ?? {};
  const type = stringAt(medium, 'medium_type');
  const rest = {
    ...leftover(event, taken),
    ...(type !== undefined && type !== 'BABEL_MEDIUM' && {delivery_medium: type}),
  } as JsonObject;
  return Object.keys(rest).length === 0 ? {} : {extras: {hangouts: rest}};
};

const noticeOf = (event: Loose, from: PersonId, context: EventContext): NoticeEvent | undefined => {
  const rename = recordAt(event, 'conversation_rename');
  if (rename) return {kind: 'renamed', title: stringAt(rename, 'new_name') ?? ''};
  const change = recordAt(event, 'membership_change');
  if (change) return membersEvent(change, from, context);
  const type = stringAt(event, 'event_type') ?? '';
  if (type === 'OTR_MODIFICATION') return {kind: 'other', name: 'history-setting'};
  const call = stringAt(recordAt(event, 'hangout_event') ?? {}, 'event_type');
  if (call === undefined || call === 'END_HANGOUT') return undefined;
  return {kind: 'other', name: call.toLowerCase().replaceAll('_', '-')};
};

export type EventBase = {readonly id: string; readonly at: Moment; readonly from: PersonId};

export const eventEntry = (event: Loose, base: EventBase, context: EventContext): Entry => {
  const extras = extrasOf(event);
  const notice = noticeOf(event, base.from, context);
  if (notice) {
    const old = stringAt(recordAt(event, 'conversation_rename') ?? {}, 'old_name');
    const known = {...extras.extras?.['hangouts'], ...given({old_name: old})};
    const more = Object.keys(known).length > 0 ? {extras: {hangouts: known}} : {};
    return {kind: 'notice', ...base, event: notice, text: '', ...more};
  }
  if (recordAt(event, 'hangout_event'))
    return {kind: 'call', ...base, ...callOf(event, context), ...extras};
  if (recordAt(event, 'chat_message'))
    return {kind: 'message', ...base, body: messageBody(event, context), ...extras};
  const name = stringAt(event, 'event_type') ?? 'event';
  context.unknown(`Event ${name}.`);
  return {kind: 'notice', ...base, event: {kind: 'other', name}, text: '', ...extras};
};
