import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {EventSource} from '../../../../src/engine/convert/convert.ts';
import {ChatError} from '../../../../src/engine/errors.ts';
import type {ArchiveEvent, Entry} from '../../../../src/engine/model/archive.ts';
import {
  conversationEvent,
  entryEvent,
  personEvent,
  textPart,
} from '../../../../src/engine/model/build.ts';
import {encodeLine} from '../../../../src/engine/model/canonical.ts';
import {ProblemLog} from '../../../../src/engine/model/problem.ts';
import {makeSubject, matches} from '../../../../src/engine/search/match.ts';
import {parseQuery} from '../../../../src/engine/search/query.ts';
import type {Query} from '../../../../src/engine/search/query.ts';
import {backup} from '../../../../src/engine/vault/backup.ts';
import {ContentCutter} from '../../../../src/engine/vault/chunker.ts';
import {ChatPages, laneEvents, openLane} from '../../../../src/engine/vault/lane/read-lane.ts';
import type {Lane, LaneChat} from '../../../../src/engine/vault/lane/read-lane.ts';
import {searchLane, TextCache} from '../../../../src/engine/vault/lane/search-lane.ts';
import {writeLane} from '../../../../src/engine/vault/lane/write-lane.ts';
import type {LaneExport, WriteLaneOptions} from '../../../../src/engine/vault/lane/write-lane.ts';
import type {Snapshot} from '../../../../src/engine/vault/snapshot.ts';
import {StreamWriter} from '../../../../src/engine/vault/stream.ts';
import type {ChunkSource} from '../../../../src/engine/vault/stream.ts';
import type {Vault} from '../../../../src/engine/vault/vault.ts';
import {archive} from '../../../helpers/arbitraries.ts';
import {newVault, sourceOf} from '../../../helpers/vault-kit.ts';

const {signal} = new AbortController();

const eventSource = (
  events: readonly ArchiveEvent[],
): EventSource & {readonly reads: () => number} => {
  let reads = 0;
  return {
    label: 'chat',
    reads: () => reads,
    async *read() {
      reads++;
      for (let start = 0; start < events.length; start += 500)
        yield events.slice(start, start + 500);
    },
  };
};

const laneExport = (
  events: readonly ArchiveEvent[],
  fields: Partial<LaneExport> = {},
): LaneExport => ({
  path: 'chat.txt',
  format: 'test',
  label: 'chat',
  options: {zone: 'UTC'},
  fingerprint: 'first',
  events: eventSource(events),
  ...fields,
});

type Stored = {readonly snapshot: Snapshot; readonly bytesStored: number; readonly log: ProblemLog};

/** A snapshot of nothing but messages. */
const store = async (
  vault: Vault,
  exports: readonly LaneExport[],
  reuse: WriteLaneOptions['reuse'] = async () => undefined,
): Promise<Stored> => {
  const log = new ProblemLog();
  const {snapshot} = await backup(vault, sourceOf({'chat.txt': 'the original'}), {
    messages: (context) =>
      writeLane(context.store, exports, {
        signal: context.signal,
        log,
        reuse,
        async writeCatalog(lines) {
          const writer = new StreamWriter(
            context.store,
            'listing',
            new ContentCutter(vault.state.tools.keys.gear),
          );
          for await (const line of lines) await writer.write(Buffer.from(line, 'utf8'));
          return writer.finish();
        },
      }),
  });
  return {snapshot, bytesStored: snapshot.stats.bytesStored, log};
};

const laneOf = async (vault: Vault, {snapshot}: Stored): Promise<Lane> => {
  const lane = await openLane(vault.reader, snapshot);
  if (!lane) throw new Error('No lane.');
  return lane;
};

const only = <T>(list: readonly T[]): T => {
  const [first] = list;
  if (first === undefined || list.length !== 1)
    throw new Error(`Expected one, got ${list.length}.`);
  return first;
};

const eventsIn = async (
  source: ChunkSource,
  lane: Lane,
  onLost?: () => void,
): Promise<ArchiveEvent[]> => {
  const events: ArchiveEvent[] = [];
  for (const from of lane.exports)
    for await (const batch of laneEvents(source, lane, from, {signal, ...(onLost ? {onLost} : {})}))
      events.push(...batch);
  return events;
};

