import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {ArchiveEvent, Entry, Inline} from '../../../src/engine/model/archive.ts';
import {slackZipFormat} from '../../../src/formats/slack-zip/index.ts';
import {archive} from '../../helpers/arbitraries.ts';
import {brokenPromises, featuresOf, readBack, writeEvents} from '../_shared/write-read.ts';

const at = (seconds: number) => ({
  epochMs: 1_700_000_000_000 + seconds * 1000,
  precision: 's' as const,
  zone: {kind: 'utc' as const},
});

const head: readonly ArchiveEvent[] = [
  {type: 'person', person: {id: 'p1', name: 'Ana', isOwner: true}},
  {type: 'person', person: {id: 'p2', name: '阿丽'}},
  {
    type: 'conversation',
    conversation: {id: 'c1', kind: 'group', title: 'Trip: Rome / 2024', members: ['p1', 'p2']},
  },
];

const message = (id: string, seconds: number, inlines: readonly Inline[]): Entry => ({
  kind: 'message',
  id,
  at: at(seconds),
  from: 'p1',
  body: [{kind: 'text', inlines}],
});

const archiveOf = (...entries: readonly Entry[]): ArchiveEvent[] => [
  ...head,
  ...entries.map((entry): ArchiveEvent => ({type: 'entry', conversation: 'c1', entry})),
];

const entriesOf = (events: readonly ArchiveEvent[]): Entry[] =>
  events.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));

const json = (written: Awaited<ReturnType<typeof writeEvents>>, path: string): unknown =>
  JSON.parse(written.sink.text(path));

