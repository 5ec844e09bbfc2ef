import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {memorySink, memorySource} from '../../../src/engine/io/memory-source.ts';
import type {
  ArchiveEvent,
  Asset,
  Entry,
  EventBatch,
  Part,
} from '../../../src/engine/model/archive.ts';
import {textPart} from '../../../src/engine/model/build.ts';
import {entryText} from '../../../src/engine/model/text.ts';
import {ProblemLog} from '../../../src/engine/model/problem.ts';
import {smsXmlFormat} from '../../../src/formats/sms-xml/index.ts';
import {text} from '../../helpers/arbitraries.ts';
import {makeContext} from '../../helpers/read-all.ts';

const {reader, writer} = smsXmlFormat;
if (!reader || !writer) throw new Error('sms-xml reads and writes');

const at = (epochMs: number) => ({epochMs, precision: 'ms', zone: {kind: 'utc'}}) as const;
const plain = (words: string): readonly Part[] => [textPart(words)];

const people: ArchiveEvent[] = [
  {type: 'person', person: {id: 'p1', name: 'Zoë', isOwner: true}},
  {
    type: 'person',
    person: {id: 'p2', name: 'Ana', handles: [{kind: 'phone', value: '+34 600 000 001'}]},
  },
  {
    type: 'person',
    person: {id: 'p3', name: 'Ben', handles: [{kind: 'phone', value: '+34600000002'}]},
  },
];
const direct: ArchiveEvent = {
  type: 'conversation',
  conversation: {id: 'd', kind: 'direct', title: 'Ana', members: ['p1', 'p2']},
};
const group: ArchiveEvent = {
  type: 'conversation',
  conversation: {id: 'g', kind: 'group', title: 'Crew', members: ['p1', 'p2', 'p3']},
};
const entry = (conversation: string, value: Entry): ArchiveEvent => ({
  type: 'entry',
  conversation,
  entry: value,
});

async function* once(events: EventBatch): AsyncIterable<EventBatch> {
  yield events;
}

const bytesOf: ReadonlyMap<string, Uint8Array> = new Map([
  ['a.png', Uint8Array.from({length: 1000}, (_, index) => index % 256)],
]);

const write = async (events: EventBatch, chunkSize = 7) => {
  const sink = memorySink();
  const log = new ProblemLog();
  const ctx = {
    signal: new AbortController().signal,
    report: log.report,
    asset: (asset: Asset) => {
      const bytes = bytesOf.get(asset.id);
      return bytes && memorySource({x: bytes}, {chunkSize}).open('x');
    },
    generator: 'chatark test',
    now: () => 0,
  };
  await writer.write(once(events), sink, {zone: 'UTC', label: 'Ana.zip', lang: 'en'}, ctx);
  return {sink, problems: log.summary().samples};
};

const readBack = async (file: Uint8Array, path = 'sms.xml') => {
  const source = memorySource({[path]: file}, {chunkSize: 97});
  const {ctx, log} = makeContext();
  const events: ArchiveEvent[] = [];
  for await (const batch of reader.read({source, path}, {zone: 'UTC'}, ctx)) events.push(...batch);
  const entries = events.flatMap((event) => (event.type === 'entry' ? event.entry : []));
  return {source, path, events, entries, problems: log.summary().samples, ctx};
};