const lines = (events: readonly ArchiveEvent[]): string[] => events.map(encodeLine);

const start = Date.UTC(2024, 0, 30);

const say = (index: number, text = `message ${index}`): Entry => ({
  kind: 'message',
  id: String(index + 1),
  at: {epochMs: start + index * 60_000, precision: 's', zone: {kind: 'utc'}},
  from: 'p',
  body: [textPart(text)],
});

const longChat = (count: number, text?: (index: number) => string): ArchiveEvent[] => [
  personEvent({id: 'p', name: 'Ana', isOwner: true}),
  conversationEvent({id: 'c', kind: 'direct', title: 'Ana', members: ['p']}),
  ...Array.from({length: count}, (_, index) => entryEvent('c', say(index, text?.(index)))),
];

const entriesOf = (events: readonly ArchiveEvent[]): Entry[] =>
  events.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));

const searched = async (
  vault: Vault,
  lane: Lane,
  query: Query,
  cache?: TextCache,
): Promise<string[]> => {
  const ids: string[] = [];
  for await (const hits of searchLane(vault.reader, lane, query, {
    signal,
    context: 0,
    ...(cache ? {cache} : {}),
  }))
    ids.push(...hits.map(({entry}) => entry.id));
  return ids;
};

describe('messages in a vault', () => {
  test('come back exactly, people and chats included, from any archive', async () => {
    const {vault} = await newVault();
    await fc.assert(
      fc.asyncProperty(archive, fc.uuid(), async (events, fingerprint) => {
        const lane = await laneOf(vault, await store(vault, [laneExport(events, {fingerprint})]));
        expect(lines(await eventsIn(vault.reader, lane))).toEqual(lines(events));
        const chat = only(lane.chats);
        expect(chat.entries).toBe(entriesOf(events).length);
      }),
      {numRuns: 20},
    );
  });

  test('are found by search exactly where a look at every entry finds them', async () => {
    const {vault} = await newVault();
    const queries = [
      'ok',
      '好的',
      'b',
      '-ok',
      'from:ana',
      'has:media',
      'ok OR 在吗',
      'line -three',
      'kind:call',
      'after:2000 x',
      'zoë',
      '"a\nb"',
      '1',
    ].map((text) => parseQuery(text, 'UTC'));
    await fc.assert(
      fc.asyncProperty(archive, fc.constantFrom(...queries), async (events, query) => {
        const lane = await laneOf(vault, await store(vault, [laneExport(events)]));
        const chat = only(lane.chats);
        const people = lane.personsOf(chat.export);
        const expected = entriesOf(events)
          .filter((entry) =>
            matches(
              query,
              makeSubject(
                entry,
                entry.from === undefined ? undefined : people.get(entry.from),
                chat.conversation,
              ),
            ),
          )
          .map(({id}) => id);
        expect((await searched(vault, lane, query)).toSorted()).toEqual(expected.toSorted());
        const cache = new TextCache();
        await searched(vault, lane, query, cache);
        expect((await searched(vault, lane, query, cache)).toSorted()).toEqual(expected.toSorted());
      }),
      {numRuns: 25},
    );
  });

  test('of several exports stay apart', async () => {
    const {vault} = await newVault();
    const lane = await laneOf(
      vault,
      await store(vault, [
        laneExport(longChat(3), {path: 'a.txt'}),
        laneExport(longChat(2), {path: 'b.txt'}),
      ]),
    );
    expect(lane.exports.map(({path, entries}) => [path, entries])).toEqual([
      ['a.txt', 3],
      ['b.txt', 2],
    ]);
    expect(lane.snapshot.messages?.about).toMatchObject({exports: 2, conversations: 2, entries: 5});
  });

  test('nothing understood is no lane at all', async () => {
    const {vault} = await newVault();
    const {snapshot} = await store(vault, []);
    expect(await openLane(vault.reader, snapshot)).toBeUndefined();
  });

  test('an export that breaks off keeps what came before, and says so', async () => {
    const {vault} = await newVault();
    const broken: EventSource = {
      label: 'x',
      async *read() {
        yield longChat(3);
        throw new ChatError('input-malformed', 'Nothing more can be read.');
      },
    };
    const stored = await store(vault, [laneExport([], {events: broken})]);
    expect((await laneOf(vault, stored)).exports[0]?.entries).toBe(3);
    expect(stored.log.summary().samples).toEqual([
      {kind: 'file-unreadable', place: {path: 'chat.txt'}, detail: 'Nothing more can be read.'},
    ]);
  });

  test('entries out of order are put in the order of time', async () => {
    const {vault} = await newVault();
    const [person, chat, ...entries] = longChat(50);
    const shuffled = [person, chat, ...entries.toReversed()].filter((event) => event !== undefined);
    const lane = await laneOf(vault, await store(vault, [laneExport(shuffled)]));
    expect(entriesOf(await eventsIn(vault.reader, lane)).map(({id}) => id)).toEqual(
      Array.from({length: 50}, (_, index) => String(index + 1)),
    );
  });
});