describe('the Slack writer', () => {
  it('writes every index file that the importers ask for', async () => {
    const written = await writeEvents(slackZipFormat, archiveOf(message('~a', 0, [])));
    expect([...written.sink.files.keys()]).toEqual([
      'mpdm-ana--阿丽-1/2023-11-14.json',
      'users.json',
      'channels.json',
      'groups.json',
      'dms.json',
      'mpims.json',
      'integration_logs.json',
    ]);
    expect(json(written, 'integration_logs.json')).toEqual([]);
  });

  it('lists the replies in the root, also when they come days later', async () => {
    const reply: Entry = {...message('~b', 90_000, []), replyTo: {entry: '~a'}} as Entry;
    const again: Entry = {...message('~c', 90_001, []), replyTo: {entry: '~b'}} as Entry;
    const written = await writeEvents(
      slackZipFormat,
      archiveOf(message('~a', 0, []), reply, again),
    );
    const [root] = json(written, 'mpdm-ana--阿丽-1/2023-11-14.json') as Record<string, unknown>[];
    expect(root).toMatchObject({
      ts: '1700000000.000000',
      thread_ts: '1700000000.000000',
      reply_count: 2,
      latest_reply: '1700090001.000000',
    });
    const entries = entriesOf((await readBack(slackZipFormat, written)).events);
    // The second answers the first reply, though Slack hangs both under the root.
    expect(entries[2]).toMatchObject({
      thread: '1700000000.000000',
      replyTo: {entry: '1700090000.000000'},
    });
  });

  it('gives messages of one instant different ts', async () => {
    const same = ['~a', '~b', '~c'].map((id) => message(id, 0, [{kind: 'plain', text: 'ok'}]));
    const written = await writeEvents(slackZipFormat, archiveOf(...same));
    const list = json(written, 'mpdm-ana--阿丽-1/2023-11-14.json') as {ts: string}[];
    expect(list.map(({ts}) => ts)).toEqual([
      '1700000000.000000',
      '1700000000.000001',
      '1700000000.000002',
    ]);
  });

  it('escapes what mrkdwn would read as markup', async () => {
    const text = '1 < 2 && <@U1> 2*3*4 :smile: >not a quote\n>really not';
    const written = await writeEvents(
      slackZipFormat,
      archiveOf(message('~a', 0, [{kind: 'plain', text}])),
    );
    const [entry] = entriesOf((await readBack(slackZipFormat, written)).events);
    expect(entry).toMatchObject({body: [{kind: 'text', inlines: [{kind: 'plain', text}]}]});
    const [record] = json(written, 'mpdm-ana--阿丽-1/2023-11-14.json') as {text: string}[];
    expect(record?.text).toContain('&lt;@U1&gt;');
  });

  it('brings back the layout of a text: lists, quotes, code, mentions', async () => {
    const item = (text: string): Inline => ({
      kind: 'styled',
      style: 'list-item',
      inlines: [{kind: 'plain', text}],
    });
    const inlines: Inline[] = [
      {kind: 'plain', text: 'Shopping\n'},
      item('• milk'),
      {kind: 'plain', text: '\n'},
      item('• bread'),
      {kind: 'plain', text: '\n'},
      item('3. third'),
      {kind: 'plain', text: '\nthen '},
      {kind: 'mention', text: '@阿丽', person: 'p2'},
      {kind: 'plain', text: ' says\n'},
      {kind: 'styled', style: 'quote', inlines: [{kind: 'plain', text: 'go\nnow'}]},
      {kind: 'plain', text: '\n'},
      {kind: 'code-block', text: 'a < b', language: 'ts'},
      {kind: 'plain', text: '\n'},
      {
        kind: 'styled',
        style: 'bold',
        inlines: [{kind: 'styled', style: 'italic', inlines: [{kind: 'plain', text: 'end'}]}],
      },
    ];
    const written = await writeEvents(slackZipFormat, archiveOf(message('~a', 0, inlines)));
    const [entry] = entriesOf((await readBack(slackZipFormat, written)).events);
    const back = entry?.kind === 'message' ? entry.body[0] : undefined;
    const expected = inlines.map((inline) =>
      inline.kind === 'mention'
        ? {...inline, person: expect.stringMatching(/^U/) as string}
        : inline,
    );
    expect(back).toEqual({kind: 'text', inlines: expected});
  });

  it('copies media to where the importers look, and remembers the caption', async () => {
    const photo: Entry = {
      kind: 'message',
      id: '~a',
      at: at(0),
      from: 'p1',
      body: [
        {
          kind: 'media',
          role: 'image',
          asset: {id: 'IMG 1.jpg', name: 'IMG 1.jpg', presence: 'included'},
          caption: [{kind: 'styled', style: 'bold', inlines: [{kind: 'plain', text: 'Look'}]}],
        },
      ],
    };
    const written = await writeEvents(slackZipFormat, archiveOf(photo), {
      media: {'IMG 1.jpg': 'jpeg bytes'},
    });
    const path = [...written.sink.files.keys()].find((name) => name.startsWith('__uploads/'));
    expect(path).toMatch(/^__uploads\/F[A-Z0-9]+\/IMG 1\.jpg$/);
    expect(written.sink.text(path)).toBe('jpeg bytes');
    const [record] = json(written, 'mpdm-ana--阿丽-1/2023-11-14.json') as {text: string}[];
    expect(record?.text).toBe('*Look*');
    const [entry] = entriesOf((await readBack(slackZipFormat, written)).events);
    expect(entry).toMatchObject({
      body: [
        {
          kind: 'media',
          role: 'image',
          asset: {id: path, presence: 'included'},
          caption: [{kind: 'styled', style: 'bold'}],
        },
      ],
    });
  });

  it('says when the target of a reply is not there, and quotes it', async () => {
    const lost: Entry = {
      ...message('~a', 0, [{kind: 'plain', text: 'yes'}]),
      replyTo: {entry: '~gone', quote: {name: 'Ben', text: 'coming?'}},
    } as Entry;
    const written = await writeEvents(slackZipFormat, archiveOf(lost));
    expect(written.problems.map(({kind}) => kind)).toEqual(['not-representable']);
    const [record] = json(written, 'mpdm-ana--阿丽-1/2023-11-14.json') as {text: string}[];
    expect(record?.text).toBe('&gt; Ben: coming?\nyes');
  });

  it('keeps the title and kind of chats that Slack has no shape for', async () => {
    const written = await writeEvents(slackZipFormat, archiveOf(message('~a', 0, [])));
    const {events} = await readBack(slackZipFormat, written);
    const last = events.findLast((event) => event.type === 'conversation');
    expect(last).toMatchObject({conversation: {kind: 'group', title: 'Trip: Rome / 2024'}});
  });

  it('holds what it promises to hold', async () => {
    await fc.assert(
      fc.asyncProperty(archive, async (events) => {
        expect(await brokenPromises(slackZipFormat, events)).toEqual([]);
      }),
      {numRuns: 60},
    );
  });

  it('writes equal bytes from what it wrote itself', async () => {
    await fc.assert(
      fc.asyncProperty(archive, async (events) => {
        const first = await writeEvents(slackZipFormat, events);
        const once = (await readBack(slackZipFormat, first)).events;
        const second = await writeEvents(slackZipFormat, once);
        const twice = (await readBack(slackZipFormat, second)).events;
        expect(featuresOf(twice, 'slack-zip')).toEqual(featuresOf(once, 'slack-zip'));
        expect(entriesOf(twice).map(({id}) => id)).toEqual(entriesOf(once).map(({id}) => id));
      }),
      {numRuns: 30},
    );
  });
});
