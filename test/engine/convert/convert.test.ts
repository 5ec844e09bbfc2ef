import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../src/engine/errors.ts';
import {
  convert,
  exportEvents,
  previewLoss,
  summarize,
} from '../../../src/engine/convert/convert.ts';
import type {EventSource, RunOptions} from '../../../src/engine/convert/convert.ts';
import type {Reader, Writer} from '../../../src/engine/convert/format.ts';
import type {WritableFormat} from '../../../src/engine/convert/registry.ts';
import {memorySink, memorySource} from '../../../src/engine/io/memory-source.ts';
import type {ArchiveEvent, Entry, EventBatch} from '../../../src/engine/model/archive.ts';
import {
  conversationEvent,
  entryEvent,
  personEvent,
  textPart,
} from '../../../src/engine/model/build.ts';
import {allFeatures} from '../../../src/engine/model/features.ts';
import type {Feature} from '../../../src/engine/model/features.ts';

const say = (
  id: string,
  minute: number,
  fields: Partial<Extract<Entry, {kind: 'message'}>> = {},
): Entry => ({
  kind: 'message',
  id,
  at: {epochMs: minute * 60_000, precision: 'min', zone: {kind: 'utc'}},
  from: 'p',
  body: [textPart(id)],
  ...fields,
});

const twoChats: readonly ArchiveEvent[] = [
  personEvent({id: 'p', name: 'Ana'}),
  conversationEvent({id: 'a', kind: 'group', title: 'Trip', members: ['p']}),
  conversationEvent({id: 'b', kind: 'direct', title: 'Ben', members: ['p']}),
  entryEvent('a', say('a3', 3)),
  entryEvent('b', say('b1', 1)),
  entryEvent('a', say('a2', 2, {reactions: [{emoji: '👍', count: 1}]})),
  entryEvent('b', say('b9', 9, {isPinned: true})),
  conversationEvent({id: 'a', kind: 'group', title: 'Trip to Rome', members: ['p', 'q']}),
];

const sourceOf = (
  events: readonly ArchiveEvent[],
  extra: Partial<EventSource> = {},
): EventSource => ({
  label: 'test',
  async *read() {
    for (let start = 0; start < events.length; start += 2) yield events.slice(start, start + 2);
  },
  ...extra,
});

/** Writes one line per event: what a writer is given, and in which order. */
const listing = (fields: Partial<Writer> = {}): WritableFormat => ({
  id: 'listing',
  title: {zh: '', en: ''},
  platform: 'test',
  writer: {
    extension: 'txt',
    layout: 'file-per-conversation',
    holds: new Set<Feature>(allFeatures),
    copiesMedia: false,
    async write(batches, sink) {
      const file = await sink.create('out.txt');
      try {
        for await (const batch of batches)
          for (const event of batch) {
            if (event.type === 'person') await file.write(`person ${event.person.id}\n`);
            else if (event.type === 'conversation')
              await file.write(`chat ${event.conversation.title ?? ''}\n`);
            else await file.write(`${event.conversation} ${event.entry.id}\n`);
          }
        await file.close();
      } catch (error) {
        await file.abort();
        throw error;
      }
    },
    ...fields,
  },
});

const run = (options: Partial<RunOptions> = {}): RunOptions => ({
  signal: new AbortController().signal,
  ...options,
});

const written = async (
  from: EventSource,
  to: WritableFormat,
  options: Partial<RunOptions> = {},
) => {
  const sink = memorySink();
  const report = await convert(from, to, sink, {
    ...run(options),
    write: {zone: 'UTC', lang: 'en'},
    generator: 'test',
    now: () => 0,
  });
  return {report, lines: sink.text().trimEnd().split('\n')};
};