describe('a long chat', () => {
  const count = 5000;

  test('is opened page by page, each page the entries of its positions', async () => {
    const {vault} = await newVault();
    const events = longChat(count);
    const lane = await laneOf(vault, await store(vault, [laneExport(events)]));
    const chat = only(lane.chats);
    expect(chat.segments.length).toBeGreaterThan(2);
    const pages = new ChatPages(vault.reader, chat);
    const ids = async (from: number, length: number): Promise<string[]> =>
      (await pages.page(from, length)).map(({id}) => id);
    const expected = (from: number, to: number): string[] =>
      Array.from({length: to - from}, (_, index) => String(from + index + 1));
    expect(pages.count).toBe(count);
    for (const [from, to] of [
      [0, 30],
      [1990, 2010],
      [1300, 4100],
      [4990, 5000],
    ] as const)
      expect(await ids(from, to - from)).toEqual(expected(from, to));
    expect(await ids(4995, 100)).toEqual(expected(4995, 5000));
    expect(await ids(-5, 10)).toEqual(expected(0, 5));
    expect(await ids(5000, 10)).toEqual([]);
  });

  test('finds positions by time and by id', async () => {
    const {vault} = await newVault();
    const chat = only(
      (await laneOf(vault, await store(vault, [laneExport(longChat(count))]))).chats,
    );
    const pages = new ChatPages(vault.reader, chat);
    expect(await pages.positionAt(start + 3000 * 60_000)).toBe(3000);
    expect(await pages.positionAt(start + 3000 * 60_000 - 1)).toBe(3000);
    expect(await pages.positionAt(0)).toBe(0);
    expect(await pages.positionAt(Infinity)).toBe(count);
    expect(await pages.positionOf('4321')).toBe(4320);
    expect(await pages.positionOf('nobody')).toBeUndefined();
  });

  test('a hit names its position and shows its neighbours, the newest hit first', async () => {
    const {vault} = await newVault();
    const events = longChat(count, (index) =>
      index % 2000 === 5 ? `needle ${index}` : `hay ${index}`,
    );
    const lane = await laneOf(vault, await store(vault, [laneExport(events)]));
    const hits = [];
    for await (const some of searchLane(vault.reader, lane, parseQuery('needle', 'UTC'), {
      signal,
      context: 1,
    }))
      hits.push(...some);
    expect(
      hits.map(({position, before, after}) => [position, before[0]?.id, after[0]?.id]),
    ).toEqual([
      [4005, '4005', '4007'],
      [2005, '2005', '2007'],
      [5, '5', '7'],
    ]);
  });

  test('search reads only the texts where no word is found, and only the segments of the time asked for', async () => {
    const {vault} = await newVault();
    const lane = await laneOf(vault, await store(vault, [laneExport(longChat(count))]));
    const read: string[] = [];
    const watched: ChunkSource = {
      ...vault.reader,
      get: (id) => {
        read.push(Buffer.from(id).toString('hex'));
        return vault.reader.get(id);
      },
    };
    const look = async (query: string): Promise<number> => {
      read.length = 0;
      for await (const hits of searchLane(watched, lane, parseQuery(query, 'UTC'), {
        signal,
        context: 0,
      }))
        expect(hits).toBeDefined();
      return read.length;
    };
    const {segments} = only(lane.chats);
    expect(await look('unicorn')).toBe(segments.reduce((sum, {texts}) => sum + texts.length, 0));
    expect(await look('after:2030')).toBe(0);
    expect(await look('unicorn before:2024-02')).toBeLessThan(segments.length);
  });

  test('that grew stores little more: the full segments before stay as they are', async () => {
    const {vault} = await newVault();
    const first = await store(vault, [laneExport(longChat(4500))]);
    const second = await store(vault, [laneExport(longChat(4600), {fingerprint: 'second'})]);
    const ids = async (stored: Stored): Promise<string[]> =>
      only((await laneOf(vault, stored)).chats).segments.flatMap(({columns, texts}) =>
        [...columns, ...texts].map((id) => Buffer.from(id).toString('hex')),
      );
    const [before, after] = [await ids(first), await ids(second)];
    const shared = before.filter((id) => after.includes(id));
    expect(shared.length).toBe(before.length - 2);
    expect(after.length).toBe(before.length);
    expect(second.bytesStored).toBeLessThan(first.bytesStored / 2);
  });
});

