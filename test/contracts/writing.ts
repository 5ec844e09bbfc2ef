// What the writer contract works with: chats that hold something of everything, chats that mean harm, sinks that watch and fail.

import {ChatError} from '../../src/engine/errors.ts';
import type {Format, WriteOptions, Writer} from '../../src/engine/convert/format.ts';
import {memorySink} from '../../src/engine/io/memory-source.ts';
import type {MemorySink} from '../../src/engine/io/memory-source.ts';
import type {Sink} from '../../src/engine/io/sink.ts';
import type {
  ArchiveEvent,
  Asset,
  Conversation,
  Entry,
  EventBatch,
  Part,
  Person,
} from '../../src/engine/model/archive.ts';
import {
  conversationEvent,
  entryEvent,
  personEvent,
  textPart,
} from '../../src/engine/model/build.ts';
import {ProblemLog} from '../../src/engine/model/problem.ts';
import type {Problem} from '../../src/engine/model/problem.ts';
import {groupByConversation} from '../../src/engine/transform/group.ts';

export type WritableFormat = Format & {readonly writer: Writer};

export const isWritable = (format: Format): format is WritableFormat => format.writer !== undefined;

export const writeOptions: WriteOptions = {zone: 'UTC', label: 'Test chats', lang: 'en'};

const photo = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

async function* photoBytes(): AsyncIterable<Uint8Array> {
  yield photo.subarray(0, 3);
  yield photo.subarray(3);
}

export const assetBytes = (asset: Asset): AsyncIterable<Uint8Array> | undefined =>
  asset.presence === 'included' ? photoBytes() : undefined;

export type WriteRun = {
  readonly sink?: Sink;
  readonly signal?: AbortSignal;
  readonly options?: Partial<WriteOptions>;
};

/** Runs a writer over batches as the engine does. */
export const writeBatches = async (
  {writer}: WritableFormat,
  batches: AsyncIterable<EventBatch>,
  {sink = memorySink(), signal = new AbortController().signal, options = {}}: WriteRun = {},
): Promise<readonly Problem[]> => {
  const log = new ProblemLog();
  await writer.write(
    writer.needs === 'grouped' ? groupByConversation(batches) : batches,
    sink,
    {...writeOptions, ...options},
    {
      signal,
      report: log.report,
      generator: 'chatark test',
      now: () => 1_700_000_000_000,
      asset: assetBytes,
    },
  );
  return log.summary().samples;
};

export async function* inBatches(
  events: readonly ArchiveEvent[],
  size = 4,
): AsyncIterable<EventBatch> {
  for (let start = 0; start < events.length; start += size) yield events.slice(start, start + size);
}

export type Written = {readonly sink: MemorySink; readonly problems: readonly Problem[]};

export const writeAll = async (
  format: WritableFormat,
  events: readonly ArchiveEvent[],
  options: Partial<WriteOptions> = {},
): Promise<Written> => {
  const sink = memorySink();
  const problems = await writeBatches(format, inBatches(events), {sink, options});
  return {sink, problems};
};

/** Names and bytes of everything that was written, in one text to compare. */
export const contentsOf = ({files}: MemorySink): Record<string, string> =>
  Object.fromEntries(
    [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('latin1')]),
  );

// ---- sinks

/** Fails with `no-space` at the nth write of the whole run. */
export const fullSink = (after: number): {readonly sink: Sink; readonly inner: MemorySink} => {
  const inner = memorySink();
  let writes = 0;
  const sink: Sink = {
    async create(path, options) {
      const file = await inner.create(path, options);
      return {
        ...file,
        write: async (chunk) => {
          if (++writes > after) throw new ChatError('no-space', 'The target is full.');
          await file.write(chunk);
        },
      };
    },
  };
  return {sink, inner};
};

/** Takes its time with each write and tells whether one is under way. */
export const slowSink = (): {readonly sink: Sink; isWriting(): boolean; writes(): number} => {
  const inner = memorySink();
  let [pending, writes] = [0, 0];
  const sink: Sink = {
    async create(path, options) {
      const file = await inner.create(path, options);
      return {
        ...file,
        write: async (chunk) => {
          pending++;
          writes++;
          await new Promise((resolve) => {
            setImmediate(resolve);
          });
          await file.write(chunk);
          pending--;
        },
      };
    },
  };
  return {sink, isWriting: () => pending > 0, writes: () => writes};
};

// ---- chats

const at = (epochMs: number): Entry['at'] => ({epochMs, precision: 's', zone: {kind: 'utc'}});

const picture: Part = {
  kind: 'media',
  role: 'image',
  asset: {id: 'media/photo.jpg', name: 'photo.jpg', mime: 'image/jpeg', presence: 'included'},
};

