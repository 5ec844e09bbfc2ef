import {expect, test} from 'vitest';
import {firstItem, itemOfNumber, menuWindow, reduceMenu} from '../../../src/app/ui/menu-state.ts';

const extent = {count: 5, height: 3};

test('the cursor wraps around at both ends', () => {
  const last = reduceMenu(firstItem, {type: 'move', by: -1}, extent);
  expect(last).toEqual({cursor: 4, top: 2});
  expect(reduceMenu(last, {type: 'move', by: 1}, extent)).toEqual({cursor: 0, top: 0});
});

test('the cursor goes to an item, also counted from the end', () => {
  expect(reduceMenu(firstItem, {type: 'go', to: -1}, extent).cursor).toBe(4);
  expect(reduceMenu(firstItem, {type: 'go', to: 99}, extent).cursor).toBe(4);
});

test('a menu without items has no place for the cursor but the first', () => {
  expect(reduceMenu({cursor: 3, top: 1}, {type: 'move', by: 1}, {count: 0, height: 3})).toEqual(
    firstItem,
  );
});

test('the window fits when the menu became shorter', () => {
  expect(menuWindow({cursor: 4, top: 2}, {count: 2, height: 3})).toEqual({cursor: 1, top: 0});
});

test.each([
  ['1', 0],
  ['5', 4],
  ['6', undefined],
  ['0', undefined],
  ['x', undefined],
])('the key %s chooses item %s', (key, index) => {
  expect(itemOfNumber(key, 5)).toBe(index);
});