describe('converting', () => {
  test('hands events on as they come when the writer does not mind', async () => {
    const {lines} = await written(sourceOf(twoChats), listing());
    expect(lines).toEqual([
      'person p',
      'chat Trip',
      'chat Ben',
      'a a3',
      'b b1',
      'a a2',
      'b b9',
      'chat Trip to Rome',
    ]);
  });

  test('delivers people, then chat by chat in the order of time, to a writer that needs it', async () => {
    const {lines} = await written(sourceOf(twoChats), listing({needs: 'grouped'}));
    expect(lines).toEqual([
      'person p',
      'chat Trip to Rome',
      'a a2',
      'a a3',
      'chat Ben',
      'b b1',
      'b b9',
    ]);
  });

  test('writes the chats that were chosen and counts only those', async () => {
    const {lines, report} = await written(sourceOf(twoChats), listing(), {
      selection: {chats: ['ben']},
    });
    expect(lines).toEqual(['person p', 'chat Ben', 'b b1', 'b b9']);
    expect([report.entries, report.conversations, report.persons]).toEqual([2, 1, 1]);
  });

  test('takes a time range from its first instant up to, not including, its end', async () => {
    const {lines} = await written(sourceOf(twoChats), listing(), {
      selection: {since: 2 * 60_000, until: 9 * 60_000},
    });
    expect(lines.filter((line) => !/^(?:chat|person)/.test(line))).toEqual(['a a3', 'a a2']);
  });

  test('counts features once for people and chats that are announced again', async () => {
    const {report} = await written(
      sourceOf([...twoChats, personEvent({id: 'p', name: 'Ana M.'})]),
      listing(),
    );
    expect(report.used.get('person.name')).toBe(1);
    expect(report.used.get('conversation.title')).toBe(2);
    expect(report.used.get('message')).toBe(4);
  });

  test('reports as lost what is used and not held, with how often', async () => {
    const {report} = await written(
      sourceOf(twoChats),
      listing({holds: new Set<Feature>(['message', 'text', 'person.name'])}),
    );
    expect([...report.loss]).toEqual([
      ['conversation.title', 2],
      ['conversation.kind', 2],
      ['conversation.members', 2],
      ['entry.platform-id', 4],
      ['reaction', 1],
      ['pin', 1],
    ]);
  });

  test('one file for several chats loses where each ends, unless the writer holds that', async () => {
    const one = listing({
      layout: 'file',
      holds: new Set(allFeatures.filter((each) => each !== 'several-conversations')),
    });
    expect([...(await written(sourceOf(twoChats), one)).report.loss]).toEqual([
      ['several-conversations', 2],
    ]);
    expect(
      (await written(sourceOf(twoChats), one, {selection: {chats: ['a']}})).report.loss.size,
    ).toBe(0);
    expect((await written(sourceOf(twoChats), listing({layout: 'file'}))).report.loss.size).toBe(0);
  });

  test('the preview says the same without writing', async () => {
    const to = listing({holds: new Set<Feature>(['message'])});
    const preview = await previewLoss(sourceOf(twoChats), to, run());
    const {report} = await written(sourceOf(twoChats), to);
    expect(preview).toEqual(report);
  });

  test('collects problems and inferences of the reader and problems of the writer', async () => {
    const from = sourceOf([], {
      async *read(ctx) {
        ctx.report({kind: 'record-skipped', place: {line: 3}});
        ctx.infer({what: 'zone', value: 'UTC', because: 'it says so'});
        yield twoChats;
      },
    });
    const to = listing({
      async write(batches, sink, options, ctx) {
        ctx.report({kind: 'not-representable', place: {}});
        await listing().writer.write(batches, sink, options, ctx);
      },
    });
    const {report} = await written(from, to);
    expect([...report.problems.counts]).toEqual([
      ['not-representable', 1],
      ['record-skipped', 1],
    ]);
    expect(report.inferences).toEqual([{what: 'zone', value: 'UTC', because: 'it says so'}]);
  });

  test('tells progress in entries and bytes', async () => {
    const seen: {entries: number; bytes: number}[] = [];
    const from = sourceOf([], {
      async *read(ctx) {
        ctx.advanced(100);
        yield twoChats.slice(0, 5);
        ctx.advanced(50);
        yield twoChats.slice(5);
      },
    });
    await written(from, listing(), {onProgress: (progress) => seen.push(progress)});
    expect(seen).toEqual([
      {entries: 2, bytes: 100},
      {entries: 4, bytes: 150},
    ]);
  });

  test('stops between batches when cancelled, and nothing appears', async () => {
    const controller = new AbortController();
    const sink = memorySink();
    let batches = 0;
    const endless = sourceOf([], {
      async *read() {
        yield twoChats;
        for (;;) {
          if (++batches === 3) controller.abort();
          yield [entryEvent('a', say(`x${batches}`, batches))];
        }
      },
    });
    const converting = convert(endless, listing(), sink, {
      ...run({signal: controller.signal}),
      write: {zone: 'UTC', lang: 'en'},
      generator: 'test',
      now: () => 0,
    });
    await expect(converting).rejects.toMatchObject({code: 'cancelled'});
    expect([sink.files.size, sink.open.size, batches]).toEqual([0, 0, 3]);
  });

  test('lets the reader close its source when the writer fails', async () => {
    let isClosed = false;
    const from = sourceOf([], {
      async *read() {
        try {
          for (;;) yield twoChats;
        } finally {
          isClosed = true;
        }
      },
    });
    const full = listing({
      async write(batches) {
        for await (const batch of batches)
          if (batch.length > 0) throw new ChatError('no-space', 'Full.');
      },
    });
    await expect(written(from, full)).rejects.toMatchObject({code: 'no-space'});
    expect(isClosed).toBe(true);
  });
});

