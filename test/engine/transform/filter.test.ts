import {describe, expect, test} from 'vitest';
import type {ArchiveEvent, EventBatch} from '../../../src/engine/model/archive.ts';
import {
  conversationEvent,
  entryEvent,
  personEvent,
  textPart,
} from '../../../src/engine/model/build.ts';
import {
  conversationMatches,
  filterEvents,
  selectsAll,
} from '../../../src/engine/transform/filter.ts';
import type {Selection} from '../../../src/engine/transform/filter.ts';

const at = (chat: string, minute: number): ArchiveEvent =>
  entryEvent(chat, {
    kind: 'message',
    id: `${chat}${minute}`,
    at: {epochMs: minute, precision: 's', zone: {kind: 'utc'}},
    from: 'p',
    body: [textPart('x')],
  });

const batches: readonly EventBatch[] = [
  [
    personEvent({id: 'p'}),
    conversationEvent({id: 'a', kind: 'group', title: 'Ｒome Trip', members: ['p']}),
  ],
  [conversationEvent({id: 'b', kind: 'group', members: ['p']}), at('b', 1)],
  [at('a', 5), at('b', 5)],
  [at('b', 9)],
  [
    at('a', 7),
    conversationEvent({id: 'b', kind: 'group', title: 'Rome too', members: ['p']}),
    at('b', 10),
  ],
];

async function* stream(): AsyncIterable<EventBatch> {
  yield* batches;
}

const kept = async (selection: Selection): Promise<string[]> => {
  const names: string[] = [];
  for await (const batch of filterEvents(stream(), selection)) {
    expect(batch.length).toBeGreaterThan(0);
    for (const event of batch) if (event.type === 'entry') names.push(event.entry.id);
  }
  return names;
};

describe('a selection', () => {
  test('of nothing in particular lets the batches through untouched', async () => {
    const seen: EventBatch[] = [];
    for await (const batch of filterEvents(stream(), {})) seen.push(batch);
    expect(seen).toEqual(batches);
    expect(seen[0]).toBe(batches[0]);
    expect([selectsAll({}), selectsAll({chats: []}), selectsAll({since: 0})]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('by title takes a part of it, whatever the case and width of letters', async () => {
    expect(await kept({chats: ['rome t']})).toEqual(['a5', 'a7', 'b10']);
  });

  test('by id takes that chat alone', async () => {
    expect(await kept({chats: ['a']})).toEqual(['a5', 'a7']);
    expect(await kept({chats: ['b']})).toEqual(['b1', 'b5', 'b9', 'b10']);
  });

  test('by time takes the start and leaves the end', async () => {
    expect(await kept({since: 5, until: 9})).toEqual(['a5', 'b5', 'a7']);
  });

  test('of an empty list of chats keeps no chat, but people', async () => {
    const seen: string[] = [];
    for await (const batch of filterEvents(stream(), {chats: []}))
      seen.push(...batch.map(({type}) => type));
    expect(seen).toEqual(['person']);
  });
});

test('an id is matched whole and as it is, a title in part', () => {
  const chat = {id: 'Group-1', kind: 'group', title: '旅行 Rome', members: []} as const;
  expect(conversationMatches(chat, ['Group-1'])).toBe(true);
  expect(conversationMatches(chat, ['Group'])).toBe(false);
  expect(conversationMatches(chat, ['旅行'])).toBe(true);
  expect(conversationMatches(chat, ['paris', 'ROME'])).toBe(true);
  expect(conversationMatches({...chat, title: ''}, ['旅行'])).toBe(false);
});