const start = Date.UTC(2024, 4, 1, 8);

const ordinaryEntry = (index: number): Entry => {
  const base = {id: String(index + 1), at: at(start + index * 3_600_000)};
  const from = index % 3 === 0 ? 'u1' : 'u2';
  if (index % 13 === 5)
    return {...base, kind: 'call', from, medium: 'voice', outcome: 'answered', durationSeconds: 61};
  if (index % 13 === 7)
    return {
      ...base,
      kind: 'notice',
      from,
      event: {kind: 'photo-changed'},
      text: 'changed the photo',
    };
  if (index % 13 === 9) return {...base, kind: 'removed', from, removedBy: 'sender'};
  return {
    ...base,
    kind: 'message',
    from,
    body: index % 13 === 2 ? [picture] : [textPart(`message ${index} 好的👍🏽`)],
    ...(index % 13 === 4 ? {replyTo: {entry: String(index)}} : {}),
    ...(index % 13 === 6 ? {reactions: [{emoji: '👍', count: 1, by: [{person: 'u1'}]}]} : {}),
    ...(index % 13 === 8 ? {edits: [{}]} : {}),
  };
};

const users: readonly Person[] = [
  {id: 'u1', name: 'Ana', isOwner: true, handles: [{kind: 'phone', value: '+34 600 000 001'}]},
  {id: 'u2', name: '阿丽', handles: [{kind: 'phone', value: '+86 130 0000 0002'}]},
];

/** Two chats of many entries with a bit of everything that is usual. */
export const ordinaryChats = (entries = 60): ArchiveEvent[] => [
  ...users.map(personEvent),
  ...['Ana and 阿丽', 'Trip'].flatMap((title, index) => {
    const conversation: Conversation = {
      id: `c${index}`,
      kind: index === 0 ? 'direct' : 'group',
      title,
      members: ['u1', 'u2'],
    };
    return [
      conversationEvent(conversation),
      ...Array.from({length: entries}, (_, each) =>
        entryEvent(conversation.id, ordinaryEntry(each)),
      ),
    ];
  }),
];

const say = (text: string, index = 0, from = 'p'): Entry => ({
  kind: 'message',
  id: String(index + 1),
  at: at(start + index * 60_000),
  from,
  body: [textPart(text)],
});

const chat = (
  conversation: Partial<Conversation>,
  entries: readonly Entry[],
  person: Partial<Person> = {},
): ArchiveEvent[] => {
  const who: Person = {id: 'p', name: 'P', ...person};
  const where: Conversation = {id: 'c', kind: 'group', members: [who.id], ...conversation};
  return [
    personEvent(who),
    conversationEvent(where),
    ...entries.map((entry) => entryEvent(where.id, entry)),
  ];
};

export const hostileTexts = [
  '../../etc/passwd',
  '..\\..\\windows\\system32',
  'C:\\con',
  'con',
  '/',
  '.',
  '..',
  '.hidden',
  'a/b\\c:d*e?f"g<h>i|j',
  'line\nbreak\r\nand\ttab',
  '\u001b[31mred\u001b[0m\u0007',
  '\u0000\u0001\u009b',
  '=HYPERLINK("http://x")',
  '@SUM(1+1)',
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '\u202eevil\u202c.txt',
  'שלום עולם',
  '👨‍👩‍👧‍👦🏳️‍🌈',
  '\ud83d',
  'half \udc4d pair',
  'e\u0301'.repeat(200),
  'x'.repeat(5000),
  '</script><script>alert(1)</script>',
  ']]>&amp;&#0;',
  '```\n# head\n---\n',
  '12/03/2024, 10:00 - Eve: no',
  '[3/18/22, 14:56:01] x: y',
];

/** Keys that JavaScript reads its own way arrive as JSON.parse makes them. */
const trapExtras = JSON.parse('{"__proto__":{"polluted":1},"other":{"__proto__":2}}') as Record<
  string,
  Record<string, never>
>;