describe('media on the way', () => {
  const included = {id: 'a.jpg', presence: 'included'} as const;
  const asking = (ask: (ctx: Parameters<Writer['write']>[3]) => Promise<void>): WritableFormat =>
    listing({
      async write(batches: AsyncIterable<EventBatch>, sink, options, ctx) {
        await ask(ctx);
        await listing().writer.write(batches, sink, options, ctx);
      },
    });

  test('come from the source of the export, and only where they are included', async () => {
    const got: unknown[] = [];
    const from = sourceOf(twoChats, {
      async *asset({id}) {
        yield Buffer.from(`bytes of ${id}`);
      },
    });
    await written(
      from,
      asking(async (ctx) => {
        for await (const chunk of ctx.asset(included) ?? [])
          got.push(Buffer.from(chunk).toString());
        got.push(
          ctx.asset({id: 'b', presence: 'absent'}),
          ctx.asset({id: 'c', presence: 'remote'}),
        );
      }),
    );
    expect(got).toEqual(['bytes of a.jpg', undefined, undefined]);
  });

  test('that cannot be read are reported once and the error goes to the writer', async () => {
    const from = sourceOf(twoChats, {
      // eslint-disable-next-line require-yield
      async *asset() {
        throw new ChatError('input-malformed', 'The zip is damaged here.');
      },
    });
    const {report} = await written(
      from,
      asking(async (ctx) => {
        const reading = async (): Promise<void> => {
          for await (const chunk of ctx.asset(included) ?? []) expect(chunk).toBeDefined();
        };
        await expect(reading()).rejects.toMatchObject({code: 'input-malformed'});
      }),
    );
    expect(report.problems.samples).toEqual([
      {kind: 'media-unreadable', place: {path: 'a.jpg'}, detail: 'The zip is damaged here.'},
    ]);
  });

  test('are files of the source unless the reader opens them its own way', async () => {
    const source = memorySource({'chat.txt': '', 'a.jpg': 'plain file'});
    const reader: Reader = {
      recognize: () => ({match: 'no'}),
      async *read() {
        yield twoChats;
      },
    };
    const found = (own: Partial<Reader>) =>
      exportEvents(
        {
          format: {id: 'x', title: {zh: '', en: ''}, platform: 'x', reader: {...reader, ...own}},
          because: '',
          source,
          path: 'chat.txt',
          match: 'certain',
          others: [],
        },
        {zone: 'UTC'},
        'label',
      );
    const textOf = async (events: EventSource): Promise<string> => {
      const ctx = {
        signal: run().signal,
        report: () => undefined,
        advanced: () => undefined,
        infer: () => undefined,
      };
      let text = '';
      for await (const chunk of events.asset?.(included, ctx) ?? [])
        text += Buffer.from(chunk).toString();
      return text;
    };
    expect(await textOf(found({}))).toBe('plain file');
    expect(
      await textOf(
        found({
          async *openAsset() {
            yield Buffer.from('out of the XML');
          },
        }),
      ),
    ).toBe('out of the XML');
  });
});

describe('a summary', () => {
  test('counts entries, kinds and times per chat', async () => {
    const summary = await summarize(
      sourceOf([
        ...twoChats,
        entryEvent(
          'a',
          say('pic', 1, {
            body: [{kind: 'media', role: 'image', asset: {id: 'x', presence: 'absent'}}],
          }),
        ),
        personEvent({id: 'o', name: 'Olga', isOwner: true}),
      ]),
      run(),
    );
    expect([summary.entries, summary.persons, summary.owner]).toEqual([5, 2, 'Olga']);
    expect(summary.conversations).toEqual([
      {
        id: 'a',
        kind: 'group',
        title: 'Trip to Rome',
        members: 2,
        entries: 3,
        first: 60_000,
        last: 180_000,
      },
      {id: 'b', kind: 'direct', title: 'Ben', members: 1, entries: 2, first: 60_000, last: 540_000},
    ]);
    expect([...summary.kinds]).toEqual([
      ['message', 5],
      ['media:image', 1],
    ]);
  });

  test('of one chosen chat says nothing of the others', async () => {
    const summary = await summarize(sourceOf(twoChats), run({selection: {chats: ['Ben']}}));
    expect(summary.conversations.map(({title, entries}) => [title, entries])).toEqual([['Ben', 2]]);
  });
});