describe('an export that did not change', () => {
  test('is not read again, and stores no message twice', async () => {
    const {vault} = await newVault();
    const first = await store(vault, [laneExport(longChat(3000))]);
    const lane = await laneOf(vault, first);
    const again = laneExport(longChat(3000));
    const second = await store(vault, [again], async (fingerprint) => {
      const known = lane.exports.find((each) => each.fingerprint === fingerprint);
      return known && lane.linesOf(known);
    });
    expect((again.events as ReturnType<typeof eventSource>).reads()).toBe(0);
    expect(second.bytesStored).toBe(0);
    expect(lines(await eventsIn(vault.reader, await laneOf(vault, second)))).toEqual(
      lines(longChat(3000)),
    );
  });

  test('stores no message twice even when it is read again', async () => {
    const {vault} = await newVault();
    await store(vault, [laneExport(longChat(3000))]);
    expect((await store(vault, [laneExport(longChat(3000))])).bytesStored).toBe(0);
  });
});

describe('a damaged segment', () => {
  const damagedAt = async () => {
    const {vault} = await newVault();
    const lane = await laneOf(vault, await store(vault, [laneExport(longChat(5000))]));
    const chat: LaneChat = only(lane.chats);
    const lost = chat.segments[1];
    const bad = new Set((lost?.columns ?? []).map((id) => Buffer.from(id).toString('hex')));
    const source: ChunkSource = {
      ...vault.reader,
      get: async (id) => {
        if (bad.has(Buffer.from(id).toString('hex')))
          throw new ChatError('vault-damaged', 'A block is damaged.');
        return vault.reader.get(id);
      },
    };
    return {source, lane, chat, lost};
  };

  test('harms its own entries only, and the gap is told', async () => {
    const {source, lane, lost} = await damagedAt();
    let gaps = 0;
    const events = await eventsIn(source, lane, () => gaps++);
    expect(gaps).toBe(1);
    expect(entriesOf(events)).toHaveLength(5000 - (lost?.count ?? 0));
    expect(events[0]?.type).toBe('person');
  });

  test('is an error where nobody listens for gaps', async () => {
    const {source, lane} = await damagedAt();
    await expect(eventsIn(source, lane)).rejects.toMatchObject({code: 'vault-damaged'});
  });

  test('leaves the pages before and after readable', async () => {
    const {source, chat} = await damagedAt();
    const pages = new ChatPages(source, chat);
    expect(await pages.page(0, 10)).toHaveLength(10);
    expect((await pages.page(4990, 10)).at(-1)?.id).toBe('5000');
    await expect(pages.page(chat.segments[0]?.count ?? 0, 1)).rejects.toMatchObject({
      code: 'vault-damaged',
    });
  });
});

test('reading stops when it is cancelled', async () => {
  const {vault} = await newVault();
  const lane = await laneOf(vault, await store(vault, [laneExport(longChat(10))]));
  const controller = new AbortController();
  controller.abort();
  const [from] = lane.exports;
  const reading = async (): Promise<void> => {
    if (!from) return;
    for await (const batch of laneEvents(vault.reader, lane, from, {signal: controller.signal}))
      expect(batch).toBeDefined();
  };
  await expect(reading()).rejects.toMatchObject({code: 'cancelled'});
});
