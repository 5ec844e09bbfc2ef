import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {convert} from '../../../src/engine/convert/convert.ts';
import {memorySink, memorySource} from '../../../src/engine/io/memory-source.ts';
import type {ArchiveEvent, Entry, Person} from '../../../src/engine/model/archive.ts';
import {whatsappTxtFormat} from '../../../src/formats/whatsapp-txt/index.ts';
import {read} from '../../../src/formats/whatsapp-txt/read.ts';
import {writer} from '../../../src/formats/whatsapp-txt/write.ts';
import {text as anyText} from '../../helpers/arbitraries.ts';
import {makeContext} from '../../helpers/read-all.ts';

const ana: Person = {id: 'a', name: 'Ana', isOwner: false};
const ben: Person = {id: 'b', name: 'Ben', isOwner: true};
const at = (minutes: number) => ({
  epochMs: Date.UTC(2024, 0, 15, 10, minutes),
  precision: 'min' as const,
  zone: {kind: 'floating' as const, assumedZone: 'UTC'},
});
const say = (id: number, body: string, from = 'a'): Entry => ({
  kind: 'message',
  id: `m${id}`,
  at: at(id),
  from,
  body: [{kind: 'text', inlines: body === '' ? [] : [{kind: 'plain', text: body}]}],
});

const eventsOf = (entries: readonly Entry[]): ArchiveEvent[] => [
  {type: 'person', person: ana},
  {type: 'person', person: ben},
  {
    type: 'conversation',
    conversation: {
      id: 'c',
      kind: 'direct',
      title: 'Ana',
      platform: 'whatsapp',
      members: ['a', 'b'],
    },
  },
  ...entries.map((entry): ArchiveEvent => ({type: 'entry', conversation: 'c', entry})),
];

const written = async (entries: readonly Entry[], files: Record<string, string> = {}) => {
  const sink = memorySink();
  const source = memorySource(files);
  const report = await convert(
    {
      label: 'test',
      read: async function* () {
        yield eventsOf(entries);
      },
      asset: (asset) => source.open(asset.id),
    },
    {...whatsappTxtFormat, writer},
    sink,
    {
      signal: new AbortController().signal,
      write: {zone: 'UTC', lang: 'en'},
      generator: 'test',
      now: () => 0,
    },
  );
  return {sink, report};
};

const readBack = async (files: ReadonlyMap<string, Uint8Array>): Promise<Entry[]> => {
  const path = [...files.keys()].find((name) => name.endsWith('.txt')) ?? '';
  const entries: Entry[] = [];
  const {ctx} = makeContext();
  for await (const batch of read(
    {source: memorySource(Object.fromEntries(files)), path},
    {zone: 'UTC', dateOrder: 'dmy'},
    ctx,
  ))
    for (const event of batch) if (event.type === 'entry') entries.push(event.entry);
  return entries;
};

const roundTrip = async (
  entries: readonly Entry[],
  files?: Record<string, string>,
): Promise<Entry[]> => {
  const {sink} = await written(entries, files);
  return readBack(sink.files);
};

const bodyOf = (entry: Entry | undefined) => (entry?.kind === 'message' ? entry.body : undefined);