describe('sms-xml writer', () => {
  test('any text comes back as it was, except for characters that XML does not have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, {minLength: 1, maxLength: 5}), async (texts) => {
        const entries = texts.map((words, index) =>
          entry('d', {
            kind: 'message',
            id: `m${index}`,
            at: at(1e12 + index),
            from: index % 2 ? 'p1' : 'p2',
            body: plain(words),
          }),
        );
        const {sink} = await write([...people, direct, ...entries]);
        const back = await readBack(sink.files.get('sms-Ana.xml') ?? new Uint8Array());
        expect(back.entries.map(entryText)).toEqual(
          texts.map((words) => words.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')),
        );
        expect(back.entries.map(({from}) => from)).toEqual(
          texts.map((_, index) => (index % 2 ? 'me' : '+34600000001')),
        );
        expect(back.problems).toEqual([]);
      }),
      {numRuns: 40},
    );
  });

  test('a picture goes inside as base64 and comes out byte by byte the same', async () => {
    const asset: Asset = {
      id: 'a.png',
      name: 'dot "1".png',
      mime: 'image/png',
      presence: 'included',
    };
    const message: Entry = {
      kind: 'message',
      id: 'm',
      at: at(1e12),
      from: 'p2',
      body: [{kind: 'media', role: 'image', asset, caption: [{kind: 'plain', text: 'look'}]}],
    };
    const {sink} = await write([...people, direct, entry('d', message)]);
    const {source, path, entries, ctx} = await readBack(
      sink.files.get('sms-Ana.xml') ?? new Uint8Array(),
    );
    const [part, caption] = entries[0]?.kind === 'message' ? entries[0].body : [];
    expect(caption).toEqual(plain('look')[0]);
    expect(part).toMatchObject({
      kind: 'media',
      role: 'image',
      asset: {name: 'dot "1".png', presence: 'included'},
    });
    const chunks: Uint8Array[] = [];
    if (part?.kind === 'media')
      for await (const chunk of reader.openAsset?.({source, path}, part.asset, ctx) ?? [])
        chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(Buffer.from(bytesOf.get('a.png') ?? []))).toBe(true);
  });

  test('a group becomes MMS to all its numbers, each with its sender', async () => {
    const messages = ['p1', 'p2', 'p3'].map((from, index) =>
      entry('g', {
        kind: 'message',
        id: `m${index}`,
        at: at(1e12 + index),
        from,
        body: plain(`from ${from}`),
      }),
    );
    const {sink} = await write([...people, group, ...messages]);
    const back = await readBack(sink.files.get('sms-Ana.xml') ?? new Uint8Array());
    expect(back.entries.map(({from}) => from)).toEqual(['me', '+34600000001', '+34600000002']);
    expect(back.events.find((event) => event.type === 'conversation')).toMatchObject({
      conversation: {id: '+34600000001~+34600000002', kind: 'group', title: 'Crew'},
    });
  });

  test('the number of records stands at the top, calls go to a file of their own', async () => {
    const call: Entry = {
      kind: 'call',
      id: 'c',
      at: at(1e12),
      from: 'p2',
      medium: 'voice',
      outcome: 'missed',
    };
    const notice: Entry = {
      kind: 'notice',
      id: 'n',
      at: at(1e12),
      event: {kind: 'encryption'},
      text: 'x',
    };
    const message: Entry = {
      kind: 'message',
      id: 'm',
      at: at(1e12),
      from: 'p2',
      body: plain('hi'),
      status: 'read',
    };
    const {sink} = await write([
      ...people,
      direct,
      entry('d', message),
      entry('d', call),
      entry('d', notice),
    ]);
    expect([...sink.files.keys()]).toEqual(['sms-Ana.xml', 'calls-Ana.xml']);
    expect(sink.text('sms-Ana.xml')).toContain('<smses count="1">');
    expect(sink.text('calls-Ana.xml')).toContain('<calls count="1">');
    expect(sink.text('calls-Ana.xml')).toMatch(
      /number="\+34600000001" duration="0" date="1000000000000" type="3"/,
    );
  });

  test('every sms has what the app demands on restore', async () => {
    const message: Entry = {
      kind: 'message',
      id: 'm',
      at: at(1e12),
      from: 'p1',
      body: plain('hi'),
      status: 'draft',
    };
    const {sink} = await write([...people, direct, entry('d', message)]);
    for (const name of ['address', 'date', 'type', 'body', 'read', 'status'])
      expect(sink.text()).toMatch(new RegExp(`<sms [^>]*\\b${name}="`));
    expect(sink.text()).toContain(' type="3"');
  });

  test('a person without a number is written by name, and it is said once', async () => {
    const nameless: ArchiveEvent = {type: 'person', person: {id: 'p4', name: 'Eve ~ x'}};
    const chat: ArchiveEvent = {
      type: 'conversation',
      conversation: {id: 'e', kind: 'direct', title: 'Eve', members: ['p1', 'p4']},
    };
    const messages = [1, 2].map((index) =>
      entry('e', {
        kind: 'message',
        id: `m${index}`,
        at: at(index * 1e12),
        from: 'p4',
        body: plain('hi'),
      }),
    );
    const {sink, problems} = await write([...people, nameless, chat, ...messages]);
    expect(sink.text()).toContain('address="Eve - x"');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({kind: 'not-representable'});
  });

  test('a medium without its file becomes a line of text, and that is said', async () => {
    const asset: Asset = {id: 'gone.jpg', name: 'gone.jpg', presence: 'absent'};
    const message: Entry = {
      kind: 'message',
      id: 'm',
      at: at(1e12),
      from: 'p2',
      body: [{kind: 'media', role: 'image', asset}],
    };
    const {sink, problems} = await write([...people, direct, entry('d', message)]);
    expect(sink.text()).toContain('text="[image] gone.jpg"');
    expect(problems).toMatchObject([{kind: 'not-representable', place: {record: 'gone.jpg'}}]);
  });

  test('what this format alone knows is put back', async () => {
    const file = new TextEncoder().encode(
      '<smses count="1"><sms protocol="0" address="5550111" date="1735725600000" type="1" body="x" read="0" status="-1" service_center="+1999" sub_id="3" date_sent="1735725599000"/></smses>',
    );
    const {events} = await readBack(file);
    const {sink} = await write(events);
    expect(sink.text()).toMatch(
      /service_center="\+1999" read="0" status="-1" locked="0" date_sent="1735725599000" sub_id="3"/,
    );
  });
});
