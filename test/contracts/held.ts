// Takes out of an archive what a writer does not hold, by the words of its `holds` alone; and says in plain values what must survive.

import type {
  ArchiveEvent,
  Entry,
  Inline,
  Message,
  Moment,
  Part,
  Person,
} from '../../src/engine/model/archive.ts';
import {textPart} from '../../src/engine/model/build.ts';
import type {Feature} from '../../src/engine/model/features.ts';
import {inlinesText} from '../../src/engine/model/text.ts';

type Holds = ReadonlySet<Feature>;

/** Leaves out keys. */
const without = <T extends object>(value: T, ...keys: readonly (keyof T | false)[]): T => {
  const left = {...value};
  for (const key of keys) if (key !== false) delete left[key];
  return left;
};

const heldMoment = ({epochMs, zone}: Moment, holds: Holds): Moment => {
  const fine = holds.has('time.milliseconds') ? 1 : holds.has('time.seconds') ? 1000 : 60_000;
  return {
    epochMs: Math.floor(epochMs / fine) * fine,
    precision: fine === 1 ? 'ms' : fine === 1000 ? 's' : 'min',
    zone: zone.kind === 'offset' && !holds.has('time.zone') ? {kind: 'utc'} : zone,
  };
};

const heldInline = (inline: Inline, holds: Holds): Inline => {
  const asPlain: Inline = {kind: 'plain', text: inlinesText([inline])};
  switch (inline.kind) {
    case 'plain':
      return inline;
    case 'styled':
      return holds.has('text.style') ? inline : asPlain;
    case 'code-block':
      return holds.has('text.code-block') ? inline : asPlain;
    case 'url':
      return holds.has('text.url') || !inline.inlines ? inline : asPlain;
    case 'mention':
      return holds.has('text.mention') ? inline : asPlain;
    case 'emoji':
      return holds.has('text.custom-emoji') ? inline : asPlain;
    default:
      return inline satisfies never;
  }
};

const heldMedia = (part: Extract<Part, {kind: 'media'}>, holds: Holds): Part => ({
  ...without(
    part,
    !holds.has('media.caption') && 'caption',
    !holds.has('media.duration') && 'durationSeconds',
    !holds.has('media.size') && 'width',
    !holds.has('media.size') && 'height',
    !holds.has('media.transcript') && 'transcript',
    !holds.has('media.thumbnail') && 'thumbnail',
  ),
  role: part.role === 'sticker' || holds.has('media.role') ? part.role : 'file',
  asset: holds.has('media.file') ? part.asset : {...part.asset, presence: 'absent'},
});

/** Undefined: not held at all. */
const heldPart = (part: Part, holds: Holds): Part | undefined => {
  switch (part.kind) {
    case 'text':
      return {kind: 'text', inlines: part.inlines.map((inline) => heldInline(inline, holds))};
    case 'media': {
      const isHeld = holds.has(part.role === 'sticker' ? 'sticker' : 'media');
      return isHeld ? heldMedia(part, holds) : undefined;
    }
    case 'link':
      return holds.has('link-card') ? part : undefined;
    case 'poll':
      if (!holds.has('poll')) return undefined;
      return holds.has('poll.votes')
        ? part
        : {...part, options: part.options.map((option) => without(option, 'votes', 'voters'))};
    case 'location':
    case 'contact':
    case 'transfer':
    case 'bundle':
    case 'raw':
      return holds.has(part.kind) ? part : undefined;
    default:
      return part satisfies never;
  }
};

const heldBody = (body: readonly Part[], holds: Holds): Part[] => {
  const left = body.flatMap((part) => heldPart(part, holds) ?? []);
  return left.length === 0 ? [textPart('left out')] : left;
};

const heldMessage = (message: Message, holds: Holds): Message => {
  const left = without(
    message,
    !holds.has('reply') && !holds.has('reply.quote') && 'replyTo',
    !holds.has('thread') && 'thread',
    !holds.has('forward') && 'forwardedFrom',
    !holds.has('reaction') && 'reactions',
    !holds.has('edit') && 'edits',
    !holds.has('pin') && 'isPinned',
    !holds.has('status') && 'status',
    !holds.has('extras') && 'extras',
  );
  return {
    ...left,
    body: heldBody(left.body, holds),
    ...(left.reactions && !holds.has('reaction.people')
      ? {reactions: left.reactions.map((reaction) => without(reaction, 'by'))}
      : {}),
    ...(left.edits && !holds.has('edit.history')
      ? {edits: left.edits.map((edit) => without(edit, 'before'))}
      : {}),
  };
};

