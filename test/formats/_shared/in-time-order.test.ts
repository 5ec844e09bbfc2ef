import {describe, expect, test} from 'vitest';
import {inTimeOrder} from '../../../src/formats/_shared/in-time-order.ts';

const items = (...times: number[]) => times.map((epochMs, index) => ({at: {epochMs}, index}));
const times = (list: readonly {readonly at: {readonly epochMs: number}}[]) =>
  list.map(({at}) => at.epochMs);

describe('in time order', () => {
  test('newest first is turned round, equal times too', () => {
    expect(inTimeOrder(items(3, 2, 2, 1)).map(({index}) => index)).toEqual([3, 2, 1, 0]);
  });

  test('oldest first stays as it is, equal times keep the order of the file', () => {
    expect(inTimeOrder(items(1, 2, 2, 3)).map(({index}) => index)).toEqual([0, 1, 2, 3]);
  });

  test('a stray record is put in its place without disturbing the rest', () => {
    expect(times(inTimeOrder(items(9, 8, 7, 20, 6)))).toEqual([6, 7, 8, 9, 20]);
    expect(times(inTimeOrder(items(1, 2, 0, 3, 4)))).toEqual([0, 1, 2, 3, 4]);
  });

  test('nothing and one thing are in order', () => {
    expect(inTimeOrder([])).toEqual([]);
    expect(times(inTimeOrder(items(5)))).toEqual([5]);
  });
});
