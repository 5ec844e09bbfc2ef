import {array, assert, constantFrom, integer, oneof, property, record, constant} from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Extent, ListAction, ListState} from '../../../src/app/ui/list-state.ts';
import {
  emptyList,
  isMarked,
  reduceList,
  scrollThumb,
  windowFor,
} from '../../../src/app/ui/list-state.ts';

const extent: Extent = {count: 100, height: 10};

const after = (
  actions: readonly ListAction[],
  from: Partial<ListState> = {},
  over = extent,
): ListState =>
  actions.reduce<ListState>((state, action) => reduceList(state, action, over), {
    ...emptyList,
    ...from,
  });

const move = (by: number): ListAction => ({type: 'move', by});

describe('the cursor', () => {
  test('moves and stops at both ends', () => {
    expect(after([move(1), move(1)]).cursor).toBe(2);
    expect(after([move(-5)]).cursor).toBe(0);
    expect(after([move(1000)]).cursor).toBe(99);
    expect(after([{type: 'go', to: -1}])).toMatchObject({cursor: 99, top: 90});
    expect(
      after([
        {type: 'go', to: -1},
        {type: 'go', to: 0},
      ]),
    ).toMatchObject({cursor: 0, top: 0});
  });

  test('takes the window along only at its edges', () => {
    expect(after([move(9)]).top).toBe(0);
    expect(after([move(10)]).top).toBe(1);
    expect(after([move(10), move(-5)]).top).toBe(1);
  });

  test('keeps its row on the screen while paging', () => {
    const paged = after([move(3), {type: 'page', by: 1}]);
    expect(paged).toMatchObject({cursor: 13, top: 10});
    expect(after([{type: 'page', by: 0.5}], paged)).toMatchObject({cursor: 18, top: 15});
    expect(
      after(
        [
          {type: 'page', by: -1},
          {type: 'page', by: -1},
        ],
        paged,
      ),
    ).toMatchObject({cursor: 0, top: 0});
  });

  test('is at the first row of a list that became empty', () => {
    expect(windowFor({...emptyList, cursor: 50, top: 45}, {count: 0, height: 10})).toMatchObject({
      cursor: 0,
      top: 0,
    });
  });

  test('stays on its row when the window grows or shrinks', () => {
    const state = after([move(50)]);
    expect(windowFor(state, {count: 100, height: 3})).toMatchObject({cursor: 50, top: 48});
    expect(windowFor(state, {count: 100, height: 200})).toMatchObject({cursor: 50, top: 0});
  });
});

describe('marks', () => {
  test('are set one by one, moving on, and taken back', () => {
    const marked = after([{type: 'mark'}, {type: 'mark'}]);
    expect([...marked.marks]).toEqual([0, 1]);
    expect(marked.cursor).toBe(2);
    expect([...after([{type: 'go', to: 0}, {type: 'mark'}], marked).marks]).toEqual([1]);
    expect(after([{type: 'unmark-all'}], marked).marks.size).toBe(0);
  });

  test('of a range are seen while it is drawn and stay when it ends', () => {
    const drawing = after([move(5), {type: 'range'}, move(-2)]);
    expect([2, 3, 4, 5, 6].map((index) => isMarked(drawing, index))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect([...after([{type: 'range'}], drawing).marks]).toEqual([3, 4, 5]);
    expect([...after([{type: 'mark'}], drawing).marks]).toEqual([3, 4, 5]);
  });

  test('of an empty list are none', () => {
    expect(after([{type: 'mark'}], {}, {count: 0, height: 5}).marks.size).toBe(0);
  });
});

test('whatever happens, the cursor is on a row and in the window', () => {
  const action = oneof(
    record({type: constant('move' as const), by: integer({min: -200, max: 200})}),
    record({type: constant('page' as const), by: constantFrom(-2, -1, -0.5, 0.5, 1, 2)}),
    record({type: constant('go' as const), to: integer({min: -150, max: 150})}),
    record({
      type: constantFrom('mark' as const, 'range' as const, 'fit' as const, 'unmark-all' as const),
    }),
  );
  assert(
    property(
      array(action, {maxLength: 20}),
      integer({min: 0, max: 120}),
      integer({min: 1, max: 40}),
      (actions, count, height) => {
        const {cursor, top} = after(actions, {}, {count, height});
        expect(cursor).toBeGreaterThanOrEqual(0);
        expect(cursor).toBeLessThanOrEqual(Math.max(0, count - 1));
        expect(top).toBeLessThanOrEqual(cursor);
        expect(cursor).toBeLessThan(top + height);
        expect(top).toBeLessThanOrEqual(Math.max(0, count - height));
      },
    ),
  );
});

describe('the scrollbar', () => {
  test('is not there when everything is seen', () => {
    expect(scrollThumb({top: 0}, {count: 10, height: 10})).toBeUndefined();
    expect(scrollThumb({top: 0}, {count: 100, height: 1})).toBeUndefined();
  });

  test('is as long as the part that is seen', () => {
    expect(scrollThumb({top: 0}, {count: 20, height: 10})).toEqual({start: 0, length: 5});
    expect(scrollThumb({top: 0}, {count: 1_000_000, height: 20})).toEqual({start: 0, length: 1});
  });

  test('touches an end only at that end, and never moves against the list', () => {
    for (const [count, height] of [
      [11, 10],
      [25, 10],
      [1000, 10],
      [1_000_000, 22],
      [5, 2],
    ] as const) {
      const last = count - height;
      let before = 0;
      for (let step = 0; step <= 200; step += 1) {
        const top = Math.round((step / 200) * last);
        const thumb = scrollThumb({top}, {count, height});
        if (thumb === undefined) throw new Error('There is a scrollbar.');
        expect(thumb.start).toBeGreaterThanOrEqual(before);
        expect(thumb.start + thumb.length).toBeLessThanOrEqual(height);
        if (top === 0) expect(thumb.start).toBe(0);
        if (top === last) expect(thumb.start + thumb.length).toBe(height);
        const room = height - thumb.length;
        if (room >= 2 && top > 0 && top < last) {
          expect(thumb.start).toBeGreaterThan(0);
          expect(thumb.start).toBeLessThan(room);
        }
        before = thumb.start;
      }
    }
  });
});