const heldEntry = (entry: Entry, holds: Holds): Entry | undefined => {
  const timed = {...entry, at: heldMoment(entry.at, holds)};
  if (!holds.has(timed.kind)) return undefined;
  switch (timed.kind) {
    case 'message':
      return heldMessage(timed, holds);
    case 'call':
      return holds.has('call.duration') ? timed : without(timed, 'durationSeconds');
    case 'notice':
      return holds.has('notice.event') ? timed : {...timed, event: {kind: 'other'}};
    case 'removed':
      return holds.has('removed.body') ? timed : without(timed, 'body');
    default:
      return timed satisfies never;
  }
};

const heldPerson = (person: Person, holds: Holds): Person =>
  without(
    person,
    !holds.has('person.handles') && 'handles',
    !holds.has('person.aliases') && 'aliases',
    !holds.has('person.avatar') && 'avatar',
    !holds.has('person.owner') && 'isOwner',
    !holds.has('person.bot') && 'isBot',
  );

export const onlyHeld = (events: readonly ArchiveEvent[], holds: Holds): ArchiveEvent[] =>
  events.flatMap((event): ArchiveEvent[] => {
    if (event.type === 'person') return [{...event, person: heldPerson(event.person, holds)}];
    if (event.type === 'conversation') return [event];
    const entry = heldEntry(event.entry, holds);
    return entry ? [{...event, entry}] : [];
  });

// ---- what must survive

/** White space and marks that only steer direction or presentation differ between programs. */
const squeezed = (text: string): string =>
  text
    .replace(/(?:[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]|\ufe0e|\ufe0f)+/gu, '')
    .normalize('NFC');

const mediaOf = (body: readonly Part[], holds: Holds): unknown[] =>
  body.flatMap((part) =>
    part.kind === 'media' ? [holds.has('media.role') ? part.role : 'media'] : [],
  );

const wordsOf = (body: readonly Part[]): string =>
  body
    .flatMap((part) => (part.kind === 'text' ? [squeezed(inlinesText(part.inlines))] : []))
    .join('');

export type Survivor = Readonly<Record<string, unknown>>;

const ofMessage = (message: Message, holds: Holds): Survivor => ({
  ...(holds.has('media') ? {media: mediaOf(message.body, holds)} : {}),
  ...(holds.has('reaction')
    ? {reactions: (message.reactions ?? []).map(({emoji, count}) => `${emoji} ${count}`)}
    : {}),
  ...(holds.has('edit') ? {isEdited: message.edits !== undefined} : {}),
  ...(holds.has('pin') ? {isPinned: message.isPinned === true} : {}),
  ...(holds.has('forward') ? {isForwarded: message.forwardedFrom !== undefined} : {}),
});

/** One plain record per entry, in order: when, who (by name), what kind, and what the writer says that it holds of it. */
export const survivorsOf = (events: readonly ArchiveEvent[], holds: Holds): Survivor[] => {
  const people = new Map<string, Person>();
  for (const event of events)
    if (event.type === 'person') people.set(event.person.id, event.person);
  const order = new Map<string, number>();
  const entries = events.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));
  entries.forEach(({id}, index) => order.set(id, index));
  return entries.map((entry) => ({
    kind: entry.kind,
    at: new Date(heldMoment(entry.at, holds).epochMs).toISOString(),
    ...(entry.kind === 'message'
      ? {
          ...(holds.has('person.name') ? {from: people.get(entry.from)?.name} : {}),
          ...(holds.has('person.owner') ? {isOwn: people.get(entry.from)?.isOwner === true} : {}),
          text: wordsOf(entry.body),
          ...(holds.has('reply') && entry.replyTo?.entry !== undefined
            ? {answers: order.get(entry.replyTo.entry)}
            : {}),
          ...ofMessage(entry, holds),
        }
      : {}),
    ...(entry.kind === 'notice' ? {text: squeezed(entry.text)} : {}),
    ...(entry.kind === 'call' && holds.has('call.duration')
      ? {seconds: entry.durationSeconds}
      : {}),
  }));
};