const withEverywhere = (text: string): ArchiveEvent[] => {
  const id = text === '' ? 'p' : text;
  const media: Part = {
    ...picture,
    kind: 'media',
    asset: {id, name: text, presence: 'included'},
    caption: [{kind: 'plain', text}],
  } as Part;
  const from = id;
  const entries: Entry[] = [
    say(text, 0, from),
    {...say(text, 1, from), kind: 'message', from, id: `${id}1`, body: [media], extras: trapExtras},
    {
      kind: 'message',
      id: `${id}2`,
      at: at(start + 200_000),
      from,
      body: [
        {
          kind: 'text',
          inlines: [
            {kind: 'url', url: text},
            {kind: 'mention', text, person: from},
            {kind: 'code-block', text, language: text},
            {kind: 'emoji', text, id},
          ],
        },
      ],
      replyTo: {entry: `${id}1`, quote: {name: text, text}},
      reactions: [{emoji: text, count: 1, by: [{person: from}]}],
      forwardedFrom: {name: text},
    },
    {
      kind: 'message',
      id: `${id}3`,
      at: at(start + 300_000),
      from,
      body: [
        {kind: 'contact', name: text, phones: [text]},
        {kind: 'poll', question: text, options: [{text}]},
        {kind: 'link', url: text, title: text},
        {kind: 'location', name: text, latitude: 1, longitude: 2},
        {kind: 'raw', format: text, name: text, text},
        {kind: 'bundle', title: text, items: [{name: text, body: [textPart(text)]}]},
        {kind: 'transfer', role: 'transfer', amount: text, note: text},
      ],
    },
    {
      kind: 'notice',
      id: `${id}4`,
      at: at(start + 400_000),
      from,
      event: {kind: 'renamed', title: text},
      text,
    },
    {kind: 'removed', id: `${id}5`, at: at(start + 500_000), from, text},
  ];
  return chat({id, title: text, members: [id], topic: text}, entries, {
    id,
    name: text,
    aliases: [text],
    handles: [{kind: 'username', value: text}],
  });
};

export const hostileArchives: Readonly<Record<string, readonly ArchiveEvent[]>> = {
  'nothing at all': [],
  'a person and no chat': [personEvent({id: 'p', name: 'P'})],
  'a chat without entries': chat({title: 'Empty'}, []),
  'a chat of one entry': chat({title: 'One'}, [say('only')]),
  'a message without content': chat({title: 'Blank'}, [say('')]),
  'no titles and no names': [
    personEvent({id: 'p'}),
    ...['c1', 'c2'].flatMap((id) => [
      conversationEvent({id, kind: 'unknown', members: ['p']}),
      entryEvent(id, say('hello')),
    ]),
  ],
  'chats of equal titles': [
    personEvent({id: 'p', name: 'P'}),
    ...['c1', 'c2', 'c3'].flatMap((id, index) => [
      conversationEvent({id, kind: 'group', title: index === 2 ? 'SAME' : 'Same', members: ['p']}),
      entryEvent(id, say(`in ${id}`)),
    ]),
  ],
  'people of equal names': [
    ...['p', 'q'].map((id) => personEvent({id, name: 'Sam'})),
    conversationEvent({id: 'c', kind: 'group', title: 'Two Sams', members: ['p', 'q']}),
    entryEvent('c', say('I am one', 0, 'p')),
    entryEvent('c', say('I am the other', 1, 'q')),
  ],
  'the ends of time': chat(
    {title: 'Times'},
    [0, 1, -86_400_000, Date.UTC(2100, 0, 1), Date.UTC(9999, 11, 31)].map((epochMs, index) => ({
      ...say(`at ${epochMs}`, index),
      at: at(epochMs),
    })),
  ),
  'one time for all': chat(
    {title: 'Same time'},
    Array.from({length: 5}, (_, index) => ({...say('ok', index), at: at(start)})),
  ),
  'equal ids in two chats': ['c1', 'c2'].flatMap((id) => chat({id, title: id}, [say('same id')])),
  ...Object.fromEntries(
    hostileTexts.map((text) => [
      `${JSON.stringify(text.slice(0, 40))} everywhere`,
      withEverywhere(text),
    ]),
  ),
};

/** An archive in which every text is the same attack. */
export const attack = withEverywhere;

export const htmlPayloads = [
  '<script>zzz()</script>',
  '"><zzz zzz=1>',
  "'><img src=//evil.example/x onerror=zzz()>",
  '" onmouseover="zzz()" zzz="',
  "' onfocus=zzz() autofocus zzz='",
  '</title><style>@import url(//evil.example/)</style>',
  '</script></style></textarea><iframe src=//evil.example/>',
  '<!--><svg onload=zzz()>-->',
  'javascript:zzz()',
  ' java\nscript:zzz()',
  'JaVaScRiPt:zzz()',
  'data:text/html,<script>zzz()</script>',
  'vbscript:zzz',
  'file:///etc/passwd',
  '//evil.example/x.png',
  '&lt;script&gt;zzz()&lt;/script&gt;',
  '&#60;zzz&#62;',
  '\\u003czzz\\u003e',
  '<base href="//evil.example/">',
  '<meta http-equiv=refresh content="0;url=//evil.example/">',
  '<link rel=stylesheet href=//evil.example/>',
];
