// One Matrix event to one entry. Later events that speak of it (edits, reactions, votes) come with the survey.

import type {
  Call,
  Edit,
  Entry,
  Extras,
  JsonObject,
  Message,
  Moment,
  NoticeEvent,
  Part,
  PersonId,
  Reaction,
  Reference,
} from '../../engine/model/archive.ts';
import {given, textPart} from '../../engine/model/build.ts';
import type {Problem} from '../../engine/model/problem.ts';
import {utcMoment} from '../../engine/model/time.ts';
import {
  idAt,
  isTrue,
  leftover,
  numberAt,
  recordAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../_shared/loose.ts';
import type {Loose} from '../_shared/loose.ts';
import {partsOfContent} from './content.ts';
import type {ContentContext} from './content.ts';
import type {MediaFolders} from './media-folders.ts';
import {otherNotices, plainNotices} from './state-events.table.ts';
import type {EditEvent, Survey} from './survey.ts';

export type EventContext = {
  readonly survey: Survey;
  readonly media: MediaFolders;
  person(id: string): PersonId;
  nameOf(id: string): string | undefined;
  readonly report: (problem: Omit<Problem, 'place'>, id: string) => void;
};

const takenFromEvent = new Set([
  'type',
  'sender',
  'event_id',
  'room_id',
  'origin_server_ts',
  'content',
  'unsigned',
  'user_id',
  'age',
]);
const takenFromContent = new Set([
  'body',
  'msgtype',
  'format',
  'formatted_body',
  'm.relates_to',
  'url',
  'filename',
  'geo_uri',
]);
const spoken: ReadonlySet<string> = new Set([
  'm.text',
  'm.image',
  'm.video',
  'm.audio',
  'm.file',
  'm.location',
]);

class Conversion {
  readonly #event: Loose;
  readonly #content: Loose;
  readonly #unsigned: Loose;
  readonly #type: string;
  readonly #id: string;
  readonly #context: EventContext;

  constructor(event: Loose, id: string, context: EventContext) {
    this.#event = event;
    this.#content = recordAt(event, 'content') ?? {};
    this.#unsigned = recordAt(event, 'unsigned') ?? {};
    this.#type = stringAt(event, 'type') ?? '';
    this.#id = id;
    this.#context = context;
  }

  entry(at: Moment): Entry {
    const base = {id: this.#id, at};
    const isState = typeof valueAt(this.#event, 'state_key') === 'string';
    const removal = isState ? undefined : this.#removal();
    if (removal) {
      // A list that also holds the removal still has the words.
      const body =
        stringAt(this.#content, 'body') === undefined
          ? undefined
          : this.#parts(this.#content, false);
      return {
        kind: 'removed',
        ...base,
        from: this.#from(),
        ...removal,
        ...given({body}),
        ...this.#rest(),
      };
    }
    if (this.#type === 'm.call.invite') return this.#call(base);
    const isMessage =
      this.#type === 'm.room.message' ||
      this.#type === 'm.sticker' ||
      this.#type.endsWith('poll.start');
    if (isMessage) return this.#message(base);
    if (this.#type === 'm.room.encrypted') return this.#encrypted(base);
    return {
      kind: 'notice',
      ...base,
      from: this.#from(),
      event: this.#notice(),
      text: '',
      ...this.#raw(),
    };
  }

  #from(): PersonId {
    return this.#context.person(
      stringAt(this.#event, 'sender') ?? stringAt(this.#event, 'user_id') ?? 'unknown',
    );
  }

  /** What is left of a message that was removed: nothing but who did it and when. */
  #removal():
    {readonly removedBy: 'sender' | 'admin' | 'unknown'; readonly removedAt?: Moment} | undefined {
    const because = recordAt(this.#unsigned, 'redacted_because');
    const later = this.#context.survey.redacted.get(this.#id);
    if (!because && !later) return undefined;
    const by = (because && stringAt(because, 'sender')) ?? later?.by;
    const at = (because && numberAt(because, 'origin_server_ts')) ?? later?.at;
    const own = stringAt(this.#event, 'sender');
    return {
      removedBy: by === undefined ? 'unknown' : by === own ? 'sender' : 'admin',
      ...(at === undefined ? {} : {removedAt: utcMoment(at)}),
    };
  }

  #contentContext(): ContentContext {
    const {survey, media, person, nameOf, report} = this.#context;
    return {
      person,
      nameOf,
      media,
      at: numberAt(this.#event, 'origin_server_ts') ?? 0,
      ...given({votes: survey.votes.get(this.#id)}),
      isPollClosed: survey.closedPolls.has(this.#id),
      missing: (asset) =>
        report({kind: 'media-missing', detail: `Attachment ${asset.name ?? asset.id}.`}, this.#id),
    };
  }

  #parts(content: Loose, isReply: boolean): readonly Part[] {
    const {parts, isKnown} = partsOfContent(this.#type, content, isReply, this.#contentContext());
    if (!isKnown) {
      const kind = stringAt(content, 'msgtype') ?? 'none';
      this.#context.report({kind: 'unknown-kind', detail: `Message type ${kind}.`}, this.#id);
    }
    return parts;
  }

  #message(base: {readonly id: string; readonly at: Moment}): Message {
    const relation = recordAt(this.#content, 'm.relates_to') ?? {};
    const target = idAt(recordAt(relation, 'm.in_reply_to') ?? {}, 'event_id');
    const isThreaded = stringAt(relation, 'rel_type') === 'm.thread';
    const isFallback = isThreaded && isTrue(relation, 'is_falling_back');
    const thread = isThreaded ? idAt(relation, 'event_id') : undefined;
    const replyTo: Reference | undefined =
      target === undefined || isFallback ? undefined : {entry: target};
    const newest = this.#editEvents().at(-1);
    const original = this.#parts(this.#content, target !== undefined);
    const body = newest ? this.#parts(newest.content, target !== undefined) : original;
    return {
      kind: 'message',
      ...base,
      from: this.#from(),
      body: body.length > 0 ? body : [textPart('')],
      ...given({replyTo, thread}),
      ...this.#reactions(),
      ...this.#edits(original, target !== undefined),
      ...this.#rest(),
    };
  }

  #editEvents(): readonly EditEvent[] {
    const events = this.#context.survey.edits.get(this.#id) ?? [];
    return events.toSorted((a, b) => a.at - b.at);
  }

  /** Each edit with what stood there before it. Element itself has already put the newest text in its place. */
  #edits(original: readonly Part[], isReply: boolean): {readonly edits?: readonly Edit[]} {
    let before = original;
    const edits: Edit[] = this.#editEvents().map(({at, content}) => {
      const edit = {at: utcMoment(at), before};
      before = this.#parts(content, isReply);
      return edit;
    });
    if (edits.length > 0) return {edits};
    const relations = recordAt(this.#unsigned, 'm.relations');
    const replaced = relations && recordAt(relations, 'm.replace');
    if (!replaced) return {};
    const at = numberAt(replaced, 'origin_server_ts');
    return {edits: [at === undefined ? {} : {at: utcMoment(at)}]};
  }

  #reactions(): {readonly reactions?: readonly Reaction[]} {
    const groups = new Map<string, Map<PersonId, Moment>>();
    for (const {key, sender, at} of this.#context.survey.reactions.get(this.#id) ?? []) {
      const by = groups.get(key) ?? new Map<PersonId, Moment>();
      by.set(this.#context.person(sender), utcMoment(at));
      groups.set(key, by);
    }
    const reactions = [...groups].map(([emoji, by]) => ({
      emoji,
      count: by.size,
      by: [...by].map(([person, at]) => ({person, at})),
    }));
    return reactions.length > 0 ? {reactions} : {};
  }

  #encrypted(base: {readonly id: string; readonly at: Moment}): Message {
    this.#context.report(
      {kind: 'record-not-understood', detail: 'The client could not decrypt this event.'},
      this.#id,
    );
    return {
      kind: 'message',
      ...base,
      from: this.#from(),
      body: [
        {
          kind: 'raw',
          format: 'element-json',
          name: this.#type,
          text: '[encrypted]',
          value: this.#content as JsonObject,
        },
      ],
      ...this.#rest(),
    };
  }

  #call(base: {readonly id: string; readonly at: Moment}): Call {
    const call = this.#context.survey.calls.get(idAt(this.#content, 'call_id') ?? '') ?? {};
    const offer = stringAt(recordAt(this.#content, 'offer') ?? {}, 'sdp') ?? '';
    const {answered, ended} = call;
    const seconds =
      answered !== undefined && ended !== undefined ? (ended - answered) / 1000 : undefined;
    return {
      kind: 'call',
      ...base,
      from: this.#from(),
      medium: offer.includes('m=video') ? 'video' : 'voice',
      outcome:
        answered === undefined
          ? call.isRejected
            ? 'declined'
            : ended === undefined
              ? 'unknown'
              : 'missed'
          : 'answered',
      ...(seconds !== undefined && seconds >= 0 ? {durationSeconds: seconds} : {}),
      ...this.#rest(),
    };
  }

  // ---- notices

  #notice(): NoticeEvent {
    switch (this.#type) {
      case 'm.room.member':
        return this.#membership();
      case 'm.room.name': {
        const title = stringAt(this.#content, 'name');
        return title === undefined ? {kind: 'other', name: this.#type} : {kind: 'renamed', title};
      }
      case 'm.room.topic':
        return {kind: 'topic-changed', ...given({topic: stringAt(this.#content, 'topic')})};
      case 'm.room.pinned_events':
        return {kind: 'pinned', ...given({entry: stringsAt(this.#content, 'pinned').at(-1)})};
      default:
        return this.#plainNotice();
    }
  }

  #plainNotice(): NoticeEvent {
    const kind = plainNotices.get(this.#type);
    if (kind) return {kind};
    if (!otherNotices.has(this.#type))
      this.#context.report({kind: 'unknown-kind', detail: `Event type ${this.#type}.`}, this.#id);
    return {kind: 'other', name: this.#type};
  }

  #membership(): NoticeEvent {
    const target = stringAt(this.#event, 'state_key') ?? '';
    const before =
      recordAt(this.#unsigned, 'prev_content') ?? recordAt(this.#event, 'prev_content') ?? {};
    const [now, was] = [stringAt(this.#content, 'membership'), stringAt(before, 'membership')];
    const isOwn = target === stringAt(this.#event, 'sender');
    const members = [this.#context.person(target)];
    switch (now) {
      case 'join':
        return was === 'join'
          ? {kind: 'profile-changed', ...given({name: stringAt(this.#content, 'displayname')})}
          : {kind: 'joined'};
      case 'invite':
        return {kind: 'members-added', members};
      case 'leave':
        return isOwn ? {kind: 'left'} : {kind: 'members-removed', members};
      case 'ban':
        return {kind: 'members-removed', members};
      default:
        return {kind: 'other', name: `m.room.member ${now ?? ''}`.trim()};
    }
  }

  // ---- what only Matrix knows

  #rest(): {readonly extras?: Extras} {
    const kind = stringAt(this.#content, 'msgtype');
    const content = leftover(this.#content, takenFromContent);
    const event = leftover(this.#event, takenFromEvent);
    const extras = {
      ...event,
      ...(kind === undefined || spoken.has(kind) ? {} : {msgtype: kind}),
      ...(content ? {content} : {}),
    };
    return Object.keys(extras).length > 0 ? {extras: {'element-json': extras}} : {};
  }

  #raw(): {readonly extras?: Extras} {
    const extras = {
      type: this.#type,
      ...leftover(this.#event, takenFromEvent),
      ...given({
        content: leftover(this.#content, new Set()),
        prev_content: leftover(recordAt(this.#unsigned, 'prev_content') ?? {}, new Set()),
      }),
    };
    return {extras: {'element-json': extras}};
  }
}

/** Undefined where the event has no id or time (reported). */
export const entryOfEvent = (event: Loose, context: EventContext): Entry | undefined => {
  const id = idAt(event, 'event_id');
  const at = numberAt(event, 'origin_server_ts');
  if (id !== undefined && at !== undefined && Number.isSafeInteger(at))
    return new Conversion(event, id, context).entry(utcMoment(at));
  context.report({kind: 'record-skipped', detail: 'An event without id or time.'}, id ?? '');
  return undefined;
};
