import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {move, place, visible} from '../../../src/screens/messages/placing.ts';
import type {Cursor, Extent, HeightOf} from '../../../src/screens/messages/placing.ts';

/** Chats with short messages, tall ones, and some taller than the screen. */
const chats = fc
  .array(
    fc.oneof({weight: 6, arbitrary: fc.integer({min: 1, max: 4})}, fc.integer({min: 5, max: 40})),
    {minLength: 1, maxLength: 40},
  )
  .chain((heights) =>
    fc.record({
      heights: fc.constant(heights),
      height: fc.integer({min: 1, max: 30}),
      steps: fc.array(fc.constantFrom(-10, -3, -1, 1, 3, 10), {maxLength: 30}),
      start: fc.integer({min: 0, max: heights.length - 1}),
      row: fc.integer({min: -30, max: 40}),
    }),
  );

type Setting = {readonly extent: Extent; readonly heightOf: HeightOf};

const settingOf = (heights: readonly number[], height: number): Setting => ({
  extent: {count: heights.length, height},
  heightOf: (position) => heights[position] ?? 1,
});

const rowsShown = (cursor: Cursor, {extent, heightOf}: Setting): boolean[] => {
  const rows = Array.from({length: extent.height}, () => false);
  for (const {position, row} of visible(cursor, extent, heightOf)) {
    for (let at = Math.max(0, row); at < Math.min(extent.height, row + heightOf(position)); at += 1)
      rows[at] = true;
  }
  return rows;
};

const walk = (start: Cursor, steps: readonly number[], {extent, heightOf}: Setting): Cursor[] => {
  const cursors = [place(start, extent, heightOf)];
  for (const by of steps) cursors.push(move(cursors.at(-1) ?? start, by, extent, heightOf));
  return cursors;
};

describe('wherever one goes in a chat', () => {
  test('something of the message under the cursor is on the screen', () => {
    fc.assert(
      fc.property(chats, ({heights, height, steps, start, row}) => {
        const setting = settingOf(heights, height);
        for (const {position, row: top} of walk({position: start, row}, steps, setting)) {
          const own = heights[position] ?? 1;
          expect(top).toBeLessThan(height);
          expect(top + own).toBeGreaterThan(0);
          if (own <= height) expect([top >= 0, top + own <= height]).toEqual([true, true]);
        }
      }),
    );
  });

  test('no row is blank while there are messages to fill it', () => {
    fc.assert(
      fc.property(chats, ({heights, height, steps, start, row}) => {
        const setting = settingOf(heights, height);
        const total = heights.reduce((sum, each) => sum + each, 0);
        for (const cursor of walk({position: start, row}, steps, setting)) {
          expect(rowsShown(cursor, setting).filter(Boolean)).toHaveLength(Math.min(height, total));
        }
      }),
    );
  });

  test('moving down and then up leads back to the same message', () => {
    fc.assert(
      fc.property(chats, ({heights, height, start, row}) => {
        const setting = settingOf(
          heights.map((each) => Math.min(each, height)),
          height,
        );
        const {extent, heightOf} = setting;
        const before = place({position: start, row}, extent, heightOf);
        fc.pre(before.position < heights.length - 1);
        const after = move(move(before, 1, extent, heightOf), -1, extent, heightOf);
        expect(after.position).toBe(before.position);
      }),
    );
  });

  test('a message taller than the screen can be read to its end before it is left', () => {
    const setting = settingOf([1, 25, 1], 10);
    const {extent, heightOf} = setting;
    const seen = new Set<number>();
    let cursor = place({position: 1, row: 0}, extent, heightOf);
    for (let steps = 0; cursor.position === 1 && steps < 20; steps += 1) {
      for (let line = 0; line < 10; line += 1) seen.add(line - cursor.row);
      cursor = move(cursor, 1, extent, heightOf);
    }
    expect(cursor.position).toBe(2);
    for (let line = 0; line < 25; line += 1) expect(seen.has(line)).toBe(true);
  });
});
