import {expect, test} from 'vitest';
import {hitNumber, reduceMessages, savedOf, startAt} from '../../../src/screens/messages/state.ts';
import type {Layout, MessagesAction, MessagesState} from '../../../src/screens/messages/state.ts';

const layout: Layout = {extent: {count: 100, height: 10}, heightOf: () => 2};

const after = (...actions: readonly MessagesAction[]): MessagesState =>
  actions.reduce(reduceMessages, startAt(50, 10));

const search: readonly MessagesAction[] = [
  {type: 'search', needles: ['tea']},
  {type: 'hits', positions: [90, 80]},
  {type: 'hits', positions: [40, 10]},
  {type: 'searched'},
];

test('hits are kept in the order of the chat, however they come in', () => {
  expect(after(...search).found?.positions).toEqual([10, 40, 80, 90]);
  expect(
    after(
      {type: 'search', needles: []},
      {type: 'hits', positions: [3]},
      {type: 'hits', positions: [7, 1]},
    ).found?.positions,
  ).toEqual([1, 3, 7]);
});

test('the first hits move the cursor to the nearest one before it, later ones do not', () => {
  expect(after(...search.slice(0, 2)).cursor.position).toBe(80);
  expect(after(...search).cursor.position).toBe(80);
});

test('next goes round at both ends', () => {
  const at = (step: 1 | -1, times: number): number =>
    after(
      ...search,
      ...Array.from({length: times}, (): MessagesAction => ({type: 'next', step, layout})),
    ).cursor.position;
  expect([at(1, 1), at(1, 2), at(-1, 1), at(-1, 3)]).toEqual([90, 10, 40, 90]);
});

test('the number of a hit counts from the oldest', () => {
  expect([5, 10, 40, 85, 95].map((position) => hitNumber([10, 40, 80, 90], position))).toEqual([
    0, 1, 2, 3, 4,
  ]);
});

test('leaving a search goes back to where it began, also after a second search', () => {
  const left = after(
    ...search,
    {type: 'next', step: 1, layout},
    {type: 'search', needles: ['rain']},
    {type: 'leave-search'},
  );
  expect(left.cursor).toEqual(startAt(50, 10).cursor);
  expect(left.found).toBeUndefined();
});

test('following a reply remembers where one came from', () => {
  const there = after({type: 'mode', mode: 'details'}, {type: 'follow', position: 3, layout});
  expect([there.mode, there.cursor.position]).toEqual(['reading', 3]);
  expect(reduceMessages(there, {type: 'leave-search'}).cursor.position).toBe(50);
});

test('a place is never beyond the ends of the chat', () => {
  expect(after({type: 'go', position: 1000, row: 0, layout}).cursor.position).toBe(99);
  expect(after({type: 'move', by: -500, layout}).cursor).toEqual({position: 0, row: 0});
});

test('what is saved is at rest', () => {
  const saved = savedOf(after(...search.slice(0, 2), {type: 'mode', mode: 'details'}));
  expect([saved.mode, saved.found?.isSearching]).toEqual(['reading', false]);
});
