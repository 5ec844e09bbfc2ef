import {describe, expect, test} from 'vitest';
import type {ArchiveEvent, EventBatch} from '../../../src/engine/model/archive.ts';
import {
  conversationEvent,
  entryEvent,
  personEvent,
  textPart,
} from '../../../src/engine/model/build.ts';
import {parseQuery} from '../../../src/engine/search/query.ts';
import {searchEvents} from '../../../src/engine/search/search.ts';
import type {Hit} from '../../../src/engine/search/search.ts';

const say = (chat: string, text: string): ArchiveEvent =>
  entryEvent(chat, {
    kind: 'message',
    id: text,
    at: {epochMs: 0, precision: 's', zone: {kind: 'utc'}},
    from: 'p',
    body: [textPart(text)],
  });

const chats = (...events: ArchiveEvent[]): ArchiveEvent[] => [
  personEvent({id: 'p', name: 'Ana'}),
  conversationEvent({id: 'a', kind: 'group', title: 'A', members: ['p']}),
  conversationEvent({id: 'b', kind: 'group', title: 'B', members: ['p']}),
  ...events,
];

const hits = async (
  events: readonly ArchiveEvent[],
  query: string,
  context = 0,
): Promise<Hit[]> => {
  const found: Hit[] = [];
  const batches = async function* (): AsyncIterable<EventBatch> {
    for (const event of events) yield [event];
  };
  for await (const some of searchEvents(batches(), parseQuery(query, 'UTC'), {context})) {
    expect(some.length).toBeGreaterThan(0);
    found.push(...some);
  }
  return found;
};

const shown = (found: readonly Hit[]): string[] =>
  found.map(
    ({before, entry, after}) =>
      `${before.map(({id}) => id).join(' ')}[${entry.id}]${after.map(({id}) => id).join(' ')}`,
  );

describe('searching a stream', () => {
  test('gives hits in order with sender and chat', async () => {
    const found = await hits(
      chats(say('a', 'tea'), say('b', 'rain'), say('b', 'tea later')),
      'tea',
    );
    expect(
      found.map(({entry, sender, conversation}) => [entry.id, sender?.name, conversation?.title]),
    ).toEqual([
      ['tea', 'Ana', 'A'],
      ['tea later', 'Ana', 'B'],
    ]);
    expect(found.every(({before, after}) => before.length === 0 && after.length === 0)).toBe(true);
  });

  test('shows neighbours of the same chat, though chats interleave', async () => {
    const events = chats(
      say('a', '1'),
      say('b', 'x'),
      say('a', '2'),
      say('a', 'tea'),
      say('b', 'y'),
      say('a', '3'),
      say('a', '4'),
      say('a', '5'),
    );
    expect(shown(await hits(events, 'tea', 2))).toEqual(['1 2[tea]3 4']);
  });

  test('neighbours of hits may be hits themselves', async () => {
    const events = chats(say('a', 'tea 1'), say('a', 'tea 2'), say('a', 'end'));
    expect(shown(await hits(events, 'tea', 1))).toEqual(['[tea 1]tea 2', 'tea 1[tea 2]end']);
  });

  test('the start and the end of a chat have fewer neighbours', async () => {
    expect(shown(await hits(chats(say('a', 'tea')), 'tea', 3))).toEqual(['[tea]']);
  });

  test('finds nothing in nothing', async () => {
    expect(await hits([], 'tea', 2)).toEqual([]);
  });
});