describe('writing', () => {
  test('prints what WhatsApp for Android prints', async () => {
    const {sink} = await written([say(0, 'hello\nworld'), say(1, 'hi', 'b')]);
    expect([...sink.files.keys()]).toEqual(['WhatsApp Chat with Ana.txt']);
    expect(sink.text()).toBe(
      '15/01/2024, 10:00 - Ana: hello\nworld\n15/01/2024, 10:01 - Ben: hi\n',
    );
  });

  test('the same events give the same bytes', async () => {
    const entries = [say(0, 'a'), say(1, 'b')];
    expect((await written(entries)).sink.text()).toBe((await written(entries)).sink.text());
  });

  test('any text comes back as it was, message by message', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          anyText.filter((value) => !/[\r\ufffd]/.test(value)),
          {minLength: 1, maxLength: 8},
        ),
        async (texts) => {
          const back = await roundTrip(
            [...texts, 'end'].map((value, index) => say(index, value, index % 2 === 0 ? 'a' : 'b')),
          );
          expect(back.map(bodyOf)).toEqual(
            [...texts, 'end'].map((value, index) => bodyOf(say(index, value))),
          );
          expect(back.map(({from}) => from)).toEqual(
            [...texts, 'end'].map((_, index) => (index % 2 === 0 ? 'Ana' : 'Ben')),
          );
          expect(back.map((entry) => entry.at.epochMs)).toEqual(
            [...texts, 'end'].map((_, index) => at(index).epochMs),
          );
        },
      ),
      {numRuns: 200},
    );
  });

  test('even an empty line at the very end comes back', async () => {
    expect((await roundTrip([say(0, 'a'), say(1, 'b\n\n')])).map(bodyOf)).toEqual([
      bodyOf(say(0, 'a')),
      bodyOf(say(1, 'b\n\n')),
    ]);
  });

  test('files are copied beside the text and found again, under names that tell their kind', async () => {
    const media = (id: number, name: string, role: 'image' | 'voice' | 'file'): Entry => ({
      kind: 'message',
      id: `m${id}`,
      at: at(id),
      from: 'a',
      body: [
        {
          kind: 'media',
          role,
          asset: {id: name, name, presence: 'included'},
          caption: [{kind: 'plain', text: 'see'}],
        },
      ],
    });
    const files = {'p.jpg': 'P', 'note.ogg': 'V', 'sent as file.jpg': 'F'};
    const {sink} = await written(
      [
        media(0, 'p.jpg', 'image'),
        media(1, 'note.ogg', 'voice'),
        media(2, 'sent as file.jpg', 'file'),
      ],
      files,
    );
    expect([...sink.files.keys()].sort()).toEqual([
      'DOC-20240115-WA0002.jpg',
      'PTT-20240115-WA0001.ogg',
      'WhatsApp Chat with Ana.txt',
      'p.jpg',
    ]);
    const back = await readBack(sink.files);
    expect(back.map(bodyOf)).toMatchObject([
      [{kind: 'media', role: 'image', asset: {presence: 'included'}, caption: [{text: 'see'}]}],
      [{kind: 'media', role: 'voice', asset: {presence: 'included'}}],
      [{kind: 'media', role: 'file', asset: {presence: 'included'}}],
    ]);
  });

  test('places, contacts, polls, calls, deletions and edits come back', async () => {
    const entries: Entry[] = [
      {
        ...say(0, ''),
        body: [
          {
            kind: 'location',
            latitude: 41.89020538330078,
            longitude: -0.5,
            name: 'The Forum',
            address: 'Rome',
          },
        ],
      } as Entry,
      {
        ...say(1, ''),
        body: [{kind: 'contact', name: 'Carla; Ruiz', phones: ['+34 600'], emails: ['c@x.org']}],
      } as Entry,
      {
        ...say(2, ''),
        body: [
          {
            kind: 'poll',
            question: 'When?',
            options: [
              {text: 'Friday (night)', votes: 3},
              {text: 'never', votes: 1},
            ],
          },
        ],
      } as Entry,
      {kind: 'call', id: 'k1', at: at(3), from: 'a', medium: 'video', outcome: 'missed'},
      {
        kind: 'call',
        id: 'k2',
        at: at(4),
        from: 'b',
        medium: 'voice',
        outcome: 'answered',
        durationSeconds: 3725,
      },
      {kind: 'removed', id: 'r1', at: at(5), from: 'a', removedBy: 'sender'},
      {kind: 'removed', id: 'r2', at: at(6), from: 'b', removedBy: 'sender'},
      {...say(7, 'better'), edits: [{}]} as Entry,
      {
        kind: 'notice',
        id: 'n1',
        at: at(8),
        event: {kind: 'other'},
        text: 'Note: the app speaks: of http://x.org: yes',
      },
      {kind: 'notice', id: 'n2', at: at(9), from: 'a', event: {kind: 'left'}, text: ''},
    ];
    const back = await roundTrip(entries);
    expect(back).toMatchObject([
      {
        body: [
          {
            kind: 'location',
            latitude: 41.89020538330078,
            longitude: -0.5,
            name: 'The Forum',
            address: 'Rome',
          },
        ],
      },
      {body: [{kind: 'contact', name: 'Carla; Ruiz', phones: ['+34 600'], emails: ['c@x.org']}]},
      {
        body: [
          {
            kind: 'poll',
            question: 'When?',
            options: [
              {text: 'Friday (night)', votes: 3},
              {text: 'never', votes: 1},
            ],
          },
        ],
      },
      {kind: 'call', medium: 'video', outcome: 'missed', from: 'Ana'},
      {kind: 'call', medium: 'voice', outcome: 'answered', durationSeconds: 3725, from: 'Ben'},
      {kind: 'removed', from: 'Ana'},
      {kind: 'removed', from: 'Ben'},
      {kind: 'message', edits: [{}], body: [{inlines: [{text: 'better'}]}]},
      {kind: 'notice', text: 'Note: the app speaks: of http://x.org: yes'},
      {kind: 'notice', event: {kind: 'left'}, from: 'Ana'},
    ]);
  });

  test('names that would break lines are mended and reported', async () => {
    const sink = memorySink();
    const report = await convert(
      {
        label: 'test',
        read: async function* () {
          yield [
            {type: 'person', person: {id: 'a', name: 'A: "B\nC'}},
            {
              type: 'conversation',
              conversation: {id: 'c', kind: 'group', title: 'x/y', members: ['a']},
            },
            {type: 'entry', conversation: 'c', entry: say(0, 'hi')},
          ] as ArchiveEvent[];
        },
      },
      {...whatsappTxtFormat, writer},
      sink,
      {
        signal: new AbortController().signal,
        write: {zone: 'UTC', lang: 'en'},
        generator: 'test',
        now: () => 0,
      },
    );
    expect(sink.text()).toBe('15/01/2024, 10:00 - A∶ ″B C: hi\n');
    expect(report.problems.counts.get('not-representable')).toBe(1);
  });
});
