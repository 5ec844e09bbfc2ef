// fast-check generators for the canonical model, and whole well-ordered conversations.

import fc from 'fast-check';
import type {
  ArchiveEvent,
  Asset,
  Conversation,
  Edit,
  Entry,
  Inline,
  Moment,
  NoticeEvent,
  Part,
  Person,
  Reaction,
  Zone,
} from '../../src/engine/model/archive.ts';

const absent = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, {nil: undefined, freq: 2});

const strip = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(strip) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, strip(inner)]),
  ) as T;
};

/** A record arbitrary whose undefined values are left out, as the model wants. */
const fields = <T>(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<T> =>
  fc.record(model).map((value) => strip(value) as T);

const tricky = [
  'ok',
  '在吗',
  '好的👍🏽',
  'Zoë\u0301',
  '\u200eimage omitted',
  'a\nb',
  'line one\n\nline three',
  '12/03/2024, 10:00 - Eve: no',
  '[3/18/22, 14:56:01] x: y',
  '‫שלום‬ עולם',
  '👨‍👩‍👧‍👦',
  '<b>&amp;</b>',
  '"quoted", comma; tab\t',
  '=HYPERLINK("http://x")',
  '\u001b[31mred\u001b[0m',
  '`code` *bold* _it_',
  '',
  ' ',
];

/** Words people write, with the traps that escape rules are made for. Never lone surrogates. */
export const text = fc.oneof(
  fc.constantFrom(...tricky),
  fc.string({unit: 'grapheme', maxLength: 40}),
  fc.lorem({maxCount: 5}),
);
export const nonEmptyText = text.map((value) => (value.trim() === '' ? 'x' : value));

export const zone: fc.Arbitrary<Zone> = fc.oneof(
  fc.constant<Zone>({kind: 'utc'}),
  fc.constantFrom(-480, 60, 330, 480).map((minutes): Zone => ({kind: 'offset', minutes})),
  fc
    .constantFrom('UTC', 'Asia/Shanghai', 'Europe/Berlin')
    .map((assumedZone): Zone => ({kind: 'floating', assumedZone})),
);

const fine = {ms: 1, s: 1000, min: 60_000, day: 86_400_000} as const;

export const moment: fc.Arbitrary<Moment> = fc
  .tuple(
    fc.integer({min: 0, max: 1_900_000_000_000}),
    fc.constantFrom('ms', 's', 'min' as const),
    zone,
  )
  .map(([value, precision, at]) => ({
    epochMs: Math.floor(value / fine[precision]) * fine[precision],
    precision,
    zone: at,
  }));

export const asset: fc.Arbitrary<Asset> = fields<Asset>({
  id: fc.constantFrom('photo.jpg', 'media/语音 1.opus', 'IMG-20240101-WA0001.jpg'),
  name: absent(nonEmptyText),
  mime: absent(fc.constantFrom('image/jpeg', 'audio/ogg')),
  bytes: absent(fc.nat()),
  presence: fc.constantFrom('absent', 'remote'),
  url: absent(fc.webUrl()),
});

const inlineTree = fc.letrec<{inline: Inline}>((tie) => ({
  inline: fc.oneof(
    {maxDepth: 2},
    nonEmptyText.map((value): Inline => ({kind: 'plain', text: value})),
    fields<Inline>({
      kind: fc.constant('styled'),
      style: fc.constantFrom('bold', 'italic', 'spoiler', 'code'),
      inlines: fc.array(tie('inline'), {minLength: 1, maxLength: 2}),
    }),
    fields<Inline>({
      kind: fc.constant('code-block'),
      text: nonEmptyText,
      language: absent(fc.constantFrom('ts', 'py')),
    }),
    fields<Inline>({
      kind: fc.constant('url'),
      url: fc.webUrl(),
      inlines: absent(fc.array(tie('inline'), {minLength: 1, maxLength: 1})),
    }),
    fields<Inline>({
      kind: fc.constant('mention'),
      text: fc.constantFrom('@Ana', '@所有人'),
      person: absent(fc.constantFrom('p1', 'p2')),
    }),
    fields<Inline>({
      kind: fc.constant('emoji'),
      text: fc.constantFrom(':parrot:', '[微笑]'),
      id: absent(fc.constant('77')),
    }),
  ),
}));

export const inlines = fc.array(inlineTree.inline, {minLength: 1, maxLength: 3});

export const part: fc.Arbitrary<Part> = fc.letrec<{part: Part}>((tie) => ({
  part: fc.oneof(
    {maxDepth: 1},
    inlines.map((value): Part => ({kind: 'text', inlines: value})),
    fields<Part>({
      kind: fc.constant('media'),
      role: fc.constantFrom('image', 'video', 'voice', 'sticker', 'file'),
      asset,
      caption: absent(inlines),
      durationSeconds: absent(fc.nat(600)),
      width: absent(fc.nat(4000)),
      transcript: absent(text),
    }),
    fields<Part>({
      kind: fc.constant('location'),
      latitude: fc.double({min: -90, max: 90, noNaN: true}),
      longitude: fc.double({min: -180, max: 180, noNaN: true}),
      name: absent(text),
    }),
    fields<Part>({
      kind: fc.constant('contact'),
      name: nonEmptyText,
      phones: absent(fc.array(fc.constant('+34 600 000 000'), {maxLength: 2})),
    }),
    fields<Part>({
      kind: fc.constant('poll'),
      question: nonEmptyText,
      options: fc.array(fields({text: nonEmptyText, votes: absent(fc.nat(9))}), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    fields<Part>({
      kind: fc.constant('link'),
      url: fc.webUrl(),
      title: absent(text),
      card: absent(fc.constantFrom('mini-program', 'music')),
    }),
    fields<Part>({
      kind: fc.constant('transfer'),
      role: fc.constantFrom('transfer', 'red-packet'),
      amount: absent(fc.constant('12.50')),
      note: absent(text),
    }),
    fields<Part>({
      kind: fc.constant('bundle'),
      title: absent(text),
      items: fc.array(
        fields({
          name: absent(nonEmptyText),
          at: absent(moment),
          body: fc.array(tie('part'), {minLength: 1, maxLength: 1}),
        }),
        {maxLength: 2},
      ),
    }),
    fields<Part>({
      kind: fc.constant('raw'),
      format: fc.constant('other'),
      name: fc.constant('odd'),
      text,
      value: absent(fc.jsonValue({maxDepth: 1}) as fc.Arbitrary<unknown>),
    }),
  ),
})).part;

export const noticeEvent: fc.Arbitrary<NoticeEvent> = fc.oneof(
  nonEmptyText.map((title): NoticeEvent => ({kind: 'renamed', title})),
  fc.constantFrom<NoticeEvent>(
    {kind: 'left'},
    {kind: 'encryption'},
    {kind: 'photo-changed'},
    {kind: 'other'},
    {kind: 'members-added', members: ['p1']},
  ),
);

const reaction: fc.Arbitrary<Reaction> = fields<Reaction>({
  emoji: fc.constantFrom('👍', '❤️', ':parrot:'),
  count: fc.integer({min: 1, max: 5}),
  by: absent(fc.constant([{person: 'p2'}])),
});
const edit: fc.Arbitrary<Edit> = fields<Edit>({
  at: absent(moment),
  before: absent(fc.array(part, {minLength: 1, maxLength: 1})),
});

const person = fc.constantFrom('p1', 'p2', 'p3');

/** Entries without ids in order: `archive` gives them. */
export const entry: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 5,
    arbitrary: fields<Entry>({
      kind: fc.constant('message'),
      id: fc.uuid(),
      at: moment,
      from: person,
      body: fc.array(part, {minLength: 1, maxLength: 2}),
      replyTo: absent(fields({quote: fields({name: absent(nonEmptyText), text})})),
      reactions: absent(fc.array(reaction, {minLength: 1, maxLength: 2})),
      edits: absent(fc.array(edit, {minLength: 1, maxLength: 2})),
      isPinned: absent(fc.boolean()),
      extras: absent(fc.constant({other: {flag: 1}})),
    }),
  },
  fields<Entry>({
    kind: fc.constant('call'),
    id: fc.uuid(),
    at: moment,
    from: person,
    medium: fc.constantFrom('voice', 'video'),
    outcome: fc.constantFrom('answered', 'missed'),
    durationSeconds: absent(fc.nat(5000)),
  }),
  fields<Entry>({
    kind: fc.constant('notice'),
    id: fc.uuid(),
    at: moment,
    from: absent(person),
    event: noticeEvent,
    text: nonEmptyText,
  }),
  fields<Entry>({
    kind: fc.constant('removed'),
    id: fc.uuid(),
    at: moment,
    from: absent(person),
    removedBy: absent(fc.constantFrom('sender', 'admin')),
    text: absent(nonEmptyText),
  }),
);

export const people: readonly Person[] = [
  {id: 'p1', name: 'Ana', isOwner: true, handles: [{kind: 'phone', value: '+34 600 000 000'}]},
  {id: 'p2', name: '阿丽'},
  {id: 'p3', name: 'Łukasz "Lu" O\u2019Neil'},
];

/** A whole archive: three persons, one or two conversations, entries in the order of time. */
export const archive: fc.Arbitrary<readonly ArchiveEvent[]> = fc
  .tuple(fc.array(entry, {maxLength: 12}), fc.boolean(), nonEmptyText)
  .map(([entries, isGroup, title]) => {
    const conversation: Conversation = {
      id: 'c1',
      kind: isGroup ? 'group' : 'direct',
      title,
      platform: 'whatsapp',
      members: ['p1', 'p2', 'p3'],
    };
    const sorted = [...entries].sort((a, b) => a.at.epochMs - b.at.epochMs);
    return [
      ...people.map((value): ArchiveEvent => ({type: 'person', person: value})),
      {type: 'conversation', conversation},
      ...sorted.map((value): ArchiveEvent => ({type: 'entry', conversation: 'c1', entry: value})),
    ];
  });

const plainTexts = [
  'ok',
  '在吗',
  '好的👍🏽',
  'Zoë\u0301 says hi',
  'line one\nline two',
  'see you at 19:30, ok?',
  '👨‍👩‍👧‍👦 all of us',
  'שלום עולם',
  'مرحبا بالعالم',
  '100% sure = yes',
  'naïve café & co',
  '<b>&amp;</b>',
  '"quoted", comma; end',
  'ends with a colon:',
];

const chatText = fc.constantFrom(...plainTexts);

/** From the year 2000 on: chats are not older, and to some platforms 0 is no time at all. */
const chatMoment = moment.map((at) => ({
  ...at,
  epochMs: Date.UTC(2000, 0, 1) + (at.epochMs % 1e12),
}));

const chatFile = {image: 'photo.jpg', video: 'clip.mp4', voice: 'voice.ogg', file: 'plan.pdf'};

const chatMessage: fc.Arbitrary<Entry> = fields<Entry>({
  kind: fc.constant('message'),
  id: fc.constant(''),
  at: chatMoment,
  from: person,
  body: fc.oneof(
    {
      weight: 4,
      arbitrary: chatText.map((value): Part[] => [
        {kind: 'text', inlines: [{kind: 'plain', text: value}]},
      ]),
    },
    fc.constantFrom('image', 'video', 'voice', 'file' as const).map((role): Part[] => [
      {
        kind: 'media',
        role,
        asset: {id: chatFile[role], name: chatFile[role], presence: 'included'},
      },
    ]),
  ),
  reactions: absent(
    fc.constant([{emoji: '👍', count: 2, by: [{person: 'p2'}, {person: 'p3'}]}] as Reaction[]),
  ),
  edits: absent(fc.constant([{}])),
  isPinned: absent(fc.constant(true)),
  forwardedFrom: absent(fc.constant({name: 'Ana'})),
});

const chatEntry: fc.Arbitrary<Entry> = fc.oneof(
  {weight: 6, arbitrary: chatMessage},
  fields<Entry>({
    kind: fc.constant('call'),
    id: fc.constant(''),
    at: chatMoment,
    from: person,
    medium: fc.constantFrom('voice', 'video'),
    outcome: fc.constant('answered'),
    durationSeconds: fc.integer({min: 1, max: 5000}),
  }),
  fields<Entry>({
    kind: fc.constant('notice'),
    id: fc.constant(''),
    at: chatMoment,
    from: person,
    event: fc.constantFrom<NoticeEvent>({kind: 'left'}, {kind: 'other'}),
    text: fc.constantFrom('Ana left', 'The weather changed'),
  }),
  fields<Entry>({
    kind: fc.constant('removed'),
    id: fc.constant(''),
    at: chatMoment,
    from: person,
    removedBy: fc.constant('sender'),
  }),
);

/**
 * An archive such as platforms have them: texts without traps for markup, numbered ids in the order of time, some messages answer
 * an earlier one. For comparing what was written with what is read back; `archive` is the wild one.
 */
export const chatArchive: fc.Arbitrary<readonly ArchiveEvent[]> = fc
  .tuple(fc.array(fc.tuple(chatEntry, fc.nat(20)), {minLength: 1, maxLength: 10}), fc.boolean())
  .map(([drawn, isGroup]) => {
    // One entry per instant: that several share one is for `archive`.
    const sorted = drawn
      .filter(
        ([{at}], index) => drawn.findIndex(([other]) => other.at.epochMs === at.epochMs) === index,
      )
      .toSorted(([a], [b]) => a.at.epochMs - b.at.epochMs);
    const conversation: Conversation = {
      id: 'c1',
      kind: isGroup ? 'group' : 'direct',
      title: 'Trip',
      members: isGroup ? ['p1', 'p2', 'p3'] : ['p1', 'p2'],
    };
    return [
      ...people.map((value): ArchiveEvent => ({type: 'person', person: value})),
      {type: 'conversation', conversation},
      ...sorted.map(([value, back], index): ArchiveEvent => {
        const target = sorted[index - 1 - back]?.[0];
        const id = String(index + 1);
        const replyTo =
          value.kind === 'message' && target?.kind === 'message'
            ? {replyTo: {entry: String(index - back)}}
            : {};
        return {type: 'entry', conversation: 'c1', entry: {...value, ...replyTo, id} as Entry};
      }),
    ];
  });
