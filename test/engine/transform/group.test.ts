import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ArchiveEvent, EventBatch} from '../../../src/engine/model/archive.ts';
import {
  conversationEvent,
  entryEvent,
  personEvent,
  textPart,
} from '../../../src/engine/model/build.ts';
import {groupByConversation} from '../../../src/engine/transform/group.ts';
import {entry} from '../../helpers/arbitraries.ts';

async function* stream(events: readonly ArchiveEvent[], size = 3): AsyncIterable<EventBatch> {
  for (let start = 0; start < events.length; start += size) yield events.slice(start, start + size);
}

const grouped = async (events: readonly ArchiveEvent[]): Promise<ArchiveEvent[]> => {
  const result: ArchiveEvent[] = [];
  for await (const batch of groupByConversation(stream(events))) {
    expect(batch.length).toBeGreaterThan(0);
    expect(batch.length).toBeLessThanOrEqual(5000);
    result.push(...batch);
  }
  return result;
};

const say = (chat: string, id: string, epochMs: number): ArchiveEvent =>
  entryEvent(chat, {
    kind: 'message',
    id,
    at: {epochMs, precision: 'ms', zone: {kind: 'utc'}},
    from: 'p',
    body: [textPart('text')],
  });

const chat = (id: string, title = id): ArchiveEvent =>
  conversationEvent({id, kind: 'group', title, members: ['p']});

const short = (events: readonly ArchiveEvent[]): string =>
  events
    .map((event) => {
      if (event.type === 'person') return `person:${event.person.name ?? ''}`;
      return event.type === 'conversation'
        ? `chat:${event.conversation.title ?? ''}`
        : event.entry.id;
    })
    .join(' ');

describe('grouping', () => {
  test('brings interleaved chats one after the other, in the order in which they appeared', async () => {
    const events = [
      personEvent({id: 'p', name: 'P'}),
      chat('b'),
      say('b', 'b1', 1),
      chat('a'),
      say('a', 'a1', 2),
      say('b', 'b2', 3),
      say('a', 'a2', 4),
    ];
    expect(short(await grouped(events))).toBe('person:P chat:b b1 b2 chat:a a1 a2');
  });

  test('puts entries in the order of time and keeps the order within one instant', async () => {
    const events = [
      chat('a'),
      say('a', 'x5', 5),
      say('a', 'y5', 5),
      say('a', 'z1', 1),
      say('a', 'w5', 5),
      say('a', 'v2', 2),
    ];
    expect(short(await grouped(events))).toBe('chat:a z1 v2 x5 y5 w5');
  });

  test('gives the last state of people and chats, once', async () => {
    const events = [
      personEvent({id: 'p', name: 'Old'}),
      chat('a', 'old'),
      say('a', '1', 1),
      personEvent({id: 'p', name: 'New'}),
      chat('a', 'new'),
    ];
    expect(short(await grouped(events))).toBe('person:New chat:new 1');
  });

  test('keeps chats without entries, and gives nothing for nothing', async () => {
    expect(short(await grouped([chat('a'), chat('b')]))).toBe('chat:a chat:b');
    expect(await grouped([])).toEqual([]);
  });

  test('keeps lone surrogates, which UTF-8 could not', async () => {
    const odd = entryEvent('a', {
      kind: 'notice',
      id: '\ud83d',
      at: {epochMs: 0, precision: 's', zone: {kind: 'utc'}},
      event: {kind: 'other'},
      text: 'half \udc4d',
    });
    expect((await grouped([chat('a'), odd]))[1]).toEqual(odd);
  });

  test('loses and changes nothing, whatever the entries', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(entry, fc.constantFrom('a', 'b', 'c'))), async (drawn) => {
        const events = [
          ...['a', 'b', 'c'].map((id) => chat(id)),
          ...drawn.map(([each, id]) => entryEvent(id, each)),
        ];
        const result = await grouped(events);
        expect(result.filter(({type}) => type === 'conversation')).toHaveLength(3);
        for (const id of ['a', 'b', 'c']) {
          const of = (all: readonly ArchiveEvent[]) =>
            all.flatMap((event) =>
              event.type === 'entry' && event.conversation === id ? [event.entry] : [],
            );
          expect(of(result)).toEqual(of(events).toSorted((x, y) => x.at.epochMs - y.at.epochMs));
        }
      }),
      {numRuns: 50},
    );
  });

  test('holds a chat that is larger than its blocks', async () => {
    const count = 6000;
    const events = [
      chat('a'),
      ...Array.from({length: count}, (_, index) => say('a', `${index}`, count - index)),
    ];
    const ids = (await grouped(events)).flatMap((event) =>
      event.type === 'entry' ? [event.entry.id] : [],
    );
    expect(ids).toEqual(Array.from({length: count}, (_, index) => `${count - 1 - index}`));
  });
});
